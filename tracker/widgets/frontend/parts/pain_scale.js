// Pain is rated from 0 to 10 on large buttons: as a field of a form, or by one tap.

import { announceChange, createElement, uniqueId } from "./elements.js";
import { clearButton, groupedField, problemLine } from "./field.js";

const ENDS = { 0: "0 no pain", 10: "10 worst imaginable" };
const STEPS = Array.from({ length: 11 }, (_, value) => value);

/**
 * What a step is called: the ends say what they mean.
 *
 * @param {number} value
 * @returns {string}
 */
export const painName = (value) => ENDS[value] ?? String(value);

/**
 * The hint with the earlier rating before it, so that the change is seen while choosing.
 *
 * @param {number | null} earlier
 * @param {string} hint
 */
export const comparedHint = (earlier, hint) =>
  earlier === null ? hint : `It was ${earlier} before. ${hint}`;

const endsLine = () =>
  createElement(
    "div",
    { class: "tk-ends", "aria-hidden": "true" },
    ...Object.values(ENDS).map((words) => createElement("span", {}, words)),
  );

/**
 * A field of native radios, so the arrow keys work.
 *
 * @param optional whether it may be left out, and cleared again.
 */
export function painScale({ stem, label, hint = "", optional = false }) {
  const group = uniqueId(stem);
  const steps = createElement("div", { class: "tk-pain" });
  const inputs = new Map();
  let disabled = false;

  const clear = () => {
    control.set(null);
    announceChange(field.element);
    field.focus();
  };
  const corner = optional ? clearButton(label, clear) : null;
  const field = groupedField({
    stem,
    label,
    hint,
    corner,
    required: !optional,
    body: createElement("div", {}, steps, endsLine()),
  });

  function addStep(value) {
    const input = createElement("input", { type: "radio", name: group, value: String(value) });
    input.setAttribute("aria-label", painName(value));
    inputs.set(value, input);
    const step = createElement(
      "label",
      { class: "tk-step" },
      input,
      createElement("span", {}, String(value)),
    );
    steps.append(step);
    return step;
  }
  for (const value of STEPS) addStep(value);

  function showCorner() {
    if (corner) corner.hidden = disabled || control.get() === null;
  }

  const control = {
    ...field,
    get() {
      for (const [value, input] of inputs) if (input.checked) return value;
      return null;
    },
    set(value) {
      // An imported rating such as 5.5 has no button; it gets one, so that editing keeps it.
      for (const [known, input] of inputs) {
        input.checked = false;
        if (!Number.isInteger(known)) {
          input.parentElement.remove();
          inputs.delete(known);
        }
      }
      if (value !== null && value !== undefined) {
        if (!inputs.has(value)) addStep(value).classList.add("tk-between");
        inputs.get(value).checked = true;
      }
      showCorner();
    },
    /** Show where an earlier rating stood, so that the change is seen while choosing. */
    compare(earlier) {
      for (const [value, input] of inputs) {
        input.parentElement.classList.toggle("tk-earlier", value === earlier);
      }
      field.setHint(comparedHint(earlier, hint));
    },
    /** Take the rating away, with the reason; an empty reason gives it back. */
    withhold(reason) {
      disabled = Boolean(reason);
      field.element.disabled = disabled;
      if (disabled) field.setHint(reason);
      if (disabled) control.set(null);
      showCorner();
    },
  };
  field.element.addEventListener("input", showCorner);
  return control;
}

/**
 * Eleven buttons, each an answer by itself.
 *
 * @param picked (value) after a tap; @param keep whether the tapped one stays marked.
 */
export function painButtons({ label, hint = "", keep = false, picked }) {
  const legend = createElement(
    "h2",
    { class: "tk-title", id: uniqueId("rating"), tabindex: "-1" },
    label,
  );
  const hintLine = createElement(
    "p",
    { class: "tk-hint", id: uniqueId("rating-hint"), hidden: !hint },
    hint,
  );
  const problem = problemLine("rating");
  const steps = createElement("div", { class: "tk-pain tk-coach-pain" });
  const buttons = [];
  /** @type {any} */
  let chosen = null;

  for (const value of STEPS) {
    const pick = () => {
      if (keep) rating.set(value);
      picked(value);
    };
    const step = createElement(
      "button",
      { type: "button", class: "tk-step", "aria-label": ENDS[value], onclick: pick },
      String(value),
    );
    buttons.push(step);
    steps.append(step);
  }
  const element = createElement(
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
    endsLine(),
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
      hintLine.textContent = comparedHint(earlier, hint);
      hintLine.hidden = !hintLine.textContent;
    },
    focus: () => legend.focus({ preventScroll: true }),
  };
  if (keep) rating.set(null);
  return rating;
}
