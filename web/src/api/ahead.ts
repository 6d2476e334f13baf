/// Requests that are made while the page that will show their answers is still on its way.
import { getJson, type Answer } from './client';
import { connection } from './connection.svelte';
import { prefs } from '../prefs.svelte';

interface Asked { answer: Promise<Answer<unknown>>; turn: number }

const asked = new Map<string, Asked>();

/** Asks for an address that a resource is about to ask for. */
export function askAhead(address: string): void {
  asked.set(address, { answer: getJson(address, prefs.lang), turn: connection.change.turn });
}

/** The answer that was asked for ahead, once; null when there is none or something has changed since. */
export function takeAhead<T>(address: string): Promise<Answer<T>> | null {
  const found = asked.get(address);
  asked.delete(address);
  return found?.turn === connection.change.turn ? (found.answer as Promise<Answer<T>>) : null;
}
