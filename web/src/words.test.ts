import { describe, expect, it } from 'vitest';
import { industryName, issueName, sectorName, securityName, shortDigest, shortName } from './words';

describe('names', () => {
  it('lose the words that every listing has', () => {
    const given = ['Tesla Inc. Common Stock', 'FormFactor Inc. FormFactor Inc. Common Stock', 'Intel Corporation Common Stock',
      'GFL Environmental Inc. Subordinate voting shares no par value', 'Alphabet Inc. Class A Common Stock', 'Inc.',
      'Coca-Cola Company (The) Common Stock'];
    expect(given.map(shortName)).toEqual(
      ['Tesla', 'FormFactor', 'Intel', 'GFL Environmental', 'Alphabet', 'Inc.', 'Coca-Cola']);
  });

  it('are shortened where they are digests', () => {
    const digest = '4473ee4dc0fec699a5abe375ccefc42c043762f460c8bf0d847d5d220467eea2';
    expect(shortDigest(`${digest}/0`)).toBe('4473ee4d…/0');
    expect(['AAPL', 'raw_data.fx_rate_daily', digest.slice(1)].map(shortDigest)).toEqual(['AAPL', 'raw_data.fx_rate_daily', digest.slice(1)]);
  });

  it('say what is no share', () => {
    expect(shortName('Revolution Medicines Inc. Warrant')).toBe('Revolution Medicines Warrant');
    expect(shortName('Strategy Inc Variable Rate Series A Perpetual Stretch Preferred Stock')).toBe('Strategy Preferred');
  });

  it('are Korean where one is known', () => {
    expect(securityName({ name: 'Tesla Inc.', name_ko: '테슬라' }, 'ko')).toBe('테슬라');
    expect(securityName({ name: 'Tesla Inc.', name_ko: '테슬라' }, 'en')).toBe('Tesla');
    expect(securityName({ name: null, name_ko: null }, 'ko')).toBe('');
  });

  it('fall back to the word of the source', () => {
    expect([sectorName('Health Care', 'ko'), sectorName(null, 'en'), sectorName('Space', 'ko')]).toEqual(
      ['헬스케어', 'Unclassified', 'Space']);
    expect([industryName('Auto Parts:O.E.M.', 'ko'), industryName('Accident &Health Insurance', 'ko'), industryName('Space Mining', 'ko'),
      industryName(null, 'en')]).toEqual(['자동차 부품', '상해·건강보험', 'Space Mining', 'Unclassified']);
    expect([issueName('stale_day', 'ko'), issueName('new_kind', 'ko')]).toEqual(['전날이 되풀이된 날', 'new_kind']);
  });
});
