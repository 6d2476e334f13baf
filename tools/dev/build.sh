# Building: the web pages, then the program. Sourced by ./dev.
jobs=$(nproc)

# Newest change among the sources of the web pages, as one line.
web_stamp() {
  find web \( -path web/node_modules -o -path web/dist -o -path web/generated \) -prune -o -type f -print0 |
    sort -z | xargs -0 sha256sum | sha256sum | cut -c1-32
}

build_web() {
  local stamp
  stamp=$(web_stamp)
  [ "$(cat web/dist/.stamp 2>/dev/null)" = "$stamp" ] && return
  npm_install web
  say "building the web pages"
  (cd web && npm run --silent build) >"$root/build/web.log" 2>&1 || { cat build/web.log >&2; exit 1; }
  echo "$stamp" > web/dist/.stamp
}

build() { # PRESET [TARGET...]
  local preset=$1
  shift
  mkdir -p build
  build_web
  if [ ! -e "build/$preset/build.ninja" ]; then
    say "configuring $preset"
    cmake --preset "$preset" >"build/configure-$preset.log" 2>&1 ||
      { tail -30 "build/configure-$preset.log" >&2; exit 1; }
  fi
  local quiet=--quiet  # on a terminal, one line that counts
  [ ! -t 1 ] || quiet=
  say "building $preset"
  ninja -C "build/$preset" -j "$jobs" ${quiet:+"$quiet"} "$@"
}
