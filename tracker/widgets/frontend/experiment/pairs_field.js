// How many pairs: type it or step it, and read at once what so many can show.

import { announceChange, button, createElement } from "../parts/elements.js";
import { labelledField } from "../parts/field.js";

/**
 * @param lengths what each number of pairs can show, by the number.
 */
export function pairsField({ stem, label, lengths }) {
  let isFixed = true;
  const input = createElement("input", {
    class: "tk-input tk-number",
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
  });
  const says = createElement("p", { class: "tk-hint", "aria-live": "polite" });
  const step = (by) => {
    const present = Number.parseInt(input.value, 10) || 0;
    control.set(Math.min(lengths.length - 1, Math.max(1, present + by)));
    announceChange(field.element);
  };
  const stepper = createElement(
    "div",
    { class: "tk-stepper" },
    button("−", () => step(-1), { look: "step-button", label: "One pair less" }),
    input,
    button("+", () => step(1), { look: "step-button", label: "One pair more" }),
  );
  const field = labelledField({ stem, label, input, body: stepper, below: [says] });

  function show() {
    const pairs = control.get();
    const known = Number.isInteger(pairs) && lengths[pairs];
    const power = isFixed ? ` ${known}` : "";
    says.textContent = known ? `That is ${2 * pairs} releases.${power}` : "";
    says.hidden = !known;
  }

  const control = {
    ...field,
    /** Whether the words below tell what a fixed length can show. */
    describe(fixed) {
      isFixed = fixed;
      show();
    },
    get() {
      const typed = input.value.trim();
      // Anything but a whole number goes as it is, and comes back with the reason.
      return /^\d+$/.test(typed) ? Number(typed) : typed || null;
    },
    set(value) {
      input.value = value ?? "";
      show();
    },
  };
  field.element.addEventListener("input", show);
  return control;
}

/** How many hours to wait between two releases; may be left open. */
export function hoursField({ stem, label }) {
  const input = createElement("input", {
    class: "tk-input tk-number",
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
  });
  const hint = createElement(
    "p",
    { class: "tk-hint" },
    "The wash-out: long enough for the first to have worn off. You may leave it open.",
  );
  const field = labelledField({ stem, label, input, body: input, below: [hint] });
  return {
    ...field,
    get() {
      const typed = input.value.trim();
      // Anything but a whole number goes as it is, and comes back with the reason.
      return /^\d+$/.test(typed) ? Number(typed) : typed || null;
    },
    set(value) {
      input.value = value ?? "";
    },
  };
}
