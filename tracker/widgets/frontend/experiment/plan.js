// What to compare, what stays the same, and how many pairs: then the order is drawn.

import { placeMenus } from "../body/place_menus.js";
import { choice } from "../parts/choice.js";
import { formControls } from "../parts/controls.js";
import { createElement, newEntryId, sampleBanner, uniqueId } from "../parts/elements.js";
import { flareUps } from "../parts/flare_ups.js";
import { menu } from "../parts/menu.js";
import { askWithStatus, rpcClient } from "../parts/rpc.js";
import { statusLine } from "../parts/status.js";
import { localIso } from "../parts/time.js";
import { hoursField, pairsField } from "./pairs_field.js";

const VARIES = {
  spot: { same: ["tool", "pressure"] },
  tool: { same: ["place", "pressure"] },
  pressure: { same: ["place", "tool"] },
};

/**
 * @param start (answers) sends the plan.
 */
function planForm({ model, start }) {
  const offered = () => model.get("choices");
  const { compares: kinds, pressures, lengths, pairs: usual, stops: ends, stopping } = offered();
  const compares = choice({ stem: "compares", label: "What do you compare?", options: kinds });
  const pairs = pairsField({ stem: "pairs", label: "How many pairs?", lengths });
  const stops = choice({ stem: "stops", label: "When does it end?", options: ends });
  const rule = createElement("p", { class: "tk-hint", "aria-live": "polite" });
  const washout = hoursField({ stem: "washout_h", label: "Hours between two releases" });
  const flares = flareUps(model);
  const place = warnedPlace({ prefix: "", offered, flares });
  const tool = menu({ stem: "tool", label: "Tool" });
  const pressure = choice({
    stem: "pressure",
    label: "Pressure",
    hint: "You may leave it open.",
    options: pressures,
    optional: true,
  });
  const arms = ["a", "b"].map((arm) => {
    const spot = warnedPlace({ prefix: `${arm}_`, offered, flares });
    const armTool = menu({ stem: `${arm}_tool`, label: "Tool" });
    const force = choice({ stem: `${arm}_pressure`, label: "Pressure", options: pressures });
    const heading = createElement(
      "h3",
      { class: "tk-arm", id: uniqueId(`arm-${arm}`) },
      arm.toUpperCase(),
    );
    const parts = { spot: spot.elements, tool: [armTool.element], pressure: [force.element] };
    return {
      spot,
      tool: armTool,
      parts,
      controls: { ...spot.controls, [`${arm}_tool`]: armTool, [`${arm}_pressure`]: force },
      element: createElement(
        "div",
        { class: "tk-arms", role: "group", "aria-labelledby": heading.id },
        heading,
        ...Object.values(parts).flat(),
      ),
    };
  });
  const same = { place: place.elements, tool: [tool.element], pressure: [pressure.element] };
  const sameBlock = createElement(
    "div",
    { class: "tk-arms" },
    createElement("h3", { class: "tk-arm" }, "The same for both"),
    ...Object.values(same).flat(),
  );
  const details = createElement(
    "div",
    { class: "tk-plan" },
    createElement("div", { class: "tk-pair" }, ...arms.map(({ element }) => element)),
    createElement("hr", {}),
    sameBlock,
    createElement("hr", {}),
    pairs.element,
    stops.element,
    rule,
    washout.element,
  );

  let wasProposed = false;

  /** Where pain rose light pressure is proposed, once: the person may change it. */
  function proposeLight(kind) {
    const places = kind === "spot" ? arms.map(({ spot }) => spot) : [place];
    const isWarned = places.map((one) => one.warn()).some(Boolean);
    const isProposed = isWarned && kind !== "pressure";
    if (isProposed && !wasProposed) pressure.set(model.get("flare_ups").pressure);
    wasProposed = isProposed;
  }

  function showRule() {
    const early = stops.get() === "early";
    pairs.describe(!early);
    rule.textContent = early ? (stopping[pairs.get()] ?? "") : "";
    rule.hidden = !rule.textContent;
  }

  function showOnly(parts, wanted) {
    for (const [name, elements] of Object.entries(parts)) {
      for (const element of elements) element.hidden = !wanted.includes(name);
    }
  }

  function arrange() {
    const kind = compares.get();
    details.hidden = !kind;
    submit.hidden = !kind;
    showOnly(same, VARIES[kind]?.same ?? []);
    const names = [{ names: offered().tools }];
    tool.offer(names);
    place.arrange();
    for (const arm of arms) {
      showOnly(arm.parts, [kind]);
      arm.tool.offer(names);
      arm.spot.arrange();
    }
    proposeLight(kind);
  }

  const submit = createElement(
    "button",
    { type: "submit", class: "tk-button tk-primary" },
    "Draw the order and start",
  );
  const controls = formControls(
    {
      compares,
      ...arms[0].controls,
      ...arms[1].controls,
      ...place.controls,
      tool,
      pressure,
      pairs,
      stops,
      washout_h: washout,
    },
    arrange,
  );
  const form = createElement(
    "form",
    { class: "tk-panel", novalidate: true, autocomplete: "off" },
    createElement("h2", { class: "tk-title", tabindex: "-1" }, "New experiment"),
    compares.element,
    details,
    createElement("div", { class: "tk-actions" }, submit),
  );
  form.addEventListener("input", (event) => controls.changed(event.target));
  form.addEventListener("input", showRule);
  form.addEventListener("change", showRule);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    start(controls.answers());
  });
  controls.fill({ pairs: usual, stops: "length" });
  showRule();

  return {
    element: form,
    arrange,
    setBusy(busy) {
      submit.textContent = busy ? "Drawing…" : "Draw the order and start";
      submit.setAttribute("aria-disabled", String(busy));
    },
    showProblems: (problems) => controls.showProblems(problems, "NOT STARTED"),
  };
}

