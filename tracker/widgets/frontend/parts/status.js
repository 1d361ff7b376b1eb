// The status line stays in view, is spoken once, and may offer one way back.

import { button, createElement } from "./elements.js";

/** Tones: "done", "failed", "plain", and "urgent" for the advice of a red flag. */
export function statusLine() {
  const words = createElement("p", {
    class: "tk-status-words",
    role: "status",
    "aria-live": "polite",
  });
  const actions = createElement("div", { class: "tk-row" });
  // Never hidden: a live region speaks only where it was on the page before its words were.
  const element = createElement("div", { class: "tk-status", "data-tone": "none" }, words, actions);
  const closer = button("×", () => line.clear(), { look: "quiet", label: "Close this message" });

  const line = {
    element,
    /**
     * Returns the action's button, so that it can take the focus.
     *
     * @param {string} text
     * @param {{ tone?: string, action?: { label: string, run: () => void } | null }} options
     * @returns {HTMLButtonElement | null}
     */
    say(text, { tone = "plain", action = null } = {}) {
      element.dataset.tone = tone;
      words.textContent = text;
      const offered = action && button(action.label, action.run);
      actions.replaceChildren(...(offered ? [offered, closer] : [closer]));
      return offered;
    },
    /**
     * Say why something was not done, where it was not.
     *
     * @param {{ outcome: string, text: string }} answer
     */
    refuse(answer) {
      if (answer.outcome === "failed") line.say(answer.text, { tone: "failed" });
    },
    clear() {
      element.dataset.tone = "none";
      words.textContent = "";
      actions.replaceChildren();
    },
  };
  return line;
}
