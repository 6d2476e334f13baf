/// Candles, volume and RSI in three panes of one time axis. Loaded only when a chart is near.
import {
  CandlestickSeries, ColorType, createChart, HistogramSeries, LineSeries, TickMarkType,
  type IChartApi, type ISeriesApi, type LineWidth, type PriceFormatCustom, type Time, type UTCTimestamp,
} from 'lightweight-charts';
import { formatNumber } from '../format';

export interface Bar {
  /** A day, or the wall clock of New York in seconds as if it were UTC. */
  time: string | number;
  /** When the bar began, UTC; null for a day. */
  start: string | null;
  open: number | null;
  high: number | null;
  low: number | null;
  close: number;
  volume: number | null;
  rsi: number | null;
  /** Mean of the last 20 closes; null for the first 19. */
  average: number | null;
  /** The volume is in doubt: drawn grey. */
  doubted: boolean;
  source: string;
}

export interface Look {
  tile: string; line: string; text1: string; text2: string; text3: string; onText: string;
  up: string; down: string; accent: string; activity: string; grey: string; font: string;
}

export interface Options {
  look: Look;
  /** Closes as a line where bars have no open, high and low. */
  line: boolean;
  digits: number;
  /** Short texts of the axes: a volume, a day (YYYY-MM-DD), the moment under the crosshair. */
  volumeText: (shares: number) => string;
  dayText: (day: string) => string;
  timeText: (time: string | number) => string;
  /** Dots a pixel that texts and lines are drawn for; 1 on screen. */
  scale?: number;
  /** Called with a bar's place under the crosshair, or null when it leaves. */
  hover: (at: number | null) => void;
  /** Called with the tops of the three panes in pixels, on every change of size. */
  panes: (tops: readonly number[]) => void;
}

/** A drawn chart. */
export interface Candles {
  /** Puts the crosshair on a bar, or takes it away. */
  point: (at: number | null) => void;
  remove: () => void;
  /** What is in view, in these colours, drawn anew with `scale` dots a pixel. */
  picture: (scale: number, look: Look) => HTMLCanvasElement;
}

const kOverbought = 70;
const kOversold = 30;
const kShares = [6, 2, 2] as const;
const kFontSize = 12;

/** A line's width; the library draws 1 to 4. */
const widthOf = (width: number, scale = 1): LineWidth => Math.max(1, Math.min(4, Math.round(width * scale))) as LineWidth;

const timeOf = (bar: Bar): Time => (typeof bar.time === 'string' ? bar.time : (bar.time as UTCTimestamp));

/** The moment of the library's time as our bars tell it. */
function momentOf(time: Time): string | number {
  if (typeof time !== 'object') return time;
  return `${time.year}-${String(time.month).padStart(2, '0')}-${String(time.day).padStart(2, '0')}`;
}

/** Prices of the axis, without a tick that the last price's own label would cover. */
function priceFormat(bars: readonly Bar[], digits: number): PriceFormatCustom {
  const formatter = (value: number): string => formatNumber(value, digits);
  const last = bars.at(-1)?.close ?? Number.NaN;
  const span = Math.max(...bars.map((bar) => bar.high ?? bar.close)) - Math.min(...bars.map((bar) => bar.low ?? bar.close));
  const kCovered = 0.06;
  return { type: 'custom', minMove: 10 ** -digits, formatter,
    tickmarksFormatter: (values: readonly number[]) => values.map((value) => (Math.abs(value - last) < kCovered * span ? '' : formatter(value))) };
}

function addPrice(chart: IChartApi, bars: readonly Bar[], { look, line, digits, scale }: Options): ISeriesApi<'Line' | 'Candlestick'> {
  const last = bars.at(-1);
  const shared = { priceFormat: priceFormat(bars, digits), lastValueVisible: false, priceLineVisible: false } as const;
  let series: ISeriesApi<'Line' | 'Candlestick'>;
  if (line) {
    const closes = chart.addSeries(LineSeries, { color: look.text1, lineWidth: widthOf(2, scale), ...shared });
    closes.setData(bars.map((bar) => ({ time: timeOf(bar), value: bar.close })));
    series = closes;
  } else {
    const candles = chart.addSeries(CandlestickSeries, {
      upColor: look.up, downColor: look.down, wickUpColor: look.up, wickDownColor: look.down, borderVisible: false, ...shared,
    });
    candles.setData(bars.map((bar) => ({ time: timeOf(bar), open: bar.open ?? bar.close, high: bar.high ?? bar.close,
      low: bar.low ?? bar.close, close: bar.close })));
    series = candles;
  }
  if (last) series.createPriceLine({ price: last.close, color: look.text3, lineWidth: widthOf(1, scale), lineStyle: 1, axisLabelVisible: true,
    axisLabelColor: look.text3, axisLabelTextColor: look.onText, title: '' });
  return series;
}

function addAverage(chart: IChartApi, bars: readonly Bar[], { look, scale }: Options): void {
  const series = chart.addSeries(LineSeries, { color: look.accent, lineWidth: widthOf(2, scale), lastValueVisible: false, priceLineVisible: false, crosshairMarkerVisible: false });
  series.setData(bars.map((bar) => (bar.average === null ? { time: timeOf(bar) } : { time: timeOf(bar), value: bar.average })));
}

