#include "command_texts.h"

#include <array>

namespace seohak {
namespace {

constexpr std::array kCommands{
    CommandText{"run",
                {"Run pipelines now: collect, load, compute",
                 "파이프라인을 지금 실행합니다: 수집, 적재, 계산"},
                {"  seohak run                         every pipeline, every recorded day\n"
                 "  seohak run fear_greed --profile live\n"
                 "  seohak run exchange_rate --for 2024-03-05 --json",
                 "  seohak run                         모든 파이프라인, 녹화된 모든 날\n"
                 "  seohak run fear_greed --profile live\n"
                 "  seohak run exchange_rate --for 2024-03-05 --json"},
                ""},
    CommandText{"task",
                {"Run one task of a pipeline, as another scheduler would",
                 "파이프라인의 작업 하나만 실행합니다. 다른 스케줄러가 부를 때 씁니다"},
                Text::both("  seohak task exchange_rate load:ecb.reference_rates\n"
                           "  seohak task price_daily model:analytics.price_daily --for "
                           "2026-04-10 --json"),
                ""},
    CommandText{"backfill",
                {"Fetch past days in parts; goes on where it was cut off",
                 "지난 날을 조각으로 나누어 채웁니다. 끊기면 이어서 합니다"},
                {"  seohak backfill                    all recorded days, newest first\n"
                 "  seohak backfill price_daily --from 2026-01-20 --to 2026-02-01\n"
                 "  seohak backfill exchange_rate --profile live --from 2015-01-01 --to 2026-01-01 "
                 "--parallel 8 --oldest-first",
                 "  seohak backfill                    녹화된 모든 날, 최근 날부터\n"
                 "  seohak backfill price_daily --from 2026-01-20 --to 2026-02-01\n"
                 "  seohak backfill exchange_rate --profile live --from 2015-01-01 --to 2026-01-01 "
                 "--parallel 8 --oldest-first"},
                ""},
    CommandText{"serve",
                {"Serve API and dashboard", "API와 대시보드를 엽니다"},
                {"  seohak serve\n  seohak serve --listen 127.0.0.1:8051\n"
                 "  seohak serve --listen 0.0.0.0:8050   from the phone; needs a password",
                 "  seohak serve\n  seohak serve --listen 127.0.0.1:8051\n"
                 "  seohak serve --listen 0.0.0.0:8050   휴대전화에서 보기. 암호가 필요합니다"},
                ""},
    CommandText{"query",
                {"Ask the warehouse in SQL, read-only", "저장소에 SQL로 묻습니다 (읽기 전용)"},
                Text::both("  seohak query \"SELECT * FROM analytics.fear_greed_trend\"\n"
                           "  seohak query --format parquet -o fx.parquet \"SELECT * FROM "
                           "analytics.fx_trend_daily\"\n"
                           "  echo 'SELECT 1' | seohak query -"),
                ""},
    CommandText{"replay",
                {"Rebuild the tables from landed answers alone",
                 "보관된 원본 응답만으로 표를 다시 만듭니다"},
                Text::both("  seohak replay\n  seohak replay --as-of 2026-04-01T00:00:00Z"),
                ""},
    CommandText{"runs",
                {"History of runs", "실행 이력을 보여 줍니다"},
                Text::both("  seohak runs --limit 5\n  seohak runs --json"),
                ""},
    CommandText{"logs",
                {"Log of a run", "실행 기록을 보여 줍니다"},
                Text::both("  seohak logs last\n  seohak logs last load:ecb.reference_rates -f"),
                "last"},
    CommandText{"retry",
                {"Take up a run again: what is not done, or these tasks and what follows them",
                 "실행을 다시 합니다: 마치지 못한 것, 또는 이 작업과 뒤따르는 작업"},
                Text::both("  seohak retry last\n"
                           "  seohak retry 20261123T190355-3f2a load:ecb.reference_rates\n"
                           "  seohak retry last model:analytics.fx_trend_daily --only"),
                "last"},
    CommandText{"cancel",
                {"Stop a run, or tasks of it", "실행이나 그 작업을 멈춥니다"},
                Text::both("  seohak cancel last\n  seohak cancel last extract:yahoo.chart_1d"),
                "last"},
    CommandText{"mark",
                {"Say by hand how tasks of a run ended: done, failed or skipped",
                 "실행의 작업이 어떻게 끝났는지 손으로 정합니다: done, failed, skipped"},
                Text::both("  seohak mark last skipped extract:eximbank.rates\n"
                           "  seohak mark last done load:cnn.graphdata"),
                "last"},
    CommandText{
        "pause",
        {"Start nothing of a pipeline by its schedule", "파이프라인의 일정 실행을 멈춥니다"},
        Text::both("  seohak pause price_minute\n  seohak pause"),
        ""},
    CommandText{"resume",
                {"Run a pipeline by its schedule again", "파이프라인을 다시 일정대로 실행합니다"},
                Text::both("  seohak resume price_minute\n  seohak resume"),
                ""},
    CommandText{"schedule",
                {"What will run when, in New York and Seoul time",
                 "무엇이 언제 실행되는지 뉴욕과 서울 시각으로 보여 줍니다"},
                {"  seohak schedule                    every pipeline, the next seven days\n"
                 "  seohak schedule price_daily --from 2026-11-20 --to 2026-12-01\n"
                 "  seohak schedule -v                 each time in a line of its own\n"
                 "  seohak schedule --json",
                 "  seohak schedule                    모든 파이프라인, 앞으로 7일\n"
                 "  seohak schedule price_daily --from 2026-11-20 --to 2026-12-01\n"
                 "  seohak schedule -v                 때마다 한 줄씩\n"
                 "  seohak schedule --json"},
                ""},
    CommandText{"sources",
                {"What is collected, from where, how fresh",
                 "무엇을 어디서 얼마나 새롭게 모으는지 보여 줍니다"},
                Text::both("  seohak sources\n  seohak sources check"),
                "check"},
    CommandText{"models",
                {"The analytics tables: list, test, lineage, dictionary, diff",
                 "분석 표를 다룹니다: list, test, lineage, dictionary, diff"},
                Text::both("  seohak models list\n  seohak models test\n  seohak models lineage"),
                "list test lineage dictionary diff"},
    CommandText{
        "doctor",
        {"Check this machine, the home and the sources", "이 컴퓨터와 홈, 출처를 점검합니다"},
        Text::both("  seohak doctor\n  seohak doctor --profile live"),
        ""},
    CommandText{"init",
                {"Write a commented configuration file, set the password, write a service unit",
                 "설명이 달린 설정 파일과 서비스 유닛을 만들고 암호를 정합니다"},
                {"  seohak init\n  seohak init --print\n  seohak init --password\n"
                 "  seohak init --service              runs while you are logged in, or lingers\n"
                 "  sudo seohak init --service system  runs from the machine's start",
                 "  seohak init\n  seohak init --print\n  seohak init --password\n"
                 "  seohak init --service              로그인한 동안, 또는 그 뒤에도 돌게 하기\n"
                 "  sudo seohak init --service system  컴퓨터가 켜질 때부터 돌게 하기"},
                ""},
    CommandText{"completion",
                {"Completion script for bash, zsh or fish",
                 "bash, zsh, fish 자동 완성 스크립트를 출력합니다"},
                Text::both("  source <(seohak completion bash)\n"
                           "  source <(seohak completion zsh)\n"
                           "  seohak completion fish | source"),
                "bash zsh fish"},
};

}  // namespace

std::span<const CommandText> command_texts() { return kCommands; }

}  // namespace seohak
