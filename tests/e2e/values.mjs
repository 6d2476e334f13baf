// Every number shown equals the API's, written here by other code than the page's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, visit } from './browser.mjs';
import { axeViolations } from './look.mjs';

export function number(value, digits) {
  if (value === null) return '–';
  const limits = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return Number(value).toLocaleString('en-US', limits).replace('-', '−').replace(/^−(0(\.0*)?)$/, '$1');
}

export async function api({ base }, path) {
  const response = await fetch(`${base}/api/v1${path}`);
  assert.equal(response.status, 200, `${path} answered ${response.status}`);
  return (await response.json()).data;
}

export const textOf = async (page, selector) => (await page.textContent(selector)).trim();

async function fearGreedNow(world) {
  const now = await api(world, '/fear-greed');
  await visit(world, '/fear-greed', async (page) => {
    assert.equal(await textOf(page, '[data-value=score]'), number(now.score, 1));
    const before = await page.locator('main section').first().locator('dd b').allTextContents();
    assert.deepEqual(before, now.previous.map((each) => number(each.score, 1)));
    const [, month, day] = now.market_day.split('-').map(Number);
    assert.match(await textOf(page, 'main section footer'), new RegExp(`${month}\\.${day}`));
  });
}

async function fearGreedTiles(world) {
  const [shares, components, months] = await Promise.all(
    ['rating-share', 'components', 'monthly'].map((part) => api(world, `/fear-greed/${part}`)));
  assert.equal(shares.length, 5);
  assert.equal(components.length, 7);
  await visit(world, '/fear-greed', async (page) => {
    for (const { rating, share_pct } of shares) {
      assert.equal(await textOf(page, `[data-share="${rating}"]`), `${number(share_pct, 1)}%`);
    }
    for (const { component, score } of components) {
      assert.equal(await textOf(page, `[data-component="${component}"]`), number(score, 1));
    }
    const cells = await page.locator('[data-month]').evaluateAll((list) =>
      list.map((cell) => [cell.dataset.month, cell.textContent.trim()]));
    assert.deepEqual(cells, months.map(({ month, average }) => [month.slice(0, 7), number(average, 0)]));
  });
}

async function trendTable(world) {
  for (const range of ['1m', '5y']) {
    const rows = await api(world, `/fear-greed/trend?range=${range}`);
    await visit(world, `/fear-greed?range=${range}`, async (page) => {
      const tile = page.locator('main section').nth(1);
      await tile.getByRole('button', { name: '표로 보기' }).click();
      const cells = await tile.locator('tbody tr td:nth-child(2)').allTextContents();
      const newest = [...rows].reverse().slice(0, 400);
      assert.deepEqual(cells, newest.map((row) => number(row.score, 1)));
    });
  }
}

async function exchangeRate(world) {
  const { latest, ranges, rows } = await api(world, '/fx/USD');
  const months = await api(world, '/fx/USD/monthly?months=13');
  const { difference } = await api(world, '/fx/USD/sources');
  assert.equal(rows.at(-1).rate, latest.rate);
  await visit(world, '/exchange-rate', async (page) => {
    assert.equal(await textOf(page, '[data-value=rate]'), number(latest.rate, 2));
    const change = await textOf(page, '[data-value=change]');
    assert.ok(change.includes(number(Math.abs(Number(latest.change)), 2)), change);
    assert.ok(change.includes(`${number(latest.change_pct, 2)}%`), change);
    assert.equal(await textOf(page, '[data-value=volatility]'), number(latest.volatility_20d_pct, 1));
    assert.equal(await textOf(page, '[data-value=at-rate]'), `${number(Number(latest.rate) * 1000, 0)}원`);
    if (difference) assert.equal(await textOf(page, '[data-value=difference]'), `±${number(difference.median_abs, 1)}`);
    const year = ranges.find((each) => each.range === '1y');
    const top = Math.max(1, Math.round(year.percentile > 50 ? 100 - year.percentile : year.percentile));
    assert.equal(await textOf(page, '[data-percentile="1y"]'), `${year.percentile > 50 ? '상위' : '하위'} ${top}%`);
    for (const month of months) {
      for (const name of ['average', 'low', 'high', 'close']) {
        assert.equal(await textOf(page, `[data-month="${month.month} ${name}"]`), number(month[name], 0));
      }
    }
  });
}

