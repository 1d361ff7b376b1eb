// Holds that were under way when a page went: to be completed, discarded, or left to their window.

import { button, createElement } from "../parts/elements.js";
import { wallClock } from "../parts/time.js";
import { holdFromDraft, placeWords, UNDER_WAY } from "./record.js";
import { canGoOn, FRESH_MS, isFresh } from "./store.js";

/**
 * @param tab this tab's name; @param mine () gives the id of the hold this page leads, or none.
 * @param lookAgain () a hold of another window may have come to an end.
 */
export function unfinishedHolds({ model, store, tab, mine, goOn, complete, discard, lookAgain }) {
  /** @type {any} */
  let recheck = null;
  // What this browser had and has no longer came to its end, whatever the diary said before.
  const known = new Set();
  const element = createElement("div", { class: "tk-coach-left", hidden: true });
  let shown = "";
  const place = ({ values }) => `${placeWords(values)}, ${values.spot}`;

  function show() {
    const here = store.all();
    for (const { id } of here) known.add(id);
    const fromDiary = model.get("unfinished").filter(({ id }) => id !== mine() && !known.has(id));
    const open = here.filter((one) => UNDER_WAY.includes(one.stage));
    const elsewhere = open.filter((one) => one.tab !== tab && isFresh(one));
    const left = [
      ...open.filter((one) => !elsewhere.includes(one)),
      ...fromDiary.map(holdFromDraft),
    ];
    clearTimeout(recheck);
    if (elsewhere.length) recheck = setTimeout(lookAgain, FRESH_MS);
    // Another window's hold is kept anew every second; a button must not go from under a finger.
    const steps = (some) => some.map(({ id, sequence }) => [id, sequence]);
    const contents = JSON.stringify([elsewhere, left].map(steps));
    if (contents === shown) return;
    shown = contents;
    element.hidden = !elsewhere.length && !left.length;
    element.replaceChildren(
      ...elsewhere.map((one) =>
        createElement(
          "p",
          { class: "tk-coach-unfinished" },
          `A hold is under way in another window: ${place(one)}.`,
        ),
      ),
      ...left.map((one) =>
        unfinishedCard({
          hold: one,
          finish: canGoOn(one)
            ? button("Back to it", () => goOn(one))
            : button("Complete it", () => complete(one)),
          discard: () => discard(one),
        }),
      ),
    );
  }

  return { element, show, stop: () => clearTimeout(recheck) };
}

function unfinishedCard({ hold, finish, discard }) {
  const began = new Date(hold.values.started_at);
  const today = wallClock(began).slice(0, 10) === wallClock(new Date()).slice(0, 10);
  const at = wallClock(began)
    .replace("T", ", ")
    .slice(today ? 12 : 0);
  const { values } = hold;
  const state = canGoOn(hold) ? `paused at ${Math.floor(hold.elapsed_s)} s` : "under way";
  return createElement(
    "section",
    { class: "tk-coach-unfinished", "aria-label": "Unfinished hold" },
    createElement(
      "p",
      {},
      `You had a hold ${state}: ${placeWords(values)}, ${values.spot}, started ${at}.`,
    ),
    createElement(
      "div",
      { class: "tk-row" },
      finish,
      button("Discard it", discard, { look: "quiet" }),
    ),
  );
}
