/// Filters that the reader named, kept in this browser.
import type { SignalQuery } from '../../router.svelte';
import { isPart } from './filter';

export interface SavedFilter { name: string; query: SignalQuery }

const kPlace = 'seohak.signals.saved';
export const kLongestName = 24;

/** What is stored, as far as it can be understood. */
export function readSaved(text: string | null): SavedFilter[] {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null || !('name' in each) || !('query' in each)) return [];
    const { name, query } = each;
    if (typeof name !== 'string' || !name || typeof query !== 'object' || query === null) return [];
    const parts = Object.entries(query).filter(([part, value]) => isPart(part) && typeof value === 'string');
    return [{ name: name.slice(0, kLongestName), query: Object.fromEntries(parts) as SignalQuery }];
  });
}

function stored(): string | null {
  try {
    return localStorage.getItem(kPlace);
  } catch {
    return null; // storage may be switched off
  }
}

export class SavedFilters {
  list = $state.raw<readonly SavedFilter[]>(readSaved(stored()));

  /** Keeps a filter under a name; one of the same name gives way. */
  save(name: string, query: SignalQuery): void {
    this.keep([...this.list.filter((each) => each.name !== name), { name, query }]);
  }

  rename(from: string, to: string): void {
    this.keep(this.list.filter((each) => each.name === from || each.name !== to)
      .map((each) => (each.name === from ? { ...each, name: to } : each)));
  }

  remove(name: string): void {
    this.keep(this.list.filter((each) => each.name !== name));
  }

  private keep(list: readonly SavedFilter[]): void {
    this.list = list;
    try {
      localStorage.setItem(kPlace, JSON.stringify(list));
    } catch {
      // They then last until the page is closed.
    }
  }
}
