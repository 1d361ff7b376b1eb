// A check-in in two taps: the pain now, and Save.

import { button, createElement, newEntryId } from "../parts/elements.js";
import { painScale } from "../parts/pain_scale.js";
import { localIso } from "../parts/time.js";

/**
 * @param ask as `askWithStatus` makes it; @param saved (answer) once it is in the diary.
 */
export function quickCheckIn({ ask, status, saved }) {
  const pain = painScale({ stem: "pain", label: "How is the sciatica now?" });
  const save = createElement("button", { type: "submit", class: "tk-button tk-primary" }, "Save");
  const more = createElement(
    "a",
    {
      class: "tk-link tk-today-more",
      href: "log.ipynb?kind=check-in",
      "aria-label": "More than the pain",
    },
    "More",
  );
  const again = button("Check in again", () => unfold(true));
  const lead = createElement("p", {}, "Checked in today.");
  const form = createElement("form", { novalidate: true, autocomplete: "off" }, pain.element, more);
  // Beside 10, in the twelfth place of the scale.
  pain.element.querySelector(".tk-pain").append(save);
  const folded = createElement("div", { class: "tk-today-row" }, lead, again);
  const element = createElement(
    "section",
    { class: "tk-panel tk-today-check-in", "aria-label": "Check-in" },
    form,
    folded,
  );
  // What is sent again, not having been heard of, is the same entry to the millisecond.
  /** @type {{ id: string, at: string } | null} */
  let pressed = null;
  let isUnfolded = false;
  let isDue = true;

  function arrange() {
    form.hidden = !isDue && !isUnfolded;
    folded.hidden = !form.hidden;
  }

  function unfold(isAsked) {
    isUnfolded = isAsked;
    arrange();
    if (isAsked) pain.focus();
  }

  form.addEventListener("input", () => {
    pressed = null;
    pain.setProblem("");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (pain.get() === null) {
      pain.setProblem("Rate your pain.");
      return pain.focus();
    }
    pressed ??= { id: newEntryId(), at: localIso(new Date()) };
    const message = { type: "check_in", ...pressed, pain: pain.get() };
    return ask(
      { ...message, sent_at: localIso(new Date()) },
      {
        done(answer) {
          // A rating that was changed since stays, to be saved as well.
          if (pressed?.id === message.id) {
            pressed = null;
            pain.set(null);
            unfold(false);
          }
          saved(answer);
        },
        problems: (problems) => pain.setProblem(Object.values(problems).join(" ")),
        aloud: {
          say: () =>
            status.say("NOT SAVED yet: the kit does not answer. Your rating stays here.", {
              tone: "failed",
              action: { label: "Try again", run: () => form.requestSubmit() },
            }),
          refuse: status.refuse,
        },
      },
    );
  });
  arrange();

  return {
    element,
    /** Fold it away where there is a check-in today. */
    show(due) {
      isDue = due;
      arrange();
    },
  };
}
