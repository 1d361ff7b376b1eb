// The hold's clock: steady seconds, and what it tells of sleep.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { holdClock } from "../coach/clock.js";

beforeEach(() =>
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance", "Date"] }),
);
afterEach(() => vi.useRealTimers());

function startClock(options = {}) {
  const heard = { tick: vi.fn(), slept: vi.fn(() => false), jumped: vi.fn() };
  return { clock: holdClock({ ...heard, ...options }), ...heard };
}

test("it counts on from where the hold was, five times a second", () => {
  const { clock, tick } = startClock({ from: 12 });
  vi.advanceTimersByTime(1000);
  expect(tick).toHaveBeenCalledTimes(5);
  expect(clock.elapsed()).toBeCloseTo(13);
  const [elapsed, before] = tick.mock.lastCall ?? [];
  expect(elapsed - before).toBeCloseTo(0.2);
});

test("between two looks its seconds are exact", () => {
  const { clock } = startClock();
  vi.advanceTimersByTime(1099);
  expect(clock.elapsed()).toBeCloseTo(1.099);
});

test("a clock that is set changes no second of the hold, but the person is asked", () => {
  const { clock, jumped, slept } = startClock();
  vi.advanceTimersByTime(1000);
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(200);
  expect(clock.elapsed()).toBeCloseTo(1.2);
  expect(jumped).toHaveBeenCalledTimes(1);
  expect(jumped.mock.calls[0][0]).toBeCloseTo(3600);
  expect(slept).not.toHaveBeenCalled();
});

test("a clock that is set back, or by a few seconds, is no sleep", () => {
  const { jumped } = startClock();
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(200);
  vi.setSystemTime(Date.now() + 9_000);
  vi.advanceTimersByTime(200);
  expect(jumped).not.toHaveBeenCalled();
});

test("a page that stood still says so, and may stop the clock before it ticks", () => {
  const steady = vi.spyOn(performance, "now").mockReturnValue(0);
  const slept = vi.fn(() => true);
  const { tick } = startClock({ slept });
  steady.mockReturnValue(95_000);
  vi.advanceTimersByTime(200);
  expect(slept).toHaveBeenCalledWith({ before: 0, elapsed: 95 });
  expect(tick).not.toHaveBeenCalled();
});

test("it ticks no more once it is stopped", () => {
  const { clock, tick } = startClock();
  clock.stop();
  vi.advanceTimersByTime(5000);
  expect(tick).not.toHaveBeenCalled();
});
