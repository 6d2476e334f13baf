/// What the reader chose, kept in this browser: language, theme, colours.
import { kLangs, translate, type Args, type Key, type Lang } from './i18n/index';
import { remember, remembered } from './storage';
import { applyConvention, applyTheme, type Convention, type Theme } from './theme';

const kThemes = ['auto', 'light', 'dark'] as const;
const kConventions = ['kr', 'us'] as const;

function stored<T extends string>(name: string, known: readonly T[], fallback: T): T {
  const value = remembered(name);
  return known.find((each) => each === value) ?? fallback;
}

class Prefs {
  lang = $state<Lang>(stored('lang', kLangs, 'ko'));
  theme = $state<Theme>(stored('theme', kThemes, 'auto'));
  convention = $state<Convention>(stored('convention', kConventions, 'kr'));
  /** Grows whenever colours on screen change; charts watch it. */
  look = $state(0);

  /** Applies the choices to the page and follows the system's theme. */
  start(): void {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', () => this.apply());
    this.apply();
  }

  apply(): void {
    const root = document.documentElement;
    root.lang = this.lang;
    applyTheme(root, this.theme, matchMedia('(prefers-color-scheme: dark)').matches);
    applyConvention(root, this.convention);
    this.look += 1;
  }

  nextLang(): void {
    this.lang = this.lang === 'ko' ? 'en' : 'ko';
    remember('lang', this.lang);
    this.apply();
  }

  nextTheme(): void {
    const at = kThemes.indexOf(this.theme);
    this.theme = kThemes[(at + 1) % kThemes.length] ?? 'auto';
    remember('theme', this.theme);
    this.apply();
  }

  nextConvention(): void {
    this.convention = this.convention === 'kr' ? 'us' : 'kr';
    remember('convention', this.convention);
    this.apply();
  }
}

export const prefs = new Prefs();

/** The text of `key` in the reader's language; reactive. */
export function t<K extends Key>(key: K, ...args: Args<K>): string {
  return translate(prefs.lang, key, ...args);
}
