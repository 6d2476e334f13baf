/// Tells the built service worker which files it keeps: all but fonts and pictures, which come when used.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const kWorker = 'sw.js';
const kMark = '__SEOHAK_PRECACHE__';
const kKept = /\.(js|css|html|svg)$/;

/** Writes the version (a hash over the files) and the files' paths in place of the worker's mark. */
export function precache(): Plugin {
  let out = '';
  return {
    name: 'precache',
    apply: 'build',
    configResolved(config) {
      out = join(config.root, config.build.outDir);
    },
    closeBundle() {
      const files = readdirSync(out, { recursive: true, encoding: 'utf8' })
        .map((path) => path.replaceAll('\\', '/')).filter((path) => kKept.test(path) && path !== kWorker).sort();
      const hash = createHash('sha256');
      for (const path of files) hash.update(path).update(readFileSync(join(out, path)));
      const worker = readFileSync(join(out, kWorker), 'utf8');
      if (!worker.includes(kMark)) throw new Error(`${kWorker} holds no ${kMark}`);
      const kept = [hash.digest('hex').slice(0, 16), ...files.map((path) => `/${path}`)].join(' ');
      writeFileSync(join(out, kWorker), worker.replace(kMark, kept));
    },
  };
}
