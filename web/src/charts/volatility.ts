/// Volatility as an area from zero.
import type { FxRow } from '../api/types';
import { formatPercent, toNumber } from '../format';
import { translate, type Lang } from '../i18n/index';
import { withAlpha, type ChartColors } from '../theme';
import { formatDayFull } from '../time';
import { dayTicks, withHoles } from './axis';
import { dayAxis, mostTicks, roundLimit, tooltip, valueAxis, type Tip } from './parts';

function tipOf(row: FxRow | null | undefined, lang: Lang): Tip | null {
  if (!row) return null;
  const text = formatPercent(row.volatility_20d_pct);
  return { title: formatDayFull(row.quote_day, lang), lines: [{ name: translate(lang, 'fx_volatility'), text }] };
}

export function volatilityTip(rows: readonly FxRow[], lang: Lang, at: number): Tip | null {
  return tipOf(withHoles(rows, (row) => row.quote_day)[at], lang);
}

export function volatilityOption(
  rows: readonly FxRow[], colors: ChartColors, width: number, lang: Lang,
): object {
  const spread = withHoles(rows, (row) => row.quote_day);
  const days = spread.map((row) => row?.quote_day ?? '');
  const values = spread.map((row) => toNumber(row?.volatility_20d_pct));
  const { limit, step } = roundLimit(Math.max(4, ...values.map((value) => value ?? 0)));
  return {
    animation: false, grid: { left: 4, right: 40, top: 10, bottom: 26 },
    xAxis: dayAxis(days, dayTicks(days, Math.min(5, mostTicks(width)), lang), colors),
    yAxis: { ...valueAxis(colors, (value) => formatPercent(value, 0)), min: 0, max: limit, interval: step, scale: false },
    tooltip: tooltip((at) => tipOf(spread[at], lang), colors),
    series: [{
      type: 'line', data: values, showSymbol: false,
      sampling: 'lttb', itemStyle: { color: colors.accent }, lineStyle: { color: colors.accent, width: 2 },
      areaStyle: { color: withAlpha(colors.accent, 0.09), origin: 'start' },
    }],
  };
}
