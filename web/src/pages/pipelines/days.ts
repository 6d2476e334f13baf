/// Days that a reader chooses in a form: both ends included, while the API leaves the last one out.
import { dayAfter } from '../../time';
import type { Days } from './actions';

/** Whether the two fields make days: both filled, the last not before the first. */
export function areDays(from: string, to: string): boolean {
  return from !== '' && to !== '' && from <= to;
}

/** The members of an order for these days. */
export function membersOf(days: Days): { from?: string; to?: string } {
  return days === null ? {} : { from: days.from, to: dayAfter(days.to, 1) };
}

/** How many days of the calendar they are. */
export function countOf(days: NonNullable<Days>): number {
  return Math.round((Date.parse(days.to) - Date.parse(days.from)) / 86_400_000) + 1;
}
