// The screens of settling in and of a hold: the ring, one cue, and only the buttons that belong to this moment.

import { button, createElement } from "../parts/elements.js";
import { painButtons } from "../parts/pain_scale.js";
import { SLEPT_AFTER_MS } from "./clock.js";
import { SPOTS_OFFERED } from "./offers.js";
import { momentOf, placeWords } from "./record.js";
import { breathingRing, emptyRing } from "./ring.js";
import { DOUBLE_TAP_MS } from "./screens.js";

const COUNT_EVERY_MS = 200;
const MOMENT_WORDS = {
  paused: () => "Paused. Go on when you are ready.",
  settle: () => "Rest on it. Press, do not rub.",
  ask: () => "",
  hold: () => "Keep holding, within your comfort.",
  lower: () => "Good, it has begun to fall. Keep holding.",
  stay: () => "You are staying. Ease off if it gets worse.",
  drawn: () => "This time, stay to the end.",
  move: ({ values }) =>
    values.pain_30s > values.pain_before
      ? "It has risen. Move the tool to another spot."
      : "It has not begun to fall. Move the tool to another spot.",
};

/**
 * The seconds in which the person lies down on the tool: nothing is kept yet.
 *
 * @param chosen as the state keeps it; @param begin () the hold begins; @param cancel () it does not.
 */
export function settlingScreen({ chosen, settle_s, begin, cancel }) {
  const began = performance.now();
  const left = () => settle_s - (performance.now() - began) / 1000;
  const count = createElement("span", {
    class: "tk-ring-seconds",
    role: "timer",
    "aria-live": "off",
  });
  const now = button("Begin now", begin, { look: "primary" });
  const show = () => {
    count.textContent = String(Math.max(1, Math.ceil(left())));
  };
  const timer = setInterval(() => {
    if (left() > 0) show();
    // A page that stood still for long has nobody lying on the tool.
    else if (left() > -SLEPT_AFTER_MS / 1000) begin();
    else cancel();
  }, COUNT_EVERY_MS);
  show();
  const { choice } = chosen;
  const element = createElement(
    "section",
    { class: "tk-panel tk-coach-holding", "aria-label": "Settling in" },
    createElement(
      "div",
      { class: "tk-coach-watch" },
      createElement(
        "p",
        { class: "tk-coach-place-words" },
        `${placeWords(choice)} · ${choice.spot}`,
      ),
      emptyRing(count),
      now,
    ),
    createElement(
      "div",
      { class: "tk-coach-now" },
      createElement(
        "h2",
        { class: "tk-title tk-cue" },
        "Settle on the tool. The hold begins by itself.",
      ),
    ),
    createElement(
      "div",
      { class: "tk-coach-apart" },
      createElement("div", { class: "tk-row" }, button("Cancel", cancel, { look: "quiet" })),
    ),
  );
  return {
    element,
    focus: () => now.focus({ preventScroll: true }),
    stop: () => clearInterval(timer),
  };
}

/**
 * @param hold () gives the hold as it is; @param spots the other spots of its muscle, nearest first.
 * @param actions as { rated(pain), skipped(), move(spot), elsewhere(), stay(), stop(), slept(did),
 *   pause(), carryOn(), cancel() }.
 */
