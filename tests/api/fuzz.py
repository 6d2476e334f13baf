#!/usr/bin/env python3
"""Asks the served API what its OpenAPI document allows and what it does not:
  fuzz.py BASE_URL [--examples N]
schemathesis (pinned in requirements.txt) makes the inputs from a fixed seed; hooks.py adds checks of
error form and entity tags; hostile.py what no document describes.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

import hostile

HERE = pathlib.Path(__file__).resolve().parent
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance",
          "response_headers_conformance", "response_schema_conformance", "negative_data_rejection",
          "positive_data_acceptance", "unsupported_method", "allow_header_conformance",
          "one_error_form", "entity_tag"]


def schemathesis(base, examples):
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{base}/api/v1/openapi.json",
               "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing",
               "--exclude-path", "/api/v1/events",  # it has no end
               "--max-examples", str(examples), "--seed", "1", "--generation-deterministic",
               "--continue-on-failure", "--no-color",
               "--request-timeout", "20", "--warnings", "off"]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE)}
    with tempfile.TemporaryDirectory() as directory:  # it keeps what failed where it runs
        return subprocess.run(command, env=environment, cwd=directory, check=False).returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base")
    parser.add_argument("--examples", type=int, default=8)
    chosen = parser.parse_args()
    base = chosen.base.rstrip("/")
    hostile.main(base)
    sys.exit(schemathesis(base, chosen.examples))


if __name__ == "__main__":
    main()
