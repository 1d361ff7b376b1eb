// The last entries, a line each, with Edit and Undo.

import { dayInWords } from "../entry/list.js";
import { button, createElement, uniqueId } from "../parts/elements.js";

/**
 * @param undo (entry) Undo was pressed.
 */
export function lastEntries({ undo }) {
  const heading = createElement("h2", { class: "tk-title", tabindex: "-1", id: uniqueId("last") });
  heading.textContent = "Last entries";
  const list = createElement("ul", { class: "tk-today-entries" });
  const element = createElement(
    "section",
    { class: "tk-panel tk-today-last", "aria-labelledby": heading.id },
    heading,
    list,
  );

  function row(entry) {
    const when = `${dayInWords(entry.day)} ${entry.time}`;
    const name = `${entry.title}, ${when}`;
    const edit = new URLSearchParams({ kind: entry.kind, edit: entry.id });
    return createElement(
      "li",
      { class: "tk-today-entry", "data-entry": entry.id },
      createElement(
        "div",
        {},
        createElement("p", { class: "tk-today-title" }, entry.title),
        createElement(
          "p",
          { class: "tk-hint" },
          `${when} · `,
          createElement("span", { class: "tk-today-pain", "aria-hidden": "true" }, entry.pain),
          createElement("span", { class: "tk-spoken" }, entry.spoken),
        ),
      ),
      createElement(
        "a",
        { class: "tk-link", href: `log.ipynb?${edit}`, "aria-label": `Edit ${name}` },
        "Edit",
      ),
      button("Undo", () => undo(entry), { look: "quiet", label: `Undo ${name}` }),
    );
  }

  return {
    element,
    focus: () => heading.focus({ preventScroll: true }),
    show(entries) {
      element.hidden = !entries.length;
      list.replaceChildren(...entries.map(row));
    },
  };
}
