// What the file would bring, counted and row by row.

import { createElement } from "../parts/elements.js";

const STATE_WORDS = {
  new: "new",
  changed: "changed",
  unchanged: "there already",
  skipped: "left out",
  rejected: "rejected",
};
const STATE_ORDER = ["new", "changed", "unchanged", "skipped", "rejected"];
const grouped = (count) => count.toLocaleString("en");

/** The five counts; together they are all rows. */
function importCounts(view) {
  const items = STATE_ORDER.map((state) =>
    createElement(
      "li",
      { class: "tk-import-count", "data-state": state, "data-none": view.counts[state] === 0 },
      createElement("strong", {}, grouped(view.counts[state])),
      ` ${STATE_WORDS[state]}`,
    ),
  );
  return createElement("ul", { class: "tk-import-counts" }, ...items);
}

function importTable({ state, lines, more }) {
  // Of the kit's own files the rows are not kept.
  const numbered = lines.some(({ row }) => row !== null);
  const rows = lines.map(({ row, words, was }) =>
    createElement(
      "tr",
      {},
      numbered ? createElement("th", { scope: "row" }, String(row)) : null,
      createElement(
        "td",
        {},
        words,
        was ? createElement("span", { class: "tk-hint" }, ` (${was})`) : null,
      ),
    ),
  );
  const what = state === "rejected" || state === "skipped" ? "Why" : "Entry";
  const head = createElement(
    "tr",
    {},
    numbered ? createElement("th", { scope: "col" }, "Row") : null,
    createElement("th", { scope: "col" }, what),
  );
  const rest = more ? createElement("p", { class: "tk-hint" }, `and ${grouped(more)} more`) : null;
  return [
    createElement(
      "table",
      {},
      createElement("thead", {}, head),
      createElement("tbody", {}, ...rows),
    ),
    rest,
  ];
}

/** What a decision can be changed to: check boxes for several, a menu for one. */
function decisionControl({ key, words, options, chosen, several }, answer) {
  const name = words.split(":")[0];
  if (several) {
    const inputs = options.map((option) =>
      createElement("input", { type: "checkbox", checked: chosen.includes(option) }),
    );
    const picked = () => options.filter((_, place) => inputs[place].checked);
    const labels = options.map((option, place) =>
      createElement("label", { class: "tk-import-option" }, inputs[place], ` ${option}`),
    );
    for (const input of inputs) input.addEventListener("change", () => answer(key, picked()));
    const lead = { keep: "Keep in the note", take: "Take as pain" }[key] ?? "Read";
    return createElement(
      "fieldset",
      { class: "tk-import-options" },
      createElement("legend", { class: "tk-hint" }, lead),
      ...labels,
    );
  }
  const select = createElement(
    "select",
    {
      class: "tk-input",
      "aria-label": name,
      onchange: () => answer(key, select.value),
    },
    // Nothing is chosen yet where only the person can say.
    chosen.length ? null : createElement("option", { value: "" }, "choose one"),
    ...options.map((option) => createElement("option", { value: option }, option)),
  );
  select.value = chosen[0] ?? "";
  return createElement("div", { class: "tk-select" }, select);
}

/** How the file was read: open where it brings nothing, the kit is not sure, or one chose. */
function importDecisions(decisions, { answer, isOpen, isAsked }, isDoubtful = false) {
  if (!decisions.length) return null;
  const items = decisions.map((decision) =>
    createElement(
      "li",
      {},
      createElement("p", { class: decision.sure ? "" : "tk-import-unsure" }, decision.words),
      decision.key && !isAsked(decision.key) ? decisionControl(decision, answer) : null,
    ),
  );
  return createElement(
    "details",
    {
      class: "tk-import-group tk-import-decisions",
      open: isOpen || isDoubtful || decisions.some((d) => !d.sure),
    },
    createElement("summary", {}, "How the file is read"),
    createElement("ul", { class: "tk-import-notes" }, ...items),
  );
}

/** What has to be said before any row can be read. */
function importQuestions(view, choices) {
  return createElement(
    "section",
    { class: "tk-import-preview", "aria-label": "What has to be said first" },
    importDecisions(view.decisions, choices),
  );
}

/** One state's rows, folded away unless something is wrong with them or there is nothing else. */
function importGroup(group, view) {
  const open = group.state === "rejected" || view.groups.length === 1;
  const [table, rest] = importTable(group);
  const count = view.counts[group.state];
  return createElement(
    "details",
    { class: "tk-import-group", "data-state": group.state, open },
    createElement("summary", {}, `${grouped(count)} ${STATE_WORDS[group.state]}`),
    table,
    rest,
  );
}

/**
 * @param view what the kit said of the file, and
 * @param choices answer (key, value) after a choice, isOpen whether one was made, and
 *   isAsked (key) whether the page asks that elsewhere.
 */
export function importPreview(view, choices) {
  if (!view.settled) return importQuestions(view, choices);
  const plural = { entry: "entries", row: "rows", rating: "ratings" }[view.unit];
  const kind = view.total === 1 ? view.unit : plural;
  const notes = view.notes.map((note) => createElement("li", {}, note));
  const reasons = view.reasons.length ? `Left out: ${view.reasons.join(", ")}.` : "";
  const { new: fresh, changed, rejected } = view.counts;
  const idle = fresh + changed + rejected === 0;
  const groups = view.groups.filter(({ lines }) => lines.length);
  return createElement(
    "section",
    { class: "tk-import-preview", "aria-label": "What it would bring" },
    createElement("h3", { class: "tk-import-heading" }, `${grouped(view.total)} ${kind}`),
    importCounts(view),
    importDecisions(view.decisions ?? [], choices, idle || Boolean(view.unsure?.length)),
    idle ? createElement("p", {}, "There is nothing to import.") : null,
    reasons ? createElement("p", { class: "tk-hint" }, reasons) : null,
    ...groups.map((group) => importGroup(group, view)),
    notes.length ? createElement("ul", { class: "tk-import-notes" }, ...notes) : null,
  );
}
