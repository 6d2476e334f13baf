import { describe, expect, it } from 'vitest';
import { csvField, csvOf } from './csv';

describe('csvField', () => {
  it('leaves numbers as they are, negative ones too', () => {
    expect([1489.95, -6.68, 0, '-1489.9500', '1e-7', '-0.5'].map(csvField))
      .toEqual(['1489.95', '-6.68', '0', '-1489.9500', '1e-7', '-0.5']);
  });

  it('is empty for what is missing', () => {
    expect([null, Number.NaN, Number.POSITIVE_INFINITY].map(csvField)).toEqual(['', '', '']);
  });

  it('quotes commas, quotes and line ends', () => {
    expect(csvField('Tesla, Inc.')).toBe('"Tesla, Inc."');
    expect(csvField('the "best"')).toBe('"the ""best"""');
    expect(csvField('a\r\nb')).toBe('"a\r\nb"');
  });

  it('disarms what a spreadsheet would run', () => {
    expect(['=1+1', '+82', '-', '-2+3', '@SUM(A1)', '\tx', '=HYPERLINK("http://a","b")'].map(csvField))
      .toEqual(["'=1+1", "'+82", "'-", "'-2+3", "'@SUM(A1)", "'\tx", '"\'=HYPERLINK(""http://a"",""b"")"']);
  });
});

describe('csvOf', () => {
  it('writes plain values under the names of the columns', () => {
    const made = csvOf({
      columns: [{ label: '날짜' }, { label: '환율', numeric: true }, { label: '출처' }],
      rows: [['2026-04-13', { value: '1489.9500', text: '1,489.95' }, 'ECB'], ['2026-04-10', { value: null, text: '–' }, '=x']],
    });
    expect(made).toBe("\uFEFF날짜,환율,출처\r\n2026-04-13,1489.9500,ECB\r\n2026-04-10,,'=x\r\n");
  });
});
