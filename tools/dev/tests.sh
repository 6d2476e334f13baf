# Tests. Sourced by ./dev. Every step says what it is and how long it took; the first failure ends.
step() { # NAME COMMAND...
  local name=$1 started=$SECONDS
  shift
  say "$name"
  "$@" || { echo "FAILED: $name (after $((SECONDS - started)) s)" >&2; exit 1; }
  printf '    %s: %d s\n' "$name" "$((SECONDS - started))" >&2
}

unit_tests() { # PRESET [CTEST-ARGUMENT...]
  local preset=$1
  shift
  ctest --test-dir "build/$preset" --output-on-failure --no-tests=error -j "$jobs" "$@"
}

# The sanitizers' own libraries cannot see into DuckDB and Arrow, which come without them.
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=0
export LSAN_OPTIONS=suppressions=$root/tests/sanitizers/leaks.txt:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1
# Arrow's and DuckDB's own locks and threads are invisible to the thread sanitizer; ours are not.
export TSAN_OPTIONS=suppressions=$root/tests/sanitizers/threads.txt:halt_on_error=1:ignore_noninstrumented_modules=1:report_mutex_bugs=0

# Targets that a sanitizer build needs: "base_test" … for the folders that have tests.
test_targets() { local name; for name in "$@"; do echo "${name}_test"; done; }

asan_tests() {
  # shellcheck disable=SC2046
  build asan $(test_targets base extract land load)
  unit_tests asan -R '^(base|extract|land|load)$'
}

tsan_tests() {
  # shellcheck disable=SC2046
  build tsan $(test_targets load dag serve)
  # A function whose step is watched goes on behind a failure: each says so itself.
  unit_tests tsan -R '^serve$' || return
  # Simulated processes fork and then start threads, which the sanitizer does not follow.
  GTEST_FILTER='-SchedulerProcess*' unit_tests tsan -R '^dag$' || return
  # A fork while DuckDB's allocator holds its many locks is more than the deadlock detector counts.
  GTEST_FILTER='-WarehouseProcesses.*' unit_tests tsan -R '^load$'
}

fuzz() { # SECONDS, shared by the fuzzers
  local program programs=()
  for program in tests/fuzz/*_fuzz.cpp; do programs+=("$(basename "$program" .cpp)"); done
  build fuzz "${programs[@]}"
  for program in "${programs[@]}"; do
    mkdir -p "build/fuzz/corpus/$program"
    "build/fuzz/$program" -max_total_time=$(($1 / ${#programs[@]})) -timeout=10 -rss_limit_mb=2048 \
      -artifact_prefix=build/fuzz/ -verbosity=0 -print_final_stats=1 "build/fuzz/corpus/$program" \
      $(seeds "$program") 2>&1 | grep -E 'number_of_executed_units|ERROR|SUMMARY|defect' || true
    # A finding leaves its input behind.
    if compgen -G "build/fuzz/crash-*" >/dev/null || compgen -G "build/fuzz/timeout-*" >/dev/null; then
      echo "$program: a finding is at build/fuzz/; run build/fuzz/$program FILE to see it" >&2
      return 1
    fi
  done
}

# Directories of real inputs to start from.
seeds() { # PROGRAM
  case $1 in
    warc_fuzz) echo recordings/cnn/graphdata recordings/gsheets/fear_greed ;;
    connectors_fuzz) echo src/extract/*/testdata ;;
    config_fuzz) echo models/raw_data ;;
  esac
}

web_tests() {
  npm_install web
  (cd web && npm run --silent check && npm test --silent)
}

golden() {
  local env
  env=$(python_env golden tests/golden/requirements.txt)
  "$env/bin/python" tests/golden/check.py build/release/seohak
}

# Runs a script that makes recordings of its own.
with_recordings() { # SCRIPT [ARGUMENT...]
  local env
  env=$(python_env recordings tools/recordings/requirements.txt)
  "$env/bin/python" "$@"
}

# FastWARC reads every file that a run landed.
landed_files_check() {
  local env home
  env=$(python_env recordings tools/recordings/requirements.txt)
  home=$(mktemp -d)
  ./build/release/seohak --home "$home" -q run
  "$env/bin/python" tests/tools/check_warc.py --manifests "$home/recorded/landing"
  rm -rf "$home"
}

models_on_postgres() {
  local env
  env=$(python_env models tests/models/requirements.txt)
  "$env/bin/python" tests/models/run_postgres.py
}

