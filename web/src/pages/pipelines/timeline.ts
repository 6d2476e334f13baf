/// A day from an instant on, as places on an axis.
const kHourMs = 3_600_000;
const kDayMs = 24 * kHourMs;
const kStepHours = 3;

/** Where an instant lies, in percent of the day behind `from`. */
export function placeOf(at: number, from: number): number {
  return Math.round(((at - from) / kDayMs) * 10_000) / 100;
}

/** The hours in that day that Seoul's clock divides by three, away from both ends. */
export function hourMarks(from: number): number[] {
  const shift = 9 * kHourMs; // Seoul has no summer time
  const step = kStepHours * kHourMs;
  const first = Math.ceil((from + shift) / step) * step - shift;
  const marks = Array.from({ length: 9 }, (_, at) => first + at * step);
  return marks.filter((mark) => placeOf(mark, from) >= 2 && placeOf(mark, from) <= 98);
}
