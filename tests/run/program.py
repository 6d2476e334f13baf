"""Runs the built program for tests: homes of their own, no network, no environment of the user's.
Cases: functions marked `@case` that take a Home; `sys.exit(run_cases())` runs them.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("SEOHAK_BINARY", ROOT / "build/release/seohak"))
CASES = []


class Home:
    """A data home that is removed at the end."""

    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="seohak-test-"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def command(self, *words):
        return [str(BINARY), "--home", str(self.path), "--lang", "en", *map(str, words)]

    def environment(self, extra=None):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SEOHAK", "XDG_"))}
        return {**kept, "HOME": str(self.path), **(extra or {})}

    def run(self, *words, code=0, env=None, stdin=None, timeout=180):
        """Runs a command to its end; the exit code must be `code` (None: any)."""
        done = subprocess.run(self.command(*words), env=self.environment(env), input=stdin,
                              capture_output=True, text=True, timeout=timeout, cwd=self.path)
        if code is not None and done.returncode != code:
            raise AssertionError(f"{' '.join(map(str, words))}: exit {done.returncode}, expected "
                                 f"{code}\nstdout: {done.stdout[-2000:]}\nstderr: {done.stderr[-2000:]}")
        return done

    def start(self, *words, env=None):
        return subprocess.Popen(self.command(*words), env=self.environment(env), cwd=self.path,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def query(self, sql):
        return json.loads(self.run("query", "--format", "json", sql).stdout)

    def tables(self):
        rows = self.query("SELECT table_schema || '.' || table_name AS name FROM "
                          "information_schema.tables WHERE table_schema IN ('raw_data', 'analytics') "
                          "ORDER BY 1")
        return [row["name"] for row in rows]

    def dump(self, schema=""):
        """Every row of raw_data and analytics, or of one schema, as CSV text, by table."""
        return {name: self.run("query", "--format", "csv",
                               f"SELECT * FROM {name} ORDER BY ALL").stdout
                for name in self.tables() if name.startswith(schema)}


class Serving:
    """`serve` on a home, ended with the block; `url` is the page's, `said` all that it announced."""

    def __init__(self, home, env=None, listen="127.0.0.1:0"):
        self.process = home.start("serve", "--listen", listen, "--json", env=env)
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"serve --listen {listen}: {self.process.communicate()[1]}")
        self.said = json.loads(line)
        self.url = self.said["url"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        self.process.communicate(timeout=60)


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.communicate()


def compare(expected, found):
    """The first difference of two dumps in words; None when they are equal."""
    if expected.keys() != found.keys():
        return f"tables differ: {sorted(expected)} and {sorted(found)}"
    for name in expected:
        left, right = expected[name].splitlines(), found[name].splitlines()
        if left != right:
            line = next((i for i, (a, b) in enumerate(zip(left, right)) if a != b),
                        min(len(left), len(right)))
            return (f"{name}: {len(left)} and {len(right)} lines, first difference at {line + 1}: "
                    f"{left[line:line + 1]} and {right[line:line + 1]}")
    return None


def case(function):
    """Marks a case: run_cases() gives it a Home of its own."""
    if any(known.__name__ == function.__name__ for known in CASES):
        raise ValueError(f"two cases are called {function.__name__}")
    CASES.append(function)
    return function


def expect(condition, words):
    if not condition:
        raise AssertionError(words)


def run_cases(wanted=tuple(sys.argv[1:])):
    """Runs the cases named in `wanted` (none: all); the exit code."""
    unknown = set(wanted) - {function.__name__ for function in CASES}
    if unknown or not CASES:
        print(f"no such case: {', '.join(sorted(unknown)) or 'none is marked'}", file=sys.stderr)
        return 2
    failed = []
    chosen = [function for function in CASES if not wanted or function.__name__ in wanted]
    for function in chosen:
        with Home() as home:
            try:
                function(home)
                print(f"ok   {function.__name__}", flush=True)
            except Exception:  # a failed case must not hide the others
                failed.append(function.__name__)
                print(f"FAIL {function.__name__}\n{traceback.format_exc()}", flush=True)
    print(f"{len(chosen) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0
