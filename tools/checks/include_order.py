#!/usr/bin/env python3
"""Checks that the folders of src/ include only folders before them in the data flow.

Rules: a folder includes itself and those above it; client/extract/land/load/model never include
dag/; math/ includes only base/. Heavy headers (Arrow, Beast, Asio, DuckDB, curl, libpq, simdjson)
stay out of headers that another header or another folder includes.
"""
import pathlib
import re
import sys

ORDER = ["base", "client", "dag", "extract", "land", "load", "math", "model", "pipeline", "serve"]
STAGES = {"client", "extract", "land", "load", "math", "model"}
HEAVY = re.compile(r"^(arrow|parquet|boost|duckdb|curl|libpq-fe|simdjson|prometheus|toml\+\+)\b")
LIGHT = re.compile(r"type_fwd\.h$")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def allowed(folder: str) -> set[str]:
    if folder == "math":
        return {"base", "math"}
    names = set(ORDER[: ORDER.index(folder) + 1])
    if folder in STAGES:
        names.discard("dag")
    return names


def includes(path: pathlib.Path) -> list[tuple[str, str]]:
    return INCLUDE.findall(path.read_text(encoding="utf-8"))


def check_order(path: pathlib.Path, parts: tuple[str, ...]) -> list[str]:
    folder = parts[0]
    if folder not in ORDER:
        return [f"{path}: {folder}/ is not a folder of the data flow"]
    problems = [f"{path}: more than three levels deep"] if len(parts) > 3 else []
    if path.stem.endswith("_test"):
        return problems
    for mark, name in includes(path):
        target = name.split("/")[0]
        if mark == '"' and target in ORDER and target not in allowed(folder):
            problems.append(f"{path}: {folder}/ must not include {name}")
    return problems


def check_heavy(files: dict[str, pathlib.Path]) -> list[str]:
    """A header with a heavy include may be included by .cpp files of its own folder only."""
    heavy = {}
    for name, path in files.items():
        found = [i for mark, i in includes(path) if HEAVY.match(i) and not LIGHT.search(i)]
        if path.suffix == ".h" and found:
            heavy[name] = found[0]
    problems = []
    for name, path in files.items():
        for _, target in includes(path):
            own_cpp = path.suffix == ".cpp" and name.split("/")[0] == target.split("/")[0]
            private = own_cpp or path.stem.startswith("test_") or path.stem.endswith("_test")
            if target in heavy and not private:
                problems.append(f"{path}: includes {target}, which drags in {heavy[target]}")
    return problems


def check(root: pathlib.Path) -> list[str]:
    source = root / "src"
    files = {str(path.relative_to(source)): path for path in sorted(source.rglob("*"))
             if path.suffix in {".h", ".cpp"}}
    problems = check_heavy(files)
    for path in files.values():
        problems += check_order(path, path.relative_to(source).parts)
    return problems


if __name__ == "__main__":
    found = check(pathlib.Path(__file__).resolve().parents[2])
    print("\n".join(found))
    sys.exit(1 if found else 0)
