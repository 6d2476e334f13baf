"""A real Airflow on loopback in a directory of its own: scheduler with LocalExecutor, DAG processor and
API server, over PostgreSQL. (Over SQLite, as it comes, a hundred parallel tasks do not end: "database
is locked".)"""

import base64
import datetime as dt
import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from measure import HERE
from serve_load import Server, free_port

POSTGRES = HERE.parent / "tests/tools/start-postgres.sh"
PATIENCE_S = 600


def secret(size: int = 32) -> str:
    return base64.urlsafe_b64encode(os.urandom(size)).decode()


class Airflow:
    """Started with the object, ended with the stack. `environment_dir` is the Python environment that
    holds it."""

    def __init__(self, environment_dir: Path, directory: Path, stack: ExitStack) -> None:
        self.home, self.program = directory, environment_dir / "bin" / "airflow"
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        (directory / "dags").mkdir(parents=True)
        shutil.copy(HERE / "airflow_dags.py", directory / "dags")
        self.postgres = free_port()
        start = [POSTGRES, "start", directory, str(self.postgres), "airflow"]
        subprocess.run(start, check=True, capture_output=True)
        stack.callback(subprocess.run, [POSTGRES, "stop", directory], capture_output=True)
        self.environment = self.settings(environment_dir)
        subprocess.run([self.program, "db", "migrate"], env=self.environment, check=True,
                       capture_output=True)
        health = "/api/v2/monitor/health"
        self.parts = []
        for words in (["api-server", "--host", "127.0.0.1", "--port", str(self.port)],
                      ["dag-processor"], ["scheduler"]):
            self.parts.append(Server([str(self.program), *words], self.base, health,
                                     self.environment, directory, PATIENCE_S))
            stack.callback(self.parts[-1].stop)
        self.token = self.ask("GET", "/auth/token")["access_token"]
        self.wait(lambda: self.ask("GET", health)["scheduler"]["status"] == "healthy")
        for dag in ("chain", "fan"):
            self.wait(lambda name=dag: self.is_known(name))

    def settings(self, environment_dir: Path) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("AIRFLOW")}
        return {**kept, "AIRFLOW_HOME": str(self.home), "HOME": str(self.home),
                "PATH": f"{environment_dir}/bin:{kept['PATH']}",
                "AIRFLOW__CORE__DAGS_FOLDER": str(self.home / "dags"),
                "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
                "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
                "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
                "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN":
                    f"postgresql+psycopg2://etl:etl@127.0.0.1:{self.postgres}/airflow",
                "AIRFLOW__CORE__FERNET_KEY": secret(),
                "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
                "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.base}/execution/",
                "AIRFLOW__API__SECRET_KEY": secret(), "AIRFLOW__API__WORKERS": "1",
                "AIRFLOW__API_AUTH__JWT_SECRET": secret(),
                "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "5",
                "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
                "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False"}

    def ask(self, method: str, path: str, body: dict | None = None) -> dict:
        headers = {"Content-Type": "application/json"}
        if hasattr(self, "token"):
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.base + path, method=method, headers=headers,
                                         data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return json.load(answer)

    def is_known(self, dag: str) -> bool:
        try:
            return not self.ask("GET", f"/api/v2/dags/{dag}")["is_paused"]
        except urllib.error.HTTPError as refused:
            if refused.code == 404:
                return False
            raise

    def has_ended(self, path: str) -> bool:
        """A 500, as the API server gives at times while a hundred tasks report to it, is no answer."""
        try:
            return self.ask("GET", path)["state"] in ("success", "failed")
        except urllib.error.HTTPError as refused:
            if refused.code == 500:
                return False
            raise

    @staticmethod
    def wait(holds) -> None:
        end = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > end:
                raise RuntimeError("Airflow was not ready in time")
            time.sleep(0.2)

    def run(self, dag: str) -> dict:
        """One run to its end; it must succeed."""
        path = f"/api/v2/dags/{dag}/dagRuns"
        run = self.ask("POST", path, {"logical_date": None})["dag_run_id"]
        self.wait(lambda: self.has_ended(f"{path}/{run}"))
        told = self.ask("GET", f"{path}/{run}")
        if told["state"] != "success":
            raise RuntimeError(f"Airflow's run of {dag} ended as {told['state']}")
        return told

    def chain_gaps(self) -> list[float]:
        """Seconds from each task's start to the next one's."""
        stamps = self.home / "stamps"
        stamps.unlink(missing_ok=True)
        self.run("chain")
        at = [float(line) for line in stamps.read_text().split()]
        return [after - before for before, after in zip(at, at[1:])]

    def fan_seconds(self) -> float:
        """From the start of the run, when all are ready, to the end of its last task."""
        run = self.run("fan")
        tasks = self.ask("GET", f"/api/v2/dags/fan/dagRuns/{run['dag_run_id']}/taskInstances?limit=100")
        last = max(instant(task["end_date"]) for task in tasks["task_instances"])
        return (last - instant(run["start_date"])).total_seconds()

    def add_history(self, count: int) -> None:
        """So many runs more of `fan`, copies of its newest; their tasks are left out."""
        columns = self.sql("SELECT column_name FROM information_schema.columns WHERE table_name = "
                           "'dag_run' AND column_name <> 'id'").split()
        changed = {"run_id": "'copy-' || n", "logical_date": "NULL",
                   "run_after": "run_after - n * interval '155 seconds'"}
        self.sql(f"INSERT INTO dag_run ({', '.join(columns)}) SELECT "
                 f"{', '.join(changed.get(name, name) for name in columns)} FROM "
                 f"generate_series(1, {count}) AS n, (SELECT * FROM dag_run WHERE dag_id = 'fan' "
                 "ORDER BY id DESC LIMIT 1) AS newest")

    def sql(self, statement: str) -> str:
        return subprocess.run(["psql", "-At", "-h", "127.0.0.1", "-p", str(self.postgres), "-U", "etl",
                               "-c", statement, "airflow"], check=True, capture_output=True, text=True,
                              env={**os.environ, "PGPASSWORD": "etl"}).stdout


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
