// Loudness, vibration, breathing and a lit screen belong to the device and not to the diary.

const DEVICE_PLACE = "tk-coach-device";
const DEVICE_USUAL = { volume: 0.7, mute: false, vibrate: true, voice: true, in_s: 4, out_s: 6 };

/** The device's settings, kept in this browser; what is unreadable has its usual value. */
export function deviceSettings() {
  let values = { ...DEVICE_USUAL };
  try {
    const kept = JSON.parse(localStorage.getItem(DEVICE_PLACE) ?? "{}");
    for (const [name, usual] of Object.entries(DEVICE_USUAL)) {
      if (typeof kept[name] === typeof usual) values[name] = kept[name];
    }
  } catch {
    // Storage that is switched off: the usual values hold until the page closes.
  }
  return {
    get: () => values,
    set(changes) {
      values = { ...values, ...changes };
      try {
        localStorage.setItem(DEVICE_PLACE, JSON.stringify(values));
      } catch {
        // As above.
      }
    },
  };
}

/** Keeps the screen lit while a hold is under way, where the browser can. */
export function screenLock() {
  let wanted = false;
  /** @type {any} */
  let lock = null;

  async function take() {
    if (!wanted || lock || document.hidden || !navigator.wakeLock) return;
    try {
      const taken = await navigator.wakeLock.request("screen");
      if (!wanted) return void taken.release();
      lock = taken;
      // The browser takes it back whenever the page is hidden.
      taken.addEventListener("release", () => {
        lock = null;
      });
    } catch {
      // A low battery may refuse it; the hold goes on all the same.
    }
  }
  document.addEventListener("visibilitychange", take);

  const screen = {
    can: () => Boolean(navigator.wakeLock),
    request() {
      wanted = true;
      take();
    },
    release() {
      wanted = false;
      lock?.release();
      lock = null;
    },
    stop() {
      screen.release();
      document.removeEventListener("visibilitychange", take);
    },
  };
  return screen;
}
