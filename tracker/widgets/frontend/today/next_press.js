// The next press of the plan: where, why, and a link that opens the hold page with it chosen.

import { createElement } from "../parts/elements.js";

const LOOKING = "Looking for your next press…";
const HOLD = "hold.ipynb";
const UNKNOWN = "The next press is not known just now; the hold page lets you choose.";

/**
 * @param first whether it is the person's first; @param start (event) Start was pressed.
 */
export function nextPress({ first, start }) {
  const title = createElement("h2", { class: "tk-title" });
  const reason = createElement("p", { class: "tk-hint tk-today-reason" }, LOOKING);
  const link = createElement("a", {
    class: "tk-button tk-primary",
    href: HOLD,
    onclick: start,
  });
  const element = createElement(
    "section",
    { class: "tk-panel tk-today-next", "aria-label": "Next press" },
    title,
    reason,
    link,
  );

  function show(next) {
    const { muscle, spot, side, tool, advice, may_press: mayPress } = next ?? {};
    const where = muscle ? `${side} ${muscle}, ${spot}` : "";
    title.textContent = where ? where[0].toUpperCase() + where.slice(1) : "Next press";
    link.textContent = first() ? "Start your first release" : "Start";
    link.setAttribute("href", next?.href ?? HOLD);
    link.hidden = Boolean(advice) && !mayPress;
    reason.textContent = advice ?? next?.reason ?? UNKNOWN;
    if (tool) reason.prepend(createElement("span", { class: "tk-today-tool" }, `${tool}.`), " ");
  }

  show({ reason: LOOKING });
  return { element, show, unknown: () => show(null) };
}
