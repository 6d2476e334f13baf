#!/usr/bin/env python3
"""What the commands say, in both languages: help, errors, completion."""
import json
import re
import subprocess
import sys

from program import ROOT, case, expect, run_cases

# Three English words in a row are a sentence, unless they are a command line, SQL, a path or names.
SENTENCE = re.compile(r"(?<![\w./\-])[A-Za-z][a-z']+(?:,? [a-z][a-z']+){2,}")
NAMES = re.compile(
    r"`[^`]*`|\"[^\"]*\"|^ *(?:seohak|sudo|source|echo) .*$|^# \w+ = .*$|https?://\S+|\S*/\S+"
    r"|(?:[\w.]+, )+[\w.]+|csv, json, parquet", re.MULTILINE)


def korean(home, *words, code=0, env=None):
    done = home.run("--lang", "ko", *words, code=code, env=env)
    return done.stdout + done.stderr


def english_lines(text):
    return [line for line in NAMES.sub("", text).splitlines() if SENTENCE.search(line)]


def expect_korean(text, words):
    """Korean, without an English sentence."""
    expect(re.search("[가-힣]", text), (words, text))
    expect(not english_lines(text), (words, english_lines(text)))


@case
def help_shows_examples_in_both_languages(home):
    english, korean = home.run("run", "--help").stdout, home.run("--lang", "ko", "run", "--help").stdout
    expect("Examples:" in english and "seohak run fear_greed" in english, english)
    expect("예:" in korean, korean)


@case
def unknown_command_names_the_nearest(home):
    done = home.run("quary", code=2)
    expect("did you mean query?" in done.stderr, done.stderr)


@case
def a_wrong_command_line_says_what_would_be_right(home):
    for words, part in ((["logs"], "`seohak logs --help`"), (["query"], "`seohak query --help`"),
                        (["nosuch"], "`seohak --help`"), ([], "`seohak --help`"),
                        (["run", "--forr", "2024-03-05"], "--forr; did you mean --for?"),
                        (["runs", "--quite"], "--quite; did you mean --quiet?"),
                        (["run", "--from", "2024-03-05"], "--to is the day after the last"),
                        (["query", "--format", "xml", "SELECT 1"],
                         '--format must be table, csv, json or parquet, not "xml"')):
        expect(part in home.run(*words, code=2).stderr, (words, home.run(*words, code=2).stderr))
    korean_words = korean(home, "query", "--format", "xml", "SELECT 1", code=2)
    expect("table, csv, json, parquet 가운데 하나입니다" in korean_words, korean_words)
    expect("--service [SCOPE] " in home.run("init", "--help").stdout, home.run("init", "--help").stdout)
    expect("[Unit]" in home.run("init", "--print", "--service").stdout, "a user's unit")


@case
def unknown_pipeline_names_the_nearest(home):
    done = home.run("run", "fear_gred", code=2)
    expect("fear_greed" in done.stderr, done.stderr)


@case
def a_profile_of_a_later_version_is_not_offered(home):
    for text in (home.run("--help").stdout, home.run("init", "--print").stdout,
                 home.run("--profile", "x", "runs", code=2).stderr):
        expect("recorded" in text and "simulated" not in text, text)
    for env in ({}, {"SEOHAK__PROFILE": "simulated"}):
        words = ["runs"] if env else ["--profile", "simulated", "runs"]
        done = home.run(*words, code=2, env=env)
        expect("the simulated profile comes with a later version; use recorded or live" in done.stderr,
               done.stderr)
    expect("recorded or live" in home.run("--profile", "", "runs", code=2).stderr, "an empty profile")


@case
def unknown_setting_names_the_nearest(home):
    done = home.run("runs", code=2, env={"SEOHAK__SERVE__LISSEN": "x"})
    expect("did you mean serve.listen?" in done.stderr, done.stderr)


@case
def wrong_settings_are_told_in_json_too(home):
    done = home.run("--json", "runs", code=2, env={"SEOHAK__HTTP__PARALLEL": "0"})
    expect(json.loads(done.stdout)["error"]["code"] == "bad_config", done.stdout)
    expect("must be 1 to 1024" in done.stderr, done.stderr)


