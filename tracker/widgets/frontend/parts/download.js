// A file goes where the browser keeps its downloads, and needs no address on any server.

import { createElement } from "./elements.js";

/** Hand bytes or a blob to the browser under a name. */
export function download(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  createElement("a", { href: address, download: name }).click();
  // The browser reads the blob after this call has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
