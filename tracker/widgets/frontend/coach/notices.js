// Notices say where the person looks what the diary made of a hold.

import { UNDER_WAY } from "./record.js";

const NOT_YET = "Not saved yet: kept on this device; trying again.";
const NO_ANSWER = "The kit does not answer.";
const CARRY_ON = "Carry on: your hold is kept on this device.";

/**
 * @param screen () gives what is shown, which may be about a hold that is over: its `of`.
 * @param discard (hold) lets go of one that the diary will never take.
 */
export function coachNotices({ status, screen, discard }) {
  let lastText = "";

  function say(text, options) {
    if (text === lastText) return;
    lastText = text;
    status.say(text, options);
  }

  return {
    /** The diary has it, or will never take it. */
    answered(sent, answer) {
      lastText = "";
      const shown = screen().of === sent.id ? screen() : null;
      if (answer.outcome === "problems") {
        const sentence = Object.values(answer.problems).join(" ");
        shown?.refuse(sentence);
        const action = { label: "Discard it", run: () => discard(sent) };
        return status.say(`NOT SAVED: ${sentence}`, { tone: "failed", action });
      }
      if (sent.stage !== "saving" || answer.outcome === "taken") {
        shown?.refuse(answer.text);
        return status.say(answer.text);
      }
      if (shown) shown.tell(answer);
      else if (sent.values.outcome !== "moved") status.say(answer.text, { tone: "done" });
      if (shown && status.element.dataset.tone === "failed") status.clear();
      return null;
    },
    /** The diary has the last step of the hold under way. */
    kept() {
      if (lastText.includes(CARRY_ON)) status.clear();
      lastText = "";
    },
    /** The diary does not have it yet. */
    waiting(one, reason) {
      const over = !UNDER_WAY.includes(one.stage);
      if (screen().of === one.id) screen().wait();
      const inApp = document.body.classList.contains("kit");
      const action =
        over && !reason && inApp
          ? { label: "Open the page again", run: () => location.reload() }
          : null;
      const words = over ? [NOT_YET, reason] : [reason ? "" : NO_ANSWER, CARRY_ON, reason];
      say(words.filter(Boolean).join(" "), { tone: "failed", action });
    },
  };
}
