// The ring fills while the hold lasts, around its seconds, and sets the pace of the breath.

import { createElement } from "../parts/elements.js";

const RING_R = 46;
const RING_LENGTH = 2 * Math.PI * RING_R;
const SVG = "http://www.w3.org/2000/svg";

function circle(r, look) {
  const drawn = document.createElementNS(SVG, "circle");
  for (const [name, value] of Object.entries({ cx: 50, cy: 50, r, class: look })) {
    drawn.setAttribute(name, String(value));
  }
  return drawn;
}

/** A ring of what is drawn, with elements inside it. */
function ringOf(drawn, inside) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 100 100");
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(...drawn);
  return createElement(
    "div",
    { class: "tk-ring" },
    drawing,
    createElement("div", { class: "tk-ring-inside" }, ...inside),
  );
}

/** The ring before the hold fills it. */
export const emptyRing = (inside) => ringOf([circle(RING_R, "tk-ring-all")], [inside]);

/** @param pace () gives { in_s, out_s }. */
export function breathingRing(pace) {
  const breath = circle(38, "tk-breath");
  const check = document.createElementNS(SVG, "line");
  check.setAttribute("class", "tk-ring-check");
  const done = circle(RING_R, "tk-ring-done");
  done.setAttribute("stroke-dasharray", String(RING_LENGTH));
  const seconds = createElement("span", {
    class: "tk-ring-seconds",
    role: "timer",
    "aria-live": "off",
  });
  const goal = createElement("span", { class: "tk-ring-goal" });
  const words = createElement("p", { class: "tk-breath-words", "aria-hidden": "true" });
  const drawn = [breath, circle(RING_R, "tk-ring-all"), done, check];
  const element = ringOf(drawn, [seconds, goal, words]);
  /** @type {any} */
  let moving = null;
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  return {
    element,
    begin({ check_s, hold_s }, elapsed) {
      const angle = (2 * Math.PI * check_s) / hold_s - Math.PI / 2;
      for (const [end, r] of Object.entries({ 1: 44.6, 2: 47.4 })) {
        check.setAttribute(`x${end}`, String(50 + r * Math.cos(angle)));
        check.setAttribute(`y${end}`, String(50 + r * Math.sin(angle)));
      }
      goal.textContent = `of ${hold_s} s`;
      element.classList.toggle("tk-ring-long", hold_s >= 100);
      moving?.cancel();
      if (still()) return;
      const { in_s, out_s } = pace();
      const frames = [
        { transform: "scale(0.72)", easing: "ease-in-out" },
        { transform: "scale(1)", easing: "ease-in-out", offset: in_s / (in_s + out_s) },
        { transform: "scale(0.72)" },
      ];
      const duration = 1000 * (in_s + out_s);
      moving = breath.animate(frames, { duration, iterations: Infinity });
      moving.currentTime = (1000 * elapsed) % duration;
    },
    show(elapsed, hold_s) {
      const { in_s, out_s } = pace();
      const part = Math.min(elapsed / hold_s, 1);
      done.setAttribute("stroke-dashoffset", String(RING_LENGTH * (1 - part)));
      const text = String(Math.floor(Math.min(elapsed, hold_s)));
      if (seconds.textContent !== text) seconds.textContent = text;
      const breathing = elapsed % (in_s + out_s) < in_s ? "Breathe in" : "Breathe out";
      if (words.textContent !== breathing) words.textContent = breathing;
    },
    stop() {
      moving?.cancel();
      moving = null;
    },
  };
}
