/// The catalogue: every text in both languages. A missing translation does not compile.
import { common } from './common';
import { data } from './data';
import { exchange_rate } from './exchange_rate';
import { fear_greed } from './fear_greed';
import { industry } from './industry';
import { issues } from './issues';
import { live } from './live';
import { login } from './login';
import { market } from './market';
import { signals } from './signals';
import { symbol } from './symbol';
import { why } from './why';

export type Lang = 'ko' | 'en';
export const kLangs = ['ko', 'en'] as const;

/** A text in both languages. */
export type Entry = Readonly<Record<Lang, string>>;

export const catalogue = {
  ...common, ...live, ...fear_greed, ...exchange_rate, ...data, ...market, ...industry, ...issues, ...login, ...signals,
  ...symbol, ...why,
} as const satisfies Readonly<Record<string, Entry>>;

export type Key = keyof typeof catalogue;

/** The names in braces of a text. */
type Names<Text extends string> =
  Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** What a text needs beside itself: nothing, or a value for each name in braces. */
export type Values<Of extends Entry> = [Names<Of[Lang]>] extends [never]
  ? []
  : [values: Readonly<Record<Names<Of[Lang]>, string | number>>];
export type Args<K extends Key> = Values<(typeof catalogue)[K]>;

/** An entry's text in `lang` with its names filled in. */
export function fill<Of extends Entry>(lang: Lang, entry: Of, ...args: Values<Of>): string {
  const text: string = entry[lang];
  const values: Readonly<Record<string, string | number>> = args[0] ?? {};
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The text of `key` in `lang` with its names filled in. */
export function translate<K extends Key>(lang: Lang, key: K, ...args: Args<K>): string {
  return fill(lang, catalogue[key], ...args);
}

export function isKey(text: string): text is Key {
  return Object.hasOwn(catalogue, text);
}