@case
def days_are_checked(home):
    for words in (["--for", "2024-02-30"], ["--from", "2024-01-01"],
                  ["--from", "2024-01-02", "--to", "2024-01-01"],
                  ["--for", "2024-01-02", "--from", "2024-01-01"]):
        done = home.run("run", *words, code=2)
        expect("--f" in done.stderr, done.stderr)


@case
def init_writes_a_commented_file_once(home):
    home.run("init")
    text = (home.path / "seohak.toml").read_text()
    expect("[serve]" in text and "# listen" in text, text[:300])
    done = home.run("init", code=2)
    expect("--force" in done.stderr, done.stderr)
    home.run("init", "--force")
    printed = home.run("--lang", "ko", "init", "--print").stdout
    expect("기본값" in printed, printed[:200])


@case
def completions_are_scripts(home):
    for shell in ("bash", "zsh", "fish"):
        script = home.run("completion", shell).stdout
        expect("seohak" in script and "serve" in script, script[:200])
    subprocess.run(["bash", "-n"], input=home.run("completion", "bash").stdout, text=True, check=True)
    home.run("completion", "csh", code=2)


@case
def sources_and_models_and_doctor_speak(home):
    home.run("run", "fear_greed")
    listed = json.loads(home.run("--json", "sources").stdout)
    asked = json.loads(home.run("--json", "sources", "check").stdout)
    expect(asked and all(one["ok"] and one["bytes"] > 0 for one in asked if one["source"] == "ecb"),
           asked)
    expect({(one["source"], one["dataset"]) for one in asked}
           <= {(one["source"], one["dataset"]) for one in listed}, asked)
    expect({"cnn", "gsheets", "eximbank", "ecb"} <= {row["source"] for row in listed}, listed)
    models = home.run("models", "list").stdout
    expect("analytics.fx_trend_daily" in models, models)
    lineage = home.run("models", "lineage").stdout
    expect("raw_data.fx_rate_daily" in lineage, lineage)
    doctor = home.run("doctor").stdout
    expect("DuckDB" in doctor or "warehouse" in doctor, doctor)


@case
def korean_help_is_korean(home):
    expect(len(english_lines(home.run("--help").stdout)) > 5, "English is not told from Korean")
    expect_korean(korean(home, "--help"), "--help")
    names = re.findall(r"^  ([a-z]+) {5,}", korean(home, "--help"), re.MULTILINE)
    expect(len(names) >= 11, names)
    for name in names:
        expect_korean(korean(home, name, "--help"), name)
        expect("사용법:" in korean(home, name, "--help"), name)


@case
def korean_commands_are_korean(home):
    ran = korean(home, "run", "fear_greed")
    expect_korean(ran, "run")
    expect("응답 1개, 행 3,834개, 격리 0개" in ran and "완료: 작업 " in ran, ran)
    for words in (["runs"], ["doctor"], ["sources"], ["sources", "check"], ["models"], ["schedule"],
                  ["init", "--print"], ["logs", "last"]):
        expect_korean(korean(home, *words), words)


@case
def korean_errors_are_korean(home):
    for words, code in ((["quary"], 2), (["query"], 2), (["query", "--format", "xml", "1"], 2),
                        (["--nosuch", "runs"], 2), (["runs", "--limit", "x"], 2), (["--home"], 2),
                        (["run", "--for", "2024-02-30"], 2), (["run", "--from", "2024-02-01"], 2),
                        (["run", "fear_gred"], 2), (["logs", "last"], 1), (["logs", "nope"], 2),
                        (["logs", "latest"], 2),
                        (["models", "nope"], 2), (["sources", "nope"], 2), (["completion", "csh"], 2),
                        (["query", "SELECT 1; SELECT 2"], 2), (["--profile", "simulated", "runs"], 2),
                        (["--recordings", "nowhere", "run"], 1), (["--config", "nowhere", "runs"], 2)):
        expect_korean(korean(home, *words, code=code), words)
    for name, value in (("SERVE__LISSEN", "x"), ("HTTP__PARALLEL", "0"), ("HTTP__PARALLEL", "x"),
                        ("SOURCES__CNN__ENABLED", "x"), ("SOURCES__CNN__ENDPOINTS__DATAVIZ", "x")):
        expect_korean(korean(home, "runs", code=2, env={f"SEOHAK__{name}": value}), name)


