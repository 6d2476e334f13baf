/// The reader's session: begun by the password, ended on request. Its cookie is the browser's affair.
import { prefs } from '../prefs.svelte';
import { addressOf, postJson, type Failure } from './client';
import { connection } from './connection.svelte';

/** Begins a session and lets the pages load; what is wrong, else null. */
export async function logIn(password: string): Promise<Failure | null> {
  const answer = await postJson(addressOf('/login'), { password }, prefs.lang);
  if (!answer.ok) return answer;
  await connection.check();
  return null;
}

/** Ends this session, or those of every browser; what is wrong, else null. */
export async function logOut(everywhere: boolean): Promise<Failure | null> {
  const answer = await postJson(addressOf('/logout'), { everywhere }, prefs.lang);
  if (!answer.ok && answer.kind !== 'login') return answer;
  connection.deny();
  return null;
}
