/// The one place that turns days and instants into text.
import type { Lang } from './i18n/index';

const kNewYork = 'America/New_York';
const kSeoul = 'Asia/Seoul';
const kWeekdays = {
  ko: ['일', '월', '화', '수', '목', '금', '토'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const;
const kMonths = [
  'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec',
] as const;
const kDayMs = 86_400_000;

interface Parts { year: number; month: number; date: number; weekday: number }

function partsOf(day: string): Parts | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return null;
  const [year, month, date] = match.slice(1).map(Number) as [number, number, number];
  return { year, month, date, weekday: new Date(Date.UTC(year, month - 1, date)).getUTCDay() };
}

/** 4.13 or Apr 13: for axes and short footers. */
export function formatDayShort(day: string, lang: Lang): string {
  const parts = partsOf(day);
  if (!parts) return day;
  return lang === 'ko' ? `${parts.month}.${parts.date}` : `${kMonths[parts.month - 1]} ${parts.date}`;
}

/** 4.13(월) within the reference's year, 2024.11.29 outside it; Mon, Apr 13 · Nov 29, 2024. */
export function formatDay(day: string, lang: Lang, reference: string): string {
  const parts = partsOf(day);
  if (!parts) return day;
  const short = formatDayShort(day, lang);
  if (day.slice(0, 4) !== reference.slice(0, 4)) return formatDayPlain(day, lang);
  const weekday = kWeekdays[lang][parts.weekday];
  return lang === 'ko' ? `${short}(${weekday})` : `${weekday}, ${short}`;
}

/** 4.13 within the reference's year, 2024.11.29 outside it: in brackets, where a weekday would nest others. */
export function formatDayBare(day: string, lang: Lang, reference: string): string {
  return day.slice(0, 4) === reference.slice(0, 4) ? formatDayShort(day, lang) : formatDayPlain(day, lang);
}

/** Days, oldest first, with those that follow each other joined: 3.12, 3.16–3.19; no weekday apart is a day apart. */
export function formatDayRanges(days: readonly string[], lang: Lang): string {
  const ranges: { first: string; last: string }[] = [];
  for (const day of days) {
    const open = ranges.at(-1);
    if (open && weekdaysBetween(open.last, day) === 1) open.last = day;
    else ranges.push({ first: day, last: day });
  }
  return ranges.map(({ first, last }) => [...new Set([first, last])].map((day) => formatDayShort(day, lang)).join('–')).join(', ');
}

/** 2026.5.1(금); Fri, May 1, 2026: for the banner and tooltips. */
export function formatDayFull(day: string, lang: Lang): string {
  const parts = partsOf(day);
  if (!parts) return day;
  const weekday = kWeekdays[lang][parts.weekday];
  const short = formatDayShort(day, lang);
  return lang === 'ko' ? `${parts.year}.${short}(${weekday})` : `${weekday}, ${short}, ${parts.year}`;
}

/** 2026.4.13; Apr 13, 2026: where the weekday says nothing. */
export function formatDayPlain(day: string, lang: Lang): string {
  const parts = partsOf(day);
  if (!parts) return day;
  const short = formatDayShort(day, lang);
  return lang === 'ko' ? `${parts.year}.${short}` : `${short}, ${parts.year}`;
}

/** 4월 (2026.1 at a year's start): month labels on axes and tables. */
export function formatMonth(month: string, lang: Lang, withYear = month.slice(5, 7) === '01'): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  if (lang === 'ko') return withYear ? `${year}.${number}` : `${number}월`;
  const name = kMonths[number - 1] ?? '';
  return withYear ? `${name} ’${String(year).slice(2)}` : name;
}

/** 2011.1; Jan 2011. */
export function formatMonthFull(month: string, lang: Lang): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return lang === 'ko' ? `${year}.${number}` : `${kMonths[number - 1] ?? ''} ${year}`;
}

/** The names of the twelve months: 1월 … 12월; Jan … Dec. */
export function monthNames(lang: Lang): string[] {
  return kMonths.map((name, index) => (lang === 'ko' ? `${index + 1}월` : name));
}

export interface Local { day: string; clock: string }

/** Made once: making one takes longer than a hundred of its answers. */
const kClocks = {
  [kNewYork]: clockIn(kNewYork),
  [kSeoul]: clockIn(kSeoul),
} as const;

function clockIn(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  });
}

function localTime(instant: Date, zone: keyof typeof kClocks): Local {
  const parts = kClocks[zone].formatToParts(instant);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    clock: `${part('hour')}:${part('minute')}`,
  };
}

/** New York and Seoul side by side: 5.1(금) 19:04 ET · 5.2(토) 08:04 KST. */
export function formatInstant(instant: string, lang: Lang, reference = instant): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const east = localTime(date, kNewYork);
  const seoul = localTime(date, kSeoul);
  const first = `${formatDay(east.day, lang, reference)} ${east.clock} ET`;
  const again = east.day === seoul.day ? '' : `${formatDay(seoul.day, lang, reference)} `;
  return `${first} · ${again}${seoul.clock} KST`;
}

