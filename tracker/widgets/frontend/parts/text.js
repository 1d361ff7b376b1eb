// A text field takes words of the person's own.

import { createElement } from "./elements.js";
import { labelledField } from "./field.js";

/** One line, or with `rows` a larger box; `type` "password" hides what is typed. */
export function textField({ stem, label, hint = "", rows = 0, type = "text" }) {
  const input = rows
    ? createElement("textarea", { class: "tk-input", rows })
    : createElement("input", { class: "tk-input", type, autocomplete: "off", spellcheck: "false" });
  const field = labelledField({ stem, label, hint, input });
  return {
    ...field,
    get: () => input.value,
    set(value) {
      input.value = value ?? "";
    },
  };
}
