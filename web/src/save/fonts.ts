/// The faces of Pretendard that a text needs, with their bytes: a picture cannot load fonts itself.

const kFamily = 'Pretendard Variable';

/** Whether a CSS unicode-range ("U+0-ff, U+ac00") holds any of the characters. */
export function covers(range: string, characters: ReadonlySet<number>): boolean {
  return range.split(',').some((part) => {
    const match = /^u\+([0-9a-f?]+)(?:-([0-9a-f]+))?$/i.exec(part.trim());
    if (!match?.[1]) return false;
    const from = Number.parseInt(match[1].replaceAll('?', '0'), 16);
    const to = Number.parseInt(match[2] ?? match[1].replaceAll('?', 'f'), 16);
    return [...characters].some((each) => each >= from && each <= to);
  });
}

function facesOf(characters: ReadonlySet<number>): CSSFontFaceRule[] {
  return [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule): rule is CSSFontFaceRule =>
    rule instanceof CSSFontFaceRule && rule.style.getPropertyValue('font-family').includes(kFamily)
    && covers(rule.style.getPropertyValue('unicode-range'), characters));
}

async function dataUrl(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}: ${address}`);
  const bytes = await answer.blob();
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(reader.error ?? new Error(address));
    reader.readAsDataURL(bytes);
  });
}

async function embedded(face: CSSFontFaceRule): Promise<string> {
  const link = /url\(["']?([^"')]+)["']?\)/.exec(face.style.getPropertyValue('src'))?.[1];
  if (!link) return '';
  const base = face.parentStyleSheet?.href ?? location.href;
  const weight = face.style.getPropertyValue('font-weight') || '45 920';
  return `@font-face{font-family:"${kFamily}";font-weight:${weight};src:url("${await dataUrl(new URL(link, base).href)}")`
    + ` format("woff2");unicode-range:${face.style.getPropertyValue('unicode-range')}}`;
}

/** @font-face rules that hold every glyph of `text`; the files come from the browser's cache. */
export async function fontsOf(text: string): Promise<string> {
  const characters = new Set([...text].map((each) => each.codePointAt(0) ?? 0));
  return (await Promise.all(facesOf(characters).map(embedded))).join('\n');
}
