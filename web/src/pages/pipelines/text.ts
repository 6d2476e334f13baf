/// The texts of these pages, and the names that their answers carry as codes.
import type { TaskState } from '../../api/types';
import { fill, type Lang, type Values } from '../../i18n/index';
import { pipelines } from '../../i18n/pipelines';
import { prefs } from '../../prefs.svelte';

type TextKey = keyof typeof pipelines;

/** The text of `key` in the reader's language; reactive. */
export function p<K extends TextKey>(key: K, ...args: Values<(typeof pipelines)[K]>): string {
  return fill(prefs.lang, pipelines[key], ...args);
}

/** The text of a key known only at run time, which holds no names in braces; else `fallback`. */
function named(key: string, lang: Lang, fallback: string): string {
  return Object.hasOwn(pipelines, key) ? pipelines[key as TextKey][lang] : fallback;
}

export function pipelineName(pipeline: string): string {
  return named(`name_${pipeline}`, prefs.lang, pipeline);
}

/** What a pipeline collects; "" of one that is not known. */
export function pipelineAbout(pipeline: string): string {
  return named(`about_${pipeline}`, prefs.lang, '');
}

export function kindName(kind: string): string {
  return named(`kind_${kind}`, prefs.lang, kind);
}

export function taskStateName(state: TaskState): string {
  return named(`task_${state}`, prefs.lang, state);
}

/** What a number of a task counts. */
export function countName(count: string): string {
  return named(`count_${count}`, prefs.lang, count);
}

export function levelName(level: string): string {
  return named(`level_${level}`, prefs.lang, level);
}

/** Every text, for the font to bring its glyphs. */
export function allTexts(lang: Lang): string[] {
  return Object.values(pipelines).map((entry) => entry[lang]);
}