async function otherCurrency(world) {
  const currencies = await api(world, '/fx/currencies');
  const other = currencies.find((each) => each.currency === 'JPY');
  assert.ok(other, 'JPY is not among the currencies');
  await visit(world, '/exchange-rate', async (page) => {
    await page.selectOption('select', 'JPY');
    await page.waitForFunction((text) => document.querySelector('[data-value=rate]')?.textContent.trim() === text,
      number(other.rate, 4));
    assert.match(page.url(), /currency=JPY/);
    await page.reload();
    await settled(page);
    assert.equal(await textOf(page, '[data-value=rate]'), number(other.rate, 4));
  });
}

async function today(world) {
  const [breadth, movers, unusual, rate, mood, map] = await Promise.all(['/market/breadth', '/movers', '/unusual-volume?limit=6',
    '/fx/USD', '/fear-greed', '/market/map'].map((path) => api(world, path)));
  await visit(world, '/', async (page) => {
    assert.equal(await textOf(page, '[data-value=advanced]'), number(breadth.advanced, 0));
    assert.equal(await textOf(page, '[data-value=declined]'), number(breadth.declined, 0));
    assert.equal(await textOf(page, '[data-value=rate]'), number(rate.latest.rate, 2));
    assert.equal(await textOf(page, '[data-value=score]'), number(mood.score, 1));
    assert.equal(movers.rows.length, 20);
    for (const { direction, rank, change_pct } of movers.rows) {
      const sign = change_pct > 0 ? '+' : '';
      assert.equal(await textOf(page, `[data-mover="${direction} ${rank}"]`), `${sign}${number(change_pct, 2)}%`);
    }
    for (const { symbol, times_usual } of unusual.rows) {
      assert.equal(await textOf(page, `[data-times="${symbol}"]`), `${number(times_usual, 1)}배`);
    }
    assert.ok((await page.locator('main .map').textContent()).includes(map.rows[0].symbol));
    assert.match(await textOf(page, '[data-value=new-york]'), /^\d\d:\d\d$/);
  });
}

const signed = (value, digits) => {
  const text = number(value, digits);
  return value > 0 && Number(value.toFixed(digits)) > 0 ? `+${text}` : text;
};

async function themes(world) {
  const rows = await api(world, '/themes?weeks=9');
  const week = await api(world, '/themes/week');
  const industry = week.industries.filter((each) => each.sector === 'Energy')[0];
  const chosen = [week.sectors[0].sector, 'Energy'];
  const stocks = await Promise.all(chosen.map((sector) => api(world, `/themes/stocks?sector=${encodeURIComponent(sector)}`)));
  const drilled = await api(world, `/themes/stocks?sector=Energy&industry=${encodeURIComponent(industry.industry)}`);
  for (const { sector, volume, change_pct } of rows.filter((row) => row.week_end === week.week_end)) {
    const same = week.sectors.find((each) => each.sector === sector);
    assert.equal(same?.volume, volume, sector);
    assert.ok(change_pct === null ? same.change_pct === null : Math.abs(same.change_pct - change_pct) < 1e-9, sector);
  }
  const listed = (page) => page.locator('[data-stock]').evaluateAll((cells) => cells.map((cell) => cell.dataset.stock));
  const follow = (page, symbol) => page.waitForFunction((first) => document.querySelector('[data-stock]')?.dataset.stock === first, symbol);
  await visit(world, '/themes', async (page) => {
    for (const { week_end, sector, change_pct, mean_change_pct } of rows) {
      const change = change_pct ?? mean_change_pct;
      const cell = page.locator(`[data-week="${week_end} ${sector}"]`);
      assert.equal((await cell.textContent()).trim(), change === null ? '–' : signed(change, 0), `${week_end} ${sector}`);
      const dashed = await cell.evaluate((box) => getComputedStyle(box).borderStyle === 'dashed');
      assert.equal(dashed, change_pct === null && mean_change_pct !== null, `${week_end} ${sector} dashed`);
    }
    assert.deepEqual(await page.locator('[data-sector]').evaluateAll((cells) => cells.map((cell) => cell.dataset.sector)),
      week.sectors.map((row) => row.sector));
    for (const { sector, price_change_pct } of week.sectors) {
      const text = price_change_pct === null ? '–' : `${signed(price_change_pct, 2)}%`;
      assert.equal(await textOf(page, `[data-price="${sector}"]`), text);
    }
    assert.deepEqual(await listed(page), stocks[0].rows.map((row) => row.symbol));
    await page.getByRole('button', { name: '에너지 종목 보기' }).click();
    await follow(page, stocks[1].rows[0].symbol);
    assert.match(page.url(), /sector=Energy/);
    assert.deepEqual(await listed(page), stocks[1].rows.map((row) => row.symbol));
    await page.getByRole('button', { name: '업종', exact: true }).click();
    await page.locator(`tr:has([data-price="${industry.industry}"]) button`).first().click();
    await follow(page, drilled.rows[0].symbol);
    await page.reload();
    await settled(page);
    assert.deepEqual(await listed(page), drilled.rows.map((row) => row.symbol));
  });
}

