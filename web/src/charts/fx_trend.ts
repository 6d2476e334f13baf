/// The rate with its averages, the usual band behind, and daily changes as bars below.
import type { FxRange, FxRow } from '../api/types';
import { formatChange, formatRate, formatSigned, rateDigits, toNumber } from '../format';
import { translate, type Lang } from '../i18n/index';
import { directionOf, withAlpha, type ChartColors } from '../theme';
import { formatDayFull } from '../time';
import { sourceName } from '../words';
import { dayTicks, extremes, withHoles } from './axis';
import { dayAxis, mark, mostTicks, roundLimit, tooltip, valueAxis, type Tip } from './parts';

const kBars = { bottom: 28, height: 50 } as const;
const kSides = { left: 4, right: 52 } as const;

type Spread = readonly (FxRow | null)[];

function tipOf(row: FxRow | null | undefined, lang: Lang): Tip | null {
  if (!row) return null;
  const digits = rateDigits(row.rate);
  const average = (key: 'fx_average_20d' | 'fx_average_60d', value: FxRow['average_20d'] | undefined) =>
    value === undefined ? [] : [{ name: translate(lang, key), text: formatRate(value, digits) }];
  return {
    title: formatDayFull(row.quote_day, lang),
    lines: [
      { name: translate(lang, 'fx_rate'), text: formatRate(row.rate, digits) },
      { name: translate(lang, 'change'), text: formatChange(row.change, row.change_pct, digits),
        tone: directionOf(row.change) },
      ...average('fx_average_20d', row.average_20d), ...average('fx_average_60d', row.average_60d),
      { name: translate(lang, 'source'), text: sourceName(row.source, lang) },
    ],
  };
}

export function fxTrendTip(rows: readonly FxRow[], lang: Lang, at: number): Tip | null {
  return tipOf(withHoles(rows, (row) => row.quote_day)[at], lang);
}

function line(values: (number | null)[], color: string, width: number, z: number): object {
  return {
    type: 'line', data: values, showSymbol: false, z, sampling: 'lttb', lineStyle: { color, width },
    itemStyle: { color },
  };
}

function marks(rates: (number | null)[], colors: ChartColors, lang: Lang): object {
  const ends = extremes(rates);
  if (!ends) return { data: [] };
  const made = (at: number, key: 'highest' | 'lowest', side: 'top' | 'bottom'): object => {
    const rate = rates[at] ?? 0;
    const text = translate(lang, key, { value: formatRate(rate, rate < 100 ? 2 : 0) });
    return mark(at, rate, rates.length, text, side, colors);
  };
  return { silent: true, data: [made(ends.high, 'highest', 'top'), made(ends.low, 'lowest', 'bottom')] };
}

function usualBand(year: FxRange | undefined, colors: ChartColors): object {
  const low = toNumber(year?.p10);
  const high = toNumber(year?.p90);
  if (low === null || high === null) return { data: [] };
  const itemStyle = { color: withAlpha(colors.accent, 0.09) };
  return { silent: true, data: [[{ yAxis: low, itemStyle }, { yAxis: high }]] };
}

function changeBars(spread: Spread, colors: ChartColors): object {
  const data = spread.map((row) => {
    const value = toNumber(row?.change);
    if (value === null) return null;
    const color = { up: colors.up, down: colors.down, flat: colors.lineStrong }[directionOf(value)];
    return { value, itemStyle: { color: withAlpha(color, 0.8) } };
  });
  return { type: 'bar', data, xAxisIndex: 1, yAxisIndex: 1, barMaxWidth: 8, large: false };
}

function changeAxis(spread: Spread, colors: ChartColors): object {
  const { limit } = roundLimit(Math.max(...spread.map((row) => Math.abs(toNumber(row?.change) ?? 0))));
  const digits = limit >= 10 ? 0 : 2;
  return {
    ...valueAxis(colors, (value) => formatSigned(value, digits)), gridIndex: 1, min: -limit, max: limit,
    interval: limit, splitLine: { show: false }, scale: false,
  };
}

export interface FxTrendInput {
  rows: readonly FxRow[]; year: FxRange | undefined; colors: ChartColors; width: number; lang: Lang;
}

export function fxTrendOption({ rows, year, colors, width, lang }: FxTrendInput): object {
  const spread: Spread = withHoles(rows, (row) => row.quote_day);
  const days = spread.map((row) => row?.quote_day ?? '');
  const rates = spread.map((row) => toNumber(row?.rate));
  const foot = dayAxis(days, dayTicks(days, mostTicks(width), lang), colors);
  const thin = rows.length > 400;
  const small = (rates.find((rate) => rate !== null) ?? 100) < 100;
  return {
    animation: false, axisPointer: { link: [{ xAxisIndex: 'all' }] },
    grid: [{ ...kSides, top: 20, bottom: kBars.bottom + kBars.height + 22 }, { ...kSides, ...kBars }],
    xAxis: [{ ...foot, axisLabel: { show: false } }, { ...foot, gridIndex: 1 }],
    yAxis: [valueAxis(colors, (value) => formatRate(value, small ? 2 : 0)), changeAxis(spread, colors)],
    tooltip: tooltip((at) => tipOf(spread[at], lang), colors),
    series: [
      { ...line(rates, colors.text1, thin ? 1.2 : 2, 4), markPoint: marks(rates, colors, lang),
        markArea: usualBand(year, colors) },
      line(spread.map((row) => toNumber(row?.average_20d)), colors.accent, 1.5, 3),
      line(spread.map((row) => toNumber(row?.average_60d)), colors.lineStrong, 1.5, 2),
      changeBars(spread, colors),
    ],
  };
}
