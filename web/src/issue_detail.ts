/// What an issue of the data says, in the reader's language, with its figures written as everywhere.
import { formatNumber } from './format';
import { catalogue, type Key, type Lang } from './i18n/index';
import { clocksOf, formatDayFull } from './time';

/**
 * The sentences of models/analytics (data_issue and what it reads), their figures in braces, and the
 * catalogue's text for each, which holds the same names.
 */
const kSentences = [
  ['contradicted_price', 'previous close {price}, stored close {price_before} of {day}', 'detail_contradicted_price'],
  ['reverse_split', 'previous close {price}, last stored close {price_before} of {day}', 'detail_split'],
  ['split_suspected', 'previous close {price}, last stored close {price_before} of {day}', 'detail_split'],
  ['exchange_change', '{before} on {day}, now {now}', 'detail_exchange_change'],
  ['symbol_returned', 'no row since {day}, on {count} stored days', 'detail_symbol_returned'],
  ['symbol_spelling', '{count_blank} symbols padded with blanks, {count_slash} with a slash, {count_caret} with a caret',
    'detail_symbol_spelling'],
  ['missing_day', 'no snapshot between {day_first} and {day_last}', 'detail_missing_day'],
  ['stale_day', '{share} % of {count} symbols repeat the day before', 'detail_stale_day'],
  ['provisional_day', 'the next session confirms {share} % of the closes', 'detail_provisional_day'],
  ['provisional_day', 'captured before the close', 'detail_captured_early'],
  ['minute_gap', '{count} minutes without a bar in {count_gaps} gaps, from {clock_from} to {clock_to} UTC', 'detail_minute_gap'],
  ['minute_volume_excess', 'minute volumes sum to {count}, the day had {count_day}', 'detail_minute_volume_excess'],
  ['zero_volume_bars', '{count} of {count_bars} bars', 'detail_zero_volume_bars'],
  ['outside_session', '{count} bars outside the regular session left out', 'detail_outside_session'],
  ['overlap', '{count} of {count_rows} rows told again: {file}', 'detail_overlap'],
  ['quarantined', '{count} rows, such as: {reason}', 'detail_quarantined'],
] as const satisfies readonly (readonly [string, string, Key])[];

interface Sentence { kind: string; pattern: RegExp; key: Key }

const kPatterns: readonly Sentence[] = kSentences.map(([kind, text, key]) => ({
  kind, key, pattern: new RegExp(`^${text.replace(/\{(\w+)\}/g, '(?<$1>.+?)')}$`),
}));

function found(kind: string, detail: string): { key: Key; figures: Readonly<Record<string, string>> } | null {
  for (const sentence of kPatterns) {
    const match = sentence.kind === kind ? sentence.pattern.exec(detail) : null;
    if (match) return { key: sentence.key, figures: match.groups ?? {} };
  }
  return null;
}

/** The figures of an issue by name, as the warehouse spells them; null for a sentence unknown here. */
export function issueFigures(kind: string, detail: string): Readonly<Record<string, string>> | null {
  return found(kind, detail)?.figures ?? null;
}

/** A figure as its name says: price_, day_, count_, clock_ (UTC, of the issue's day), else a word. */
function written(name: string, figure: string, day: string, lang: Lang): string {
  const of = name.split('_')[0];
  if (of === 'price') return `$${figure}`;
  if (of === 'day') return formatDayFull(figure, lang);
  if (of === 'count') return formatNumber(figure);
  if (of !== 'clock') return figure;
  const { newYork, seoul } = clocksOf(`${day}T${figure}:00Z`);
  return `${newYork.clock} ET(${seoul.clock} KST)`;
}

/** The detail of an issue; a sentence unknown here is shown as it is. */
export function issueDetail(issue: { day: string; kind: string; detail: string }, lang: Lang): string {
  const sentence = found(issue.kind, issue.detail);
  if (!sentence) return issue.detail;
  return catalogue[sentence.key][lang].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const figure = sentence.figures[name];
    return figure === undefined ? whole : written(name, figure, issue.day, lang);
  });
}
