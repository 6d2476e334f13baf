import { describe, expect, it } from 'vitest';
import type { Session } from '../../api/types';
import { standingOf } from './session';

const rows: Session[] = [
  { market_day: '2026-04-10', kind: 'full', open_at: '2026-04-10T13:30:00Z', close_at: '2026-04-10T20:00:00Z' },
  { market_day: '2026-04-11', kind: 'closed', open_at: null, close_at: null },
  { market_day: '2026-04-13', kind: 'full', open_at: '2026-04-13T13:30:00Z', close_at: '2026-04-13T20:00:00Z' },
];

describe('standingOf', () => {
  it.each([
    ['2026-04-10T07:59:59Z', 'closed'], ['2026-04-10T08:00:00Z', 'pre'], ['2026-04-10T13:30:00Z', 'regular'],
    ['2026-04-10T19:59:59Z', 'regular'], ['2026-04-10T20:00:00Z', 'after'], ['2026-04-11T00:00:00Z', 'closed'],
    ['2026-04-12T12:00:00Z', 'closed'], ['2026-04-13T08:00:00Z', 'pre'],
  ])('%s is %s', (now, phase) => expect(standingOf(rows, now)?.phase).toBe(phase));

  it('names the next opening bell', () => {
    expect(standingOf(rows, '2026-04-10T13:30:00Z')?.nextOpen).toBe('2026-04-13T13:30:00Z');
    expect(standingOf(rows, '2026-04-13T13:30:00Z')?.nextOpen).toBe(null);
    expect(standingOf(rows, '2026-04-12T12:00:00Z')?.session.market_day).toBe('2026-04-10');
  });

  it('has nothing to say without sessions', () => expect(standingOf([], '2026-04-13T08:00:00Z')).toBe(null));
});
