// Items that wait in this browser until the diary has acknowledged them, also while the page is
// closed. Each is sent again until it is answered; sending one twice does no harm.

/**
 * What the queue keeps: a plain value with a name of its own, and where it changes while it waits,
 * a sequence that grows, so that an answer to an older state of it acknowledges nothing.
 *
 * @typedef {Record<string, any>} Item
 */

/**
 * Where items wait. What cannot be written there is remembered by the page alone.
 *
 * @typedef {object} Shelf
 * @property {(id: string) => Item | null} read
 * @property {(item: Item) => void} write
 * @property {(id: string) => void} remove
 * @property {() => Item[]} all
 */

/**
 * A shelf with a place in the browser's storage for each item, so that two tabs never write over
 * one another's.
 *
 * @param {string} prefix begins the name of every place.
 * @returns {Shelf}
 */
export function shelfOfPlaces(prefix) {
  /** @type {Map<string, Item>} */
  const remembered = new Map();

  function names() {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
    } catch {
      return [];
    }
  }

  /** @param {string} id */
  function read(id) {
    try {
      const text = localStorage.getItem(prefix + id);
      if (text) return JSON.parse(text);
    } catch {
      // Unreadable or switched off: what this page remembers holds.
    }
    return remembered.get(id) ?? null;
  }

  return {
    read,
    write(item) {
      remembered.set(item.id, item);
      try {
        localStorage.setItem(prefix + item.id, JSON.stringify(item));
        remembered.delete(item.id);
      } catch {
        // Storage that is full or switched off: the item is in this page only.
      }
    },
    remove(id) {
      remembered.delete(id);
      try {
        localStorage.removeItem(prefix + id);
      } catch {
        // It was never there.
      }
    },
    all() {
      const ids = new Set([
        ...names().map((name) => name.slice(prefix.length)),
        ...remembered.keys(),
      ]);
      return [...ids].map(read).filter((item) => item !== null);
    },
  };
}

/**
 * A shelf in one place of the browser's storage, which keeps the order of its items.
 *
 * @param {string} place
 * @param {(item: Item) => string} idOf
 * @returns {Shelf}
 */
export function shelfInOrder(place, idOf) {
  let items = load();

  /** @returns {Item[]} */
  function load() {
    try {
      return JSON.parse(localStorage.getItem(place) ?? "[]") ?? [];
    } catch {
      return [];
    }
  }

  /** @param {Item[]} next */
  function keep(next) {
    items = next;
    try {
      if (items.length) localStorage.setItem(place, JSON.stringify(items));
      else localStorage.removeItem(place);
    } catch {
      // Storage that is full or switched off: what waits is in this page only.
    }
  }

  return {
    read: (id) => items.find((item) => idOf(item) === id) ?? null,
    write(item) {
      keep([...items.filter((one) => idOf(one) !== idOf(item)), item]);
    },
    remove: (id) => keep(items.filter((item) => idOf(item) !== id)),
    all: () => items,
  };
}

/**
 * Bring items to the diary: on request, when the page is looked at again, when the network is back.
 *
 * @param {object} options
 * @param {Shelf} options.shelf
 * @param {{ ask: (message: any, hearers: { heard: (answer: any) => void, silent: () => void }) => void }} options.rpc
 * @param {(item: Item) => any} options.messageFor what is sent, or null where nothing is to be.
 * @param {(item: Item, answer: any) => void} options.acknowledged the diary has answered, with the
 *   item or with the reasons for which it will never take it.
 * @param {(item: Item, reason: string) => void} options.waiting the diary did not take it this
 *   time; the reason is empty where nobody answered.
 * @param {(item: Item) => string} [options.idOf]
 * @param {number} [options.retryMs] after how long to try again by itself.
 * @param {boolean} [options.inOrder] send one item at a time, the oldest first.
 */
export function deliveryQueue({
  shelf,
  rpc,
  messageFor,
  acknowledged,
  waiting,
  idOf = ({ id }) => id,
  retryMs = 0,
  inOrder = false,
}) {
  /** @type {Map<string, number | undefined>} */
  const inFlight = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {Item} item */
  function send(item) {
    const { sequence } = item;
    const id = idOf(item);
    if (inFlight.has(id) && inFlight.get(id) === sequence) return;
    const message = messageFor(item);
    if (!message) return;
    inFlight.set(id, sequence);
    const land = () => {
      if (inFlight.get(id) === sequence) inFlight.delete(id);
    };
    rpc.ask(message, {
      heard(answer) {
        land();
        if (answer.outcome === "failed") return wait(item, answer.text);
        // Where something newer waits under its name, that is what is to be acknowledged.
        const present = shelf.read(id);
        if (present && present.sequence === sequence) acknowledged(item, answer);
        return flush();
      },
      silent() {
        land();
        wait(item, "");
      },
    });
  }

  /**
   * @param {Item} item
   * @param {string} reason
   */
  function wait(item, reason) {
    clearTimeout(timer);
    if (retryMs) timer = setTimeout(flush, retryMs);
    waiting(item, reason);
  }

  function flush() {
    if (!inOrder) for (const item of shelf.all()) send(item);
    else if (!inFlight.size && shelf.all().length) send(shelf.all()[0]);
  }

  const onReturn = () => {
    if (!document.hidden) flush();
  };
  document.addEventListener("visibilitychange", onReturn);
  window.addEventListener("online", flush);

  return {
    flush,
    stop() {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onReturn);
      window.removeEventListener("online", flush);
    },
  };
}
