// The figure stands under the names of its views, with the list of spots under a finger.
//
// It is cut from the ribs to mid-thigh, where the spots are; on a phone one view at a time, or a
// finger could not tell them apart. The whole figure is a button away.

import { button, createElement } from "../parts/elements.js";
import { bodyChooser } from "./chooser.js";
import { bodyFigure } from "./figure.js";

const NARROW_PX = 480;
const FRAMES = { back: "Back", front: "Front", close: "Close-up", whole: "Whole body" };

function bodyCaption(view, name, left, right) {
  return createElement(
    "div",
    { "data-view": view },
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
    reveal,
  });
  const chooser = bodyChooser({
    choose(mark) {
      // Whoever hears of the choice may take the focus elsewhere.
      figure.focus(mark);
      choose(mark);
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
  const tabs = Object.entries(FRAMES).map(([name, words]) => ({
    name,
    tab: button(words, () => turn(name), { look: "tab" }),
  }));
  const captions = createElement(
    "div",
    { class: "tk-body-captions" },
    bodyCaption("front", "Front", "your right", "your left"),
    bodyCaption("back", "Back", "your left", "your right"),
  );
  const element = createElement(
    "div",
    { class: "tk-body-shown" },
    createElement(
      "div",
      { class: "tk-body-tabs", role: "group", "aria-label": "What is shown of the body" },
      ...tabs.map(({ tab }) => tab),
    ),
    captions,
    createElement("div", { class: "tk-body-stage" }, figure.element, chooser.element),
  );
  const wanted = { view: "back", whole: false };
  let isNarrow = false;

  const shown = () => (wanted.whole ? "whole" : isNarrow ? wanted.view : "close");

  function showFrame() {
    const frame = shown();
    chooser.close();
    figure.cut(frame);
    element.dataset.frame = frame;
    for (const { name, tab } of tabs) {
      tab.hidden = name === "close" ? isNarrow : name !== "whole" && !isNarrow;
      tab.setAttribute("aria-pressed", String(name === frame));
    }
  }

  function turn(frame) {
    wanted.whole = frame === "whole";
    if (frame === "front" || frame === "back") wanted.view = frame;
    showFrame();
  }

  /** Turn to where a point of the drawing is seen. */
  function reveal(at) {
    if (at.x === null || figure.holds(at)) return;
    const { y, height } = drawing.frames.close;
    const isLow = at.y < y || at.y > y + height;
    turn(isLow ? "whole" : at.x < drawing.width / 2 ? "front" : "back");
  }

  const resizes = new ResizeObserver(([{ contentRect }]) => {
    const narrow = contentRect.width < NARROW_PX;
    if (!contentRect.width || narrow === isNarrow) return;
    isNarrow = narrow;
    showFrame();
  });
  resizes.observe(element);
  showFrame();

  return {
    element,
    figure,
    chooser,
    reveal,
    /** Turn to a muscle, where none of its spots is seen. */
    turnTo(spots) {
      const placed = spots.filter(({ x }) => x !== null);
      if (placed.length && !placed.some(figure.holds)) reveal(placed[0]);
    },
    stop() {
      resizes.disconnect();
      figure.stop();
    },
  };
}
