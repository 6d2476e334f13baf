"""Reads a table's columns out of the header of its file under models/."""

from dataclasses import dataclass
from pathlib import Path

TYPES = ["TIMESTAMP WITH TIME ZONE", "DOUBLE PRECISION", "DECIMAL(18,6)", "VARCHAR", "BIGINT",
         "INTEGER", "BOOLEAN", "DATE"]


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    nullable: bool


@dataclass(frozen=True)
class Table:
    name: str
    grain: list[str]
    columns: list[Column]
    reads: list[str]
    sql: str
    settings: dict[str, str]  # by the names that stand behind @ in the SQL
    computed: list[str]  # columns that kernels give, not the SELECT

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _column(line: str) -> Column:
    name, rest = line.split(None, 1)
    kind = next(kind for kind in TYPES if rest.startswith(kind))
    return Column(name, kind, rest[len(kind):].split()[:1] == ["NULL"])


def _settings(text: str) -> dict[str, str]:
    pairs = [part.split("=") for part in text.split(";") if part.strip()]
    return {key.strip().replace(".", "_"): value.strip() for key, value in pairs}


def read_table(path: Path) -> Table:
    lines = path.read_text("utf-8").splitlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith("--")), len(lines))
    entries: dict[str, list[str]] = {}
    key = ""
    for line in lines[1:count]:
        body = line[3:]
        if body and not body.startswith(" "):
            key, _, body = body.partition(":")
            entries[key] = []
        if key:
            entries[key].append(body.strip())
    return Table(name=lines[0][3:].split(":")[0],
                 grain=[name.strip() for name in entries["grain"][0].split(",")],
                 columns=[_column(line) for line in entries["columns"]],
                 reads=[name.strip() for line in entries.get("reads", [])
                        for name in line.split(",") if name.strip()],
                 sql="\n".join(lines[count:]),
                 settings=_settings(" ".join(entries.get("settings", []))),
                 computed=[call.rpartition("->")[2].strip()
                           for call in " ".join(entries.get("kernel", [])).split(";") if call])


def find_table(models: Path, name: str) -> Table:
    """`name` with schema, as `analytics.fx_trend_daily`."""
    return read_table(models / (name.replace(".", "/") + ".sql"))
