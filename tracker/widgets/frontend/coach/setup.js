// The screen before a hold: what to press, the pain before, Start.

import { spotPicker } from "../body/spot_picker.js";
import { choice } from "../parts/choice.js";
import { button, createElement } from "../parts/elements.js";
import { problemLine } from "../parts/field.js";
import { howToPress, toolFacts } from "../parts/how_to_press.js";
import { menu, toolGroups } from "../parts/menu.js";
import { painButtons } from "../parts/pain_scale.js";

const REPEATED = ["muscle", "spot", "side", "tool", "pressure"];
const CANNOT_STAY_LIT =
  "This browser cannot keep the screen on. Let the device's own screen stay on for two minutes, " +
  "or the cues may not sound.";

const START = "a spot to begin with";

/** The day of a moment in words, seen from now. */
function dayWords(iso) {
  const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
  const days = Math.round(
    (Number(midnight(new Date())) - Number(midnight(new Date(iso)))) / 86_400_000,
  );
  return days <= 0 ? "earlier today" : days === 1 ? "yesterday" : `${days} days ago`;
}

const sameChoice = (one, other) =>
  Boolean(one && other) && REPEATED.every((name) => (one[name] ?? null) === (other[name] ?? null));

/**
 * Scroll as little as shows the whole of it, or else its beginning.
 *
 * @param {HTMLElement} element
 */
function bringIntoSight(element) {
  const fits = element.offsetHeight < window.innerHeight / 2;
  element.scrollIntoView({ block: fits ? "nearest" : "start" });
}

/** What to press, as a button that is one tap. */
function choiceCard({ choice, when, warning, chosen }) {
  const { side, muscle, spot, tool, pressure } = choice;
  const how = [tool, pressure, when].filter(Boolean).join(" · ");
  return createElement(
    "button",
    { type: "button", class: "tk-coach-card", "aria-pressed": "false", onclick: chosen },
    createElement("span", { class: "tk-coach-where" }, `${side} ${muscle}`),
    createElement("span", { class: "tk-coach-spot" }, spot),
    createElement("span", { class: "tk-coach-how" }, how),
    warning ? createElement("span", { class: "tk-coach-warning" }, warning) : null,
  );
}

/**
 * @param offer its title, lead, choice and muscle, and its suggestions [{ choice, when }], or null
 *   for what was pressed last; @param flares as `flareUps` makes it, and
 * @param start ({ choice, pain_before }).
 */
