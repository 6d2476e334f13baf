import { describe, expect, it } from 'vitest';
import { covers } from './fonts';

const of = (text: string) => new Set([...text].map((each) => each.codePointAt(0) ?? 0));

describe('covers', () => {
  it('finds a character in a range, a single point or a pattern', () => {
    expect(covers('U+0-ff, U+131', of('A'))).toBe(true);
    expect(covers('U+ac00', of('가'))).toBe(true);
    expect(covers('u+ac??', of('각'))).toBe(true);
  });

  it('is false without a common character', () => {
    expect(covers('U+ac00-ac0f, U+b098', of('공포 1,489'))).toBe(false);
    expect(covers('', of('A'))).toBe(false);
  });
});
