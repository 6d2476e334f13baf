/// What an exchange costs at a rate with the reader's own spread and discount.
export type Way = 'buy' | 'sell';

export interface Terms { rate: number; spreadPct: number; discountPct: number }

/** Won for one unit of the currency after spread and discount; buying pays more, selling gets less. */
export function effectiveRate(way: Way, { rate, spreadPct, discountPct }: Terms): number {
  const part = (spreadPct / 100) * (1 - discountPct / 100);
  return way === 'buy' ? rate * (1 + part) : rate * (1 - part);
}

export interface Exchange { atRate: number; cost: number; won: number }

/** The amounts in won for `amount` of the currency: at the plain rate, the spread's part, in all. */
export function exchange(way: Way, amount: number, terms: Terms): Exchange {
  const atRate = amount * terms.rate;
  const won = amount * effectiveRate(way, terms);
  return { atRate, cost: won - atRate, won };
}

/** The amount of the currency that `won` buys, or that has to be sold to get it. */
export function amountFor(way: Way, won: number, terms: Terms): number {
  const rate = effectiveRate(way, terms);
  return rate > 0 ? won / rate : 0;
}
