// The running week in one line, over the line of the sciatica's pain.

import { createElement } from "../parts/elements.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 280;
const HEIGHT = 40;
const MARGIN = 4;
const MOST = 10;

/** Make an element of a drawing. */
function drawn(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * Each rated day as a place in the drawing; pain always runs from 0 to 10.
 *
 * @param {[number, number][]} pain days since the first, and points.
 * @param {number} days how many the line shows.
 */
function placesOf(pain, days) {
  const across = (day) => MARGIN + (day / (days - 1)) * (WIDTH - 2 * MARGIN);
  const down = (points) => MARGIN + (1 - points / MOST) * (HEIGHT - 2 * MARGIN);
  return pain.map(([day, points]) => [across(day), down(points)]);
}

/** The line in words, for whoever does not see it. */
function lineInWords({ site, pain, days }) {
  const [first, last] = [pain[0][1], pain[pain.length - 1][1]];
  const ratings = pain.length === 1 ? "1 day rated" : `${pain.length} days rated`;
  return `The ${site}'s pain over ${days} days, of 10: from ${first} to ${last}, ${ratings}.`;
}

/** The pain of some weeks as a line with its last day marked. */
function painLine(week) {
  const places = placesOf(week.pain, week.days);
  const [x, y] = places[places.length - 1];
  const rule = (at) => drawn("line", { class: "tk-spark-rule", x1: 0, x2: WIDTH, y1: at, y2: at });
  return drawn(
    "svg",
    {
      class: "tk-spark",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": lineInWords(week),
    },
    rule(MARGIN),
    rule(HEIGHT - MARGIN),
    drawn("polyline", { class: "tk-spark-line", points: places.map(String).join(" ") }),
    // A dot that stays round however wide the drawing is: the round end of a line of no length.
    drawn("path", { class: "tk-spark-now", d: `M${x} ${y}h0` }),
  );
}

export function weekSoFar() {
  const words = createElement("p", {}, "Reading your week…");
  const line = createElement("div", { class: "tk-today-line" });
  const element = createElement(
    "section",
    { class: "tk-panel tk-today-week", "aria-label": "This week" },
    words,
    line,
  );
  return {
    element,
    show(week) {
      words.textContent = week.sentence;
      line.replaceChildren(...(week.pain.length ? [painLine(week)] : []));
    },
  };
}
