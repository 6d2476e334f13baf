/// The address bar as state: page, range, currency.
export type Page = 'today' | 'fear_greed' | 'exchange_rate' | 'themes' | 'movers' | 'signals' | 'symbol' | 'data' | 'pipelines' | 'pipeline' | 'run';

export const kPaths: Readonly<Record<Page, string>> = {
  today: '/', fear_greed: '/fear-greed', exchange_rate: '/exchange-rate', themes: '/themes', movers: '/movers',
  signals: '/signals', symbol: '/symbols', data: '/data', pipelines: '/pipelines',
  pipeline: '/pipelines', run: '/runs',
};

export const kRanges = ['1m', '3m', '1y', '5y', 'all'] as const;
export type Range = (typeof kRanges)[number];

const kRanged: readonly Page[] = ['fear_greed', 'exchange_rate'];
const kDefaultRange: Readonly<Partial<Record<Page, Range>>> = { exchange_rate: '1y' };

/** Pages of one of many, whose name stands behind the path. */
const kOfMany: readonly Page[] = ['symbol', 'pipeline', 'run'];

/** What stands behind the path of one of many, decoded; "" when nothing does. */
function nameBehind(base: string, path: string): string {
  const [name, ...rest] = path.startsWith(`${base}/`) ? path.slice(base.length + 1).replace(/\/$/, '').split('/') : [];
  try {
    return name && rest.length === 0 ? decodeURIComponent(name) : '';
  } catch {
    return ''; // a broken escape
  }
}

/** The symbol of a stock's address, "" of any other: /symbols/BRK%2FB. */
export function symbolOf(path: string): string {
  return nameBehind(kPaths.symbol, path).toUpperCase();
}

export function pipelinePath(pipeline: string): string {
  return `${kPaths.pipeline}/${encodeURIComponent(pipeline)}`;
}

/** The address of a run, and of a task of it. */
export function runPath(run: string, task = ''): string {
  const path = `${kPaths.run}/${encodeURIComponent(run)}`;
  return task ? `${path}?${new URLSearchParams({ task }).toString()}` : path;
}

export function symbolPath(symbol: string): string {
  return `/symbols/${encodeURIComponent(symbol)}`;
}

/** The page of a path; what is unknown shows the first page. */
export function pageOf(path: string): Page {
  const plain = path.replace(/\/+$/, '') || '/';
  const one = kOfMany.find((page) => nameBehind(kPaths[page], plain));
  if (one) return one;
  const found = (Object.keys(kPaths) as Page[]).find((page) => kPaths[page] === plain && !kOfMany.includes(page));
  return found ?? 'today';
}

export function rangeOf(query: URLSearchParams, page: Page): Range {
  return kRanges.find((range) => range === query.get('range')) ?? kDefaultRange[page] ?? '1m';
}

export function currencyOf(query: URLSearchParams): string {
  const code = query.get('currency') ?? '';
  return /^[A-Z]{3}$/.test(code) ? code : 'USD';
}

/** What the signals page filters by, as its request takes it; then what it is of and its order. */
export const kSignalFilters = ['status', 'sector', 'rsi_from', 'rsi_to', 'least_cap', 'least_traded', 'least_times', 'most_bars'] as const;
const kSignalParts = [...kSignalFilters, 'bar', 'sort'] as const;
export type SignalPart = (typeof kSignalParts)[number];
export type SignalQuery = Readonly<Partial<Record<SignalPart, string>>>;

class Router {
  page = $state<Page>('today');
  range = $state<Range>('1m');
  currency = $state('USD');
  sector = $state('');
  industry = $state('');
  symbol = $state('');
  pipeline = $state('');
  run = $state('');
  /** The task of a run that is looked at; "": none. */
  task = $state('');
  /** The stage of a run whose tasks are listed; "": all. */
  stage = $state('');
  /** The filter of the signals page, as its request takes it. */
  signals = $state.raw<SignalQuery>({});

  start(): void {
    addEventListener('popstate', () => this.read());
    this.read();
  }

  private read(): void {
    const query = new URLSearchParams(location.search);
    this.page = pageOf(location.pathname);
    this.range = rangeOf(query, this.page);
    this.currency = currencyOf(query);
    this.sector = query.get('sector') ?? '';
    this.industry = query.get('industry') ?? '';
    this.symbol = symbolOf(location.pathname);
    this.pipeline = nameBehind(kPaths.pipeline, location.pathname);
    this.run = nameBehind(kPaths.run, location.pathname);
    this.task = query.get('task') ?? '';
    this.stage = query.get('stage') ?? '';
    this.signals = Object.fromEntries(kSignalParts.flatMap((name) => {
      const value = query.get(name);
      return value ? [[name, value]] : [];
    }));
  }

  go(page: Page): void {
    if (page === this.page && location.pathname === kPaths[page]) return;
    history.pushState(null, '', kPaths[page]);
    this.read();
    scrollTo(0, 0);
  }

  goSymbol(symbol: string): void {
    this.goPath(symbolPath(symbol));
  }

  /** Opens the address of a link of ours here, unless the reader wants it elsewhere. */
  follow(event: MouseEvent, path: string): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.goPath(path);
  }

  /** Opens an address of ours. */
  goPath(path: string): void {
    history.pushState(null, '', path);
    this.read();
    scrollTo(0, 0);
  }

  /** Changes part of the query in place; the path stays; an empty value takes a part away. */
  choose(change: { range?: Range; currency?: string; sector?: string; industry?: string; task?: string; stage?: string }): void {
    this.change(change);
  }

  /** Changes the filter of the signals page, as `choose` does. */
  filter(change: SignalQuery): void {
    this.change(change);
  }

  private change(change: Readonly<Record<string, string>>): void {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(change)) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    const text = query.toString();
    history.replaceState(null, '', text ? `${location.pathname}?${text}` : location.pathname);
    this.read();
  }

  /** The range `step` places along, staying within the list; nothing on a page without ranges. */
  stepRange(step: number): void {
    if (!kRanged.includes(this.page)) return;
    const range = kRanges[kRanges.indexOf(this.range) + step];
    if (range) this.choose({ range });
  }
}

export const router = new Router();
