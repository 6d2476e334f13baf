import { describe, expect, it } from 'vitest';
import { nameOf, readWhy, writeWhy } from './why_link';

describe('the address of an evidence', () => {
  it('comes back as it was, and leaves the rest of the query', () => {
    const asked = { tile: 'stock.facts', query: { symbol: 'BRK/B', day: '2026-04-13' } };
    const text = writeWhy(new URLSearchParams('range=1y&why=other&why.currency=EUR'), asked);
    expect(text).toBe('range=1y&why=stock.facts&why.symbol=BRK%2FB&why.day=2026-04-13');
    expect(readWhy(new URLSearchParams(text))).toEqual(asked);
    expect(nameOf(asked)).toBe('stock.facts BRK/B');
    expect(writeWhy(new URLSearchParams(text), null)).toBe('range=1y');
  });

  it('asks nothing when there is no tile or no such name', () => {
    expect(['', 'range=1y', 'why=', 'why=../x'].map((text) => readWhy(new URLSearchParams(text)))).toEqual(
      [null, null, null, null]);
  });
});
