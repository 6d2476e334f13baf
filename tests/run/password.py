#!/usr/bin/env python3
"""The dashboard beyond this machine: refused without a password, and by the password only."""
import errno
import http.client
import json
import os
import pty
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import urllib.parse

from program import Serving, case, expect, run_cases

PASSWORD = "한글도 되는 암호 ✓"
OTHER = "another password"
EVERYWHERE = "0.0.0.0:0"


def set_password(home, password=PASSWORD, code=0, lang="en"):
    return home.run("--lang", lang, "init", "--password", stdin=f"{password}\n", code=code)


def ready_home(home):
    """One with rows, so that `serve` starts no run of its own, and with the password."""
    home.run("run", "fear_greed")
    set_password(home)


def address_of(server):
    """A URL of the server by an address that is not loopback; by loopback where there is none."""
    return (server.said["urls"] or [server.url])[0]


class Reader:
    """A browser of one address with its cookie."""

    def __init__(self, url):
        self.host = urllib.parse.urlsplit(url).netloc
        self.cookie = None

    def ask(self, method, path, body=None, headers=None):
        """Status, headers and text of the answer."""
        connection = http.client.HTTPConnection(self.host, timeout=30)
        sent = {"Content-Type": "application/json"} if method == "POST" else {}
        if self.cookie:
            sent["Cookie"] = self.cookie
        connection.request(method, path, body and json.dumps(body), {**sent, **(headers or {})})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text

    def log_in(self, password=PASSWORD, headers=None):
        status, headers, text = self.ask("POST", "/api/v1/login", {"password": password}, headers)
        if status == 200:
            self.cookie = headers["Set-Cookie"].split(";")[0]
        return status, headers, text

    def status(self):
        return self.ask("GET", "/api/v1/status")[0]


@case
def beyond_loopback_needs_a_password_and_says_how(home):
    for words, env in ((["--listen", "0.0.0.0:0"], None), (["--listen", "[::]:0"], None),
                       (["--listen", "192.0.2.1:0"], None),
                       (["--listen", "127.0.0.1:0"], {"SEOHAK__SERVE__HOSTS": "desk.local"}),
                       (["--listen", "127.0.0.1:0"], {"SEOHAK__SERVE__PROXY": "127.0.0.1"})):
        done = home.run("serve", *words, code=2, env=env)
        expect("needs a password" in done.stderr and "`seohak init --password`" in done.stderr
               and len(done.stderr.splitlines()) == 1, done.stderr)
    korean = home.run("--lang", "ko", "serve", "--listen", "0.0.0.0:0", code=2).stderr
    expect("암호가 필요합니다" in korean and "`seohak init --password`" in korean, korean)


@case
def wrong_names_are_told(home):
    set_password(home)
    for name, value, part in (("HOSTS", "http://desk.local", "without http://"),
                              ("HOSTS", "desk.local:8050", "without http:// and port"),
                              ("PROXY", "localhost", "must be an IP address"),
                              ("PASSWORD_HASH", PASSWORD, "is not an Argon2id hash")):
        env = {"SEOHAK__SERVE__HOSTS": "desk.local", f"SEOHAK__SERVE__{name}": value}
        done = home.run("serve", "--listen", "127.0.0.1:0", code=2, env=env)
        expect(part in done.stderr and PASSWORD not in done.stderr, (name, value, done.stderr))


@case
def loopback_asks_nothing(home):
    ready_home(home)
    with Serving(home) as server:
        reader = Reader(server.url)
        status, _, text = reader.ask("GET", "/api/v1/status")
        expect(status == 200 and json.loads(text)["data"]["login"] is False, (status, text))
        expect(server.said["urls"] == [] and server.said["login"] is False, server.said)
        expect(reader.log_in()[0] == 404, "a log-in where none is needed")
        status, _, text = reader.ask("GET", "/api/v1/status", headers={"X-Forwarded-For": "192.0.2.1"})
        expect(status == 403 and "serve.hosts" in text, (status, text))


