import { describe, expect, it } from 'vitest';
import { componentValue } from './fear_greed/component_value';
import { isPartial, yearsOf } from './fear_greed/years';
import { amountFor, effectiveRate, exchange } from './exchange_rate/calculator';

describe('calculator', () => {
  const terms = { rate: 1489.95, spreadPct: 1, discountPct: 90 };

  it('is the plain rate without a spread', () => {
    expect(exchange('buy', 1000, { rate: 1489.95, spreadPct: 0, discountPct: 50 }).won).toBeCloseTo(1_489_950, 6);
  });

  it('pays the discounted spread when buying and loses it when selling', () => {
    expect(effectiveRate('buy', terms)).toBeCloseTo(1491.43995, 6);
    expect(effectiveRate('sell', terms)).toBeCloseTo(1488.46005, 6);
    expect(exchange('sell', 1000, terms).cost).toBeCloseTo(-1489.95, 6);
  });

  it('runs backwards', () => {
    expect(amountFor('buy', exchange('buy', 250, terms).won, terms)).toBeCloseTo(250, 9);
    expect(amountFor('buy', 100, { rate: 0, spreadPct: 0, discountPct: 0 })).toBe(0);
  });
});

describe('years', () => {
  const months = [
    { month: '2025-12', average: 40, days: 20 }, { month: '2026-01', average: 50, days: 10 },
    { month: '2026-03', average: 20, days: 20 },
  ];

  it('lay months out and leave gaps empty', () => {
    const [first, second] = yearsOf(months);
    expect(first?.months[11]?.average).toBe(40);
    expect(second?.months.map((month) => month?.average ?? null).slice(0, 4)).toEqual([50, null, 20, null]);
  });

  it('weigh a year’s average by days', () => {
    expect(yearsOf(months)[1]?.average).toBe(30);
  });

  it('call only the newest month unfinished', () => {
    const newest = { month: '2026-05', average: 66.6, days: 1 };
    expect(isPartial(newest, newest)).toBe(true);
    expect(isPartial({ month: '2026-01', average: 50, days: 10 }, newest)).toBe(false);
  });
});

describe('componentValue', () => {
  it('writes each in its own unit', () => {
    expect(componentValue('market_momentum', 7230.12)).toBe('7,230');
    expect(componentValue('junk_bond_demand', 1.26706884684553)).toBe('1.27%p');
    expect(componentValue('put_call_options', null)).toBe('–');
  });
});
