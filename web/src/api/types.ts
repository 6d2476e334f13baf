/// The answers of /api/v1. Rates and money are strings, indicators numbers or null.
import type { Decimal } from '../format';

export type Nullable<T> = T | null;

export interface Meta { as_of: Nullable<string>; profile: string; sources: string[] }

export interface Status {
  version: string;
  profile: string;
  clock: Nullable<string>;
  as_of: { fear_greed: Nullable<string>; exchange_rate: Nullable<string> };
  running: boolean;
}

export interface PreviousScore {
  label: 'close' | 'week' | 'month' | 'year';
  market_day: string;
  score: number;
  rating: string;
}

export interface FearGreedNow {
  market_day: string;
  score: number;
  rating: string;
  source: string;
  as_of: string;
  previous: PreviousScore[];
}

export interface FearGreedRow {
  market_day: string;
  score: number;
  rating: string;
  change_1d: Nullable<number>;
  average_7d: Nullable<number>;
  source: string;
}

export interface RatingShare { rating: string; days: number; share_pct: Nullable<number> }

export interface Component {
  component: string;
  score: Nullable<number>;
  rating: Nullable<string>;
  value: Nullable<number>;
  market_day: string;
  source: string;
  series: { market_day: string; value: Nullable<number> }[];
}

export interface FearGreedMonth { month: string; average: number; days: number }

export interface Horizon {
  sessions: number;
  n: number;
  median_pct: Nullable<number>;
  p10: Nullable<number>;
  p25: Nullable<number>;
  p75: Nullable<number>;
  p90: Nullable<number>;
  up_share_pct: Nullable<number>;
}

export interface After { rating: string; days: number; horizons: Horizon[] }

export interface Currency {
  currency: string;
  first_day: string;
  last_day: string;
  rate: Decimal;
  source: string;
}

export interface FxRow {
  quote_day: string;
  rate: Decimal;
  source: string;
  change: Nullable<Decimal>;
  change_pct: Nullable<Decimal>;
  direction: Nullable<string>;
  average_5d: Nullable<Decimal>;
  average_20d: Nullable<Decimal>;
  average_60d?: Nullable<Decimal>;
  volatility_20d_pct: Nullable<Decimal>;
  percentile_1y: Nullable<Decimal>;
}

export interface FxLatest extends FxRow { fetched_at: string }

export interface FxRange {
  range: '1m' | '1y' | '5y';
  low: Decimal;
  p10: Decimal;
  p25: Decimal;
  median: Decimal;
  p75: Decimal;
  p90: Decimal;
  high: Decimal;
  percentile: Nullable<Decimal>;
  n: number;
}

export interface FxTrend { currency: string; latest: FxLatest; rows: FxRow[]; ranges: FxRange[] }

export interface FxMonth {
  month: string;
  average: Decimal;
  low: Decimal;
  high: Decimal;
  close: Decimal;
  source: string;
  mixed: boolean;
  days: number;
}

export interface FxDifference {
  a: string;
  b: string;
  median_abs: Nullable<Decimal>;
  n: number;
  rows: { quote_day: string; difference: Decimal }[];
}

export interface FxSources {
  sources: { source: string; first_day: string; last_day: string; rows: number }[];
  difference: Nullable<FxDifference>;
}

export interface Task {
  task: string;
  state: string;
  tries: number;
  message: Nullable<string>;
  counts: Record<string, number>;
}

export interface Run {
  run: string;
  pipeline: string;
  kind: string;
  profile: string;
  state: string;
  started_at: Nullable<string>;
  ended_at: Nullable<string>;
  exit_code: Nullable<number>;
  tasks: Task[];
}

export interface Source {
  source: string;
  dataset: string;
  table: string;
  needs_key: boolean;
  has_key: boolean;
  last_fetched_at: Nullable<string>;
  rows: Nullable<number>;
}

export interface Quarantined {
  table_name: string;
  source: string;
  fetched_at: string;
  reason: string;
  row_text: string;
  load_id: string;
  record: Nullable<number>;
}

export interface Session { market_day: string; kind: 'full' | 'half' | 'closed'; open_at: Nullable<string>; close_at: Nullable<string> }
export interface Sessions { now: string; rows: Session[] }

export interface Breadth {
  market_day: string;
  symbols: number;
  advanced: number;
  unchanged: number;
  declined: number;
  unknown: number;
  provisional: boolean;
}

export interface Named { symbol: string; name: Nullable<string>; name_ko: Nullable<string> }

export interface MapSector {
  sector: string;
  symbols: number;
  traded_usd: Nullable<number>;
  volume: Nullable<number>;
  market_cap_usd: Nullable<number>;
  change_pct: Nullable<number>;
}

export interface MapRow extends Named {
  sector: string;
  industry: Nullable<string>;
  close: Decimal;
  change_pct: Nullable<number>;
  volume: Nullable<number>;
  traded_usd: Nullable<number>;
  market_cap_usd: Nullable<number>;
}

