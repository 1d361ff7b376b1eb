// Words of the person's own.

/** One line, or with `rows` a larger box. */
function textField({ stem, label, hint = "", rows = 0 }) {
  const input = rows
    ? h("textarea", { class: "tk-input", rows })
    : h("input", { class: "tk-input", type: "text", autocomplete: "off", spellcheck: "false" });
  const field = labelledField({ stem, label, hint, input });
  return {
    ...field,
    get: () => input.value,
    set(value) {
      input.value = value ?? "";
    },
  };
}
