#!/usr/bin/env python3
"""Checks that the folders of src/ include only folders before them in the data flow.

Rules: a folder includes itself and those above it; client/extract/land/load/model never include
dag/; math/ includes only base/. Heavy headers (Arrow, Beast, Asio, DuckDB, curl, libpq, simdjson)
stay out of our headers.
"""
import pathlib
import re
import sys

ORDER = ["base", "client", "dag", "extract", "land", "load", "math", "model", "pipeline", "serve"]
STAGES = {"client", "extract", "land", "load", "math", "model"}
HEAVY = re.compile(r"^(arrow|parquet|boost|duckdb|curl|libpq-fe|simdjson|prometheus|toml\+\+)\b")
ALLOWED_HEAVY = {"internal"}  # headers below a folder named internal/ or named *_internal.h
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def allowed(folder: str) -> set[str]:
    if folder == "math":
        return {"base", "math"}
    names = set(ORDER[: ORDER.index(folder) + 1])
    if folder in STAGES:
        names.discard("dag")
    return names


def check(root: pathlib.Path) -> list[str]:
    problems = []
    for path in sorted((root / "src").rglob("*")):
        if path.suffix not in {".h", ".cpp"}:
            continue
        parts = path.relative_to(root / "src").parts
        folder = parts[0]
        if folder not in ORDER:
            problems.append(f"{path}: {folder}/ is not a folder of the data flow")
            continue
        if len(parts) > 3:
            problems.append(f"{path}: more than three levels deep")
        is_test = path.stem.endswith("_test")
        internal = path.stem.endswith("_internal")
        for mark, name in INCLUDE.findall(path.read_text(encoding="utf-8")):
            target = name.split("/")[0]
            if mark == '"' and target in ORDER and target not in allowed(folder) and not is_test:
                problems.append(f"{path}: {folder}/ must not include {name}")
            if path.suffix == ".h" and not internal and HEAVY.match(name):
                problems.append(f"{path}: {name} is heavy; keep it in a .cpp")
    return problems


if __name__ == "__main__":
    found = check(pathlib.Path(__file__).resolve().parents[2])
    print("\n".join(found))
    sys.exit(1 if found else 0)