/** An instant's day and clock time in New York and in Seoul. */
export function clocksOf(instant: string): { newYork: Local; seoul: Local } {
  const date = new Date(instant);
  return { newYork: localTime(date, kNewYork), seoul: localTime(date, kSeoul) };
}

/** The day an instant falls on in Seoul. */
export function seoulDay(instant: string): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant.slice(0, 10) : localTime(date, kSeoul).day;
}

/** The day an instant falls on in New York. */
export function newYorkDay(instant: string): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? instant.slice(0, 10) : localTime(date, kNewYork).day;
}

/** Weekdays after `day` up to and including `until`; 0 when `day` is not before it. */
export function weekdaysBetween(day: string, until: string): number {
  const days = Math.round((Date.parse(until) - Date.parse(day)) / kDayMs);
  if (!(days > 0)) return 0;
  const whole = Math.floor(days / 7);
  const start = new Date(Date.parse(day)).getUTCDay();
  let rest = 0;
  for (let step = 1; step <= days % 7; step += 1) {
    if (![0, 6].includes((start + step) % 7)) rest += 1;
  }
  return whole * 5 + rest;
}

/** More weekdays than this behind the clock, and a value is called late. */
export const kLateAfter = 3;

export function isLate(day: string | null | undefined, now: string): boolean {
  return day ? weekdaysBetween(day, now.slice(0, 10)) > kLateAfter : false;
}

/** How old: whole days below two months, then months, then years. */
export function ageOf(day: string, now: string): { count: number; unit: 'day' | 'month' | 'year' } {
  const days = Math.max(0, Math.round((Date.parse(now.slice(0, 10)) - Date.parse(day)) / kDayMs));
  if (days < 60) return { count: days, unit: 'day' };
  const months = Math.floor(days / 30.44);
  return months < 24 ? { count: months, unit: 'month' } : { count: Math.floor(months / 12), unit: 'year' };
}

/** How long ago an instant in ms was, in the greatest unit that fits. */
export function elapsed(at: number, now: number): { count: number; unit: 'minute' | 'hour' | 'day' } {
  const minutes = Math.max(1, Math.round((now - at) / 60_000));
  if (minutes < 60) return { count: minutes, unit: 'minute' };
  const hours = Math.round(minutes / 60);
  return hours < 48 ? { count: hours, unit: 'hour' } : { count: Math.round(hours / 24), unit: 'day' };
}

/** When something came, in Seoul: 05:20:14, before today 4.13(월) 05:20:14. */
export function formatReceived(at: number, lang: Lang, now: number): string {
  const [then, today] = [at, now].map((ms) => seoulDay(new Date(ms).toISOString())) as [string, string];
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: kSeoul, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }).format(at);
  const zoned = lang === 'ko' ? clock : `${clock} KST`;
  return then === today ? zoned : `${formatDay(then, lang, today)} ${zoned}`;
}

/** Seconds between two instants; null while the second is missing. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  if (!from || !to) return null;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return Number.isFinite(seconds) ? seconds : null;
}

/** How long something took: 0.4초, 48초, 3분 20초, 2시간 5분; 0.4 s, 48 s, 3 min 20 s, 2 h 5 min. */
export function formatDuration(seconds: number, lang: Lang): string {
  const units = lang === 'ko' ? ['일', '시간', '분', '초'] : [' d', ' h', ' min', ' s'];
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)}${units[3]}`;
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60];
  const first = parts.findIndex((part) => part > 0);
  return parts.map((part, at) => ({ part, at })).slice(first, first + 2).filter(({ part }) => part > 0)
    .map(({ part, at }) => `${part}${units[at]}`).join(' ');
}

/** A time on an axis: as formatDuration, without decimals where there are none: 0초, 5초, 0.2초. */
export function formatTick(seconds: number, lang: Lang): string {
  const text = formatDuration(seconds, lang);
  return Number.isInteger(seconds) ? text.replace('.0', '') : text;
}

/** What is left until an instant, to the second; hours and days have their own places: 2일 03:04:05. */
export function formatCountdown(ms: number, lang: Lang): string {
  const left = Math.max(0, Math.ceil(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(left / 86_400);
  const clock = `${two(Math.floor(left / 3600) % 24)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
  return days === 0 ? clock : `${days}${lang === 'ko' ? '일' : ' d'} ${clock}`;
}

const kLogClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: kSeoul, hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23',
});

/** A log line's time in Seoul, to the millisecond: 05:20:14.031. */
export function formatLogTime(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return kLogClock.format(date);
}

/** The day `days` later: 2026-04-13 and 1 make 2026-04-14; an unreadable day stays. */
export function dayAfter(day: string, days: number): string {
  const at = Date.parse(day);
  return Number.isNaN(at) ? day : new Date(at + days * kDayMs).toISOString().slice(0, 10);
}