export function holdScreen({ hold, pace, spots, actions, from }) {
  const ring = breathingRing(pace);
  const { values } = hold();
  const where = createElement(
    "p",
    { class: "tk-coach-place-words" },
    `${placeWords(values)} · ${values.spot}`,
  );
  const cue = createElement("h2", { class: "tk-title tk-cue" });
  const pain = painButtons({ label: "Pain now?", picked: actions.rated });
  const answers = createElement("div", { class: "tk-coach-answers" });
  const asked = createElement("div", { class: "tk-coach-asked", hidden: true });
  const tooMuch = button("It hurts too much", actions.stop, { look: "too-much" });
  const skip = button("Skip", actions.skipped, { look: "quiet" });
  const pause = button("Pause", actions.pause, { look: "quiet" });
  const cancel = button("Cancel", () => confirmCancel(true), { look: "quiet" });
  const keepOn = button("No, go on", () => confirmCancel(false));
  const sure = createElement(
    "div",
    { class: "tk-coach-asked", role: "group", "aria-label": "Cancel this hold?", hidden: true },
    createElement("p", {}, "Cancel this hold? Nothing of it is saved."),
    createElement("div", { class: "tk-row" }, button("Yes, save nothing", actions.cancel), keepOn),
  );
  /** @type {any} */
  let shown = null;
  let shownAt = -Infinity;

  // The second tap of a double tap would hit what the first one brought.
  const onlyOnce = (event) => {
    if (performance.now() - shownAt < DOUBLE_TAP_MS) event.stopPropagation();
  };
  answers.addEventListener("click", onlyOnce, { capture: true });

  const moves = () => [
    ...spots
      .slice(0, SPOTS_OFFERED)
      .map((name) => button(name, () => actions.move(name), { look: "plain tk-wide" })),
    createElement(
      "div",
      { class: "tk-row tk-coach-else" },
      button("Another spot…", actions.elsewhere),
      button("Stay anyway", actions.stay, { look: "quiet" }),
    ),
  ];
  const buttonsOf = {
    paused: () => [button("Go on", actions.carryOn, { look: "primary" })],
    settle: () => [],
    ask: () => [pain.element],
    hold: () => [button("Move the tool", actions.elsewhere)],
    lower: () => [],
    stay: () => [button("Move the tool", actions.elsewhere)],
    drawn: () => [button("Move anyway", actions.elsewhere, { look: "quiet" })],
    move: moves,
  };

  function show(elapsed) {
    const now = hold();
    const moment = momentOf(now, elapsed);
    ring.show(elapsed, now.hold_s);
    showJump(now);
    if (moment === shown) return;
    shown = moment;
    element.dataset.moment = moment;
    cue.textContent = MOMENT_WORDS[moment](now);
    cue.hidden = moment === "ask";
    pain.compare(now.values.pain_before);
    const { activeElement } = document;
    const hadFocus =
      answers.contains(activeElement) || activeElement === skip || activeElement === pause;
    pause.hidden = moment === "paused";
    skip.hidden = moment !== "ask";
    if (moment === "paused") ring.stop();
    answers.replaceChildren(...buttonsOf[moment]());
    shownAt = performance.now();
    if (moment === "ask") pain.focus();
    else if (hadFocus) focusNext();
    // Wherever a thumb has pushed the page, what is asked now is in sight.
    element.closest(".tk-coach")?.scrollIntoView({ block: "start" });
  }

  /** Asked once, since what is cancelled is gone. */
  function confirmCancel(isAsked) {
    shownAt = performance.now();
    sure.hidden = !isAsked;
    row.hidden = isAsked;
    (isAsked ? keepOn : cancel).focus({ preventScroll: true });
    if (isAsked) sure.scrollIntoView({ block: "nearest" });
  }

  /** Where the pressed button was taken away: what comes next, and never nowhere. */
  function focusNext() {
    (answers.querySelector("button") ?? tooMuch).focus({ preventScroll: true });
  }

  function showJump({ jumped }) {
    if (asked.hidden === !jumped) return;
    const hadFocus = asked.contains(document.activeElement);
    asked.hidden = !jumped;
    if (jumped) asked.replaceChildren(...jumpQuestion(jumped, actions.slept));
    else if (hadFocus) focusNext();
  }

  const row = createElement("div", { class: "tk-row" }, skip, pause, cancel);
  const apart = createElement("div", { class: "tk-coach-apart" }, row, sure);
  apart.addEventListener("click", onlyOnce, { capture: true });
  const element = createElement(
    "section",
    { class: "tk-panel tk-coach-holding", "aria-label": "Hold under way" },
    createElement("div", { class: "tk-coach-watch" }, where, ring.element, tooMuch),
    createElement(
      "div",
      { class: "tk-coach-now" },
      createElement("div", { role: "status", "aria-live": "assertive" }, cue),
      asked,
      answers,
    ),
    apart,
  );
  ring.begin(hold(), from);
  show(from);
  return {
    element,
    tick: show,
    focus: () => tooMuch.focus({ preventScroll: true }),
    stop: ring.stop,
  };
}

/** The wall clock went forward by itself; only the person knows whether the machine slept. */
export function jumpQuestion(jumped_s, answer) {
  const length = jumped_s < 90 ? `${Math.round(jumped_s)} s` : `${Math.round(jumped_s / 60)} min`;
  return [
    createElement("p", {}, `This device's clock jumped by ${length}. Did you hold all the while?`),
    createElement(
      "div",
      { class: "tk-row" },
      button("Yes, I held on", () => answer(false)),
      button("No, it slept", () => answer(true)),
    ),
  ];
}
