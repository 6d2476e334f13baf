// Makes web/testdata from a directory of recorded answers:
//   node scripts/make-testdata.mjs DATA_DIR
// DATA_DIR holds cnn/graphdata-2026-05-01.json, cnn/fear-greed-2011-2026.csv,
// fx/usdkrw-2024.csv and fx/eurofxref-hist.csv (unpacked). Values are copied, never changed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kCurrencies = ['USD', 'JPY', 'CNY', 'GBP'];
const kComponents = {
  market_momentum: 'market_momentum_sp500',
  stock_price_strength: 'stock_price_strength',
  stock_price_breadth: 'stock_price_breadth',
  put_call_options: 'put_call_options',
  market_volatility: 'market_volatility_vix',
  junk_bond_demand: 'junk_bond_demand',
  safe_haven_demand: 'safe_haven_demand',
};

/** The trading date of a point: the UTC date of a midnight stamp, else the New York date. */
function dayOf(x) {
  const zone = x % 86_400_000 === 0 ? 'UTC' : 'America/New_York';
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(x));
}

function lastPerDay(points) {
  const days = new Map();
  for (const { x, y } of points) days.set(dayOf(x), y);
  return [...days].filter(([day]) => ![0, 6].includes(new Date(day).getUTCDay()));
}

function components(answer) {
  const made = {};
  for (const [name, key] of Object.entries(kComponents)) {
    const { score, rating, data } = answer[key];
    const series = lastPerDay(data);
    made[name] = { score, rating, series: name === 'market_momentum' ? series : series.slice(-270) };
  }
  return made;
}

function main([from]) {
  if (!from) throw new Error('usage: node scripts/make-testdata.mjs DATA_DIR');
  const to = join(dirname(fileURLToPath(import.meta.url)), '..', 'testdata');
  mkdirSync(to, { recursive: true });
  const read = (path) => readFileSync(join(from, path), 'utf8');

  const cnn = JSON.parse(read('cnn/graphdata-2026-05-01.json'));
  const headline = cnn.fear_and_greed;
  const index = lastPerDay(cnn.fear_and_greed_historical.data);
  writeFileSync(
    join(to, 'cnn.json'),
    `${JSON.stringify({ headline, index, components: components(cnn) }).replaceAll('],[', '],\n[')}\n`,
  );
  writeFileSync(join(to, 'fear-greed-2011-2026.csv'), read('cnn/fear-greed-2011-2026.csv'));
  writeFileSync(join(to, 'usdkrw-2024.csv'), read('fx/usdkrw-2024.csv'));

  const rows = read('fx/eurofxref-hist.csv').trim().split(/\r?\n/).map((line) => line.split(','));
  const columns = ['Date', 'KRW', ...kCurrencies].map((name) => rows[0].indexOf(name));
  const cut = rows.map((row) => columns.map((at) => row[at]).join(','));
  writeFileSync(join(to, 'ecb.csv'), `${cut.join('\n')}\n`);
}

main(process.argv.slice(2));
