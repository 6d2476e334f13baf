#!/usr/bin/env python3
"""`init --service`: units as systemd itself reads them, and what `serve` tells its service manager."""
import os
import pwd
import signal
import socket
import subprocess
import sys

from program import BINARY, case, expect, run_cases

ODD = 'a b%h$x"q\\z \'y; 한글'
ME = pwd.getpwuid(os.getuid()).pw_name


def read_by_systemd(home, text, scope):
    """What systemd made of each line of the unit: its own dump of it. Any complaint fails."""
    folder = home.path / f"units-{scope}"
    (folder / "run").mkdir(parents=True, exist_ok=True)
    file = folder / "seohak.service"
    file.write_text(text)
    done = subprocess.run(
        ["systemd-analyze", f"--{scope}", "--man=no", "verify", str(file)], capture_output=True,
        text=True, env=home.environment({"XDG_RUNTIME_DIR": str(folder / "run"),
                                         "SYSTEMD_LOG_LEVEL": "debug"}))
    expect(done.returncode == 0, done.stderr[-3000:])
    complaints = [line for line in done.stderr.splitlines() if line.startswith(str(file))
                  and "Special user nobody" not in line]
    expect(not complaints, complaints)
    dump = done.stdout.split("-> Unit seohak.service:")[1].split("-> Unit ")[0]
    lines = (line.strip().partition(": ") for line in dump.splitlines())
    return {name: value for name, _, value in lines}


def words_of(line):
    """The words of a line that systemd has quoted for a shell."""
    return subprocess.run(["sh", "-c", f"printf '%s\\n' {line}"], capture_output=True, text=True,
                          check=True).stdout.splitlines()


def printed(home, scope, *words, env=None):
    return home.run(*words, "init", "--service", scope, "--print",
                    *(["--user", "nobody"] if scope == "system" else []), env=env).stdout


@case
def systemd_reads_the_words_as_they_were_given(home):
    odd = home.path / ODD
    config = home.path / "own config.toml"
    config.write_text("")
    for scope in ("user", "system"):
        text = printed(home, scope, "--home", odd, "--profile", "live", "--config", config.name)
        unit = read_by_systemd(home, text, scope)
        expect(words_of(unit["Command Line"]) ==
               [os.path.realpath(BINARY), "--home", str(odd), "--lang", "en", "--profile", "live",
                "--config", str(config), "serve"], unit["Command Line"])
        for name, value in {"Type": "notify", "Restart": "on-failure", "WatchdogSec": "2min",
                            "TimeoutStopSec": "1min", "UMask": "0077"}.items():
            expect(unit[name] == value, (scope, name, unit[name]))


@case
def a_system_service_writes_below_its_home_only(home):
    odd, elsewhere = home.path / ODD, home.path / "own landing"
    text = printed(home, "system", "--home", odd, env={"SEOHAK__LANDING__URL": str(elsewhere)})
    unit = read_by_systemd(home, text, "system")
    expect(unit["ReadWritePaths"] == f"{odd} {elsewhere}", unit["ReadWritePaths"])
    expect(unit["ProtectSystem"] == "strict" and unit["User"] == "nobody", unit)
    # A /tmp of its own would hide this home, which lies in the other.
    expect(unit["PrivateTmp"] == ("no" if str(home.path).startswith("/tmp/") else "yes"), unit)


@case
def stopping_may_take_longer_than_tasks_are_waited_for(home):
    text = printed(home, "user", env={"SEOHAK__SCHEDULER__DRAIN_S": "90"})
    expect(read_by_systemd(home, text, "user")["TimeoutStopSec"] == "2min", text)


@case
def a_user_service_is_written_and_how_to_start_it_is_said(home):
    file = home.path / ".config/systemd/user/seohak.service"
    said = home.run("init", "--service").stderr
    expect(file.read_text() == printed(home, "user"), file.read_text())
    for words in (str(file), "systemctl --user daemon-reload", "systemctl --user enable --now seohak",
                  "loginctl enable-linger", "journalctl --user -u seohak"):
        expect(words in said, (words, said))
    korean = home.run("--lang", "ko", "init", "--service", "user").stderr
    expect("파일을 만들었습니다" in korean and "로그아웃해도 계속" in korean, korean)
    other = home.path / "elsewhere"
    home.run("init", "--service", env={"XDG_CONFIG_HOME": str(other)})
    expect((other / "systemd/user/seohak.service").is_file(), list(other.rglob("*")))
    said = home.run("init", "--service", env={"SEOHAK__SERVE__LISTEN": "127.0.0.1:1"}).stderr
    expect("SEOHAK__SERVE__LISTEN: of this shell only" in said, said)


