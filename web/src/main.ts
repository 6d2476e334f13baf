import { mount } from 'svelte';
import App from './App.svelte';
import { connection } from './api/connection.svelte';
import './base.css';
import { prefs } from './prefs.svelte';
import { router } from './router.svelte';

const kStatusWait = 300;

/** The banner's place depends on the profile, so its answer is waited for, briefly. */
async function start(target: HTMLElement): Promise<void> {
  prefs.start();
  router.start();
  await Promise.race([connection.check(), new Promise((done) => setTimeout(done, kStatusWait))]);
  mount(App, { target });
}

const target = document.getElementById('app');
if (target) void start(target);
