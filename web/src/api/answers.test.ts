import { describe, expect, it } from 'vitest';
import { Answers, type Disk } from './answers';

class FakeDisk implements Disk {
  rows = new Map<string, string>();
  broken = false;
  private check(): void {
    if (this.broken) throw new Error('switched off');
  }
  read(key: string): Promise<string | null> {
    return Promise.resolve().then(() => { this.check(); return this.rows.get(key) ?? null; });
  }
  write(key: string, text: string): Promise<void> {
    return Promise.resolve().then(() => { this.check(); this.rows.set(key, text); });
  }
  clear(): Promise<void> {
    return Promise.resolve().then(() => { this.check(); this.rows.clear(); });
  }
}

const kept = (data: unknown, profile = 'live') => ({ data, at: 5, meta: { as_of: null, profile, sources: [], follows: [] } });
const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

describe('kept answers', () => {
  it('outlive the page, by address', async () => {
    const disk = new FakeDisk();
    new Answers(disk, 'b', 'live').keep('/a', kept([1]));
    await settled();
    const later = new Answers(disk, 'b', 'live');
    expect(later.here('/a')).toBeNull();
    expect(await later.find('/a')).toEqual(kept([1]));
    expect(await later.find('/a?x=1')).toBeNull();
  });

  it('are never those of another profile or build', async () => {
    const disk = new FakeDisk();
    new Answers(disk, 'b', 'live').keep('/a', kept([1]));
    new Answers(disk, 'b', 'recorded').keep('/b', kept([2])); // an answer of the profile before
    await settled();
    expect(disk.rows.size).toBe(1);
    expect(await new Answers(disk, 'b', 'recorded').find('/a')).toBeNull();
    expect(await new Answers(disk, 'c', 'live').find('/a')).toBeNull();
    expect(await new Answers(disk, 'b', '').find('/a')).toBeNull();
  });

  it('say when the profile is another', () => {
    const answers = new Answers(new FakeDisk(), 'b', '');
    answers.keep('/a', kept([1]));
    expect(answers.use('live')).toBe(false);
    expect(answers.here('/a')).toBeNull();
    expect([answers.use('live'), answers.use('recorded')]).toEqual([false, true]);
  });

  it('leave out what is too large, and can be forgotten', async () => {
    const disk = new FakeDisk();
    const answers = new Answers(disk, 'b', 'live');
    answers.keep('/large', kept('x'.repeat(1 << 20)));
    answers.keep('/small', kept('x'));
    await settled();
    expect([...disk.rows.keys()]).toEqual(['b live /small']);
    expect(answers.here('/large')).not.toBeNull();
    await answers.forget();
    expect([disk.rows.size, answers.here('/small')]).toEqual([0, null]);
  });

  it('do without a disk', async () => {
    const disk = new FakeDisk();
    disk.broken = true;
    const answers = new Answers(disk, 'b', 'live');
    answers.keep('/a', kept([1]));
    await answers.forget();
    expect(await answers.find('/a')).toBeNull();
  });
});
