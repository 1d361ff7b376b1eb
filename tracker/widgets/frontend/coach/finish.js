// The screens after the press: the last rating, what it means, and what comes next.

import { button, createElement } from "../parts/elements.js";
import { painButtons } from "../parts/pain_scale.js";
import { jumpQuestion } from "./hold.js";
import { placeWords } from "./record.js";

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

const heading = (text) => createElement("h2", { class: "tk-title tk-cue", tabindex: "-1" }, text);

const placeLine = ({ values }) =>
  createElement("p", { class: "tk-coach-place-words" }, `${placeWords(values)} · ${values.spot}`);

const focusing = (element) => () => element.focus({ preventScroll: true });

/** @param rated (pain or null) */
export function ratingScreen({ hold, rated, slept }) {
  const { label, lead } = RATING_WORDS[hold.values.outcome](hold);
  const pain = painButtons({ label, picked: rated });
  pain.compare(hold.values.pain_before);
  const asked = createElement(
    "div",
    { class: "tk-coach-asked", hidden: !hold.jumped },
    ...(hold.jumped ? jumpQuestion(hold.jumped, slept) : []),
  );
  const element = createElement(
    "section",
    { class: "tk-panel tk-coach-ending" },
    createElement(
      "div",
      { class: "tk-coach-told" },
      placeLine(hold),
      createElement("p", { class: "tk-coach-lead" }, lead),
      asked,
    ),
    createElement(
      "div",
      { class: "tk-coach-answers" },
      pain.element,
      button("Skip", () => rated(null), { look: "quiet" }),
    ),
  );
  return { element, focus: pain.focus, stop() {} };
}

/** The clock cannot say how a hold ended; @param ended (outcome) the person does. */
export function unsureScreen({ hold, words, ended, discard }) {
  const title = heading("How did it end?");
  const element = createElement(
    "section",
    { class: "tk-panel tk-coach-ending" },
    createElement(
      "div",
      { class: "tk-coach-told" },
      placeLine(hold),
      createElement(
        "div",
        { class: "tk-coach-head" },
        title,
        createElement("p", { class: "tk-coach-meaning" }, words),
      ),
    ),
    createElement(
      "div",
      { class: "tk-coach-answers" },
      button(`I held to the end, ${hold.hold_s} s`, () => ended("held"), { look: "plain tk-wide" }),
      button("I stopped earlier", () => ended("stopped"), { look: "plain tk-wide" }),
      button("Discard this hold", discard, { look: "quiet" }),
    ),
  );
  return { element, focus: focusing(title), stop() {} };
}

/** @param next as { spot(), muscle(), done(), undo(), later(answered) } */
export function savedScreen({ hold, next }) {
  const title = heading("Saving…");
  const words = createElement("p", { class: "tk-coach-meaning" });
  const { pain_before: before, pain_after: after = null } = hold.values;
  const change = createElement(
    "p",
    { class: "tk-coach-lead", "aria-hidden": "true", hidden: after === null },
    `${before} → ${after}`,
  );
  if (after !== null && after !== before) change.dataset.tone = after < before ? "relief" : "worse";
  const undo = button("Undo", next.undo, { look: "quiet" });
  const askLater = () => next.later(() => (later.hidden = true));
  const later = button("Ask me in a few hours", askLater, { look: "quiet" });
  later.hidden = true;
  const element = createElement(
    "section",
    { class: "tk-panel tk-coach-ending tk-coach-saved" },
    createElement(
      "div",
      { class: "tk-coach-told" },
      placeLine(hold),
      createElement(
        "div",
        { class: "tk-coach-head" },
        createElement("div", { class: "tk-coach-head", role: "status" }, title, change, words),
        createElement("div", { class: "tk-row" }, undo, later),
      ),
    ),
    createElement(
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
