#!/usr/bin/env bash
# Fetches Arrow and DuckDB from package registries into the cache, pinned by SHA-256.
#   third_party.sh DIR     leaves DIR/arrow-VERSION/{include,lib} and DIR/duckdb-VERSION/{include,lib}
# Arrow: headers and shared libraries of the PyPI wheel pyarrow. DuckDB: the shared library of the
# npm package @duckdb/node-bindings-linux-x64 and duckdb.h of the PyPI sdist duckdb.
set -euo pipefail
dir=${1:?DIR}
arrow=26.0.1
duckdb=1.5.6
arrow_sha=39cb0f2418282c24bea6ceda77b03e5a8f0a5766b63a8bf194d4e2a2c423548c
duckdb_header_sha=166a91dbfacfc0c9f08cc76c0243cb6d3d4296bfab5bad72a3cfb63140a5b7c8
duckdb_lib_sha=1b9f82478539bb9a1d1df44bd103121a12ae52142c07158dc52b97d2ec1d69ff

verify() { # FILE SHA256
  echo "$2  $1" | sha256sum --check --quiet --status || {
    echo "setup: $1 does not have the pinned SHA-256 $2; delete it and try again, or review the pin" >&2
    exit 1
  }
}

fetch_arrow() {
  local tmp=$1
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --python-version 3.11 --implementation cp --abi cp311 --platform manylinux_2_28_x86_64 \
    --dest "$tmp" "pyarrow==$arrow"
  verify "$tmp"/pyarrow-*.whl "$arrow_sha"
  mkdir -p "$tmp/out/lib"
  python3 -m zipfile -e "$tmp"/pyarrow-*.whl "$tmp/wheel"
  mv "$tmp/wheel/pyarrow/include" "$tmp/out/include"
  local lib
  for lib in "$tmp"/wheel/pyarrow/lib{arrow,arrow_compute,arrow_acero,arrow_dataset,arrow_s3,parquet}.so.*; do
    mv "$lib" "$tmp/out/lib/"
    ln -s "$(basename "$lib")" "$tmp/out/lib/$(basename "${lib%.so.*}").so"
  done
  mkdir -p "$tmp/out/share"
  cp "$tmp"/wheel/pyarrow-*.dist-info/licenses/* "$tmp/out/share/" 2>/dev/null || true
  rm -rf "$dir/arrow-$arrow"
  mv "$tmp/out" "$dir/arrow-$arrow"
}

fetch_duckdb() {
  local tmp=$1
  (cd "$tmp" && npm pack --silent "@duckdb/node-bindings-linux-x64@$duckdb-r.1" >/dev/null)
  verify "$tmp"/duckdb-node-bindings-*.tgz "$duckdb_lib_sha"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --no-binary duckdb \
    --dest "$tmp" "duckdb==$duckdb"
  verify "$tmp/duckdb-$duckdb.tar.gz" "$duckdb_header_sha"
  mkdir -p "$tmp/out/lib" "$tmp/out/include"
  tar -xzf "$tmp"/duckdb-node-bindings-*.tgz -C "$tmp"
  mv "$tmp/package/libduckdb.so" "$tmp/out/lib/"
  tar -xzf "$tmp/duckdb-$duckdb.tar.gz" -C "$tmp/out/include" --strip-components=5 \
    "duckdb-$duckdb/external/duckdb/src/include/duckdb.h"
  rm -rf "$dir/duckdb-$duckdb"
  mv "$tmp/out" "$dir/duckdb-$duckdb"
}

mkdir -p "$dir"
tmp=$(mktemp -d "$dir/.fetch.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
# Plain statements: inside `test || fetch` bash would not stop at a failure.
if [ ! -e "$dir/arrow-$arrow/lib/libarrow.so" ]; then
  mkdir "$tmp/arrow"
  fetch_arrow "$tmp/arrow"
fi
if [ ! -e "$dir/duckdb-$duckdb/include/duckdb.h" ]; then
  mkdir "$tmp/duckdb"
  fetch_duckdb "$tmp/duckdb"
fi
