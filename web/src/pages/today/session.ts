/// Where the clock stands among the sessions of New York.
import type { Session } from '../../api/types';

export type Phase = 'pre' | 'regular' | 'after' | 'closed';
export interface Part { phase: Phase; from: number; to: number }
export interface Standing {
  phase: Phase;
  /** The session shown: the last whose pre-market has begun, else the next. */
  session: Session;
  /** Its parts up to a day from the pre-market's begin, in milliseconds since 1970. */
  parts: Part[];
  /** The next opening bell; null when the calendar ends before. */
  nextOpen: string | null;
}

const kHour = 3_600_000;
/** The pre-market begins at 04:00 with an open at 09:30; after hours last 4 hours. */
const kPre = 5.5 * kHour;
const kAfter = 4 * kHour;
const kDay = 24 * kHour;

/** The parts that hold `now` (an instant); null without a session in the list. */
export function standingOf(rows: readonly Session[], now: string): Standing | null {
  const at = Date.parse(now);
  const open = rows.filter((row) => row.open_at !== null && row.close_at !== null);
  const begin = (row: Session): number => Date.parse(row.open_at ?? '') - kPre;
  const session = open.filter((row) => begin(row) <= at).at(-1) ?? open[0];
  if (!session) return null;
  const opens = Date.parse(session.open_at ?? '');
  const closes = Date.parse(session.close_at ?? '');
  const parts: Part[] = [
    { phase: 'pre', from: opens - kPre, to: opens }, { phase: 'regular', from: opens, to: closes },
    { phase: 'after', from: closes, to: closes + kAfter },
    { phase: 'closed', from: closes + kAfter, to: opens - kPre + kDay },
  ];
  const phase = parts.find((part) => at >= part.from && at < part.to)?.phase ?? 'closed';
  const next = open.find((row) => Date.parse(row.open_at ?? '') > at);
  return { phase, session, parts, nextOpen: next?.open_at ?? null };
}
