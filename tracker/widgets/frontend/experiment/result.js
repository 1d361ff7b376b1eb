// What an experiment says: its label, its sentence, and the pairs behind it.

import { h } from "../parts/dom.js";

/** The pairs as a table; null where none is begun. */
function pairTable({ title, columns, rows }) {
  if (!rows.length) return null;
  const head = columns.map((text) => h("th", { scope: "col" }, text));
  const body = rows.map(([pair, ...rest]) =>
    h("tr", {}, h("th", { scope: "row" }, pair), ...rest.map((text) => h("td", {}, text))),
  );
  return h(
    "div",
    { class: "tk-scroll", tabindex: "0", role: "region", "aria-label": `Pairs: ${title}` },
    h(
      "table",
      { class: "tk-table" },
      h("caption", {}, "Relief in points of the 0–10 scale, as rated; – where not rated."),
      h("thead", {}, h("tr", {}, ...head)),
      h("tbody", {}, ...body),
    ),
  );
}

/** @param actions buttons under the pairs, or none. */
export function resultCard(card, actions = []) {
  const table = pairTable(card);
  return h(
    "article",
    { class: "tk-result", "data-experiment": card.id },
    h("h3", { class: "tk-result-title" }, card.title),
    h("p", { class: "tk-state", "data-exploratory": String(card.exploratory) }, card.state),
    h("p", { class: "tk-sentence" }, card.sentence),
    h(
      "details",
      { class: "tk-more" },
      h("summary", {}, "The pairs and the plan"),
      h("div", { class: "tk-facts" }, h("p", {}, card.plan), table, ...actions),
    ),
  );
}
