// Answers to the red flags go to the diary in the order in which they were given.

import { newEntryId } from "../parts/elements.js";
import { deliveryQueue, shelfInOrder } from "../parts/queue.js";
import { localIso } from "../parts/time.js";

/** @param {import("../parts/queue.js").Item} item */
const idOf = ({ key }) => key;

/**
 * @param {object} options
 * @param {string} options.mark the diary's: what is kept for one diary never reaches another.
 * @param {any} options.rpc
 * @param {(answer: { text?: string, problem?: string }) => void} options.delivered the diary has
 *   an answer, or never will have, for a problem.
 * @param {() => void} options.changed what waits, or why it does, is another.
 */
export function safetyOutbox({ mark, rpc, delivered, changed }) {
  const shelf = shelfInOrder(`tk-safety-${mark}`, idOf);
  let failure = "";

  const queue = deliveryQueue({
    shelf,
    rpc,
    idOf,
    inOrder: true,
    messageFor: ({ key, ...message }) => ({ ...message, sent_at: localIso(new Date()) }),
    acknowledged(item, answer) {
      shelf.remove(idOf(item));
      failure = "";
      changed();
      // What breaks a rule will break it every time.
      const problem = Object.values(answer.problems ?? {}).join(" ");
      delivered(answer.outcome === "problems" ? { problem } : answer);
    },
    waiting(_item, reason) {
      failure = reason || "NOT SAVED yet: the kit does not answer.";
      changed();
    },
  });

  return {
    /** @param {Record<string, unknown>} message */
    add(message) {
      shelf.write({ ...message, at: localIso(new Date()), key: newEntryId() });
      failure = "";
      changed();
      queue.flush();
    },
    flush: queue.flush,
    waiting: shelf.all,
    /** Why what waits did not arrive; "" while nothing is wrong. */
    failure: () => failure && `${failure} Your answer is kept in this page.`,
    stop: queue.stop,
  };
}
