#!/usr/bin/env python3
"""What each command does, and what bad input gets: exit codes and words."""
import json
import os
import socket
import subprocess
import sys

from program import BINARY, Home, case, compare, expect, run_cases


@case
def the_summary_counts_each_answer_and_row_once(home):
    done = home.run("run", "fear_greed", "exchange_rate")
    raw = home.query("SELECT (SELECT count(*) FROM raw_data.fear_greed_daily) + (SELECT count(*) FROM "
                     "raw_data.fear_greed_component_daily) + (SELECT count(*) FROM raw_data.fx_rate_daily)"
                     " AS n")[0]["n"]
    expect(f"242 answers, {raw:,} rows, 0 quarantined" in done.stderr, (raw, done.stderr))


@case
def run_speaks_json_and_queries_answer(home):
    done = home.run("run", "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    expect(lines and lines[-1].get("exit_code") == 0, done.stdout[-500:])
    rows = home.query("SELECT rating, days FROM analytics.fear_greed_rating_share ORDER BY rating")
    expect(len(rows) == 5, rows)
    table = home.run("query", "SELECT 1 AS one").stdout
    expect("one" in table and "1" in table, table)
    csv = home.run("query", "--format", "csv", "SELECT 1 AS a, 'x,y' AS b").stdout
    expect('"x,y"' in csv, csv)
    target = home.path / "out.parquet"
    home.run("query", "--format", "parquet", "-o", target, "SELECT 1 AS a")
    expect(target.read_bytes()[:4] == b"PAR1", "no Parquet file")
    runs = json.loads(home.run("runs", "--json").stdout)
    expect(runs, runs)
    logs = home.run("logs", "last").stdout
    expect("load:" in logs, logs)


@case
def one_day_of_a_run_asks_for_that_day(home):
    done = home.run("run", "exchange_rate", "--for", "2024-03-05", "--json")
    expect("eximbank" in done.stdout, done.stdout[-500:])
    days = home.query("SELECT DISTINCT quote_day FROM raw_data.fx_rate_daily "
                      "WHERE source = 'eximbank'")
    expect(days == [{"quote_day": "2024-03-05"}], days)


@case
def dry_run_touches_nothing(home):
    done = home.run("run", "--dry-run")
    expect("oapi.koreaexim.go.kr" in done.stdout and "recorded" not in done.stdout.split("authkey=")[1][:12],
           done.stdout[:500])
    expect(not list(home.path.rglob("*.warc.zst")), "a dry run landed something")
    only = home.run("run", "--dry-run", "fear_greed").stdout
    expect("dataviz.cnn.io" in only and "koreaexim" not in only, only)
    home.run("run", "--dry-run", "nosuch", code=2)


@case
def query_is_read_only(home):
    home.run("run", "fear_greed")
    for sql in ("DELETE FROM raw_data.fear_greed_daily", "DROP TABLE raw_data.fear_greed_daily",
                "SELECT 1; SELECT 2", "COPY (SELECT 1) TO 'x.csv'", "SELEC 1"):
        done = home.run("query", sql, code=2)
        expect(done.stderr.startswith("seohak:"), done.stderr)
    expect(home.query("SELECT count(*) AS n FROM raw_data.fear_greed_daily")[0]["n"] > 3000, "rows")


@case
def a_query_before_the_first_run_says_to_run(home):
    wanted = ("query", "SELECT * FROM analytics.fear_greed_trend")
    done = home.run(*wanted, code=1)
    expect(done.stderr == "seohak: there is no data yet; collect some first: `seohak run`\n", done.stderr)
    done = home.run("--lang", "ko", "--profile", "live", *wanted, code=1)
    expect("아직 데이터가 없습니다" in done.stderr and "seohak --profile live run" in done.stderr, done.stderr)
    home.run("query", "SELECT 1")
    home.run("run", "fear_greed")
    done = home.run("query", "SELECT * FROM analytics.fear_greed_trent", code=2)
    expect("Catalog Error" in done.stderr and "fear_greed_trend" in done.stderr, done.stderr)


@case
def landing_that_cannot_be_written_is_one_clear_line(home):
    blocked = home.path / "file"
    blocked.write_text("in the way")
    done = home.run("run", "fear_greed", code=75, env={"SEOHAK__LANDING__URL": str(blocked / "landing")})
    expect("landing" in done.stderr.lower(), done.stderr)


@case
def recordings_that_are_missing_are_named(home):
    done = home.run("--recordings", home.path / "nowhere", "run", code=None)
    expect(done.returncode in (1, 2) and "nowhere" in done.stderr, (done.returncode, done.stderr))


@case
def secrets_must_be_private(home):
    secrets = home.path / "secrets.toml"
    secrets.write_text('[sources.eximbank]\nkey = "sesame-open"\n')
    secrets.chmod(0o644)
    done = home.run("runs", code=2)
    expect("chmod 600" in done.stderr and "sesame" not in done.stderr, done.stderr)
    secrets.chmod(0o600)
    home.run("doctor", code=None)
    expect(not any(b"sesame-open" in p.read_bytes() for p in home.path.rglob("*")
                   if p.is_file() and p != secrets), "the secret was written somewhere")


@case
def an_interrupted_run_says_so_and_the_next_one_ends_it(home):
    process = home.start("run", "--json")
    process.stdout.readline()
    process.terminate()
    process.communicate(timeout=60)
    expect(process.returncode in (143, 0), process.returncode)
    home.run("run")
    expect(home.query("SELECT count(*) AS n FROM analytics.fear_greed_trend") == [{"n": 22}], "rows")


@case
def a_key_never_reaches_the_disk(home):
    home.run("run", "exchange_rate", "--for", "2024-03-05")
    uses = [p for p in home.path.rglob("*") if p.is_file()
            and b"authkey=recorded" in p.read_bytes()]
    expect(not uses, uses)


@case
def rubbish_in_landing_is_named_and_stops_nothing_else(home):
    home.run("run")
    before = home.query("SELECT count(*) AS n FROM raw_data.fx_rate_daily")
    landed = next((home.path / "recorded/landing/ecb").rglob("*.warc.zst"))
    landed.write_bytes(landed.read_bytes()[: landed.stat().st_size // 2])
    done = home.run("replay", code=1)
    expect("ecb" in done.stderr and ".warc.zst" in done.stderr, done.stderr)
    expect(home.query("SELECT count(*) AS n FROM raw_data.fx_rate_daily") == before,
           "a failed replay changed the tables")


@case
def a_damaged_landed_file_is_named_and_the_others_load(home):
    home.run("run", "exchange_rate")
    for file in home.path.rglob("warehouse.duckdb*"):
        file.unlink()
    landed = next((home.path / "recorded/landing/ecb").rglob("*.warc.zst"))
    landed.write_bytes(landed.read_bytes()[: landed.stat().st_size // 2])
    done = home.run("run", "exchange_rate", code=1)
    expect("damaged" in done.stderr and landed.name in done.stderr, done.stderr)
    rows = home.query("SELECT source, count(*) AS n FROM raw_data.fx_rate_daily GROUP BY source")
    expect(rows == [{"source": "eximbank", "n": 224}], rows)


@case
def a_source_can_be_switched_off(home):
    home.run("run", "fear_greed", env={"SEOHAK__SOURCES__CNN__ENABLED": "false"})
    rows = home.query("SELECT DISTINCT source FROM raw_data.fear_greed_daily")
    expect(rows == [{"source": "gsheets"}], rows)


@case
def a_reader_that_goes_away_ends_nothing(home):
    """`run 2>&1 | head -1` closes the pipe early: the run goes on to its end."""
    process = subprocess.Popen(home.command("run"), env=home.environment(), cwd=home.path,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    process.stderr.close()
    expect(process.wait(timeout=60) == 0, process.returncode)
    expect(home.query("SELECT count(*) AS n FROM analytics.fear_greed_trend") == [{"n": 22}], "rows")


@case
def a_reader_that_has_seen_enough_is_no_failure(home):
    home.run("run", "fear_greed")
    for words in (["query", "SELECT * FROM range(1000000)"], ["logs", "last"], ["--json", "logs", "last"]):
        process = home.start(*words)
        process.stdout.close()
        said = process.stderr.read()
        expect(process.wait(timeout=60) == 0 and said == "", (words, process.returncode, said))


@case
def a_folder_says_nothing_of_whom_keys_go_to(home):
    folder = home.path / "folder"
    folder.mkdir()
    file = folder / "seohak.toml"
    file.write_text('[sources.eximbank.endpoints]\noapi = "http://127.0.0.1:1"\n')
    done = subprocess.run(home.command("runs"), env=home.environment(), cwd=folder, text=True,
                          capture_output=True)
    expect(done.returncode == 2 and "sources.eximbank.endpoints.oapi is not taken from a file that lies "
           "in the current folder" in done.stderr, done.stderr)
    done = subprocess.run(home.command("--config", file, "runs"), env=home.environment(), cwd=folder,
                          text=True, capture_output=True)
    expect(done.returncode == 0 and "in force" not in done.stderr, done.stderr)
    file.write_text("[http]\nparallel = 3\n")
    done = subprocess.run(home.command("runs"), env=home.environment(), cwd=folder, text=True,
                          capture_output=True)
    expect(done.returncode == 0 and f"settings of {file} are in force here" in done.stderr, done.stderr)


@case
def streams_that_are_closed_take_nothing_from_the_warehouse(home):
    """As some that start programs in the background leave them."""
    home.run("run", "fear_greed")
    before = home.dump()
    for closed in ("<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"):
        for words in ('run fear_greed', '--json run fear_greed', 'query "SELECT 1"'):
            command = f'"{BINARY}" --home "{home.path}" --lang en {words} {closed}'
            done = subprocess.run(["sh", "-c", command], env=home.environment(), cwd=home.path,
                                  timeout=60, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            lost = ">&-" in closed.replace("2>&-", "") and not words.startswith("run")
            expect(done.returncode == (75 if lost else 0), (words, closed, done.returncode))
    difference = compare(before, home.dump())
    expect(difference is None, difference)
    command = f'"{BINARY}" --home "{home.path}" init --password <&-'
    done = subprocess.run(["sh", "-c", command], env=home.environment(), timeout=60,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    expect(done.returncode not in (0, 124), done.returncode)


@case
def a_full_disk_is_told(home):
    home.run("run", "fear_greed")
    for words in (["query", "SELECT * FROM range(100)"], ["runs"], ["--json", "runs"], ["logs", "last"],
                  ["models"], ["--json", "doctor"], ["init", "--print"], ["schedule"]):
        with open("/dev/full", "w") as full:
            done = subprocess.run(home.command(*words), stdout=full, env=home.environment(),
                                  stderr=subprocess.PIPE, text=True)
        expect(done.returncode == 75 and "standard output" in done.stderr,
               (words, done.returncode, done.stderr))


@case
def taken_port_is_one_clear_line(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = home.run("serve", "--listen", f"127.0.0.1:{port}", code=75)
        expect(str(port) in done.stderr and "--listen" in done.stderr, done.stderr)


@case
def beyond_loopback_is_refused(home):
    done = home.run("serve", "--listen", "0.0.0.0:0", code=None)
    expect(done.returncode in (1, 2) and "password" in done.stderr, (done.returncode, done.stderr))


@case
def an_answer_goes_to_a_whole_file_or_none(home):
    home.run("run", "fear_greed")
    done = home.run("query", "-o", home.path / "none/rows.csv", "SELECT 1", code=1)
    expect("create its directory" in done.stderr, done.stderr)
    target = home.path / "rows.csv"
    home.run("query", "--format", "csv", "-o", target, "SELEC 1", code=2)
    expect(not list(home.path.glob("rows.csv*")), list(home.path.glob("rows.csv*")))
    home.run("query", "--format", "csv", "-o", target, "SELECT 1 AS a")
    expect(target.read_text() == "a\n1\n", target.read_text())
    expect(len(list(home.path.glob("rows.csv*"))) == 1, list(home.path.glob("rows.csv*")))


@case
def a_home_that_cannot_be_written_is_final(home):
    for words in (["query", "SELECT 1"], ["run", "fear_greed"]):
        done = subprocess.run([home.command()[0], "--home", "/proc/self/seohak", "--lang", "en", *words],
                              env=home.environment(), cwd=home.path, capture_output=True, text=True)
        expect(done.returncode == 1 and "--home" in done.stderr, (done.returncode, done.stderr))


@case
def a_right_that_is_lacking_is_final(home):
    """Root may do all, so it is started without that right."""
    bounded = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []

    def ended(*words, lang="en"):
        return subprocess.run([*bounded, *home.command("--lang", lang, *words)], cwd=home.path,
                              env=home.environment(), capture_output=True, text=True, timeout=60)

    run = ("run", "fear_greed")
    expect(ended(*run).returncode == 0, ended(*run).stderr)
    for name, words in (("recorded/state.sqlite", ("runs",)), ("recorded/state.sqlite", run),
                        ("recorded/landing", run), ("recorded/warehouse.duckdb", run)):
        place = home.path / name
        mode = place.stat().st_mode & 0o777
        place.chmod(0)
        done, korean = ended(*words), ended(*words, lang="ko")
        place.chmod(mode)
        expect(done.returncode == 1 and str(place) in done.stderr and "--home" in done.stderr
               and ".probe" not in done.stderr, (name, words, done.returncode, done.stderr))
        expect(korean.returncode == 1 and "--home" in korean.stderr
               and "right" not in korean.stderr, korean.stderr)


if __name__ == "__main__":
    sys.exit(run_cases())
