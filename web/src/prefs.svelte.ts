/// What the reader chose, kept in this browser: language, theme, colours.
import { kLangs, translate, type Args, type Key, type Lang } from './i18n/index';
import { applyConvention, applyTheme, type Convention, type Theme } from './theme';

const kThemes = ['auto', 'light', 'dark'] as const;
const kConventions = ['kr', 'us'] as const;

function stored<T extends string>(name: string, known: readonly T[], fallback: T): T {
  try {
    const value = localStorage.getItem(`seohak.${name}`);
    return known.find((each) => each === value) ?? fallback;
  } catch {
    return fallback; // storage may be switched off
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`seohak.${name}`, value);
  } catch {
    // The choice then lasts until the page is closed.
  }
}

class Prefs {
  lang = $state<Lang>(stored('lang', kLangs, 'ko'));
  theme = $state<Theme>(stored('theme', kThemes, 'auto'));
  convention = $state<Convention>(stored('convention', kConventions, 'kr'));
  /** Grows whenever colours on screen change; charts watch it. */
  look = $state(0);

  /** On paper everything is light; off it again as chosen. */
  dressForPaper(on: boolean): void {
    if (!on) return this.apply();
    applyTheme(document.documentElement, 'light', false);
    this.look += 1;
  }

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
    this.dress();
    this.look += 1;
  }

  /** The frame that the system draws around the page: its colour, its name when installed. */
  private dress(): void {
    const tile = getComputedStyle(document.documentElement).getPropertyValue('--tile');
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', tile);
    document.querySelector('link[rel="manifest"]')?.setAttribute('href', `/manifest.${this.lang}.webmanifest`);
  }

  nextLang(): void {
    this.lang = this.lang === 'ko' ? 'en' : 'ko';
    keep('lang', this.lang);
    this.apply();
  }

  nextTheme(): void {
    const at = kThemes.indexOf(this.theme);
    this.theme = kThemes[(at + 1) % kThemes.length] ?? 'auto';
    keep('theme', this.theme);
    this.apply();
  }

  nextConvention(): void {
    this.convention = this.convention === 'kr' ? 'us' : 'kr';
    keep('convention', this.convention);
    this.apply();
  }
}

export const prefs = new Prefs();

/** The text of `key` in the reader's language; reactive. */
export function t<K extends Key>(key: K, ...args: Args<K>): string {
  return translate(prefs.lang, key, ...args);
}
