// The check-in form notes the sciatica itself; a usual day takes a rating, "same as last" and save.

import { openingWhenFilled, weeklyQuestions } from "./entry/check_in_weekly.js";
import { entryForm } from "./entry/form.js";
import { choice, several } from "./parts/choice.js";
import { button, createElement } from "./parts/elements.js";
import { momentField } from "./parts/moment.js";
import { painScale } from "./parts/pain_scale.js";
import { redFlags } from "./parts/red_flags.js";
import { textField } from "./parts/text.js";
import { localIso } from "./parts/time.js";
import { safetyCheck } from "./safety/check.js";

/** An empty field stands for the sciatica, so that its own name does not open the fold. */
const emptyIsSciatica = (field) => ({
  ...field,
  set: (value) => field.set(value === "sciatica" ? "" : value),
});

/** @type {import("@anywidget/types").Render} */
function render({ model, el }) {
  const offered = model.get("choices");
  const pain = painScale({ stem: "pain", label: "Pain now" });
  const side = choice({ stem: "side", label: "Side", options: offered.sides, optional: true });
  const reach = choice({
    stem: "reach",
    label: "How far down it goes",
    options: offered.reaches,
    optional: true,
  });
  const symptoms = several({
    stem: "symptoms",
    label: "What it feels like",
    options: offered.symptoms,
  });
  const activities = several({
    stem: "activities",
    label: "What filled your day",
    options: offered.activities,
    other: "Something else, with commas between",
  });
  const medication = several({
    stem: "medication",
    label: "What, and how much",
    options: offered.medication,
    other: "Name and amount in your words, with commas between",
  });
  const flags = redFlags({
    stem: "red_flags",
    flags: offered.red_flags,
    advice: offered.advice,
    agreed: () => model.get("safety").agreed,
  });
  const site = textField({
    stem: "site",
    label: "Where it hurts",
    hint: "Left empty, it is sciatica. The charts also show low back, hip, leg and foot.",
  });
  const note = textField({ stem: "note", label: "Note", rows: 2 });
  const when = momentField({ stem: "at", label: "When" });
  const weekly = weeklyQuestions({
    items: offered.bothersomeness,
    changes: offered.changes,
    due: () => model.get("weekly"),
    skip: skipWeek,
  });
  const more = createElement(
    "details",
    { class: "tk-more" },
    createElement("summary", {}, "Your day, a note, another time"),
    createElement(
      "div",
      { class: "tk-weekly" },
      activities.element,
      createElement("div", { class: "tk-pair" }, note.element, when.element),
      site.element,
    ),
  );

  const taken = createElement(
    "details",
    { class: "tk-more" },
    createElement("summary", {}, "Any medication for pain since the last check-in?"),
    createElement("div", { class: "tk-weekly" }, medication.element),
  );

  const sameAsLast = button("Same as last", () => {
    const { side: d, reach: r, symptoms: s } = model.get("entries")[0].values;
    entry.take({ side: d, reach: r, symptoms: s });
  });

  const entry = entryForm({
    model,
    el,
    controls: {
      pain,
      side,
      reach,
      symptoms,
      red_flags: flags,
      bothersomeness: weekly.bothersomeness,
      change: weekly.change,
      medication: openingWhenFilled(medication, taken),
      activities: openingWhenFilled(activities, more),
      note: openingWhenFilled(note, more),
      site: emptyIsSciatica(openingWhenFilled(site, more)),
      at: openingWhenFilled(when, more),
    },
    moment: "at",
    initial: {},
    kept: ["side"],
    words: {
      title: "New check-in",
      save: "Save check-in",
      entries: "Last check-ins",
      empty: "None yet. The check-ins you save show here.",
    },
    body: [
      pain.element,
      createElement("div", { class: "tk-pair" }, side.element, reach.element),
      symptoms.element,
      flags.element,
      weekly.element,
      taken,
      more,
    ],
    corner: sameAsLast,
    arrange() {
      flags.askBecause(newInLeg());
    },
  });
  /** @type {HTMLElement} */ (el.querySelector("form")).dataset.form = "check-in";

  // A red flag in a check-in brings its advice over the whole page.
  const safety = safetyCheck({ model, rpc: entry.rpc, status: entry.status });
  /** @type {HTMLElement} */ (el.querySelector(".tk-entry")).prepend(safety.element);

  /** What the answers bring that earlier check-ins did not; the diary's rule, as it is typed. */
  function newInLeg() {
    const { known, leg_symptoms, reaches } = model.get("safety");
    const isNew = (name) => leg_symptoms.includes(name) && !known.symptoms.includes(name);
    const fresh = symptoms.get().filter(isNew);
    if (fresh.length) return `${fresh.join(" and ")}: new since your last check-ins?`;
    const deeper = reaches.indexOf(reach.get()) > reaches.indexOf(known.reach);
    if (known.reach && deeper) return `Further down than before, to the ${reach.get()}?`;
    return known.side && side.get() === "both" ? "On both sides, and on one before?" : "";
  }

  function skipWeek() {
    const on = localIso(new Date()).slice(0, 10);
    entry.ask(
      { type: "skip_week", on },
      {
        done({ text }) {
          weekly.leave();
          weekly.show();
          entry.status.say(text);
          weekly.element.querySelector("summary").focus();
        },
      },
    );
  }

  const showSameAsLast = () => {
    sameAsLast.dataset.unusable = String(model.get("entries").length === 0);
    entry.showMode();
  };
  model.on("change:entries", showSameAsLast);
  model.on("change:weekly", weekly.show);
  showSameAsLast();
  weekly.show();
  return () => {
    model.off("change:entries", showSameAsLast);
    model.off("change:weekly", weekly.show);
    safety.stop();
    entry.stop();
  };
}

export default { render };
