// A short list beside the figure settles which of several near spots is meant.

import { button, createElement, uniqueId } from "../parts/elements.js";

/**
 * @param choose (mark) one was picked
 * @param leave (mark) it was closed without, having offered this mark first
 */
export function bodyChooser({ choose, leave }) {
  const list = createElement("ul", {});
  const title = createElement(
    "p",
    { id: uniqueId("chooser"), class: "tk-body-question" },
    "Which spot?",
  );
  const closer = button("×", () => close(true), { look: "quiet", label: "Close the list" });
  const element = createElement(
    "div",
    { class: "tk-body-chooser", role: "dialog", "aria-labelledby": title.id, hidden: true },
    createElement("div", { class: "tk-body-chooser-head" }, title, closer),
    list,
  );
  /** @type {any} */
  let first = null;

  function close(byHand) {
    if (element.hidden) return;
    element.hidden = true;
    if (byHand) leave(first);
  }

  function row(mark) {
    const one = createElement(
      "button",
      {
        type: "button",
        class: "tk-body-candidate",
        onclick: () => {
          close(false);
          choose(mark);
        },
      },
      createElement("span", {}, mark.name),
      createElement("span", { class: "tk-body-said" }, mark.said),
    );
    return createElement("li", {}, one);
  }

  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    // A dialog around it stays open.
    event.preventDefault();
    close(true);
  });
  element.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !element.contains(event.relatedTarget)) close(false);
  });

  return {
    element,
    close: () => close(false),
    /** Offer marks under a point, in pixels from the top of the figure. */
    open(marks, { y }) {
      first = marks[0];
      list.replaceChildren(...marks.map(row));
      element.style.top = `${y + 28}px`;
      element.hidden = false;
      list.querySelector("button").focus({ preventScroll: true });
      element.scrollIntoView({ block: "nearest" });
    },
  };
}
