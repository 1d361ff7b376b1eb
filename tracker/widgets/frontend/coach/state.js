// The coach as a state and the events that change it, without a page, a clock or a diary.

import { FIRST_OFFER, moveOffer } from "./offers.js";

/**
 * @typedef {import("./record.js").Hold} Hold
 */

/**
 * What the person has given before a hold begins.
 *
 * @typedef {object} Chosen
 * @property {import("./offers.js").Choice} choice
 * @property {number} pain_before
 */

/**
 * @typedef {object} CoachState
 * @property {"setup" | "settling" | "hold" | "rating" | "unsure" | "saved"} screen what the person sees.
 * @property {Hold | null} hold the hold that this page leads.
 * @property {Hold | null} last the hold that is over, where "saved" shows one.
 * @property {import("./offers.js").Offer} offer what "setup" proposes to press.
 * @property {Chosen | null} chosen what "settling" waits to begin with.
 * @property {string[]} tried the spots of one chain of moves.
 * @property {Hold[]} changed the holds that the last event changed, and that are to be kept.
 */

/**
 * When an event came: `elapsed_s` by the hold's clock where one runs.
 *
 * @typedef {object} Stamp
 * @property {string} at
 * @property {number} seen_at
 * @property {string} tab
 * @property {number} [elapsed_s]
 */

/**
 * @typedef {Stamp & (
 *   | { type: "set up", offer: import("./offers.js").Offer }
 *   | { type: "settling", chosen: Chosen }
 *   | { type: "settling cancelled" }
 *   | { type: "started", hold: Hold, isLinked: boolean }
 *   | { type: "resumed", hold: Hold }
 *   | { type: "completed", hold: Hold }
 *   | { type: "time passed" }
 *   | { type: "rated", pain: number, stay: boolean | null }
 *   | { type: "skipped" }
 *   | { type: "stayed" }
 *   | { type: "moved", to: string | null, near: string[] }
 *   | { type: "paused" }
 *   | { type: "continued" }
 *   | { type: "stopped" }
 *   | { type: "ended" }
 *   | { type: "clock jumped", seconds: number | null }
 *   | { type: "clock failed", words: string }
 *   | { type: "outcome given", outcome: "held" | "stopped" }
 *   | { type: "finished", pain: number | null }
 *   | { type: "undone", id: string, kept: Hold | null }
 *   | { type: "discarded", hold: Hold }
 * )} CoachEvent
 */

/** @type {CoachState} */
export const INITIAL = {
  screen: "setup",
  hold: null,
  last: null,
  offer: FIRST_OFFER,
  chosen: null,
  tried: [],
  changed: [],
};

/**
 * The state after an event.
 *
 * @param {CoachState} state
 * @param {CoachEvent} event
 * @returns {CoachState}
 */
export function reduce(state, event) {
  const now = { ...state, changed: [] };
  if (event.type === "set up") return setUp(now, event.offer);
  if (event.type === "discarded") return discarded(now, event.hold);
  if (event.type === "undone") return undone(now, event);
  if (event.type === "settling") return { ...now, screen: "settling", chosen: event.chosen };
  if (event.type === "settling cancelled") return settlingCancelled(now);
  if (event.type === "started") return started(now, event);
  if (event.type === "resumed") return { ...now, hold: event.hold, screen: screenOf(event.hold) };
  if (event.type === "completed") {
    const screen = event.hold.stage === "rating" ? "rating" : "unsure";
    return { ...step({ ...now, hold: event.hold }, event), screen };
  }
  return now.hold ? underWay(now, now.hold, event) : now;
}

/**
 * What an event changes in the hold that this page leads.
 *
 * @param {CoachState} state
 * @param {Hold} hold
 * @param {CoachEvent} event
 * @returns {CoachState}
 */
function underWay(state, hold, event) {
  switch (event.type) {
    case "time passed": {
      const { elapsed_s = hold.elapsed_s, seen_at } = event;
      const next = { ...hold, elapsed_s, seen_at };
      return { ...state, hold: next, changed: [next] };
    }
    case "rated": {
      const drawn = event.stay === null ? {} : { stay_assigned: event.stay };
      return step(state, event, { values: { pain_30s: event.pain, ...drawn } });
    }
    case "skipped":
      return step(state, event, { skipped: true });
    case "stayed":
      return step(state, event, { stays: true });
    case "paused":
      return step(state, event, { paused: true });
    case "continued":
      return step(state, event, { paused: false });
    case "clock jumped":
      return step(state, event, { jumped: event.seconds });
    case "moved": {
      const values = { outcome: "moved", held_s: heldSoFar(hold, event) };
      const left = step(state, event, { stage: "saving", values });
      const offer = moveOffer(hold, event.near, event.to);
      return { ...left, hold: null, screen: "setup", offer };
    }
    case "stopped": {
      const values = { outcome: "stopped", held_s: heldSoFar(hold, event) };
      return {
        ...step(state, event, { stage: "saving", paused: false, values }),
        screen: "rating",
      };
    }
    case "ended": {
      const values = { held_s: hold.hold_s };
      return { ...step(state, event, { stage: "rating", values }), screen: "rating" };
    }
    case "clock failed": {
      const changes = {
        stage: "holding",
        values: { held_s: null },
        jumped: null,
        paused: false,
      };
      return { ...step(state, event, { ...changes, unsure: event.words }), screen: "unsure" };
    }
    case "outcome given": {
      const { outcome } = event;
      const values = { outcome, held_s: outcome === "held" ? hold.hold_s : null };
      return { ...step(state, event, { stage: "rating", values, unsure: null }), screen: "rating" };
    }
    case "finished":
      return finished(state, hold, event);
    default:
      return state;
  }
}

