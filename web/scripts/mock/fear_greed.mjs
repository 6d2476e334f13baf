// Answers of /api/v1/fear-greed computed from web/testdata.
import { daysBefore, mean, monthsBefore, quantile, rangeStart } from './math.mjs';

const kRatings = ['extreme fear', 'fear', 'neutral', 'greed', 'extreme greed'];
const kBounds = [25, 45, 55, 75];

function ratingOf(score) {
  return kRatings[kBounds.filter((bound) => score >= bound).length];
}

/** One row a day: CNN before the backfill. */
function history({ cnn, backfill }) {
  const days = new Map(backfill.map(([day, score]) => [day, { score, source: 'gsheets' }]));
  for (const [day, score] of cnn.index) days.set(day, { score, source: 'cnn' });
  const rows = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
  return rows.map(([market_day, { score, source }], at) => ({
    market_day,
    score,
    rating: ratingOf(score),
    change_1d: at ? score - rows[at - 1][1].score : null,
    average_7d: mean(rows.slice(Math.max(0, at - 6), at + 1).map(([, row]) => row.score)),
    source,
  }));
}

function now(rows, cnn) {
  const last = rows.at(-1);
  const { headline } = cnn;
  const before = { close: daysBefore(last.market_day, 1), week: daysBefore(last.market_day, 7) };
  before.month = monthsBefore(last.market_day, 1);
  before.year = monthsBefore(last.market_day, 12);
  const keys = { week: 'previous_1_week', month: 'previous_1_month', year: 'previous_1_year' };
  const previous = Object.entries(before).map(([label, market_day]) => {
    const score = headline[keys[label] ?? 'previous_close'];
    return { label, market_day, score, rating: ratingOf(score) };
  });
  const as_of = headline.timestamp.replace('+00:00', 'Z');
  return { market_day: last.market_day, score: last.score, rating: last.rating, source: last.source,
    as_of, previous };
}

function share(rows) {
  return kRatings.map((rating) => {
    const days = rows.filter((row) => row.rating === rating).length;
    return { rating, days, share_pct: (days / rows.length) * 100 };
  });
}

function components(cnn) {
  return Object.entries(cnn.components).map(([component, { score, rating, series }]) => {
    const [market_day, value] = series.at(-1);
    const from = daysBefore(market_day, 365);
    const points = series.filter(([day]) => day > from);
    return { component, score, rating, value, market_day, source: 'cnn',
      series: points.map(([day, point]) => ({ market_day: day, value: point })) };
  });
}

function monthly(rows) {
  const months = Map.groupBy
    ? Map.groupBy(rows, (row) => row.market_day.slice(0, 7))
    : rows.reduce((made, row) => {
        const month = row.market_day.slice(0, 7);
        return made.set(month, [...(made.get(month) ?? []), row]);
      }, new Map());
  return [...months].map(([month, list]) => ({ month, average: mean(list.map((row) => row.score)),
    days: list.length }));
}

function after(rows, cnn) {
  const prices = cnn.components.market_momentum.series;
  const at = new Map(prices.map(([day], index) => [day, index]));
  return kRatings.map((rating) => {
    const starts = rows.filter((row) => row.rating === rating && at.has(row.market_day))
      .map((row) => at.get(row.market_day));
    const horizons = [1, 5, 20].map((sessions) => {
      const gains = starts.filter((start) => start + sessions < prices.length)
        .map((start) => (prices[start + sessions][1] / prices[start][1] - 1) * 100);
      const [p10, p25, median_pct, p75, p90] = [0.1, 0.25, 0.5, 0.75, 0.9]
        .map((q) => quantile(gains, q));
      const up_share_pct = (gains.filter((gain) => gain > 0).length / gains.length) * 100;
      return { sessions, n: gains.length, median_pct, p10, p25, p75, p90, up_share_pct };
    });
    return { rating, days: starts.length, horizons };
  });
}

/** Answers by path; a function gets the query's URLSearchParams. */
export function fearGreedAnswers(data) {
  const rows = history(data);
  const last = rows.at(-1).market_day;
  const month = rows.filter((row) => row.market_day >= daysBefore(last, 30));
  const trend = (range) =>
    range === '1m' ? month : rows.filter((row) => row.market_day >= rangeStart(range, last));
  return {
    last,
    as_of: data.cnn.headline.timestamp.replace('+00:00', 'Z'),
    answers: {
      '/fear-greed': () => now(rows, data.cnn),
      '/fear-greed/trend': (query) => trend(query.get('range') ?? '1m'),
      '/fear-greed/rating-share': () => share(month),
      '/fear-greed/components': () => components(data.cnn),
      '/fear-greed/monthly': () => monthly(rows),
      '/fear-greed/after': () => after(rows, data.cnn),
    },
  };
}
