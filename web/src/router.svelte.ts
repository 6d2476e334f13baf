/// The address bar as state: page, range, currency.
export type Page = 'fear_greed' | 'exchange_rate' | 'data';

export const kPaths: Readonly<Record<Page, string>> = {
  fear_greed: '/fear-greed', exchange_rate: '/exchange-rate', data: '/data',
};

export const kRanges = ['1m', '3m', '1y', '5y', 'all'] as const;
export type Range = (typeof kRanges)[number];

const kDefaultRange: Readonly<Record<Page, Range>> = { fear_greed: '1m', exchange_rate: '1y', data: '1m' };

/** The page of a path; what is unknown shows the first page. */
export function pageOf(path: string): Page {
  const plain = path.replace(/\/+$/, '');
  if (plain === kPaths.exchange_rate) return 'exchange_rate';
  return plain === kPaths.data ? 'data' : 'fear_greed';
}

export function rangeOf(query: URLSearchParams, page: Page): Range {
  return kRanges.find((range) => range === query.get('range')) ?? kDefaultRange[page];
}

export function currencyOf(query: URLSearchParams): string {
  const code = query.get('currency') ?? '';
  return /^[A-Z]{3}$/.test(code) ? code : 'USD';
}

class Router {
  page = $state<Page>('fear_greed');
  range = $state<Range>('1m');
  currency = $state('USD');

  start(): void {
    addEventListener('popstate', () => this.read());
    this.read();
  }

  private read(): void {
    const query = new URLSearchParams(location.search);
    this.page = pageOf(location.pathname);
    this.range = rangeOf(query, this.page);
    this.currency = currencyOf(query);
  }

  go(page: Page): void {
    if (page === this.page && location.pathname === kPaths[page]) return;
    history.pushState(null, '', kPaths[page]);
    this.read();
    scrollTo(0, 0);
  }

  /** Changes part of the query in place; the path stays. */
  choose(change: { range?: Range; currency?: string }): void {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(change)) query.set(name, value);
    history.replaceState(null, '', `${location.pathname}?${query.toString()}`);
    this.read();
  }

  /** The range `step` places along, staying within the list. */
  stepRange(step: number): void {
    const range = kRanges[kRanges.indexOf(this.range) + step];
    if (range) this.choose({ range });
  }
}

export const router = new Router();
