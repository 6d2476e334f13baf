// Answers of /api/v1/{pipelines,runs}: a history made from a seed, a run under way, and what pages ask for.
const kMinute = 60_000;
const kHour = 60 * kMinute;
const kDay = 24 * kHour;
const kStates = { q: 'queued', r: 'running', d: 'done', f: 'failed', s: 'skipped', u: 'upstream_failed', c: 'cancelled', i: 'interrupted' };
const kLetters = Object.fromEntries(Object.entries(kStates).map(([letter, state]) => [state, letter]));

const source = (name) => [[`extract:${name}`, ['calendar:market_session']], [`load:${name}`, [`extract:${name}`]]];
const models = (loads, ...tables) => tables.map(([table, after]) => [`model:analytics.${table}`, after ? after.map((each) => `model:analytics.${each}`) : loads]);

function pipeline(name, sources, tables, every, words) {
  const loads = ['calendar:market_session', ...sources.map((each) => `load:${each}`)];
  const tasks = [['calendar:market_session', []], ...sources.flatMap(source), ...models(loads, ...tables)];
  return { name, every, schedule: words, tasks: tasks.map(([task, after]) => ({ task, after, needs: task.startsWith('extract') ? 'all' : 'ended',
    pool: task.startsWith('extract') ? task.slice(8).split('.')[0] : 'warehouse', tries: task.startsWith('extract') ? 5 : 3, timeout_s: task.startsWith('extract') ? 900 : 0 })) };
}

const kPipelines = [
  pipeline('fear_greed', ['cnn.graphdata', 'gsheets.fear_greed'], [['fear_greed_trend'], ['fear_greed_rating_share']], 30 * kMinute,
    { text: 'every 30 min in us session; 20:00 Asia/Seoul daily', ko: '미국 정규장 중 30분마다(시작과 마감 포함); 매일 서울 시각 20:00', en: 'every 30 minutes of the US session, opening and close included; at 20:00 Seoul time, daily' }),
  pipeline('exchange_rate', ['eximbank.rates', 'ecb.reference_rates', 'ecb.recent_rates', 'yahoo.fx_daily', 'yahoo.fx_intraday'],
    [['fx_trend_daily'], ['fx_trend_monthly', ['fx_trend_daily']]], 6 * kHour,
    { text: 'kr business days 09:05, 11:10', ko: '한국 영업일 서울 시각 09:05, 11:10', en: 'at 09:05, 11:10 Seoul time on Korean business days' }),
  pipeline('listing', ['nasdaq.screener', 'file.listing'], [['security']], 12 * kHour,
    { text: 'us close + 10 min; us open - 30 min', ko: '미국 장 마감 10분 뒤; 미국 장 시작 30분 전', en: '10 minutes after the US close; 30 minutes before the US open' }),
  pipeline('price_daily', ['yahoo.chart_1d', 'file.prices'], [['price_daily'], ['sector_volume_daily', ['price_daily']], ['sector_volume_weekly', ['sector_volume_daily']],
    ['volume_rank_weekly', ['price_daily']], ['top_mover_daily', ['price_daily']], ['stock_rsi_daily', ['price_daily']]], kDay,
  { text: 'us close + 20 min', ko: '미국 장 마감 20분 뒤', en: '20 minutes after the US close' }),
  pipeline('price_minute', ['yahoo.chart_1m', 'file.minutes'], [['price_minute'], ['stock_rsi_minute', ['price_minute']], ['stock_rsi_status', ['stock_rsi_minute']]], kDay,
    { text: 'us close + 45 min', ko: '미국 장 마감 45분 뒤', en: '45 minutes after the US close' }),
];

const iso = (ms) => new Date(ms).toISOString();
const idOf = (ms, part) => `${iso(ms).slice(0, 19).replaceAll(/[-:]/g, '')}-${part.toString(16).padStart(4, '0')}`;

