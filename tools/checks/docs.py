#!/usr/bin/env python3
"""Checks that every file and folder that the documents name in backquotes or links exists, and that
what is committed names no registry host and no machine path."""
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parents[2]
TOP = {"app", "src", "models", "web", "tests", "bench", "config", "deploy", "docs", "recordings",
       "tools", "cmake"}
problems = []
documents = [p for p in root.glob("*.md")] + [p for p in (root / "docs").rglob("*.md")]
for document in documents:
    text = document.read_text(encoding="utf-8")
    names = re.findall(r"`([A-Za-z_.][\w./-]*)`", text)
    for name in names:
        if name.split("/")[0] in TOP and "/" in name and not (root / name).exists():
            problems.append(f"{document.relative_to(root)}: `{name}` does not exist")
    for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in link and not link.startswith("mailto:"):
            if not (document.parent / link).exists():
                problems.append(f"{document.relative_to(root)}: link {link} leads nowhere")

FORBIDDEN = re.compile(
    r"registry\.npmjs\.org|pypi\.org/(simple|packages)|files\.pythonhosted|deb\.debian\.org|"
    r"proxy\.golang|repo1?\.maven|static\.crates\.io|/root/|/home/[a-z]+/|/work/(main|shared|plan)")
listed = subprocess.run(["git", "-C", root, "ls-files", "-z"], capture_output=True, check=True)
for name in listed.stdout.decode().split("\0"):
    path = root / name
    if not name or not path.is_file() or path == pathlib.Path(__file__).resolve():
        continue
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        continue
    for number, line in enumerate(text.splitlines(), 1):
        if FORBIDDEN.search(line):
            problems.append(f"{name}:{number}: names a registry host or a machine path")
print("\n".join(problems))
sys.exit(1 if problems else 0)
