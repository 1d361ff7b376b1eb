// The explorer. The kernel is asked for one section at a time; a newer choice ends an older round.

import { explorerBody } from "./explorer/body.js";
import { filterPanel } from "./explorer/filters.js";
import { rankingView } from "./explorer/ranking.js";
import { sectionView, sentences } from "./explorer/section.js";
import { storyView } from "./explorer/story.js";
import { button, createElement, sampleBanner, uniqueId } from "./parts/elements.js";
import { rpcClient } from "./parts/rpc.js";
import { statusLine } from "./parts/status.js";

const NOTHING = "No release in your diary matches what you chose.";
const NOTHING_YET = "No releases yet: log the first one and it shows here.";

/** What only some look for, each under its own fold. */
function moreSections() {
  const heading = createElement("h2", { class: "tk-title", id: uniqueId("more") }, "More");
  const place = createElement("div", {});
  const element = createElement("section", { "aria-labelledby": heading.id }, heading, place);
  return {
    element,
    show(elements) {
      place.replaceChildren(...elements);
      element.hidden = !elements.length;
    },
  };
}

function render({ model, el }) {
  const rpc = rpcClient(model);
  const status = statusLine();
  const filters = filterPanel({ changed });
  const lead = createElement("div", { class: "tk-explorer-lead", "aria-live": "polite" });
  const ranking = rankingView({ open });
  const story = storyView({ back });
  const bodyPlace = createElement("div", { hidden: true });
  const list = createElement("div", { class: "tk-explorer-sections" });
  const folded = moreSections();
  const everything = createElement(
    "div",
    { class: "tk-explorer-all" },
    lead,
    ranking.element,
    bodyPlace,
    list,
    folded.element,
  );
  const method = createElement("div", { class: "tk-explorer-answer" });
  const how = createElement(
    "details",
    { class: "tk-fold", hidden: true },
    createElement("summary", {}, "How this is worked out"),
    method,
  );
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
    lead.setAttribute("aria-busy", "true");
    views.forEach((view) => view.wait());
    if (told) story.wait();
    ask(
      mine,
      { type: "choose", figure: !body },
      {
        done: (answer) => chosen(mine, answer),
        problems(problems) {
          lead.setAttribute("aria-busy", "false");
          filters.showProblems(problems);
        },
        failed: (text) => {
          lead.setAttribute("aria-busy", "false");
          filters.say("", { open: true });
          status.say(text, { tone: "failed", action: { label: "Try again", run: look } });
        },
      },
    );
  }

  function chosen(mine, answer) {
    filters.offer(answer.choices);
    filters.work();
    showAnswer(answer);
    showBody(answer.body);
    bodyPlace.hidden = !answer.answer.spots.length;
    showSections(answer.sections);
    const rest = answer.sections.map(({ name }) => name).filter((name) => views.get(name).isOpen());
    const finish = () => filters.say(answer.text, { open: answer.open });
    if (told) tell(mine, () => draw(mine, rest, finish));
    else draw(mine, rest, finish);
  }

  function draw(mine, names, finish) {
    const [name, ...rest] = names;
    if (!name) return finish();
    return drawOne(mine, name, () => draw(mine, rest, finish));
  }

  function drawOne(mine, name, next) {
    const view = views.get(name);
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

  function showAnswer({ answer, open: isAll }) {
    const none = !answer.spots.length;
    lead.replaceChildren(...(none ? [nothing(isAll)] : sentences(answer.lead)));
    lead.setAttribute("aria-busy", "false");
    ranking.show(answer, sentences(answer.rest));
    method.replaceChildren(...sentences(answer.method));
    how.hidden = none;
  }

  function showBody(scene) {
    if (scene.figure) {
      body?.stop();
      body = explorerBody(scene.figure, { open });
      bodyPlace.replaceChildren(body.element);
    }
    body.show(scene);
  }

  function showSections(sections) {
    for (const section of sections) {
      const { name } = section;
      const opened = () => drawOne(round, name, () => {});
      if (!views.has(name)) views.set(name, sectionView(section, { opened }));
      views.get(name).wait();
    }
    const of = (isFolded) =>
      sections
        .filter((section) => section.folded === isFolded)
        .map(({ name }) => views.get(name).element);
    list.replaceChildren(...of(false));
    folded.show(of(true));
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
    if (!ranking.focus(place)) body?.focus(place);
  }

  const root = createElement(
    "div",
    // JupyterLab would take arrow keys and letters for its own shortcuts.
    { class: "tk-entry tk-body tk-explorer", "data-lm-suppress-shortcuts": "true" },
    sampleBanner(model),
    filters.element,
    story.element,
    everything,
    how,
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
