// Where the muscle is, how to lie on the tool, what to mind: the catalogue's words, on request.

import { h } from "./dom.js";

export function howToPress(doNotPress) {
  const summary = h("summary", {}, "How to press here");
  const facts = h("div", { class: "tk-facts" });
  const element = h("details", { class: "tk-more" }, summary, facts);
  const list = (sentences) => h("ul", {}, ...sentences.map((sentence) => h("li", {}, sentence)));
  const part = (heading, content) => [h("h3", {}, heading), content];

  return {
    element,
    show(muscle) {
      const parts = muscle
        ? [
            ...(muscle.where ? part("Where it is", h("p", {}, muscle.where)) : []),
            ...(muscle.how ? part("How to lie", h("p", {}, muscle.how)) : []),
            ...(muscle.cautions.length ? part("What to mind", list(muscle.cautions)) : []),
          ]
        : [h("p", {}, "Choose a muscle to see where it is and how to lie on the tool.")];
      facts.replaceChildren(...parts, ...part("Anywhere", list(doNotPress)));
    },
  };
}
