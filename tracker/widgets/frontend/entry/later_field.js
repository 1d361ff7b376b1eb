// Pain at the spot some hours after the release, and when it was rated: both or neither.

import { createElement } from "../parts/elements.js";
import { momentField } from "../parts/moment.js";
import { painScale } from "../parts/pain_scale.js";
import { localIso } from "../parts/time.js";

/**
 * Two controls in one place, which is only there on an entry of the diary: nobody knows the pain
 * of a few hours later while noting the press.
 */
export function laterField({ label }) {
  const pain = painScale({
    stem: "pain_later",
    label,
    hint: "How the spot feels some hours after this release.",
    optional: true,
  });
  const moment = momentField({ stem: "later_at", label: "When you rated it" });
  const element = createElement("div", { class: "tk-later" }, pain.element, moment.element);

  function arrange() {
    moment.element.hidden = pain.get() === null;
  }
  pain.element.addEventListener("input", arrange);

  return {
    element,
    pain: {
      ...pain,
      set(value) {
        pain.set(value);
        arrange();
      },
    },
    at: {
      ...moment,
      get: () => (pain.get() === null ? null : (moment.get() ?? localIso(new Date()))),
    },
    offer(editing) {
      element.hidden = !editing;
    },
  };
}
