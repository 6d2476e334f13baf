#!/usr/bin/env python3
"""Checks that no test can be written that nothing runs: C++ tests outside a test program, cases and
scripts of tests/run that nobody calls, browser tests that run.mjs does not import, model cases that
expect nothing."""
import ast
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
GTEST = re.compile(r"^\s*TEST(_F|_P)?\(", re.MULTILINE)


def tree(*patterns):
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", *patterns], cwd=ROOT,
                            text=True, check=True, stdout=subprocess.PIPE).stdout.splitlines()
    return [name for name in sorted(set(listed)) if (ROOT / name).is_file()]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def cpp_tests():
    """Only *_test.cpp of the folders that CMakeLists.txt names become test programs."""
    cmake = read("CMakeLists.txt")
    folders = {("src", name) for name in re.findall(r"^seohak_folder\((\w+)", cmake, re.MULTILINE)}
    folders |= {(name,) for name in re.findall(r"^add_test\(NAME (\w+)", cmake, re.MULTILINE)}
    for name in tree("*.cpp", "*.h"):
        parts = pathlib.PurePath(name).parts
        if name.endswith("_test.cpp"):
            if parts[:1] not in folders and parts[:2] not in folders:
                yield f"{name}: in no folder of which CMakeLists.txt makes a test program"
            elif not GTEST.search(read(name)):
                yield f"{name}: holds no TEST"
        elif GTEST.search(read(name)):
            yield f"{name}: holds a TEST, but only *_test.cpp are built as tests"


def run_cases():
    """In tests/run every function is a case or called; there and in tests/api every script is a step
    of ./dev test."""
    steps = read("tools/dev/tests.sh")
    for name in tree("tests/run/*.py", "tests/api/*.py"):
        module = ast.parse(read(name))
        used = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
        used |= {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
        library = '__name__ == "__main__"' not in read(name)
        for node in module.body:
            if isinstance(node, ast.FunctionDef) and not node.decorator_list:
                if node.name not in used and not library:
                    yield f"{name}: {node.name} is neither marked @case nor called"
        if not library and name not in steps:
            yield f"{name}: no step of tools/dev/tests.sh runs it"


def browser_tests():
    tools = {"run.mjs", "screenshot.mjs", "scroll_frames.mjs"}
    names = tree("tests/e2e/*.mjs")
    imported = {found for name in names for found in re.findall(r"""['"]\./(\w+\.mjs)['"]""", read(name))}
    imported |= {found for name in tree("tests/run/*.py")
                 for found in re.findall(r"tests/e2e/(\w+\.mjs)", read(name))}
    for name in names:
        if pathlib.PurePath(name).name not in imported | tools:
            yield f"{name}: neither run.mjs nor a script of tests/run runs it"


def model_cases():
    cases = {pathlib.PurePath(name).parent for name in tree("tests/models/*.csv")}
    for case in sorted(cases):
        if not (ROOT / case / "expect.csv").is_file():
            yield f"{case}: has no expect.csv"
        if not list((ROOT / "models").glob(f"*/{case.parent.name}.sql")):
            yield f"{case}: there is no model {case.parent.name}"


problems = [*cpp_tests(), *run_cases(), *browser_tests(), *model_cases()]
print("\n".join(problems))
sys.exit(1 if problems else 0)
