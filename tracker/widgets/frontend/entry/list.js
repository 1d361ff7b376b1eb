// The last entries, each as a card under its day, with its own Edit and Delete.

import { button, h, uniqueId } from "../parts/dom.js";
import { wallClock } from "../parts/moment.js";

/** @type {Intl.DateTimeFormatOptions} */
const DAY = { weekday: "long", day: "numeric", month: "long" };

/** "Today", "Yesterday", or the day in words; the year only where it is another one. */
export function dayInWords(day) {
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day === wallClock(today).slice(0, 10)) return "Today";
  if (day === wallClock(yesterday).slice(0, 10)) return "Yesterday";
  const [year, month, date] = day.split("-").map(Number);
  /** @type {Intl.DateTimeFormatOptions} */
  const parts = year === today.getFullYear() ? DAY : { ...DAY, year: "numeric" };
  return new Intl.DateTimeFormat("en-GB", parts).format(new Date(year, month - 1, date));
}

export function entryList({ title, empty, onEdit, onDelete, onOlder }) {
  const heading = h("h2", { class: "tk-title", id: uniqueId("entries"), tabindex: "-1" }, title);
  const days = h("div", { class: "tk-days" });
  const older = button("Show older", onOlder, { look: "plain", key: "older" });
  const element = h(
    "section",
    { class: "tk-entries", "aria-labelledby": heading.id },
    heading,
    days,
    older,
  );

  function card(entry) {
    const titleId = uniqueId("entry");
    const name = `${entry.title}, ${dayInWords(entry.day)} ${entry.time}`;
    const line = (look, text) => (text ? h("p", { class: look }, text) : null);
    return h(
      "li",
      { class: "tk-card", "data-entry": entry.id, "aria-labelledby": titleId },
      h("p", { class: "tk-card-time" }, h("time", {}, entry.time)),
      h("p", { class: "tk-card-title", id: titleId }, entry.title),
      h(
        "p",
        { class: "tk-card-pain" },
        h("span", { "aria-hidden": "true" }, entry.pain),
        h("span", { class: "tk-spoken" }, entry.spoken),
        entry.change
          ? h("span", { class: "tk-change", "data-tone": entry.tone }, entry.change)
          : null,
      ),
      line("tk-card-detail", entry.detail),
      line("tk-card-note", entry.note),
      line("tk-card-alert", entry.alert),
      h(
        "div",
        { class: "tk-card-actions" },
        button("Edit", () => onEdit(entry), {
          look: "quiet",
          label: `Edit ${name}`,
          key: `edit ${entry.id}`,
        }),
        entry.can_delete === false
          ? null
          : button("Delete", () => onDelete(entry), {
              look: "quiet",
              label: `Delete ${name}`,
              key: `delete ${entry.id}`,
            }),
      ),
    );
  }

  function byDay(entries) {
    const groups = new Map();
    for (const entry of entries) groups.set(entry.day, [...(groups.get(entry.day) ?? []), entry]);
    return Array.from(groups, ([day, ofTheDay]) =>
      h(
        "section",
        {},
        h("h3", { class: "tk-day" }, dayInWords(day)),
        h("ul", { class: "tk-cards" }, ...ofTheDay.map(card)),
      ),
    );
  }

  const find = (key) => element.querySelector(`[data-key="${CSS.escape(key)}"]`);

  return {
    element,
    show(entries, hasOlder) {
      const held = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.key;
      const hadFocus = element.contains(document.activeElement);
      days.replaceChildren(
        ...(entries.length ? byDay(entries) : [h("p", { class: "tk-hint" }, empty)]),
      );
      older.hidden = !hasOlder;
      if (hadFocus && held) find(held)?.focus();
    },
    /** Bring an entry's Edit button into focus; the heading where the entry is not shown. */
    focusOn(id) {
      (find(`edit ${id}`) ?? heading).focus();
    },
  };
}
