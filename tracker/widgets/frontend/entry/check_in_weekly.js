// The questions of once a week: folded, with a word when they are due, and easily left for that week.

import { choice } from "../parts/choice.js";
import { announceChange, button, createElement } from "../parts/elements.js";
import { ratingGrid } from "../parts/rating_grid.js";

/**
 * @param due () gives { bothersomeness, change }; @param skip () leaves them for this week.
 */
export function weeklyQuestions({ items, changes, due, skip }) {
  const bothersomeness = ratingGrid({
    stem: "bothersomeness",
    label: "How bothersome was it in the last week?",
    hint: "0 not at all, 6 extremely.",
    items,
    ends: { 0: "not at all", 6: "extremely" },
  });
  const change = choice({
    stem: "change",
    label: "Compared with a week ago, it is",
    options: changes,
    optional: true,
    stacked: true,
  });
  const later = button("Not this week", skip, { look: "quiet" });
  const lead = createElement(
    "div",
    { class: "tk-weekly-lead" },
    createElement("p", {}, "Once a week these show how it goes as a whole. You may leave them."),
    later,
  );
  const summary = createElement("summary", {}, "Once a week");
  const element = createElement(
    "details",
    { class: "tk-more" },
    summary,
    createElement("div", { class: "tk-weekly" }, lead, bothersomeness.element, change.element),
  );

  return {
    element,
    bothersomeness: openingWhenFilled(bothersomeness, element),
    change: openingWhenFilled(change, element),
    /** Take back what was begun: half an answer cannot be saved. */
    leave() {
      bothersomeness.set(null);
      change.set(null);
      bothersomeness.setProblem("");
      announceChange(element);
    },
    /** Say what is due; only what is begun is open. */
    show() {
      const { bothersomeness: first, change: second } = due();
      const isDue = first || second;
      lead.hidden = !isDue;
      // The other one keeps its place behind the fold, for whoever wants to answer it early.
      bothersomeness.element.hidden = isDue && !first && bothersomeness.get() === null;
      change.element.hidden = isDue && !second && change.get() === null;
      summary.textContent = isDue ? "Once a week: due now" : "Once a week";
      element.open = bothersomeness.get() !== null || change.get() !== null;
    },
  };
}

/** A control behind a fold: what it holds, and what is wrong with it, must not stay unseen. */
export function openingWhenFilled(control, disclosure) {
  return {
    ...control,
    set(value) {
      control.set(value);
      if (value?.length) {
        control.element.hidden = false;
        disclosure.open = true;
      }
    },
    focus() {
      control.element.hidden = false;
      disclosure.open = true;
      control.focus();
    },
  };
}
