import { describe, expect, it } from 'vitest';
import {
  ageOf, formatDay, formatDayBare, formatDayFull, formatDayRanges, formatInstant, formatMonth, formatMonthFull, isLate, monthNames, newYorkDay,
  secondsBetween, seoulDay, weekdaysBetween, elapsed, formatReceived, dayAfter, formatCountdown, formatDuration, formatTick,
  formatLogTime } from './time';

describe('days', () => {
  it('names the weekday within the year and the year outside it', () => {
    expect(formatDay('2026-04-13', 'ko', '2026-05-01')).toBe('4.13(월)');
    expect(formatDay('2024-11-29', 'ko', '2026-05-01')).toBe('2024.11.29');
    expect(formatDay('2026-04-13', 'en', '2026-05-01')).toBe('Mon, Apr 13');
    expect(formatDay('2024-11-29', 'en', '2026-05-01')).toBe('Nov 29, 2024');
  });

  it('shows a day in full', () => {
    expect(formatDayFull('2026-05-01', 'ko')).toBe('2026.5.1(금)');
    expect(formatDayFull('2026-05-01', 'en')).toBe('Fri, May 1, 2026');
  });

  it('leaves the weekday out within brackets', () => {
    expect(formatDayBare('2026-04-13', 'ko', '2026-05-01')).toBe('4.13');
    expect(formatDayBare('2024-11-29', 'ko', '2026-05-01')).toBe('2024.11.29');
    expect(formatDayBare('2026-04-13', 'en', '2026-05-01')).toBe('Apr 13');
  });

  it('joins days that follow each other, over a weekend too', () => {
    expect(formatDayRanges(['2026-03-12', '2026-03-16', '2026-03-17', '2026-03-19'], 'ko')).toBe('3.12, 3.16–3.17, 3.19');
    expect(formatDayRanges(['2026-03-12', '2026-03-13', '2026-03-16'], 'en')).toBe('Mar 12–Mar 16');
    expect(formatDayRanges([], 'ko')).toBe('');
  });

  it('leaves what is no day as it is', () => {
    expect(formatDayFull('soon', 'ko')).toBe('soon');
  });
});

describe('months', () => {
  it('carries the year where a year begins', () => {
    expect(formatMonth('2026-01', 'ko')).toBe('2026.1');
    expect(formatMonth('2026-04', 'ko')).toBe('4월');
    expect(formatMonth('2026-01', 'en')).toBe('Jan ’26');
    expect(formatMonthFull('2011-01', 'en')).toBe('Jan 2011');
  });

  it('are twelve', () => {
    expect(monthNames('ko')).toHaveLength(12);
    expect(monthNames('en')[11]).toBe('Dec');
  });
});

describe('instants', () => {
  it('show New York and Seoul, the day repeated when it differs', () => {
    expect(formatInstant('2026-05-01T23:04:19Z', 'ko')).toBe('5.1(금) 19:04 ET · 5.2(토) 08:04 KST');
    expect(formatInstant('2026-04-13T14:20:00Z', 'ko')).toBe('4.13(월) 10:20 ET · 23:20 KST');
  });

  it('follow daylight saving in New York', () => {
    expect(formatInstant('2026-01-15T14:20:00Z', 'en')).toBe('Thu, Jan 15 09:20 ET · 23:20 KST');
  });

  it('fall on their zone’s day', () => {
    expect(seoulDay('2026-04-13T15:30:00Z')).toBe('2026-04-14');
    expect(newYorkDay('2026-05-02T01:00:00Z')).toBe('2026-05-01');
  });

  it('are apart by seconds, unknown while one is missing', () => {
    expect(secondsBetween('2026-04-14T00:00:00Z', '2026-04-14T00:00:03Z')).toBe(3);
    expect(secondsBetween('2026-04-14T00:00:00Z', null)).toBeNull();
  });
});