/**
 * @param {CoachState} state
 * @param {import("./offers.js").Offer} offer
 * @returns {CoachState}
 */
function setUp(state, offer) {
  const tried = offer === FIRST_OFFER ? [] : state.tried;
  return { ...state, screen: "setup", offer, tried };
}

/**
 * The set-up again, with what was chosen.
 *
 * @param {CoachState} state
 * @returns {CoachState}
 */
function settlingCancelled(state) {
  const { offer, chosen } = state;
  if (!chosen) return state;
  return { ...state, screen: "setup", offer: { ...offer, choice: chosen.choice }, chosen: null };
}

/**
 * @param {CoachState} state
 * @param {CoachEvent & { type: "started" }} event
 * @returns {CoachState}
 */
function started(state, event) {
  const { hold, isLinked } = event;
  const tried = [...(isLinked ? state.tried : []), hold.values.spot];
  return { ...step({ ...state, hold }, event), screen: "hold", chosen: null, tried };
}

/**
 * A stopped hold is saved already; only a rating adds to it.
 *
 * @param {CoachState} state
 * @param {Hold} hold
 * @param {CoachEvent & { type: "finished" }} event
 * @returns {CoachState}
 */
function finished(state, hold, event) {
  const isSaved = hold.stage === "saving";
  const adds = !isSaved || event.pain !== null;
  const changes = { stage: "saving", rates: isSaved, values: { pain_after: event.pain } };
  const over = adds ? step(state, event, changes) : state;
  return { ...over, hold: null, last: over.hold, screen: "saved" };
}

/**
 * Take a hold out of the diary as it was saved, and rate it anew under another name.
 *
 * @param {CoachState} state
 * @param {CoachEvent & { type: "undone" }} event
 * @returns {CoachState}
 */
function undone(state, event) {
  if (!state.last) return state;
  const anew = { ...state.last, id: event.id, sequence: 0, rates: false };
  const changes = { stage: "rating", values: { pain_after: null } };
  const open = step({ ...state, hold: anew }, event, changes);
  const former = release(event.kept ?? state.last, "taking back");
  return { ...open, changed: [former, ...open.changed], screen: "rating" };
}

/**
 * @param {CoachState} state
 * @param {Hold} hold
 * @returns {CoachState}
 */
function discarded(state, hold) {
  const changed = [release({ ...hold, refused: undefined }, "discarding")];
  if (state.hold && state.hold.id !== hold.id) return { ...state, changed };
  return { ...setUp(state, FIRST_OFFER), hold: null, changed };
}

/**
 * @param {Hold} hold
 * @param {Hold["stage"]} stage
 */
const release = (hold, stage) => ({ ...hold, stage, sequence: hold.sequence + 1 });

/** @param {Hold} hold as it was found when the page was opened again. */
function screenOf({ stage, unsure }) {
  if (stage !== "holding") return "rating";
  return unsure ? "unsure" : "hold";
}

/**
 * The next step of the hold under way.
 *
 * @param {CoachState} state
 * @param {Stamp} stamp
 * @param {Record<string, any>} changes
 * @returns {CoachState}
 */
function step(state, { at, seen_at, tab, elapsed_s }, { values = {}, ...changes } = {}) {
  const { hold } = state;
  if (!hold) return state;
  const next = {
    ...hold,
    ...changes,
    values: { ...hold.values, ...values },
    sequence: hold.sequence + 1,
    at,
    elapsed_s: elapsed_s ?? hold.elapsed_s,
    seen_at,
    tab,
  };
  return { ...state, hold: next, changed: [...state.changed, next] };
}

/**
 * @param {Hold} hold
 * @param {Stamp} stamp
 */
function heldSoFar(hold, { elapsed_s = hold.elapsed_s }) {
  return Math.min(Math.round(elapsed_s), hold.hold_s);
}
