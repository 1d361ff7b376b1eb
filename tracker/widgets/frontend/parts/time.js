// A moment is written in local time, as the diary and the browser's own fields write it.

/** @param {number} number */
const twoDigits = (number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");

/**
 * The day and minute as <input type="datetime-local"> writes them.
 *
 * @param {Date} date
 */
export function wallClock(date) {
  const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())];
  return `${day.join("-")}T${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/**
 * The zone's offset at a moment, as ISO 8601 writes it.
 *
 * @param {Date} date
 */
export function offsetOf(date) {
  const minutes = -date.getTimezoneOffset();
  return `${minutes < 0 ? "-" : "+"}${twoDigits(minutes / 60)}:${twoDigits(minutes % 60)}`;
}

/**
 * A moment in local time with its offset, to the millisecond.
 *
 * @param {Date} date
 */
export function localIso(date) {
  const milliseconds = String(date.getMilliseconds()).padStart(3, "0");
  return `${wallClock(date)}:${twoDigits(date.getSeconds())}.${milliseconds}${offsetOf(date)}`;
}
