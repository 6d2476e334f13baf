/// A number that a newer answer changed lights up for a moment.

const kNumbers = '[data-value], .numeric';
const kLength = 600;

/** The numbers below an element, as text. */
export function numbersOf(root: Element): Map<Element, string> {
  return new Map([...root.querySelectorAll(kNumbers)].map((each) => [each, each.textContent ?? '']));
}

/** The weak tint of what the number says: up, down, or neither. */
function tintOf(number: Element): string {
  if (number.closest('.up') ?? number.querySelector('.up')) return 'var(--up-weak)';
  if (number.closest('.down') ?? number.querySelector('.down')) return 'var(--down-weak)';
  return 'var(--accent-weak)';
}

/** Tints the numbers whose text is another than `before`. */
export function flash(root: Element, before: ReadonlyMap<Element, string>): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  for (const [number, text] of numbersOf(root)) {
    const last = before.get(number);
    if (last === undefined || last === text) continue;
    number.animate([{ backgroundColor: tintOf(number) }, { backgroundColor: 'transparent' }], { duration: kLength, easing: 'ease-out' });
  }
}
