// Holds that are not in the diary yet, kept in this browser, one place each, so that two tabs
// never write over one another's.

import { newEntryId } from "../parts/elements.js";
import { shelfOfPlaces } from "../parts/queue.js";

const TAB_PLACE = "tk-coach-tab";
export const FRESH_MS = 20_000;
/** For so long the pain that was rated before is taken to be the pain there still. */
const SAME_PAIN_MS = 600_000;

/** This tab's name: a reload keeps it, a copy of the tab does not get it. */
export function tabName() {
  /** @type {any} */
  let name = null;
  try {
    name = sessionStorage.getItem(TAB_PLACE);
    sessionStorage.removeItem(TAB_PLACE);
  } catch {
    // Storage that is switched off: a reload counts as another tab.
  }
  const mine = name ?? newEntryId();
  window.addEventListener("pagehide", () => {
    try {
      sessionStorage.setItem(TAB_PLACE, mine);
    } catch {
      // As above.
    }
  });
  return mine;
}

/**
 * @param {string} mark the diary's: what is kept for one diary never reaches another.
 */
export function holdStore(mark) {
  const askedPlace = `tk-coach-asked-${mark}`;

  return {
    ...shelfOfPlaces(`tk-coach-${mark}-`),
    /**
     * Note the hold whose last rating this tab asks for though it is saved; null when answered.
     *
     * @param {import("./record.js").Hold | null} hold
     */
    ask(hold) {
      try {
        sessionStorage.setItem(askedPlace, JSON.stringify(hold));
      } catch {
        // Switched off: a reload does not ask again.
      }
    },
    /**
     * The hold that was asked about, unless its pain would be another one by now.
     *
     * @returns {import("./record.js").Hold | null}
     */
    asked() {
      try {
        const hold = JSON.parse(sessionStorage.getItem(askedPlace) ?? "null");
        return hold && age(hold) < SAME_PAIN_MS ? hold : null;
      } catch {
        return null;
      }
    },
  };
}

/** @param {Record<string, any>} hold */
const age = (hold) => Math.abs(Date.now() - hold.seen_at);

/**
 * Whether some page has written about this hold in the last seconds.
 *
 * @param {Record<string, any>} hold
 */
export const isFresh = (hold) => age(hold) < FRESH_MS;

/**
 * Whether a paused hold may still go on where it was.
 *
 * @param {Record<string, any>} hold
 */
export const canGoOn = (hold) => Boolean(hold.paused) && age(hold) < SAME_PAIN_MS;
