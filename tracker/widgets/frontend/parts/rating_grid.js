// Several questions, each rated on one short scale; together they are one answer.

import { announceChange, createElement, uniqueId } from "./elements.js";
import { clearButton, groupedField } from "./field.js";

/**
 * @param items the questions, and
 * @param ends as { 0: words, 6: words } what the first and last rating mean.
 */
export function ratingGrid({ stem, label, hint, items, ends }) {
  const ratings = Object.keys(ends).map(Number);
  const least = Math.min(...ratings);
  const most = Math.max(...ratings);
  const rows = items.map((item) => ratingRow(item, least, most, ends));
  const clear = () => {
    control.set(null);
    announceChange(field.element);
    field.focus();
  };
  const corner = clearButton(label, clear);
  const body = createElement("div", { class: "tk-ratings" }, ...rows.map((row) => row.element));
  const field = groupedField({ stem, label, hint, corner, body, role: "group" });
  const showCorner = () => {
    corner.hidden = control.get() === null;
  };
  const control = {
    ...field,
    /** Null where nothing is rated; an item left open is null among the others. */
    get() {
      const values = rows.map((row) => row.get());
      return values.every((value) => value === null) ? null : values;
    },
    set(values) {
      rows.forEach((row, place) => row.set(values?.[place] ?? null));
      showCorner();
    },
  };
  field.element.addEventListener("input", showCorner);
  return control;
}

function ratingRow(item, least, most, ends) {
  const group = uniqueId("rating");
  const steps = createElement("div", { class: "tk-scale" });
  const inputs = new Map();
  for (let value = least; value <= most; value += 1) {
    const input = createElement("input", { type: "radio", name: group, value: String(value) });
    if (ends[value]) input.setAttribute("aria-label", `${value} ${ends[value]}`);
    inputs.set(value, input);
    steps.append(
      createElement("label", { class: "tk-step" }, input, createElement("span", {}, String(value))),
    );
  }
  const name = createElement("p", { id: uniqueId("item") }, item);
  return {
    element: createElement("div", { role: "radiogroup", "aria-labelledby": name.id }, name, steps),
    get() {
      for (const [value, input] of inputs) if (input.checked) return value;
      return null;
    },
    set(value) {
      for (const [known, input] of inputs) input.checked = known === value;
    },
  };
}
