/// Texts of what comes by itself: new values, kept ones, runs under way.
export const live = {
  live_new: { ko: '새 값을 받아 화면을 고쳤습니다', en: 'The page shows new values' },
  live_kept: { ko: '{age} 전에 받은 값', en: 'received {age} ago' },
  elapsed_minute: { ko: '{count}분', en: '{count} min' },
  elapsed_hour: { ko: '{count}시간', en: '{count} h' },
  elapsed_day: { ko: '{count}일', en: '{count} d' },
  live_running: { ko: '수집 중', en: 'Running' },
  live_running_of: { ko: '{pipeline} 수집 중, 작업 {total}개 가운데 {done}개를 마쳤습니다', en: '{pipeline} runs, {done} of {total} tasks done' },
  live_running_some: { ko: '파이프라인이 돌고 있습니다', en: 'A pipeline runs' },
} as const;
