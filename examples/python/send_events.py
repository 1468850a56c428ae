"""Sends usage events to Farthing with nothing but the standard library.

Usage: FARTHING_URL=... FARTHING_API_KEY=... python3 send_events.py SOURCE < events.ndjson

Each line is an event: {"type": ..., "subject": ..., "data": ...}. What has no id and no time gets them once, before the
first attempt, and keeps them: an event counts once, however often it is sent as it was.
"""

import gzip
import http.client
import json
import math
import os
import random
import re
import sys
import time
import urllib.error
import urllib.request
import uuid
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

EVENTS_MAX = 100
WAIT_MAX_SECONDS = 30
ASKED_MAX_SECONDS = 600
EVENT_BYTES_MAX = 32_768
# What no event is at fault for that stands alone: the request was changed on its way.
OF_TRANSPORT = {"malformed-json", "malformed-gzip", "body-missing", "no-events", "invalid"}


def with_identity(event, source):
    """The event as it is sent, for good."""
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
    return {"id": str(uuid.uuid4()), "source": source, "time": now, **event}


def retry_after(headers):
    """Seconds that the service asks to wait, ten minutes at most: a number of them, or a date. 0 for none."""
    value = headers.get("retry-after") if headers else None
    if value is None:
        return 0
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(value) - datetime.now(timezone.utc)).total_seconds()
        except (TypeError, ValueError):
            return 0
    return min(ASKED_MAX_SECONDS, max(0, seconds)) if math.isfinite(seconds) else 0


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """The key is for Farthing, and nobody it may point to."""

    def redirect_request(self, *_):
        return None


opener = urllib.request.build_opener(NoRedirects)


def post(url, key, events):
    """Answers (status, headers, parsed body). A connection that is lost is status 0."""
    body = json.dumps(events).encode()
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    # What stands alone is plain: what is said of it is then not of how it was packed.
    if len(events) > 1:
        body = gzip.compress(body)
        headers["content-encoding"] = "gzip"
    request = urllib.request.Request(f"{url.rstrip('/')}/v1/events", data=body, headers=headers, method="POST")
    try:
        with opener.open(request, timeout=30) as answer:
            return answer.status, answer.headers, parsed(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, error.headers, parsed(error.read())
    except (OSError, EOFError, http.client.HTTPException) as error:
        return 0, None, {"detail": str(error)}


def parsed(body):
    try:
        value = json.loads(body)
        return value if isinstance(value, dict) else {}
    except ValueError:
        return {}


def report(event, rejected):
    print(f"rejected {event['id']}: {rejected.get('detail')} ({rejected.get('code')})", file=sys.stderr)


def problem_code(status, body):
    """The code of a problem document of Farthing. None for what a proxy says: that may have a code, too."""
    code = body.get("code")
    is_ours = body.get("type") == f"urn:farthing:problem:{code}" and body.get("status") == status
    return code if is_ours and isinstance(code, str) else None


def rejections(body, events):
    """Who was rejected. None where that is no list of events of this request, each of them once."""
    rejected = body.get("rejected")
    if not isinstance(rejected, list) or not all(isinstance(item, dict) for item in rejected):
        return None
    indices = {item.get("index") for item in rejected if isinstance(item.get("index"), int)}
    are_of_request = len(indices) == len(rejected) and all(0 <= index < len(events) for index in indices)
    return rejected if are_of_request else None


def send(url, key, events):
    """Sends until each event is accepted or rejected. Answers how many were accepted."""
    attempt = 0
    while True:
        status, headers, body = post(url, key, events)
        code = problem_code(status, body)
        rejected = rejections(body, events)
        accepted = body.get("accepted") if status == 202 else 0 if status == 400 and code else None
        if rejected is not None and accepted == len(events) - len(rejected):
            for item in rejected:
                report(events[item["index"]], item)
            return accepted
        # A gateway may be set to take less than an event: what Farthing would take is sent again.
        is_too_large = len(events) > 1 or len(json.dumps(events[0]).encode()) > EVENT_BYTES_MAX
        is_of_event = code is not None and (len(events) > 1 or code.removeprefix("request.") not in OF_TRANSPORT)
        if (status in (400, 413) and is_of_event) or (status == 413 and code is None and is_too_large):
            # Something in it spoils the whole: halve, until it stands alone.
            if len(events) == 1:
                report(events[0], body)
                return 0
            middle = len(events) // 2
            return send(url, key, events[:middle]) + send(url, key, events[middle:])
        if status in (401, 403):
            sys.exit(f"the key is unknown or revoked ({status}): check FARTHING_API_KEY")
        # Anything else may have arrived or not. Sent again as it was, it counts once.
        attempt += 1
        full_jitter = random.uniform(0, min(WAIT_MAX_SECONDS, 0.25 * 2 ** min(attempt, 10)))
        time.sleep(retry_after(headers) + full_jitter)


def main():
    url, key = os.environ["FARTHING_URL"], os.environ["FARTHING_API_KEY"]
    if not re.fullmatch("[!-~]+", key):
        sys.exit("set FARTHING_API_KEY to the key as it was issued: without spaces and ends of lines")
    source = sys.argv[1]
    accepted, batch = 0, []
    for line in sys.stdin:
        if line.strip():
            batch.append(with_identity(json.loads(line), source))
        if len(batch) == EVENTS_MAX:
            accepted += send(url, key, batch)
            batch = []
    if batch:
        accepted += send(url, key, batch)
    print(f"{accepted} accepted")


if __name__ == "__main__":
    main()