function addVolume(chart: IChartApi, bars: readonly Bar[], { look, volumeText }: Options): void {
  const series = chart.addSeries(HistogramSeries, { priceFormat: { type: 'custom', minMove: 1, formatter: volumeText }, priceLineVisible: false, lastValueVisible: false }, 1);
  series.priceScale().applyOptions({ scaleMargins: { top: 0.28, bottom: 0 } });
  series.setData(bars.flatMap((bar) => (bar.volume === null ? [] : [{
    time: timeOf(bar), value: bar.volume,
    color: bar.doubted ? look.grey : bar.open === null ? look.activity : bar.close < bar.open ? look.down : look.up,
  }])));
}

function addRsi(chart: IChartApi, bars: readonly Bar[], { look, scale }: Options): void {
  const series = chart.addSeries(LineSeries, {
    color: look.text1, lineWidth: widthOf(1, scale), priceLineVisible: false, lastValueVisible: false,
    // The two bounds are the only labels.
    priceFormat: { type: 'custom', minMove: 0.1, formatter: (value: number) => value.toFixed(0), tickmarksFormatter: (values: readonly number[]) => values.map(() => '') },
    autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 100 } }),
  }, 2);
  series.priceScale().applyOptions({ scaleMargins: { top: 0.2, bottom: 0.04 } });
  series.setData(bars.map((bar) => (bar.rsi === null ? { time: timeOf(bar) } : { time: timeOf(bar), value: bar.rsi })));
  for (const [price, color] of [[kOverbought, look.up], [kOversold, look.down]] as const) {
    series.createPriceLine({ price, color, lineWidth: widthOf(1, scale), lineStyle: 1, axisLabelVisible: true, axisLabelColor: look.tile, axisLabelTextColor: color, title: '' });
  }
}

function newChart(box: HTMLElement, bars: readonly Bar[], { look, dayText, timeText, scale = 1 }: Options): IChartApi {
  return createChart(box, {
    autoSize: true,
    layout: { background: { type: ColorType.Solid, color: look.tile }, textColor: look.text3, fontFamily: look.font, fontSize: kFontSize * scale,
      attributionLogo: false, panes: { separatorColor: look.line, enableResize: false } },
    grid: { vertLines: { visible: false }, horzLines: { color: look.line } },
    rightPriceScale: { borderVisible: false, entireTextOnly: true },
    localization: { timeFormatter: (time: Time) => timeText(momentOf(time)) },
    timeScale: { borderVisible: false, timeVisible: typeof bars[0]?.time === 'number', secondsVisible: false,
      tickMarkFormatter: (time: Time, kind: TickMarkType) => {
        const moment = momentOf(time);
        if (moment === bars[0]?.time) return ''; // its middle stands on the edge
        if (typeof moment === 'string') return dayText(moment);
        const text = new Date(moment * 1000).toISOString();
        return kind < TickMarkType.Time ? dayText(text.slice(0, 10)) : text.slice(11, 16);
      } },
    handleScroll: { vertTouchDrag: false },
  });
}

interface Drawn { chart: IChartApi; price: ISeriesApi<'Line' | 'Candlestick'> }

function draw(box: HTMLElement, bars: readonly Bar[], options: Options): Drawn {
  const chart = newChart(box, bars, options);
  const price = addPrice(chart, bars, options);
  addAverage(chart, bars, options);
  addVolume(chart, bars, options);
  addRsi(chart, bars, options);
  chart.panes().forEach((pane, at) => pane.setStretchFactor(kShares[at] ?? 1));
  chart.timeScale().fitContent();
  return { chart, price };
}

/** The chart's twin at `scale` times its size: a screenshot of its own has the screen's dots. */
function enlarged(of: IChartApi, box: HTMLElement, bars: readonly Bar[], options: Options): HTMLCanvasElement {
  const scale = (options.scale ?? 1) / devicePixelRatio;
  const [width, height] = [box.clientWidth * scale, box.clientHeight * scale];
  const room = document.createElement('div');
  room.style.cssText = `position:fixed;left:-99999px;width:${width}px;height:${height}px`;
  document.body.append(room);
  const { chart } = draw(room, bars, { ...options, scale });
  chart.resize(width, height, true);
  const range = of.timeScale().getVisibleLogicalRange();
  if (range) chart.timeScale().setVisibleLogicalRange(range);
  const picture = chart.takeScreenshot();
  chart.remove();
  room.remove();
  return picture;
}

/** Draws into `box`. */
export function drawCandles(box: HTMLElement, bars: readonly Bar[], options: Options): Candles {
  const { chart, price } = draw(box, bars, options);
  const places = new Map(bars.map((bar, at) => [String(bar.time), at]));
  chart.subscribeCrosshairMove((event) => {
    options.hover(event.time === undefined ? null : (places.get(String(momentOf(event.time))) ?? null));
  });
  const tell = (): void => {
    let top = 0;
    options.panes(chart.panes().map((pane) => {
      const here = top;
      top += pane.getHeight() + 1; // the line between two panes
      return here;
    }));
  };
  const watch = new ResizeObserver(() => requestAnimationFrame(tell));
  watch.observe(box);
  return {
    point: (at) => {
      const bar = at === null ? undefined : bars[at];
      if (bar) chart.setCrosshairPosition(bar.close, timeOf(bar), price);
      else chart.clearCrosshairPosition();
    },
    remove: () => {
      watch.disconnect();
      chart.remove();
    },
    picture: (scale, look) => enlarged(chart, box, bars, { ...options, scale, look }),
  };
}
