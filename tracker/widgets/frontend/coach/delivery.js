// Brings holds from this browser to the diary, again and again until the diary has answered.

import { localIso } from "../parts/moment.js";
import { draftOf } from "./record.js";

const TRY_AGAIN_MS = 4000;
const MESSAGE_OF = { saving: "save", discarding: "discard", "taking back": "take_back" };

/**
 * @param mine (hold) whether this page leads the hold, and so sends its steps.
 * @param answered (hold, answer) the diary has it, or will never take it.
 * @param kept () the diary has the last step of the hold under way.
 * @param waiting (hold, reason) the diary does not have it yet.
 */
export function holdDelivery({ talk, store, mine, answered, kept, waiting }) {
  const underWay = new Map();
  const heardOf = new Map();
  /** @type {any} */
  let timer = null;

  function messageFor(hold) {
    const type = hold.stage === "saving" && hold.rates ? "rate" : MESSAGE_OF[hold.stage];
    const sent_at = localIso(new Date());
    if (type) return { type, id: hold.id, sent_at, values: hold.values };
    const isNews = (heardOf.get(hold.id) ?? 0) < hold.sequence;
    return isNews && mine(hold) ? { type: "draft", ...draftOf(hold) } : null;
  }

  function send(hold) {
    const message = messageFor(hold);
    const key = `${hold.sequence}`;
    if (!message || hold.refused || underWay.get(hold.id) === key) return;
    underWay.set(hold.id, key);
    const free = () => {
      if (underWay.get(hold.id) === key) underWay.delete(hold.id);
    };
    talk.ask(message, {
      heard(answer) {
        free();
        settle(hold, answer);
      },
      silent() {
        free();
        later(hold, "");
      },
    });
  }

  function settle(sent, answer) {
    const now = store.read(sent.id);
    if (answer.outcome === "failed") return later(sent, answer.text);
    // Something newer is to be told of this hold by now.
    if (!now || now.sequence !== sent.sequence) return flush();
    const over = sent.stage in MESSAGE_OF;
    if (answer.outcome === "problems") {
      store.write({ ...now, refused: Object.values(answer.problems).join(" ") });
    } else if (over) store.remove(sent.id);
    else {
      heardOf.set(sent.id, sent.sequence);
      kept();
    }
    if (over) answered(sent, answer);
    return flush();
  }

  function later(hold, reason) {
    clearTimeout(timer);
    timer = setTimeout(flush, TRY_AGAIN_MS);
    waiting(hold, reason);
  }

  function flush() {
    for (const hold of store.all()) send(hold);
  }
  const onReturn = () => {
    if (!document.hidden) flush();
  };
  document.addEventListener("visibilitychange", onReturn);
  window.addEventListener("online", flush);

  return {
    flush,
    /** Whether something was told that the diary has not confirmed. */
    pending: () => store.all().filter(({ stage }) => stage in MESSAGE_OF),
    stop() {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onReturn);
      window.removeEventListener("online", flush);
    },
  };
}