/** Numbers from a seed (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6D2B79F5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function tryOf(attempt, state, from, seconds) {
  const failed = state === 'failed';
  return { attempt, state, started_at: iso(from), ended_at: state === 'running' ? null : iso(from + seconds * 1000),
    message: failed ? 'nasdaq.com: HTTP 503, tried 1 time' : '', code: failed ? 'unavailable' : '' };
}

const stageOf = (task) => task.split('@')[0];

/** The stages of tasks, each once, in the order that the tasks themselves stand in. */
function stagesOf(tasks) {
  const after = new Map(tasks.map((task) => [stageOf(task.task), [...new Set(task.after.map(stageOf))]]));
  return [...after].map(([stage, before]) => ({ stage, after: before }));
}

/** A task of a run, its tries from `from` on. */
function taskOf({ task, after, pool }, state, from, next) {
  const started = !['queued', 'upstream_failed', 'cancelled'].includes(state);
  const seconds = 0.2 + next() * (task.startsWith('extract') ? 12 : 3);
  const again = state === 'failed' || next() < 0.06;
  const attempts = !started ? [] : again ? [tryOf(1, 'failed', from, seconds), tryOf(2, state, from + (seconds + 5) * 1000, seconds)] : [tryOf(1, state, from, seconds)];
  const last = attempts.at(-1);
  const said = { done: '1 answer, 2,310 rows', skipped: 'eximbank: no key is set', failed: 'nasdaq.com: HTTP 503, tried 2 times', upstream_failed: 'a task before it failed',
    interrupted: 'the process ended while the task ran' }[state] ?? '';
  return { task, stage: stageOf(task), state, tries: attempts.length, message: said, code: state === 'failed' ? 'unavailable' : '', retryable: state === 'failed',
    counts: state === 'done' ? { answers: 1, rows: 2310, quarantined: 0 } : {}, started_at: last?.started_at ?? null, ended_at: last?.ended_at ?? null, pool, after, attempts };
}

/** A run whose task number `broken` came to `ending`; those behind it did not start. */
function runOf(of, at, kind, ending, next) {
  const ends = new Map();
  const broken = ending === 'done' ? -1 : Math.max(1, Math.floor(next() * of.tasks.length));
  let failed = false;
  const tasks = of.tasks.map((declared, place) => {
    const from = Math.max(at + 40, ...declared.after.map((each) => ends.get(each) ?? 0)) + next() * 800;
    const rest = ending === 'running' ? 'queued' : ending === 'failed' ? 'upstream_failed' : 'cancelled';
    const state = place === broken ? (ending === 'cancelled' ? 'interrupted' : ending) : failed && (ending !== 'failed' || declared.task.startsWith('model')) ? rest : declared.task.includes('eximbank') ? 'skipped' : 'done';
    failed ||= place === broken;
    const task = taskOf(declared, state, from, next);
    ends.set(task.task, task.ended_at ? Date.parse(task.ended_at) : from);
    return task;
  });
  const end = Math.max(...ends.values());
  const scheduled = kind === 'scheduled';
  return { run: idOf(at, Math.floor(next() * 65535)), pipeline: of.name, kind, profile: 'live', state: ending, from: null, to: null,
    due_at: scheduled ? iso(at - 30) : null, started_at: iso(at), ended_at: ending === 'running' ? null : iso(end),
    exit_code: ending === 'running' ? null : ending === 'done' ? 0 : 75, declared: true, tasks, stages: stagesOf(tasks) };
}

/** The pipeline as a backfill of so many parts runs it. */
function inParts(of, parts) {
  const labels = Array.from({ length: parts }, (_, at) => iso(Date.UTC(2026, 2, 1 + at)).slice(0, 10));
  const tasks = of.tasks.flatMap((each) => (/^(extract|load):/.test(each.task)
    ? labels.map((label) => ({ ...each, task: `${each.task}@${label}`, after: each.after.map((before) => (before.startsWith('extract') ? `${before}@${label}` : before)) }))
    : [{ ...each, after: each.after.flatMap((before) => (before.startsWith('load') ? labels.map((label) => `${before}@${label}`) : [before])) }]));
  return { ...of, tasks };
}