async function allStocks(world) {
  const { total } = await api(world, '/themes/stocks?sector=Energy');
  const last = await api(world, `/themes/stocks?sector=Energy&limit=100&offset=${Math.floor((total - 1) / 100) * 100}`);
  await visit(world, '/themes?sector=Energy', async (page) => {
    await page.getByRole('button', { name: /모두 보기/ }).click();
    for (let place = 100; place < total; place += 100) await page.getByRole('button', { name: '다음' }).click();
    await page.waitForFunction((symbol) => document.querySelector('[data-stock]')?.dataset.stock === symbol, last.rows[0].symbol);
    assert.equal(await page.locator('[data-stock]').count(), last.rows.length);
    assert.ok(await page.getByRole('button', { name: '다음' }).isDisabled());
  });
}

async function stock(world) {
  const facts = await api(world, '/symbols/TSLA');
  const { rows } = await api(world, '/symbols/TSLA/bars?interval=15m&limit=3000');
  await visit(world, '/symbols/TSLA', async (page) => {
    assert.equal(await textOf(page, '[data-value=close]'), `$${number(facts.close, 2)}`);
    assert.equal(await textOf(page, '[data-value=won]'), `${number(facts.close_krw, 0)}원`);
    assert.equal(await textOf(page, '[data-value=rsi]'), number(facts.rsi_wilder, 1));
    const sum = ['price', 'rate', 'cross'].reduce((total, part) => total + Number(facts.won[`${part}_krw`]), 0);
    assert.ok(Math.abs(sum - Number(facts.won.total_krw)) < 1e-6, 'the parts do not add up');
    for (const part of ['price', 'rate', 'cross', 'total']) {
      const amount = Number(facts.won[`${part}_krw`]);
      assert.equal(await textOf(page, `[data-won=${part}]`), `${amount > 0 ? '+' : ''}${number(amount, 0)}원`);
    }
    const bars = await Promise.all(['price', 'rate', 'cross', 'total'].map((part) => page.locator(`[data-bar=${part}]`).boundingBox()));
    const edges = (box, falling) => (falling ? [box.x + box.width, box.x] : [box.x, box.x + box.width]);
    const spans = ['price', 'rate', 'cross', 'total'].map((part, at) => edges(bars[at], Number(facts.won[`${part}_krw`]) < 0));
    for (const [from, to, what] of [[spans[0][1], spans[1][0], 'rate'], [spans[1][1], spans[2][0], 'cross'], [spans[0][0], spans[3][0], 'zero'], [spans[2][1], spans[3][1], 'total']]) {
      assert.ok(Math.abs(from - to) <= 2, `the waterfall breaks at ${what}: ${from} and ${to}`);
    }
    const last = rows.at(-1);
    const told = async (bar) => {
      const text = await textOf(page, '[data-value=bar]');
      assert.ok(text.includes(`$${number(bar.close, 2)}`), text);
      assert.ok(text.includes(number(bar.rsi_wilder, 1)), text);
      for (const [zone, name] of [['America/New_York', 'ET'], ['Asia/Seoul', 'KST']]) {
        const clock = new Date(bar.bar_start).toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
        assert.ok(text.includes(`${clock} ${name}`), text);
      }
    };
    await told(last);
    assert.ok((await textOf(page, '[data-value=bar]')).includes(`$${number(rows.slice(-20).reduce((sum, bar) => sum + Number(bar.close), 0) / 20, 2)}`));
    const chart = page.getByRole('group', { name: /화살표로 봉을/ });
    await chart.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await told(rows.at(-2));
    const footer = await page.locator('section', { has: chart }).locator('footer').textContent();
    assert.ok(footer.includes('야후') && !footer.includes('2019'), footer);
    await page.getByRole('button', { name: '1일', exact: true }).click();
    assert.ok(await page.getByText('종가를 선으로 보여 드립니다').isVisible());
  });
}

