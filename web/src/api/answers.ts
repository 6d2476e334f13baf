/// The last good answers, kept in this browser: a page shows them at once, marked with their age.
import type { Meta } from './types';

export interface Kept { data: unknown; meta: Meta; at: number }

/** Where answers outlive the page. All may fail: then nothing is kept. */
export interface Disk {
  read(key: string): Promise<string | null>;
  /** Keeps `most` texts, the newest. */
  write(key: string, text: string, at: number, most: number): Promise<void>;
  clear(): Promise<void>;
}

const kMost = 100;
const kMostText = 1 << 20;

function request<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error('IndexedDB'));
  });
}

/** IndexedDB: rows {key, text, at}. */
export class IndexedDisk implements Disk {
  private database: Promise<IDBDatabase> | null = null;

  async read(key: string): Promise<string | null> {
    const store = await this.store('readonly');
    const row: unknown = await request<unknown>(store.get(key));
    return typeof row === 'object' && row !== null && 'text' in row && typeof row.text === 'string' ? row.text : null;
  }

  async write(key: string, text: string, at: number, most: number): Promise<void> {
    const store = await this.store('readwrite');
    await request(store.put({ key, text, at }));
    const surplus = (await request(store.count())) - most;
    if (surplus <= 0) return;
    const oldest = await request(store.index('at').getAllKeys(null, surplus));
    await Promise.all(oldest.map((each) => request(store.delete(each))));
  }

  async clear(): Promise<void> {
    const store = await this.store('readwrite');
    await request(store.clear());
  }

  private async store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
    this.database ??= this.open();
    return (await this.database).transaction('answers', mode).objectStore('answers');
  }

  private open(): Promise<IDBDatabase> {
    const opening = indexedDB.open('seohak', 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('answers', { keyPath: 'key' }).createIndex('at', 'at');
    };
    return request(opening);
  }
}

export class Answers {
  private memory = new Map<string, Kept>();

  /** `build`: of the pages; another build may read other shapes. */
  constructor(private readonly disk: Disk, private readonly build: string, private profile: string) {}

  /** What this page received of an address. */
  here(address: string): Kept | null {
    return this.memory.get(address) ?? null;
  }

  /** What any page of this browser received of it, in this profile and by these pages. */
  async find(address: string): Promise<Kept | null> {
    try {
      const text = this.profile === '' ? null : await this.disk.read(this.key(address));
      return text === null ? null : (JSON.parse(text) as Kept);
    } catch {
      return null; // storage may be switched off
    }
  }

  keep(address: string, kept: Kept): void {
    this.memory.set(address, kept);
    if (kept.meta.profile !== this.profile) return;
    const text = JSON.stringify(kept);
    if (text.length > kMostText) return;
    this.disk.write(this.key(address), text, kept.at, kMost).catch(() => undefined);
  }

  /** The server's profile: answers of another are not shown any more. Whether it is another. */
  use(profile: string): boolean {
    if (profile === this.profile) return false;
    const other = this.profile !== '';
    this.profile = profile;
    this.memory.clear();
    return other;
  }

  /** Forgets all, as when the reader logs out. */
  async forget(): Promise<void> {
    this.memory.clear();
    await this.disk.clear().catch(() => undefined);
  }

  private key(address: string): string {
    return `${this.build} ${this.profile} ${address}`;
  }
}
