// The last entries, each as a card under its day, with its own Edit and Delete; folded on a phone.

import { button, createElement, uniqueId } from "../parts/elements.js";
import { wallClock } from "../parts/time.js";

/** Where the list stands beside its form. */
const BESIDE = "(min-width: 1000px)";

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
  const heading = createElement("h2", { class: "tk-title", id: uniqueId("entries") }, title);
  const summary = createElement("summary", {}, heading);
  const days = createElement("div", { class: "tk-days" });
  const older = button("Show older", onOlder, { look: "plain", key: "older" });
  const fold = createElement(
    "details",
    { class: "tk-more", open: matchMedia(BESIDE).matches },
    summary,
    days,
    older,
  );
  const element = createElement(
    "section",
    { class: "tk-entries", "aria-labelledby": heading.id },
    fold,
  );

  function card(entry) {
    const titleId = uniqueId("entry");
    const name = `${entry.title}, ${dayInWords(entry.day)} ${entry.time}`;
    const line = (look, text) => (text ? createElement("p", { class: look }, text) : null);
    return createElement(
      "li",
      { class: "tk-card", "data-entry": entry.id, "aria-labelledby": titleId },
      createElement("p", { class: "tk-card-time" }, createElement("time", {}, entry.time)),
      createElement("p", { class: "tk-card-title", id: titleId }, entry.title),
      createElement(
        "p",
        { class: "tk-card-pain" },
        createElement("span", { "aria-hidden": "true" }, entry.pain),
        createElement("span", { class: "tk-spoken" }, entry.spoken),
        entry.change
          ? createElement("span", { class: "tk-change", "data-tone": entry.tone }, entry.change)
          : null,
      ),
      line("tk-card-detail", entry.detail),
      line("tk-card-note", entry.note),
      line("tk-card-alert", entry.alert),
      createElement(
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
      createElement(
        "section",
        {},
        createElement("h3", { class: "tk-day" }, dayInWords(day)),
        createElement("ul", { class: "tk-cards" }, ...ofTheDay.map(card)),
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
        ...(entries.length ? byDay(entries) : [createElement("p", { class: "tk-hint" }, empty)]),
      );
      older.hidden = !hasOlder;
      if (hadFocus && held) find(held)?.focus();
    },
    /** Bring an entry's Edit button into focus; the list's heading where it is not shown. */
    focusOn(id) {
      fold.open = true;
      (find(`edit ${id}`) ?? summary).focus();
    },
  };
}
