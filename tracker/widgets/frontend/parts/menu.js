// A drop-down of names, with room to add one of the person's own.

import { announceChange, button, createElement, uniqueId } from "./elements.js";
import { labelledField, markInvalid, problemLine } from "./field.js";

/**
 * @typedef {{ label?: string, names: string[] }} NameGroup
 *
 * @param own what the person's own is called ("spot"), "" where none can be added, and
 * @param add (name, heard) saves it; heard({ name }) or heard({ problem }).
 */
export function menu({
  stem,
  label,
  own = "",
  add = /** @type {(name: string, heard: (answer: any) => void) => void} */ (() => {}),
  below = /** @type {Element[]} */ ([]),
}) {
  const select = createElement("select", { class: "tk-input" });
  const opener = button(`+ my own ${own}`, () => show(true), { look: "corner" });
  const form = ownForm({ own, save, cancel: () => show(false) });
  const field = labelledField({
    stem,
    label,
    input: select,
    body: createElement("div", { class: "tk-select" }, select),
    corner: opener,
    below: [form.element, ...below],
  });

  function show(open) {
    form.element.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) form.begin();
    else select.focus();
  }

  function save(name) {
    add(name, ({ name: added, problem }) => {
      if (problem) return form.setProblem(problem);
      control.set(added);
      show(false);
      select.dispatchEvent(new Event("change"));
      return announceChange(select);
    });
  }

  const control = {
    ...field,
    select,
    get: () => select.value || null,
    set(value) {
      // A name that is no longer listed stays choosable on the entry that has it.
      const listed = Array.from(select.options).some((option) => option.value === value);
      if (value && !listed) select.append(createElement("option", { value }, value));
      select.value = value ?? "";
    },
    /** Offer other names: [{ label, names }], keeping the present one. */
    offer(groups, placeholder = "Choose…") {
      const present = control.get();
      select.replaceChildren(createElement("option", { value: "" }, placeholder));
      for (const { label: heading, names } of groups) {
        const options = names.map((name) => createElement("option", { value: name }, name));
        if (heading) select.append(createElement("optgroup", { label: heading }, ...options));
        else select.append(...options);
      }
      control.set(present);
    },
    allowOwn(allowed) {
      opener.hidden = !allowed;
      if (!allowed) form.element.hidden = true;
    },
  };
  if (!own) control.allowOwn(false);
  return control;
}

/**
 * The tools for a muscle, the person's own first: those that suit it, their others, then the rest.
 *
 * @param {{ tools: string[], owned: string[] | null }} offered
 * @param {{ tools: string[] } | undefined} muscle
 * @param {string} label what is said of those that suit it
 * @returns {NameGroup[]}
 */
export function toolGroups({ tools, owned }, muscle, label) {
  const suited = (muscle?.tools ?? []).filter((name) => !owned || owned.includes(name));
  const mine = (owned ?? []).filter((name) => !suited.includes(name));
  const rest = tools.filter((name) => !suited.includes(name) && !mine.includes(name));
  if (!suited.length && !mine.length) return [{ names: rest }];
  return [
    { label, names: suited },
    { label: "Yours too", names: mine },
    { label: "Others", names: rest },
  ].filter(({ names }) => names.length);
}

/** The line on which a name of one's own is typed. */
function ownForm({ own, save, cancel }) {
  const problem = problemLine("own");
  const id = uniqueId("own");
  const input = createElement("input", {
    id,
    class: "tk-input",
    type: "text",
    maxlength: 80,
    autocomplete: "off",
    "aria-describedby": problem.id,
  });
  const element = createElement(
    "div",
    { class: "tk-own", hidden: true },
    createElement("label", { for: id }, `Name of my own ${own}`),
    createElement(
      "div",
      { class: "tk-row" },
      input,
      button("Add", () => save(input.value), { label: `Add my own ${own}` }),
      button("Cancel", cancel, { look: "quiet", label: `Cancel my own ${own}` }),
    ),
    problem.element,
  );
  const setProblem = (sentence) => {
    problem.say(sentence);
    markInvalid(input, sentence);
    if (sentence) input.focus();
  };
  // What is typed here is no answer of the entry, so the form must not take it for one.
  input.addEventListener("input", (event) => event.stopPropagation());
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cancel();
    if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      save(input.value);
    }
  });
  return {
    element,
    setProblem,
    begin() {
      input.value = "";
      setProblem("");
      input.focus();
    },
  };
}
