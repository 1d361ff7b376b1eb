// Cues for closed eyes: tones that are made here, and a voice that is on this device.

/** Each cue: [frequency in Hz, begins after s, lasts s] of its notes; its vibration; its words. */
const CUES = {
  start: { notes: [[523, 0, 0.25]], buzz: [60], words: "" },
  check: {
    notes: [
      [659, 0, 0.5],
      [880, 0.25, 0.9],
    ],
    buzz: [150, 100, 150],
    words: "Pain now?",
  },
  end: {
    notes: [
      [784, 0, 1.6],
      [659, 0.4, 1.6],
      [523, 0.8, 2.4],
    ],
    buzz: [300, 150, 300, 150, 300],
    words: "Done. Pain after?",
  },
  lower: { notes: [[880, 0, 0.5]], buzz: [60], words: "Good. Keep holding." },
  stay: { notes: [[587, 0, 0.8]], buzz: [60, 60, 60], words: "Stay to the end." },
  move: {
    notes: [
      [294, 0, 0.3],
      [247, 0.35, 0.3],
      [294, 0.7, 0.3],
      [247, 1.05, 0.5],
    ],
    buzz: [500],
    words: "Move the tool to another spot.",
  },
  stop: { notes: [[196, 0, 0.9]], buzz: [800], words: "Stopped." },
};

/** A voice that is on this device: any other would send the words elsewhere. */
export function ownVoice() {
  const voices = window.speechSynthesis?.getVoices() ?? [];
  return voices.find((one) => one.localService && one.lang.startsWith("en")) ?? null;
}

/** Cues that the audio clock plays by itself at their time, however busy the page is. */
export function coachSounds(device) {
  /** @type {any} */
  let context = null;
  /** @type {any} */
  let master = null;
  const ahead = new Map();

  function wake() {
    const Context = window.AudioContext ?? /** @type {any} */ (window).webkitAudioContext;
    if (!Context) return false;
    if (!context) {
      context = new Context();
      master = context.createGain();
      master.connect(context.destination);
    }
    // A browser lets a page sound only after a touch; until then this waits.
    if (context.state !== "running") context.resume().catch(() => {});
    setVolume();
    return true;
  }

  function setVolume() {
    const { volume, mute } = device.get();
    if (master) master.gain.value = mute ? 0 : volume;
  }

  function note([frequency, after, lasts], at) {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    const begins = at + after;
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(0.0001, begins);
    loudness.gain.exponentialRampToValueAtTime(0.8, begins + 0.03);
    loudness.gain.exponentialRampToValueAtTime(0.0001, begins + lasts);
    tone.connect(loudness).connect(master);
    tone.start(begins);
    tone.stop(begins + lasts + 0.05);
    return tone;
  }

  const play = (name, in_s) =>
    CUES[name].notes.map((one) => note(one, context.currentTime + in_s + 0.02));

  function speak(words) {
    const { voice, mute, volume } = device.get();
    const own = ownVoice();
    if (!words || mute || !voice || !own) return;
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.voice = own;
    utterance.lang = own.lang;
    utterance.volume = volume;
    window.speechSynthesis.cancel();
    window.speechSynthesis.speak(utterance);
  }

  function tell(name) {
    if (device.get().vibrate) navigator.vibrate?.(CUES[name].buzz);
    speak(CUES[name].words);
  }

  const sounds = {
    /** From within a touch, so that the browser lets it sound. */
    wake,
    setVolume,
    now(name) {
      if (wake()) play(name, 0);
      tell(name);
    },
    /** Let a cue sound in some seconds, unless it is called off. */
    ahead(name, in_s) {
      sounds.callOff(name);
      if (wake()) ahead.set(name, { tones: play(name, in_s), in_s });
    },
    callOff(name) {
      for (const tone of ahead.get(name)?.tones ?? []) tone.stop();
      ahead.delete(name);
    },
    callAllOff() {
      for (const name of [...ahead.keys()]) sounds.callOff(name);
    },
    /** The time of a cue has come: what was not heard by itself sounds now. */
    due(name) {
      if (!ahead.delete(name) && wake()) play(name, 0);
      tell(name);
    },
    stop() {
      sounds.callAllOff();
      window.speechSynthesis?.cancel();
      context?.close().catch(() => {});
    },
  };
  return sounds;
}
