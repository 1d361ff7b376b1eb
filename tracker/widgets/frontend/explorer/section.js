// One question and its answer: charts of the kit's own making, and sentences beside them.

import { createElement, uniqueId } from "../parts/elements.js";
import { chartPiece } from "../parts/picture.js";

/** A chart of a section or of a story. */
export const explorerChart = (markup) => chartPiece(markup, "tk-explorer-chart");

/** A number and its unit stay on one line. */
const nbsp = (text) => text.replace(/(?<=\d) (?=%|s\b)/g, "\u00a0");

export const sentences = (said) =>
  said.map((text) => createElement("p", { class: "tk-explorer-said" }, nbsp(text)));

/** What may be pressed next, each with a link that sets the hold page to it. */
function startList(starts) {
  const row = ({ name, tool, said, href }) =>
    createElement(
      "li",
      { class: "tk-start" },
      createElement(
        "div",
        {},
        createElement("p", { class: "tk-explorer-name" }, name),
        createElement("p", { class: "tk-explorer-relief" }, tool),
        createElement("p", {}, nbsp(said)),
      ),
      createElement(
        "a",
        { class: "tk-button tk-plain", href, "aria-label": `Start: ${name}, ${tool}` },
        "Start",
      ),
    );
  return createElement("ul", { class: "tk-starts" }, ...starts.map(row));
}

const headingOf = (level, title) =>
  createElement(level, { class: "tk-title", id: uniqueId("section"), tabindex: "-1" }, title);

/**
 * A question in sight, or folded: then it is drawn when it is opened.
 *
 * @param opened () a folded one was opened and is not drawn yet.
 */
export function sectionView({ title, how, folded }, { opened }) {
  const heading = headingOf(folded ? "h3" : "h2", title);
  const body = createElement("div", { class: "tk-explorer-answer" });
  const working = () => createElement("p", { class: "tk-hint" }, "Working…");
  const hint = createElement("p", { class: "tk-hint" }, how);
  const named = { "aria-labelledby": heading.id };
  const fold = folded
    ? createElement(
        "details",
        { class: "tk-fold" },
        createElement("summary", {}, heading),
        createElement("div", { class: "tk-explorer-section" }, hint, body),
      )
    : null;
  const element = fold
    ? createElement("section", named, fold)
    : createElement("section", { class: "tk-explorer-section", ...named }, heading, hint, body);
  let isDrawn = false;
  const isOpen = () => !fold || fold.open;

  function begin() {
    if (!body.childElementCount) body.append(working());
    element.setAttribute("aria-busy", "true");
  }

  function end(...parts) {
    body.replaceChildren(...parts);
    isDrawn = true;
    element.setAttribute("aria-busy", "false");
  }

  fold?.addEventListener("toggle", () => {
    if (!fold.open || isDrawn) return;
    begin();
    opened();
  });
  return {
    element,
    isOpen,
    /** What is shown is of an earlier choice, and stays to be read until the new one is there. */
    wait() {
      isDrawn = false;
      if (isOpen()) begin();
    },
    show({ charts, said, starts }) {
      const listed = starts.length ? [startList(starts)] : [];
      end(...listed, ...sentences(said), ...charts.map(explorerChart));
    },
    fail: (text) => end(createElement("p", { class: "tk-problem" }, text)),
  };
}
