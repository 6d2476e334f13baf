// Small statistics for the mock server.
export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function stddev(values) {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, v) => sum + (v - middle) ** 2, 0) / (values.length - 1));
}

/** Linear interpolation between closest ranks; `share` is 0..1. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
}

export function shareAtOrBelow(values, limit) {
  return (values.filter((value) => value <= limit).length / values.length) * 100;
}

/** The day `months` before; a day the month does not have becomes its last. */
export function monthsBefore(day, months) {
  const [year, month, date] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
  first.setUTCDate(Math.min(date, last.getUTCDate()));
  return first.toISOString().slice(0, 10);
}

export function daysBefore(day, days) {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}

const kRangeMonths = { '1m': 1, '3m': 3, '1y': 12, '5y': 60 };

/** First day of a range that ends on `last`. */
export function rangeStart(range, last) {
  return range === 'all' ? '0000-00-00' : monthsBefore(last, kRangeMonths[range]);
}
