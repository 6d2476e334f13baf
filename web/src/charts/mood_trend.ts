/// The index over time, its 7-day average, and the five bands behind.
import type { FearGreedRow } from '../api/types';
import { formatScore, formatSigned } from '../format';
import { translate, type Lang } from '../i18n/index';
import { kMoodEdges, kMoods, moodOfScore, ratingOfMood, withAlpha, type ChartColors } from '../theme';
import { formatDayFull } from '../time';
import { moodName, sourceName } from '../words';
import { dayTicks, extremes, withHoles } from './axis';
import { dayAxis, kFont, mark, mostTicks, tooltip, type Tip } from './parts';

/** The plot's distances from the box; the band names beside it use them too. */
export const kMoodGrid = { left: 34, right: 8, top: 12, bottom: 28 } as const;

function tipOf(row: FearGreedRow | null | undefined, lang: Lang): Tip | null {
  if (!row) return null;
  const mood = moodName(ratingOfMood(moodOfScore(row.score)), lang);
  return {
    title: formatDayFull(row.market_day, lang),
    lines: [
      { name: translate(lang, 'fg_index'), text: `${formatScore(row.score)} ${mood}` },
      { name: translate(lang, 'change'), text: formatSigned(row.change_1d, 1) },
      { name: translate(lang, 'fg_average_7d'), text: formatScore(row.average_7d) },
      { name: translate(lang, 'source'), text: sourceName(row.source, lang) },
    ],
  };
}

function bands(colors: ChartColors): object {
  const data = kMoods.map((mood) => [
    { yAxis: kMoodEdges[mood - 1], itemStyle: { color: withAlpha(colors.moods[mood - 1] ?? '', colors.band) } },
    { yAxis: kMoodEdges[mood] },
  ]);
  return { silent: true, data };
}

function marks(rows: readonly (FearGreedRow | null)[], colors: ChartColors, lang: Lang): object {
  const ends = extremes(rows.map((row) => row?.score ?? null));
  if (!ends) return { data: [] };
  const made = (at: number, key: 'highest' | 'lowest'): object => {
    const score = rows[at]?.score ?? 0;
    const side = score > 90 || score < 8 ? 'beside' : key === 'highest' ? 'top' : 'bottom';
    return mark(at, score, rows.length, translate(lang, key, { value: formatScore(score) }), side, colors);
  };
  const data = [made(ends.high, 'highest'), made(ends.low, 'lowest')];
  return { silent: true, animation: false, data };
}

function axis(colors: ChartColors): object {
  return {
    type: 'value', min: 0, max: 100, position: 'left', splitLine: { show: false },
    axisLine: { show: false }, axisTick: { show: false },
    axisLabel: { color: colors.text3, fontSize: 11, fontFamily: kFont, customValues: [...kMoodEdges] },
  };
}

export function moodTrendTip(rows: readonly FearGreedRow[], lang: Lang, at: number): Tip | null {
  return tipOf(withHoles(rows, (row) => row.market_day)[at], lang);
}

export function moodTrendOption(
  rows: readonly FearGreedRow[], colors: ChartColors, width: number, lang: Lang,
): object {
  const spread = withHoles(rows, (row) => row.market_day);
  const days = spread.map((row) => row?.market_day ?? '');
  const dots = rows.length <= 40;
  const points = spread.map((row) => row && {
    value: row.score, itemStyle: { color: colors.moodTexts[moodOfScore(row.score) - 1] },
  });
  return {
    animation: false, grid: kMoodGrid, yAxis: axis(colors),
    xAxis: dayAxis(days, dayTicks(days, mostTicks(width), lang), colors),
    tooltip: tooltip((at) => tipOf(spread[at], lang), colors),
    series: [
      { type: 'line', data: points, showSymbol: dots, symbol: 'circle', symbolSize: 7, z: 3,
        itemStyle: { color: colors.text1 },
        lineStyle: { color: colors.text1, width: rows.length > 400 ? 1.2 : 2 },
        markArea: bands(colors), markPoint: marks(spread, colors, lang) },
      { type: 'line', data: spread.map((row) => row?.average_7d ?? null), showSymbol: false, z: 2,
        itemStyle: { color: colors.accent },
        lineStyle: { color: colors.accent, width: rows.length > 400 ? 1.2 : 2, type: dots ? [5, 4] : 'solid' } },
    ],
  };
}