export function setupScreen({ model, offer, flares, above, below, ask, lock, start }) {
  const offered = () => model.get("choices");
  const muscleNamed = (name) => offered().muscles.find((one) => one.name === name);
  const title = createElement("h2", { class: "tk-title", tabindex: "-1" }, offer.title);
  const lead = createElement("p", { hidden: !offer.lead }, offer.lead ?? "");
  const nearby = createElement("p", { class: "tk-coach-warning", hidden: true });
  const cards = createElement("div", {
    class: "tk-coach-cards",
    role: "group",
    "aria-label": "What to press",
  });
  const problem = problemLine("choice");
  const find = createElement("p", { class: "tk-hint", hidden: true });
  const how = howToPress(offered().do_not_press);
  const tool = menu({ stem: "tool", label: "Tool" });
  const pressure = choice({
    stem: "pressure",
    label: "Pressure",
    options: offered().pressures,
    optional: true,
  });
  const needs = createElement("p", { class: "tk-hint", hidden: true });
  const withWhat = createElement("summary", {});
  const tools = createElement(
    "details",
    { class: "tk-more" },
    withWhat,
    needs,
    createElement("div", { class: "tk-pair tk-coach-fields" }, tool.element, pressure.element),
  );
  const opener = button("Choose a spot", openPicker, { look: "plain tk-wide" });
  const picker = spotPicker({
    ask,
    choices: offered,
    chosen: () => ({
      muscle: offer.muscle ?? null,
      spot: null,
      side: offered().side,
      ...picked,
    }),
    done(chosen) {
      pick(withUsual(chosen));
      goOn();
    },
  });
  const pain = painButtons({ label: "Pain there before", keep: true, picked: rated });
  const begin = createElement(
    "button",
    { type: "button", class: "tk-button tk-primary", onclick: go },
    "Start",
  );
  const isMove = Boolean(offer.moved_from);
  /** @type {any} */
  let picked = null;
  let isWarned = false;

  /** What is offered, pressed lightly and after the others where pain rose. */
  function suggested() {
    const offers =
      offer.suggestions ??
      (model.get("repeats").length
        ? model.get("repeats").map(({ at, ...choice }) => ({ choice, when: dayWords(at) }))
        : model.get("starts").map((choice) => ({ choice, when: START })));
    const gentle = offers.map((one) => ({ ...one, choice: flares.gently(one.choice) }));
    // Two that differed in their pressure alone are one now.
    const isFirst = ({ choice: one }, place) =>
      gentle.findIndex(({ choice: other }) => sameChoice(one, other)) === place;
    return flares.ordered(gentle.filter(isFirst), ({ choice: one }) => one);
  }

  /** What holds for the whole muscle that is offered is said once, above its spots. */
  function showNearby() {
    nearby.textContent = offer.muscle ? flares.nearby(offer.muscle) : "";
    nearby.hidden = !nearby.textContent;
  }

  function showCards() {
    const hadFocus = cards.contains(document.activeElement);
    showNearby();
    const card = (one, when, chosen) => {
      const own = flares.warning(one);
      const warning = own === nearby.textContent ? "" : own;
      const made = choiceCard({ choice: one, when, warning, chosen });
      made.setAttribute("aria-pressed", String(sameChoice(one, picked)));
      return made;
    };
    const offers = suggested();
    const made = offers.map(({ choice: one, when }) => card(one, when, () => take(one)));
    const listed = offers.some(({ choice: one }) => sameChoice(one, picked));
    if (picked && !listed) made.unshift(card(picked, "", () => goOn()));
    cards.replaceChildren(...made);
    cards.hidden = !made.length;
    if (hadFocus) (chosenCard() ?? made[0])?.focus({ preventScroll: true });
    opener.textContent = made.length ? "Choose another spot" : "Choose a spot";
  }

  function showDetails() {
    const muscle = muscleNamed(picked?.muscle);
    const spot = muscle?.spots.find(({ name }) => name === picked.spot);
    find.textContent = spot?.find ?? "";
    find.hidden = !find.textContent;
    tools.hidden = !picked;
    // On a move within the muscle it has been read, and the rating must be in reach.
    how.element.hidden = !picked || (isMove && picked.muscle === offer.muscle);
    how.show(muscle, toolFacts(offered(), picked?.tool));
    const pressedWith = [picked?.tool, picked?.pressure].filter(Boolean).join(", ");
    withWhat.textContent = picked?.tool ? `With: ${pressedWith}` : "With: choose a tool";
    needs.textContent = (picked && usualFor(picked.muscle).needs) ?? "";
    needs.hidden = !needs.textContent;
  }

  /** A muscle that was not pressed lately comes with its cautions open. */
  const isNew = ({ muscle: name }) => !model.get("repeats").some((one) => one.muscle === name);

  function pick(one) {
    picked = flares.gently({ ...one });
    isWarned = Boolean(flares.warning(picked));
    problem.say("");
    tool.offer(toolGroups(offered(), muscleNamed(picked.muscle), "Suits it"));
    tool.set(picked.tool ?? null);
    if (!picked.tool) tools.open = true;
    pressure.set(picked.pressure ?? null);
    how.element.open = isNew(picked);
    showCards();
    showDetails();
  }

  function take(one) {
    pick(one);
    goOn();
  }

  const chosenCard = () => cards.querySelector('[aria-pressed="true"]');

  /** What is known well is rated next; what speaks against it, or is new, is to be read first. */
  function goOn() {
    if (isWarned || isNew(picked)) return chosenCard().focus();
    pain.focus();
    return bringIntoSight(pain.element);
  }

  /** The tool and pressure that are proposed for a muscle, each null where nobody can say. */
  function usualFor(name) {
    return model.get("usual")[name] ?? { tool: null, pressure: null, needs: "" };
  }

  function withUsual(place) {
    const { tool, pressure } = usualFor(place.muscle);
    return { ...place, tool, pressure };
  }

  function openPicker() {
    problem.say("");
    picker.open();
  }

  /** Whoever moves lies on the tool already, and rates what is felt there: one tap less. */
  function rated() {
    begin.hidden = false;
    if (isMove && picked?.tool) go();
  }

  tools.addEventListener("change", () => {
    if (!picked) return;
    picked = { ...picked, tool: tool.get() ?? picked.tool, pressure: pressure.get() };
    tool.setProblem("");
    showCards();
    showDetails();
  });

  /** Say what is missing, and go to the first of it: it may be far above the button. */
  function go() {
    const isRated = pain.get() !== null;
    if (!picked) problem.say("Choose a muscle.");
    const hasTool = Boolean(picked?.tool);
    tool.setProblem(picked && !hasTool ? "Choose a tool." : "");
    if (!isRated) pain.setProblem("Rate your pain before.");
    if (hasTool && isRated) return start({ choice: picked, pain_before: pain.get() });
    if (picked && !hasTool) {
      tools.open = true;
      tool.focus();
      return bringIntoSight(tools);
    }
    if (picked) pain.focus();
    else (cards.querySelector("button") ?? opener).focus({ preventScroll: true });
    return bringIntoSight(picked ? pain.element : what);
  }

  function refresh() {
    // A rise that was heard of only now changes the pressure that is proposed, once.
    if (picked && !isWarned && flares.warning(picked)) return pick(picked);
    showCards();
    return showDetails();
  }

  const what = createElement(
    "div",
    { class: "tk-coach-what" },
    problem.element,
    cards,
    opener,
    find,
  );
  const element = createElement(
    "section",
    { class: `tk-panel tk-coach-choosing${isMove ? " tk-coach-linked" : ""}` },
    ...above,
    createElement("div", { class: "tk-coach-head" }, title, lead, nearby),
    what,
    how.element,
    ...(isMove ? [pain.element, tools] : [tools, pain.element]),
    createElement("div", { class: "tk-coach-start" }, begin),
    lock.can() ? null : createElement("p", { class: "tk-hint" }, CANNOT_STAY_LIT),
    below,
  );
  begin.hidden = isMove;
  const given = offer.choice;
  if (given) pick(given.tool ? given : withUsual(given));
  else refresh();

  return {
    element,
    refresh,
    focus: () => (isWarned ? chosenCard() : title).focus({ preventScroll: true }),
    stop: picker.stop,
  };
}
