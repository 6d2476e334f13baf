// The signals page: every row and filter equals the API's, by mouse, keys and touch.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled, visit } from './browser.mjs';
import { axeViolations, overflow } from './look.mjs';
import { api, number, textOf } from './values.mjs';

const symbolsShown = (page) => page.locator('[data-rsi]').evaluateAll((cells) => cells.map((cell) => cell.dataset.rsi));
const symbolsOf = (answer, most) => answer.rows.slice(0, most).map((row) => row.symbol);
/** The address bar's query, as the page itself sees it now. */
const queryOf = (page) => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.search)));

/** Waits until the list tells this many stocks. */
const listed = (page, total) => page.waitForFunction((text) =>
  document.querySelector('[data-value=seen]')?.textContent.trim().endsWith(`/ ${text}`), number(total, 0));

async function everyRow(world) {
  const all = await api(world, '/signals?limit=20000');
  assert.equal(all.rows.length, all.rated);
  await visit(world, '/signals', async (page) => {
    assert.equal(await textOf(page, '[data-count=Overbought]'), number(all.overbought, 0));
    assert.equal(await textOf(page, '[data-rsi]'), number(all.rows[0].rsi_wilder, 1));
    assert.ok((await textOf(page, 'main')).includes(`RSI를 낼 수 없는 ${number(all.listed - all.rated, 0)}종목 제외`));
    const list = page.getByRole('rowgroup', { name: /종목/ });
    for (const place of [350, 3000, all.total - 1]) {
      await list.evaluate((box, at) => { box.scrollTop = at * 40; }, place);
      const { symbol, rsi_wilder } = all.rows[place];
      await page.waitForSelector(`[data-rsi="${symbol}"]`);
      assert.equal(await textOf(page, `[data-rsi="${symbol}"]`), number(rsi_wilder, 1));
      assert.ok(await page.getByRole('row').count() < 60, 'rows out of view are in the page');
    }
    const last = number(all.total, 0);
    await page.waitForFunction((text) => document.querySelector('[data-value=seen]').textContent.includes(`–${text} / ${text}`), last);
  });
}

/** The numbers of a row, in won at the rate of the answer. */
async function rowsInWon(world) {
  const large = await api(world, '/signals?sort=-cap&limit=1');
  const [row] = large.rows;
  const rate = Number(large.rate.rate);
  await visit(world, '/signals?sort=-cap', async (page) => {
    const text = await page.locator('[data-place="0"]').innerText();
    for (const part of [row.symbol, `$${number(row.close, 2)}`, `${number(row.change_pct, 2)}%`, number(row.rsi_wilder, 1),
      `${row.bars}일째`, `${number((row.market_cap_usd * rate) / 1e12, 0)}조원`]) assert.ok(text.includes(part), `${part} of ${text}`);
    assert.ok((await textOf(page, 'main')).includes(`1달러 ${number(rate, 2)}원`));
    const points = await page.locator('[data-place="0"] .spark path').getAttribute('d');
    assert.equal(points.match(/[ML]/g).length, row.spark.filter((each) => each !== null).length);
  });
  await visit(world, '/signals', async (page) => {
    const { rows } = await api(world, '/signals?limit=20');
    const gaps = rows.findIndex((each) => each.spark.slice(1, -1).includes(null));
    const line = await page.locator(`[data-place="${gaps}"] .spark path`).getAttribute('d');
    const parts = rows[gaps].spark.filter((each, at, list) => each !== null && (list[at - 1] ?? null) === null).length;
    assert.equal(line.match(/M/g).length, parts, 'a gap is bridged');
  });
}

