// One screen is shown at a time.

import { createElement } from "../parts/elements.js";

const DOUBLE_TAP_MS = 400;

/**
 * Shows one screen, { element, focus, stop }, in the place of the one before.
 *
 * @param {HTMLElement} el the widget's element, which is brought into sight.
 */
export function screenBox(el) {
  const element = createElement("div", { class: "tk-coach-stage" });
  /** @type {any} */
  let screen = null;
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
    current: () => screen,
    show(next) {
      const isFirst = !screen;
      screen?.stop();
      screen = next;
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
    stop: () => screen.stop(),
  };
}
