import { describe, expect, it } from 'vitest';
import { currencyOf, pageOf, pipelinePath, rangeOf, runPath, symbolOf, symbolPath } from './router.svelte';

describe('addresses', () => {
  it('name pages, with or without a slash at the end', () => {
    expect(['/', '/fear-greed', '/exchange-rate/', '/data', '/themes', '/movers', '/signals', '/nowhere'].map(pageOf)).toEqual(
      ['today', 'fear_greed', 'exchange_rate', 'data', 'themes', 'movers', 'signals', 'today']);
  });

  it('keep range and currency, and fall back when they are none', () => {
    expect(rangeOf(new URLSearchParams('range=5y'), 'fear_greed')).toBe('5y');
    expect(rangeOf(new URLSearchParams('range=9y'), 'exchange_rate')).toBe('1y');
    expect(currencyOf(new URLSearchParams('currency=JPY'))).toBe('JPY');
    expect(currencyOf(new URLSearchParams('currency=../x'))).toBe('USD');
  });

  it('name stocks, slashes and all', () => {
    expect(symbolOf(symbolPath('BRK/B'))).toBe('BRK/B');
    expect(pageOf('/symbols/BRK%2FB')).toBe('symbol');
    expect(['/symbols/tsla', '/symbols/', '/symbols/%E0', '/symbols/a/b'].map(symbolOf)).toEqual(['TSLA', '', '', '']);
  });

  it('name pipelines, runs and their tasks', () => {
    expect(['/pipelines', '/pipelines/', pipelinePath('fear_greed'), runPath('20261126T223135-b10b'), '/runs', '/runs/a/b'].map(pageOf)).toEqual(
      ['pipelines', 'pipelines', 'pipeline', 'run', 'today', 'today']);
    expect(runPath('r/1', 'load:cnn.graphdata')).toBe('/runs/r%2F1?task=load%3Acnn.graphdata');
  });
});
