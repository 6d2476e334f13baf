"""What all makers of recordings share."""

import datetime as dt
import hashlib
from email.utils import format_datetime
from pathlib import Path

from warc_writer import Exchange


def exchange(uri: str, at: dt.datetime, accept: str, content_type: str, body: bytes,
             provenance: str) -> Exchange:
    at = at.astimezone(dt.timezone.utc)
    return Exchange(uri, at.strftime("%Y-%m-%dT%H:%M:%SZ"), format_datetime(at, usegmt=True),
                    accept, content_type, body, provenance)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))


def info(description: str, provenance: str) -> list[tuple[str, str]]:
    return [("software", "seohak tools/recordings/make_recordings.py"),
            ("format", "WARC File Format 1.1"),
            ("conformsTo",
             "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
            ("description", description), ("provenance", provenance)]


def listed(out: Path, path: str) -> dict:
    """A file as index.json lists it."""
    data = (out / path).read_bytes()
    return {"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def dataset(out: Path, paths: list[str], answers: int, first: str, last: str,
            marks: list[str], rows_from: str, rows_to: str) -> dict:
    """An entry of `datasets` in index.json."""
    return {"first_day": first, "last_day": last, "marks": marks,
            "rows_first_day": rows_from, "rows_last_day": rows_to, "answers": answers,
            "files": [listed(out, path) for path in paths]}
