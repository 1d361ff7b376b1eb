// A length in seconds is typed, stepped by five, or one of the usual ones.

import { announceChange, button, createElement } from "./elements.js";
import { labelledField } from "./field.js";

const STEP_S = 5;
const PRESETS_S = [30, 60, 90, 120];

/** @param presets_s the lengths that are one tap away. */
export function seconds({ stem, label, presets_s = PRESETS_S }) {
  const input = createElement("input", {
    class: "tk-input tk-number",
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
  });
  const change = (value) => {
    control.set(value);
    announceChange(field.element);
  };
  const step = (by) => change(Math.max(0, (Number.parseInt(input.value, 10) || 0) + by));
  const presets = presets_s.map((value) =>
    button(`${value} s`, () => change(value), { look: "preset" }),
  );
  const stepper = createElement(
    "div",
    { class: "tk-stepper" },
    button("−", () => step(-STEP_S), { look: "step-button", label: `${STEP_S} seconds less` }),
    input,
    button("+", () => step(STEP_S), { look: "step-button", label: `${STEP_S} seconds more` }),
  );
  const body = createElement(
    "div",
    { class: "tk-seconds" },
    stepper,
    createElement("div", { class: "tk-presets" }, ...presets),
  );
  const field = labelledField({ stem, label, input, body });

  function showPreset() {
    presets_s.forEach((value, place) => {
      presets[place].setAttribute("aria-pressed", String(String(value) === input.value.trim()));
    });
  }

  const control = {
    ...field,
    get() {
      const typed = input.value.trim();
      if (!typed) return null;
      // Anything but a whole number goes as it is, and comes back with the reason.
      return /^\d+$/.test(typed) ? Number(typed) : typed;
    },
    set(value) {
      input.value = value ?? "";
      showPreset();
    },
  };
  field.element.addEventListener("input", showPreset);
  return control;
}
