/// The answers of /api/v1 by the names that pages use. Their shapes are those of docs/openapi.json,
/// from which `npm run types` (a part of `npm run check`) makes ../../generated/openapi.ts. Rates and
/// money are text, indicators numbers or null.
import type { components, paths } from '../../generated/openapi';

/** A path that answers GET with `data`; those that only take something do not. */
interface Answering<Value> { get: { responses: { 200: { content: { 'application/json': { data: Value } } } } } }
/** What the resource at a path below /api/v1 answers as `data`. */
type Data<Path extends string> = `/api/v1${Path}` extends infer Full extends keyof paths
  ? paths[Full] extends Answering<infer Value> ? Value : never
  : never;
type Row<List extends readonly unknown[]> = List[number];

export type Meta = components['schemas']['Meta'];
export type Status = Data<'/status'>;

export type FearGreedNow = Data<'/fear-greed'>;
export type FearGreedRow = Row<Data<'/fear-greed/trend'>>;
export type RatingShare = Row<Data<'/fear-greed/rating-share'>>;
export type Component = Row<Data<'/fear-greed/components'>>;
export type FearGreedMonth = Row<Data<'/fear-greed/monthly'>>;
export type After = Row<Data<'/fear-greed/after'>>;
export type Horizon = Row<After['horizons']>;

export type Currency = Row<Data<'/fx/currencies'>>;
export type FxTrend = Data<'/fx/{currency}'>;
export type FxRow = Row<FxTrend['rows']>;
export type FxRange = Row<FxTrend['ranges']>;
export type FxMonth = Row<Data<'/fx/{currency}/monthly'>>;
export type FxSources = Data<'/fx/{currency}/sources'>;
export type FxDifference = NonNullable<FxSources['difference']>;

export type Sessions = Data<'/market/sessions'>;
export type Session = Row<Sessions['rows']>;
export type Breadth = Data<'/market/breadth'>;
export type MarketMapData = Data<'/market/map'>;
export type MapSize = MarketMapData['by'];
export type MapRow = Row<MarketMapData['rows']>;
export type CoverageDay = Row<Data<'/market/coverage'>>;

export type Movers = Data<'/movers'>;
export type Mover = Row<Movers['rows']>;
export type KeptOut = Row<Movers['kept_out']>;
export type Unusual = Data<'/unusual-volume'>;
export type UnusualRow = Row<Unusual['rows']>;
export type VolumeRank = Data<'/volume-rank'>;
export type VolumeRankRow = Row<VolumeRank['rows']>;
export type ThemeWeek = Row<Data<'/themes'>>;
/** `change_pct` is of the shares traded, `price_change_pct` of the market caps. */
export type ThemeWeekGroups = Data<'/themes/week'>;
export type ThemeIndustry = Row<ThemeWeekGroups['industries']>;
export type ThemeStocks = Data<'/themes/stocks'>;
export type ThemeStock = Row<ThemeStocks['rows']>;

export type Issues = Data<'/issues'>;
export type Issue = Row<Issues['rows']>;

export type SearchAnswer = Data<'/search'>;
export type SearchRow = Row<SearchAnswer['rows']>;
/** How every row tells a security. */
export type Named = Pick<SearchRow, 'symbol' | 'name' | 'name_ko'>;

export type SymbolFacts = Data<'/symbols/{symbol}'>;
export type CorporateAction = Row<SymbolFacts['actions']>;
export type SymbolBars = Data<'/symbols/{symbol}/bars'>;

export type Signals = Data<'/signals'>;
export type SignalRow = Row<Signals['rows']>;
export type SignalBar = Signals['bar'];
export type DollarRate = NonNullable<Signals['rate']>;

export type Evidence = Data<'/evidence/{tile}'>;
export type RowSet = Evidence['rows'];
export type ModelFacts = Data<'/models/{table}'>;
export type Audit = Row<ModelFacts['audits']>;
export type Landed = Data<'/landed/{load_id}/{record}'>;

export type Run = Row<Data<'/runs'>>;
export type RunState = Run['state'];
export type RunDetail = Data<'/runs/{run}'>;
export type RunTask = Row<RunDetail['tasks']>;
export type TaskState = RunTask['state'];
export type TaskTry = Row<RunTask['attempts']>;
export type LogLine = Row<Data<'/runs/{run}/logs'>['lines']>;
export type LogLevel = LogLine['level'];
export type Pipelines = Data<'/pipelines'>;
export type PipelineRow = Row<Pipelines['rows']>;
export type RunBrief = Row<PipelineRow['runs']>;
export type Due = Row<PipelineRow['next']>;
export type PipelineFacts = Data<'/pipelines/{pipeline}'>;
export type DeclaredTask = Row<PipelineFacts['tasks']>;
export type RunGridPage = Data<'/pipelines/{pipeline}/grid'>;
export type GridRun = Row<RunGridPage['runs']>;
export type Source = Row<Data<'/sources'>>;
export type Recording = Row<Data<'/recordings'>>;
export type Quarantined = Row<Data<'/quarantine'>>;
