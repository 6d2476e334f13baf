"""Writes WARC 1.1 files, one zstd frame a record, the same bytes for the same input."""

import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import zstandard

# Record identifiers are UUIDs of version 5 in this namespace, so that they repeat.
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://seohak.example/recordings")
_LEVEL = 19


@dataclass(frozen=True)
class Exchange:
    """One request and its answer. `uri` carries no secret; `date` is the capture, UTC, to the
    second (`2026-05-01T23:04:19Z`); `http_date` is the same instant in HTTP's spelling."""

    uri: str
    date: str
    http_date: str
    accept: str
    content_type: str
    body: bytes
    provenance: str


def sha256(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _record_id(uri: str, date: str, digest: str, kind: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(_NAMESPACE, f'{uri} {date} {digest} {kind}')}>"


def _record(headers: list[tuple[str, str]], block: bytes) -> bytes:
    lines = ["WARC/1.1"] + [f"{name}: {value}" for name, value in headers]
    lines.append(f"Content-Length: {len(block)}")
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")
    return head + block + b"\r\n\r\n"


def _warcinfo(filename: str, date: str, fields: list[tuple[str, str]]) -> tuple[str, bytes]:
    block = "".join(f"{name}: {value}\r\n" for name, value in fields).encode("utf-8")
    digest = sha256(block)
    record_id = _record_id(filename, date, digest, "warcinfo")
    return record_id, _record(
        [("WARC-Type", "warcinfo"), ("WARC-Record-ID", record_id), ("WARC-Date", date),
         ("WARC-Filename", filename), ("WARC-Block-Digest", digest),
         ("Content-Type", "application/warc-fields")], block)


def _request(exchange: Exchange, info_id: str, response_id: str) -> bytes:
    parts = urlsplit(exchange.uri)
    target = parts.path + ("?" + parts.query if parts.query else "")
    block = (f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
             f"Accept: {exchange.accept}\r\n\r\n").encode("ascii")
    digest = sha256(block)
    record_id = _record_id(exchange.uri, exchange.date, digest, "request")
    return _record(
        [("WARC-Type", "request"), ("WARC-Record-ID", record_id), ("WARC-Date", exchange.date),
         ("WARC-Target-URI", exchange.uri), ("WARC-Concurrent-To", response_id),
         ("WARC-Warcinfo-ID", info_id), ("WARC-Block-Digest", digest),
         ("WARC-Payload-Digest", sha256(b"")),
         ("X-Seohak-Provenance", "constructed request"),
         ("Content-Type", "application/http; msgtype=request")], block)


def _response(exchange: Exchange, info_id: str) -> tuple[str, bytes]:
    head = (f"HTTP/1.1 200 OK\r\nDate: {exchange.http_date}\r\n"
            f"Content-Type: {exchange.content_type}\r\n"
            f"Content-Length: {len(exchange.body)}\r\n\r\n").encode("ascii")
    block = head + exchange.body
    digest = sha256(block)
    record_id = _record_id(exchange.uri, exchange.date, digest, "response")
    return record_id, _record(
        [("WARC-Type", "response"), ("WARC-Record-ID", record_id), ("WARC-Date", exchange.date),
         ("WARC-Target-URI", exchange.uri), ("WARC-Warcinfo-ID", info_id),
         ("WARC-Block-Digest", digest), ("WARC-Payload-Digest", sha256(exchange.body)),
         ("X-Seohak-Provenance", exchange.provenance),
         ("Content-Type", "application/http; msgtype=response")], block)


def write_warc(path: Path, info: list[tuple[str, str]], exchanges: list[Exchange]) -> None:
    """Writes `warcinfo`, then request and response of each exchange, in the given order. The
    date of the `warcinfo` is that of the last exchange."""
    info_id, record = _warcinfo(path.name, exchanges[-1].date, info)
    records = [record]
    for exchange in exchanges:
        response_id, response = _response(exchange, info_id)
        records += [_request(exchange, info_id, response_id), response]
    compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(compressor.compress(record) for record in records))
