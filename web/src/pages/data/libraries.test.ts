import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kLibraries } from './libraries';

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as
  { license: string; dependencies: Record<string, string> };

describe('kLibraries', () => {
  it('names every runtime dependency', () => {
    const wanted = Object.keys(read('../../../package.json').dependencies).sort();
    expect(kLibraries.map((each) => each.from).sort()).toEqual(wanted);
  });

  it('tells the licence that each package tells', () => {
    for (const { from, licence } of kLibraries) {
      expect(read(`../../../node_modules/${from}/package.json`).license).toBe(licence);
    }
  });
});