/** A backfill long ago that broke on the way. */
function backfillOf(of, now, next) {
  const run = runOf(inParts(of, 40), now - 30 * kDay, 'backfill', 'failed', next);
  return { ...run, from: '2026-03-01', to: '2026-04-10', declared: false };
}

/** `count` runs of each pipeline, the newest first; one of them is under way. */
function historyOf(count, now) {
  const next = random(7);
  const runs = kPipelines.flatMap((of, place) => Array.from({ length: place === 4 ? 0 : count }, (_, back) => {
    const at = now - (back + 0.4) * of.every;
    const chance = next();
    const ending = back === 0 && place === 2 ? 'running' : chance < 0.06 ? 'failed' : chance < 0.08 ? 'interrupted' : chance < 0.09 ? 'cancelled' : 'done';
    return runOf(of, ending === 'running' ? now - 9_000 : at, back % 17 === 5 ? 'run' : 'scheduled', ending, next);
  }));
  return [...runs, backfillOf(kPipelines[1], now, next)].sort((a, b) => (a.run < b.run ? 1 : -1));
}

const brief = ({ run, kind, state, due_at, started_at, ended_at }) => ({ run, kind, state, due_at, started_at, ended_at });
const head = ({ tasks: _, declared: __, stages: ___, ...rest }) => rest;

function logOf(run, lines) {
  const tasks = run.tasks.filter((task) => task.attempts.length > 0);
  const line = (id, task, at, level, text) => ({ id, task: task?.task ?? '', attempt: task ? task.tries : 0, at, level, text });
  const begun = [line(1, null, run.started_at, 'info', `run ${run.run} of ${run.pipeline} begins`)];
  const told = tasks.flatMap((task) => [[task, 'info', 'starts'], [task, 'debug', 'GET https://example.com/markup?q=<b>bold</b> 200, 18 kB'],
    [task, task.state === 'failed' ? 'error' : 'info', task.message || task.state]]);
  const many = Array.from({ length: lines }, (_, at) => [tasks[at % tasks.length], at % 97 === 0 ? 'warning' : 'debug', `page ${at + 1}: 200 rows, 18.2 kB in ${(at * 7) % 90} ms`]);
  return [...begun, ...[...told, ...many].map(([task, level, text], at) => line(at + 2, task, iso(Date.parse(run.started_at) + at * 13), level, text))];
}

