// The red flags are asked when the rules say so; a yes rests the coach until its reader goes on.

import { button, createElement, newEntryId, whenOnPage } from "../parts/elements.js";
import { adviceFor, safetyAdvice, safetyDialog, safetyQuestions, safetyStop } from "./dialog.js";
import { safetyOutbox } from "./outbox.js";

const AGREED = "You have had cancer, and your doctor has agreed to self-massage.";
const WHENEVER = "Answer them whenever something feels new or different.";

/**
 * @param model of a widget with a `RedFlagPrompt`.
 * @param rpc as `rpcClient` makes it; @param status a status line.
 * @param changed () whenever isClear() may have changed.
 *
 * The element is a card that is there only while something is to be done; put it where it is seen.
 */
export function safetyCheck({ model, rpc, status, changed = () => {} }) {
  const { flags, advice, diary, doctor_may_agree } = model.get("safety");
  const words = createElement("p", {});
  const open = button("", () => api.open(), { look: "primary" });
  const kept = createElement("p", { class: "tk-safety-unsaved", role: "status" });
  const retry = button("Try again", () => box.flush());
  const unsaved = createElement("div", { class: "tk-row" }, kept, retry);
  const card = createElement(
    "section",
    { class: "tk-safety-card", "aria-label": "Safety" },
    words,
    open,
  );
  const agreement = createElement(
    "div",
    { class: "tk-row tk-safety-agreed" },
    createElement("p", { class: "tk-hint" }, AGREED),
    button("Withdraw", () => box.add({ type: "withdraw" }), {
      look: "quiet",
      label: "Withdraw that your doctor has agreed",
    }),
  );
  const element = createElement("div", { class: "tk-safety-check" }, card, agreement, unsaved);
  const dialog = safetyDialog({ closed: show });
  element.append(dialog.element);
  const box = safetyOutbox({ mark: diary, rpc, delivered, changed: show });
  /** @type {any} */
  let shown = null;
  let stopped = false;

  /** What the diary says, and on top of it what waits to get there. */
  function now() {
    const { ask: asked, standing, agreed } = model.get("safety");
    let state = { asked: asked.reason ? asked : null, flags: standing, agreed };
    for (const message of box.waiting()) {
      if (message.type === "screen") {
        const covers = message.asked_because === asked.reason || isBrief(asked);
        state = { asked: covers ? null : state.asked, flags: message.red_flags, agreed: [] };
      } else if (message.type === "agree") {
        const isPast = (name) => doctor_may_agree.includes(name);
        const rest = state.flags.filter((name) => !isPast(name));
        state = { ...state, flags: rest, agreed: state.flags.filter(isPast) };
      } else if (message.type === "withdraw") {
        state = { ...state, flags: [...state.flags, ...state.agreed], agreed: [] };
      } else state = { ...state, flags: [] };
    }
    return state;
  }

  /** It is about a past cancer alone, and no question where a sign asks for emergency care. */
  const mayAgree = (names) =>
    adviceFor(advice, names).urgency !== "emergency" &&
    names.some((name) => doctor_may_agree.includes(name));

  // Only its own questions say that pain which stayed means to stop.
  const isBrief = ({ reason }) => reason !== "pain that stayed";

  function draw() {
    if (stopped) return;
    const { asked, flags: stand, agreed } = now();
    card.hidden = !asked && !stand.length;
    agreement.hidden = !agreed.length;
    card.dataset.tone = stand.length ? "urgent" : isBrief(asked ?? {}) ? "plain" : "stop";
    words.textContent = stand.length ? adviceFor(advice, stand).sentence : (asked?.why ?? "");
    open.textContent = stand.length ? "Read the advice" : "Answer the questions";
    unsaved.hidden = !box.failure();
    kept.textContent = box.failure();
    dialog.note(box.failure());
  }

  function show() {
    draw();
    changed();
  }

  /** @param {{ text?: string, problem?: string }} answer */
  function delivered({ text = "", problem }) {
    if (problem) status.say(`NOT SAVED: ${problem}`, { tone: "failed" });
    else status.say(text, { tone: "done" });
  }

  const keep = (reason, names) =>
    box.add({ type: "screen", id: newEntryId(), asked_because: reason, red_flags: names });

  function questions({ reason, why }) {
    dialog.show(
      safetyQuestions({
        flags,
        advice,
        why,
        left: dialog.close,
        answered(names) {
          const screen = () => keep(reason, names);
          if (names.length) {
            standing(names, { asksDoctor: isBrief({ reason }) });
            screen();
          } else if (reason === "pain that stayed") stop(why, screen);
          else {
            dialog.close();
            screen();
          }
        },
      }),
    );
  }

  /** A doctor's agreement from before does not answer pain that stayed: then it is not asked. */
  function standing(names, { asksDoctor = true } = {}) {
    shown = names.join();
    dialog.show(
      safetyAdvice({
        flags,
        advice,
        names,
        close: dialog.close,
        again: () => questions({ reason: "asked for", why: "Answer them as it is now." }),
        goOn() {
          dialog.close();
          box.add({ type: "dismiss", red_flags: names });
        },
        agreed: asksDoctor && mayAgree(names) ? agree : null,
      }),
    );
  }

  /** What the doctor did not agree to stands, and its advice comes next. */
  function agree() {
    dialog.close();
    box.add({ type: "agree" });
    const { flags: stand } = now();
    if (stand.length) standing(stand);
  }

  function stop(why, screen) {
    dialog.show(
      safetyStop({
        why,
        close: dialog.close,
        goOn() {
          dialog.close();
          screen();
        },
      }),
    );
  }

  /** A yes that stands is shown once on every opening. */
  function onSafety() {
    show();
    const { flags: stand } = now();
    const elsewhere = document.querySelector("dialog.tk-safety[open]");
    if (stand.length && stand.join() !== shown && !elsewhere) standing(stand);
  }

  const api = {
    element,
    isClear() {
      const { asked, flags: stand } = now();
      return !asked && !stand.length;
    },
    /** Open the advice that stands; else the questions, for the reason given or the one at hand. */
    open(reason = "asked for") {
      const { asked, flags: stand } = now();
      if (stand.length) standing(stand);
      else questions(asked ?? { reason, why: WHENEVER });
    },
    stop() {
      stopped = true;
      leave();
      box.stop();
      model.off("change:safety", onSafety);
      if (dialog.isOpen()) dialog.close();
    },
  };

  model.on("change:safety", onSafety);
  draw();
  box.flush();
  const leave = whenOnPage(element, onSafety);
  return api;
}
