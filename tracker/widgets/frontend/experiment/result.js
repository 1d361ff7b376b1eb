// What an experiment says: its label, its sentence, and the pairs behind it.

import { createElement } from "../parts/elements.js";
import { chartPiece } from "../parts/picture.js";

/** The pairs as a table; null where none is begun. */
function pairTable({ title, columns, rows }) {
  if (!rows.length) return null;
  const head = columns.map((text) => createElement("th", { scope: "col" }, text));
  const body = rows.map(([pair, ...rest]) =>
    createElement(
      "tr",
      {},
      createElement("th", { scope: "row" }, pair),
      ...rest.map((text) => createElement("td", {}, text)),
    ),
  );
  return createElement(
    "div",
    { class: "tk-scroll", tabindex: "0", role: "region", "aria-label": `Pairs: ${title}` },
    createElement(
      "table",
      { class: "tk-table" },
      createElement(
        "caption",
        {},
        "Relief in points of the 0–10 scale, as rated; – where not rated.",
      ),
      createElement("thead", {}, createElement("tr", {}, ...head)),
      createElement("tbody", {}, ...body),
    ),
  );
}

/** @param actions buttons under the pairs, or none. */
export function resultCard(card, actions = []) {
  const table = pairTable(card);
  return createElement(
    "article",
    { class: "tk-result", "data-experiment": card.id },
    createElement("h3", { class: "tk-result-title" }, card.title),
    createElement(
      "p",
      { class: "tk-state", "data-exploratory": String(card.exploratory) },
      card.state,
    ),
    createElement("p", { class: "tk-sentence" }, card.sentence),
    // The chances as squares, from the first pair on.
    card.chart ? chartPiece(card.chart, "tk-chances") : null,
    createElement(
      "details",
      { class: "tk-more" },
      createElement("summary", {}, "The exact test, the pairs and the plan"),
      createElement(
        "div",
        { class: "tk-facts" },
        createElement("p", {}, card.test),
        createElement("p", {}, card.plan),
        table,
        ...actions,
      ),
    ),
  );
}