@case
def an_error_without_korean_stands_behind_its_headline(home):
    text = korean(home, "query", "SELEC 1", code=2)
    expect("seohak: 요청이 잘못되었습니다: Parser Error" in text and "seohak 명령 --help" in text, text)


@case
def the_locale_chooses_the_language(home):
    for env, word in (({"LANG": "ko_KR.UTF-8"}, "사용법:"), ({"LANG": "en_US.UTF-8"}, "Usage:"),
                      ({"LANG": "en_US.UTF-8", "SEOHAK__LANG": "ko"}, "사용법:")):
        command = [part for part in home.command("--help") if part not in ("--lang", "en")]
        kept = {k: v for k, v in home.environment(env).items() if not k.startswith("LC_")}
        done = subprocess.run(command, env=kept, capture_output=True, text=True, check=True)
        expect(word in done.stdout, (env, done.stdout))


@case
def logs_of_an_unknown_task_name_the_tasks(home):
    home.run("run", "fear_greed")
    done = home.run("logs", "last", "nope", code=2)
    expect("load:cnn.graphdata" in done.stderr, done.stderr)
    expect("load:cnn" in home.run("logs", "last", "load:cnn.graphdata").stdout, "no log")


@case
def a_word_that_names_no_run_or_task_is_usage(home):
    home.run("logs", "last", code=1)
    home.run("run", "fear_greed")
    for words in (["logs"], ["retry"], ["cancel"]):
        for rest, part in ((["nope"], "there is no run"), (["latest"], "did you mean last?"),
                           (["last", "load:cnn.grafdata"], 'did you mean "load:cnn.graphdata"?')):
            done = home.run(*words, *rest, code=2)
            expect(part in done.stderr, (words, rest, done.stderr))
    for rest in (["nope", "done", "load:cnn.graphdata"], ["last", "done", "load:cnn.grafdata"]):
        home.run("mark", *rest, code=2)


@case
def runs_and_logs_tell_when_and_how_long(home):
    home.run("run", "fear_greed")
    for lang, by_hand, done, second in (("en", "by hand", "done", "s"), ("ko", "직접 실행", "완료", "초")):
        listed = home.run("--lang", lang, "runs").stdout
        expect(re.search(rf"fear_greed +{by_hand} +{done} +\d{{4}}-\d\d-\d\d \d\d:\d\d KST +\d+ ?{second} ",
                         listed), listed)
        log = home.run("--lang", lang, "logs", "last").stdout
        expect(all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d KST ", line)
                   for line in log.splitlines()) and log, log)
    log = home.run("logs", "last", "model:analytics.fear_greed_rating_share").stdout + \
        home.run("logs", "last", "load:cnn.graphdata").stdout
    starts = {re.match(r".* KST \w+ +\S+ +", line).end() for line in log.splitlines()}
    expect(len(starts) == 1, log)


@case
def lists_and_outcomes_read_well(home):
    home.run("-q", "run", "fear_greed")
    again = home.run("run", "fear_greed").stderr
    expect(re.search(r"✓ load:gsheets\.fear_greed +nothing new$", again, re.MULTILINE)
           and "0 answers, 0 rows\n" not in again, again)
    log = home.run("logs", "last").stdout
    expect(not re.search(r"\b1 (?:answers|rows|bytes|files|warnings)\b", log), log)
    for lang in ("en", "ko"):
        for words in (["models", "list"], ["sources"]):
            lines = home.run("--lang", lang, *words).stdout.splitlines()
            expect(lines and not [line for line in lines if line.endswith(".")], lines)
    expect("새로운 것 없음" in korean(home, "run", "fear_greed"), "Korean")


@case
def recorded_files_are_told_as_recorded(home):
    told = [one for one in json.loads(home.run("--json", "sources").stdout) if one["source"] == "file"]
    expect(told and all(one["state"] == "recorded files" and "drop folder" not in one["freshness"]
                        for one in told), told)
    expect("녹화된 파일" in korean(home, "sources"), korean(home, "sources"))
    own = {"SEOHAK__SOURCES__FILE__DIRECTORY": str(home.path)}
    expect("recorded files" not in home.run("sources", env=own).stdout, "a person's own folder")


