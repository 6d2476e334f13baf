/// The one place that decides colours: theme, gain and loss, mood.
import { toNumber, type Decimal } from './format';

export type Theme = 'auto' | 'light' | 'dark';
export type Convention = 'kr' | 'us';
export type Direction = 'up' | 'down' | 'flat';

/** A mood band, 1 (extreme fear) to 5 (extreme greed). */
export type Mood = 1 | 2 | 3 | 4 | 5;

export const kMoods = [1, 2, 3, 4, 5] as const;
export const kMoodBounds = [25, 45, 55, 75] as const;
export const kMoodEdges = [0, 25, 45, 55, 75, 100] as const;
export const kRatings = ['extreme fear', 'fear', 'neutral', 'greed', 'extreme greed'] as const;
export type Rating = (typeof kRatings)[number];

/** The band of a score: lower bounds belong to the band above. */
export function moodOfScore(score: number): Mood {
  return (kMoodBounds.filter((bound) => score >= bound).length + 1) as Mood;
}

/** The band of a rating word; null for a word that is none of the five. */
export function moodOfRating(rating: string | null | undefined): Mood | null {
  const at = kRatings.findIndex((known) => known === rating);
  return at < 0 ? null : ((at + 1) as Mood);
}

export function ratingOfMood(mood: Mood): Rating {
  return kRatings[mood - 1] ?? 'neutral';
}

/** The class that colours a gain or a loss. */
export function directionOf(change: Decimal | null | undefined): Direction {
  const number = toNumber(change) ?? 0;
  return number > 0 ? 'up' : number < 0 ? 'down' : 'flat';
}

/** Writes the choice on the root element, where tokens.css reads it. */
export function applyTheme(root: HTMLElement, theme: Theme, systemDark: boolean): void {
  root.dataset['theme'] = theme === 'auto' ? (systemDark ? 'dark' : 'light') : theme;
}

export function applyConvention(root: HTMLElement, convention: Convention): void {
  root.dataset['convention'] = convention;
}

export interface ChartColors {
  tile: string; line: string; lineStrong: string; text1: string; text2: string; text3: string;
  accent: string; up: string; down: string; moods: string[]; moodTexts: string[]; band: number;
}

/** The tokens as canvas charts need them: computed values. `look` returns a custom property. */
export function chartColors(look: (name: string) => string): ChartColors {
  const moods = kMoods.map((mood) => look(`--mood-${mood}`));
  const moodTexts = kMoods.map((mood) => look(`--mood-text-${mood}`));
  return {
    tile: look('--tile'), line: look('--line'), lineStrong: look('--line-strong'),
    text1: look('--text-1'), text2: look('--text-2'), text3: look('--text-3'),
    accent: look('--accent'), up: look('--up'), down: look('--down'), moods, moodTexts,
    band: (Number.parseFloat(look('--band')) || 12) / 100,
  };
}

/** `#rrggbb` (or `#rgb`) with an alpha, for canvas fills. */
export function withAlpha(color: string, alpha: number): string {
  const hex = color.trim().replace('#', '');
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
  const at = (from: number): number => Number.parseInt(full.slice(from, from + 2), 16);
  return `rgba(${at(0)}, ${at(2)}, ${at(4)}, ${alpha})`;
}
