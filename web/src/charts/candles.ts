/// Candles, volume and RSI in three panes of one time axis. Loaded only when a chart is near.
import {
  CandlestickSeries, ColorType, createChart, HistogramSeries, LineSeries,
  type IChartApi, type Time, type UTCTimestamp,
} from 'lightweight-charts';

export interface Bar {
  /** A day, or the wall clock of New York in seconds as if it were UTC. */
  time: string | number;
  open: number | null;
  high: number | null;
  low: number | null;
  close: number;
  volume: number | null;
  rsi: number | null;
  /** The volume is in doubt: drawn grey. */
  doubted: boolean;
}

export interface Look { tile: string; line: string; text2: string; text3: string; up: string; down: string; accent: string; grey: string; font: string }

export interface Options {
  look: Look;
  /** Closes as a line where bars have no open, high and low. */
  line: boolean;
  digits: number;
  /** Called with a bar's place under the crosshair, or null when it leaves. */
  hover: (at: number | null) => void;
}

const kOverbought = 70;
const kOversold = 30;

const timeOf = (bar: Bar): Time => (typeof bar.time === 'string' ? bar.time : (bar.time as UTCTimestamp));

function addPrice(chart: IChartApi, bars: readonly Bar[], { look, line, digits }: Options): void {
  const priceFormat = { type: 'price', precision: digits, minMove: 10 ** -digits } as const;
  if (line) {
    const series = chart.addSeries(LineSeries, { color: look.text2, lineWidth: 2, priceFormat });
    series.setData(bars.map((bar) => ({ time: timeOf(bar), value: bar.close })));
    return;
  }
  const series = chart.addSeries(CandlestickSeries, {
    upColor: look.up, downColor: look.down, wickUpColor: look.up, wickDownColor: look.down, borderVisible: false, priceFormat,
  });
  series.setData(bars.map((bar) => ({ time: timeOf(bar), open: bar.open ?? bar.close, high: bar.high ?? bar.close,
    low: bar.low ?? bar.close, close: bar.close })));
}

function addVolume(chart: IChartApi, bars: readonly Bar[], look: Look): void {
  const series = chart.addSeries(HistogramSeries, { priceFormat: { type: 'volume' }, priceLineVisible: false, lastValueVisible: false }, 1);
  series.setData(bars.flatMap((bar) => (bar.volume === null ? [] : [{
    time: timeOf(bar), value: bar.volume,
    color: bar.doubted ? look.grey : bar.open !== null && bar.close < bar.open ? look.down : bar.open === null ? look.accent : look.up,
  }])));
}

function addRsi(chart: IChartApi, bars: readonly Bar[], look: Look): void {
  const series = chart.addSeries(LineSeries, {
    color: look.text2, lineWidth: 1, priceLineVisible: false, priceFormat: { type: 'price', precision: 1, minMove: 0.1 },
    autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 100 } }),
  }, 2);
  series.setData(bars.map((bar) => (bar.rsi === null ? { time: timeOf(bar) } : { time: timeOf(bar), value: bar.rsi })));
  for (const [price, color] of [[kOverbought, look.up], [kOversold, look.down]] as const) {
    series.createPriceLine({ price, color, lineWidth: 1, lineStyle: 1, axisLabelVisible: true, title: '' });
  }
}

/** Draws into `box`; returns what removes the chart. */
export function drawCandles(box: HTMLElement, bars: readonly Bar[], options: Options): () => void {
  const { look } = options;
  const chart = createChart(box, {
    autoSize: true,
    layout: { background: { type: ColorType.Solid, color: look.tile }, textColor: look.text3, fontFamily: look.font,
      attributionLogo: false, panes: { separatorColor: look.line, enableResize: false } },
    grid: { vertLines: { visible: false }, horzLines: { color: look.line } },
    rightPriceScale: { borderVisible: false },
    timeScale: { borderVisible: false, timeVisible: typeof bars[0]?.time === 'number', secondsVisible: false },
    handleScroll: { vertTouchDrag: false },
  });
  addPrice(chart, bars, options);
  addVolume(chart, bars, look);
  addRsi(chart, bars, look);
  const shares = [6, 2, 2];
  chart.panes().forEach((pane, at) => pane.setStretchFactor(shares[at] ?? 1));
  const places = new Map(bars.map((bar, at) => [String(bar.time), at]));
  chart.subscribeCrosshairMove((event) => {
    options.hover(event.time === undefined ? null : (places.get(String(event.time)) ?? null));
  });
  chart.timeScale().fitContent();
  return () => chart.remove();
}
