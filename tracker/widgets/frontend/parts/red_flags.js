// The red flags are asked before any release; a "yes" shows at once what to do.

import { createElement } from "./elements.js";
import { groupedField } from "./field.js";

/**
 * @param flags [{ name, question }], and
 * @param advice [{ sentence, flags }], the most urgent first; and
 * @param agreed () gives the names to which a doctor has agreed.
 *
 * get() gives the names answered yes; [] after "None of these"; null where nothing is answered.
 */
export function redFlags({ stem, flags, advice, agreed }) {
  const inputs = new Map();
  const box = (name, words) => {
    const input = createElement("input", { type: "checkbox", value: name });
    return {
      input,
      row: createElement("label", { class: "tk-flag" }, input, createElement("span", {}, words)),
    };
  };
  const rows = flags.map(({ name, question }) => {
    const { input, row } = box(name, question);
    inputs.set(name, input);
    return row;
  });
  const none = box("none", "None of these");
  none.row.classList.add("tk-flag-none");
  const because = createElement("p", { class: "tk-because", "aria-live": "polite" });
  const say = createElement("p", { class: "tk-danger", role: "alert" });
  const field = groupedField({
    stem,
    label: "Tick what you answer with yes",
    body: createElement("div", { class: "tk-flags" }, ...rows, none.row),
    role: "group",
  });
  const details = createElement(
    "details",
    { class: "tk-more tk-flag-questions" },
    createElement("summary", {}, "Red flags: any of these?"),
    field.element,
  );
  const element = createElement("div", {}, because, details, say);
  const yes = () => flags.map(({ name }) => name).filter((name) => inputs.get(name).checked);

  function advise() {
    const open = yes().filter((name) => !agreed().includes(name));
    const asked = advice.find(({ flags: names }) => names.some((name) => open.includes(name)));
    say.textContent = asked?.sentence ?? "";
  }

  function exclude(target) {
    if (target === none.input && none.input.checked) {
      for (const input of inputs.values()) input.checked = false;
    } else if (yes().length) none.input.checked = false;
    advise();
  }

  const control = {
    ...field,
    element,
    get: () => (yes().length || none.input.checked ? yes() : null),
    set(names) {
      for (const [name, input] of inputs) input.checked = (names ?? []).includes(name);
      none.input.checked = names?.length === 0;
      details.open = Boolean(names);
      advise();
    },
    focus() {
      details.open = true;
      field.focus();
    },
    /** Open the questions with the reason; an empty one closes them where nothing is answered. */
    askBecause(reason) {
      if (because.textContent === reason) return;
      because.textContent = reason;
      details.open = Boolean(reason) || control.get() !== null;
    },
  };
  // On the control itself, so that it is settled before the form reads it.
  field.element.addEventListener("input", ({ target }) => exclude(target));
  return control;
}
