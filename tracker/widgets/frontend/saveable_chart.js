// A chart, drawn when it comes near, and the two buttons that save it.

import { download } from "./parts/download.js";
import { button, createElement } from "./parts/elements.js";
import { pictureOf } from "./parts/picture.js";
import { askWithStatus, rpcClient } from "./parts/rpc.js";
import { statusLine } from "./parts/status.js";

const NEAR = "600px 0px";

function render({ model, el }) {
  const rpc = rpcClient(model);
  const status = statusLine();
  const ask = askWithStatus(rpc, status);
  const name = model.get("name");
  const waiting = createElement("p", { class: "tk-hint" }, "Drawing…");
  const picture = createElement("div", { class: "tk-gallery-chart", "aria-busy": "true" }, waiting);

  function draw() {
    const failed = (text) => {
      waiting.textContent = text;
      waiting.append(" ", button("Try again", draw, { look: "quiet" }));
    };
    waiting.textContent = "Drawing…";
    rpc.ask(
      { type: "look" },
      {
        heard(answer) {
          if (answer.outcome !== "done") return failed(answer.text);
          // It is markup on purpose: the kit draws it, and escapes every name in it.
          picture.innerHTML = answer.markup;
          picture.setAttribute("aria-busy", "false");
          return buttons.removeAttribute("hidden");
        },
        silent: () => failed("Still drawing, or the kit does not answer."),
      },
    );
  }

  const saved = (file) => status.say(`Saved ${file} among your downloads.`, { tone: "done" });

  function saveSvg(bytes) {
    download(`${name}.svg`, bytes, "image/svg+xml");
    saved(`${name}.svg`);
  }

  function savePng(bytes) {
    pictureOf(bytes).then(
      (blob) => {
        download(`${name}.png`, blob, "image/png");
        saved(`${name}.png`);
      },
      () =>
        status.say("NOT SAVED: this browser cannot make the picture. SVG works.", {
          tone: "failed",
        }),
    );
  }

  const saver = (kind, keep) =>
    button(
      `Save ${kind}`,
      () => {
        status.clear();
        ask({ type: "picture" }, { done: (_answer, [bytes]) => keep(bytes) });
      },
      { label: `Save ${name.replaceAll("-", " ")} as ${kind}` },
    );

  const buttons = createElement(
    "div",
    { class: "tk-row", hidden: true },
    saver("SVG", saveSvg),
    saver("PNG", savePng),
  );
  const root = createElement(
    "div",
    { class: "tk-entry tk-gallery", "data-lm-suppress-shortcuts": "true" },
    picture,
    buttons,
    status.element,
  );
  const near = new IntersectionObserver(
    (seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      near.disconnect();
      draw();
    },
    { rootMargin: NEAR },
  );
  el.replaceChildren(root);
  near.observe(root);
  return () => {
    near.disconnect();
    rpc.stop();
    root.remove();
  };
}

export default { render };
