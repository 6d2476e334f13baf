import { describe, expect, it } from 'vitest';
import { fitLabel, heatStep, layOut } from './treemap';

const leaves = [
  { symbol: 'A', group: 'x', size: 30 }, { symbol: 'B', group: 'x', size: 10 },
  { symbol: 'C', group: 'y', size: 20 }, { symbol: 'D', group: 'y', size: 0 },
];

describe('layOut', () => {
  it('gives each leaf its share and leaves out what has no size', () => {
    const laid = layOut(leaves, 600, 400);
    expect(laid.leaves.map((box) => leaves[box.at]?.symbol).sort()).toEqual(['A', 'B', 'C']);
    const area = (symbol: string): number => {
      const box = laid.leaves.find((each) => leaves[each.at]?.symbol === symbol);
      return box ? box.width * box.height : 0;
    };
    expect(area('A') / area('B')).toBeGreaterThan(2.7);
    expect(area('A') / area('B')).toBeLessThan(3.3);
    expect(laid.groups.map((box) => box.group)).toEqual(['x', 'y']);
  });

  it('keeps leaves within their group and apart from each other', () => {
    const laid = layOut(leaves, 300, 300);
    for (const box of laid.leaves) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(300);
      expect(box.y + box.height).toBeLessThanOrEqual(300);
    }
    const [first, second] = laid.leaves;
    if (!first || !second) throw new Error('no boxes');
    const apart = first.x + first.width <= second.x || second.x + second.width <= first.x
      || first.y + first.height <= second.y || second.y + second.height <= first.y;
    expect(apart).toBe(true);
  });

  it('is empty without leaves or room', () => {
    expect(layOut([], 100, 100)).toEqual({ groups: [], leaves: [] });
    expect(layOut(leaves, 0, 100)).toEqual({ groups: [], leaves: [] });
  });
});

describe('fitLabel', () => {
  it('takes two lines where they make the label larger, and none where it would be too small', () => {
    expect(fitLabel({ width: 400, height: 300 }, '반도체')).toEqual({ lines: ['반도체'], size: 26 });
    expect(fitLabel({ width: 50, height: 60 }, '백화점·할인점')).toEqual({ lines: ['백화점·', '할인점'], size: 13 });
    expect(fitLabel({ width: 40, height: 16 }, 'AAPL')).toEqual({ lines: ['AAPL'], size: 12 });
    expect(fitLabel({ width: 20, height: 60 }, '소프트웨어')).toBeNull();
  });
});

describe('heatStep', () => {
  it('clamps and keeps the sign', () => {
    expect([0, 0.1, 1, -3, 5, 12, -80, null].map((value) => heatStep(value, 5) + 0)).toEqual(
      [0, 0, 1, -2, 3, 3, -3, 0]);
  });
});
