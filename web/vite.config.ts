import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Everything but index.html lands in /assets, which the server caches as immutable. No inlined
// data URLs, so that the page can live under a policy of `default-src 'self'`.
export default defineConfig({
  plugins: [svelte()],
  build: { assetsInlineLimit: 0, target: 'es2022', chunkSizeWarningLimit: 700 },
  server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:8050' } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
