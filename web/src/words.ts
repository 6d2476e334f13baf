/// Names that answers carry as codes, in the reader's language.
import { catalogue, isKey, translate, type Key, type Lang } from './i18n/index';
import { moodOfRating } from './theme';

/** The name of a source; a code without one is shown as it is. */
export function sourceName(source: string, lang: Lang): string {
  const key = `source_${source}`;
  return isKey(key) ? plain(lang, key) : source;
}

/** Names of several sources, each once. */
export function sourceNames(sources: readonly string[], lang: Lang): string {
  return [...new Set(sources)].map((source) => sourceName(source, lang)).join(' · ');
}

/** Digests of 64 digits by their first eight: 4473ee4d…/0; other text as it is. */
export function shortDigest(text: string): string {
  return text.replace(/\b([0-9a-f]{8})[0-9a-f]{56}\b/g, '$1…');
}

export function moodName(rating: string | null | undefined, lang: Lang): string {
  const mood = moodOfRating(rating);
  return mood === null ? (rating ?? '–') : translate(lang, `mood_${mood}`);
}

/** A component's name, hint or unit. */
export function componentWord(component: string, part: '' | '_hint' | '_unit', lang: Lang): string {
  const key = `${component}${part}`;
  return isKey(key) ? plain(lang, key) : part === '' ? component : '';
}

export function runState(state: string, lang: Lang): string {
  const key = `run_${state}`;
  return isKey(key) ? plain(lang, key) : state;
}

/** A currency's name as people say it: 달러, 엔; US dollar. */
export function currencyName(code: string, lang: Lang): string {
  const short: Readonly<Record<string, string>> = { USD: '달러', JPY: '엔', EUR: '유로', CNY: '위안', GBP: '파운드' };
  if (lang === 'ko' && short[code]) return short[code];
  try {
    return new Intl.DisplayNames(lang, { type: 'currency' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** A sector's name; the listing's own word where it has none here. */
export function sectorName(sector: string | null | undefined, lang: Lang): string {
  const key = `sector_${(sector ?? 'unclassified').toLowerCase().replaceAll(' ', '_')}`;
  return isKey(key) ? plain(lang, key) : (sector ?? '–');
}

/** An industry's name; the listing's own word where it has none here. */
export function industryName(industry: string | null | undefined, lang: Lang): string {
  const key = `industry_${(industry ?? 'unclassified').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, '')}`;
  return isKey(key) ? plain(lang, key) : (industry ?? '–');
}

/** What an issue of the data is called. */
export function issueName(kind: string, lang: Lang): string {
  const key = `issue_${kind}`;
  return isKey(key) ? plain(lang, key) : kind;
}

const kLegalForms = /[,.]?\s+(Inc|Incorporated|Corp|Corporation|Company|Co|Ltd|Limited|plc|Holdings|Group|N\.V|S\.A|L\.P|LLC|Trust)\b.*$/i;
const kShareWords = /\s*(\(The\)|Common (Stock|Shares?|Units?)|Ordinary Shares?|American Depositary Shares?|Class [A-C]\b).*$/i;
const kKinds = /\b(Warrants?|Preferred|Rights?|Units|Notes)\b/i;

/** A listing's name without the words that every listing has; what is no share says what it is. */
export function shortName(name: string): string {
  const plain = name.replace(kShareWords, '').replace(kLegalForms, '').trim() || name;
  const kind = kKinds.exec(name)?.[0];
  return kind && !plain.includes(kind) ? `${plain} ${kind}` : plain;
}

/** The name a reader knows a security by, beside its symbol. */
export function securityName(of: { name: string | null; name_ko: string | null }, lang: Lang): string {
  if (lang === 'ko' && of.name_ko) return of.name_ko;
  return of.name ? shortName(of.name) : '';
}

/** The text of a key known only at run time; such keys hold no names in braces. */
function plain(lang: Lang, key: Key): string {
  return catalogue[key][lang];
}
