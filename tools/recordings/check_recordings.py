#!/usr/bin/env python3
"""Checks a recordings directory: index, record order, digests, secrets.

    check_recordings.py RECORDINGS_DIR

Prints each fault and ends with 1 when there is one.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

PROVENANCE = re.compile(r"as-recorded|re-encoded \S+|constructed (holiday|request)")
SECRET = re.compile(rb"(authkey|apikey|api_key|crumb|token)=(?!\*\*\*)", re.IGNORECASE)


def sha256(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def check_record(record, faults: list[str], where: str) -> None:
    """Digests, provenance and masking of one record."""
    block = record.reader.read()
    headers = record.headers
    if headers.get("WARC-Block-Digest") != sha256(block):
        faults.append(f"{where}: block digest is wrong")
    if record.record_type == WarcRecordType.warcinfo:
        return
    head, separator, payload = block.partition(b"\r\n\r\n")
    if not separator:
        faults.append(f"{where}: no end of the HTTP header")
    if headers.get("WARC-Payload-Digest") != sha256(payload):
        faults.append(f"{where}: payload digest is wrong")
    if not PROVENANCE.fullmatch(headers.get("X-Seohak-Provenance", "")):
        faults.append(f"{where}: X-Seohak-Provenance is missing or unknown")
    if SECRET.search(head) or SECRET.search(headers.get("WARC-Target-URI", "").encode()):
        faults.append(f"{where}: a secret is not masked")


def check_file(path: Path, faults: list[str]) -> int:
    """Checks one file and returns the number of its answers."""
    types, uris = [], []
    with open(path, "rb") as stream:
        for number, record in enumerate(ArchiveIterator(stream, parse_http=False)):
            types.append(record.record_type)
            uris.append(record.headers.get("WARC-Target-URI"))
            check_record(record, faults, f"{path} record {number}")
    if not types or types[0] != WarcRecordType.warcinfo:
        faults.append(f"{path}: the first record is not warcinfo")
    answers = types[2::2]
    if types[1::2] != [WarcRecordType.request] * len(answers) or \
            answers != [WarcRecordType.response] * len(answers):
        faults.append(f"{path}: records are not pairs of request and response")
    if uris[1::2] != uris[2::2]:
        faults.append(f"{path}: a request and its response name different targets")
    return len(answers)


def check_dataset(root: Path, name: str, entry: dict, faults: list[str]) -> set[Path]:
    answers, seen = 0, set()
    for file in entry["files"]:
        path = root / file["path"]
        seen.add(path)
        if not path.is_file():
            faults.append(f"{path}: named in index.json, but absent")
            continue
        if not file["path"].startswith(name.replace(".", "/", 1) + "/"):
            faults.append(f"{path}: not in the folder of {name}")
        if hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]:
            faults.append(f"{path}: sha256 differs from index.json")
        answers += check_file(path, faults)
    if answers != entry["answers"]:
        faults.append(f"{name}: {answers} answers, index.json says {entry['answers']}")
    return seen


def check_drop(root: Path, entry: dict, faults: list[str]) -> set[Path]:
    """Checks the files of the drop folder against the index."""
    seen = set()
    for file in entry["files"]:
        path = root / file["path"]
        seen.add(path)
        if not path.is_file():
            faults.append(f"{path}: named in index.json, but absent")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]:
            faults.append(f"{path}: sha256 differs from index.json")
    if root / entry["mappings"] not in seen:
        faults.append(f"{entry['mappings']}: not among the files of index.json")
    for path in sorted(p for p in (root / "files").rglob("*") if p.is_file() and p not in seen):
        faults.append(f"{path}: not named in index.json")
    return seen


FORMS = {"as_served", "re_encoded", "envelope_remade", "made_here"}


def check_provenance(root: Path, index: dict, faults: list[str]) -> None:
    """Every dataset and every folder of the drop folder says where it comes from, here and in NOTICE."""
    told = {entry["path"]: entry for entry in json.loads((root / "provenance.json").read_text("utf-8"))}
    notice = (root / "NOTICE").read_text("utf-8")
    wanted = {name.replace(".", "/", 1) for name in index["datasets"]}
    for file in index.get("drop", {}).get("files", []):
        if file["path"] != index["drop"]["mappings"]:
            wanted.add(str(Path(file["path"]).parent))
    for path in sorted(wanted ^ set(told)):
        faults.append(f"provenance.json: {path} is " + ("absent" if path in wanted else "not recorded"))
    for path, entry in told.items():
        if entry["form"] not in FORMS:
            faults.append(f"provenance.json: {path}: form {entry['form']} is none of {sorted(FORMS)}")
        if not all(entry[part].get(lang) for part in ("origin", "terms") for lang in ("en", "ko")):
            faults.append(f"provenance.json: {path}: a text is missing in a language")
        if path not in notice:
            faults.append(f"NOTICE: {path} is not named")


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    root = Path(sys.argv[1])
    index = json.loads((root / "index.json").read_text("utf-8"))
    faults: list[str] = []
    if index["layout"] != 1:
        faults.append(f"layout {index['layout']} is unknown")
    seen: set[Path] = set()
    for name, entry in index["datasets"].items():
        seen |= check_dataset(root, name, entry, faults)
    if "drop" in index:
        seen |= check_drop(root, index["drop"], faults)
    for path in sorted(set(root.rglob("*.warc.zst")) - seen):
        faults.append(f"{path}: not named in index.json")
    check_provenance(root, index, faults)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(seen)} files, {len(faults)} faults")
    return 1 if faults or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
