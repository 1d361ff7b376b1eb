// A field surrounds a control with its name, a hint, a corner button, and what is wrong with it.
//
// A control is { element, get(), set(value), setProblem(sentence), focus() }. get() gives null
// where nothing is entered. Every change fires an "input" event that bubbles to the form.

import { button, createElement, uniqueId } from "./elements.js";

/** The line under a control that says what is wrong; empty means nothing is. */
export function problemLine(stem) {
  const line = createElement("p", {
    class: "tk-problem",
    id: uniqueId(`${stem}-problem`),
    hidden: true,
  });
  return {
    element: line,
    id: line.id,
    say(sentence) {
      line.textContent = sentence;
      line.hidden = !sentence;
    },
  };
}

/** Mark what assistive technology reads as the control. */
export function markInvalid(target, sentence) {
  if (sentence) target.setAttribute("aria-invalid", "true");
  else target.removeAttribute("aria-invalid");
}

/** A label over one input, which may stand in a larger body. `corner` is a button, or null. */
export function labelledField({
  stem,
  label,
  input,
  body = input,
  hint = "",
  corner = null,
  below = /** @type {Element[]} */ ([]),
}) {
  const problem = problemLine(stem);
  const hintId = uniqueId(`${stem}-hint`);
  input.id = uniqueId(stem);
  input.setAttribute("aria-describedby", `${hintId} ${problem.id}`);
  const element = createElement(
    "div",
    { class: "tk-field", "data-field": stem },
    createElement(
      "div",
      { class: "tk-label" },
      createElement("label", { for: input.id }, label),
      corner,
    ),
    createElement("p", { class: "tk-hint", id: hintId, hidden: !hint }, hint),
    body,
    problem.element,
    ...below,
  );
  return {
    element,
    setProblem(sentence) {
      problem.say(sentence);
      markInvalid(input, sentence);
    },
    focus: () => input.focus(),
  };
}

/** A legend over a group of inputs: native radios stay native, and the group has a name. */
export function groupedField({
  stem,
  label,
  hint = "",
  corner = null,
  body,
  role = "radiogroup",
  required = false,
}) {
  const problem = problemLine(stem);
  const legend = createElement("legend", { id: uniqueId(`${stem}-legend`) }, label);
  const hintLine = createElement(
    "p",
    { class: "tk-hint", id: uniqueId(`${stem}-hint`), hidden: !hint },
    hint,
  );
  const element = createElement(
    "fieldset",
    {
      class: "tk-field tk-group",
      "data-field": stem,
      role,
      "aria-labelledby": legend.id,
      "aria-describedby": `${hintLine.id} ${problem.id}`,
      "aria-required": required ? "true" : null,
    },
    legend,
    hintLine,
    body,
    problem.element,
    corner,
  );
  return {
    element,
    setProblem(sentence) {
      problem.say(sentence);
      if (role === "radiogroup") markInvalid(element, sentence);
    },
    setHint(text) {
      hintLine.textContent = text;
      hintLine.hidden = !text;
    },
    focus() {
      (element.querySelector("input:checked") ?? element.querySelector("input"))?.focus();
    },
  };
}

/** The corner button that empties an optional control; it is there while there is an answer. */
export function clearButton(label, clear) {
  const corner = button("Clear", clear, { look: "corner", label: `Clear ${label.toLowerCase()}` });
  corner.hidden = true;
  return corner;
}
