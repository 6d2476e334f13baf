#!/usr/bin/env python3
"""What a home holds does not depend on where its recordings lie.

recordings.py [CASE...]
"""
import shutil
import sys

from program import ROOT, Home, case, compare, expect, run_cases

# A file is landed under its run's name, which its first record repeats: every offset follows it.
OF_THE_RUN = {"file", "byte_offset"}


def everything(home):
    """All rows of raw_data and analytics, and what is told of loads and their answers."""
    tables = home.dump()
    for name in ("meta.load", "meta.landed_record"):
        columns = [row["column_name"] for row in home.query(f"DESCRIBE {name}")]
        chosen = ", ".join(column for column in columns if column not in OF_THE_RUN)
        tables[name] = home.run("query", "--format", "csv",
                                f"SELECT {chosen} FROM {name} ORDER BY ALL").stdout
    return tables


def landed(home):
    return sorted(path.relative_to(home.path) for path in home.path.rglob("*.warc.zst"))


def addresses(home):
    """Where the landed files of the drop folder were taken from, without their names."""
    return {row["folder"] for row in home.query(
        "SELECT DISTINCT REGEXP_REPLACE(url, '[^/]*$', '') AS folder FROM meta.landed_record "
        "INNER JOIN meta.load USING (load_id) WHERE source = 'file'")}


def same(first, second):
    difference = compare(first, second)
    expect(difference is None, difference)


@case
def the_same_recordings_at_two_paths_give_equal_tables_and_loads(home):
    home.run("--recordings", ROOT / "recordings", "run")
    expect(addresses(home) == {"recordings:///files/minute/us-2019-02/",
                               "recordings:///files/minute/us-2019-02-index/",
                               "recordings:///files/minute/us-2025-07/",
                               "recordings:///files/minute/us-2026-03/",
                               "recordings:///files/names/"}, addresses(home))
    with Home() as other:
        copy = other.path / "copied to another place"
        shutil.copytree(ROOT / "recordings", copy)
        other.run("--recordings", copy, "run")
        same(everything(home), everything(other))


@case
def what_was_landed_under_the_folder_of_a_checkout_is_known_again(home):
    """The recorded files as a drop folder of one's own are landed by their absolute paths, as
    recordings once were."""
    files = ROOT / "recordings/files"
    own = home.path / "own.toml"
    own.write_text(f'sources.file.directory = "{files}"\n' + (files / "mappings.toml").read_text())
    home.run("--config", own, "run")
    expect(all(folder.startswith(f"file://{files}/") for folder in addresses(home)), addresses(home))
    before, files_before = everything(home), landed(home)
    home.run("run")
    expect(landed(home) == files_before, "a file was landed again under its new address")
    same(before, everything(home))
    home.run("replay")
    same(before, everything(home))


@case
def a_drop_folder_keeps_its_absolute_path_and_may_be_moved(home):
    first, second = home.path / "first", home.path / "second"
    first.mkdir()
    (first / "rates.csv").write_text("day,rate\n2026-04-01,1480.5\n")
    own = home.path / "own.toml"

    def run_with(folder):
        own.write_text(f'sources.file.directory = "{folder}"\n'
                       '[[sources.file.mapping]]\nname = "mine"\npattern = "*.csv"\n'
                       'table = "raw_data.fx_rate_daily"\n'
                       'columns = { quote_day = "day", currency = "=USD", deal_base_rate = "rate" }\n')
        home.run("--config", own, "run", "exchange_rate")
        return addresses(home)

    expect(run_with(first) == {f"file://{first}/"}, addresses(home))
    first.rename(second)
    expect(run_with(second) == {f"file://{first}/"}, "the same file was loaded twice")
    (second / "rates.csv").write_text("day,rate\n2026-04-01,1481.5\n")
    expect(run_with(second) == {f"file://{first}/", f"file://{second}/"}, addresses(home))


if __name__ == "__main__":
    sys.exit(run_cases())
