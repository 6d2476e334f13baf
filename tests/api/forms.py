"""What every answer of /api/v1 keeps to, whatever was asked."""
import json

# Names of Errc (src/base/result.h) that an answer may carry, with their HTTP status.
STATUS = {"bad_request": (400, 405, 413, 415, 431), "unauthorized": (401,), "forbidden": (403,),
          "not_found": (404,), "rate_limited": (429,), "timeout": (504,), "unavailable": (503,),
          "busy": (503,), "cancelled": (503,), "no_space": (507,), "io": (500,), "bad_data": (500,), "internal": (500,)}


def check_error(status, content_type, body):
    """Raises AssertionError unless the answer is {"error": {"code", "message"}} of that status."""
    assert content_type == "application/json", f"an error of type {content_type}"
    answer = json.loads(body.decode("utf-8"))  # strict: rubbish must not come back
    assert answer.keys() == {"error"} and answer["error"].keys() == {"code", "message"}, answer
    code, message = answer["error"]["code"], answer["error"]["message"]
    assert status in STATUS[code], f"{code} with status {status}"
    assert message.strip(), f"no message: {message!r}"