@case
def a_limit_is_at_least_one(home):
    for limit in ("0", "-1"):
        done = home.run("runs", f"--limit={limit}", code=2)
        expect("--limit" in done.stderr and "1 or more" in done.stderr, done.stderr)


@case
def model_cases_are_found_beside_the_program(home):
    done = home.run("models", "test", home.path / "nowhere", code=2)
    expect("nowhere" in done.stderr and "expect.csv" in done.stderr, done.stderr)
    listed = home.run("models", "test", timeout=600, code=None).stdout
    expect(int(re.search(r"(\d+) passed", listed)[1]) >= 18, listed)


@case
def days_outside_the_recordings_are_named(home):
    done = home.run("run", "fear_greed", "--for", "2040-01-03")
    expect("warning: recorded are only the days" in done.stderr, done.stderr)
    expect("skipped: recorded are only the days 2011-01-03 to" in done.stderr, done.stderr)
    expect("warning" not in home.run("run", "fear_greed", "--for", "2024-03-05").stderr, "a warning")


@case
def a_failure_is_told_once(home):
    closed = {"SEOHAK__SOURCES__CNN__ENDPOINTS__DATAVIZ": "http://127.0.0.1:1"}
    done = home.run("--profile", "live", "run", "fear_greed", code=75, env=closed)
    expect(done.stderr.count("127.0.0.1:1") == 1, done.stderr)


@case
def an_endpoint_must_be_an_address(home):
    done = home.run("run", code=2, env={"SEOHAK__SOURCES__ECB__ENDPOINTS__WWW": "www.ecb.europa.eu"})
    expect("sources.ecb.endpoints.www must be the address of a host" in done.stderr, done.stderr)


@case
def lists_are_lists_in_json(home):
    expect(home.query("SELECT [1, 2] AS list, {'a': 'x'} AS pair") ==
           [{"list": [1, 2], "pair": {"a": "x"}}], "nested values")


COMPLETED = (("seohak ru", "run runs"), ("seohak --home /x run fear", "fear_greed"),
             ("seohak backfill exch", "exchange_rate"), ("seohak --profile li", "live"),
             ("seohak run --lang ", "ko en"), ("seohak --lang ko runs --l", "--lang --limit"),
             ("seohak -q completion ", "bash zsh fish"), ("seohak query an", ""),
             ("seohak query --format c", "csv"), ("seohak run --for 2", ""))


def completes(ask, lines=COMPLETED):
    for line, wanted in lines:
        done = subprocess.run(ask(line), capture_output=True, text=True, timeout=60, check=True)
        offered = [words.split("\t")[0] for words in done.stdout.splitlines() if words]
        expect(sorted(offered) == sorted(wanted.split()), (line, done.stdout, done.stderr))


@case
def bash_completes_by_the_whole_line(home):
    script = home.run("completion", "bash").stdout + """
try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _seohak; printf '%s\\n' "${COMPREPLY[@]}"; }
"""
    def ask(line):
        last = "''" if line.endswith(" ") else ""
        return ["bash", "-c", f"{script}\ntry {line}{last}"]
    completes(ask, (*COMPLETED, ("seohak --profile = li", "live"),
                    ("seohak --profile =", "recorded live"),
                    ("seohak --lang = ko runs --l", "--lang --limit")))


@case
def fish_completes_by_the_whole_line(home):
    script = home.path / "seohak.fish"
    for lang in ("en", "ko"):
        script.write_text(home.run("--lang", lang, "completion", "fish").stdout)
        completes(lambda line: ["fish", "--no-config", "-c",
                                f"source {script}; complete -C '{line}'"])


@case
def zsh_completes_by_the_whole_line(home):
    script = home.path / "seohak.zsh"
    script.write_text(home.run("completion", "zsh").stdout)
    completes(lambda line: ["zsh", "-f", ROOT / "tests/run/completion.zsh", script, line])


if __name__ == "__main__":
    sys.exit(run_cases())
