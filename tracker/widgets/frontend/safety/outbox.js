// Answers to the red flags wait here until the diary has them, also while the page is closed.

import { newEntryId } from "../parts/dom.js";
import { localIso } from "../parts/moment.js";

/**
 * @param mark the diary's mark: what is kept for one diary never reaches another.
 * @param ask as `askingAloud` makes it; every message may be sent twice without harm.
 * @param delivered (answer) when the diary has one, or { problem } where it never will.
 * @param changed () whenever what waits, or why it does, has changed.
 */
export function safetyOutbox({ mark, ask, delivered, changed }) {
  const place = `tk-safety-${mark}`;
  let waiting = read();
  /** @type {any} */
  let sending = null;
  let failure = "";

  function read() {
    try {
      return JSON.parse(localStorage.getItem(place) ?? "[]");
    } catch {
      return [];
    }
  }

  function keep(messages) {
    waiting = messages;
    failure = "";
    try {
      if (messages.length) localStorage.setItem(place, JSON.stringify(messages));
      else localStorage.removeItem(place);
    } catch {
      // Storage that is full or switched off: what waits is in this page only.
    }
    changed();
  }

  function flush() {
    if (sending || !waiting.length) return;
    const { key, ...message } = waiting[0];
    sending = key;
    const over = (answer) => {
      sending = null;
      keep(waiting.filter((one) => one.key !== key));
      delivered(answer);
      flush();
    };
    const fail = (text) => {
      sending = null;
      failure = text;
      changed();
    };
    ask(
      { ...message, sent_at: localIso(new Date()) },
      {
        done: over,
        // What breaks a rule will break it every time.
        problems: (problems) => over({ problem: Object.values(problems).join(" ") }),
        aloud: {
          say: () => fail("NOT SAVED yet: the kit does not answer."),
          refuse: ({ text }) => fail(text),
        },
      },
    );
  }
  const onReturn = () => {
    if (!document.hidden) flush();
  };
  document.addEventListener("visibilitychange", onReturn);
  window.addEventListener("online", flush);

  return {
    add(message) {
      keep([...waiting, { ...message, at: localIso(new Date()), key: newEntryId() }]);
      flush();
    },
    flush,
    waiting: () => waiting,
    /** Why what waits did not arrive; "" while nothing is wrong. */
    failure: () => failure && `${failure} Your answer is kept in this page.`,
    stop() {
      document.removeEventListener("visibilitychange", onReturn);
      window.removeEventListener("online", flush);
    },
  };
}
