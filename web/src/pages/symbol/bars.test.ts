import { describe, expect, it } from 'vitest';
import type { SymbolBars } from '../../api/types';
import { isLine, minuteBars, newestStretch, wallSeconds, withAverage } from './bars';

describe('bars', () => {
  it('stand at the wall clock of New York on both sides of a change of its clock', () => {
    expect(wallSeconds('2026-03-06T14:30:00Z')).toBe(Date.parse('2026-03-06T09:30:00Z') / 1000);
    expect(wallSeconds('2026-03-09T13:30:00Z')).toBe(Date.parse('2026-03-09T09:30:00Z') / 1000);
  });

  it('begin after the last hole', () => {
    const days = ['2025-10-28', '2026-01-20', '2026-01-21', '2026-01-29'].map((time) => ({ time }));
    expect(newestStretch(days).map((bar) => bar.time)).toEqual(['2026-01-20', '2026-01-21', '2026-01-29']);
    expect(newestStretch([{ time: 0 }, { time: 86_400 * 11 }])).toEqual([{ time: 86_400 * 11 }]);
    expect(newestStretch([])).toEqual([]);
  });

  it('carry prices in won, and doubt', () => {
    const answer: SymbolBars = {
      symbol: 'A', interval: '1m', earlier: false, flagged: [{ day: '2026-03-16', detail: 'x' }],
      rows: [{ bar_start: '2026-03-16T13:30:00Z', market_day: '2026-03-16', open: '10.000000', high: '11.000000', low: null,
        close: '10.500000', volume: 5, source: 'yahoo', rsi_wilder: null }],
    };
    const [bar] = minuteBars(answer, 1400);
    expect(bar).toEqual({ time: Date.parse('2026-03-16T09:30:00Z') / 1000, start: '2026-03-16T13:30:00Z', open: 14_000, high: 15_400, low: null, close: 14_700,
      volume: 5, rsi: null, doubted: true, source: 'yahoo' });
    expect(isLine(bar ? [bar] : [])).toBe(true);
    expect(minuteBars(answer, null)[0]?.close).toBe(10.5);
  });

  it('carry the mean of 20 closes from the twentieth on', () => {
    const rows = Array.from({ length: 22 }, (_, at) => ({ bar_start: new Date(Date.UTC(2026, 2, 16, 13, 30 + at)).toISOString(),
      market_day: '2026-03-16', open: null, high: null, low: null, close: String(at + 1), volume: null, source: 'yahoo', rsi_wilder: null }));
    const bars = withAverage(minuteBars({ symbol: 'A', interval: '1m', earlier: false, flagged: [], rows }, null));
    expect(bars.map((bar) => bar.average).slice(18)).toEqual([null, 10.5, 11.5, 12.5]);
  });
});
