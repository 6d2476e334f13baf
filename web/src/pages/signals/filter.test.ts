import { describe, expect, it } from 'vitest';
import { changeTo, filterOf, filtersOn, kPresets, nextSort, sameFilter, sortedBy, stepOf, toggled } from './filter';
import { readSaved } from './saved.svelte';

const kAll = ['a', 'b', 'c'];

describe('toggled', () => {
  it('takes one out of all, and puts it back', () => {
    expect(toggled(undefined, 'b', kAll)).toBe('a,c');
    expect(toggled('a,c', 'b', kAll)).toBe('');
  });

  it('keeps the order of the list and forgets what is not in it', () => {
    expect(toggled('c,x', 'a', kAll)).toBe('a,c');
  });

  it('means all again when the last is taken out', () => {
    expect(toggled('a', 'a', kAll)).toBe('');
  });
});

describe('filters', () => {
  it('count both ends of RSI once, and neither bar nor order', () => {
    expect(filtersOn({ rsi_from: '20', rsi_to: '30', status: 'Oversold', bar: '5m', sort: 'cap' })).toBe(2);
    expect(filtersOn({})).toBe(0);
  });

  it('are the same whatever the bar and the order', () => {
    const large = kPresets[1]?.query ?? {};
    expect(sameFilter({ ...large, bar: '1h', sort: 'rsi' }, large)).toBe(true);
    expect(sameFilter({ ...large, rsi_from: '80' }, large)).toBe(false);
    expect(filterOf({ ...large, bar: '1h' })).toEqual(large);
  });

  it('change to another by clearing the rest', () => {
    expect(changeTo({ most_bars: '1' })).toEqual({
      status: '', sector: '', rsi_from: '', rsi_to: '', least_cap: '', least_traded: '', least_times: '', most_bars: '1' });
  });
});

describe('sorting by a head', () => {
  it('goes from the greatest to the least', () => {
    expect([nextSort('-extreme', 'cap'), nextSort('-cap', 'cap'), nextSort('cap', 'cap')]).toEqual(['-cap', 'cap', '-cap']);
    expect([nextSort('-cap', 'symbol'), nextSort('symbol', 'symbol')]).toEqual(['symbol', '-symbol']);
  });

  it('begins RSI with the extremes', () => {
    expect([nextSort('cap', 'rsi'), nextSort('-extreme', 'rsi'), nextSort('-rsi', 'rsi'), nextSort('rsi', 'rsi')])
      .toEqual(['-extreme', '-rsi', 'rsi', '-extreme']);
  });

  it('is told in the words of aria-sort', () => {
    expect([sortedBy('-extreme', 'rsi'), sortedBy('-rsi', 'rsi'), sortedBy('rsi', 'rsi'), sortedBy('rsi', 'cap')])
      .toEqual(['other', 'descending', 'ascending', 'none']);
  });
});

describe('stepOf', () => {
  it('finds the step at or below a value', () => {
    expect([0, 49, 50, 400, 9999].map((value) => stepOf([0, 50, 300], value))).toEqual([0, 0, 1, 2, 2]);
  });
});

describe('readSaved', () => {
  it('reads what was kept', () => {
    const kept = [{ name: '반도체', query: { sector: 'Technology', rsi_to: '30' } }];
    expect(readSaved(JSON.stringify(kept))).toEqual(kept);
  });

  it('leaves out what it does not understand', () => {
    for (const text of [null, '', '{', '7', '{}', '[1, null, {"name": "x"}, {"name": "", "query": {}}]']) {
      expect(readSaved(text)).toEqual([]);
    }
    expect(readSaved('[{"name": "x", "query": {"evil": "1", "status": 3, "sector": "Energy"}}]'))
      .toEqual([{ name: 'x', query: { sector: 'Energy' } }]);
  });
});
