#!/usr/bin/env python3
"""Landing on a real S3 server: the contract suite, and a whole run and a replay whose tables equal
those of a landing on this disk.

s3.py [LAND_TEST]      the contract suite's program; default: build/release/land_test
"""
import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile

from program import ROOT, Home, compare

BUCKET = "landing"
SCRIPT = ROOT / "tests/tools/start-minio.sh"


@contextlib.contextmanager
def server():
    """A running server: its port, access key and secret."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        try:
            started = subprocess.run([SCRIPT, "start", folder, str(port), BUCKET], check=True,
                                     stdout=subprocess.PIPE, text=True)
            yield port, *started.stdout.split()
        finally:
            subprocess.run([SCRIPT, "stop", folder], check=False)


def url(port, key, secret, prefix, bucket=BUCKET):
    return (f"s3://{key}:{secret}@{bucket}{prefix}?endpoint_override=127.0.0.1%3A{port}"
            "&scheme=http&region=us-east-1")


def contract(program, address):
    env = {**os.environ, "SEOHAK_TEST_S3_URL": address, "AWS_EC2_METADATA_DISABLED": "true"}
    done = subprocess.run([program, "--gtest_filter=*/s3"], env=env, capture_output=True, text=True,
                          timeout=300)
    ran = re.search(r"^\[  PASSED  \] (\d+) tests?\.$", done.stdout, re.MULTILINE)
    if done.returncode != 0 or not ran or int(ran.group(1)) == 0:
        return (done.stdout + done.stderr)[-3000:]
    print(f"     {ran.group(1)} tests of the contract passed on S3")
    return None


def landed_on_disk(home):
    return [str(path) for path in home.path.rglob("*.warc.zst")]


def remove_warehouse(home):
    for file in home.path.rglob("warehouse.duckdb*"):
        file.unlink()


def wrong_secret(address):
    """A run that is refused says so in one line, without the secret, and lands nothing."""
    with Home() as home:
        done = home.run("run", code=None, env=settings(address))
        if done.returncode not in (1, 75):
            return f"exit {done.returncode}"
        if "landing" not in done.stderr or "wrong-secret" in done.stderr:
            return done.stderr
        return None if len(done.stderr.splitlines()) == 1 else f"more than a line: {done.stderr}"


def settings(address):
    return {"SEOHAK__LANDING__URL": address, "AWS_EC2_METADATA_DISABLED": "true"}


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/release/land_test"
    results = []

    def check(name, difference):
        results.append(difference is None)
        print(f"{'ok  ' if difference is None else 'FAIL'} {name}" +
              (f": {difference}" if difference else ""), flush=True)

    with Home() as home:
        home.run("run")
        expected = home.dump()
    with server() as (port, key, secret), Home() as home:
        check("the landing contract", contract(program, url(port, key, secret, "/contract")))
        env = settings(url(port, key, secret, "/run"))
        home.run("run", env=env)
        check("a run that lands on S3 leaves equal tables", compare(expected, home.dump()))
        check("nothing lands on the disk", ", ".join(landed_on_disk(home)) or None)
        home.run("run", env=env)
        check("a second run changes nothing", compare(expected, home.dump()))
        remove_warehouse(home)
        home.run("replay", env=env)
        check("a replay from S3 restores the tables", compare(expected, home.dump()))
        with Home() as other:
            other.run("replay", env=env)
            check("another machine's replay leaves equal tables", compare(expected, other.dump()))
        check("a wrong secret is told", wrong_secret(url(port, key, "wrong-secret", "/run")))
        missing = url(port, key, secret, "/run", bucket="no-such-bucket")
        check("a missing bucket is told", wrong_secret(missing))
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
