// The clock of a hold counts steady seconds that nobody can set; the wall clock only tells of sleep.

const LOOK_EVERY_MS = 200;
export const SLEPT_AFTER_MS = 10_000;

/**
 * @param {object} options
 * @param {number} [options.from] seconds that have passed already.
 * @param {(elapsed: number, before: number) => void} options.tick after each look at the clock.
 * @param {(times: { before: number, elapsed: number }) => boolean} options.slept the page stood
 *   still for long; true stops the clock.
 * @param {(seconds: number) => void} options.jumped the wall clock went forward alone: it was set,
 *   or the machine slept.
 */
export function holdClock({ from = 0, tick, slept, jumped }) {
  let elapsed = from;
  let steady = performance.now();
  let wall = Date.now();
  const timer = setInterval(look, LOOK_EVERY_MS);

  function look() {
    const passed = performance.now() - steady;
    const onTheWall = Date.now() - wall;
    steady += passed;
    wall += onTheWall;
    const before = elapsed;
    elapsed += passed / 1000;
    if (passed > SLEPT_AFTER_MS && slept({ before, elapsed })) return;
    // Some systems stop the steady clock while they sleep; a clock set back is no sleep.
    if (onTheWall - passed > SLEPT_AFTER_MS) jumped((onTheWall - passed) / 1000);
    tick(elapsed, before);
  }

  return {
    elapsed: () => elapsed + (performance.now() - steady) / 1000,
    stop: () => clearInterval(timer),
  };
}
