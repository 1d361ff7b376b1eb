// A choice of one or of several words is a row of native radios or check boxes.

import { announceChange, createElement, uniqueId } from "./elements.js";
import { clearButton, groupedField } from "./field.js";

export function pill(type, group, value, text) {
  const input = createElement("input", { type, name: group, value });
  return {
    input,
    element: createElement("label", { class: "tk-pill" }, input, createElement("span", {}, text)),
  };
}

/**
 * One of `options`, each a word or { value, label }.
 */
export function choice({ stem, label, hint = "", options, optional = false, stacked = false }) {
  const group = uniqueId(stem);
  const row = createElement("div", { class: stacked ? "tk-pills tk-stacked" : "tk-pills" });
  const inputs = new Map();
  for (const option of options) {
    const { value = option, label: text = option } = option;
    const made = pill("radio", group, value, text);
    inputs.set(value, made.input);
    row.append(made.element);
  }
  const clear = () => {
    control.set(null);
    announceChange(field.element);
    field.focus();
  };
  const corner = optional ? clearButton(label, clear) : null;
  const field = groupedField({ stem, label, hint, corner, body: row, required: !optional });
  const showCorner = () => {
    if (corner) corner.hidden = control.get() === null;
  };
  const control = {
    ...field,
    get() {
      for (const [value, input] of inputs) if (input.checked) return value;
      return null;
    },
    set(value) {
      for (const [known, input] of inputs) input.checked = known === value;
      showCorner();
    },
  };
  field.element.addEventListener("input", showCorner);
  return control;
}

/** Any number of `options`; with `other`, also words of the person's own, between commas. */
export function several({
  stem,
  label,
  hint = "",
  options,
  other = /** @type {string | null} */ (null),
}) {
  const group = uniqueId(stem);
  const row = createElement("div", { class: "tk-pills" });
  const inputs = new Map();
  for (const value of options) {
    const made = pill("checkbox", group, value, value);
    inputs.set(value, made.input);
    row.append(made.element);
  }
  const body = createElement("div", { class: "tk-several" }, row);
  const words = createElement("input", { type: "text", class: "tk-input", autocomplete: "off" });
  if (other) {
    words.id = uniqueId(`${stem}-other`);
    body.append(createElement("label", { class: "tk-other", for: words.id }, other), words);
  }
  const field = groupedField({ stem, label, hint, body, role: "group" });
  return {
    ...field,
    get() {
      const chosen = options.filter((value) => inputs.get(value).checked);
      // A comma before a figure is a decimal sign.
      const own = words.value.split(/,(?!\d)/).map((word) => word.trim());
      return [...chosen, ...own.filter(Boolean)];
    },
    set(values) {
      const given = values ?? [];
      for (const [value, input] of inputs) input.checked = given.includes(value);
      words.value = given.filter((value) => !inputs.has(value)).join(", ");
    },
  };
}
