// What is looked at: days, side, muscles and tools. Nothing chosen means everything.

import { choice, several } from "../parts/choice.js";
import { button, createElement } from "../parts/elements.js";
import { dayField } from "../parts/moment.js";

const EVERYTHING = { days: "all", from: "", to: "", side: "both", muscles: [], tools: [] };
const DAYS = [
  { value: "all", label: "All" },
  { value: "12", label: "Last 12 weeks" },
  { value: "4", label: "Last 4 weeks" },
  { value: "picked", label: "Pick days" },
];
const SIDES = [
  { value: "both", label: "Both" },
  { value: "left", label: "Left" },
  { value: "right", label: "Right" },
];
const SETTLED_MS = 200;

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
  const days = choice({ stem: "days", label: "Days", options: DAYS });
  const side = choice({ stem: "side", label: "Side", options: SIDES });
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
  const element = createElement(
    "form",
    { class: "tk-panel tk-explorer-filters", "aria-label": "What to look at", autocomplete: "off" },
    createElement("div", { class: "tk-explorer-choices" }, days.element, side.element),
    picked,
    names,
    createElement("div", { class: "tk-head" }, words, all),
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
      all.hidden = open;
    },
    work() {
      words.textContent = "Working…";
    },
    showProblems(problems) {
      // The focus stays where it is: a day half typed may well be none yet.
      words.textContent = "These days need another look.";
      from.setProblem(problems.from ?? "");
      to.setProblem(problems.to ?? "");
    },
    showAll,
    stop: () => clearTimeout(timer),
  };
}
