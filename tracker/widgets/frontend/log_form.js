// The log form takes down one release.

import { spotPicker } from "./body/spot_picker.js";
import { entryForm } from "./entry/form.js";
import { laterField } from "./entry/later_field.js";
import { choice } from "./parts/choice.js";
import { button, createElement } from "./parts/elements.js";
import { flareUps } from "./parts/flare_ups.js";
import { howToPress, toolFacts } from "./parts/how_to_press.js";
import { menu, toolGroups } from "./parts/menu.js";
import { momentField } from "./parts/moment.js";
import { painScale } from "./parts/pain_scale.js";
import { seconds } from "./parts/seconds.js";
import { textField } from "./parts/text.js";
import { localIso } from "./parts/time.js";

const MOVED_REASON = "You moved the tool, so the pain on leaving stands at 30 s.";

/** @type {import("@anywidget/types").Render} */
function render({ model, el }) {
  const offered = () => model.get("choices");
  const muscleNamed = (name) => offered().muscles.find((muscle) => muscle.name === name);
  const { sides, pressures, outcomes, check_s, hold_s, do_not_press } = offered();

  const find = createElement("p", { class: "tk-hint tk-find", "aria-live": "polite" });
  const risen = createElement("p", { class: "tk-problem", "aria-live": "polite", hidden: true });
  const flares = flareUps(model);
  let isEditing = false;
  const how = howToPress(do_not_press);
  const addOwn = (kind) => (name, heard) => {
    const message = { type: "add_own", kind, name, muscle: muscle.get(), at: localIso(new Date()) };
    entry.ask(message, {
      done(answer) {
        entry.status.say(answer.text, { tone: "done" });
        heard(answer);
      },
      problems: (problems) => heard({ problem: Object.values(problems)[0] }),
    });
  };

  const muscle = menu({ stem: "muscle", label: "Muscle", own: "muscle", add: addOwn("muscle") });
  const spot = menu({
    stem: "spot",
    label: "Spot",
    own: "spot",
    add: addOwn("spot"),
    below: [find, risen],
  });
  const side = choice({ stem: "side", label: "Side", options: sides });
  const tool = menu({ stem: "tool", label: "Tool", own: "tool", add: addOwn("tool") });
  const pressure = choice({
    stem: "pressure",
    label: "Pressure",
    options: pressures,
    optional: true,
  });
  const before = painScale({ stem: "pain_before", label: "Pain before" });
  const at30s = painScale({
    stem: "pain_30s",
    label: `Pain at ${check_s} s`,
    hint: "You may skip it.",
    optional: true,
  });
  const outcome = choice({ stem: "outcome", label: "How it went", options: outcomes });
  const after = painScale({
    stem: "pain_after",
    label: "Pain after",
    hint: "You may skip it.",
    optional: true,
  });
  const later = laterField({ label: "Pain there later" });
  const held = seconds({ stem: "held_s", label: "Held for, in seconds" });
  const note = textField({ stem: "note", label: "Note", rows: 2 });
  const when = momentField({ stem: "started_at", label: "When" });

  const group = (names) => Array.from(new Set(names.map(({ group: name }) => name)));

  function offerNames() {
    const { muscles } = offered();
    muscle.offer(
      group(muscles).map((label) => ({
        label,
        names: muscles.filter((one) => one.group === label).map(({ name }) => name),
      })),
    );
    const chosen = muscleNamed(muscle.get());
    const spots = chosen ? chosen.spots.map(({ name }) => name) : [];
    spot.offer([{ names: spots }], muscle.get() ? "Choose…" : "Choose the muscle first");
    spot.select.disabled = !muscle.get();
    spot.allowOwn(Boolean(chosen));
    tool.offer(toolGroups(offered(), chosen, `For the ${chosen?.name}`));
    how.show(chosen, toolFacts(offered(), tool.get()));
    find.textContent = chosen?.spots.find(({ name }) => name === spot.get())?.find ?? "";
    find.hidden = !find.textContent;
  }

  /** What is being edited was pressed before the warning. */
  function showWarning() {
    const chosen = { muscle: muscle.get(), spot: spot.get(), side: side.get() };
    risen.textContent = isEditing ? "" : flares.warning(chosen);
    risen.hidden = !risen.textContent;
  }

  function arrange() {
    offerNames();
    showWarning();
    at30s.compare(before.get());
    after.compare(before.get());
    later.pain.compare(before.get());
    after.withhold(outcome.get() === "moved" ? MOVED_REASON : "");
  }

  // A spot belongs to its muscle; another muscle's would be wrong without being seen.
  muscle.select.addEventListener("change", () => {
    const spots = muscleNamed(muscle.get())?.spots ?? [];
    if (!spots.some(({ name }) => name === spot.get())) spot.set(null);
    arrange();
  });
  tool.select.addEventListener("change", arrange);
  // A press that moved at the check lasted until the check, unless the person says otherwise.
  outcome.element.addEventListener("change", () => {
    const usual = outcome.get() === "moved" ? [hold_s, check_s] : [check_s, hold_s];
    if (outcome.get() !== "stopped" && held.get() === usual[0]) held.set(usual[1]);
  });

  const picker = spotPicker({
    ask: (message, answer) => entry.ask(message, answer),
    choices: offered,
    chosen: () => ({
      muscle: muscle.get(),
      spot: spot.get(),
      side: side.get() ?? offered().side,
    }),
    done: (picked) => entry.take(picked),
  });
  const showBody = button("Show the body", picker.open, { look: "plain" });

  const sameAsLast = button("Same as last", () => {
    const { muscle: m, spot: s, side: d, tool: t, pressure: p } = model.get("entries")[0].values;
    entry.take(flares.gently({ muscle: m, spot: s, side: d, tool: t, pressure: p }));
  });
  const showSameAsLast = () => {
    sameAsLast.dataset.unusable = String(model.get("entries").length === 0);
    entry.showMode();
  };

  const entry = entryForm({
    model,
    el,
    controls: {
      muscle,
      spot,
      side,
      tool,
      pressure,
      pain_before: before,
      pain_30s: at30s,
      outcome,
      pain_after: after,
      held_s: held,
      pain_later: later.pain,
      later_at: later.at,
      note,
      started_at: when,
    },
    moment: "started_at",
    initial: { outcome: "held", held_s: hold_s },
    kept: ["muscle", "spot", "side", "tool", "pressure"],
    carry: flares.gently,
    words: {
      title: "New release",
      save: "Save release",
      entries: "Last releases",
      empty: "None yet. The releases you save show here.",
    },
    body: [
      createElement("div", { class: "tk-pair" }, muscle.element, spot.element),
      createElement("div", {}, showBody),
      how.element,
      createElement("div", { class: "tk-pair" }, side.element, pressure.element),
      tool.element,
      createElement("hr", {}),
      before.element,
      at30s.element,
      outcome.element,
      after.element,
      later.element,
      createElement("hr", {}),
      held.element,
      createElement("div", { class: "tk-pair" }, note.element, when.element),
    ],
    corner: sameAsLast,
    arrange,
    modeChanged(editing) {
      later.offer(editing);
      isEditing = editing;
      showWarning();
    },
  });
  showSameAsLast();
  model.on("change:entries", showSameAsLast);
  model.on("change:choices", arrange);
  model.on("change:flare_ups", showWarning);

  return () => {
    model.off("change:entries", showSameAsLast);
    model.off("change:choices", arrange);
    model.off("change:flare_ups", showWarning);
    picker.stop();
    entry.stop();
  };
}

export default { render };
