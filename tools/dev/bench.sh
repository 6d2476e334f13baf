# Benchmarks: the program beside its peers. Sourced by ./dev.
bench() { # [NAME...] [--json] [--smoke] [--rounds N]
  local env
  setup run
  build release seohak bench_rsi
  env=$(python_env bench bench/requirements.txt)
  "$env/bin/python" bench/bench.py build/release/seohak "$@"
}
