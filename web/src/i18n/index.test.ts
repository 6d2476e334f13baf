import { describe, expect, it } from 'vitest';
import { catalogue, isKey, kLangs, translate, type Entry } from './index';
import { pipelines } from './pipelines';

const all: Readonly<Record<string, Entry>> = { ...catalogue, ...pipelines };
const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((each) => each[1] ?? '').sort();

describe('catalogue', () => {
  it.each(Object.entries(all))('%s is written in both languages with the same names', (_, entry) => {
    for (const lang of kLangs) expect(entry[lang].trim()).not.toBe('');
    expect([...new Set(names(entry.en))]).toEqual([...new Set(names(entry.ko))]);
  });

  it('has no Hangul in English and no advice in either', () => {
    for (const entry of Object.values(all)) {
      expect(entry.en).not.toMatch(/[가-힣]/);
      expect(entry.ko).not.toMatch(/(?<!과)매수|매도하|추천|기회/);
    }
  });
});

describe('translate', () => {
  it('fills in names', () => {
    expect(translate('ko', 'late_value', { age: '16개월' })).toBe('16개월 지난 값');
    expect(translate('en', 'fx_top', { percent: '6%' })).toBe('top 6%');
  });

  it('knows its keys', () => {
    expect(isKey('fg_title')).toBe(true);
    expect(isKey('toString')).toBe(false);
  });
});
