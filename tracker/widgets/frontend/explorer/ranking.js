// The answer in its rows: muscles and spots, each with its points, its line, and what it gives.

import { button, createElement, uniqueId } from "../parts/elements.js";

const keyOf = ({ muscle, spot, side }) => `story ${side} ${muscle} ${spot}`;
const HOW = "Dot: the average. Line: where it likely lies. Dashed: clear relief.";

/** From where to where the lines of all rows run, 0 always among them. */
function scaleOf(rows) {
  const ends = rows.flatMap(({ range, mark }) => (range ? [...range, mark] : []));
  const [low, high] = [Math.min(0, ...ends), Math.max(1, ...ends)];
  return (points) => `${(100 * (points - low)) / (high - low)}%`;
}

/** A row's line; what it shows is said beside it. */
function line({ range, mark, gives }, at) {
  if (!range) return null;
  const [low, mean, high] = range;
  const part = (name, style) => createElement("span", { class: `tk-bar-${name}`, style });
  return createElement(
    "span",
    { class: "tk-bar", "data-gives": gives, "aria-hidden": "true" },
    part("zero", `left:${at(0)}`),
    part("mark", `left:${at(mark)}`),
    part("range", `left:${at(low)};right:calc(100% - ${at(high)})`),
    part("mean", `left:${at(mean)}`),
  );
}

/**
 * Rows of one kind, the first few at first.
 *
 * @param what such as "spots"; @param most how many are shown at first, and
 * @param open (row) tells its story, or null where it has none.
 */
function rowList({ title, what, most, open }) {
  const heading = createElement("h3", { class: "tk-day", id: uniqueId(what) }, title);
  const list = createElement("ul", { class: "tk-explorer-spots" });
  const more = button("", () => {
    isWhole = true;
    fill();
    list.children[most].querySelector("button")?.focus();
  });
  const element = createElement(
    "div",
    { role: "group", "aria-labelledby": heading.id },
    heading,
    list,
    more,
  );
  let rows = [];
  let at = scaleOf([]);
  let isWhole = false;

  function rowElement(row) {
    const parts = [
      createElement("span", { class: "tk-explorer-name" }, row.name),
      createElement("span", { class: "tk-explorer-relief" }, row.said, " · ", row.n),
      line(row, at),
    ].filter(Boolean);
    const one = open
      ? button("", () => open(row), { look: "spot", key: keyOf(row) })
      : createElement("div", { class: "tk-spot tk-explorer-row" });
    one.append(...parts);
    return createElement("li", {}, one);
  }

  function fill() {
    list.replaceChildren(...rows.slice(0, isWhole ? rows.length : most).map(rowElement));
    more.textContent = `Show all ${rows.length} ${what}`;
    more.hidden = isWhole || rows.length <= most;
  }

  return {
    element,
    show(offered, scale) {
      rows = offered;
      at = scale;
      element.hidden = !rows.length;
      fill();
    },
    /** Returns whether the row is in the list. */
    focus(row) {
      const its = list.querySelector(`[data-key="${CSS.escape(keyOf(row))}"]`);
      its?.focus();
      return Boolean(its);
    },
  };
}

/** @param open (spot) tells its story. */
export function rankingView({ open }) {
  const heading = createElement(
    "h2",
    { class: "tk-title", id: uniqueId("ranking") },
    "Most relief first",
  );
  const muscles = rowList({ title: "Muscles", what: "muscles", most: 3, open: null });
  const spots = rowList({ title: "Spots", what: "spots", most: 6, open });
  const how = createElement("p", { class: "tk-hint" }, HOW);
  const rest = createElement("div", { class: "tk-explorer-answer" });
  const element = createElement(
    "section",
    { class: "tk-explorer-section", "aria-labelledby": heading.id, hidden: true },
    heading,
    createElement("div", { class: "tk-explorer-ranking" }, muscles.element, spots.element),
    how,
    rest,
  );
  return {
    element,
    show(answer, restParagraphs) {
      const rows = [...answer.muscles, ...answer.spots];
      const scale = scaleOf(rows);
      muscles.show(answer.muscles, scale);
      spots.show(answer.spots, scale);
      how.hidden = !rows.some(({ range }) => range);
      rest.replaceChildren(...restParagraphs);
      element.hidden = !rows.length;
    },
    focus: spots.focus,
  };
}
