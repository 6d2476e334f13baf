import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  applyConvention, applyTheme, chartColors, directionOf, kMoods, moodOfRating, moodOfScore, ratingOfMood, withAlpha,
} from './theme';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const [lightCss = '', darkCss = ''] = css.split(":root[data-theme='dark']");

function token(part: string, name: string): string {
  const value = new RegExp(`${name}: (#[0-9a-f]+);`).exec(part)?.[1] ?? '';
  return value.length === 4 ? `#${[...value.slice(1)].map((digit) => digit + digit).join('')}` : value;
}

/** WCAG 2 relative luminance and contrast. */
function luminance(color: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

describe('moods', () => {
  it('put a bound into the band above it', () => {
    expect([0, 24.96, 25, 44.9, 45, 55, 74.66, 75, 100].map(moodOfScore)).toEqual([1, 1, 2, 2, 3, 4, 4, 5, 5]);
  });

  it('know the five ratings and no other', () => {
    expect(kMoods.map((mood) => moodOfRating(ratingOfMood(mood)))).toEqual([1, 2, 3, 4, 5]);
    expect(moodOfRating('giddy')).toBeNull();
    expect(moodOfRating(null)).toBeNull();
  });
});

describe('directionOf', () => {
  it('is flat for zero and for what is missing', () => {
    expect(['6.68', -1, '0', null].map(directionOf)).toEqual(['up', 'down', 'flat', 'flat']);
  });
});

describe('choices on the root element', () => {
  const rootOf = (): HTMLElement => ({ dataset: {} }) as unknown as HTMLElement;

  it('follow the system when automatic', () => {
    const root = rootOf();
    applyTheme(root, 'auto', true);
    expect(root.dataset['theme']).toBe('dark');
    applyTheme(root, 'light', true);
    expect(root.dataset['theme']).toBe('light');
  });

  it('hold the colour convention', () => {
    const root = rootOf();
    applyConvention(root, 'us');
    expect(root.dataset['convention']).toBe('us');
  });
});

describe('chart colours', () => {
  it('come from the tokens', () => {
    const colors = chartColors((name) => (name === '--band' ? '15%' : token(darkCss, name)));
    expect(colors.text1).toBe('#eef1f6');
    expect(colors.moods).toHaveLength(5);
    expect(colors.band).toBe(0.15);
  });

  it('take an alpha', () => {
    expect(withAlpha('#0b746e', 0.5)).toBe('rgba(11, 116, 110, 0.5)');
    expect(withAlpha('#fff', 1)).toBe('rgba(255, 255, 255, 1)');
  });
});

describe.each([['light', lightCss], ['dark', darkCss]])('contrast, %s', (_, part) => {
  const texts = ['--text-1', '--text-2', '--text-3', '--accent', '--red', '--blue', '--green', '--warn',
    ...kMoods.map((mood) => `--mood-text-${mood}`)];

  it.each(texts)('%s reaches 4.5 on a tile', (name) => {
    expect(contrast(token(part, name), token(part, '--tile'))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(kMoods.map((mood) => mood))('words on mood %i reach 4.5', (mood) => {
    expect(contrast(token(part, `--mood-on-${mood}`), token(part, `--mood-${mood}`))).toBeGreaterThanOrEqual(4.5);
  });

  it.each([['--warn', '--warn-weak'], ['--accent', '--accent-weak'], ['--text-3', '--ground']])(
    '%s reaches 4.5 on %s', (text, ground) => {
      expect(contrast(token(part, text), token(part, ground))).toBeGreaterThanOrEqual(4.5);
    });
});