describe('lateness', () => {
  it('counts weekdays only', () => {
    expect(weekdaysBetween('2026-04-10', '2026-04-13')).toBe(1);
    expect(weekdaysBetween('2026-04-13', '2026-04-27')).toBe(10);
    expect(weekdaysBetween('2026-04-13', '2026-04-13')).toBe(0);
    expect(weekdaysBetween('2026-05-01', '2026-04-14')).toBe(0);
  });

  it('begins after the third weekday', () => {
    expect(isLate('2026-04-08', '2026-04-13T12:00:00Z')).toBe(false);
    expect(isLate('2026-04-07', '2026-04-13T12:00:00Z')).toBe(true);
    expect(isLate(null, '2026-04-13T12:00:00Z')).toBe(false);
  });

  it('tells an age in the unit a person would', () => {
    expect(ageOf('2026-04-01', '2026-04-14T00:00:00Z')).toEqual({ count: 13, unit: 'day' });
    expect(ageOf('2024-11-29', '2026-04-14T00:00:00Z')).toEqual({ count: 16, unit: 'month' });
    expect(ageOf('2021-04-01', '2026-04-14T00:00:00Z')).toEqual({ count: 5, unit: 'year' });
  });
});

describe('what was received', () => {
  const now = Date.parse('2026-04-13T20:30:00Z');

  it('says the time in Seoul, and the day when it is not today', () => {
    expect(formatReceived(Date.parse('2026-04-13T20:20:14Z'), 'ko', now)).toBe('05:20:14');
    expect(formatReceived(Date.parse('2026-04-13T20:20:14Z'), 'en', now)).toBe('05:20:14 KST');
    expect(formatReceived(Date.parse('2026-04-13T14:59:59Z'), 'ko', now)).toBe('4.13(월) 23:59:59');
    expect(formatReceived(Date.parse('2025-04-13T14:59:59Z'), 'en', now)).toBe('Apr 13, 2025 23:59:59 KST');
  });

  it('grows old in minutes, hours and days', () => {
    const ages = [0, 89_000, 59 * 60_000, 90 * 60_000, 47 * 3_600_000, 49 * 3_600_000];
    expect(ages.map((age) => elapsed(now - age, now)).map(({ count, unit }) => `${count} ${unit}`)).toEqual(
      ['1 minute', '1 minute', '59 minute', '2 hour', '47 hour', '2 day']);
  });
});

describe('lengths of time', () => {
  it('have one decimal below ten seconds, then the two greatest units', () => {
    expect([0.44, 9.94, 9.96, 60, 200, 7_500, 90_000].map((seconds) => formatDuration(seconds, 'ko'))).toEqual(
      ['0.4초', '9.9초', '10초', '1분', '3분 20초', '2시간 5분', '1일 1시간']);
    expect(formatDuration(200, 'en')).toBe('3 min 20 s');
  });

  it('have no decimals on an axis where there are none', () => {
    expect([0, 5, 0.2, 10, 90].map((seconds) => formatTick(seconds, 'ko'))).toEqual(['0초', '5초', '0.2초', '10초', '1분 30초']);
    expect(formatTick(5, 'en')).toBe('5 s');
  });

  it('count down to the second', () => {
    expect([-5, 1, 59_001, 3_661_000, 90_061_000].map((ms) => formatCountdown(ms, 'ko'))).toEqual(
      ['00:00:00', '00:00:01', '00:01:00', '01:01:01', '1일 01:01:01']);
    expect(formatCountdown(90_061_000, 'en')).toBe('1 d 01:01:01');
  });

  it('step from day to day, over months', () => {
    expect([dayAfter('2026-02-28', 1), dayAfter('2026-03-01', -1), dayAfter('x', 1)]).toEqual(['2026-03-01', '2026-02-28', 'x']);
  });

  it('show a log line’s time in Seoul', () => {
    expect(formatLogTime('2026-04-13T20:20:14.031234Z')).toBe('05:20:14.031');
    expect(formatLogTime('x')).toBe('x');
  });
});
