/// Lays a market out as nested rectangles: sectors, and their stocks within.
import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';

export interface Leaf { symbol: string; group: string; size: number }
export interface Box { x: number; y: number; width: number; height: number }
export interface LeafBox extends Box { at: number }
export interface GroupBox extends Box { group: string }

interface Node { group?: string; at?: number; size?: number; children?: Node[] }

/** Room above a group's stocks for its name, in pixels. */
export const kGroupLabel = 20;

/**
 * Boxes in pixels for leaves in any order; `at` is a leaf's place in `leaves`. Leaves without a
 * size are left out.
 */
export function layOut(leaves: readonly Leaf[], width: number, height: number):
    { groups: GroupBox[]; leaves: LeafBox[] } {
  const groups = new Map<string, Node[]>();
  leaves.forEach((leaf, at) => {
    if (!(leaf.size > 0)) return;
    const list = groups.get(leaf.group) ?? [];
    list.push({ at, size: leaf.size });
    groups.set(leaf.group, list);
  });
  if (groups.size === 0 || width <= 0 || height <= 0) return { groups: [], leaves: [] };
  const root = hierarchy<Node>({ children: [...groups].map(([group, children]) => ({ group, children })) })
    .sum((node) => node.size ?? 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const laid = treemap<Node>().tile(treemapSquarify.ratio(1.2)).size([width, height])
    .paddingInner(2).paddingTop((node) => (node.depth === 1 ? kGroupLabel : 0)).round(true)(root);
  const box = (node: { x0: number; y0: number; x1: number; y1: number }): Box => ({
    x: node.x0, y: node.y0, width: Math.max(0, node.x1 - node.x0), height: Math.max(0, node.y1 - node.y0),
  });
  return {
    groups: (laid.children ?? []).map((node) => ({ ...box(node), group: node.data.group ?? '' })),
    leaves: laid.leaves().map((node) => ({ ...box(node), at: node.data.at ?? 0 })),
  };
}

/** A character's width in its font's size, with some room: Hangul is square, capitals are wide. */
function emOf(letter: string): number {
  if (/[가-힣]/.test(letter)) return 0.92;
  return /[·\s]/.test(letter) ? 0.32 : /[a-z]/.test(letter) ? 0.56 : 0.66;
}

const emsOf = (text: string): number => [...text].reduce((sum, letter) => sum + emOf(letter), 0);

/** The places where a label may turn into a second line: behind a dot, at a blank. */
function halves(text: string): string[][] {
  return [...text.matchAll(/[·\s]/g)].map(({ index }) => [text.slice(0, index + 1).trim(), text.slice(index + 1)])
    .filter(([, rest]) => rest !== '');
}

const kMostFont = 26;
const kLeastFont = 10;

/** A label in a box: its lines and font size, of one or two lines whichever is larger; null when none fits. */
export function fitLabel(box: { width: number; height: number }, text: string): { lines: string[]; size: number } | null {
  let best: { lines: string[]; size: number } | null = null;
  for (const lines of [[text], ...halves(text)]) {
    const wide = (box.width - 6) / Math.max(...lines.map(emsOf));
    const tall = box.height / lines.length;
    const size = Math.floor(Math.min(kMostFont, wide, Math.max(tall / 2.6, Math.min(13, tall / 1.25))));
    if (size >= kLeastFont && size > (best?.size ?? 0)) best = { lines, size };
  }
  return best;
}

/** The step of a heat ramp, −3 to 3: clamped at `most`, 0 for next to nothing. */
export function heatStep(value: number | null, most: number): number {
  if (value === null) return 0;
  const share = Math.min(1, Math.abs(value) / most);
  const step = share < 0.05 ? 0 : share < 0.35 ? 1 : share < 0.75 ? 2 : 3;
  return value < 0 ? -step : step;
}
