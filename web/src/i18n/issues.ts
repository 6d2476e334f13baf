/// What issues of the data say; figures keep their names in both languages.
export const issues = {
  detail_contradicted_price: {
    ko: '전일 종가 {price}, 저장된 {day} 종가 {price_before}', en: 'previous close {price}, stored close of {day} {price_before}',
  },
  detail_split: {
    ko: '전일 종가 {price}, 마지막으로 저장된 {day} 종가 {price_before}', en: 'previous close {price}, last stored close of {day} {price_before}',
  },
  detail_exchange_change: { ko: '{day} {before}, 지금 {now}', en: '{before} on {day}, now {now}' },
  detail_symbol_returned: { ko: '{day} 뒤로 저장된 {count}일 동안 없었음', en: 'no row since {day}, on {count} stored days' },
  detail_symbol_spelling: {
    ko: '빈칸이 붙은 종목 {count_blank}개, 빗금(/) {count_slash}개, 꺾쇠(^) {count_caret}개',
    en: '{count_blank} symbols padded with blanks, {count_slash} with a slash, {count_caret} with a caret',
  },
  detail_missing_day: { ko: '{day_first}와 {day_last} 사이에 받은 명단이 없음', en: 'no list between {day_first} and {day_last}' },
  detail_stale_day: { ko: '{count}종목 가운데 {share}%가 전날 값 그대로', en: '{share}% of {count} symbols repeat the day before' },
  detail_provisional_day: { ko: '다음 거래일이 확인해 주는 종가가 {share}%뿐', en: 'the next session confirms only {share}% of the closes' },
  detail_captured_early: { ko: '장 마감 전에 받음', en: 'captured before the close' },
  detail_minute_gap: {
    ko: '봉 없는 {count}분이 {count_gaps}곳, {clock_from}부터 {clock_to}까지',
    en: 'minutes without a bar: {count} in {count_gaps} places, {clock_from} to {clock_to}',
  },
  detail_minute_volume_excess: {
    ko: '분봉 거래량 합 {count}주, 그날 거래량 {count_day}주', en: 'minute volumes sum to {count}, the day had {count_day}',
  },
  detail_zero_volume_bars: { ko: '봉 {count_bars}개 가운데 {count}개', en: '{count} of {count_bars} bars' },
  detail_outside_session: { ko: '정규장 밖의 봉 {count}개를 뺌', en: '{count} bars outside the regular session left out' },
  detail_overlap: { ko: '{count_rows}행 가운데 {count}행은 이미 받은 행: {file}', en: '{count} of {count_rows} rows told again: {file}' },
  detail_quarantined: { ko: '{count}행, 예: {reason}', en: '{count} rows, such as: {reason}' },
} as const;
