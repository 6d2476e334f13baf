import { describe, expect, it } from 'vitest';
import { sqlPieces } from './sql';

describe('SQL in colours', () => {
  it('keeps every character', () => {
    const sql = "-- a note: select\nSELECT rate, 'it''s from' AS x\nFROM analytics.fx_trend_daily -- end";
    const pieces = sqlPieces(sql);
    expect(pieces.map((piece) => piece.text).join('')).toBe(sql);
    expect(pieces.filter((piece) => piece.kind === 'word').map((piece) => piece.text)).toEqual(['SELECT', 'AS', 'FROM']);
    expect(pieces.filter((piece) => piece.kind === 'note').length).toBe(2);
    expect(pieces.filter((piece) => piece.kind === 'text').map((piece) => piece.text)).toEqual(["'it''s from'"]);
  });
});
