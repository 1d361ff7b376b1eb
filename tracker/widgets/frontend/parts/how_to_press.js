// The catalogue says on request where a muscle is, how to lie on the tool and what to mind.

import { createElement } from "./elements.js";

export function howToPress(doNotPress) {
  const summary = createElement("summary", {}, "How to press here");
  const facts = createElement("div", { class: "tk-facts" });
  const element = createElement("details", { class: "tk-more" }, summary, facts);
  const list = (sentences) =>
    createElement("ul", {}, ...sentences.map((sentence) => createElement("li", {}, sentence)));
  const part = (heading, content) => [createElement("h3", {}, heading), content];

  return {
    element,
    show(muscle) {
      const parts = muscle
        ? [
            ...(muscle.where ? part("Where it is", createElement("p", {}, muscle.where)) : []),
            ...(muscle.how ? part("How to lie", createElement("p", {}, muscle.how)) : []),
            ...(muscle.cautions.length ? part("What to mind", list(muscle.cautions)) : []),
          ]
        : [
            createElement(
              "p",
              {},
              "Choose a muscle to see where it is and how to lie on the tool.",
            ),
          ];
      facts.replaceChildren(...parts, ...part("Anywhere", list(doNotPress)));
    },
  };
}
