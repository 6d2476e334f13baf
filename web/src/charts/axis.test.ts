import { describe, expect, it } from 'vitest';
import { panelsOf, ticksOf } from './after_panels';
import { dayTicks, extremes, withHoles } from './axis';
import { roundLimit } from './parts';

const kDay = 86_400_000;
const daysFrom = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => new Date(Date.parse(first) + at * kDay).toISOString().slice(0, 10));

describe('withHoles', () => {
  it('keeps weekends joined and breaks the line at a hole', () => {
    const rows = ['2026-04-02', '2026-04-07', '2026-05-07'];
    expect(withHoles(rows, (day) => day)).toEqual(['2026-04-02', '2026-04-07', null, '2026-05-07']);
  });
});

describe('dayTicks', () => {
  it('labels days in a month', () => {
    expect([...dayTicks(daysFrom('2026-04-01', 23), 6, 'ko')].slice(0, 2)).toEqual([[0, '4.1'], [4, '4.5']]);
  });

  it('labels months in a year, the year where it changes', () => {
    const texts = [...dayTicks(daysFrom('2025-04-14', 365), 12, 'ko').values()];
    expect(texts).toContain('5월');
    expect(texts).toContain('2026.1');
  });

  it('labels years in a long history and never more than asked', () => {
    const ticks = dayTicks(daysFrom('1999-01-04', 9_900), 6, 'en');
    expect(ticks.size).toBeLessThanOrEqual(6);
    expect([...ticks.values()][0]).toBe('2000');
  });
});

describe('extremes', () => {
  it('finds the first lowest and highest, skipping what is missing', () => {
    expect(extremes([null, 3, 1, 5, 1])).toEqual({ low: 2, high: 3 });
    expect(extremes([null])).toBeNull();
  });
});

describe('roundLimit', () => {
  it.each([[15.4, 20, 5], [0.8, 0.8, 0.2], [33, 40, 10], [100, 100, 25]])('%f', (most, limit, step) => {
    expect(roundLimit(most)).toEqual({ limit, step });
  });
});

describe('panels', () => {
  const horizon = (sessions: number, p10: number, p90: number) =>
    ({ sessions, n: 9, median_pct: 0, p10, p25: -1, p75: 1, p90, up_share_pct: 50 });
  const rows = [{ rating: 'fear', days: 9, horizons: [horizon(1, -2, 2), horizon(20, -5, 10)] }];

  it('share one scale', () => {
    const [one, twenty] = panelsOf(rows, false, 500, 20);
    const per = (panel: typeof one): number => (panel ? panel.x(1) - panel.x(0) : 0);
    expect(per(one)).toBeCloseTo(per(twenty), 9);
    expect((one?.width ?? 0) + (twenty?.width ?? 0) + 20).toBeLessThanOrEqual(501);
  });

  it('show only the longest on a narrow screen, with zero among the ticks', () => {
    const shown = panelsOf(rows, true, 240, 20);
    expect(shown.map((panel) => panel.sessions)).toEqual([20]);
    expect(shown[0] && ticksOf(shown[0])).toEqual([-5, 0, 5, 10]);
  });
});

describe('dayTicks over a hole', () => {
  it('does not take the far side of a hole for a new year', () => {
    const days = [...daysFrom('2018-01-01', 900), '', ...daysFrom('2020-09-01', 900)];
    expect([...dayTicks(days, 12, 'ko').values()]).toEqual(['2019', '2020', '2021', '2022', '2023']);
  });
});
