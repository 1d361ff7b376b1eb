// The browser itself turns a drawing into pixels.

import { createElement } from "./elements.js";

const PICTURE_WIDTH = 1600;

/** Turn the bytes of an SVG into a promise of a PNG, on white where the drawing has no ground. */
export async function pictureOf(bytes) {
  const drawing = new DOMParser().parseFromString(new TextDecoder().decode(bytes), "image/svg+xml");
  const svg = drawing.documentElement;
  const [, , wide, high] = /** @type {string} */ (svg.getAttribute("viewBox"))
    .split(/[\s,]+/)
    .map(Number);
  const height = Math.round((PICTURE_WIDTH * high) / wide);
  // A drawing that only fills its place has no size of its own, and one browser draws nothing then.
  svg.setAttribute("width", String(PICTURE_WIDTH));
  svg.setAttribute("height", String(height));
  svg.removeAttribute("style");
  const sized = new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
  const address = URL.createObjectURL(sized);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return await painted(image, PICTURE_WIDTH, height);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function painted(image, width, height) {
  const canvas = createElement("canvas", { width, height });
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#ffffff";
  brush.fillRect(0, 0, width, height);
  brush.drawImage(image, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

/**
 * A chart from the kit. It is markup on purpose: the kit draws it, and escapes every name in it.
 *
 * @param {string} markup
 * @param {string} look the class of the element around it
 */
export function chartPiece(markup, look) {
  const element = createElement("div", { class: look });
  element.innerHTML = markup;
  return element;
}