# Starts `serve` on a free port of a fresh home, runs a command with its address, stops it.
with_server() { # COMMAND...
  local home pid line code=0
  home=$(mktemp -d)
  ./build/release/seohak --home "$home" -q run
  mkfifo "$home/announced"
  ./build/release/seohak --home "$home" serve --listen 127.0.0.1:0 --json >"$home/announced" &
  pid=$!
  # Blocks until the server says its address, or ends.
  read -r line <"$home/announced" || { echo "serve did not start" >&2; return 1; }
  "$@" "$(sed -nE 's/.*"url":"([^"]+)".*/\1/p' <<<"$line")" || code=$?
  kill "$pid" && wait "$pid" || code=$?
  rm -rf "$home"
  return "$code"
}

# What the API's document allows and what it does not, asked of a running server.
api_inputs() {
  local env
  env=$(python_env api tests/api/requirements.txt)
  with_server "$env/bin/python" tests/api/fuzz.py
}

browser_tests() { # BASE_URL
  local only=()
  [ -z "${SEOHAK_UPDATE_PICTURES:-}" ] || only=(--test-name-pattern ' taken$')
  (cd tests/e2e && node --test-reporter=spec "${only[@]}" run.mjs "$1")
}

e2e() { # [--update] [BASE_URL]
  npm_install web
  if [ "${1:-}" = --update ]; then
    shift
    export SEOHAK_UPDATE_PICTURES=1
  fi
  if [ $# -gt 0 ]; then browser_tests "$1"; else with_server browser_tests; fi
}

fast_tests() {
  step "unit tests" unit_tests release
  step "model cases on DuckDB" ./build/release/seohak models test tests/models
  step "commands" python3 tests/run/commands.py
  step "the socket of a home" python3 tests/run/socket_rule.py
  step "words of the commands" python3 tests/run/words.py
  step "one task at a time" python3 tests/run/tasks.py
  step "schedules" python3 tests/run/schedule.py
  step "service units" python3 tests/run/service.py
}

test_fast() {
  setup test
  build release
  fast_tests
  step "linters" lint
}

test_all() {
  setup test
  build release
  fast_tests
  step "generated documents" check_docs
  step "linters" lint
  step "clang-tidy" tidy
  step "web unit tests" web_tests
  step "recordings" with_recordings tools/recordings/check_recordings.py recordings
  step "bad input, end to end" with_recordings tests/run/bad_input.py
  step "password" python3 tests/run/password.py
  step "scheduler" python3 tests/run/scheduler.py
  step "a scheduled week, killed 20 times" python3 tests/run/week.py
  step "many runs in one process" python3 tests/run/soak.py
  step "backfill" with_recordings tests/run/backfill.py
  step "landed files, as FastWARC reads them" landed_files_check
  step "equal tables: two runs, replay, 20 kills" python3 tests/run/equality.py --kills 20
  step "tables follow a new day and a changed calendar" python3 tests/run/follow.py
  step "recordings at two paths" python3 tests/run/recordings.py
  step "full disk, at 20 points of a run" python3 tests/run/disk_full.py
  step "tables equal pandas" golden
  step "DDL and model cases on PostgreSQL" models_on_postgres
  step "benchmarks run and agree with their peers" bench --smoke
  step "API inputs, by its document and against it" api_inputs
  step "browser" e2e
  step "browser, on odd data" odd_pages
  step "address and undefined-behaviour sanitizers" asan_tests
  step "thread sanitizer" tsan_tests
  step "fuzzing" fuzz 30
  say "all passed"
}

odd_pages() {
  npm_install web
  with_recordings tests/run/odd_pages.py
}

twenty_times() {
  local round
  for round in $(seq 20); do ( fast_tests ) || { echo "round $round failed" >&2; return 1; }; done
}

test_full() {
  test_all
  step "the fast part, twenty times" twenty_times
  step "200 kills" python3 tests/run/equality.py --kills 200
  SEOHAK_KILLS=50 step "50 killed backfills" with_recordings tests/run/backfill.py \
    killed_anywhere_the_same_command_goes_on
  SEOHAK_SOAK_RUNS=5000 step "thousands of runs in one process" python3 tests/run/soak.py
  step "a scheduled week, killed 200 times" python3 tests/run/week.py --kills 200
  SEOHAK_KILLS=2000 GTEST_FILTER='SchedulerProcess*' step "a week without data, killed 2,000 times" \
    unit_tests release -R '^dag$'
  step "landing on S3" python3 tests/run/s3.py
}

# In a bare Debian 12 root: what a stranger's machine lacks is installed, the fast tests pass, and
# `run` fills the tables.
test_fresh() {
  local dir=${SEOHAK_FRESH_ROOT:-$cache/fresh-root}
  tests/tools/fresh-root.sh make "$dir"
  tests/tools/fresh-root.sh run "$dir" "$root" ./dev test fast
  tests/tools/fresh-root.sh run "$dir" "$root" bash -c \
    './dev build && ./build/release/seohak run && ./build/release/seohak query "SELECT * FROM analytics.fear_greed_rating_share"'
}
