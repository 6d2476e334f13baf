# Linters and documents. Sourced by ./dev.
sources() { git ls-files -co --exclude-standard 'src/*.h' 'src/*.cpp' 'app/*.h' 'app/*.cpp' \
  'tests/*.h' 'tests/*.cpp' 'bench/*.cpp'; }

format_sources() { sources | xargs clang-format -i; }

lint() {
  local failed=0 env
  env=$(python_env lint tools/setup/lint-requirements.txt)
  say "format"; sources | xargs clang-format --dry-run --Werror || failed=1
  say "include order"; python3 tools/checks/include_order.py || failed=1
  say "file sizes"; python3 tools/checks/file_sizes.py || failed=1
  say "every test is run"; python3 tools/checks/tests.py || failed=1
  say "phrases"; python3 tools/checks/phrases.py || failed=1
  say "documents"; python3 tools/checks/docs.py || failed=1
  say "spelling"; "$env/bin/codespell" --config tools/checks/codespell.cfg \
    $(git ls-files '*.md' 'models/*.sql' 'app/*.cpp' 'src/*.h') || failed=1
  say "SQL, as Redshift reads it"
  env=$(python_env sql tools/sql/requirements.txt)
  tools/sql/lint.sh "$env/bin/sqlfluff" || failed=1
  return $failed
}

# clang-tidy, by the compile commands of the release build; what passed before is not read again.
tidy() { # [SOURCE...]
  python3 tools/checks/tidy.py --jobs "$jobs" build/release "$cache/tidy" "$@"
}

write_docs() {
  ./build/release/seohak models dictionary > docs/data-dictionary.md
}

check_docs() {
  say "generated documents are current"
  ./build/release/seohak models dictionary | diff -u docs/data-dictionary.md - ||
    { echo "run ./dev docs and commit docs/data-dictionary.md" >&2; return 1; }
}
