// Pain from 0 to 10 as eleven large buttons: native radios, so the arrow keys work.

import { announceChange, h, uniqueId } from "./dom.js";
import { clearButton, groupedField } from "./field.js";

export const PAIN_WORDS = { 0: "0 no pain", 10: "10 worst imaginable" };

/**
 * @param optional whether it may be left out, and cleared again.
 */
export function painScale({ stem, label, hint = "", optional = false }) {
  const group = uniqueId(stem);
  const steps = h("div", { class: "tk-pain" });
  const inputs = new Map();
  let disabled = false;

  const clear = () => {
    control.set(null);
    announceChange(field.element);
    field.focus();
  };
  const corner = optional ? clearButton(label, clear) : null;
  const ends = h("div", { class: "tk-ends", "aria-hidden": "true" });
  for (const words of Object.values(PAIN_WORDS)) ends.append(h("span", {}, words));
  const field = groupedField({
    stem,
    label,
    hint,
    corner,
    required: !optional,
    body: h("div", {}, steps, ends),
  });

  function addStep(value) {
    const input = h("input", { type: "radio", name: group, value: String(value) });
    input.setAttribute("aria-label", PAIN_WORDS[value] ?? String(value));
    inputs.set(value, input);
    const step = h("label", { class: "tk-step" }, input, h("span", {}, String(value)));
    steps.append(step);
    return step;
  }
  for (let value = 0; value <= 10; value += 1) addStep(value);

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
      field.setHint(earlier === null ? hint : `It was ${earlier} before. ${hint}`);
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
