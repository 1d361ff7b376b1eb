// What the kit takes each column for, with a menu to say otherwise, and what it could not tell.

import { choice } from "../parts/choice.js";
import { createElement, uniqueId } from "../parts/elements.js";
import { textField } from "../parts/text.js";

const ORDERS = [
  { value: "day first", label: "Day first: 3/4 is 3 April" },
  { value: "month first", label: "Month first: 3/4 is 4 March" },
  { value: "year first", label: "Year first: 24/3/4 is 4 March 2024" },
];
const SIGNS = [
  { value: "comma", label: "A comma: 3,5" },
  { value: "point", label: "A point: 3.5" },
];
const SCALES = ["0 to 10", "0 to 5", "1 to 5", "0 to 100"];
const KINDS = [
  { value: "check-ins", label: "How the pain was" },
  { value: "releases", label: "Releases of a spot" },
];

const SEVERAL = ["note", "place"];
const RATED = ["place", "ratings"];
const isRival = (field, other) =>
  field !== other &&
  ((RATED.includes(field) && ["pain", "site", ...RATED].includes(other)) ||
    (RATED.includes(other) && ["pain", "site"].includes(field)));

/** One column: its name, its first cells, and the menu. */
function columnRow({ name, samples }, changed) {
  const id = uniqueId("column");
  const select = createElement("select", { id, class: "tk-input", onchange: () => changed(name) });
  const cells = samples.length ? samples.join(" · ") : "nothing in it";
  const element = createElement(
    "div",
    { class: "tk-import-column" },
    createElement("label", { for: id }, name, createElement("span", { class: "tk-hint" }, cells)),
    createElement("div", { class: "tk-select" }, select),
  );
  return {
    element,
    get: () => select.value,
    set(field) {
      select.value = field;
    },
    offer(menu) {
      const present = select.value;
      const options = menu.map(([value, words]) => createElement("option", { value }, words));
      select.replaceChildren(createElement("option", { value: "" }, "left out"), ...options);
      select.value = menu.some(([value]) => value === present) ? present : "";
    },
  };
}

/**
 * @param view what the kit said of the file, with its columns, and
 * @param changed () after any change.
 */
export function importColumns(view, changed) {
  const known = !view.columns;
  const rows = new Map(
    (view.columns ?? []).map((column) => [column.name, columnRow(column, chosen)]),
  );
  const kind = choice({ stem: "import-kind", label: "What each row is", options: KINDS });
  const order = choice({
    stem: "date-order",
    label: "Which comes first in a date?",
    hint: "The days in this file can be read in several orders.",
    options: ORDERS,
  });
  const sign = choice({
    stem: "decimal",
    label: "Which is the decimal sign?",
    hint: "The numbers in this file have both.",
    options: SIGNS,
  });
  const proposed = (view.scale ?? [0, 10]).join(" to ");
  const scale = choice({
    stem: "import-scale",
    label: "The ratings go from",
    options: [...new Set([...SCALES, proposed])],
  });
  const site = textField({
    stem: "import-site",
    label: "Where it hurts",
    hint: "The same in every row. Left empty, it is sciatica.",
  });
  const tool = textField({
    stem: "import-tool",
    label: "Tool",
    hint: "The same in every row, such as lacrosse ball.",
  });
  const side = choice({
    stem: "import-side",
    label: "Side",
    options: ["left", "right"],
    optional: true,
  });
  const list = createElement("div", { class: "tk-import-columns" });
  list.append(...Array.from(rows.values(), (row) => row.element));

  /** A field stands for one column; only notes and places may come from several. */
  function chosen(name) {
    const field = rows.get(name).get();
    for (const [other, row] of rows) {
      const isAgain = other !== name && field && row.get() === field;
      if (isAgain && !SEVERAL.includes(field)) row.set("");
      // One answer to what the pain is: a column of it, places, or ratings with their names.
      if (other !== name && isRival(field, row.get())) row.set("");
    }
    arrange();
    changed();
  }

  function arrange() {
    const taken = new Set(Array.from(rows.values(), (row) => row.get()));
    const checkIn = kind.get() === "check-ins";
    const saysPlace = ["site", "place", "ratings"].some((field) => taken.has(field));
    site.element.hidden = known || !checkIn || saysPlace;
    tool.element.hidden = known || checkIn || taken.has("tool");
    side.element.hidden = known || taken.has("side");
  }

  function offer() {
    for (const row of rows.values()) row.offer(view.menus[kind.get()]);
  }

  order.element.hidden = !view.asks.date_order;
  sign.element.hidden = !view.asks.decimal;
  scale.element.hidden = known;
  scale.set(proposed);
  site.set(view.fixed?.site ?? "");
  side.set(view.fixed?.side ?? null);
  kind.element.hidden = known;
  kind.set(view.kind ?? null);
  offer();
  for (const { name, field } of view.columns ?? []) rows.get(name).set(field);
  arrange();
  for (const control of [order, sign, scale, side]) {
    control.element.addEventListener("input", changed);
  }
  for (const control of [site, tool]) control.element.addEventListener("change", changed);
  kind.element.addEventListener("input", () => {
    offer();
    arrange();
    changed();
  });

  return {
    element: createElement(
      "section",
      { class: "tk-import-mapping", "aria-label": "What the columns are" },
      known ? null : createElement("h3", { class: "tk-import-heading" }, "What the columns are"),
      ...(view.unsure ?? []).map((sentence) =>
        createElement("p", { class: "tk-import-unsure" }, sentence),
      ),
      order.element,
      sign.element,
      scale.element,
      kind.element,
      list,
      createElement("div", { class: "tk-pair" }, site.element, tool.element, side.element),
    ),
    /** Ask what only came up by what was chosen. */
    ask(asks) {
      order.element.hidden = !asks.date_order;
    },
    /** Null for a layout that the kit knows: nothing but the answers is asked then. */
    mapping() {
      if (known) return null;
      return {
        kind: kind.get(),
        columns: Object.fromEntries(Array.from(rows, ([name, row]) => [name, row.get()])),
        fixed: {
          site: site.element.hidden ? "" : site.get().trim(),
          tool: tool.element.hidden ? "" : tool.get().trim(),
          side: side.element.hidden ? "" : (side.get() ?? ""),
        },
        scale: scale.get().split(" to ").map(Number),
      };
    },
    answers: () => ({ date_order: order.get(), decimal: sign.get() }),
  };
}
