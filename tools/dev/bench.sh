# Benchmarks: the program beside its peers. Sourced by ./dev.
# Whether `scheduler` is measured in full, by its name or among all: Airflow is half a gigabyte.
wants_airflow() { # [ARGUMENT...]
  [[ " $* " != *" --smoke "* && ( " $* " == *" scheduler "* || ! " $* " =~ \ [a-z] ) ]]
}

bench() { # [NAME...] [--json] [--smoke] [--rounds N]
  local env
  setup run
  setup_packages tools/setup/bench-packages.txt
  build release seohak bench_rsi bench_scheduler
  npm_install web
  if wants_airflow "$@"; then
    SEOHAK_BENCH_AIRFLOW=$(python_env airflow bench/airflow-requirements.txt)
    export SEOHAK_BENCH_AIRFLOW
  fi
  env=$(python_env bench bench/requirements.txt)
  "$env/bin/python" bench/bench.py build/release/seohak "$@"
}
