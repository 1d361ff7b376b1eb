// The figure stands under the names of its views, with the list of spots under a finger.

import { createElement } from "../parts/elements.js";
import { bodyChooser } from "./chooser.js";
import { bodyFigure } from "./figure.js";

function bodyCaption(name, left, right) {
  return createElement(
    "div",
    {},
    createElement("p", { class: "tk-body-view" }, name),
    createElement(
      "p",
      { class: "tk-body-sides" },
      createElement("span", {}, left),
      createElement("span", {}, right),
    ),
  );
}

/**
 * @param choose (mark) a spot was chosen
 * @param look (mark or null) as of `bodyFigure`
 * @param isPlacing () whether a tap is a place, and never a choice
 * @param place (at or null) it was one, in units of the drawing; null where the tap has no place
 */
export function bodyView(drawing, { choose, look, isPlacing, place }) {
  const figure = bodyFigure(drawing, {
    choose: (mark) => (isPlacing() ? place(mark) : choose(mark)),
    offer: (marks, at) => chooser.open(marks, at),
    look,
  });
  const chooser = bodyChooser({
    choose(mark) {
      choose(mark);
      figure.focus(mark);
    },
    leave: (mark) => figure.focus(mark),
  });
  figure.element.setAttribute(
    "aria-label",
    "Spots on the body; arrow keys go from one to the next",
  );
  // Where the finger was: a browser moves its click onto a mark that lies near.
  /** @type {any} */
  let lifted = null;
  figure.element.addEventListener("pointerup", (event) => {
    lifted = event;
  });
  // Before the figure's own.
  figure.element.addEventListener(
    "click",
    (event) => {
      if (!isPlacing()) return;
      event.stopImmediatePropagation();
      // A screen reader's click has no place of its own.
      place(event.detail === 0 ? null : figure.point(lifted ?? event));
    },
    { capture: true },
  );
  const element = createElement(
    "div",
    {},
    createElement(
      "div",
      { class: "tk-body-captions" },
      bodyCaption("Front", "your right", "your left"),
      bodyCaption("Back", "your left", "your right"),
    ),
    createElement("div", { class: "tk-body-stage" }, figure.element, chooser.element),
  );
  return { element, figure, chooser };
}
