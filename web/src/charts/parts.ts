/// What all canvas charts share: axes, tooltip, high and low marks.
import type { ChartColors } from '../theme';

export const kFont = '"Pretendard Variable", Pretendard, sans-serif';

/** A line of the tooltip: what, and its text. */
export interface TipLine { name: string; text: string; tone?: 'up' | 'down' | 'flat' }
export interface Tip { title: string; lines: TipLine[] }

/** The tooltip as elements, so that no text is ever read as markup. */
export function tipElement({ title, lines }: Tip): HTMLElement {
  const box = document.createElement('div');
  box.className = 'chart-tip';
  const head = document.createElement('p');
  head.textContent = title;
  box.append(head);
  for (const { name, text, tone } of lines) {
    const line = document.createElement('div');
    const label = document.createElement('span');
    label.textContent = name;
    const value = document.createElement('b');
    value.textContent = text;
    if (tone) value.className = tone;
    line.append(label, value);
    box.append(line);
  }
  return box;
}

export function tooltip(tipAt: (index: number) => Tip | null, colors: ChartColors): object {
  return {
    trigger: 'axis', confine: true, transitionDuration: 0, padding: 0, borderWidth: 0,
    backgroundColor: 'transparent', extraCssText: 'box-shadow: none',
    axisPointer: { type: 'line', lineStyle: { color: colors.lineStrong, type: 'solid', width: 1 } },
    formatter: (items: { dataIndex: number }[]): HTMLElement | string => {
      const tip = tipAt(items[0]?.dataIndex ?? -1);
      return tip ? tipElement(tip) : '';
    },
  };
}

export function dayAxis(days: readonly string[], ticks: Map<number, string>, colors: ChartColors): object {
  return {
    type: 'category', data: days, boundaryGap: true,
    axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false },
    axisLabel: {
      interval: (at: number) => ticks.has(at), formatter: (_: string, at: number) => ticks.get(at) ?? '',
      color: colors.text3, fontSize: 11, fontFamily: kFont, hideOverlap: true, margin: 10,
    },
  };
}

export function valueAxis(colors: ChartColors, write: (value: number) => string): object {
  return {
    type: 'value', position: 'right', scale: true, splitNumber: 4,
    axisLine: { show: false }, axisTick: { show: false },
    splitLine: { lineStyle: { color: colors.line, width: 1 } },
    axisLabel: { color: colors.text3, fontSize: 11, fontFamily: kFont, margin: 8, formatter: write },
  };
}

/** A round limit at or above `most`, and the step that divides it in at most four. */
export function roundLimit(most: number): { limit: number; step: number } {
  const power = 10 ** Math.floor(Math.log10(most > 0 ? most : 1));
  const step = [0.1, 0.2, 0.25, 0.5, 1, 2, 2.5].map((each) => each * power).find((each) => most / each <= 4) ?? power;
  return { limit: Math.ceil(most / step - 1e-9) * step, step };
}

/** A mark with its words, above a high and below a low or beside it, kept inside at the edges. */
export function mark(
  at: number, value: number, count: number, text: string, side: 'top' | 'bottom' | 'beside', colors: ChartColors,
): object {
  const align = at < count * 0.12 ? 'left' : at > count * 0.88 ? 'right' : 'center';
  const place = side === 'beside' ? { position: at < count / 2 ? 'right' : 'left' } : { position: side, align };
  return {
    coord: [at, value], symbol: 'circle', symbolSize: 7, itemStyle: { color: colors.text1 },
    label: {
      show: true, formatter: text, ...place, distance: 8, fontSize: 12, fontWeight: 600,
      fontFamily: kFont, color: colors.text1, textBorderColor: colors.tile, textBorderWidth: 3,
    },
  };
}

/** How many axis labels fit a width. */
export function mostTicks(width: number): number {
  return Math.max(3, Math.min(12, Math.floor(width / 68)));
}
