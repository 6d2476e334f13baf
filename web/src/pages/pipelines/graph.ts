/// The order of tasks as a picture: layers from left to right, few crossings.

export interface GraphTask { task: string; after: readonly string[] }
export interface GraphNode { task: string; x: number; y: number }
export interface GraphEdge { from: string; to: string; path: string }
export interface GraphSize { width: number; height: number; gapX: number; gapY: number }
export interface Graph { nodes: GraphNode[]; edges: GraphEdge[]; width: number; height: number }

const kSweeps = 4;

/** How many tasks the longest way before each holds; one that comes after nothing stands beside what it is for. */
function depthsOf(tasks: readonly GraphTask[]): Map<string, number> {
  const depths = new Map<string, number>();
  for (const { task, after } of tasks) {
    depths.set(task, 1 + Math.max(-1, ...after.map((each) => depths.get(each) ?? -1)));
  }
  const next = followers(tasks);
  for (const { task, after } of tasks) {
    const used = (next.get(task) ?? []).map((each) => depths.get(each) ?? 0);
    if (after.length === 0 && used.length > 0) depths.set(task, Math.min(...used) - 1);
  }
  return depths;
}

/** The same without what a longer way says already: an arrow from a to c where a, b, c stand in a row. */
function withoutDetours(tasks: readonly GraphTask[]): GraphTask[] {
  const behind = new Map<string, ReadonlySet<string>>(); // all that comes before each
  return tasks.map(({ task, after }) => {
    const far = new Set(after.flatMap((each) => [...(behind.get(each) ?? [])]));
    behind.set(task, new Set([...far, ...after]));
    return { task, after: after.filter((each) => !far.has(each)) };
  });
}

/** Tasks so that each stands behind those it comes after. */
function inOrder(tasks: readonly GraphTask[]): GraphTask[] {
  const named = new Map(tasks.map((each) => [each.task, each]));
  const seen = new Set<GraphTask>();
  const order: GraphTask[] = [];
  const add = (each: GraphTask): void => {
    if (seen.has(each)) return;
    seen.add(each);
    for (const before of each.after) {
      const found = named.get(before);
      if (found) add(found);
    }
    order.push(each);
  };
  tasks.forEach(add);
  return order;
}

function layersOf(tasks: readonly GraphTask[]): string[][] {
  const layers: string[][] = [];
  for (const [task, depth] of depthsOf(tasks)) (layers[depth] ??= []).push(task);
  return layers;
}

/** How many layers these tasks make. */
export function layerCount(tasks: readonly GraphTask[]): number {
  return layersOf(inOrder(tasks)).length;
}

/** Puts each layer in the order of the mean places of what it is joined to, back and forth. */
function untangle(layers: string[][], joined: (task: string, forth: boolean) => readonly string[]): void {
  for (let sweep = 0; sweep < kSweeps; sweep += 1) {
    const forth = sweep % 2 === 0;
    const places = new Map(layers.flatMap((layer) => layer.map((task, at) => [task, at - layer.length / 2] as const)));
    for (const layer of layers) {
      const mean = new Map(layer.map((task) => {
        const near = joined(task, forth).flatMap((each) => places.get(each) ?? []);
        return [task, near.length === 0 ? (places.get(task) ?? 0) : near.reduce((sum, at) => sum + at, 0) / near.length];
      }));
      layer.sort((a, b) => (mean.get(a) ?? 0) - (mean.get(b) ?? 0));
    }
  }
}

/** A line from the right side of one node to the left side of another. */
function curve(from: GraphNode, to: GraphNode, { width, height, gapX }: GraphSize): string {
  const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x, to.y + height / 2];
  const bend = Math.max(gapX / 2, (x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

/** Places for nodes of that size, and lines between them. */
export function graphOf(given: readonly GraphTask[], size: GraphSize): Graph {
  const tasks = withoutDetours(inOrder(given));
  const after = new Map(tasks.map((each) => [each.task, each.after]));
  const layers = layersOf(tasks);
  const following = followers(tasks);
  untangle(layers, (task, forth) => (forth ? after.get(task) : following.get(task)) ?? []);
  const most = Math.max(0, ...layers.map((layer) => layer.length));
  const step = size.height + size.gapY;
  const nodes = layers.flatMap((layer, depth) => layer.map((task, at) => (
    { task, x: depth * (size.width + size.gapX), y: ((most - layer.length) / 2 + at) * step })));
  const places = new Map(nodes.map((node) => [node.task, node]));
  const edges = tasks.flatMap(({ task, after: before }) => before.flatMap((each) => {
    const [from, to] = [places.get(each), places.get(task)];
    return from && to ? [{ from: each, to: task, path: curve(from, to, size) }] : [];
  }));
  return { nodes, edges, width: Math.max(0, layers.length * (size.width + size.gapX) - size.gapX), height: Math.max(0, most * step - size.gapY) };
}

/** Which tasks come right after each. */
function followers(tasks: readonly GraphTask[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { task, after } of tasks) {
    for (const before of after) found.set(before, [...(found.get(before) ?? []), task]);
  }
  return found;
}

/** The chosen tasks and all that follow them, in the order given. */
export function withFollowing(tasks: readonly GraphTask[], chosen: readonly string[]): string[] {
  const next = followers(tasks);
  const all = new Set<string>();
  const add = (task: string): void => {
    if (all.has(task)) return;
    all.add(task);
    next.get(task)?.forEach(add);
  };
  chosen.forEach(add);
  return tasks.map(({ task }) => task).filter((task) => all.has(task));
}