@case
def the_password_is_stored_as_a_hash_beside_other_secrets(home):
    secrets = home.path / "secrets.toml"
    secrets.write_text('# mine\n[sources.eximbank]\nkey = "abc"  # free\n')
    secrets.chmod(0o600)
    set_password(home)
    text = secrets.read_text()
    expect(text.startswith('# mine\n[sources.eximbank]\nkey = "abc"  # free\n'), text)
    expect('password_hash = "$argon2id$v=19$m=65536,t=2,p=1$' in text and PASSWORD not in text, text)
    expect(stat.S_IMODE(secrets.stat().st_mode) == 0o600, oct(secrets.stat().st_mode))
    expect(not (home.path / "seohak.toml").exists(), "init --password wrote the settings")
    set_password(home, OTHER)
    expect(secrets.read_text().count("password_hash") == 1, secrets.read_text())
    secrets.chmod(0o644)
    expect("chmod 600" in set_password(home, code=2).stderr, "a file that others can read")


@case
def a_password_that_is_none_is_refused(home):
    for password, en, ko in (("", "is empty", "비어 있습니다"),
                             ("1234567", "8 characters or more", "8자 이상"),
                             ("x" * 1025, "too long", "너무 깁니다"),
                             ("tab\tinside", "no keyboard", "칠 수 없는")):
        expect(en in set_password(home, password, code=2).stderr, (password, en))
        expect(ko in set_password(home, password, code=2, lang="ko").stderr, (password, ko))
    expect(not (home.path / "secrets.toml").exists(), "something was stored")


class Terminal:
    """A command with a terminal for stdin and stderr."""

    def __init__(self, home, *words):
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(home.command(*words), env=home.environment(), cwd=home.path,
                                        stdin=slave, stderr=slave, stdout=subprocess.DEVNULL,
                                        start_new_session=True)
        os.close(slave)
        self.shown = ""

    def wait_for(self, part):
        while part not in self.shown:
            try:
                more = os.read(self.master, 4096).decode(errors="replace")
            except OSError as error:  # EIO: the command has ended
                expect(error.errno == errno.EIO, error)
                more = ""
            if not more:
                raise AssertionError(f"never said {part!r}: {self.shown}")
            self.shown += more

    def type(self, text):
        os.write(self.master, text.encode())

    def end(self):
        try:
            while more := os.read(self.master, 4096).decode(errors="replace"):
                self.shown += more
        except OSError:
            pass
        os.close(self.master)
        return self.process.wait(timeout=60)


@case
def a_terminal_is_asked_twice_and_shows_nothing(home):
    terminal = Terminal(home, "init", "--password")
    terminal.wait_for("Password (8 characters or more): ")
    terminal.type(f"{PASSWORD}\n")
    terminal.wait_for("Once more: ")
    terminal.type(f"{PASSWORD}\n")
    expect(terminal.end() == 0, terminal.shown)
    expect("the password is set" in terminal.shown and PASSWORD not in terminal.shown, terminal.shown)
    terminal = Terminal(home, "init", "--password")
    terminal.wait_for("Password")
    terminal.type(f"{PASSWORD}\n")
    terminal.wait_for("Once more: ")
    terminal.type(f"{OTHER}\n")
    expect(terminal.end() == 2 and "differ; nothing was changed" in terminal.shown, terminal.shown)


@case
def ctrl_c_at_the_question_ends_at_once(home):
    terminal = Terminal(home, "init", "--password")
    terminal.wait_for("Password")
    terminal.process.send_signal(signal.SIGINT)
    expect(terminal.end() == 130, (terminal.process.returncode, terminal.shown))
    expect(not (home.path / "secrets.toml").exists(), "something was stored")


@case
def a_first_init_offers_the_password_and_enter_skips(home):
    terminal = Terminal(home, "init")
    terminal.wait_for("Enter: none")
    terminal.wait_for("Password")
    terminal.type("\n")
    expect(terminal.end() == 0 and (home.path / "seohak.toml").exists(), terminal.shown)
    expect(not (home.path / "secrets.toml").exists(), "a password was set")
    terminal = Terminal(home, "init", "--force")
    terminal.wait_for("Password")
    terminal.type(f"{PASSWORD}\n")
    terminal.wait_for("Once more: ")
    terminal.type(f"{PASSWORD}\n")
    expect(terminal.end() == 0 and (home.path / "secrets.toml").exists(), terminal.shown)
    terminal = Terminal(home, "init", "--force")
    expect(terminal.end() == 0 and "Password" not in terminal.shown, terminal.shown)


