// One question and its answer: charts of the kit's own making, and sentences beside them.

import { createElement, uniqueId } from "../parts/elements.js";

/** A chart from the kit. It is markup on purpose: the kit draws it, and escapes every name in it. */
export function chartPiece(markup) {
  const element = createElement("div", { class: "tk-explorer-chart" });
  element.innerHTML = markup;
  return element;
}

/** A number and its unit stay on one line. */
const nbsp = (text) => text.replace(/(?<=\d) (?=%|s\b)/g, "\u00a0");

export const sentences = (said) =>
  said.map((text) => createElement("p", { class: "tk-explorer-said" }, nbsp(text)));

export function sectionView({ title, how }, below = null) {
  const heading = createElement(
    "h2",
    { class: "tk-title", id: uniqueId("section"), tabindex: "-1" },
    title,
  );
  const body = createElement(
    "div",
    { class: "tk-explorer-answer" },
    createElement("p", { class: "tk-hint" }, "Working…"),
  );
  const element = createElement(
    "section",
    { class: "tk-explorer-section", "aria-labelledby": heading.id, "aria-busy": "true" },
    heading,
    createElement("p", { class: "tk-hint" }, how),
    body,
    below,
  );
  return {
    element,
    /** What is shown is of an earlier choice, and stays to be read until the new one is there. */
    wait: () => element.setAttribute("aria-busy", "true"),
    show({ charts, said }) {
      body.replaceChildren(...charts.map(chartPiece), ...sentences(said));
      element.setAttribute("aria-busy", "false");
    },
    fail(text) {
      body.replaceChildren(createElement("p", { class: "tk-problem" }, text));
      element.setAttribute("aria-busy", "false");
    },
  };
}
