// The controls of a form taken together, by the names of the record's fields.

/**
 * @param controls the controls by field name, in the order they are read, and
 * @param arrange () brings those that depend on others into line.
 */
export function formControls(controls, arrange) {
  const entries = Object.entries(controls);
  const together = {
    answers: () => Object.fromEntries(entries.map(([name, control]) => [name, control.get()])),
    fill(values) {
      for (const [name, control] of entries) control.set(values[name] ?? null);
      arrange();
      together.showProblems({});
    },
    /** Say each problem beside its field, go to the first, and return the sentence for them all. */
    showProblems(problems, refusal = "NOT SAVED") {
      for (const [name, control] of entries) control.setProblem(problems[name] ?? "");
      const wrong = entries.filter(([name]) => problems[name]);
      const elsewhere = Object.keys(problems).filter((name) => !(name in controls));
      wrong[0]?.[1].focus();
      const sentences = elsewhere.map((name) => problems[name]);
      const count = wrong.length === 1 ? "one answer needs" : `${wrong.length} answers need`;
      if (wrong.length) sentences.unshift(`${count} another look.`);
      return `${refusal}: ${sentences.join(" ")}`;
    },
    /** Something inside the form changed: what was said against that answer no longer holds. */
    changed(target) {
      entries.find(([, { element }]) => element.contains(target))?.[1].setProblem("");
      arrange();
    },
  };
  return together;
}