/** A world of pipelines as of `now`: answers its paths, takes what is asked of it, tells of it by `publish`. */
export function pipelineWorld({ runs: count = 140, lines = 40, scheduled = true, now = Date.now(), publish = () => {} } = {}) {
  const runs = count === 0 ? [] : historyOf(count, now);
  const paused = new Set();
  const asked = [];
  const named = (name) => kPipelines.find((each) => each.name === name);
  const due = (of, many) => Array.from({ length: many }, (_, at) => {
    const time = now + of.every * (at + 0.6);
    return { at: iso(time), day: iso(time).slice(0, 10), data_from: iso(time - of.every), data_to: iso(time) };
  });
  const timing = (of) => ({ schedule: of.schedule, enabled: true, scheduled, paused: paused.has(of.name), catch_up: 'latest', deadline_s: 3600 });
  const found = (data, status = 200) => ({ status, body: { data, meta: { as_of: null, profile: 'live', sources: [], follows: ['runs'] } } });
  const refused = (status, code, message) => ({ status, body: { error: { code, message } } });
  const fits = (query) => (run) => [['state', 'state'], ['kind', 'kind'], ['pipeline', 'pipeline']].every(([name, member]) => !query.get(name) || run[member] === query.get(name))
    && (!query.get('before') || run.run < query.get('before'));

  function list() {
    return { now: iso(now), rows: kPipelines.map((of) => {
      const own = runs.filter((run) => run.pipeline === of.name);
      return { pipeline: of.name, ...timing(of), next: due(of, 3), due_today: due(of, 60).map((each) => each.at).filter((at) => Date.parse(at) < now + kDay),
        under_way: own.filter((run) => ['running', 'queued'].includes(run.state)).map(brief), runs: own.slice(0, 30).map(brief) };
    }) };
  }

  function grid(of, query) {
    const own = runs.filter((run) => run.pipeline === of.name).filter(fits(query));
    const limit = Number(query.get('limit') ?? 60);
    const column = (run) => {
      const states = new Map(run.tasks.map((task) => [task.task, kLetters[task.state]]));
      const others = {};
      for (const task of run.tasks) if (!of.tasks.some((each) => each.task === task.task)) others[task.state] = (others[task.state] ?? 0) + 1;
      return { ...head(run), states: of.tasks.map(({ task }) => states.get(task) ?? '-').join(''), others };
    };
    return { tasks: of.tasks.map(({ task }) => task), runs: own.slice(0, limit).map(column), older: own.length > limit ? own[limit - 1].run : null };
  }

  function one(of) {
    const pools = [...new Set(of.tasks.map((task) => task.pool))].map((pool) => ({ pool, slots: pool === 'warehouse' ? 1 : 4 }));
    return { now: iso(now), pipeline: of.name, ...timing(of), next: due(of, 10), under_way: list().rows.find((row) => row.pipeline === of.name).under_way, tasks: of.tasks, pools };
  }

  function logs(run, query) {
    const order = ['debug', 'info', 'warning', 'error'];
    const least = order.indexOf(query.get('level') ?? 'debug');
    const own = logOf(run, lines).filter((line) => line.id > Number(query.get('after') ?? 0) && order.indexOf(line.level) >= least
      && (query.get('task') === null || line.task === query.get('task')) && (query.get('attempt') === null || line.attempt === Number(query.get('attempt'))));
    return { lines: own.slice(0, Number(query.get('limit') ?? 1000)) };
  }

  function answer(path, query) {
    if (path === '/pipelines') return found(list());
    if (path === '/runs') return found(runs.filter(fits(query)).slice(0, Number(query.get('limit') ?? 50)));
    const [, kind, name, part] = /^\/(pipelines|runs)\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
    const of = kind === 'pipelines' ? named(name) : runs.find((run) => run.run === name);
    if (!kind) return null;
    if (!of) return refused(404, 'not_found', `there is no ${kind === 'runs' ? 'run' : 'pipeline'} "${name}"`);
    if (kind === 'pipelines') return found(part === 'grid' ? grid(of, query) : one(of));
    return found(part === 'logs' ? logs(of, query) : of);
  }

  function take(path, body) {
    asked.push([path, body]);
    const [, kind, name, verb] = /^\/(pipelines|runs)\/([^/]+)\/(\w+)$/.exec(path) ?? [];
    if (body.parallel === 13) return refused(503, 'busy', 'another backfill of it is under way');
    if (verb === 'pause') {
      if (body.paused) paused.add(name);
      else paused.delete(name);
    }
    if (kind === 'pipelines' && verb === 'runs') {
      const made = runOf(named(name), now, body.kind ?? 'run', 'running', random(3));
      runs.unshift({ ...made, from: body.from ?? null, to: body.to ?? null });
      publish('runs', {});
      return { status: 202, body: { data: { run: made.run } } };
    }
    const run = runs.find((each) => each.run === name);
    if (verb === 'cancel' && run) Object.assign(run, { state: 'cancelled', ended_at: iso(now), exit_code: 130 });
    if (verb === 'mark' && run) for (const task of run.tasks) if (body.tasks.includes(task.task)) task.state = body.state;
    publish('runs', {});
    return { status: 200, body: { data: verb === 'pause' ? { pipeline: name, paused: body.paused } : { run: name } } };
  }
  return { answer, take, asked, runs };
}
