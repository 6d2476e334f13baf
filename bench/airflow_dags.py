"""What Airflow is given: a chain of 21 tasks that stamp when they start, and 100 that do nothing."""

import datetime
import os

from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG

STAMPS = os.environ["AIRFLOW_HOME"] + "/stamps"
COMMON = {"start_date": datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc),
          "schedule": None, "catchup": False}


def nothing() -> None:
    pass


with DAG("chain", **COMMON):
    before = None
    for number in range(21):
        task = BashOperator(task_id=f"t{number:02}", bash_command=f"date +%s.%N >> {STAMPS}")
        if before is not None:
            before >> task
        before = task

with DAG("fan", max_active_tasks=100, **COMMON):
    for number in range(100):
        PythonOperator(task_id=f"t{number:03}", python_callable=nothing)
