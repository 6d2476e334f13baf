import { expect, it } from 'vitest';
import { charactersOf } from './glyphs';

it('holds each character once', () => {
  expect(charactersOf(['환율', '환전 100', '📈'])).toBe('환율전 10📈');
  expect(charactersOf([])).toBe('');
});
