// After the press: the last rating, what it means, and what next; or what became of a hold.

const RATING_WORDS = {
  held: ({ values }) => ({ label: "Pain after?", lead: `${values.held_s} s. Let go slowly.` }),
  stopped: ({ values }) => ({
    label: "Pain now?",
    lead:
      values.held_s === null || values.held_s === undefined
        ? "It is kept as stopped early."
        : `Stopped at ${values.held_s} s. Ease off.`,
  }),
};

const heading = (text) => h("h2", { class: "tk-title tk-cue", tabindex: "-1" }, text);

const focusing = (element) => () => element.focus({ preventScroll: true });

/** @param rated (pain or null) */
function ratingStage({ hold, rated, slept }) {
  const { label, lead } = RATING_WORDS[hold.values.outcome](hold);
  const pain = painButtons({ label, picked: rated });
  pain.compare(hold.values.pain_before);
  const asked = h(
    "div",
    { class: "tk-coach-asked", hidden: !hold.jumped },
    ...(hold.jumped ? jumpQuestion(hold.jumped, slept) : []),
  );
  const element = h(
    "section",
    { class: "tk-panel tk-coach-ending" },
    h(
      "div",
      { class: "tk-coach-told" },
      h("p", { class: "tk-coach-place-words" }, `${placeWords(hold.values)} · ${hold.values.spot}`),
      h("p", { class: "tk-coach-lead" }, lead),
      asked,
    ),
    h(
      "div",
      { class: "tk-coach-answers" },
      pain.element,
      button("Skip", () => rated(null), { look: "quiet" }),
    ),
  );
  return { element, focus: pain.focus, stop() {} };
}

/** The clock cannot say how a hold ended; @param ended (outcome) the person does. */
function unsureStage({ hold, words, ended, discard }) {
  const title = heading("How did it end?");
  const element = h(
    "section",
    { class: "tk-panel tk-coach-ending" },
    h(
      "div",
      { class: "tk-coach-told" },
      h("p", { class: "tk-coach-place-words" }, `${placeWords(hold.values)} · ${hold.values.spot}`),
      h("div", { class: "tk-coach-head" }, title, h("p", { class: "tk-coach-meaning" }, words)),
    ),
    h(
      "div",
      { class: "tk-coach-answers" },
      button(`I held to the end, ${hold.hold_s} s`, () => ended("held"), { look: "plain tk-wide" }),
      button("I stopped earlier", () => ended("stopped"), { look: "plain tk-wide" }),
      button("Discard this hold", discard, { look: "quiet" }),
    ),
  );
  return { element, focus: focusing(title), stop() {} };
}

/** @param next { spot(), muscle(), done(), undo(), later(answered) } */
function savedStage({ hold, next }) {
  const title = heading("Saving…");
  const words = h("p", { class: "tk-coach-meaning" });
  const { pain_before: before, pain_after: after = null } = hold.values;
  const change = h(
    "p",
    { class: "tk-coach-lead", "aria-hidden": "true", hidden: after === null },
    `${before} → ${after}`,
  );
  if (after !== null && after !== before) change.dataset.tone = after < before ? "relief" : "worse";
  const undo = button("Undo", next.undo, { look: "quiet" });
  const askLater = () => next.later(() => (later.hidden = true));
  const later = button("Ask me in a few hours", askLater, { look: "quiet" });
  later.hidden = true;
  const element = h(
    "section",
    { class: "tk-panel tk-coach-ending tk-coach-saved" },
    h(
      "div",
      { class: "tk-coach-told" },
      h("p", { class: "tk-coach-place-words" }, `${placeWords(hold.values)} · ${hold.values.spot}`),
      h(
        "div",
        { class: "tk-coach-head" },
        h("div", { class: "tk-coach-head", role: "status" }, title, change, words),
        h("div", { class: "tk-row" }, undo, later),
      ),
    ),
    h(
      "div",
      { class: "tk-coach-answers" },
      button("Another spot", next.spot, { look: "plain tk-wide" }),
      button("Another muscle", next.muscle, { look: "plain tk-wide" }),
      button("Done", next.done, { look: "primary" }),
    ),
  );
  return {
    element,
    of: hold.id,
    tell(answer) {
      title.textContent = "Saved";
      words.textContent = answer.meaning ?? answer.text;
      later.hidden = !answer.may_ask_later;
    },
    wait() {
      title.textContent = "Not saved yet";
      words.textContent = "It is kept on this device, and sent again until the diary has it.";
    },
    refuse(sentence) {
      title.textContent = "Not saved";
      words.textContent = sentence;
      // What is in the diary under its name was not told here, and is not taken out from here.
      undo.hidden = true;
    },
    focus: focusing(title),
    stop() {},
  };
}