/** Every kind of issue says in Korean what it found. */
async function koreanIssues(world) {
  const { kinds } = await api(world, '/issues?limit=1');
  assert.ok(kinds.length > 10, 'the recordings hold more kinds of issues');
  await visit(world, '/data', async (page) => {
    for (const { kind } of kinds) {
      await page.locator('select', { has: page.locator(`option[value="${kind}"]`) }).selectOption(kind);
      await page.waitForFunction((name) => {
        const cells = [...document.querySelectorAll('[data-detail]')];
        return cells.length > 0 && cells.every((cell) => cell.dataset.detail === name);
      }, kind);
      const details = await page.locator('[data-detail]').allTextContents();
      for (const detail of details) assert.match(detail, kind === 'exchange_change' ? /지금/ : /[가-힣]/, kind);
    }
  });
}

async function searching(world) {
  await visit(world, '/', async (page) => {
    await page.keyboard.press('/');
    const box = page.getByRole('combobox', { name: '종목 찾기' });
    for (const typed of ['ㅌㅅㄹ', '테슬', 'tsla', 'ㅅ니ㅁ', 'xptmffk', 'tesla']) {
      await box.fill(typed);
      await page.waitForFunction(() => document.querySelector('[role=option] b')?.textContent.trim() === 'TSLA');
      await box.fill('');
      await page.waitForFunction(() => document.querySelectorAll('[role=option]').length === 0);
    }
    await box.fill('없는이름');
    await page.getByText('“없는이름”에 맞는 종목이 없습니다').waitFor();
    await box.fill('마이크');
    await page.waitForFunction(() => document.querySelector('[role=option] mark')?.textContent === '마이크');
    assert.deepEqual(await axeViolations(page), []);
    await box.press('ArrowDown');
    await box.press('Enter');
    await page.waitForFunction(() => location.pathname === '/symbols/MU');
    await settled(page);
    assert.match(await textOf(page, 'main h2'), /^마이크론/);
  });
}

async function unknownStock(world) {
  await visit(world, '/symbols/NO%2FNE', async (page) => {
    assert.match(await textOf(page, 'main section'), /NO\/NE 종목이 없습니다/);
    assert.deepEqual(await axeViolations(page), []);
  });
}

async function dataPage(world) {
  const sources = await api(world, '/sources');
  await visit(world, '/data', async (page) => {
    const rows = await page.locator('main section').first().locator('tbody tr td:nth-child(4)').allTextContents();
    assert.deepEqual(rows, sources.map((each) => number(each.rows, 0)));
  });
}

async function banner(world) {
  const status = await api(world, '/status');
  await visit(world, '/exchange-rate', async (page) => {
    const notes = await page.locator('.banner').allTextContents();
    if (status.profile === 'live') assert.deepEqual(notes, []);
    else {
      const [year, month, day] = status.as_of.exchange_rate.split('-').map(Number);
      assert.ok(notes[0].includes(`${year}.${month}.${day}`), notes[0]);
      assert.equal(await page.locator('.banner button').count(), 0, 'the banner can be dismissed');
    }
  });
}

export function valueTests(world) {
  test('the index and its earlier values', () => fearGreedNow(world));
  test('shares, components and months', () => fearGreedTiles(world));
  test('the trend as a table', () => trendTable(world));
  test('the exchange rate', () => exchangeRate(world));
  test('another currency, kept in the address', () => otherCurrency(world));
  test('today: breadth, movers, volume, rate and mood', () => today(world));
  test('themes: every week of every sector, and a sector’s and an industry’s stocks', () => themes(world));
  test('themes: all stocks of a sector, a page at a time', () => allStocks(world));
  test('a stock: price, won, what price and rate made, bars', () => stock(world));
  test('issues of every kind are told in Korean', () => koreanIssues(world));
  test('search by name, initials and the other keyboard', () => searching(world));
  test('an unknown stock says so', () => unknownStock(world));
  test('rows of each source', () => dataPage(world));
  test('the banner names the day of the data', () => banner(world));
}
