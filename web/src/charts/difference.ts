/// One source minus another, a bar a day.
import type { FxDifference } from '../api/types';
import { formatSigned, toNumber } from '../format';
import { translate, type Lang } from '../i18n/index';
import type { ChartColors } from '../theme';
import { formatDayFull } from '../time';
import { sourceName } from '../words';
import { dayTicks, withHoles } from './axis';
import { dayAxis, mostTicks, roundLimit, tooltip, valueAxis, type Tip } from './parts';

type Row = FxDifference['rows'][number];

function tipOf(row: Row | null | undefined, { a, b }: FxDifference, lang: Lang): Tip | null {
  if (!row) return null;
  const name = translate(lang, 'fx_minus', { a: sourceName(a, lang), b: sourceName(b, lang) });
  return {
    title: formatDayFull(row.quote_day, lang), lines: [{ name, text: formatSigned(row.difference, 2) }],
  };
}

export function differenceTip(difference: FxDifference, lang: Lang, at: number): Tip | null {
  return tipOf(withHoles(difference.rows, (row) => row.quote_day)[at], difference, lang);
}

export function differenceOption(
  difference: FxDifference, colors: ChartColors, width: number, lang: Lang,
): object {
  const spread = withHoles(difference.rows, (row) => row.quote_day);
  const days = spread.map((row) => row?.quote_day ?? '');
  const data = spread.map((row) => toNumber(row?.difference));
  const most = Math.max(...data.map((value) => Math.abs(value ?? 0)));
  const { limit } = roundLimit(most / 2);
  return {
    animation: false, grid: { left: 4, right: 40, top: 10, bottom: 26 },
    xAxis: dayAxis(days, dayTicks(days, Math.min(5, mostTicks(width)), lang), colors),
    yAxis: { ...valueAxis(colors, (value) => formatSigned(value, limit < 1 ? 2 : 0)), scale: false, min: -2 * limit, max: 2 * limit, interval: limit },
    tooltip: tooltip((at) => tipOf(spread[at], difference, lang), colors),
    series: [{ type: 'bar', data, barMaxWidth: 6, itemStyle: { color: colors.text3, opacity: 0.75 } }],
  };
}
