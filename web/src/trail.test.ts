import { describe, expect, it } from 'vitest';
import { along, swipeStep } from './trail';

describe('along', () => {
  const list = ['AAA', 'BBB', 'CCC'];

  it('steps within the list', () => {
    expect([along('AAA', 1, list), along('CCC', -1, list)]).toEqual(['BBB', 'BBB']);
  });

  it('ends at the ends, and leads nowhere off the list', () => {
    expect([along('CCC', 1, list), along('AAA', -1, list), along('ZZZ', 1, list)]).toEqual([null, null, null]);
  });
});

describe('swipeStep', () => {
  const from = { x: 200, y: 300 };

  it('goes on to the left and back to the right', () => {
    expect(swipeStep(from, { x: 90, y: 320 })).toBe(1);
    expect(swipeStep(from, { x: 300, y: 280 })).toBe(-1);
  });

  it('leaves short ways and scrolling alone', () => {
    expect(swipeStep(from, { x: 150, y: 300 })).toBe(0);
    expect(swipeStep(from, { x: 100, y: 380 })).toBe(0);
  });
});
