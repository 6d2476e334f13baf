import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { precache } from './scripts/precache';

// Everything but index.html, the service worker and public/ lands in /assets, which the server
// caches as immutable. No inlined data URLs, so that the page can live under a policy of
// `default-src 'self'`.
export default defineConfig({
  plugins: [svelte(), precache()],
  build: {
    assetsInlineLimit: 0, target: 'es2022', chunkSizeWarningLimit: 700,
    rollupOptions: {
      input: { index: 'index.html', sw: 'src/installed/worker.ts' },
      // A worker's reach is its own folder, and its address must stay the same.
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:8050' } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
