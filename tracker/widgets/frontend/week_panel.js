// Which week, its report, and the files of it. The newest choice is the one that is shown.

import { choice } from "./parts/choice.js";
import { download } from "./parts/download.js";
import { button, createElement, sampleBanner, uniqueId } from "./parts/elements.js";
import { labelledField } from "./parts/field.js";
import { rpcClient } from "./parts/rpc.js";
import { statusLine } from "./parts/status.js";
import { reportFrame } from "./report/week_frame.js";

const PAPERS = [
  { value: "a4", label: "A4" },
  { value: "us-letter", label: "Letter" },
];
/** Where people print on Letter. */
const LETTER = new Set(["US", "CA", "MX", "PH", "CL", "CO", "VE", "PR"]);

function render({ model, el }) {
  const rpc = rpcClient(model);
  const status = statusLine();
  const frame = reportFrame();
  const select = createElement("select", { class: "tk-input" });
  const week = labelledField({
    stem: "week",
    label: "Week",
    input: select,
    body: createElement("div", { class: "tk-select" }, select),
  });
  const earlier = button("‹ Earlier", () => step(1));
  const later = button("Later ›", () => step(-1));
  const down = button("Keep or print", () => keep.focus(), { look: "quiet" });
  const working = createElement("p", { class: "tk-hint", role: "status" });
  const paper = choice({ stem: "paper", label: "Paper", options: PAPERS });
  const keep = keepPanel({ save, paper });
  const page = createElement("div", { class: "tk-week-page", hidden: true }, frame.element);
  /** @type {any} */
  let shown = null;
  let saving = false;

  const still = () => {
    working.textContent = "Still making it. A long diary takes a while…";
  };

  function list() {
    working.textContent = "Looking for your weeks…";
    const heard = (answer) => {
      if (answer.outcome !== "done") return fail(answer, list);
      const options = answer.weeks.map(({ week: value, label, held }) =>
        createElement("option", { value }, `${label} · ${held}`),
      );
      select.replaceChildren(...options);
      select.value = answer.chosen;
      return read();
    };
    rpc.ask({ type: "weeks" }, { heard, silent: still });
  }

  function read() {
    const asked = select.value;
    status.clear();
    working.textContent = "Making the report…";
    page.setAttribute("aria-busy", "true");
    place();
    const heard = (answer) => {
      if (asked !== select.value) return;
      if (answer.outcome !== "done") {
        fail(answer, read);
        return;
      }
      shown = asked;
      working.textContent = "";
      frame.show(answer.markup, `The report of ${select.selectedOptions[0].textContent}`);
      page.hidden = false;
      page.setAttribute("aria-busy", "false");
      keep.element.hidden = false;
      down.hidden = false;
    };
    const silent = () => {
      if (asked === select.value) still();
    };
    rpc.ask({ type: "report", week: asked }, { heard, silent });
  }

  function fail(answer, again) {
    working.textContent = "";
    const text = answer.text ?? Object.values(answer.problems).join(" ");
    status.say(text, { tone: "failed", action: { label: "Try again", run: again } });
  }

  /** Which of the two ways there is another week. */
  function place() {
    earlier.disabled = select.selectedIndex >= select.options.length - 1;
    later.disabled = select.selectedIndex <= 0;
  }

  function step(by) {
    const to = select.selectedIndex + by;
    if (to < 0 || to >= select.options.length) return;
    select.selectedIndex = to;
    read();
  }

  function save(what, kind) {
    if (saving || shown !== select.value) return;
    saving = true;
    status.say("Making the file…");
    const heard = (answer, buffers) => {
      saving = false;
      if (answer.outcome !== "done") return fail(answer, () => save(what, kind));
      download(answer.name, buffers[0], kind === "pdf" ? "application/pdf" : "text/html");
      return status.say(
        `Saved ${answer.name} among your downloads. It holds health data; keep it private.`,
        { tone: "done" },
      );
    };
    const silent = () => {
      saving = false;
      status.say("Still making the file, or the kit does not answer.", { tone: "failed" });
    };
    rpc.ask({ type: "file", page: what, kind, paper: paper.get() }, { heard, silent });
  }

  select.addEventListener("change", read);
  down.hidden = true;
  const region = new Intl.Locale(navigator.language).maximize().region;
  paper.set(LETTER.has(region ?? "") ? "us-letter" : "a4");
  const root = createElement(
    "div",
    // JupyterLab would take arrow keys and letters for its own shortcuts.
    { class: "tk-entry tk-week", "data-lm-suppress-shortcuts": "true" },
    sampleBanner(model),
    createElement(
      "div",
      { class: "tk-week-choice" },
      week.element,
      createElement("div", { class: "tk-row" }, earlier, later, down),
    ),
    working,
    page,
    keep.element,
    status.element,
  );
  el.replaceChildren(root);
  list();

  return () => {
    rpc.stop();
    frame.stop();
    root.remove();
  };
}

/** Three files: what is on the screen, the same for printing, and the page for a clinician. */
function keepPanel({ save, paper }) {
  const heading = createElement(
    "h2",
    { class: "tk-title", id: uniqueId("keep"), tabindex: "-1" },
    "Keep or print it",
  );
  const element = createElement(
    "section",
    { class: "tk-panel tk-week-keep", hidden: true, "aria-labelledby": heading.id },
    heading,
    paper.element,
    createElement(
      "div",
      { class: "tk-actions" },
      button("Save as PDF", () => save("week", "pdf"), { look: "primary" }),
      button("Save as a web page", () => save("week", "html")),
      button("Page for a clinician, PDF", () => save("clinician", "pdf")),
    ),
    createElement(
      "p",
      { class: "tk-hint" },
      "The page for a clinician holds the measures with the names of their scales, and no advice. " +
        "These files hold health data; share them only with people you trust with it.",
    ),
  );
  return { element, focus: () => heading.focus() };
}

export default { render };
