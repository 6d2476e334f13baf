#!/usr/bin/env python3
"""Cuts small parser test data out of recorded answers.

    make_testdata.py SOURCE_DIR REPOSITORY

Writes src/extract/{cnn,gsheets,eximbank,ecb,nasdaq,yahoo}/testdata/. Same input, same bytes. Values are never
changed: points and lines are only left out (and the sheet gets the line ends of a sheet export).
"""

import io
import json
import shutil
import sys
import zipfile
from pathlib import Path

import market_testdata

# How many points or lines are kept at either end.
FIRST_POINTS = 3
LAST_POINTS = 4
EDGE_LINES = 15
ZIP_TIME = (2026, 4, 13, 15, 56, 22)

READMES = {
    "cnn": """# cnn test data

| file | what |
|---|---|
| graphdata-2026-05-01-cut.json | the answer of `/index/fearandgreed/graphdata` computed at 2026-05-01T23:04:19Z, each series cut to its first 3 and last 4 points; values, key order and the duplicate last day (a midnight stamp and a computation stamp) as recorded; indentation ours |

Source: CNN Business Fear & Greed Index, through the public data set whit3rabbit/fear-greed-data,
taken 2026-05-01. Licence: facts recorded for tests; CNN's terms restrict redistribution, so this
file stays out of release packages. Made by `tools/recordings/make_testdata.py`.
""",
    "gsheets": """# gsheets test data

| file | what |
|---|---|
| fear-greed-cut.csv | header, first 15 and last 15 rows of the Fear & Greed history 2011-01-03 to 2026-05-01, with the CRLF line ends of a sheet's CSV export; values unchanged |

Source: public data set whit3rabbit/fear-greed-data, taken 2026-05-01, put into the shape of
`export?format=csv`. Licence: facts recorded for tests; CNN's terms restrict redistribution, so
this file stays out of release packages. Made by `tools/recordings/make_testdata.py`.
""",
    "eximbank": """# eximbank test data

| file | what |
|---|---|
| AP01-usd-1483.4.json, AP01-usd-1303.8.json | full answers of `exchangeJSON` AP01, 23 currencies (about 2025-12 and 2023-07; the day is not in the answer), re-typed from public code and checked |
| AP01-2018-01-02-excerpt.json | six rows of the official sample answer, with the older commission fields and DEM |
| AP01-empty.json | the answer of a holiday |
| AP01-result3.json | key error; constructed from described behaviour |

Source: Korea Eximbank (한국수출입은행) exchange-rate API, values published as test data in public
code. Licence: public data of a state bank, free use with attribution.
Made by `tools/recordings/make_testdata.py`.
""",
    "ecb": """# ecb test data

| file | what |
|---|---|
| eurofxref-hist-cut.csv | header, first 15 (2026-04-13 and before) and last 15 lines (down to 1999-01-04) of `eurofxref-hist.csv`; lines unchanged |
| eurofxref-hist-cut.zip | the same file as the one member `eurofxref-hist.csv` of a ZIP archive |

Source: European Central Bank euro foreign exchange reference rates, archive published 2026-04-13.
Licence: free reuse with the source named. Made by `tools/recordings/make_testdata.py`.
""",
}


def cut_lines(text: str) -> list[str]:
    """Header, first and last lines of a CSV text."""
    lines = text.splitlines()
    return lines[: 1 + EDGE_LINES] + lines[-EDGE_LINES:]


def write_cnn(source: Path, out: Path) -> None:
    answer = json.loads((source / "cnn/graphdata-2026-05-01.json").read_text("utf-8"))
    for part in answer.values():
        if "data" in part:
            part["data"] = part["data"][:FIRST_POINTS] + part["data"][-LAST_POINTS:]
    text = json.dumps(answer, indent=1, ensure_ascii=False) + "\n"
    (out / "graphdata-2026-05-01-cut.json").write_text(text, "utf-8")


def write_gsheets(source: Path, out: Path) -> None:
    text = (source / "cnn/fear-greed-2011-2026.csv").read_text("utf-8")
    body = "\r\n".join(cut_lines(text)).encode("utf-8")
    (out / "fear-greed-cut.csv").write_bytes(body)


def write_eximbank(source: Path, out: Path) -> None:
    for path in sorted((source / "eximbank").glob("*.json")):
        shutil.copyfile(path, out / path.name)


def write_ecb(source: Path, out: Path) -> None:
    with zipfile.ZipFile(source / "fx/eurofxref-hist-2026-04-13.zip") as archive:
        text = archive.read("eurofxref-hist.csv").decode("ascii")
    body = ("\n".join(cut_lines(text)) + "\n").encode("ascii")
    (out / "eurofxref-hist-cut.csv").write_bytes(body)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        member = zipfile.ZipInfo("eurofxref-hist.csv", ZIP_TIME)
        member.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(member, body)
    (out / "eurofxref-hist-cut.zip").write_bytes(packed.getvalue())


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    source, repository = Path(sys.argv[1]), Path(sys.argv[2])
    writers = {"cnn": write_cnn, "gsheets": write_gsheets, "eximbank": write_eximbank,
               "ecb": write_ecb} | market_testdata.WRITERS
    for name, write in writers.items():
        out = repository / "src/extract" / name / "testdata"
        out.mkdir(parents=True, exist_ok=True)
        write(source, out)
        (out / "README.md").write_text((READMES | market_testdata.READMES)[name], "utf-8")
        for path in sorted(out.iterdir()):
            path.chmod(0o644)
    return 0


if __name__ == "__main__":
    sys.exit(main())
