// The diary is told of each hold that this browser keeps.

import { deliveryQueue } from "../parts/queue.js";
import { localIso } from "../parts/time.js";
import { draftOf } from "./record.js";

const TRY_AGAIN_MS = 4000;
/** @type {Record<string, string>} */
const MESSAGE_OF = { saving: "save", discarding: "discard", "taking back": "take_back" };

/**
 * @param {object} options
 * @param {any} options.rpc
 * @param {any} options.store
 * @param {(hold: any) => boolean} options.mine whether this page leads the hold, and so sends its
 *   steps.
 * @param {(hold: any, answer: any) => void} options.answered the diary has it, or will never take it.
 * @param {() => void} options.kept the diary has the last step of the hold under way.
 * @param {(hold: any, reason: string) => void} options.waiting the diary does not have it yet.
 */
export function holdDelivery({ rpc, store, mine, answered, kept, waiting }) {
  /** The last step of each hold under way that the diary has. */
  const confirmed = new Map();

  /** @param {import("../parts/queue.js").Item} hold */
  function messageFor(hold) {
    if (hold.refused) return null;
    const type = hold.stage === "saving" && hold.rates ? "rate" : MESSAGE_OF[hold.stage];
    const sent_at = localIso(new Date());
    if (type) return { type, id: hold.id, sent_at, values: hold.values };
    const isNew = (confirmed.get(hold.id) ?? 0) < hold.sequence;
    return isNew && mine(hold)
      ? { type: "draft", ...draftOf(/** @type {import("./record.js").Hold} */ (hold)) }
      : null;
  }

  /**
   * @param {import("../parts/queue.js").Item} hold
   * @param {any} answer
   */
  function acknowledged(hold, answer) {
    const isOver = hold.stage in MESSAGE_OF;
    if (answer.outcome === "problems") {
      const refused = Object.values(answer.problems).join(" ");
      store.write({ ...store.read(hold.id), refused });
    } else if (isOver) store.remove(hold.id);
    else {
      confirmed.set(hold.id, hold.sequence);
      kept();
    }
    if (isOver) answered(hold, answer);
  }

  return deliveryQueue({
    shelf: store,
    rpc,
    messageFor,
    acknowledged,
    waiting,
    retryMs: TRY_AGAIN_MS,
  });
}
