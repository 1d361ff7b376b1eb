// The safety dialog has two full pages: the questions, and what a yes means.

import { pill } from "../parts/choice.js";
import { button, createElement, uniqueId } from "../parts/elements.js";

const COACH_IS_OFF =
  "The coach is off until you have seen a doctor. " +
  "You can still write in your diary and look at it.";

const READ_ALL = "Read all the questions first, down to the last one.";
/** The share of the last answers that has to be on the screen; scrolling leaves parts of a pixel. */
const IN_SIGHT = 0.9;
const SETTLED_MS = 600;

/**
 * A dialog over the whole window; show(page) replaces what it shows and opens it.
 */
export function safetyDialog({ closed }) {
  const page = createElement("div", { class: "tk-safety-page" });
  const note = createElement("p", { class: "tk-safety-unsaved", role: "status" });
  const element = createElement(
    "dialog",
    { class: "tk-entry tk-safety", "data-lm-suppress-shortcuts": "true", onclose: () => closed() },
    page,
  );
  let shownAt = 0;
  /** @type {any} */
  let stop = null;
  // The second tap of two must not fall on what the first one brought up.
  const early = (event) => {
    const isTap = event.detail > 0 && event.target.closest(".tk-safety-foot");
    if (isTap && performance.now() - shownAt < SETTLED_MS) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  element.addEventListener("click", early, { capture: true });

  return {
    element,
    isOpen: () => element.open,
    show(shown) {
      const { title, tone = "plain", body, foot } = shown;
      stop?.();
      stop = shown.stop;
      const id = uniqueId("safety");
      const heading = createElement("h2", { class: "tk-safety-title", id, tabindex: "-1" }, title);
      element.setAttribute("aria-labelledby", heading.id);
      element.dataset.tone = tone;
      const actions = createElement("div", { class: "tk-safety-foot" }, note, ...foot);
      page.replaceChildren(heading, ...body, actions);
      shownAt = performance.now();
      if (!element.open) element.showModal();
      element.scrollTop = 0;
      heading.focus({ preventScroll: true });
    },
    close: () => element.close(),
    /** What went wrong meanwhile, where it is seen over the page below. */
    note(text) {
      note.textContent = text;
    },
  };
}

/** One question; get() gives whether the answer is yes. */
function safetyQuestion({ name, question }) {
  const group = uniqueId("flag");
  const words = createElement("p", { id: uniqueId("flag-question") }, question);
  const no = pill("radio", group, "no", "No");
  const yes = pill("radio", group, "yes", "Yes");
  yes.element.classList.add("tk-safety-yes");
  return {
    name,
    question,
    isYes: () => yes.input.checked,
    element: createElement(
      "div",
      { class: "tk-safety-question", role: "radiogroup", "aria-labelledby": words.id },
      words,
      createElement("div", { class: "tk-pills" }, no.element, yes.element),
    ),
  };
}

/**
 * The questions; nobody can deny them all before the last one has been on the screen.
 *
 * @param why why the red flags are asked, and
 * @param answered (names) with those answered yes.
 */
export function safetyQuestions({ flags, advice, why, answered, left }) {
  const questions = flags.map(safetyQuestion);
  const warning = createElement("p", { class: "tk-danger", role: "alert" });
  const until = createElement("p", { class: "tk-hint", id: uniqueId("until") }, READ_ALL);
  const done = button("None of these", press, { look: "primary" });
  done.setAttribute("aria-describedby", until.id);
  const yes = () => questions.filter((one) => one.isYes()).map(({ name }) => name);
  const list = createElement(
    "div",
    { class: "tk-safety-questions", oninput: show },
    ...questions.map(({ element }) => element),
  );
  const last = questions[questions.length - 1].element;
  let isRead = false;

  // A disabled button could not be reached by key; this one says what is missing, and leads there.
  const isReady = () => isRead || yes().length > 0;

  function show() {
    warning.textContent = adviceFor(advice, yes())?.sentence ?? "";
    done.textContent = yes().length ? "Show what to do" : "None of these";
    done.setAttribute("aria-disabled", String(!isReady()));
    until.hidden = isReady();
  }

  function press() {
    if (isReady()) return answered(yes());
    last.scrollIntoView({ block: "nearest" });
    return last.querySelector("input").focus();
  }

  const reading = new IntersectionObserver(
    (seen) => {
      if (!seen.some(({ intersectionRatio }) => intersectionRatio >= IN_SIGHT)) return;
      reading.disconnect();
      isRead = true;
      show();
    },
    { threshold: IN_SIGHT },
  );
  // Its answers: on an enlarged page the whole question may be higher than the screen.
  reading.observe(last.querySelector(".tk-pills"));
  show();
  return {
    title: "Do you have any of these?",
    body: [createElement("p", {}, why), list],
    foot: [warning, until, done, button("Not now", left, { look: "quiet" })],
    stop: () => reading.disconnect(),
  };
}

/**
 * What a yes means: a calm page, which goes away only when its reader says how to go on.
 *
 * @param agreed () the reader says that a doctor has agreed; null where that is no question.
 */
export function safetyAdvice({ flags, advice, names, again, close, goOn, agreed }) {
  const { sentence, urgency } = adviceFor(advice, names);
  const asked = flags.filter(({ name }) => names.includes(name));
  return {
    title: sentence,
    tone: "urgent",
    body: [
      createElement("p", {}, "You answered yes to:"),
      createElement("ul", {}, ...asked.map(({ question }) => createElement("li", {}, question))),
      ...(urgency === "emergency"
        ? [
            createElement(
              "p",
              {},
              "Such a sign can mean pressure on the nerves at the base of the spine " +
                "(cauda equina syndrome). Only a clinician can tell.",
            ),
          ]
        : [
            createElement(
              "p",
              {},
              "Only a clinician can tell what it is, and whether pressing is safe.",
            ),
          ]),
      createElement("p", {}, COACH_IS_OFF),
    ],
    foot: [
      button("Close, and press nothing", close, { look: "primary" }),
      ...(agreed ? [button("My doctor has agreed to self-massage", agreed)] : []),
      button("Answer the questions again", again),
      ownDecision(goOn),
    ],
  };
}

/** Pain that did not go away: the protocol says to stop. */
export function safetyStop({ why, close, goOn }) {
  return {
    title: "Stop the releases for now",
    tone: "stop",
    body: [createElement("p", {}, why), createElement("p", {}, COACH_IS_OFF)],
    foot: [button("Close, and press nothing", close, { look: "primary" }), ownDecision(goOn)],
  };
}

function ownDecision(goOn) {
  return button("I have read this and decide to go on by myself", goOn, { look: "own" });
}

export function adviceFor(advice, names) {
  return advice.find(({ flags }) => flags.some((name) => names.includes(name)));
}
