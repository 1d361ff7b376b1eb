// The figure and its marks. Distances are measured in the drawing's units, reach in pixels.

import { uniqueId } from "../parts/elements.js";

const REACH_PX = 24;
const SMALL = 0.8;

/** Make an element of an SVG, as `createElement` makes one of HTML. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Read the drawing, which holds no word that a person typed, as elements of its own ids. */
function inked(text) {
  const page = `<svg xmlns="http://www.w3.org/2000/svg">${text}</svg>`;
  const { documentElement } = new DOMParser().parseFromString(page, "image/svg+xml");
  return svg("g", { "aria-hidden": "true" }, ...documentElement.childNodes);
}

/** A name, and the line to what it names. */
function written({ lines, x, y, leader }) {
  const first = -0.55 * (lines.length - 1);
  const rows = lines.map((line, i) => svg("tspan", { x, dy: `${i ? 1.1 : first}em` }, line));
  return svg(
    "g",
    {},
    svg("path", { d: leader, class: "tk-body-leader" }),
    svg("text", { x, y, class: "tk-body-label" }, ...rows),
  );
}

/**
 * The front and the back of the body.
 *
 * @param drawing what Python says of the figure
 * @param choose (mark) a mark was chosen
 * @param offer (marks, at) a finger reaches several; `at` is in pixels from the figure's top
 * @param look (mark or null) a mark is pointed at, or none is any more
 * @param reveal (mark) a mark got the focus, and must be seen
 */
