// Answers of /api/v1/fx computed from web/testdata.
import { daysBefore, mean, quantile, rangeStart, shareAtOrBelow, stddev } from './math.mjs';

const text = (value) => (value === null ? null : value.toFixed(6));

/** Rows of one source's own series, with every indicator computed within it. */
function trendOf(source, points) {
  const rates = points.map(([, rate]) => rate);
  const logs = rates.map((rate, at) => (at ? Math.log(rate / rates[at - 1]) : null));
  let first = 0;
  return points.map(([quote_day, rate], at) => {
    const from = daysBefore(quote_day, 365);
    while (points[first][0] <= from) first += 1;
    const average = (n) => (at + 1 >= n ? mean(rates.slice(at + 1 - n, at + 1)) : null);
    const change = at ? rate - rates[at - 1] : null;
    return {
      quote_day, rate: text(rate), source, change: text(change),
      change_pct: at ? (rate / rates[at - 1] - 1) * 100 : null,
      direction: change === null ? null : change > 0 ? 'up' : change < 0 ? 'down' : 'flat',
      average_5d: text(average(5)), average_20d: text(average(20)), average_60d: text(average(60)),
      volatility_20d_pct: at >= 20 ? stddev(logs.slice(at - 19, at + 1)) * Math.sqrt(252) * 100 : null,
      percentile_1y: shareAtOrBelow(rates.slice(first, at + 1), rate),
    };
  });
}

/** One row a day: eximbank before ecb. */
function choose(bySource) {
  const days = new Map();
  for (const source of ['ecb', 'eximbank']) {
    for (const row of bySource[source] ?? []) days.set(row.quote_day, row);
  }
  return [...days.values()].sort((a, b) => (a.quote_day < b.quote_day ? -1 : 1));
}

function ranges(rows) {
  const last = rows.at(-1);
  return ['1m', '1y', '5y'].map((range) => {
    const start = rangeStart(range, last.quote_day);
    const rates = rows.filter((row) => row.quote_day > start).map((row) => Number(row.rate));
    const q = (share) => text(quantile(rates, share));
    return { range, low: q(0), p10: q(0.1), p25: q(0.25), median: q(0.5), p75: q(0.75), p90: q(0.9),
      high: q(1), percentile: shareAtOrBelow(rates, Number(last.rate)), n: rates.length };
  });
}

function monthly(rows, months) {
  const made = new Map();
  for (const row of rows) {
    const month = row.quote_day.slice(0, 7);
    if (!made.has(month)) made.set(month, []);
    made.get(month).push(row);
  }
  return [...made].slice(-months).map(([month, list]) => {
    const rates = list.map((row) => Number(row.rate));
    return { month, average: text(mean(rates)), low: text(Math.min(...rates)),
      high: text(Math.max(...rates)), close: list.at(-1).rate, source: list.at(-1).source,
      mixed: new Set(list.map((row) => row.source)).size > 1, days: list.length };
  });
}

function sources(bySource) {
  const list = Object.entries(bySource).map(([source, rows]) => ({
    source, first_day: rows[0].quote_day, last_day: rows.at(-1).quote_day, rows: rows.length }));
  if (!bySource.eximbank) return { sources: list, difference: null };
  const other = new Map(bySource.ecb.map((row) => [row.quote_day, Number(row.rate)]));
  const rows = bySource.eximbank.filter((row) => other.has(row.quote_day)).map((row) => ({
    quote_day: row.quote_day, difference: text(Number(row.rate) - other.get(row.quote_day)) }));
  const median_abs = text(quantile(rows.map((row) => Math.abs(Number(row.difference))), 0.5));
  return { sources: list, difference: { a: 'eximbank', b: 'ecb', median_abs, n: rows.length, rows } };
}

function currencyAnswers(bySource, fetched_at) {
  const rows = choose(bySource);
  const last = rows.at(-1);
  const cached = { ranges: ranges(rows), sources: sources(bySource) };
  return {
    last, first: rows[0],
    trend: (range) => ({ latest: { ...last, fetched_at }, ranges: cached.ranges,
      rows: rows.filter((row) => row.quote_day >= rangeStart(range, last.quote_day)) }),
    monthly: (months) => monthly(rows, months),
    sources: () => cached.sources,
  };
}

function ecbPoints(ecb, currency) {
  const [names, ...rows] = ecb;
  const at = names.indexOf(currency);
  return rows.filter((row) => row[1] !== 'N/A' && (currency === 'EUR' || row[at] !== 'N/A'))
    .map((row) => [row[0], currency === 'EUR' ? Number(row[1]) : Number(row[1]) / Number(row[at])])
    .reverse();
}

/** Answers by path pattern. `data` holds `ecb` (rows of text) and `eximbank` ([day, rate]). */
export function fxAnswers(data, fetched_at) {
  const currencies = new Map(['USD', 'JPY', 'EUR', 'CNY', 'GBP'].map((currency) => {
    const bySource = { ecb: trendOf('ecb', ecbPoints(data.ecb, currency)) };
    if (currency === 'USD') bySource.eximbank = trendOf('eximbank', data.eximbank);
    return [currency, currencyAnswers(bySource, fetched_at)];
  }));
  const list = [...currencies].map(([currency, { first, last }]) => ({ currency,
    first_day: first.quote_day, last_day: last.quote_day, rate: last.rate, source: last.source }));
  return { last: currencies.get('USD').last.quote_day, list, currencies };
}

