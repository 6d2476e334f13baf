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
    "yahoo": """# yahoo test data

| file | what |
|---|---|
| history_chart_MSFT.json | body exactly as served in 2025-10: six months of days, dividends, a live last bar |
| chart-AAPL-2020-split.json | 2020-08-31 to 2020-11-06 with a 4:1 split and a dividend, across the end of summer time; recorded 2025-02-20, re-indented by its source |
| chart-AAPL-1m-weekend.json | one-minute bars of a Saturday: no rows; recorded 2025-02-20 |
| chart_AMZN_1m_30m_2023-05-02.json | 31 one-minute bars, the last the placeholder at the close; quoted in a public program |
| chart_BARC.L_1m_nulls_2017-11-16.json | one-minute bars with rows of nulls, not in New York; quoted in a public test |
| chart_TSLA_1m_cutdown_2026-09-04.json | four bars cut down by its author from a real answer; quoted in a public test |

Source: Yahoo Finance charts, through the test fixtures of gramistella/yfinance-rs @5b4c555 and
gadicc/node-yahoo-finance2 @c9dbcb6 (both MIT) and public code that quotes an answer. Licence: facts
recorded for tests; Yahoo's terms allow personal use and no redistribution, so these files stay out
of release packages. Made by `tools/recordings/make_testdata.py`.
""",
}

# Bodies as they are, and those to be taken out of a kept exchange.
CHART_BODIES = ("history_chart_MSFT.json", "chart_AMZN_1m_30m_2023-05-02.json",
                "chart_BARC.L_1m_nulls_2017-11-16.json", "chart_TSLA_1m_cutdown_2026-09-04.json")
CHART_EXCHANGES = {
    "chart-AAPL-2020-split.json": "chart-AAPL-2020-08-31-to-2020-11-07.json",
    "chart-AAPL-1m-weekend.json":
        "chart-AAPL-2025-02-01-to-2025-02-02-includePrePost-false-interval-1m.json",
}


def write_nasdaq(source: Path, out: Path) -> None:
    with open(source / SCREENER / SCREENER_DAY / "nyse.json.zst", "rb") as file:
        rows = json.loads(zstandard.ZstdDecompressor().stream_reader(file).read())
    kept = [row for row in rows if row["symbol"].strip() in SCREENER_SYMBOLS]
    (out / f"screener-{SCREENER_DAY}-nyse-cut.json").write_bytes(screener_body(kept))


def write_yahoo(source: Path, out: Path) -> None:
    for name in CHART_BODIES:
        shutil.copyfile(source / "yahoo/raw" / name, out / name)
    for name, kept in CHART_EXCHANGES.items():
        answer = json.loads((source / "yahoo/http" / kept).read_text("utf-8"))
        body = answer["response"]["bodyJson"]
        (out / name).write_text(json.dumps(body, ensure_ascii=False, separators=(",", ":")), "utf-8")


WRITERS = {"nasdaq": write_nasdaq, "yahoo": write_yahoo}