async function choices(world) {
  const all = await api(world, '/signals?limit=1');
  const rail = await api(world, '/signals?status=Oversold&least_cap=10000&limit=200');
  await visit(world, '/signals', async (page) => {
    await page.getByRole('button', { name: '과매도만 고르기' }).focus();
    await page.keyboard.press('Enter');
    const cap = page.getByRole('slider', { name: '시가총액' });
    await cap.focus();
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowRight');
    await listed(page, rail.total);
    assert.equal(await cap.getAttribute('aria-valuetext'), `${number((1e10 * Number(all.rate.rate)) / 1e12, 1)}조원($10B) 이상`);
    assert.deepEqual(await queryOf(page), { status: 'Oversold', least_cap: '10000' });
    assert.deepEqual(await symbolsShown(page), symbolsOf(rail, 30));
    for (const { sector, symbols } of rail.sectors) {
      const cell = page.locator(`[data-count="${sector}"]`);
      if (await cell.count() > 0) assert.equal(await cell.textContent(), number(symbols, 0), sector);
    }
    assert.equal(await textOf(page, '[data-count=Neutral]'), number(rail.neutral, 0));
    await page.getByRole('checkbox', { name: /중립/ }).check();
    await listed(page, rail.oversold + rail.neutral);
    await page.getByRole('button', { name: '초기화' }).click();
    await listed(page, all.total);
    assert.deepEqual(await queryOf(page), {});
  });
}

async function brushing(world) {
  await visit(world, '/signals', async (page) => {
    const box = await page.locator('.brush').boundingBox();
    const at = (rsi) => box.x + (box.width * rsi) / 100;
    await page.mouse.move(at(80), box.y + 30);
    await page.mouse.down();
    await page.mouse.move(at(60), box.y + 30, { steps: 4 });
    await page.mouse.move(at(70), box.y + 30);
    await page.mouse.up();
    const { rsi_from, rsi_to } = await queryOf(page);
    assert.ok(Math.abs(rsi_from - 70) <= 1 && Math.abs(rsi_to - 80) <= 1, `${rsi_from}–${rsi_to}`);
    const chosen = await api(world, `/signals?rsi_from=${rsi_from}&rsi_to=${rsi_to}&limit=200`);
    await listed(page, chosen.total);
    assert.deepEqual(await symbolsShown(page), symbolsOf(chosen, 30));
    assert.equal(await page.locator('.brush i.outside').count(), 18, 'the selection is not marked');
    await page.reload();
    await settled(page);
    await listed(page, chosen.total);

    const low = page.getByRole('slider', { name: 'RSI 아래 끝' });
    await low.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('PageDown');
    const wider = Number(rsi_from) - 6;
    assert.equal(await low.getAttribute('aria-valuenow'), String(wider));
    await listed(page, (await api(world, `/signals?rsi_from=${wider}&rsi_to=${rsi_to}&limit=1`)).total);
    await page.keyboard.press('End');
    assert.equal(await low.getAttribute('aria-valuenow'), rsi_to, 'the lower end passed the upper');
    await page.keyboard.press('Escape');
    await listed(page, (await api(world, '/signals?limit=1')).total);
    assert.deepEqual(await queryOf(page), {});
  });
}

async function walking(world) {
  const all = await api(world, '/signals?limit=20000');
  await visit(world, '/signals', async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.dataset.place);
    await page.getByRole('rowgroup', { name: /종목/ }).focus();
    for (let step = 0; step < 41; step += 1) await page.keyboard.press('j');
    assert.equal(await focused(), '40');
    await page.keyboard.press('k');
    assert.equal(await focused(), '39');
    const row = await page.locator('[data-place="39"]').boundingBox();
    const list = await page.getByRole('rowgroup', { name: /종목/ }).boundingBox();
    assert.ok(row.y >= list.y && row.y + row.height <= list.y + list.height + 1, 'the row is out of view');
    await page.keyboard.press('End');
    assert.equal(await focused(), String(all.total - 1));
    await page.waitForSelector(`[data-rsi="${all.rows.at(-1).symbol}"]`);
    await page.getByRole('rowgroup', { name: /종목/ }).evaluate((box) => { box.scrollTop = 0; });
    await page.waitForSelector('[data-place="0"]');
    await page.keyboard.press('k');
    assert.equal(await focused(), String(all.total - 2), 'the place is lost by scrolling away');
    await page.keyboard.press('Enter');
    await page.waitForFunction((symbol) => location.pathname === `/symbols/${encodeURIComponent(symbol)}`, all.rows.at(-2).symbol);
  });
}

