/// The list that a reader came from: its stocks in order, to step from one page to the next.

let symbols: readonly string[] = [];

/** Remembers the stocks of the list that `link` stands in. */
export function beginTrail(link: Element): void {
  const list = link.closest('section') ?? document.body;
  symbols = [...list.querySelectorAll('a.stock')].flatMap((each) => each.getAttribute('data-symbol') ?? []);
}

/** The stock `step` places along the list; null at its ends and off the list. */
export function along(symbol: string, step: number, list: readonly string[] = symbols): string | null {
  const at = list.indexOf(symbol);
  return at < 0 ? null : (list[at + step] ?? null);
}

interface Point { x: number; y: number }

const kLeast = 64;
/** A swipe is at least this many times as wide as it is high. */
const kFlat = 2;

/** Where a finger's way leads: 1 to the next (it went left), -1 to the one before, 0 nowhere. */
export function swipeStep(from: Point, to: Point): -1 | 0 | 1 {
  const [across, down] = [to.x - from.x, to.y - from.y];
  if (Math.abs(across) < kLeast || Math.abs(across) < kFlat * Math.abs(down)) return 0;
  return across < 0 ? 1 : -1;
}
