"""Parser test data of the market's connectors; see make_testdata.py."""

import json
import shutil
from pathlib import Path

import zstandard

from market import SCREENER, screener_body

SCREENER_DAY = "2026-02-02"
# Preferred and class shares, padded symbols, an empty sector, a market cap of nothing and of 0, and
# the day on which a receipt became a share at twice the price.
SCREENER_SYMBOLS = ("A", "AAM", "ABR^D", "AXIA^", "AZN", "BRK/A", "BRK/B", "ECC", "ETX")

READMES = {
    "nasdaq": """# nasdaq test data

| file | what |
|---|---|
| screener-2026-02-02-nyse-cut.json | nine rows of the answer for NYSE captured at 2026-02-03T00:35:20Z, values, order of keys and blanks as served; the envelope around the rows is made again |

Source: Nasdaq stock screener, through the public repository rreichel3/US-Stock-Symbols. Licence:
facts recorded for tests; Nasdaq's terms restrict redistribution, so this file stays out of release
packages. Made by `tools/recordings/make_testdata.py`.
""",
}


def write_nasdaq(source: Path, out: Path) -> None:
    with open(source / SCREENER / SCREENER_DAY / "nyse.json.zst", "rb") as file:
        rows = json.loads(zstandard.ZstdDecompressor().stream_reader(file).read())
    kept = [row for row in rows if row["symbol"].strip() in SCREENER_SYMBOLS]
    (out / f"screener-{SCREENER_DAY}-nyse-cut.json").write_bytes(screener_body(kept))


WRITERS = {"nasdaq": write_nasdaq}
