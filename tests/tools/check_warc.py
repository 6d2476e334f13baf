"""Reads WARC files with FastWARC, an independent reader, and checks what seohak promises of them.

    check_warc.py PATH...          each a .warc.zst or a directory of them

Every record: its digests hold and it is one zstd frame. Every response has a request that names it,
and its body is as long as stated. A file with a manifest beside it: size, offsets, URLs, instants,
status and digests are the same on both sides. `--manifests` fails for a file without one.
Exits 1 and names file and record when something does not hold.
"""

import argparse
import hashlib
import io
import json
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecordType


class Broken(Exception):
    """What a file promises and does not keep."""


@dataclass(frozen=True)
class Seen:
    """One record as FastWARC reads it."""

    kind: str
    record_id: str
    headers: dict[str, str]
    block: bytes
    status: int
    body: bytes


def require(holds: bool, message: str) -> None:
    if not holds:
        raise Broken(message)


def sha256(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def frames(data: bytes) -> list[tuple[int, bytes]]:
    """Offset and content of each zstd frame."""
    found, offset = [], 0
    while offset < len(data):
        decompressor = zstandard.ZstdDecompressor().decompressobj()
        content = decompressor.decompress(data[offset:])
        require(decompressor.eof, f"byte {offset}: the zstd frame is cut short")
        found.append((offset, content))
        offset = len(data) - len(decompressor.unused_data)
    return found


def blocks(data: bytes) -> list[bytes]:
    """Block of each record, before any HTTP parsing."""
    iterator = ArchiveIterator(io.BytesIO(data), parse_http=False)
    return [record.reader.read() for record in iterator]


def read(data: bytes) -> list[Seen]:
    raw = blocks(data)
    seen = []
    iterator = ArchiveIterator(io.BytesIO(data), parse_http=True, auto_decode="none")
    for index, record in enumerate(iterator):
        response = record.record_type == WarcRecordType.response
        status = int(record.http_headers.status_code) if response else 0
        body = record.reader.read() if record.is_http else b""
        headers = {name.lower(): value for name, value in record.headers.items()}
        seen.append(Seen(headers["warc-type"], record.record_id, headers, raw[index], status, body))
    require(len(seen) == len(raw), f"{len(raw)} records, {len(seen)} with HTTP parsed")
    return seen


def check_record(index: int, record: Seen) -> None:
    place = f"record {index} ({record.kind})"
    require(record.headers["warc-block-digest"] == sha256(record.block), f"{place}: block digest")
    if "warc-payload-digest" in record.headers:
        require(record.headers["warc-payload-digest"] == sha256(record.body),
                f"{place}: payload digest")
    require(len(record.block) == int(record.headers["content-length"]), f"{place}: content length")
    datetime.fromisoformat(record.headers["warc-date"].replace("Z", "+00:00"))


def check_order(records: list[Seen]) -> None:
    require(bool(records) and records[0].kind == "warcinfo", "the first record is no warcinfo")
    ids = [record.record_id for record in records]
    require(all(ids), "a record without an id")
    named = {r.headers.get("warc-concurrent-to") for r in records if r.kind == "request"}
    answers = {r.headers["warc-record-id"] for r in records if r.kind == "response"}
    require(named == answers, "requests and responses do not name each other")


def check_manifest(path: Path, manifest: dict, records: list[Seen], offsets: list[int]) -> None:
    require(manifest["bytes"] == path.stat().st_size, "manifest: bytes")
    require(str(path).endswith(manifest["file"]), "manifest: file")
    answers = [(o, r) for o, r in zip(offsets, records, strict=True) if r.kind == "response"]
    require(len(answers) == len(manifest["records"]), "manifest: number of records")
    for index, (listed, (offset, record)) in enumerate(
            zip(manifest["records"], answers, strict=True)):
        same = (listed["offset"] == offset
                and listed["url"] == record.headers["warc-target-uri"]
                and listed["fetched_at"] == record.headers["warc-date"]
                and listed["digest"] == sha256(record.body)
                and listed["status"] == record.status)
        require(same, f"manifest: record {index} is not what the file holds")


def check_file(path: Path, need_manifest: bool) -> int:
    """Number of answers in the file."""
    data = path.read_bytes()
    parts = frames(data)
    records = read(data)
    require(len(parts) == len(records), f"{len(parts)} zstd frames for {len(records)} records")
    for index, record in enumerate(records):
        check_record(index, record)
    check_order(records)
    manifest = path.with_name(path.name + ".manifest.json")
    if manifest.exists():
        check_manifest(path, json.loads(manifest.read_text("utf-8")), records,
                       [offset for offset, _ in parts])
    else:
        require(not need_manifest, "has no manifest")
    return sum(record.kind == "response" for record in records)


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks WARC files with FastWARC.")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--manifests", action="store_true", help="each file must have a manifest")
    options = parser.parse_args()
    files = [file for path in options.paths
             for file in (sorted(path.rglob("*.warc.zst")) if path.is_dir() else [path])]
    if not files:
        print("no .warc.zst file to check", file=sys.stderr)
        return 1
    answers = 0
    for file in files:
        try:
            answers += check_file(file, options.manifests)
        except (Broken, KeyError, ValueError, zstandard.ZstdError) as error:
            print(f"{file}: {error!r}" if isinstance(error, KeyError) else f"{file}: {error}",
                  file=sys.stderr)
            return 1
    print(f"{len(files)} files, {answers} answers: FastWARC reads them all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
