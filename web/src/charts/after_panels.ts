/// The panels of "what followed": one a horizon, sharing one scale.
import type { After } from '../api/types';

export interface Panel {
  sessions: number;
  low: number;
  high: number;
  width: number;
  /** Pixels from the panel's left edge of a percentage. */
  x: (percent: number) => number;
}

const kPad = 16;

function bounds(rows: readonly After[], sessions: number): [number, number] {
  const own = rows.flatMap((row) => row.horizons.filter((each) => each.sessions === sessions));
  const known = (values: (number | null)[]): number[] =>
    values.filter((value): value is number => value !== null);
  const low = Math.min(-2, ...known(own.map((each) => each.p10)));
  const high = Math.max(2, ...known(own.map((each) => each.p90)));
  return [low, high];
}

/** Panels side by side in `room` pixels; a narrow screen shows the longest horizon only. */
export function panelsOf(rows: readonly After[], narrow: boolean, room: number, gap: number): Panel[] {
  const all = [...new Set(rows.flatMap((row) => row.horizons.map((each) => each.sessions)))];
  const shown = narrow ? all.slice(-1) : all;
  const spans = shown.map((sessions) => bounds(rows, sessions));
  const total = spans.reduce((sum, [low, high]) => sum + high - low, 0) || 1;
  const free = room - gap * (shown.length - 1) - 2 * kPad * shown.length;
  const scale = Math.max(1, free / total);
  return shown.map((sessions, at) => {
    const [low, high] = spans[at] ?? [0, 0];
    const width = Math.round((high - low) * scale + 2 * kPad);
    return { sessions, low, high, width, x: (percent) => kPad + (percent - low) * scale };
  });
}

/** Round percentages within a panel, zero among them, far enough apart to be read. */
export function ticksOf(panel: Panel): number[] {
  const perPercent = (panel.width - 2 * kPad) / (panel.high - panel.low || 1);
  const step = [1, 2, 5, 10, 20].find((each) => each * perPercent >= 25 && (panel.high - panel.low) / each <= 4.5) ?? 50;
  const first = Math.ceil(panel.low / step) * step;
  const count = Math.floor((panel.high - first) / step) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) => first + at * step || 0);
}
