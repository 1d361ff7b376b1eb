// Elements are made here and nowhere else. Text goes in as text, so a note is never read as markup.

const instance = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
let lastId = 0;

/**
 * An id nothing else on the page has, to tie a control to its words.
 *
 * @param {string} stem
 */
export function uniqueId(stem) {
  lastId += 1;
  return `tk-${stem}-${instance}-${lastId}`;
}

/**
 * Make an element. Attributes that are null, undefined or false are left out; "onclick" and the
 * like take a function; children are elements or strings, and null is skipped.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} attributes
 * @param {(Node | string | null)[]} children
 * @returns {any} of the tag's own class.
 */
export function createElement(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on"))
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * A button that does something other than send the form.
 *
 * @param {string} text
 * @param {(event: Event) => void} onclick
 * @param {{ look?: string, label?: string | null, key?: string | null }} options
 */
export function button(text, onclick, { look = "plain", label = null, key = null } = {}) {
  return createElement(
    "button",
    {
      type: "button",
      class: `tk-button tk-${look}`,
      "aria-label": label,
      "data-key": key,
      onclick,
    },
    text,
  );
}

/**
 * Tell the form that a control was changed by something other than typing.
 *
 * @param {Element} element
 */
export function announceChange(element) {
  element.dispatchEvent(new Event("input", { bubbles: true }));
}

/** An id for a new entry: UUID version 7, as the diary makes them. */
export function newEntryId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let moment = Date.now();
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = moment % 256;
    moment = Math.floor(moment / 256);
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * The banner over a sample diary, or null.
 *
 * @param {import("@anywidget/types").AnyModel} model
 */
export function sampleBanner(model) {
  if (!model.get("is_sample")) return null;
  return createElement("p", { class: "tk-sample" }, "Sample diary: nothing here is yours.");
}

/**
 * Act once an element is on the page, where render() has yet to put it: a dialog opens nowhere else.
 *
 * @param {Element} element
 * @param {() => void} act
 * @returns {() => void} waits no longer
 */
export function whenOnPage(element, act) {
  const arrival = new ResizeObserver(() => {
    if (!element.isConnected) return;
    arrival.disconnect();
    act();
  });
  arrival.observe(element);
  return () => arrival.disconnect();
}
