// End-to-end tests of the dashboard in the system's Chromium:
//   node --test-reporter=spec tests/e2e/run.mjs [BASE_URL]
// Without an address (argument or BASE_URL) they run against the mock server of web/scripts,
// which needs web/dist. The live tests start build/release/seohak (or $SEOHAK). Only the address differs between the mock and the real server.
import { after, before, describe } from 'node:test';
import { launch } from './browser.mjs';
import { evidenceTests } from './evidence.mjs';
import { installedTests } from './installed.mjs';
import { keyboardTests } from './keyboard.mjs';
import { liveTests } from './live.mjs';
import { loginTests } from './login.mjs';
import { lookTests } from './look.mjs';
import { pipelineTests } from './pipelines.mjs';
import { pictureTests } from './pictures.mjs';
import { printTests } from './print.mjs';
import { saveTests } from './save.mjs';
import { schedulerTests } from './scheduler.mjs';
import { signalTests } from './signals.mjs';
import { stateTests } from './states.mjs';
import { targetTests } from './targets.mjs';
import { valueTests } from './values.mjs';

/** What every test file gets: the browser and the address, set before the first test. */
const world = { browser: null, base: process.argv[2] ?? process.env.BASE_URL ?? '' };
let mock = null;

before(async () => {
  if (!world.base) {
    const { startMock } = await import('../../web/scripts/mock-server.mjs');
    mock = await startMock();
    world.base = mock.url;
  }
  world.base = world.base.replace(/\/$/, '');
  world.browser = await launch();
});

after(async () => {
  await world.browser?.close();
  await mock?.close();
});

describe('look', () => lookTests(world));
describe('pictures', () => pictureTests(world));
describe('values', () => valueTests(world));
describe('save', () => saveTests(world));
describe('print', () => printTests(world));
describe('installed', () => installedTests(world));
describe('signals', () => signalTests(world));
describe('evidence', () => evidenceTests(world));
describe('states', () => stateTests(world));
describe('live', () => liveTests(world));
describe('pipelines', () => pipelineTests(world));
describe('scheduler', () => schedulerTests(world));
describe('targets', () => targetTests(world));
describe('keyboard', () => keyboardTests(world));
// Theirs is a server of the program's own, which the mock knows nothing of.
if (world.base) describe('login', () => loginTests(world));
