// The explorer. The kernel is asked for one section at a time; a newer choice ends an older round.

import { explorerBody } from "./explorer/body.js";
import { filterPanel } from "./explorer/filters.js";
import { sectionView } from "./explorer/section.js";
import { spotList, storyView } from "./explorer/story.js";
import { button, createElement, sampleBanner } from "./parts/elements.js";
import { rpcClient } from "./parts/rpc.js";
import { statusLine } from "./parts/status.js";

const NOTHING = "No release in your diary matches what you chose.";
const NOTHING_YET = "No releases yet: log the first one and it shows here.";

function render({ model, el }) {
  const rpc = rpcClient(model);
  const status = statusLine();
  const filters = filterPanel({ changed });
  const spots = spotList({ open });
  const story = storyView({ back });
  const bodyPlace = createElement("div", {});
  const list = createElement("div", { class: "tk-explorer-sections" });
  const everything = createElement("div", { class: "tk-explorer-all" }, bodyPlace, list);
  const views = new Map();
  /** @type {any} */
  let body = null;
  /** @type {any} */
  let told = null;
  let round = 0;
  let lookedFor = "";

  /** Ask within a round; what comes after the round has ended is not heard. */
  function ask(
    mine,
    message,
    { done, failed, problems = /** @param {any} _problems */ (_problems) => {} },
  ) {
    const heard = (answer) => {
      if (mine !== round) return;
      status.clear();
      if (answer.outcome === "done") done(answer);
      else if (answer.outcome === "problems") problems(answer.problems);
      else failed(answer.text);
    };
    const silent = () => {
      if (mine !== round) return;
      status.say("Still working, or the kit does not answer. What stands here may be old.", {
        tone: "failed",
        action: { label: "Try again", run: look },
      });
    };
    rpc.ask({ ...message, filter: filters.get() }, { heard, silent });
  }

  /** A touched control need not ask for anything new: "Pick days" before a day is picked. */
  function changed() {
    if (JSON.stringify(filters.get()) !== lookedFor) look();
  }

  function look() {
    round += 1;
    const mine = round;
    lookedFor = JSON.stringify(filters.get());
    filters.work();
    views.forEach((view) => view.wait());
    if (told) story.wait();
    ask(
      mine,
      { type: "choose", figure: !body },
      {
        done: (answer) => chosen(mine, answer),
        problems: filters.showProblems,
        failed: (text) => {
          filters.say("", { open: true });
          status.say(text, { tone: "failed", action: { label: "Try again", run: look } });
        },
      },
    );
  }

  function chosen(mine, answer) {
    filters.offer(answer.choices);
    filters.work();
    showBody(answer.body);
    spots.show(answer.spots);
    bodyPlace.hidden = !answer.spots.length;
    showSections(answer.sections, answer.open);
    const rest = answer.sections.map(({ name }) => name);
    const finish = () => filters.say(answer.text, { open: answer.open });
    if (told) tell(mine, () => draw(mine, rest, finish));
    else draw(mine, rest, finish);
  }

  function draw(mine, names, finish) {
    const [name, ...rest] = names;
    if (!name) return finish();
    const view = views.get(name);
    const next = () => draw(mine, rest, finish);
    return ask(
      mine,
      { type: "section", name },
      {
        done(answer) {
          view.show(answer);
          next();
        },
        failed(text) {
          view.fail(text);
          next();
        },
      },
    );
  }

  function showBody(scene) {
    if (scene.figure) {
      body?.stop();
      body = explorerBody(scene.figure, { open });
      bodyPlace.replaceChildren(body.element);
    }
    body.show(scene);
  }

  function showSections(sections, open) {
    const names = sections.map(({ name }) => name);
    for (const name of views.keys()) if (!names.includes(name)) views.delete(name);
    for (const section of sections) {
      const below = section.name === "spots" ? spots.element : null;
      if (!views.has(section.name)) views.set(section.name, sectionView(section, below));
    }
    const shown = names.map((name) => views.get(name).element);
    list.replaceChildren(...(views.has("spots") ? [] : [nothing(open)]), ...shown);
  }

  function nothing(open) {
    if (open) return createElement("p", { class: "tk-panel" }, NOTHING_YET);
    const all = button("Show all", filters.showAll, { look: "primary" });
    return createElement(
      "div",
      { class: "tk-panel" },
      createElement("p", {}, NOTHING),
      createElement("div", {}, all),
    );
  }

  function open({ muscle, spot, side }) {
    told = { muscle, spot, side };
    everything.hidden = true;
    story.begin(`${side} ${muscle} · ${spot}`);
    tell(round, () => {});
  }

  function tell(mine, next) {
    const place = told;
    const ifStill = (act) => (what) => {
      if (told === place) act(what);
      next();
    };
    const failed = ifStill(story.fail);
    ask(mine, { type: "story", place }, { done: ifStill(story.show), failed, problems: next });
  }

  function back() {
    const place = told;
    told = null;
    story.close();
    everything.hidden = false;
    if (!spots.focus(place)) body?.focus(place);
  }

  const root = createElement(
    "div",
    // JupyterLab would take arrow keys and letters for its own shortcuts.
    { class: "tk-entry tk-body tk-explorer", "data-lm-suppress-shortcuts": "true" },
    sampleBanner(model),
    filters.element,
    story.element,
    everything,
    status.element,
  );
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && told) back();
  });
  el.replaceChildren(root);
  look();

  return () => {
    round += 1;
    rpc.stop();
    filters.stop();
    body?.stop();
    root.remove();
  };
}

export default { render };
