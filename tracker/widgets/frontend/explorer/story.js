// One spot: how it is opened, and its story.

import { dayInWords } from "../entry/list.js";
import { button, h, uniqueId } from "../parts/dom.js";
import { chartPiece, sentences } from "./section.js";

const SPOTS_AT_FIRST = 6;
const keyOf = ({ muscle, spot, side }) => `story ${side} ${muscle} ${spot}`;

/** @param open (spot) tells its story. */
export function spotList({ open }) {
  const title = h("h3", { class: "tk-day", id: uniqueId("spots") }, "Open a spot’s story");
  const list = h("ul", { class: "tk-explorer-spots" });
  const more = button("", () => {
    whole = true;
    fill();
    list.children[SPOTS_AT_FIRST].querySelector("button").focus();
  });
  const element = h("div", { role: "group", "aria-labelledby": title.id }, title, list, more);
  let spots = [];
  let whole = false;

  function row(spot) {
    const one = button("", () => open(spot), { look: "spot", key: keyOf(spot) });
    one.append(
      h("span", { class: "tk-explorer-name" }, spot.name),
      h("span", { class: "tk-explorer-relief" }, spot.said, " · ", spot.n),
    );
    return h("li", {}, one);
  }

  function fill() {
    list.replaceChildren(...spots.slice(0, whole ? spots.length : SPOTS_AT_FIRST).map(row));
    more.textContent = `Show all ${spots.length} spots`;
    more.hidden = whole || spots.length <= SPOTS_AT_FIRST;
  }

  return {
    element,
    show(offered) {
      spots = offered;
      element.hidden = !spots.length;
      fill();
    },
    /** Returns whether the spot is in the list. */
    focus(spot) {
      const its = list.querySelector(`[data-key="${CSS.escape(keyOf(spot))}"]`);
      its?.focus();
      return Boolean(its);
    },
  };
}

/** A past release, in words. */
function releaseCard({ day, time, pain, spoken, change, tone, detail, note }) {
  const line = (look, text) => (text ? h("p", { class: look }, text) : null);
  return h(
    "li",
    { class: "tk-card" },
    h("p", { class: "tk-card-time" }, `${dayInWords(day)}, ${time}`),
    h(
      "p",
      { class: "tk-card-pain" },
      h("span", { "aria-hidden": "true" }, pain),
      h("span", { class: "tk-spoken" }, spoken),
      change ? h("span", { class: "tk-change", "data-tone": tone }, change) : null,
    ),
    line("tk-card-detail", detail),
    line("tk-card-note", note),
  );
}

/** @param back () goes back to all spots. */
export function storyView({ back }) {
  const heading = h("h2", { class: "tk-title", id: uniqueId("story"), tabindex: "-1" });
  const body = h("div", { class: "tk-explorer-answer" });
  const element = h(
    "section",
    { class: "tk-panel tk-explorer-story", "aria-labelledby": heading.id, hidden: true },
    h("div", { class: "tk-head" }, heading, button("Back to all", back)),
    body,
  );
  return {
    element,
    begin(name) {
      heading.textContent = name;
      body.replaceChildren(h("p", { class: "tk-hint" }, "Working…"));
      element.hidden = false;
      element.setAttribute("aria-busy", "true");
      heading.focus({ preventScroll: true });
      element.scrollIntoView({ block: "start" });
    },
    wait: () => element.setAttribute("aria-busy", "true"),
    show({ name, said, charts, cards }) {
      heading.textContent = name;
      body.replaceChildren(...sentences(said), ...charts.map(chartPiece));
      if (cards.length) {
        const title = h("h3", { class: "tk-day", id: uniqueId("last") }, "Last releases here");
        const list = h("ul", { class: "tk-cards", "aria-labelledby": title.id });
        list.append(...cards.map(releaseCard));
        body.append(title, list);
      }
      element.setAttribute("aria-busy", "false");
    },
    fail(text) {
      body.replaceChildren(h("p", { class: "tk-problem" }, text));
      element.setAttribute("aria-busy", "false");
    },
    close() {
      element.hidden = true;
    },
  };
}
