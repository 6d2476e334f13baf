// Measures frames while the signals list scrolls from its first row to its last:
//   node tests/e2e/scroll_frames.mjs BASE_URL [VIEW] [ROWS_A_FRAME]
// Prints the time between frames, and the main thread's CPU time a frame (what other load on the
// machine does not change), as milliseconds.
import { launch, openPage, settled } from './browser.mjs';

const [base, view = 'desktop', rowsText = '10'] = process.argv.slice(2);
if (!base) {
  console.error('usage: node tests/e2e/scroll_frames.mjs BASE_URL [VIEW] [ROWS_A_FRAME]');
  process.exit(2);
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
function summary(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return { frames: sorted.length, p50: quantile(sorted, 0.5).toFixed(1), p95: quantile(sorted, 0.95).toFixed(1),
    p99: quantile(sorted, 0.99).toFixed(1), max: sorted.at(-1).toFixed(1) };
}

/** CPU time of the page's main thread from one animation frame to the next. */
function cpuOfFrames(events) {
  const marks = events.filter((each) => each.name === 'FireAnimationFrame').sort((one, other) => one.ts - other.ts);
  const { pid, tid } = marks[0];
  const spent = marks.map(() => 0);
  for (const task of events) {
    if (task.pid !== pid || task.tid !== tid || task.name !== 'RunTask' || task.tdur === undefined) continue;
    const at = marks.findLastIndex((mark) => mark.ts <= task.ts + task.dur);
    if (at >= 0) spent[at] += task.tdur / 1000;
  }
  return spent;
}

/** Scrolls by whole frames until the end; the times of the frames. */
function scrollThrough(step) {
  const box = document.querySelector('.scroll[role=rowgroup]');
  return new Promise((resolve) => {
    const times = [];
    const frame = (now) => {
      times.push(now);
      const before = box.scrollTop;
      box.scrollTop += step;
      if (box.scrollTop === before) resolve(times);
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

const browser = await launch();
const { context, page } = await openPage(browser, { view });
await page.goto(`${base}/signals`);
await settled(page);
const cdp = await context.newCDPSession(page);
const events = [];
cdp.on('Tracing.dataCollected', ({ value }) => events.push(...value));
await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: {
  includedCategories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] } });
const step = Number(rowsText) * (view === 'phone' ? 64 : 40);
const times = await page.evaluate(scrollThrough, step);
const done = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
await cdp.send('Tracing.end');
await done;
console.log('between frames', summary(times.slice(1).map((now, at) => now - times[at])));
console.log('CPU a frame   ', summary(cpuOfFrames(events)));
await browser.close();
