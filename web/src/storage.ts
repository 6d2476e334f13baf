/// Small texts of this browser. It may be switched off: then nothing is remembered.

export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`seohak.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`seohak.${name}`, value);
  } catch {
    // What was chosen then lasts until the page is closed.
  }
}
