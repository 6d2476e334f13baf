#include "phrase_table.h"

namespace seohak {
namespace {

constexpr Phrase kPhrases[] = {
    {"character {}: {}", "{}번째 글자: {}"},
    {"expected {}, not \"{}\"; did you mean {}?",
     "{}이(가) 와야 하는데 \"{}\"입니다. {}을(를) 뜻하셨나요?"},
    {"expected {}, not \"{}\"", "{}이(가) 와야 하는데 \"{}\"입니다"},
    {"expected {}", "{}이(가) 와야 합니다"},
    {"cron, every, us, kr or a time such as 20:00", "cron, every, us, kr 또는 20:00 같은 시각"},
    {"a time zone such as Asia/Seoul", "Asia/Seoul 같은 시간대"},
    {"a time such as 18:00", "18:00 같은 시각"},
    {"a time from 00:00 to 23:59", "00:00부터 23:59까지의 시각"},
    {"a number of minutes or hours", "분이나 시간의 수"},
    {"a step from 1 to 99 behind the /", "/ 뒤에 1부터 99까지의 간격"},
    {"five fields and a time zone: {}", "다섯 칸과 시간대: {}"},
    {"open, close, sessions or business days", "open, close, sessions 또는 business days"},
    {"; or the end", "; 또는 끝"},
    {"\"{}\" is not a time zone; did you mean {}?",
     "\"{}\"은(는) 시간대가 아닙니다. {}을(를) 뜻하셨나요?"},
    {"\"{}\" is not a time zone; use a name such as Asia/Seoul",
     "\"{}\"은(는) 시간대가 아닙니다. Asia/Seoul 같은 이름을 쓰세요"},
    {"at most 12 h are possible", "12시간까지만 쓸 수 있습니다"},
    {"a step is at least 1 min", "간격은 1분 이상이어야 합니다"},
    {"a schedule has at most {} rules", "일정에는 규칙을 {}개까지 쓸 수 있습니다"},
    {"cron has five fields and a time zone; {} are here",
     "cron에는 다섯 칸과 시간대가 필요합니다. 지금은 {}칸입니다"},
    {"the range {} runs backwards", "범위 {}의 앞뒤가 바뀌었습니다"},
    {"a step needs a range: write {}", "간격에는 범위가 필요합니다: {}처럼 쓰세요"},
    {"no month named by \"{}\" has a day \"{}\"", "\"{}\"월에는 \"{}\"일이 없습니다"},
    {"at most {} days are listed at once; name fewer with --from and --to",
     "한 번에 {}일까지 보여 줍니다. --from, --to로 줄이세요"},
    {"another scheduler (pid {}) runs on this home; stop it first",
     "다른 스케줄러(pid {})가 이 홈에서 돌고 있습니다. 먼저 끝내세요"},
    {"no schedule of \"{}\" is switched on", "\"{}\"의 켜진 일정이 없습니다"},
    {"the files are landed already", "파일이 이미 보관되어 있습니다"},
    {"cancelled by hand", "손으로 취소했습니다"},
    {"skipped by hand", "손으로 건너뛰었습니다"},
    {"done by hand", "손으로 완료로 정했습니다"},
    {"failed by hand", "손으로 실패로 정했습니다"},
    {"queued again by hand", "손으로 다시 대기시켰습니다"},
    {"queued again by hand: {}", "손으로 다시 대기시켰습니다: {}"},
    {"left for the next start", "다음에 켤 때 이어서 합니다"},
    {"task \"{}\" is {}; cancel it first or wait for it",
     "작업 \"{}\"이(가) {} 상태입니다. 먼저 취소하거나 기다리세요"},
    {"nothing to cancel: these tasks have ended", "취소할 것이 없습니다. 이미 끝난 작업입니다"},
    {"run {} has ended ({})", "실행 {}은(는) 이미 끝났습니다({})"},
    {"every task of run {} is done; name one to run it again, with what follows it",
     "실행 {}의 모든 작업을 마쳤습니다. 다시 할 작업을 고르면 뒤따르는 작업과 함께 합니다"},
    {"run {} has no task \"{}\"; did you mean \"{}\"?",
     "실행 {}에 \"{}\" 작업이 없습니다. \"{}\"을(를) 찾으셨나요?"},
    {"the program that holds this home (pid {}) replays the recordings in {}; stop it to run those "
     "in "
     "{}",
     "이 홈을 쥔 프로그램(pid {})은 {}의 녹화를 재생합니다. {}의 녹화를 돌리려면 그 프로그램을 "
     "끝내세요"},
    {"name a task of pipeline {}: {}", "파이프라인 {}의 작업을 하나 적으세요: {}"},
    {"pipeline {} has no task \"{}\"; did you mean \"{}\"?",
     "파이프라인 {}에 \"{}\" 작업이 없습니다. \"{}\"을(를) 찾으셨나요?"},
    {"pipeline {} has no task \"{}\"; it has {}",
     "파이프라인 {}에 \"{}\" 작업이 없습니다. 있는 작업: {}"},
    {"pipeline {} has no task \"{}\" (any more); start a new run instead",
     "파이프라인 {}에 \"{}\" 작업이 (더는) 없습니다. 새로 실행하세요"},
    {"run {} is running in process {}", "실행 {}은(는) 프로세스 {}에서 진행 중입니다"},
    {"run {} is not {} any more; look at it and try again",
     "실행 {}은(는) 이제 {} 상태가 아닙니다. 확인하고 다시 하세요"},
    {"a task cannot be marked {}; done, failed, skipped",
     "작업을 {}(으)로 정할 수 없습니다. done, failed, skipped 가운데 고르세요"},
    {"no task is named to mark", "정할 작업을 고르세요"},
    {"{} runs wait already", "실행 {}개가 이미 기다리고 있습니다"},
    {"late: not done by its deadline", "늦음: 기한까지 끝나지 않았습니다"},
};

}  // namespace

std::span<const Phrase> schedule_phrases() { return kPhrases; }

}  // namespace seohak
