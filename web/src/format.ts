/// The one place that turns numbers and money into text.
import type { Lang } from './i18n/index';

/** A number as the API tells it: rates and money are strings, indicators are numbers. */
export type Decimal = string | number;

export const kMissing = '–';

/** The number behind an API value; null when it is missing or not a finite number. */
export function toNumber(value: Decimal | null | undefined): number | null {
  if (value === null || value === undefined || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

const formatters = new Map<number, Intl.NumberFormat>();

/** Grouped text with exactly `digits` decimals; a true minus; "–" when missing. */
export function formatNumber(value: Decimal | null | undefined, digits = 0): string {
  const number = toNumber(value);
  if (number === null) return kMissing;
  let formatter = formatters.get(digits);
  if (!formatter) {
    const limits = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    formatter = new Intl.NumberFormat('en-US', limits);
    formatters.set(digits, formatter);
  }
  return withTrueMinus(formatter.format(number));
}

function withTrueMinus(text: string): string {
  return /^-[0.,]*$/.test(text) ? text.slice(1) : text.replace('-', '−');
}

/** As formatNumber, with "+" before what is above zero once rounded. */
export function formatSigned(value: Decimal | null | undefined, digits = 0): string {
  const text = formatNumber(value, digits);
  return text === kMissing || text.startsWith('−') || /^[0.,]*$/.test(text) ? text : `+${text}`;
}

export function formatPercent(value: Decimal | null | undefined, digits = 1): string {
  return suffixed(formatNumber(value, digits), '%');
}

export function formatSignedPercent(value: Decimal | null | undefined, digits = 2): string {
  return suffixed(formatSigned(value, digits), '%');
}

function suffixed(text: string, suffix: string): string {
  return text === kMissing ? text : `${text}${suffix}`;
}

/** A Fear & Greed score or average: one decimal. */
export function formatScore(value: Decimal | null | undefined): string {
  return formatNumber(value, 1);
}

/** Decimals that suit an exchange rate's size: 1,489.95; 9.3219. */
export function rateDigits(rate: Decimal | null | undefined): number {
  const number = toNumber(rate);
  return number !== null && Math.abs(number) < 100 ? 4 : 2;
}

export function formatRate(rate: Decimal | null | undefined, digits = rateDigits(rate)): string {
  return formatNumber(rate, digits);
}

/** An amount of won with its unit: 525,088원; ₩525,088. */
export function formatWon(amount: Decimal | null | undefined, lang: Lang, digits = 0): string {
  const text = formatNumber(amount, digits);
  if (text === kMissing) return text;
  if (lang === 'ko') return `${text}원`;
  return text.startsWith('−') ? `−₩${text.slice(1)}` : `₩${text}`;
}

/** A short amount of won: 6.5만 원 above ten thousand; ₩65.2K. */
export function formatWonShort(amount: number, lang: Lang): string {
  const size = Math.abs(amount);
  if (lang === 'en') return size < 10_000 ? formatWon(amount, lang) : `₩${formatNumber(amount / 1000, 1)}K`;
  return size < 10_000 ? formatWon(amount, lang) : `${formatNumber(amount / 10_000, 1)}만 원`;
}

/** "28.0조", "3,045억", "5.4만": one decimal below ten (억) and below a hundred (조), else none. */
function koreanSize(size: number): string {
  if (size >= 1e12) return `${formatNumber(size / 1e12, size < 1e14 ? 1 : 0)}조`;
  if (size >= 1e8) return `${formatNumber(size / 1e8, size < 1e9 ? 1 : 0)}억`;
  return size >= 1e4 ? `${formatNumber(size / 1e4, 1)}만` : formatNumber(size);
}

/** "7.7B", "28.0T", "850K". */
function englishSize(size: number): string {
  const steps = [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e3, 'K']] as const;
  for (const [step, letter] of steps) {
    if (size >= step) return `${formatNumber(size / step, size < 100 * step ? 1 : 0)}${letter}`;
  }
  return formatNumber(size);
}

/** A large amount of won: 3,045억원, 28.0조원; ₩28.0T. */
export function formatWonLarge(amount: Decimal | null | undefined, lang: Lang): string {
  const number = toNumber(amount);
  if (number === null) return kMissing;
  const sign = number < 0 ? '−' : '';
  const size = Math.abs(number);
  return lang === 'ko' ? `${sign}${koreanSize(size)}원` : `${sign}₩${englishSize(size)}`;
}

/** A large count, as of shares: 94.2억, 2,000만; 16.7B. */
export function formatCount(count: Decimal | null | undefined, lang: Lang): string {
  const number = toNumber(count);
  if (number === null) return kMissing;
  if (lang === 'en') return englishSize(number);
  if (number < 1e8) return number >= 1e4 ? `${formatNumber(number / 1e4)}만` : formatNumber(number);
  return number < 1e12 ? `${formatNumber(number / 1e8, number < 1e10 ? 1 : 0)}억` : koreanSize(number);
}

/** The size of files: 278 kB, 1.4 MB. */
export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${formatNumber(Math.max(1, bytes / 1e3))} kB` : `${formatNumber(bytes / 1e6, 1)} MB`;
}

/** A price in dollars: $352.42; four decimals below one dollar. */
export function formatDollars(price: Decimal | null | undefined): string {
  const number = toNumber(price);
  return number === null ? kMissing : `$${formatNumber(number, Math.abs(number) < 1 ? 4 : 2)}`;
}

/** A large amount of dollars as people name it: $10B, $2.5T, $50M, $0. */
export function formatDollarsRound(amount: number): string {
  return `$${englishSize(amount).replace(/\.0(?=[A-Z])/, '')}`;
}

/** A large amount of dollars for a reader: in won at `rate` in Korean, in dollars in English or without a rate. */
export function formatAmount(dollars: Decimal | null | undefined, rate: Decimal | null | undefined, lang: Lang): string {
  const amount = toNumber(dollars);
  const perDollar = toNumber(rate);
  if (amount === null) return kMissing;
  return lang === 'ko' && perDollar !== null ? formatWonLarge(amount * perDollar, lang) : `$${englishSize(amount)}`;
}

const kArrows = { up: '▲', down: '▼', flat: '' } as const;

/** "▲ 6.68 (+0.45%)": the size of a change, its arrow and its percentage. */
export function formatChange(
  change: Decimal | null | undefined, percent: Decimal | null | undefined, digits = 2, unit = '',
): string {
  const number = toNumber(change);
  if (number === null) return kMissing;
  const size = formatNumber(Math.abs(number), digits);
  const arrow = kArrows[number > 0 ? 'up' : number < 0 ? 'down' : 'flat'];
  const tail = toNumber(percent) === null ? '' : ` (${formatSignedPercent(percent)})`;
  return `${arrow} ${size}${unit}${tail}`.trim();
}

/** "▲ 28.5%": a percentage whose sign is an arrow, for what is neither gain nor loss. */
export function formatArrowPercent(percent: Decimal | null | undefined, digits = 1): string {
  const number = toNumber(percent);
  if (number === null) return kMissing;
  const text = `${formatNumber(Math.abs(number), digits)}%`;
  const arrow = kArrows[number > 0 ? 'up' : number < 0 ? 'down' : 'flat'];
  return `${arrow} ${text}`.trim();
}

/** Where a value stands: 94 of 100 at or below it is "top 6%". */
export function percentileRank(percentile: Decimal | null | undefined):
    { side: 'top' | 'bottom'; percent: string } | null {
  const number = toNumber(percentile);
  if (number === null) return null;
  const top = number > 50;
  const share = Math.max(1, Math.round(top ? 100 - number : number));
  return { side: top ? 'top' : 'bottom', percent: `${share}%` };
}

/** A stored number with all that it says, grouped: 1489.952100 is 1,489.9521. Indicators end at six decimals. */
export function formatExact(value: Decimal | null | undefined): string {
  const number = toNumber(value);
  if (number === null) return kMissing;
  return withTrueMinus(number.toLocaleString('en-US', { maximumFractionDigits: 6 }));
}

/** The number a tile is about, by the name of its column: won, dollars, points or a count. */
export function formatHeadline(name: string, value: string, lang: Lang): string {
  if (name === 'rate') return formatWon(value, lang, rateDigits(value));
  if (name === 'close') return formatDollars(value);
  if (name === 'score') return formatScore(value);
  if (name === 'volatility_20d_pct') return formatPercent(value);
  return formatNumber(value, name === 'value' ? 2 : 0);
}

/** Reads what a person typed ("1,000.50"); null when it is no number. */
export function parseTyped(text: string): number | null {
  const plain = text.replace(/[,\s]/g, '');
  return /^\d*\.?\d*$/.test(plain) && /\d/.test(plain) ? Number(plain) : null;
}