export type MapSize = 'traded' | 'volume' | 'cap';
export interface MarketMapData { market_day: string; by: MapSize; sectors: MapSector[]; rows: MapRow[] }

export interface CoverageDay {
  market_day: string;
  state: 'stored' | 'part' | 'provisional' | 'stale' | 'missing';
  symbols: number;
}

export interface Mover extends Named {
  direction: 'up' | 'down';
  rank: number;
  sector: Nullable<string>;
  close: Decimal;
  previous_close: Decimal;
  change_pct: number;
  volume: number;
  traded_usd: number;
  provisional: boolean;
}

export interface KeptOut extends Named { close: Decimal; previous_close: Nullable<Decimal>; contradiction: string }
export interface Movers { market_day: string; rows: Mover[]; kept_out: KeptOut[] }

export interface UnusualRow extends Named {
  sector: Nullable<string>;
  close: Decimal;
  volume: number;
  usual_volume: number;
  times_usual: number;
  change_pct: Nullable<number>;
  traded_usd: number;
}
export interface Unusual { market_day: string; rows: UnusualRow[] }

export interface VolumeRankRow extends Named {
  rank: number;
  sector: Nullable<string>;
  volume: number;
  sessions: number;
  change_pct: Nullable<number>;
}
export interface VolumeRank { week_end: string; rows: VolumeRankRow[] }

export interface ThemeWeek {
  week_end: string;
  sector: string;
  volume: number;
  symbols: number;
  sessions: number;
  change_pct: Nullable<number>;
  rank: number;
}

export interface IssueKind { kind: string; issues: number; first_day: string; last_day: string }
export interface Issue { day: string; source: string; scope: string; kind: string; detail: string }
export interface Issues { total: number; kinds: IssueKind[]; rows: Issue[] }

export interface SearchRow extends Named {
  exchange: Nullable<string>;
  sector: Nullable<string>;
  listed: boolean;
  market_cap_usd: Nullable<number>;
  match: { field: 'symbol' | 'name' | 'name_ko'; from: number; length: number };
}
export interface SearchAnswer { q: string; rows: SearchRow[] }

export interface DailyRow {
  market_day: string;
  open: Nullable<Decimal>;
  high: Nullable<Decimal>;
  low: Nullable<Decimal>;
  close: Decimal;
  volume: Nullable<number>;
  rsi_wilder: Nullable<number>;
  contradicted: boolean;
  source: string;
}

export interface CorporateAction {
  ex_day: string;
  kind: 'split' | 'dividend' | 'capital_gain';
  numerator: Nullable<Decimal>;
  denominator: Nullable<Decimal>;
  amount_usd: Nullable<Decimal>;
  source: string;
}

export interface SymbolFacts extends Named {
  exchange: Nullable<string>;
  sector: Nullable<string>;
  industry: Nullable<string>;
  listed: boolean;
  market_day: Nullable<string>;
  price_source: Nullable<string>;
  close: Nullable<Decimal>;
  previous_close: Nullable<Decimal>;
  change_pct: Nullable<number>;
  volume: Nullable<number>;
  usual_volume: Nullable<number>;
  traded_usd: Nullable<number>;
  provisional: Nullable<boolean>;
  contradicted: Nullable<boolean>;
  market_cap_usd: Nullable<number>;
  rsi_wilder: Nullable<number>;
  status: Nullable<string>;
  rate: Nullable<Decimal>;
  rate_source: Nullable<string>;
  rate_day: Nullable<string>;
  close_krw: Nullable<Decimal>;
  won: Nullable<{
    first_day: string;
    last_day: string;
    rate_source: string;
    first_krw: Decimal;
    price_krw: Decimal;
    rate_krw: Decimal;
    cross_krw: Decimal;
    total_krw: Decimal;
  }>;
  daily: DailyRow[];
  actions: CorporateAction[];
  issues: { day: string; source: string; kind: string; detail: string }[];
}

export interface SymbolBars {
  symbol: string;
  interval: string;
  rows: {
    bar_start: string;
    market_day: string;
    open: Nullable<Decimal>;
    high: Nullable<Decimal>;
    low: Nullable<Decimal>;
    close: Decimal;
    volume: Nullable<number>;
    rsi_wilder: Nullable<number>;
  }[];
  earlier: boolean;
  flagged: { day: string; detail: string }[];
}

export interface SignalRow extends Named {
  sector: string;
  close: Decimal;
  change_pct: Nullable<number>;
  rsi_wilder: number;
  status: 'Overbought' | 'Neutral' | 'Oversold';
  since: string;
  days: number;
  traded_usd: Nullable<number>;
  market_cap_usd: Nullable<number>;
}

export interface Signals {
  market_day: string;
  symbols: number;
  overbought: number;
  neutral: number;
  oversold: number;
  /** Stocks in each twentieth of RSI, from 0. */
  bins: number[];
  rows: SignalRow[];
}
