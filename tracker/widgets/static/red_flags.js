// The questions that come before any release. A "yes" shows at once what to do.

/**
 * @param flags [{ name, question }], and
 * @param advice [{ sentence, flags }], the most urgent first.
 */
function redFlags({ stem, flags, advice }) {
  const inputs = new Map();
  const rows = flags.map(({ name, question }) => {
    const input = h("input", { type: "checkbox", value: name });
    inputs.set(name, input);
    return h("label", { class: "tk-flag" }, input, h("span", {}, question));
  });
  const say = h("p", { class: "tk-danger", role: "alert" });
  const field = groupedField({
    stem,
    label: "Tick what you answer with yes",
    body: h("div", { class: "tk-flags" }, ...rows),
    role: "group",
  });
  const details = h(
    "details",
    { class: "tk-more tk-flag-questions" },
    h("summary", {}, "Red flags: any of these?"),
    field.element,
  );
  const element = h("div", {}, details, say);

  function advise() {
    const yes = control.get();
    const asked = advice.find(({ flags: names }) => names.some((name) => yes.includes(name)));
    say.textContent = asked?.sentence ?? "";
  }

  const control = {
    ...field,
    element,
    get: () => flags.map(({ name }) => name).filter((name) => inputs.get(name).checked),
    set(names) {
      for (const [name, input] of inputs) input.checked = (names ?? []).includes(name);
      details.open = Boolean(names?.length);
      advise();
    },
    focus() {
      details.open = true;
      field.focus();
    },
  };
  field.element.addEventListener("input", advise);
  return control;
}
