/// The search: whether it is open, and what was found lately in this browser.
import type { SearchRow } from './api/types';

const kStored = 'seohak.recent';
const kMost = 8;

function stored(): SearchRow[] {
  try {
    const rows: unknown = JSON.parse(localStorage.getItem(kStored) ?? '[]');
    return Array.isArray(rows) ? (rows as SearchRow[]).filter((row) => typeof row.symbol === 'string').slice(0, kMost) : [];
  } catch {
    return []; // storage may be switched off, or hold something else
  }
}

class Search {
  open = $state(false);
  recent = $state.raw<readonly SearchRow[]>(stored());

  remember(row: SearchRow): void {
    this.recent = [row, ...this.recent.filter((each) => each.symbol !== row.symbol)].slice(0, kMost);
    try {
      localStorage.setItem(kStored, JSON.stringify(this.recent));
    } catch {
      // The list then lasts until the page is closed.
    }
  }
}

export const search = new Search();
