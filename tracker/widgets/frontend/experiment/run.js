// The stage of the page while an experiment runs: what to press now, and what it gave.

import { entryForm } from "../entry/form.js";
import { choice } from "../parts/choice.js";
import { button, createElement } from "../parts/elements.js";
import { howToPress, toolFacts } from "../parts/how_to_press.js";
import { painScale } from "../parts/pain_scale.js";
import { seconds } from "../parts/seconds.js";
import { textField } from "../parts/text.js";
import { localIso } from "../parts/time.js";
import { resultCard } from "./result.js";

export function runStage({ model, el, below }) {
  const { outcomes, check_s, hold_s, do_not_press } = model.get("choices");
  const running = () => model.get("running");
  const words = {
    title: running().heading,
    save: "Save this release",
    entries: "Releases of this experiment",
    empty: "None yet.",
  };

  const facts = createElement("dl", { class: "tk-press" });
  const risen = createElement("p", { class: "tk-problem", "aria-live": "polite", hidden: true });
  const endNow = createElement(
    "div",
    { class: "tk-row", hidden: true },
    button("End this experiment", () => end()),
  );
  const first = createElement("p", { class: "tk-hint" });
  const how = howToPress(do_not_press);
  const before = painScale({ stem: "pain_before", label: "Pain before" });
  const at30s = painScale({
    stem: "pain_30s",
    label: `Pain at ${check_s} s`,
    hint: "You may skip it.",
    optional: true,
  });
  const outcome = choice({ stem: "outcome", label: "How it went", options: outcomes });
  const after = painScale({ stem: "pain_after", label: "Pain after", optional: true });
  const held = seconds({ stem: "held_s", label: "Held for, in seconds" });
  const note = textField({ stem: "note", label: "Note", rows: 2 });
  // Which release the ratings are for travels with them, so that none is saved as another.
  const turn = {
    element: facts,
    get: () => running().turn,
    set() {},
    setProblem() {},
    focus() {},
  };

  function arrange() {
    at30s.compare(before.get());
    after.compare(before.get());
    after.withhold(
      outcome.get() === "moved" ? "You moved the tool, so the pain on leaving stands at 30 s." : "",
    );
  }
  outcome.element.addEventListener("change", () => {
    const usual = outcome.get() === "moved" ? [hold_s, check_s] : [check_s, hold_s];
    if (outcome.get() !== "stopped" && held.get() === usual[0]) held.set(usual[1]);
  });

  const entry = entryForm({
    model,
    el,
    controls: {
      turn,
      pain_before: before,
      pain_30s: at30s,
      outcome,
      pain_after: after,
      held_s: held,
      note,
    },
    moment: "started_at",
    initial: { outcome: "held", held_s: hold_s },
    kept: [],
    words,
    body: [
      facts,
      risen,
      endNow,
      first,
      how.element,
      createElement("hr", {}),
      before.element,
      at30s.element,
      outcome.element,
      after.element,
      createElement("hr", {}),
      createElement("div", { class: "tk-pair" }, held.element, note.element),
    ],
    corner: null,
    arrange,
  });

  const soFar = createElement("p", { class: "tk-counts" });
  const plan = createElement("p", { class: "tk-hint" });
  const seen = createElement("div", { "aria-live": "polite" });
  const look = () =>
    entry.ask({ type: "look" }, { done: ({ result }) => seen.replaceChildren(resultCard(result)) });
  const end = () =>
    entry.status
      .say(running().end, {
        action: {
          label: "End early",
          run: () => entry.ask({ type: "end", at: localIso(new Date()) }, { done() {} }),
        },
      })
      ?.focus();
  const aside = createElement(
    "section",
    { class: "tk-aside", "aria-label": "This experiment" },
    createElement("h2", { class: "tk-title" }, "This experiment"),
    soFar,
    plan,
    createElement(
      "p",
      { class: "tk-hint" },
      "The answer is the one at the planned length. A look before that is exploratory: " +
        "it changes nothing and decides nothing.",
    ),
    createElement(
      "div",
      { class: "tk-row" },
      button("Look at the result so far", look),
      button("End early", end),
    ),
    seen,
  );
  const root = el.firstElementChild;
  root.classList.add("tk-experiment");
  root.insertBefore(aside, entry.status.element);
  root.insertBefore(below, entry.status.element);

  function show() {
    const { heading, facts: lines, muscle, tool, warning, advice } = running();
    const { before: pause, so_far, plan: planned } = running();
    words.title = heading;
    entry.showMode();
    facts.replaceChildren(
      ...lines.flatMap(({ label, value }) => [
        createElement("dt", {}, label),
        createElement("dd", {}, value),
      ]),
    );
    risen.textContent = [warning, advice].filter(Boolean).join(" ");
    risen.hidden = !warning;
    endNow.hidden = !advice;
    first.textContent = pause;
    const { muscles } = model.get("choices");
    how.show(
      muscles.find(({ name }) => name === muscle),
      toolFacts(model.get("choices"), tool),
    );
    soFar.textContent = so_far;
    plan.textContent = planned;
    seen.replaceChildren();
  }
  show();

  let shown = running().turn;
  return {
    ask: entry.ask,
    status: entry.status,
    update() {
      show();
      // The next one is said at the top, and a phone shows the foot of the form.
      if (shown !== running().turn) root.scrollIntoView({ block: "start" });
      shown = running().turn;
    },
    stop: entry.stop,
  };
}
