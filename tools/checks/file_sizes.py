#!/usr/bin/env python3
"""Checks that no source file is over 400 lines, and prints the median of src/."""
import pathlib
import statistics
import sys

LIMIT = 400
root = pathlib.Path(__file__).resolve().parents[2]
sizes = {}
for folder in ("app", "src", "web/src", "tests", "tools"):
    for path in (root / folder).rglob("*"):
        if path.suffix in {".h", ".cpp", ".ts", ".svelte", ".py", ".mjs", ".sh"} and not (
            {"node_modules", "dist"} & set(path.parts)
        ):
            sizes[path] = len(path.read_text(encoding="utf-8").splitlines())
over = {path: n for path, n in sizes.items() if n > LIMIT}
for path, n in sorted(over.items()):
    print(f"{path.relative_to(root)}: {n} lines, the limit is {LIMIT}")
print(f"median {statistics.median(sizes.values()):.0f} lines over {len(sizes)} files")
sys.exit(1 if over else 0)
