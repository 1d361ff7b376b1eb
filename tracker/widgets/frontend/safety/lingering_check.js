// Some hours after a release its pain is asked again, and the answer says what follows.

import { button, createElement } from "../parts/elements.js";
import { painScale } from "../parts/pain_scale.js";
import { localIso } from "../parts/time.js";

/**
 * @param model of a widget with a `RedFlagPrompt`; @param ask as `askWithStatus` makes it.
 * @param changed () whenever questions come or go.
 */
export function lingeringCheck({ model, ask, changed = () => {} }) {
  const element = createElement("div", { class: "tk-lingering" });
  const cards = new Map();
  const hidden = new Set();

  function draw() {
    const asked = model.get("safety").lingering;
    for (const question of asked) {
      if (!cards.has(question.id) && !hidden.has(question.id)) {
        cards.set(question.id, lingeringCard({ question, ask, left: () => leave(question.id) }));
      }
    }
    for (const [id, card] of cards) {
      // What was answered stays until it is read; what was answered elsewhere goes.
      if (!card.isTaken() && !asked.some((question) => question.id === id)) cards.delete(id);
    }
    const shown = Array.from(cards.values(), (card) => card.element);
    const isNew = shown.length !== element.children.length;
    if (isNew || shown.some((card, place) => card !== element.children[place])) {
      element.replaceChildren(...shown);
    }
    element.hidden = cards.size === 0;
  }

  function show() {
    draw();
    changed();
  }

  function leave(id) {
    hidden.add(id);
    cards.delete(id);
    show();
  }

  model.on("change:safety", show);
  draw();
  return {
    element,
    count: () => cards.size,
    stop: () => model.off("change:safety", show),
  };
}

function lingeringCard({ question, ask, left }) {
  const scale = painScale({ stem: "lingering", label: question.question, hint: question.why });
  const result = createElement("p", { class: "tk-lingering-said", role: "status", tabindex: "-1" });
  const notNow = button("Not now", left, { look: "quiet" });
  const again = button("Change it", () => turn(false), { look: "quiet" });
  const close = button("Done", left);
  const retry = button("Try again", () => send());
  const answer = createElement("div", { class: "tk-row" }, close, again);
  const element = createElement(
    "section",
    { class: "tk-panel tk-lingering-card", "aria-label": "Pain after a release" },
    scale.element,
    result,
    createElement("div", {}, retry, notNow, answer),
  );
  // From the tap on, so that the question does not go before its answer is read, or changed.
  let taken = false;

  function turn(isAnswered) {
    retry.hidden = true;
    scale.element.hidden = isAnswered;
    notNow.hidden = isAnswered;
    answer.hidden = !isAnswered;
    if (!isAnswered) result.textContent = "";
  }

  function send() {
    const at = localIso(new Date());
    taken = true;
    retry.hidden = true;
    scale.setProblem("");
    const fail = (text) => {
      scale.setProblem(text);
      retry.hidden = false;
    };
    ask(
      { type: "later", id: question.id, pain: scale.get(), at, sent_at: at },
      {
        done({ text, reason, action }) {
          turn(true);
          result.dataset.tone = action === "go on" ? "relief" : "worse";
          // Where pain stayed, the card of the red flags says the rest.
          const rest =
            action === "stop and consult" ? "Please answer the questions above." : reason;
          result.textContent = `${text} ${rest}`;
          result.focus({ preventScroll: true });
        },
        problems: (problems) => scale.setProblem(Object.values(problems).join(" ")),
        aloud: {
          say: () => fail("NOT SAVED yet: the kit does not answer. Your rating stays here."),
          refuse: ({ text }) => fail(text),
        },
      },
    );
  }

  scale.element.addEventListener("change", send);
  turn(false);
  return { element, isTaken: () => taken };
}
