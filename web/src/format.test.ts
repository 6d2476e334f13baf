import { describe, expect, it } from 'vitest';
import {
  formatBytes, formatChange, formatNumber, formatPercent, formatRate, formatSigned, formatSignedPercent, formatWon,
  formatWonShort, parseTyped, percentileRank, rateDigits, toNumber, formatCount, formatDollars, formatWonLarge, formatExact, formatHeadline,
} from './format';

describe('numbers as evidence', () => {
  it('keep what is stored, without zeros that say nothing', () => {
    expect(['1489.952100', '1740.860000', '-6.679971', '0.45036123456', '25000000', ''].map(formatExact)).toEqual(
      ['1,489.9521', '1,740.86', '−6.679971', '0.450361', '25,000,000', '–']);
  });
  it('carry their unit where they stand alone', () => {
    expect([formatHeadline('rate', '1489.952100', 'ko'), formatHeadline('close', '352.42', 'ko'),
      formatHeadline('score', '42.657', 'en'), formatHeadline('volatility_20d_pct', '11.98', 'en'), formatHeadline('advanced', '3012', 'en')]).toEqual(
      ['1,489.95원', '$352.42', '42.7', '12.0%', '3,012']);
  });
});

describe('toNumber', () => {
  it('reads numbers and number texts', () => {
    expect(toNumber('1489.950360')).toBe(1489.95036);
    expect(toNumber(-3)).toBe(-3);
  });

  it('is null for what is missing or no number', () => {
    for (const value of [null, undefined, '', 'N/A', Number.NaN, Infinity]) expect(toNumber(value)).toBeNull();
  });
});

describe('numbers', () => {
  it('groups thousands and writes a true minus', () => {
    expect(formatNumber('1489.950360', 2)).toBe('1,489.95');
    expect(formatNumber(-6.68, 2)).toBe('−6.68');
  });

  it('writes no sign on what rounds to zero', () => {
    expect(formatNumber(-0.001, 1)).toBe('0.0');
    expect(formatSigned(0.001, 1)).toBe('0.0');
    expect(formatSigned(-0.001, 1)).toBe('0.0');
  });

  it('writes a dash for what is missing', () => {
    expect(formatNumber(null)).toBe('–');
    expect(formatPercent(undefined)).toBe('–');
    expect(formatSignedPercent(null)).toBe('–');
    expect(formatWon(null, 'ko')).toBe('–');
    expect(formatChange(null, 1)).toBe('–');
  });

  it('signs percentages', () => {
    expect(formatSignedPercent(0.4503)).toBe('+0.45%');
    expect(formatSignedPercent(-0.57)).toBe('−0.57%');
    expect(formatPercent(17.391, 1)).toBe('17.4%');
  });
});

describe('rates and won', () => {
  it('gives small rates more decimals', () => {
    expect(rateDigits('9.321874')).toBe(4);
    expect(formatRate('9.321874')).toBe('9.3219');
    expect(formatRate('1489.950360')).toBe('1,489.95');
  });

  it('writes whole won in both languages', () => {
    expect(formatWon(525088.4, 'ko')).toBe('525,088원');
    expect(formatWon('-1200', 'en')).toBe('−₩1,200');
  });

  it('shortens from ten thousand won', () => {
    expect(formatWonShort(64_800, 'ko')).toBe('6.5만 원');
    expect(formatWonShort(9_999, 'ko')).toBe('9,999원');
    expect(formatWonShort(64_800, 'en')).toBe('₩64.8K');
  });
});

describe('formatChange', () => {
  it('shows size, arrow and percentage', () => {
    expect(formatChange('6.68', 0.45)).toBe('▲ 6.68 (+0.45%)');
    expect(formatChange(-0.11, -0.57)).toBe('▼ 0.11 (−0.57%)');
  });

  it('has no arrow without movement and no percentage when it is missing', () => {
    expect(formatChange('0', 0)).toBe('0.00 (0.00%)');
    expect(formatChange(1, null)).toBe('▲ 1.00');
  });
});

describe('percentileRank', () => {
  it('counts from the nearer end', () => {
    expect(percentileRank(94.4)).toEqual({ side: 'top', percent: '6%' });
    expect(percentileRank(30)).toEqual({ side: 'bottom', percent: '30%' });
  });

  it('never says 0%', () => {
    expect(percentileRank(100)).toEqual({ side: 'top', percent: '1%' });
    expect(percentileRank(null)).toBeNull();
  });
});

describe('parseTyped', () => {
  it('reads grouped numbers', () => {
    expect(parseTyped(' 1,000.5 ')).toBe(1000.5);
    expect(parseTyped('.5')).toBe(0.5);
  });

  it('refuses what is no amount', () => {
    for (const text of ['', '.', '-1', '1e5', '1.2.3', 'abc']) expect(parseTyped(text)).toBeNull();
  });
});

describe('large amounts', () => {
  it('go by 만, 억, 조 and by thousands', () => {
    const won = (amount: number): string => formatWonLarge(amount, 'ko');
    expect([950, 54_321, 250_000_000, 304_500_000_000, 28_000_000_000_000, 1_970_400_000_000_000].map(won)).toEqual(
      ['950원', '5.4만원', '2.5억원', '3,045억원', '28.0조원', '1,970조원']);
    expect(formatWonLarge(28e12, 'en')).toBe('₩28.0T');
    expect(formatWonLarge(-304.5e9, 'en')).toBe('−₩305B');
    expect(formatWonLarge(null, 'ko')).toBe('–');
  });

  it('count shares', () => {
    expect([9_420_000_000, 16_700_164_043, 20_000_000, 812].map((count) => formatCount(count, 'ko'))).toEqual(
      ['94.2억', '167억', '2,000만', '812']);
    expect(formatCount(16_700_164_043, 'en')).toBe('16.7B');
  });

  it('name dollars', () => {
    expect([352.42, '0.1173', null].map(formatDollars)).toEqual(['$352.42', '$0.1173', '–']);
  });
});

describe('formatBytes', () => {
  it('takes the unit that suits', () => {
    expect([120, 277_953, 1_449_000].map(formatBytes)).toEqual(['1 kB', '278 kB', '1.4 MB']);
  });
});
