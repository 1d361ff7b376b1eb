// A chosen file goes to the kit in parts, so that neither side holds still for it.

const PART_BYTES = 393_216;

/** A part of a file as base64, which is what a message can carry. */
function partAsText(part) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const url = String(reader.result);
      resolve(url.slice(url.indexOf(",") + 1));
    });
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(part);
  });
}

/**
 * Send files part by part, each once the one before has arrived.
 *
 * @param send (message, done) sends one message; done() when it has arrived.
 * @param progress (share) from 0 to 1, and
 * @param done () when everything is there, failed () where a file cannot be read.
 */
export function uploadFiles(files, { send, progress, done, failed }) {
  const parts = [];
  for (const file of files) {
    for (let from = 0; from < Math.max(file.size, 1); from += PART_BYTES) {
      parts.push({ file, from });
    }
  }
  let stopped = false;
  async function next(place) {
    if (stopped) return;
    if (place === parts.length) {
      done();
      return;
    }
    const { file, from } = parts[place];
    try {
      const data = file.size ? await partAsText(file.slice(from, from + PART_BYTES)) : "";
      if (stopped) return;
      send({ type: "upload", name: file.name, first: place === 0, data }, () => {
        progress((place + 1) / parts.length);
        next(place + 1);
      });
    } catch {
      failed();
    }
  }
  next(0);
  return { stop: () => (stopped = true) };
}
