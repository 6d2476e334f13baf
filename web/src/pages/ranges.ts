/// The range buttons' choices in the reader's language.
import { t } from '../prefs.svelte';
import { kRanges, type Range } from '../router.svelte';

export function rangeOptions(): { value: Range; text: string }[] {
  return kRanges.map((value) => ({ value, text: t(`range_${value}`) }));
}
