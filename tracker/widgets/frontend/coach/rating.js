// "Pain now?": eleven large buttons, each an answer by itself, so that one tap is enough.

import { h, uniqueId } from "../parts/dom.js";
import { problemLine } from "../parts/field.js";
import { PAIN_WORDS } from "../parts/pain_scale.js";

/**
 * @param picked (value) after a tap; @param keep whether the tapped one stays marked.
 */
export function painButtons({ label, hint = "", keep = false, picked }) {
  const legend = h("h2", { class: "tk-title", id: uniqueId("rating"), tabindex: "-1" }, label);
  const hintLine = h("p", { class: "tk-hint", id: uniqueId("rating-hint"), hidden: !hint }, hint);
  const problem = problemLine("rating");
  const steps = h("div", { class: "tk-pain tk-coach-pain" });
  const ends = h("div", { class: "tk-ends", "aria-hidden": "true" });
  for (const words of Object.values(PAIN_WORDS)) ends.append(h("span", {}, words));
  const buttons = [];
  /** @type {any} */
  let chosen = null;

  for (let value = 0; value <= 10; value += 1) {
    const pick = () => {
      if (keep) rating.set(value);
      picked(value);
    };
    const step = h(
      "button",
      { type: "button", class: "tk-step", "aria-label": PAIN_WORDS[value], onclick: pick },
      String(value),
    );
    buttons.push(step);
    steps.append(step);
  }
  const element = h(
    "div",
    {
      class: "tk-rating",
      role: "group",
      "aria-labelledby": legend.id,
      "aria-describedby": `${hintLine.id} ${problem.id}`,
    },
    legend,
    hintLine,
    steps,
    ends,
    problem.element,
  );
  const rating = {
    element,
    get: () => chosen,
    set(value) {
      chosen = value;
      buttons.forEach((step, place) => step.setAttribute("aria-pressed", String(place === value)));
      if (value !== null) problem.say("");
    },
    setProblem: problem.say,
    /** Show where an earlier rating stood. */
    compare(earlier) {
      buttons.forEach((step, place) => step.classList.toggle("tk-earlier", place === earlier));
      hintLine.textContent = earlier === null ? hint : `It was ${earlier} before. ${hint}`;
      hintLine.hidden = !hintLine.textContent;
    },
    setLabel(words) {
      legend.textContent = words;
    },
    focus: () => legend.focus({ preventScroll: true }),
  };
  if (keep) rating.set(null);
  return rating;
}
