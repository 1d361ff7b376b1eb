// The report in a frame of its own: its styles stay in it, and nothing in it can run.

/** A frame as high as what it holds. */
function render({ model, el }) {
  const frame = document.createElement("iframe");
  frame.className = "tk-week-frame";
  // Same origin, so that its height can be read; without scripts, which no report needs.
  frame.setAttribute("sandbox", "allow-same-origin");
  const page = document.createElement("div");
  page.className = "tk-week-page";
  page.append(frame);

  const fit = () => {
    const root = frame.contentDocument?.documentElement;
    if (root) frame.style.height = `${Math.ceil(root.getBoundingClientRect().height)}px`;
  };
  const grown = new ResizeObserver(fit);
  frame.addEventListener("load", () => {
    grown.disconnect();
    if (frame.contentDocument?.body) grown.observe(frame.contentDocument.body);
    fit();
  });

  const load = () => {
    frame.title = model.get("title");
    frame.srcdoc = model.get("markup");
    page.hidden = !model.get("markup");
  };
  const wait = () => page.setAttribute("aria-busy", String(model.get("busy")));
  el.replaceChildren(page);
  load();
  wait();
  model.on("change:markup", load);
  model.on("change:busy", wait);
  return () => {
    grown.disconnect();
    model.off("change:markup", load);
    model.off("change:busy", wait);
  };
}

export default { render };