/** The menus of a place, and under them what to know where pain rose there. */
function warnedPlace({ prefix, offered, flares }) {
  const menus = placeMenus({ prefix, offered });
  const risen = createElement("p", { class: "tk-problem", "aria-live": "polite", hidden: true });
  const value = (name) => menus.controls[`${prefix}${name}`].get();
  const shown = createElement("div", {}, risen);
  return {
    ...menus,
    elements: [...menus.elements, shown],
    /** Show the warning of what is chosen, and tell whether there is one. */
    warn() {
      const chosen = { muscle: value("muscle"), spot: value("spot"), side: value("side") };
      risen.textContent = flares.warning(chosen);
      risen.hidden = !risen.textContent;
      return !risen.hidden;
    },
  };
}

/** The stage of the page while no experiment is running. */
export function planStage({ model, el, below }) {
  const rpc = rpcClient(model);
  const status = statusLine();
  const ask = askWithStatus(rpc, status);
  // Sent again after a broken connection, it must be the same experiment.
  const id = newEntryId();
  const at = () => localIso(new Date());
  let busy = false;

  function setBusy(now) {
    busy = now;
    form.setBusy(busy);
  }

  const form = planForm({
    model,
    start(values) {
      if (busy) return;
      setBusy(true);
      const heard = (answer) => {
        setBusy(false);
        if (answer.outcome === "problems") {
          status.say(form.showProblems(answer.problems), { tone: "failed" });
        } else status.refuse(answer);
      };
      const silent = () => {
        setBusy(false);
        status.say("NOT STARTED yet: the kit does not answer. Your plan stays here.", {
          tone: "failed",
        });
      };
      rpc.ask({ type: "plan", id, at: at(), values }, { heard, silent });
    },
  });
  model.on("change:choices", form.arrange);
  el.replaceChildren(
    createElement(
      "div",
      // JupyterLab would take typed letters for its own shortcuts.
      { class: "tk-entry tk-experiment", "data-lm-suppress-shortcuts": "true" },
      sampleBanner(model),
      form.element,
      below,
      status.element,
    ),
  );
  return {
    ask,
    status,
    update() {},
    stop() {
      model.off("change:choices", form.arrange);
      rpc.stop();
    },
  };
}
