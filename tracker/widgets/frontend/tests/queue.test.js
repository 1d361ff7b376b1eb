// The queue: what waits stays until the diary has acknowledged that very state of it.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { deliveryQueue, shelfInOrder, shelfOfPlaces } from "../parts/queue.js";

/** A browser's storage, which can be switched off. */
class Storage {
  isOff = false;
  #places = new Map();

  #check() {
    if (this.isOff) throw new Error("storage is switched off");
  }

  getItem(name) {
    this.#check();
    return this.#places.get(name) ?? null;
  }

  setItem(name, text) {
    this.#check();
    this.#places.set(name, text);
    // As in a browser, where the keys of the storage are its own.
    this[name] = text;
  }

  removeItem(name) {
    this.#check();
    this.#places.delete(name);
    delete this[name];
  }
}

/** The other end: it answers when the test says so. */
function wire() {
  const asked = [];
  return {
    asked,
    ask: (message, hearers) => asked.push({ message, ...hearers }),
    messages: () => asked.map(({ message }) => message),
  };
}

/** @type {any} */
let storage;
/** @type {any} */
let page;

beforeEach(() => {
  vi.useFakeTimers();
  storage = new Storage();
  page = new EventTarget();
  vi.stubGlobal("localStorage", storage);
  vi.stubGlobal("document", Object.assign(page, { hidden: false }));
  vi.stubGlobal("window", new EventTarget());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe.each([
  ["a place for each", () => shelfOfPlaces("holds-")],
  ["one place in order", () => shelfInOrder("holds", ({ id }) => id)],
])("a shelf with %s", (_name, open) => {
  test("keeps items over a page that goes, and forgets what is removed", () => {
    const shelf = open();
    shelf.write({ id: "a", sequence: 1 });
    shelf.write({ id: "b", sequence: 1 });
    shelf.write({ id: "a", sequence: 2 });
    expect(open().read("a")).toEqual({ id: "a", sequence: 2 });
    expect(open().all()).toHaveLength(2);
    shelf.remove("a");
    expect(open().read("a")).toBeNull();
    expect(open().all()).toEqual([{ id: "b", sequence: 1 }]);
  });

  test("remembers what a switched-off storage does not take", () => {
    storage.isOff = true;
    const shelf = open();
    shelf.write({ id: "a", sequence: 1 });
    expect(shelf.read("a")).toEqual({ id: "a", sequence: 1 });
    expect(shelf.all()).toHaveLength(1);
    shelf.remove("a");
    expect(shelf.all()).toEqual([]);
  });
});

test("two pages never write over one another's places", () => {
  const [one, other] = [shelfOfPlaces("holds-"), shelfOfPlaces("holds-")];
  one.write({ id: "a" });
  other.write({ id: "b" });
  expect(one.all()).toEqual([{ id: "a" }, { id: "b" }]);
  expect(shelfOfPlaces("other-").all()).toEqual([]);
});

function openQueue(options = {}) {
  const shelf = options.shelf ?? shelfOfPlaces("holds-");
  const rpc = wire();
  const heard = { acknowledged: vi.fn((item) => shelf.remove(item.id)), waiting: vi.fn() };
  /** @param {any} item */
  const messageFor = ({ id, sequence }) => ({ id, sequence });
  const queue = deliveryQueue({ shelf, rpc, messageFor, ...heard, ...options });
  return { queue, shelf, rpc, ...heard };
}

describe("the queue", () => {
  test("sends a state once, however often it is asked to", () => {
    const { queue, shelf, rpc } = openQueue();
    shelf.write({ id: "a", sequence: 1 });
    queue.flush();
    queue.flush();
    expect(rpc.messages()).toEqual([{ id: "a", sequence: 1 }]);
  });

  test("an answer to an older state acknowledges nothing, and the newer one is sent", () => {
    const { queue, shelf, rpc, acknowledged } = openQueue();
    shelf.write({ id: "a", sequence: 1 });
    queue.flush();
    shelf.write({ id: "a", sequence: 2 });
    rpc.asked[0].heard({ outcome: "done" });
    expect(acknowledged).not.toHaveBeenCalled();
    expect(rpc.messages().at(-1)).toEqual({ id: "a", sequence: 2 });
    rpc.asked[1].heard({ outcome: "done" });
    expect(acknowledged).toHaveBeenCalledWith({ id: "a", sequence: 2 }, { outcome: "done" });
    expect(shelf.all()).toEqual([]);
  });

  test("a silent or failing diary is tried again after a while, and the reason is told", () => {
    const { queue, shelf, rpc, waiting } = openQueue({ retryMs: 4000 });
    shelf.write({ id: "a", sequence: 1 });
    queue.flush();
    rpc.asked[0].silent();
    expect(waiting).toHaveBeenLastCalledWith({ id: "a", sequence: 1 }, "");
    vi.advanceTimersByTime(4000);
    rpc.asked[1].heard({ outcome: "failed", text: "The disk is full." });
    expect(waiting).toHaveBeenLastCalledWith({ id: "a", sequence: 1 }, "The disk is full.");
    vi.advanceTimersByTime(4000);
    expect(rpc.asked).toHaveLength(3);
    expect(shelf.all()).toHaveLength(1);
  });

  test("without a time to retry, it waits for the page or the network to come back", () => {
    const { queue, shelf, rpc } = openQueue();
    shelf.write({ id: "a", sequence: 1 });
    queue.flush();
    rpc.asked[0].silent();
    vi.advanceTimersByTime(60_000);
    expect(rpc.asked).toHaveLength(1);
    page.dispatchEvent(new Event("visibilitychange"));
    rpc.asked[1].silent();
    window.dispatchEvent(new Event("online"));
    expect(rpc.asked).toHaveLength(3);
    queue.stop();
    rpc.asked[2].silent();
    window.dispatchEvent(new Event("online"));
    expect(rpc.asked).toHaveLength(3);
  });

  test("a page that is hidden sends nothing by itself", () => {
    const { shelf, rpc } = openQueue();
    shelf.write({ id: "a", sequence: 1 });
    page.hidden = true;
    page.dispatchEvent(new Event("visibilitychange"));
    expect(rpc.asked).toEqual([]);
  });

  test("in order, each waits for the answer to the one before", () => {
    const shelf = shelfInOrder("answers", ({ id }) => id);
    const { queue, rpc } = openQueue({ shelf, inOrder: true });
    for (const id of ["a", "b"]) shelf.write({ id });
    queue.flush();
    queue.flush();
    expect(rpc.messages().map(({ id }) => id)).toEqual(["a"]);
    rpc.asked[0].silent();
    queue.flush();
    expect(rpc.messages().map(({ id }) => id)).toEqual(["a", "a"]);
    rpc.asked[1].heard({ outcome: "done" });
    expect(rpc.messages().map(({ id }) => id)).toEqual(["a", "a", "b"]);
  });

  test("nothing is sent of an item that has nothing to say", () => {
    const { queue, shelf, rpc } = openQueue({ messageFor: () => null });
    shelf.write({ id: "a", sequence: 1 });
    queue.flush();
    expect(rpc.asked).toEqual([]);
  });
});
