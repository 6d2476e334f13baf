#!/usr/bin/env python3
"""clang-tidy over every C++ source but the unit tests, remembering what passed.

A source is checked again only when clang-tidy, .clang-tidy, its compile command, or the bytes of a
file it includes (system headers too) have changed since it last passed; so an unchanged tree takes
seconds. What passed is kept outside the tree, with paths of the tree left open, so that every clone
shares it.
"""
import argparse
import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
# -H lists the included files. clang's own warning stands for bugprone-reserved-identifier, which
# looks at every name of every system header and costs a fifth of the time.
EXTRA = [f"--extra-arg={flag}" for flag in
         ("-H", "-Wno-unknown-warning-option", "-Wno-error", "-Wreserved-identifier")]
INCLUDED = re.compile(r"^\.+ (.+)$")
NOISE = re.compile(r"^(\d+ warnings? .*generated|Suppressed \d+|Use -header-filter)")
KEPT_DAYS = 60


def sources():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "app/*.cpp", "src/*.cpp",
                             "tests/*.cpp", "bench/*.cpp"], cwd=ROOT, text=True, check=True,
                            stdout=subprocess.PIPE).stdout.splitlines()
    return [name for name in sorted(set(listed))
            if not name.endswith("_test.cpp") and (ROOT / name).exists()]


def compile_commands(build):
    """Source below the tree -> its compile command, as a list of words."""
    commands = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["directory"], entry["file"])
        if path.is_relative_to(ROOT):
            commands.setdefault(str(path.relative_to(ROOT)), shlex.split(entry["command"]))
    return commands


@functools.lru_cache(maxsize=None)
def digest(path):
    try:
        return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
    except OSError:
        return "gone"


class Tidy:
    def __init__(self, build, cache):
        self.build, self.cache = build, cache
        self.commands = compile_commands(build)
        version = subprocess.run(["clang-tidy", "--version"], text=True, check=True,
                                 stdout=subprocess.PIPE).stdout
        self.tool = [line for line in version.splitlines() if "version" in line]
        self.config = digest(str(ROOT / ".clang-tidy"))

    def open_path(self, text):
        """A path or word in which the places of the build and the tree are left open."""
        return text.replace(str(self.build), "{build}").replace(str(ROOT), "{root}")

    def place(self, path):
        return path.replace("{build}", str(self.build)).replace("{root}", str(ROOT))

    def record(self, source):
        key = [self.tool, self.config, EXTRA, [self.open_path(w) for w in self.commands[source]]]
        name = hashlib.sha256(json.dumps(key).encode()).hexdigest()[:32]
        return self.cache / f"{pathlib.PurePath(source).stem}-{name}.json"

    def passed(self, source):
        record = self.record(source)
        try:
            inputs = json.loads(record.read_text())
        except (OSError, ValueError):
            return False
        if any(digest(self.place(path)) != known for path, known in inputs.items()):
            return False
        os.utime(record)
        return True

    def check(self, source):
        """Words of what was found; empty when the source passes."""
        started = time.time()
        done = subprocess.run(["clang-tidy", "-p", str(self.build), "--quiet", *EXTRA, source],
                              cwd=ROOT, text=True, capture_output=True)
        included, rest = {str(ROOT / source)}, []
        for line in done.stderr.splitlines():
            header = INCLUDED.match(line)
            if header:
                included.add(os.path.realpath(ROOT / header[1]))
            elif not NOISE.match(line):
                rest.append(line)
        if done.returncode != 0:
            return "\n".join([done.stdout.strip(), *rest]).strip() or f"exit {done.returncode}"
        if all(os.path.getmtime(path) < started for path in included):
            self.remember(source, included)
        return ""

    def remember(self, source, included):
        inputs = {self.open_path(path): digest(path) for path in sorted(included)}
        record = self.record(source)
        unfinished = record.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps(inputs))
        unfinished.replace(record)

    def forget_old(self):
        for record in self.cache.iterdir():
            if time.time() - record.stat().st_mtime > KEPT_DAYS * 86400:
                record.unlink(missing_ok=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path, help="a configured build directory")
    parser.add_argument("cache", type=pathlib.Path, help="where to remember what passed")
    parser.add_argument("sources", nargs="*", help="default: all but *_test.cpp")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    words = parser.parse_args()
    words.cache.mkdir(parents=True, exist_ok=True)
    tidy = Tidy(words.build.resolve(), words.cache)
    wanted = words.sources or sources()
    unknown = [source for source in wanted if source not in tidy.commands]
    if unknown or not wanted:
        print(f"in no target of {words.build}, so never compiled: {', '.join(unknown) or 'anything'}",
              file=sys.stderr)
        return 1
    changed = [source for source in wanted if not tidy.passed(source)]
    failed = 0
    os.nice(10)
    with concurrent.futures.ThreadPoolExecutor(words.jobs) as pool:
        for source, found in zip(changed, pool.map(tidy.check, changed)):
            if found:
                failed += 1
                print(f"{source}:\n{found}\n", flush=True)
    tidy.forget_old()
    print(f"{len(wanted)} sources: {len(changed)} checked, {failed} with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
