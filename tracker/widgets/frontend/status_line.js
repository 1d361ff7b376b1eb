// The line under a panel of stock controls: it says what happened, offers one way on, hands files
// to the browser, and tells the kernel when a reader comes near the panel.

import { download } from "./parts/download.js";
import { createElement, uniqueId } from "./parts/elements.js";
import { pictureOf } from "./parts/picture.js";

const NEAR = "600px 0px";
const SILENT = { text: "", tone: "none", action: "", focus: false };
const NO_PICTURE = "NOT SAVED: this browser cannot make the picture. SVG works.";

/** What ipywidgets leaves out: what a group of radios is about, arrow keys in it, notes on fields. */
function describe(panel) {
  for (const group of panel.querySelectorAll(".widget-radio")) {
    const label = group.querySelector(".widget-label")?.textContent ?? "";
    if (group.getAttribute("aria-label") === label) continue;
    group.setAttribute("role", "radiogroup");
    group.setAttribute("aria-label", label);
  }
  for (const group of panel.querySelectorAll(".widget-radio-box")) {
    group.dataset.name ??= uniqueId("stock");
    for (const radio of group.querySelectorAll("input:not([name])")) {
      const { checked } = radio;
      // Radios of one name are one stop of the Tab key, with the arrow keys between them.
      radio.name = group.dataset.name;
      radio.checked = checked;
    }
  }
  for (const field of panel.querySelectorAll(".widget-text, .widget-datepicker")) {
    const input = field.querySelector("input");
    if (field.classList.contains("tk-wrong")) input?.setAttribute("aria-invalid", "true");
    else input?.removeAttribute("aria-invalid");
  }
  for (const field of panel.querySelectorAll(".tk-field")) {
    const notes = [...field.querySelectorAll(".widget-html")];
    for (const note of notes) note.id ||= uniqueId("stock");
    const control = field.querySelector("[role=radiogroup], input, select");
    control?.setAttribute("aria-describedby", notes.map(({ id }) => id).join(" "));
  }
  for (const region of panel.querySelectorAll(".tk-live")) region.ariaLive = "polite";
}

/** Once for each panel, however many windows show it. */
function initialize({ model }) {
  const say = (message) => {
    model.set("message", { ...SILENT, ...message });
    model.save_changes();
  };
  model.on("msg:custom", (file, buffers) => {
    // Only the app's own pages make a kernel of their own when they are opened anew.
    if (file.type === "open anew" && document.body.dataset.voila) return location.reload();
    if (file.type !== "file") return;
    const keep = (content) => {
      download(file.name, content, file.mime);
      say({ text: file.text, tone: "done" });
    };
    if (file.mime !== "image/png") keep(buffers[0]);
    else pictureOf(buffers[0]).then(keep, () => say({ text: NO_PICTURE, tone: "failed" }));
  });
}

function render({ model, el }) {
  const words = createElement("p", {
    class: "tk-status-words",
    role: "status",
    "aria-live": "polite",
  });
  const actions = createElement("div", { class: "tk-row" });
  // Never hidden: a live region speaks only where it was on the page before its words were.
  const line = createElement("div", { class: "tk-status" }, words, actions);

  const close = () => {
    model.set("message", SILENT);
    model.save_changes();
  };

  function show() {
    const { text, tone, action, focus } = { ...SILENT, ...model.get("message") };
    line.dataset.tone = text ? tone : "none";
    words.textContent = text;
    actions.replaceChildren();
    if (!text) return;
    if (action) {
      const run = () => model.send({ type: "action", action });
      const offered = createElement(
        "button",
        { type: "button", class: "tk-button tk-plain", onclick: run },
        action,
      );
      actions.append(offered);
      if (focus) offered.focus();
    }
    actions.append(
      createElement(
        "button",
        {
          type: "button",
          class: "tk-button tk-quiet",
          "aria-label": "Close this message",
          onclick: close,
        },
        "×",
      ),
    );
  }

  const describing = new MutationObserver(() => describe(el.closest(".tk-stock")));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let sending;

  function arrived() {
    const panel = el.closest(".tk-stock");
    // JupyterLab would take typed letters and arrow keys for its own shortcuts.
    panel.dataset.lmSuppressShortcuts = "true";
    describe(panel);
    describing.observe(panel, { childList: true, subtree: true, attributeFilter: ["class"] });
    // ipywidgets stops both on their way up, so they are heard on their way down.
    panel.addEventListener("keydown", sendForm, { capture: true });
    panel.addEventListener("click", sendOnce, { capture: true });
    const { region } = new Intl.Locale(navigator.language).maximize();
    const { search } = location;
    model.send({ type: "near", region, search, secure: window.isSecureContext });
  }

  /** Enter in a line of text does what the panel's main button does, as in every form. */
  function sendForm(event) {
    if (event.key !== "Enter" || !event.target.matches(".widget-text input")) return;
    event.preventDefault();
    // A line that is sent as a whole has not been yet.
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
    el.closest(".tk-stock").querySelector(".jupyter-button.tk-primary")?.click();
  }

  /** A second tap before the first was answered, or within five seconds, asks for nothing more. */
  function sendOnce(event) {
    if (!event.target.closest(".jupyter-button.tk-primary")) return;
    if (sending) return event.stopImmediatePropagation();
    sending = setTimeout(answered, 5000);
  }

  function answered() {
    clearTimeout(sending);
    sending = undefined;
  }

  const near = new IntersectionObserver(
    (sightings) => {
      if (!sightings.some((sighting) => sighting.isIntersecting)) return;
      if (!el.closest(".tk-stock")) return;
      near.disconnect();
      arrived();
    },
    { rootMargin: NEAR },
  );
  el.replaceChildren(line);
  show();
  model.on("change:message", show);
  model.on("change:message", answered);
  near.observe(line);
  return () => {
    near.disconnect();
    describing.disconnect();
    model.off("change:message", show);
    model.off("change:message", answered);
    answered();
  };
}

export default { initialize, render };