async function sorting(world) {
  await visit(world, '/signals?least_cap=10000', async (page) => {
    const head = page.getByRole('columnheader', { name: '시가총액' });
    for (const [sort, order] of [['-cap', 'descending'], ['cap', 'ascending']]) {
      await head.getByRole('button').click();
      const { rows } = await api(world, `/signals?least_cap=10000&sort=${encodeURIComponent(sort)}&limit=200`);
      await page.waitForFunction((symbol) => document.querySelector('[data-rsi]').dataset.rsi === symbol, rows[0].symbol);
      assert.equal(await head.getAttribute('aria-sort'), order);
      assert.deepEqual(await symbolsShown(page), symbolsOf({ rows }, 30));
    }
    assert.equal(await page.getByRole('columnheader', { name: /RSI/ }).getAttribute('aria-sort'), 'none');
  });
}

async function presets(world) {
  const queries = { '오늘 새로 바뀐 종목': 'most_bars=1', '과매수·과매도 대형주': 'status=Overbought,Oversold&least_cap=10000&least_traded=50',
    '과매도 + 거래량 2배': 'status=Oversold&least_times=2' };
  await visit(world, '/signals?sector=Energy&rsi_from=80', async (page) => {
    for (const [name, query] of Object.entries(queries)) {
      const answer = await api(world, `/signals?${query}&limit=200`);
      await page.getByRole('button', { name, exact: true }).click();
      await listed(page, answer.total);
      assert.equal(await page.getByRole('button', { name, exact: true }).getAttribute('aria-pressed'), 'true');
      assert.deepEqual(await queryOf(page), Object.fromEntries(new URLSearchParams(query)));
      assert.deepEqual(await symbolsShown(page), symbolsOf(answer, 30));
    }
    await page.getByRole('button', { name: /조건 빼기: 거래량/ }).click();
    await listed(page, (await api(world, '/signals?status=Oversold&limit=1')).total);
  });
}

async function savedFilters(world) {
  const energy = await api(world, '/signals?sector=Energy&limit=1');
  await visit(world, '/signals', async (page) => {
    assert.equal(await page.getByRole('button', { name: '+ 저장' }).count(), 0, 'nothing to save');
    await page.goto(`${world.base}/signals?sector=Energy`);
    await settled(page);
    await page.getByRole('button', { name: '+ 저장' }).click();
    await page.keyboard.type('내 <b>에너지</b>');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '초기화' }).click();
    await page.reload();
    await settled(page);
    await page.getByRole('button', { name: '내 <b>에너지</b>' }).click();
    await listed(page, energy.total);
    await page.getByRole('button', { name: '이름 바꾸기' }).click();
    await page.keyboard.type('에너지');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('[data-saved]').textContent(), '에너지');
    assert.deepEqual(await axeViolations(page), []);
    await page.getByRole('button', { name: '지우기' }).click();
    assert.equal(await page.locator('[data-saved]').count(), 0);
    await page.reload();
    await settled(page);
    assert.equal(await page.locator('[data-saved]').count(), 0);
  });
}

async function shorterBars(world) {
  const minutes = await api(world, '/signals?bar=1m&limit=200');
  await visit(world, '/signals', async (page) => {
    const [, month, day] = minutes.market_day.split('-').map(Number);
    assert.equal(await textOf(page, '[data-value=minutes]'), `분봉은 ${minutes.rated}종목만 있습니다(${month}.${day}까지)`);
    for (const [name, bar] of [['1분', '1m'], ['5분', '5m'], ['1시간', '1h']]) {
      await page.getByRole('button', { name, exact: true }).click();
      const answer = await api(world, `/signals?bar=${bar}&limit=200`);
      await listed(page, answer.total);
      await page.waitForFunction((text) => document.querySelector('[data-rsi]').textContent === text, number(answer.rows[0].rsi_wilder, 1));
      assert.equal((await queryOf(page)).bar, bar);
      assert.deepEqual(await symbolsShown(page), symbolsOf(answer, 30));
      for (const row of answer.rows) {
        const bars = await api(world, `/symbols/${row.symbol}/bars?interval=${bar}&limit=1`);
        assert.equal(row.rsi_wilder, bars.rows[0].rsi_wilder, `${row.symbol} ${bar}`);
        assert.equal(row.at, bars.rows[0].bar_start);
      }
    }
  });
}

