// What is looked at: days, side, muscles and tools. Nothing chosen means everything.

import { several } from "../parts/choice.js";
import { button, createElement, uniqueId } from "../parts/elements.js";
import { dayField } from "../parts/moment.js";

const EVERYTHING = { days: "all", from: "", to: "", side: "both", muscles: [], tools: [] };
const DAYS = [
  { value: "all", label: "All days" },
  { value: "12", label: "Last 12 weeks" },
  { value: "4", label: "Last 4 weeks" },
  { value: "picked", label: "Pick days" },
];
const SIDES = [
  { value: "both", label: "Both sides" },
  { value: "left", label: "Left" },
  { value: "right", label: "Right" },
];
const SETTLED_MS = 200;

/** One of a few, in a line that has no room for buttons. */
function oneOf(stem, label, options) {
  const select = createElement(
    "select",
    { id: uniqueId(stem), class: "tk-input", "aria-label": label },
    ...options.map(({ value, label: text }) => createElement("option", { value }, text)),
  );
  return {
    element: createElement("div", { class: "tk-select" }, select),
    get: () => select.value,
    set(value) {
      select.value = value;
    },
    focus: () => select.focus(),
  };
}

/** Check boxes for names that may come and go; a name that went is no longer chosen. */
function nameBoxes(stem, label) {
  const place = createElement("div", {});
  let names = [];
  /** @type {any} */
  let control = null;
  return {
    element: place,
    get: () => control?.get() ?? [],
    set: (values) => control?.set(values),
    offer(offered) {
      if (control && offered.join("\n") === names.join("\n")) return;
      const kept = control?.get() ?? [];
      names = offered;
      control = several({ stem, label, options: names });
      control.set(kept.filter((name) => names.includes(name)));
      place.replaceChildren(control.element);
    },
  };
}

/** @param changed () what is chosen has changed, and the person has paused. */
export function filterPanel({ changed }) {
  const days = oneOf("days", "Days", DAYS);
  const side = oneOf("side", "Side", SIDES);
  const from = dayField("from", "From");
  const to = dayField("to", "To");
  const picked = createElement("div", { class: "tk-pair" }, from.element, to.element);
  const muscles = nameBoxes("muscles", "Muscles");
  const tools = nameBoxes("tools", "Tools");
  const which = createElement("span", {}, "Muscles and tools");
  const names = createElement(
    "details",
    { class: "tk-more" },
    createElement("summary", {}, which),
    createElement("div", { class: "tk-explorer-names" }, muscles.element, tools.element),
  );
  const words = createElement("p", {
    class: "tk-explorer-shown",
    role: "status",
    "aria-live": "polite",
  });
  const all = button("Show all", showAll);
  const controls = createElement(
    "div",
    { class: "tk-explorer-controls", id: uniqueId("controls") },
    createElement("div", { class: "tk-explorer-choices" }, days.element, side.element, names),
    picked,
  );
  // On a phone the controls wait behind it.
  const opener = button("Filter", () => {
    const isOpen = element.classList.toggle("tk-open");
    opener.setAttribute("aria-expanded", String(isOpen));
  });
  opener.classList.add("tk-explorer-opener");
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", controls.id);
  const element = createElement(
    "form",
    { class: "tk-explorer-filters", "aria-label": "What to look at", autocomplete: "off" },
    opener,
    controls,
    createElement("div", { class: "tk-explorer-now" }, words, all),
  );
  /** @type {any} */
  let timer = null;

  function fill(values) {
    days.set(values.days);
    side.set(values.side);
    from.input.value = values.from;
    to.input.value = values.to;
    muscles.set(values.muscles);
    tools.set(values.tools);
    arrange();
  }

  function arrange() {
    picked.hidden = days.get() !== "picked";
    const chosen = [...muscles.get(), ...tools.get()];
    which.textContent = chosen.length ? chosen.join(", ") : "All muscles and tools";
    from.setProblem("");
    to.setProblem("");
  }

  function showAll() {
    fill(EVERYTHING);
    clearTimeout(timer);
    changed();
    days.focus();
  }

  element.addEventListener("submit", (event) => event.preventDefault());
  element.addEventListener("input", () => {
    arrange();
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLED_MS);
  });
  fill(EVERYTHING);

  return {
    element,
    /** What the kernel is asked to choose. */
    get() {
      const weeks = Number(days.get()) || null;
      const isPicked = days.get() === "picked";
      return {
        weeks,
        from: isPicked ? from.input.value : "",
        to: isPicked ? to.input.value : "",
        side: side.get() === "both" ? null : side.get(),
        muscles: muscles.get(),
        tools: tools.get(),
      };
    },
    offer({ muscle, tool }) {
      muscles.offer(muscle);
      tools.offer(tool);
      arrange();
    },
    say(text, { open }) {
      words.textContent = text;
      element.classList.toggle("tk-narrowed", !open);
      all.hidden = open;
    },
    work() {
      words.textContent = "Working…";
    },
    showProblems(problems) {
      element.classList.add("tk-narrowed");
      // The focus stays where it is: a day half typed may well be none yet.
      words.textContent = "These days need another look.";
      from.setProblem(problems.from ?? "");
      to.setProblem(problems.to ?? "");
    },
    showAll,
    stop: () => clearTimeout(timer),
  };
}
