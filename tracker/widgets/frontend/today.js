// Today on one screen: safety, the next press, a check-in, the week, the last entries.

import { button, createElement, sampleBanner, whenOnPage } from "./parts/elements.js";
import { askWithStatus, rpcClient } from "./parts/rpc.js";
import { statusLine } from "./parts/status.js";
import { safetyCheck } from "./safety/check.js";
import { lingeringCheck } from "./safety/lingering_check.js";
import { quickCheckIn } from "./today/check_in.js";
import { lastEntries } from "./today/last_entries.js";
import { nextPress } from "./today/next_press.js";
import { weekSoFar } from "./today/week.js";

const LOOK_AGAIN_MS = 15 * 60 * 1000;
const ASKED_FOR = "#red-flags";
const GREETING =
  "Press a tight spot for 90 seconds, and rate the pain before and after. " +
  "After some releases this page shows what went with relief, and what to press next.";

/** @type {import("@anywidget/types").Render} */
function render({ model, el }) {
  const rpc = rpcClient(model);
  const status = statusLine();
  const ask = askWithStatus(rpc, status);
  // The page around it is not ready before this is.
  const page = createElement("div", {
    class: "tk-entry tk-today",
    "data-lm-suppress-shortcuts": "true",
    "data-waiting": true,
  });
  const rows = createElement("ul", { class: "tk-today-rows" });
  const safety = safetyCheck({ model, rpc, status });
  const lingering = lingeringCheck({ model, ask });
  const next = nextPress({ first: () => model.get("is_empty"), start });
  const checkIn = quickCheckIn({ ask, status, saved: offerUndo });
  const week = weekSoFar();
  const entries = lastEntries({ undo: (entry) => undo(entry.id) });
  let isChanging = false;

  const row = (text, action) =>
    createElement("li", { class: "tk-today-row" }, createElement("p", {}, text), action);
  const link = (text, href) => createElement("a", { class: "tk-button tk-plain", href }, text);

  const greeting = createElement(
    "section",
    { class: "tk-today-greeting", "aria-label": "Welcome" },
    createElement("p", {}, GREETING),
    createElement(
      "div",
      { class: "tk-row" },
      // The page's own menu knows whether there is a guide.
      document.querySelector('.kit-nav a[href$="guide.ipynb"]') && link("Guide", "guide.ipynb"),
      link("See a made-up diary", "charts.ipynb"),
    ),
  );

  /** Before the very first press, and while a red flag stands, the questions come first. */
  function start(event) {
    if (safety.isClear()) return;
    event.preventDefault();
    safety.open();
  }

  function due() {
    const { check_in, weekly, report, remind } = model.get("due");
    const items = [];
    if (report.week) {
      items.push(row(`Last week, ${report.days}`, link("Read it", "week.ipynb")));
    }
    if (weekly && !check_in) {
      items.push(row("This week's questions are due.", link("Answer", "log.ipynb?kind=check-in")));
    }
    if (remind.id) {
      const askLater = () =>
        ask(
          { type: "ask_later", id: remind.id },
          {
            done: ({ text }) => status.say(text, { tone: "done" }),
          },
        );
      items.push(
        row(`Want to know how long it lasts at ${remind.title}?`, button("Ask me later", askLater)),
      );
    }
    return items;
  }

  function show() {
    const isEmpty = model.get("is_empty");
    greeting.hidden = !isEmpty;
    week.element.hidden = isEmpty;
    rows.replaceChildren(...(isEmpty ? [] : due()));
    rows.hidden = !rows.children.length;
    checkIn.show(model.get("due").check_in);
    entries.show(model.get("entries"));
    look();
  }

  /** What changes with one entry arrives at one moment, and is shown once. */
  function changed() {
    if (isChanging) return;
    isChanging = true;
    queueMicrotask(() => {
      isChanging = false;
      show();
    });
  }

  /** The plan follows what the person says of themselves elsewhere on the page. */
  function hear(message) {
    if (message.type === "profile") look();
  }

  /** The plan and the week take a while; nothing moves when they come, for the page waits. */
  function look() {
    const heard = (answer) => {
      page.removeAttribute("data-waiting");
      if (answer.outcome !== "done") {
        next.unknown();
        return status.refuse(answer);
      }
      next.show(answer.next);
      return week.show(answer.week);
    };
    // A kernel that has just started needs longer than other answers; a dead one is said above.
    rpc.ask({ type: "look" }, { heard, silent() {} });
  }

  function offerUndo(answer) {
    const action = answer.undo && { label: "Undo", run: () => undo(answer.undo) };
    status.say(answer.text, { tone: "done", action });
  }

  function undo(id) {
    ask(
      { type: "undo", id },
      {
        done({ text, undo: taken }) {
          const action = taken && { label: "Put it back", run: () => undo(taken) };
          const offered = status.say(text, { tone: "done", action });
          if (offered) offered.focus({ preventScroll: true });
          else entries.focus();
        },
      },
    );
  }

  /** The header of every page leads here to answer the red flags. */
  function answerFlags() {
    if (location.hash !== ASKED_FOR) return;
    history.replaceState(null, "", location.pathname + location.search);
    document.querySelector("#kit-flags")?.removeAttribute("open");
    safety.open();
  }

  // A page left open over night asks about today.
  const lookAgain = () => {
    if (!document.hidden) rpc.ask({ type: "today" }, { heard() {}, silent() {} });
  };
  const clock = setInterval(lookAgain, LOOK_AGAIN_MS);
  document.addEventListener("visibilitychange", lookAgain);

  page.append(
    ...[sampleBanner(model), greeting, safety.element, lingering.element].filter(Boolean),
    createElement(
      "div",
      { class: "tk-today-columns" },
      createElement("div", {}, next.element, checkIn.element),
      createElement("div", {}, week.element, entries.element, rows),
    ),
    status.element,
  );
  el.replaceChildren(page);
  model.on("change:due", changed);
  model.on("change:entries", changed);
  model.on("msg:custom", hear);
  window.addEventListener("hashchange", answerFlags);
  const leave = whenOnPage(el, answerFlags);
  show();

  return () => {
    clearInterval(clock);
    leave();
    window.removeEventListener("hashchange", answerFlags);
    document.removeEventListener("visibilitychange", lookAgain);
    model.off("change:due", changed);
    model.off("change:entries", changed);
    model.off("msg:custom", hear);
    safety.stop();
    lingering.stop();
    rpc.stop();
  };
}

export default { render };
