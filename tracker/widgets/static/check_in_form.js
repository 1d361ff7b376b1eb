// The form on which the sciatica itself is noted.

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
  const bothersomeness = ratingGrid({
    stem: "bothersomeness",
    label: "How bothersome was it in the last week?",
    hint: "0 not at all, 6 extremely.",
    items: offered.bothersomeness,
    ends: { 0: "not at all", 6: "extremely" },
  });
  const change = choice({
    stem: "change",
    label: "Compared with a week ago, it is",
    options: offered.changes,
    optional: true,
    stacked: true,
  });
  const flags = redFlags({ stem: "red_flags", flags: offered.red_flags, advice: offered.advice });
  const note = textField({ stem: "note", label: "Note", rows: 2 });
  const when = momentField({ stem: "at", label: "When" });

  const weekly = h(
    "details",
    { class: "tk-more" },
    h("summary", {}, "Once a week"),
    h("div", { class: "tk-weekly" }, bothersomeness.element, change.element),
  );

  const entry = entryForm({
    model,
    el,
    controls: {
      pain,
      side,
      reach,
      symptoms,
      activities,
      bothersomeness: openingWhenFilled(bothersomeness, weekly),
      change: openingWhenFilled(change, weekly),
      red_flags: flags,
      note,
      at: when,
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
      side.element,
      reach.element,
      symptoms.element,
      activities.element,
      h("hr", {}),
      weekly,
      flags.element,
      h("hr", {}),
      h("div", { class: "tk-pair" }, note.element, when.element),
    ],
    corner: null,
    arrange() {},
  });
  return () => entry.stop();
}

/** A control behind a fold: what it holds, and what is wrong with it, must not stay unseen. */
function openingWhenFilled(control, disclosure) {
  return {
    ...control,
    set(value) {
      control.set(value);
      if (value !== null) disclosure.open = true;
    },
    focus() {
      disclosure.open = true;
      control.focus();
    },
  };
}

export default { render };
