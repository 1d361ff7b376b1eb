// A moment is now, or an earlier day and time in local time.

import { pill } from "./choice.js";
import { createElement, uniqueId } from "./elements.js";
import { groupedField, labelledField } from "./field.js";
import { offsetOf, wallClock } from "./time.js";

/** A day alone. */
export function dayField(stem, label) {
  const input = createElement("input", { type: "date", class: "tk-input" });
  return { ...labelledField({ stem, label, input }), input };
}

/** get() gives null for "now", an ISO moment for an earlier one, "" where none is entered. */
export function momentField({ stem, label }) {
  const group = uniqueId(stem);
  const now = pill("radio", group, "now", "Now");
  const earlier = pill("radio", group, "earlier", "Earlier");
  const input = createElement("input", { type: "datetime-local", class: "tk-input" });
  input.setAttribute("aria-label", "Day and time");
  const body = createElement(
    "div",
    { class: "tk-when" },
    createElement("div", { class: "tk-pills" }, now.element, earlier.element),
    input,
  );
  const field = groupedField({ stem, label, body });
  /** @type {any} */
  let kept = null;

  function arrange() {
    input.hidden = !earlier.input.checked;
    if (earlier.input.checked) input.max = wallClock(new Date());
  }
  earlier.input.addEventListener("change", () => {
    arrange();
    if (!input.value) input.value = wallClock(new Date());
  });
  now.input.addEventListener("change", arrange);

  // An entry noted in another zone is edited on that zone's clock, so its evening stays one.
  const zoneOf = (typed) => {
    const offset = kept?.slice(-6);
    const elsewhere = kept && offset !== offsetOf(new Date(kept));
    return elsewhere ? offset : offsetOf(new Date(typed));
  };

  return {
    ...field,
    get() {
      if (now.input.checked) return null;
      if (!input.value) return "";
      if (kept && input.value === kept.slice(0, 16)) return kept;
      return `${input.value}:00${zoneOf(input.value)}`;
    },
    set(value) {
      kept = value || null;
      earlier.input.checked = value !== null && value !== undefined;
      now.input.checked = !earlier.input.checked;
      input.value = value ? value.slice(0, 16) : "";
      arrange();
    },
    focus: () => (input.hidden ? now.input : input).focus(),
  };
}
