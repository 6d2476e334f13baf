import { describe, expect, it } from 'vitest';
import { fileName } from './file';

describe('fileName', () => {
  it('names page, tile and day', () => {
    expect(fileName({ page: 'exchange_rate', tile: 'trend', day: '2026-04-13' }, 'png'))
      .toBe('seohak-exchange-rate-trend-2026-04-13.png');
  });

  it('takes a symbol of any letters', () => {
    expect(fileName({ page: 'symbol BRK/B', tile: 'bars', day: '2026-04-13' }, 'csv'))
      .toBe('seohak-symbol-BRK-B-bars-2026-04-13.csv');
  });

  it('does without a day', () => {
    expect(fileName({ page: 'data', tile: 'runs', day: '' }, 'csv')).toBe('seohak-data-runs.csv');
  });
});
