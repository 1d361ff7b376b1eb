// What needs the person now has a row each; where nothing does, the list is empty.

import { button, createElement } from "./parts/elements.js";
import { askWithStatus, rpcClient } from "./parts/rpc.js";
import { statusLine } from "./parts/status.js";
import { safetyCheck } from "./safety/check.js";
import { lingeringCheck } from "./safety/lingering_check.js";

const LOOK_AGAIN_MS = 15 * 60 * 1000;
const ASKED_FOR = "#red-flags";

/** @type {import("@anywidget/types").Render} */
function render({ model, el }) {
  const rpc = rpcClient(model);
  const status = statusLine();
  const ask = askWithStatus(rpc, status);
  const rows = createElement("ul", { class: "tk-today-rows" });
  const calm = createElement("p", { class: "tk-hint" });
  const safety = safetyCheck({ model, rpc, status, changed: sayCalm });
  const lingering = lingeringCheck({ model, ask, changed: sayCalm });

  const row = (text, action) =>
    createElement("li", { class: "tk-today-row" }, createElement("p", {}, text), action);
  const link = (text, href) => createElement("a", { class: "tk-button tk-plain", href }, text);

  function due() {
    const { check_in, weekly, report, remind } = model.get("due");
    const items = [];
    if (check_in) {
      const words = weekly
        ? "No check-in yet today. This week's questions are due as well."
        : "No check-in yet today. It takes 15 seconds.";
      items.push(row(words, button("Check in", goToCheckIn)));
    }
    if (report.week) {
      items.push(
        row(`Your week from ${report.days} can be read.`, link("Last week", "week.ipynb")),
      );
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
    rows.replaceChildren(...due());
    rows.hidden = !rows.children.length;
    sayCalm();
  }

  function sayCalm() {
    const waits = !safety.isClear() || lingering.count() || rows.children.length;
    calm.textContent = waits ? "" : "Nothing is waiting for you.";
    calm.hidden = waits;
  }

  /** The header of every page leads here to answer the red flags. */
  function answerFlags() {
    if (location.hash !== ASKED_FOR) return;
    history.replaceState(null, "", location.pathname + location.search);
    document.querySelector("#kit-flags")?.removeAttribute("open");
    safety.open();
  }
  // A dialog opens only on the page, and the element is put there after this returns.
  const arrival = new ResizeObserver(() => {
    if (!el.isConnected) return;
    arrival.disconnect();
    answerFlags();
  });

  // A page left open over night asks about today.
  const lookAgain = () => {
    if (!document.hidden) rpc.ask({ type: "today" }, { heard() {}, silent() {} });
  };
  const clock = setInterval(lookAgain, LOOK_AGAIN_MS);
  document.addEventListener("visibilitychange", lookAgain);

  el.replaceChildren(
    createElement(
      "div",
      { class: "tk-entry tk-today", "data-lm-suppress-shortcuts": "true" },
      safety.element,
      lingering.element,
      rows,
      createElement(
        "div",
        { class: "tk-today-foot" },
        calm,
        link("Start a guided press", "hold.ipynb"),
        button("Go through the red flags", () => safety.open(), { look: "quiet" }),
      ),
      status.element,
    ),
  );
  model.on("change:due", show);
  window.addEventListener("hashchange", answerFlags);
  arrival.observe(el);
  show();

  return () => {
    clearInterval(clock);
    arrival.disconnect();
    window.removeEventListener("hashchange", answerFlags);
    document.removeEventListener("visibilitychange", lookAgain);
    model.off("change:due", show);
    safety.stop();
    lingering.stop();
    rpc.stop();
  };
}

function goToCheckIn() {
  const form = document.querySelector('form[data-form="check-in"]');
  form?.scrollIntoView({ block: "start" });
  form?.querySelector("input")?.focus({ preventScroll: true });
}

export default { render };
