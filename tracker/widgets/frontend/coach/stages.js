// One thing on the screen at a time.

import { h } from "../parts/dom.js";

const DOUBLE_TAP_MS = 400;

/**
 * Shows one stage, { element, focus, stop }, in the place of the one before.
 *
 * @param el the widget's element, which is brought into sight.
 */
export function stageBox(el) {
  const element = h("div", { class: "tk-coach-stage" });
  /** @type {any} */
  let stage = null;
  let shownAt = -Infinity;

  // The second tap of a double tap would hit whatever has taken the first one's place.
  element.addEventListener(
    "click",
    (event) => {
      if (performance.now() - shownAt > DOUBLE_TAP_MS) return;
      event.stopPropagation();
      event.preventDefault();
    },
    { capture: true },
  );

  return {
    element,
    current: () => stage,
    show(next) {
      const isFirst = !stage;
      stage?.stop();
      stage = next;
      shownAt = performance.now();
      element.replaceChildren(next.element);
      if (isFirst) return;
      el.scrollIntoView({ block: "start" });
      next.focus();
    },
    /** Nobody has tapped yet. */
    settle() {
      shownAt = -Infinity;
    },
    stop: () => stage.stop(),
  };
}
