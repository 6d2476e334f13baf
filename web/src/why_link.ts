/// A tile's evidence as part of the page's address: ?why=fx.rate&why.day=2026-04-13
const kName = 'why';

/** Which tile is asked about, and the parameters of its evidence. */
export interface Asked { tile: string; query: Readonly<Record<string, string>> }

/** The tile that is asked about, whatever the day: "market.movers up". */
export function nameOf({ tile, query }: Asked): string {
  const values = Object.entries(query).flatMap(([name, value]) => (name === 'day' ? [] : [value]));
  return [tile, ...values].join(' ');
}

/** What an address asks about; null when it asks nothing. */
export function readWhy(query: URLSearchParams): Asked | null {
  const tile = query.get(kName);
  if (!tile || !/^[a-z_.]+$/.test(tile)) return null;
  const values = [...query].flatMap(([name, value]) =>
    name.startsWith(`${kName}.`) ? [[name.slice(kName.length + 1), value] as const] : []);
  return { tile, query: Object.fromEntries(values) };
}

/** The query of an address that asks about `asked`; of one that asks nothing when it is null. */
export function writeWhy(query: URLSearchParams, asked: Asked | null): string {
  const kept = [...query].filter(([name]) => name !== kName && !name.startsWith(`${kName}.`));
  if (asked) {
    kept.push([kName, asked.tile]);
    for (const [name, value] of Object.entries(asked.query)) kept.push([`${kName}.${name}`, value]);
  }
  return new URLSearchParams(kept).toString();
}
