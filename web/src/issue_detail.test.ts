import { describe, expect, it } from 'vitest';
import { issueDetail, issueFigures } from './issue_detail';

/** A detail of every kind as analytics.data_issue tells it of the recordings (quarantined: of its SQL). */
const kTold: readonly (readonly [kind: string, detail: string, korean: string])[] = [
  ['contradicted_price', 'previous close 9.9, stored close 0.099 of 2026-02-09', '전일 종가 $9.9, 저장된 2026.2.9(월) 종가 $0.099'],
  ['reverse_split', 'previous close 0.04, last stored close 0.0203 of 2026-02-23', '전일 종가 $0.04, 마지막으로 저장된 2026.2.23(월) 종가 $0.0203'],
  ['split_suspected', 'previous close 9.815, last stored close 19.63 of 2026-03-24', '전일 종가 $9.815, 마지막으로 저장된 2026.3.24(화) 종가 $19.63'],
  ['exchange_change', 'NYSE on 2026-03-05, now NASDAQ', '2026.3.5(목) NYSE, 지금 NASDAQ'],
  ['symbol_returned', 'no row since 2026-01-20, on 5 stored days', '2026.1.20(화) 뒤로 저장된 5일 동안 없었음'],
  ['symbol_spelling', '2 symbols padded with blanks, 13 with a slash, 365 with a caret', '빈칸이 붙은 종목 2개, 빗금(/) 13개, 꺾쇠(^) 365개'],
  ['missing_day', 'no snapshot between 2026-01-20 and 2026-04-13', '2026.1.20(화)와 2026.4.13(월) 사이에 받은 명단이 없음'],
  ['stale_day', '100.00 % of 4073 symbols repeat the day before', '4,073종목 가운데 100.00%가 전날 값 그대로'],
  ['provisional_day', 'the next session confirms 27.34 % of the closes', '다음 거래일이 확인해 주는 종가가 27.34%뿐'],
  ['provisional_day', 'captured before the close', '장 마감 전에 받음'],
  ['minute_gap', '2 minutes without a bar in 1 gaps, from 15:10 to 15:11 UTC', '봉 없는 2분이 1곳, 11:10 ET(00:10 KST)부터 11:11 ET(00:11 KST)까지'],
  ['minute_volume_excess', 'minute volumes sum to 384546816, the day had 66853690', '분봉 거래량 합 384,546,816주, 그날 거래량 66,853,690주'],
  ['zero_volume_bars', '59 of 390 bars', '봉 390개 가운데 59개'],
  ['outside_session', '563 bars outside the regular session left out', '정규장 밖의 봉 563개를 뺌'],
  ['overlap', '780 of 2728 rows told again: TSLA_1m.csv.zst', '2,728행 가운데 780행은 이미 받은 행: TSLA_1m.csv.zst'],
  ['quarantined', '3 rows, such as: close: not a number', '3행, 예: close: not a number'],
];

describe('the detail of an issue', () => {
  it.each(kTold)('%s is told in Korean', (kind, detail, korean) => {
    expect(issueDetail({ day: '2026-03-19', kind, detail }, 'ko')).toBe(korean);
  });

  it.each(kTold)('%s keeps its figures in English', (kind, detail) => {
    const english = issueDetail({ day: '2026-03-19', kind, detail }, 'en');
    expect(english).not.toMatch(/[{}가-힣]/);
    expect(english.replace(/[^0-9]/g, '').length).toBeGreaterThanOrEqual(detail === 'captured before the close' ? 0 : 1);
  });

  it('is shown as it is when its sentence is unknown', () => {
    expect(issueDetail({ day: '2026-03-19', kind: 'stale_day', detail: 'something else' }, 'ko')).toBe('something else');
    expect(issueDetail({ day: '2026-03-19', kind: 'new_kind', detail: '59 of 390 bars' }, 'ko')).toBe('59 of 390 bars');
    expect(issueFigures('new_kind', '59 of 390 bars')).toBeNull();
    expect(issueFigures('zero_volume_bars', '59 of 390 bars')).toEqual({ count: '59', count_bars: '390' });
  });
});
