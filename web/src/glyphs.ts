/// The pages' font comes in parts, by the characters that are asked for.

/** The characters of texts, each once: the browser looks every one up among a hundred parts. */
export function charactersOf(texts: readonly string[]): string {
  return [...new Set(texts.join(''))].join('');
}

/** Brings the parts that these texts need; never fails, as other fonts stand in. */
export function bringGlyphs(texts: readonly string[]): Promise<unknown> {
  return document.fonts.load('16px "Pretendard Variable"', charactersOf(texts)).catch(() => []);
}
