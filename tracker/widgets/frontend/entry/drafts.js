// Unsaved answers go to the diary as a draft, a moment after each change.

import { newEntryId } from "../parts/elements.js";
import { localIso } from "../parts/time.js";

const KEEP_AFTER_MS = 400;

/**
 * @typedef {{ id: string, sequence: number, at: string, values: Record<string, unknown> }} Draft
 *
 * @param {object} options
 * @param {(draft: Draft) => void} options.send
 * @param {() => Record<string, unknown>} options.values the form's answers.
 */
export function draftKeeper({ send, values }) {
  let id = newEntryId();
  let sequence = 0;
  /** @type {any} */
  let timer = null;

  function flush() {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    sequence += 1;
    send({ id, sequence, at: localIso(new Date()), values: values() });
  }
  // A phone may end a page in the background without another word.
  const onHide = () => {
    if (document.hidden) flush();
  };
  document.addEventListener("visibilitychange", onHide);

  const keeper = {
    id: () => id,
    flush,
    /** Whether any of it was sent. */
    isKept: () => sequence > 0,
    later() {
      clearTimeout(timer);
      timer = setTimeout(flush, KEEP_AFTER_MS);
    },
    cancel() {
      clearTimeout(timer);
      timer = null;
    },
    /**
     * Go on with a draft of an earlier page.
     *
     * @param {{ id: string, sequence: number }} draft
     */
    resume(draft) {
      keeper.cancel();
      ({ id, sequence } = draft);
    },
    /** Begin the next entry. */
    renew() {
      keeper.cancel();
      id = newEntryId();
      sequence = 0;
    },
    stop() {
      keeper.cancel();
      document.removeEventListener("visibilitychange", onHide);
    },
  };
  return keeper;
}
