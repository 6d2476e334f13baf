"""Checks and inputs of our own for schemathesis (SCHEMATHESIS_HOOKS=hooks)."""
import zlib

import requests
import schemathesis

import forms

# Real names, so that the greater part of the inputs reaches the data: a random word is unknown.
REAL = {"symbol": ["TSLA", "AAPL", "BRK/B", "NVDA", "MU"], "currency": ["USD", "JPY", "EUR"],
        "pipeline": ["fear_greed", "exchange_rate", "listing", "price_daily", "price_minute"]}


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Puts a real name for four of five generated ones, by the generated one's checksum."""
    for name, value in (path_parameters or {}).items():
        choice = zlib.crc32(repr(value).encode())
        if name in REAL and choice % 5:
            path_parameters[name] = REAL[name][choice // 5 % len(REAL[name])]
    return path_parameters


@schemathesis.hook
def before_call(context, case, kwargs):
    """What changes something gets a name that there is not: its inputs are judged, and nothing runs."""
    if case.method == "POST":
        case.path_parameters = {name: "no-such-name" for name in case.path_parameters or {}}


@schemathesis.check
def one_error_form(ctx, response, case):
    if response.status_code >= 400 and case.method != "HEAD":
        forms.check_error(response.status_code, response.headers["content-type"][0],
                          response.content)


@schemathesis.check
def entity_tag(ctx, response, case):
    """A found answer has a tag; sent back, it is answered with 304 and nothing else."""
    if response.status_code != 200 or case.method != "GET":
        return
    tag = response.headers.get("etag", [None])[0]
    assert tag and tag.startswith('W/"'), "no ETag"
    assert response.headers["cache-control"] == ["no-cache"], "not to be revalidated"
    for sent, expected in ((tag, 304), (f'"x", {tag}', 304), ("*", 304), ('W/"x"', 200)):
        again = requests.get(response.request.url, headers={"If-None-Match": sent}, timeout=20)
        assert again.status_code == expected, f"If-None-Match {sent}: {again.status_code}"
        assert again.headers["ETag"] == tag, "another tag for the same answer"
        assert (expected == 304) == (again.content == b""), "304 with a body"