@case
def only_its_own_file_is_replaced(home):
    file = home.path / ".config/systemd/user/seohak.service"
    file.parent.mkdir(parents=True)
    file.write_text("[Service]\nExecStart=/bin/true\n")
    done = home.run("init", "--service", code=2)
    expect("--force" in done.stderr and "/bin/true" in file.read_text(), done.stderr)
    home.run("init", "--service", "--force")
    home.run("init", "--service")
    expect("Type=notify" in file.read_text(), file.read_text())


@case
def what_cannot_be_is_refused(home):
    expect("user or system" in home.run("init", "--service", "root", code=2).stderr, "a scope")
    system = ["init", "--service", "system"]
    expect("no user \"no-such\"" in home.run(*system, "--user", "no-such", "--print", code=2).stderr, "user")
    expect("--service system" in home.run("init", "--service", "--user", ME, code=2).stderr, "--user")
    config = home.path / "two\nlines.toml"
    config.write_text("")
    expect("line break" in home.run("--config", config, "init", "--service", code=2).stderr, "a line break")
    if os.getuid() == 0:
        expect("--user NAME" in home.run(*system, code=2, env={"SUDO_USER": ""}).stderr, "whose")
        return
    done = home.run(*system, code=1)
    expect("sudo" in done.stderr and "--print" in done.stderr, done.stderr)


class Manager:
    """The socket at which a service manager listens."""

    def __init__(self, address):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(address.replace("@", "\0") if address.startswith("@") else address)
        self.socket.settimeout(60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def hear(self):
        return self.socket.recv(4096).decode()

    def expect_silence(self, seconds):
        """Whatever was sent before is passed over."""
        self.socket.setblocking(False)
        try:
            while self.hear():
                pass
        except BlockingIOError:
            pass
        self.socket.settimeout(seconds)
        try:
            raise AssertionError(f"heard {self.hear()}")
        except TimeoutError:
            self.socket.settimeout(60)


def serving(home, address, watchdog=()):
    return home.start("serve", "--listen", "127.0.0.1:0", "--json",
                      env={"NOTIFY_SOCKET": address, **dict(watchdog)})


@case
def serve_tells_its_manager_when_it_is_ready_and_when_it_stops(home):
    home.run("run", "fear_greed")
    for address in (str(home.path / "notify"), f"@seohak-test-{os.getpid()}"):
        with Manager(address) as manager:
            server = serving(home, address)
            expect(manager.hear() == "READY=1", address)
            expect("url" in server.stdout.readline(), "it listens before it says so")
            server.terminate()
            expect(manager.hear() == "STOPPING=1", address)
            _, err = server.communicate(timeout=60)
            expect(server.returncode == 0, (server.returncode, err))
            expect("Ctrl-C" not in err and "\033" not in err, err)


@case
def the_watchdog_hears_a_living_server_only(home):
    home.run("run", "fear_greed")
    address = str(home.path / "notify")
    with Manager(address) as manager:
        server = serving(home, address, {"WATCHDOG_USEC": "300000"}.items())
        expect([manager.hear() for _ in range(4)] == ["READY=1"] + 3 * ["WATCHDOG=1"], "beats")
        server.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, server.pid, os.WSTOPPED)
        manager.expect_silence(seconds=1)
        server.send_signal(signal.SIGCONT)
        expect(manager.hear() == "WATCHDOG=1", "it goes on")
        server.terminate()
        server.communicate(timeout=60)
        expect(server.returncode == 0, server.returncode)


@case
def the_watchdog_of_another_process_is_not_answered(home):
    home.run("run", "fear_greed")
    address = str(home.path / "notify")
    with Manager(address) as manager:
        server = serving(home, address, {"WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"}.items())
        expect(manager.hear() == "READY=1", "ready")
        server.stdout.readline()
        server.terminate()
        expect(manager.hear() == "STOPPING=1", "a beat for somebody else")
        server.communicate(timeout=60)


@case
def a_manager_that_cannot_be_told_ends_serve(home):
    home.run("run", "fear_greed")
    for address, code, words in ((str(home.path / "nobody"), 75, "cannot tell the service manager"),
                                 ("vsock:2:1234", 2, "neither a path nor an abstract socket")):
        done = home.run("serve", "--listen", "127.0.0.1:0", code=code, env={"NOTIFY_SOCKET": address})
        expect(words in done.stderr, done.stderr)


if __name__ == "__main__":
    sys.exit(run_cases())
