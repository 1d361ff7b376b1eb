// A hold as a plain value: what is known of it, how far it is, and what its record will say.
//
// stage: "holding" while the clock runs, "rating" when the press is over and its last rating is
// open, then "saving", "discarding" or "taking back" until the diary has answered.

import { newEntryId } from "../parts/elements.js";
import { localIso } from "../parts/time.js";

/**
 * @typedef {object} Hold
 * @property {string} id
 * @property {number} sequence grows with every step, so that the newest is told from the others.
 * @property {"holding" | "rating" | "saving" | "discarding" | "taking back"} stage
 * @property {Record<string, any>} values what its record says so far, by the record's fields.
 * @property {number} check_s
 * @property {number} hold_s
 * @property {number} elapsed_s by the clock of the hold.
 * @property {number} seen_at when a page last wrote it, in ms.
 * @property {string} [at] the same for the diary, with the zone.
 * @property {string} [tab] the page that leads it.
 * @property {boolean} [rates] whether it is in the diary already, and only its rating is new.
 * @property {boolean} [paused] its clock and its cues stand still.
 * @property {boolean} [skipped] the rating at the check was skipped.
 * @property {boolean} [stays] the person stays though the cue says to move.
 * @property {number | null} [jumped] seconds by which the wall clock went forward alone.
 * @property {string | null} [unsure] why the clock cannot say how it ended.
 * @property {string} [refused] why the diary will never take it.
 */

const RECORD_FIELDS = [
  "started_at",
  "muscle",
  "spot",
  "side",
  "tool",
  "pressure",
  "pain_before",
  "pain_30s",
  "pain_after",
  "held_s",
  "outcome",
  "moved_from",
  "stay_assigned",
];
const STAY_CHANCE = 1 / 4;
export const UNDER_WAY = ["holding", "rating"];

/**
 * @param {object} start
 * @param {import("./offers.js").Choice} start.choice
 * @param {number} start.pain_before
 * @param {string | null} start.moved_from
 * @param {{ check_s: number, hold_s: number }} start.timing
 * @param {string} start.tab
 * @returns {Hold}
 */
export function newHold({ choice, pain_before, moved_from, timing, tab }) {
  return {
    id: newEntryId(),
    sequence: 0,
    stage: "holding",
    values: {
      ...choice,
      pain_before,
      started_at: localIso(new Date()),
      outcome: "held",
      moved_from: moved_from ?? null,
    },
    check_s: timing.check_s,
    hold_s: timing.hold_s,
    elapsed_s: 0,
    seen_at: Date.now(),
    tab,
  };
}

/**
 * A hold that only the diary remembers.
 *
 * @param {{ id: string, at: string, sequence: number, values: Record<string, any> }} draft
 * @returns {Hold}
 */
export function holdFromDraft({ id, at, sequence, values }) {
  const { stage, check_s, hold_s, elapsed_s, ...fields } = values;
  const known = Object.fromEntries(RECORD_FIELDS.map((name) => [name, fields[name] ?? null]));
  const seen_at = Date.parse(at);
  return { id, sequence, stage, values: known, check_s, hold_s, elapsed_s, seen_at };
}

/**
 * What the diary keeps of a step, so that another page can go on from it.
 *
 * @param {Hold} hold
 */
export function draftOf({ id, sequence, at, stage, values, check_s, hold_s, elapsed_s }) {
  return { id, sequence, at, values: { ...values, stage, check_s, hold_s, elapsed_s } };
}

/**
 * How long the 30 s question stays open: half the way to the end.
 *
 * @param {Hold} hold
 */
const askUntil = ({ check_s, hold_s }) => (check_s + hold_s) / 2;

/** @param {Hold} hold */
const beganToFall = ({ values }) => values.pain_30s < values.pain_before;

/** Draw whether to stay, from the browser's source of chance. */
export function drawStay() {
  return crypto.getRandomValues(new Uint8Array(1))[0] < 256 * STAY_CHANCE;
}

/**
 * What the person is asked or told at this moment of a hold under way.
 *
 * @param {Hold} hold
 * @param {number} elapsed
 */
export function momentOf(hold, elapsed) {
  const { pain_30s = null, stay_assigned } = hold.values;
  if (hold.paused) return "paused";
  if (elapsed < hold.check_s) return "settle";
  if (pain_30s === null) return elapsed < askUntil(hold) && !hold.skipped ? "ask" : "hold";
  if (beganToFall(hold)) return "lower";
  if (hold.stays) return "stay";
  return stay_assigned ? "drawn" : "move";
}

/** @param {Record<string, any>} values */
export const placeWords = ({ side, muscle }) => `${side} ${muscle}`;