export function bodyFigure(drawing, { choose, offer, look, reveal }) {
  const id = uniqueId("figure");
  const own = (text) => text.replaceAll(drawing.prefix, id);
  const picture = inked(own(drawing.svg));
  const labels = drawing.labels.map((label) => ({ ...label, group: written(label) }));
  const numbers = svg("g", { "aria-hidden": "true" });
  const layer = svg("g");
  const element = svg(
    "svg",
    { role: "group", class: "tk-body-svg" },
    picture,
    svg("g", { "aria-hidden": "true" }, ...labels.map(({ group }) => group)),
    numbers,
    layer,
  );
  let marks = [];
  /** @type {any} */
  let current = null;
  let frame = drawing.frames.whole;
  let isWhole = true;
  /** @type {any} */
  let lit = { muscle: null, side: "left" };
  let taken = new Set();

  const scale = () => element.getBoundingClientRect().width / frame.width || 1;

  function fit() {
    element.style.setProperty("--tk-unit", 1 / scale());
    for (const { hit } of marks) hit.setAttribute("r", REACH_PX / scale());
    showNumbers();
  }

  function point(event) {
    const box = element.getBoundingClientRect();
    return {
      x: frame.x + (event.clientX - box.left) / scale(),
      y: frame.y + (event.clientY - box.top) / scale(),
    };
  }

  const holds = ({ x, y }) =>
    x >= frame.x && x <= frame.x + frame.width && y >= frame.y && y <= frame.y + frame.height;

  /** Of a muscle on both sides, one of two names is enough. */
  function showLabels() {
    const named = lit.muscle ?? drawing.named;
    labels.forEach(({ group, muscle, side, whole }, i) => {
      const isNamed = muscle === null || (muscle === named && (side ?? lit.side) === lit.side);
      const shown = isNamed && whole === isWhole && !taken.has(i);
      group.setAttribute("display", shown ? "inline" : "none");
    });
  }

  /**
   * Between the views a number of the one must not show in a close-up of the other; and beside a
   * small figure there is no room for one.
   */
  function showNumbers() {
    const isSmall = scale() < SMALL;
    for (const number of numbers.children) {
      const line = number.querySelector("line");
      const from = { x: Number(line?.getAttribute("x1")), y: Number(line?.getAttribute("y1")) };
      number.setAttribute("display", holds(from) && !isSmall ? "inline" : "none");
    }
  }

  function within(at, reach) {
    const far = (mark) => Math.hypot(mark.x - at.x, mark.y - at.y);
    return marks.filter((mark) => far(mark) <= reach).sort((a, b) => far(a) - far(b));
  }

  function show(spots) {
    const focused = marks.find(({ group }) => group === document.activeElement);
    marks = spots.filter((spot) => spot.x !== null).map((spot) => ({ ...spot, ...drawn(spot) }));
    layer.replaceChildren(...marks.map(({ group }) => group));
    current = same(marks, focused ?? current) ?? marks[0] ?? null;
    rove();
    if (focused) current?.group.focus();
    fit();
  }

  function drawn(spot) {
    const hit = svg("circle", { class: "tk-body-hit" });
    const ground = svg("path", { d: spot.shape, style: own(spot.ground) });
    const group = svg(
      "g",
      {
        class: "tk-body-mark",
        transform: `translate(${spot.x} ${spot.y})`,
        role: "button",
        "aria-label": [spot.name, spot.said].filter(Boolean).join("; "),
        "aria-pressed": "false",
      },
      hit,
      svg("circle", { class: "tk-body-ring", r: drawing.radius + 4 }),
      ground,
      svg("path", { d: drawing.cross, style: spot.line }),
    );
    // Not on the whole drawing: Chromium would make it a stop for the Tab key.
    group.addEventListener("focus", () => {
      reveal(spot);
      look(spot);
    });
    group.addEventListener("blur", () => look(null));
    return { group, hit };
  }

  function rove() {
    for (const mark of marks) mark.group.setAttribute("tabindex", mark === current ? "0" : "-1");
  }

  function go(mark) {
    if (!mark) return;
    current = mark;
    rove();
    mark.group.focus({ preventScroll: true });
  }

  const markOf = (target) => marks.find(({ group }) => group.contains(target));

  element.addEventListener("keydown", (event) => {
    const mark = markOf(event.target);
    if (!mark) return;
    if (event.key === "Enter" || event.key === " ") choose(mark);
    else if (event.key === "Home") go(marks[0]);
    else if (event.key === "End") go(marks.at(-1));
    else if (event.key in WAYS) go(neighbour(marks, mark, WAYS[event.key]));
    else return;
    event.preventDefault();
  });
  // The reach of neighbours overlaps, so the browser would give the focus to whichever lies on top.
  element.addEventListener("mousedown", (event) => event.preventDefault());
  element.addEventListener("click", (event) => {
    // A screen reader's click has no place of its own.
    if (event.detail === 0 && markOf(event.target)) return choose(markOf(event.target));
    const at = point(event);
    const near = within(at, REACH_PX / scale());
    const hit = event.pointerType === "mouse" && within(at, drawing.radius + 1)[0];
    if (hit || near.length === 1) {
      choose(hit || near[0]);
      go(hit || near[0]);
    } else if (near.length) offer(near, { y: (at.y - frame.y) * scale() });
  });
  element.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse") look(within(point(event), REACH_PX / scale())[0] ?? null);
  });
  element.addEventListener("pointerleave", () => look(null));
  const resizes = new ResizeObserver(fit);
  resizes.observe(element);

  return {
    element,
    id,
    show,
    point,
    holds,
    /** Show a part of the drawing. */
    cut(name) {
      frame = drawing.frames[name];
      isWhole = name === "whole";
      const { x, y, width, height } = frame;
      element.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
      showLabels();
      fit();
    },
    centre: () => ({ x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 }),
    /** Set the numbers that stand beside the figure. */
    number(callouts) {
      numbers.replaceChildren();
      taken = new Set(callouts.flatMap(({ hides }) => hides));
      showLabels();
      for (const {
        text,
        x,
        y,
        line: [x1, y1, x2, y2],
      } of callouts) {
        const from = svg("line", { x1, y1, x2, y2, class: "tk-body-leader" });
        numbers.append(svg("g", {}, from, svg("text", { x, y, class: "tk-body-number" }, text)));
      }
      showNumbers();
    },
    /** Show which spot is chosen, and take up from there when the figure gets the focus. */
    press(chosen) {
      for (const mark of marks)
        mark.group.setAttribute("aria-pressed", String(alike(mark, chosen)));
      current = same(marks, chosen) ?? current;
      rove();
    },
    /** Bring out a muscle, on one side or on both. */
    light(muscle, side = null) {
      for (const shape of picture.querySelectorAll("[data-muscle]")) {
        const { muscle: name, side: its } = shape.dataset;
        shape.classList.toggle("tk-lit", name === muscle && (side === null || side === its));
      }
      lit = { muscle, side: side ?? "left" };
      for (const { group, muscle: name } of labels)
        group.classList.toggle("tk-body-named", name !== null && name === muscle);
      showLabels();
    },
    focus: (spot) => go(same(marks, spot)),
    nearest: (at) => within(at, Infinity)[0] ?? null,
    stop: () => resizes.disconnect(),
  };
}

export const WAYS = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The mark that lies most nearly in a direction, or undefined at the edge. */
function neighbour(marks, from, way) {
  let best;
  let least = Infinity;
  for (const mark of marks) {
    const [dx, dy] = [mark.x - from.x, mark.y - from.y];
    const along = dx * way.x + dy * way.y;
    const aside = Math.abs(dx * way.y) + Math.abs(dy * way.x);
    if (along > 0.5 && along + 2 * aside < least) {
      best = mark;
      least = along + 2 * aside;
    }
  }
  return best;
}

export const alike = (one, other) =>
  Boolean(other) &&
  one.muscle === other.muscle &&
  one.spot === other.spot &&
  one.side === other.side;

const same = (marks, spot) => marks.find((mark) => alike(mark, spot));
