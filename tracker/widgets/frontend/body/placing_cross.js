// A cross marks the place of a spot of the person's own; a tap sets it, arrow keys move it.

import { svg, WAYS } from "./figure.js";

const STEP = 6;
const FINE_STEP = 1;

/**
 * @param bounds the width and the height of the drawing
 * @param set (at) the place was chosen, in units of the drawing
 * @param moved (at) the cross stands elsewhere
 * @param cancel () no place after all
 */
export function placingCross({ bounds, set, moved, cancel }) {
  const element = svg(
    "g",
    { class: "tk-body-placing", role: "button", tabindex: "0", display: "none" },
    svg("circle", { class: "tk-body-ring", r: 12 }),
    svg("path", { class: "tk-body-target", d: "M-14 0H-4M4 0H14M0 -14V-4M0 4V14" }),
    svg("circle", { class: "tk-body-target", r: 8 }),
  );
  // At first on the buttock, where most spots are.
  let at = { x: bounds.width * 0.75, y: bounds.height * 0.3 };

  function move(to) {
    at = {
      x: Math.min(Math.max(to.x, 0), bounds.width),
      y: Math.min(Math.max(to.y, 0), bounds.height),
    };
    element.setAttribute("transform", `translate(${at.x} ${at.y})`);
  }

  element.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (way) {
      const step = event.shiftKey ? FINE_STEP : STEP;
      move({ x: at.x + step * way.x, y: at.y + step * way.y });
      moved(at);
    } else if (event.key === "Enter" || event.key === " ") set(at);
    else if (event.key === "Escape") cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  move(at);
  return {
    element,
    at: () => at,
    move,
    name: (words) => element.setAttribute("aria-label", words),
    show: (shown) => element.setAttribute("display", shown ? "inline" : "none"),
    focus: () => element.focus({ preventScroll: true }),
  };
}