async function onPhone(world) {
  const large = await api(world, '/signals?status=Overbought,Oversold&least_cap=10000&least_traded=50&limit=200');
  await visit(world, '/signals', async (page) => {
    await page.getByRole('button', { name: '과매수·과매도 대형주' }).click();
    await listed(page, large.total);
    assert.equal((await page.locator('[data-place="0"]').boundingBox()).height, 64);
    assert.ok(await overflow(page) <= 0);
    await page.getByRole('button', { name: '거르기 3' }).click();
    const sheet = page.getByRole('dialog', { name: '거르기' });
    assert.ok(await sheet.isVisible());
    assert.deepEqual(await axeViolations(page), []);
    for (const target of await sheet.locator('.choice, [role=slider], input[type=range], .foot button').all()) {
      assert.ok((await target.boundingBox()).height >= 44, 'a target is below 44 px');
    }
    await sheet.getByRole('button', { name: '과매도만 고르기' }).click();
    await sheet.getByRole('button', { name: `${large.oversold}종목 보기` }).click();
    await listed(page, large.oversold);
    await page.getByLabel('정렬').selectOption('-cap');
    const sorted = await api(world, '/signals?status=Oversold&least_cap=10000&least_traded=50&sort=-cap&limit=200');
    await page.waitForFunction((symbol) => document.querySelector('[data-rsi]').dataset.rsi === symbol, sorted.rows[0].symbol);
  }, { view: 'phone' });
}

async function onPaper(world) {
  const { rows } = await api(world, '/signals?sort=-cap&limit=20');
  await visit(world, '/signals?sort=-cap', async (page) => {
    await page.emulateMedia({ media: 'print' });
    const boxes = await page.locator('[data-place]').evaluateAll((lines) => lines.map((line) => line.getBoundingClientRect()));
    assert.ok(boxes.length >= rows.length && boxes.every((box, at) => box.height > 0 && (at === 0 || box.top >= boxes[at - 1].bottom - 1)),
      'rows are not printed one below the other');
  });
}

async function nothingFits(world) {
  await visit(world, '/signals?least_cap=100000000', async (page) => {
    assert.match(await textOf(page, 'main'), /조건에 맞는 종목이 없습니다/);
    assert.equal(await textOf(page, '[data-value=seen]'), '0–0 / 0');
    assert.deepEqual(await axeViolations(page), []);
  });
  await visit(world, '/signals?rsi_from=sixty', async (page) => {
    assert.match(await textOf(page, 'main section[data-phase=failed]'), /rsi_from 값은 0에서 100 사이의 정수여야 합니다/);
  });
}

export function signalTests(world) {
  test('every row as one scrolls', () => everyRow(world));
  test('a row in won, its line with its gaps', () => rowsInWon(world));
  test('statuses, sectors and amounts by keys, each with its count', () => choices(world));
  test('the histogram is brushed by mouse and keys', () => brushing(world));
  test('j and k walk beyond the rows in the page', () => walking(world));
  test('heads sort both ways', () => sorting(world));
  test('presets', () => presets(world));
  test('own filters are saved, renamed and deleted', () => savedFilters(world));
  test('shorter bars equal the stock’s own', () => shorterBars(world));
  test('on a phone: cards, the filter in a sheet', () => onPhone(world));
  test('rows are printed', () => onPaper(world));
  test('nothing fits, and a filter that cannot be', () => nothingFits(world));
}