@case
def the_password_opens_and_nothing_else_does(home):
    ready_home(home)
    with Serving(home, listen=EVERYWHERE) as server:
        expect(server.said["login"] is True, server.said)
        for url in {address_of(server), server.url}:  # how it was started counts, not who asks
            reader = Reader(url)
            for path in ("/api/v1/status", "/api/v1/fear-greed", "/metrics", "/readyz", "/api/v1/none",
                         "/api/v1/openapi.json"):
                status, headers, text = reader.ask("GET", path)
                expect(status == 401 and json.loads(text)["error"]["code"] == "unauthorized"
                       and headers["WWW-Authenticate"], (path, status, text))
            for path in ("/", "/fear-greed", "/healthz"):
                expect(reader.ask("GET", path)[0] == 200, path)
            status, headers, text = reader.log_in(OTHER)
            expect(status == 401 and "wrong" in text and not headers["Set-Cookie"], (status, text))
            status, headers, _ = reader.log_in()
            expect(status == 200 and re.fullmatch(
                r"seohak_session=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict; Max-Age=\d+",
                headers["Set-Cookie"]), headers["Set-Cookie"])
            status, _, text = reader.ask("GET", "/api/v1/status")
            expect(status == 200 and json.loads(text)["data"]["login"] is True, text)
        expect(Reader(server.url).status() == 401, "another browser is in")


@case
def other_pages_and_forms_cannot_log_in(home):
    ready_home(home)
    with Serving(home, listen=EVERYWHERE) as server:
        reader = Reader(address_of(server))
        port = urllib.parse.urlsplit(server.url).port
        for headers, wanted in (({"Origin": "http://evil.example"}, 403),
                                ({"Host": f"evil.example:{port}"}, 403),
                                ({"Host": f"203.0.113.9:{port}"}, 403),
                                ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
                                ({"Content-Type": "text/plain"}, 415)):
            expect(reader.log_in(headers=headers)[0] == wanted, headers)
        expect(reader.log_in(headers={"Origin": f"http://{reader.host}"})[0] == 200, "its own page")


@case
def guessing_is_slowed_down(home):
    ready_home(home)
    with Serving(home, listen=EVERYWHERE) as server:
        reader = Reader(address_of(server))
        for _ in range(5):
            expect(reader.log_in(OTHER)[0] == 401, "the limit comes too early")
        for _ in range(20):  # on a slow machine one more attempt may have come free meanwhile
            status, headers, text = reader.log_in(OTHER)
            if status != 401:
                break
        expect(status == 429 and 0 < int(headers["Retry-After"]) <= 30, (status, text))
        expect(json.loads(text)["error"]["code"] == "rate_limited", text)
        expect(reader.ask("GET", "/healthz")[0] == 200, "others are slowed down too")


@case
def a_session_survives_a_restart_and_ends_with_the_password(home):
    ready_home(home)
    with Serving(home, listen=EVERYWHERE) as server:
        reader = Reader(address_of(server))
        reader.log_in()
        port = reader.host.rsplit(":", 1)[1]
    with Serving(home, listen=f"0.0.0.0:{port}"):
        expect(reader.status() == 200, "the restart ended the session")
        set_password(home, OTHER)
        expect(reader.status() == 401, "the session outlived its password")
        expect(reader.log_in()[0] == 401, "the old password still opens")
        expect(reader.log_in(OTHER)[0] == 200 and reader.status() == 200, "the new one does not open")
        (home.path / "secrets.toml").write_text("not TOML")
        expect(reader.status() == 401 and reader.log_in(OTHER)[0] == 401, "open without a password")


def age_sessions(home, days):
    """As if the log-ins and their last use were that many days longer ago."""
    database = sqlite3.connect(home.path / "sessions.sqlite")
    past = days * 86_400 * 1_000_000
    database.execute("UPDATE session SET began_at = began_at - ?, used_at = used_at - ?", (past, past))
    database.commit()
    database.close()


