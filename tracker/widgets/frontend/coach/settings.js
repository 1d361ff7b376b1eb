// The times and the lot are set with the diary, the rest on this device.

import { pill } from "../parts/choice.js";
import { formControls } from "../parts/controls.js";
import { button, createElement, uniqueId } from "../parts/elements.js";
import { labelledField } from "../parts/field.js";
import { seconds } from "../parts/seconds.js";
import { ownVoice } from "./sound.js";

const IN_SHARE = 0.4;
const RATES = { slowest: 4, fastest: 12 };

function rangeField({ stem, label, min, max, step, value, changed, words }) {
  const shown = createElement(
    "span",
    { class: "tk-range-value", "aria-hidden": "true" },
    words(value),
  );
  const input = createElement("input", { type: "range", class: "tk-range", min, max, step });
  input.value = value;
  input.setAttribute("aria-valuetext", words(value));
  input.addEventListener("input", () => {
    shown.textContent = words(Number(input.value));
    input.setAttribute("aria-valuetext", shown.textContent);
    changed(Number(input.value));
  });
  return labelledField({ stem, label, input, corner: shown });
}

function switchPill(text, on, changed) {
  const { input, element } = pill("checkbox", uniqueId("switch"), "on", text);
  input.checked = on;
  input.addEventListener("change", () => changed(input.checked));
  return element;
}

export function coachSettings({ model, ask, device, sounds }) {
  const { protocol } = model.get("settings");
  // Beside the settings, which are far below the status line of the page.
  const kept = createElement("p", { class: "tk-hint", role: "status", "aria-live": "polite" });
  const check = seconds({ stem: "check_s", label: "Ask for your pain after, in seconds" });
  const whole = seconds({ stem: "hold_s", label: "Hold for, in seconds" });
  const settle = seconds({
    stem: "settle_s",
    label: "Settle in for, in seconds",
    presets_s: [0, 5, 10, 20],
  });
  const times = formControls({ check_s: check, hold_s: whole, settle_s: settle }, () => {});
  const lot = pill("checkbox", uniqueId("lot"), "lot", "Draw “stay” by lot");
  const { volume, mute, vibrate, voice, in_s, out_s } = device.get();
  /** @type {any} */
  let timer = null;

  function fill() {
    const { check_s, hold_s, settle_s, lot: drawn } = model.get("settings");
    times.fill({ check_s, hold_s, settle_s });
    lot.input.checked = drawn;
  }

  function keep() {
    const values = { ...times.answers(), lot: lot.input.checked };
    ask(
      { type: "settings", values },
      {
        done(answer) {
          times.showProblems({});
          kept.textContent = answer.text;
        },
        problems(problems) {
          kept.textContent = times.showProblems(problems, "NOT KEPT");
        },
      },
    );
  }
  // A moment after the last key, so that "12" on the way to "120" is not complained about.
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 800);
  };
  check.element.addEventListener("input", later);
  whole.element.addEventListener("input", later);
  settle.element.addEventListener("input", later);
  lot.input.addEventListener("change", keep);

  const breathing = rangeField({
    stem: "breathing",
    label: "Breaths a minute",
    min: RATES.slowest,
    max: RATES.fastest,
    step: 0.5,
    value: 60 / (in_s + out_s),
    words: (rate) => `${rate}`,
    changed(rate) {
      device.set({ in_s: (IN_SHARE * 60) / rate, out_s: ((1 - IN_SHARE) * 60) / rate });
    },
  });
  const loudness = rangeField({
    stem: "volume",
    label: "Volume",
    min: 0,
    max: 100,
    step: 5,
    value: Math.round(100 * volume),
    words: (percent) => `${percent} %`,
    changed(percent) {
      device.set({ volume: percent / 100 });
      sounds.setVolume();
    },
  });
  const setSound = (name) => (on) => {
    device.set({ [name]: on });
    sounds.setVolume();
  };
  const speaking = switchPill("Speak the cues", voice, setSound("voice"));
  // A browser may name its voices only after a while.
  const offerVoice = () => {
    speaking.hidden = !ownVoice();
  };
  const switches = createElement(
    "div",
    { class: "tk-pills" },
    switchPill("Mute", mute, setSound("mute")),
    ...("vibrate" in navigator ? [switchPill("Vibrate", vibrate, setSound("vibrate"))] : []),
    speaking,
    button("Hear the 30 s cue", () => sounds.now("check")),
    button("Hear the end", () => sounds.now("end")),
  );
  const usual = `The protocol asks at ${protocol.check_s} s and holds for ${protocol.hold_s} s.`;
  const element = createElement(
    "details",
    { class: "tk-more tk-coach-settings" },
    createElement("summary", {}, "Times, sounds and breathing"),
    createElement(
      "div",
      { class: "tk-coach-fields" },
      createElement("p", { class: "tk-hint" }, usual),
      createElement("div", { class: "tk-pair" }, check.element, whole.element),
      settle.element,
      createElement("div", { class: "tk-pills" }, lot.element),
      createElement(
        "p",
        { class: "tk-hint" },
        "Where pain has not begun to fall at the check, a lot asks you to stay in one of four " +
          "cases. Without it, the spots you always leave are never seen to the end, and look " +
          "better than they are. You may always do otherwise.",
      ),
      createElement("div", { class: "tk-pair" }, breathing.element, loudness.element),
      switches,
      kept,
    ),
  );
  fill();
  offerVoice();
  model.on("change:settings", fill);
  window.speechSynthesis?.addEventListener("voiceschanged", offerVoice);
  return {
    element,
    stop() {
      clearTimeout(timer);
      model.off("change:settings", fill);
      window.speechSynthesis?.removeEventListener("voiceschanged", offerVoice);
    },
  };
}
