// The catalogue says on request where a muscle is, how to lie on the tool, what to mind, and why.

import { createElement } from "./elements.js";

const para = (text) => createElement("p", {}, text);
const list = (sentences) =>
  createElement("ul", {}, ...sentences.map((sentence) => createElement("li", {}, sentence)));
const part = (heading, content) => [createElement("h3", {}, heading), content];

/** What nobody needs in order to press safely stays folded until it is asked for. */
function folded(heading, ...sentences) {
  const given = sentences.filter(Boolean);
  if (!given.length) return [];
  const summary = createElement("summary", {}, heading);
  return [createElement("details", { class: "tk-more" }, summary, ...given.map(para))];
}

/** A new page: what is filled in here stays. The catalogue says where every muscle of the guide is. */
function guideLink(muscle) {
  const href = `guide.ipynb#${muscle.where ? muscle.name.replaceAll(" ", "-") : "press"}`;
  const words = muscle.where ? `The ${muscle.name} in the guide` : "How to press, in the guide";
  const link = createElement("a", { href, target: "_blank", rel: "noopener" }, words);
  return createElement("p", {}, link);
}

/** @param {string} summary what it is called while it is folded */
export function howToPress(doNotPress, summary = "How to press here") {
  const facts = createElement("div", { class: "tk-facts" });
  const element = createElement(
    "details",
    { class: "tk-more" },
    createElement("summary", {}, summary),
    facts,
  );
  let shown = "";

  return {
    element,
    /**
     * @param {any} muscle the facts of the chosen one, if any
     * @param {any} tool the facts of the one it is pressed with, if any
     */
    show(muscle, tool = null) {
      // What is being read must not fold while something else is chosen.
      const wanted = JSON.stringify([muscle ?? null, tool]);
      if (wanted === shown) return;
      shown = wanted;
      const parts = muscle
        ? [
            ...(muscle.where ? part("Where it is", para(muscle.where)) : []),
            ...(muscle.how ? part("How to lie", para(muscle.how)) : []),
            ...(muscle.cautions.length ? part("What to mind", list(muscle.cautions)) : []),
          ]
        : [para("Choose a muscle to see where it is and how to lie on the tool.")];
      facts.replaceChildren(
        ...parts,
        ...part("Anywhere", list(doNotPress)),
        ...(muscle ? folded("Why this muscle", muscle.why) : []),
        ...(muscle ? folded("Where it may be felt", muscle.referral) : []),
        ...(tool ? folded(`About the ${tool.name}`, tool.what, tool.why) : []),
        guideLink(muscle ?? {}),
      );
    },
  };
}

/** @param offered the choices of a release */
export const toolFacts = (offered, name) =>
  offered.tool_facts.find((one) => one.name === name) ?? null;