@case
def a_session_ends_when_unused_for_a_week(home):
    ready_home(home)
    with Serving(home, listen=EVERYWHERE) as server:
        reader = Reader(address_of(server))
        reader.log_in()
        port = reader.host.rsplit(":", 1)[1]
    age_sessions(home, 6.9)
    with Serving(home, listen=f"0.0.0.0:{port}"):
        expect(reader.status() == 200, "ended too early")
    age_sessions(home, 7.1)
    with Serving(home, listen=f"0.0.0.0:{port}"):
        expect(reader.status() == 401, "an old session still opens")


@case
def logging_out_here_and_everywhere(home):
    ready_home(home)
    with Serving(home, listen=EVERYWHERE) as server:
        phone, laptop = Reader(address_of(server)), Reader(address_of(server))
        for reader in (phone, laptop):
            reader.log_in()
        status, headers, _ = phone.ask("POST", "/api/v1/logout", {"everywhere": False})
        expect(status == 200 and "Max-Age=0" in headers["Set-Cookie"], (status, headers))
        expect((phone.status(), laptop.status()) == (401, 200), "one session is over")
        phone.log_in()
        expect(phone.ask("POST", "/api/v1/logout", {"everywhere": True})[0] == 200, "everywhere")
        expect((phone.status(), laptop.status()) == (401, 401), "all are over")


@case
def behind_a_tls_proxy_a_name_is_served_and_the_cookie_is_secure(home):
    ready_home(home)
    env = {"SEOHAK__SERVE__HOSTS": "seohak.example", "SEOHAK__SERVE__PROXY": "127.0.0.1"}
    forwarded = {"Host": "seohak.example", "Origin": "https://seohak.example",
                 "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.50"}
    with Serving(home, env) as server:
        reader = Reader(server.url)
        expect(reader.status() == 401, "loopback is the proxy's way in, and needs the password")
        status, headers, text = reader.log_in(headers=forwarded)
        expect(status == 200 and headers["Set-Cookie"].endswith("; Secure"), (status, text))
    env.pop("SEOHAK__SERVE__PROXY")
    with Serving(home, env) as server:
        status, _, text = Reader(server.url).log_in(headers=forwarded)
        expect(status == 403 and "serve.proxy" in text, (status, text))


@case
def the_socket_of_the_home_asks_nothing(home):
    ready_home(home)
    with Serving(home, listen=EVERYWHERE):
        expect(home.query("SELECT 1 AS one") == [{"one": 1}], "a query by the socket")


@case
def people_are_told_where_and_how_safe(home):
    ready_home(home)
    with Serving(home, listen=EVERYWHERE) as server:
        others = server.said["urls"]
    process = home.start("serve", "--listen", EVERYWHERE)
    lines = [process.stderr.readline() for _ in range(3 if others else 1)]
    process.terminate()
    process.communicate(timeout=60)
    expect(re.search(r"dashboard: http://127\.0\.0\.1:\d+\s", lines[0]), lines)
    if others:
        host = urllib.parse.urlsplit(others[0]).hostname
        expect("from a phone" in lines[1] and host in lines[1], lines)
        expect("VPN or a TLS proxy" in lines[2], lines)


@case
def no_secret_is_written_anywhere(home):
    ready_home(home)
    process = home.start("-v", "serve", "--listen", EVERYWHERE, "--json")
    server_url = json.loads(process.stdout.readline())["url"]
    reader = Reader(server_url)
    reader.log_in(OTHER)
    reader.log_in()
    expect(reader.status() == 200, "not logged in")
    _, _, metrics = reader.ask("GET", "/metrics")
    process.terminate()
    out, err = process.communicate(timeout=60)
    id_ = reader.cookie.split("=")[1]
    hash_ = re.search(r'"(\$argon2id[^"]+)"', (home.path / "secrets.toml").read_text())[1]
    said = "\n".join((out, err, metrics, *(
        home.run(*words).stdout for words in (["logs", "last"], ["--json", "doctor"],
                                              ["init", "--print"]))))
    for secret in (PASSWORD, OTHER, id_, hash_):
        expect(secret not in said, f"said: {secret}")
    for file in home.path.rglob("*"):
        if not file.is_file() or file.name == "secrets.toml":
            continue
        for secret in (PASSWORD, OTHER, id_, hash_):
            expect(secret.encode() not in file.read_bytes(), f"{file} holds {secret}")


if __name__ == "__main__":
    sys.exit(run_cases())
