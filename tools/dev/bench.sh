# Benchmarks: the program beside its peers. Sourced by ./dev.
bench() { # [NAME...] [--json] [--smoke] [--rounds N]
  local env
  setup run
  setup_packages tools/setup/bench-packages.txt
  build release seohak bench_rsi
  npm_install web
  env=$(python_env bench bench/requirements.txt)
  "$env/bin/python" bench/bench.py build/release/seohak "$@"
}
