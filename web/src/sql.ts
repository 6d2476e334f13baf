/// Splits SQL into pieces that are shown in their own colours.
export type PieceKind = 'word' | 'text' | 'note' | 'plain';
export interface Piece { kind: PieceKind; text: string }

const kWords = ('select from where and or not in is null as on join inner left cross group order by desc asc limit offset with '
  + 'union all distinct case when then else end over partition rows between preceding current row having exists interval date '
  + 'cast nulls last first within').split(' ');
const kPieces = /(--[^\n]*)|('(?:[^']|'')*')|([A-Za-z_]+)/g;

export function sqlPieces(sql: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of sql.matchAll(kPieces)) {
    const [text, note, literal, word] = match;
    const kind: PieceKind = note ? 'note' : literal ? 'text' : word && kWords.includes(word.toLowerCase()) ? 'word' : 'plain';
    if (kind === 'plain') continue;
    if (match.index > end) pieces.push({ kind: 'plain', text: sql.slice(end, match.index) });
    pieces.push({ kind, text });
    end = match.index + text.length;
  }
  if (end < sql.length) pieces.push({ kind: 'plain', text: sql.slice(end) });
  return pieces;
}
