"""A site whose articles are paid by the view, with nothing but the standard library.

Usage: FARTHING_URL=... FARTHING_API_KEY=... python3 gated_site.py [PORT]

Each GET of an article asks `POST /v1/gate`: what is held is served and captured, what cannot be served is given back, and
what is refused is answered as it stands there. The key has the scope `spend:write`.
"""

import http.client
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request
import uuid
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ARTICLES = {"1": "the first article", "2": "the second article"}
METER = "reads"
ATTEMPTS = 3
TIMEOUT_SECONDS = 5
# What a payer sends is JSON in base64, or a token.
SENT_MAX = 8192

url = os.environ["FARTHING_URL"].rstrip("/")
key = os.environ["FARTHING_API_KEY"]


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """The key is for Farthing, and nobody it may point to."""

    def redirect_request(self, *_):
        return None


opener = urllib.request.build_opener(NoRedirects)


class Unknown(Exception):
    """Nobody can tell whether it was done: no answer came, or none that says so."""


class Refused(Exception):
    """Farthing said no: to the request of this site, and not to who asked for a page."""


def post(path, body):
    """Asks again while it is unknown what became of it: the same body is done once."""
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    said = "no answer"
    for attempt in range(ATTEMPTS):
        time.sleep(0.1 * attempt)
        request = urllib.request.Request(url + path, json.dumps(body).encode(), headers, method="POST")
        try:
            with opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            said = f"{error.code} {error.read()[:500].decode(errors='replace')}"
            if error.code < 500 and error.code != 429:
                raise Refused(said) from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            said = str(error)
    raise Unknown(said)


def payment_of(headers):
    """What came with the request that may pay. Other keys of the site are not for Farthing."""
    authorization = headers.get("authorization", "")
    signature = headers.get("payment-signature", "")
    sent = {}
    if re.match(r"(?i)payment |bearer ftp_", authorization):
        sent["authorization"] = authorization
    if signature:
        sent["paymentSignature"] = signature
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        cookies = {}
    # A page of another site, or a frame in it, does not pay with the reader's cookie.
    if "farthing-token" in cookies and headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        sent["token"] = cookies["farthing-token"].value
    return {name: value for name, value in sent.items() if len(value) <= SENT_MAX}


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.split("?")[0]
        if not path.startswith("/articles/"):
            self.answer(404, {}, b"there are articles at /articles/1\n")
            return
        asked = {
            "resource": {"url": f"http://{self.headers.get('host', 'localhost')}{self.path}"},
            "meter": METER,
            "payment": payment_of(self.headers),
            "idempotency": str(uuid.uuid4()),
        }
        try:
            gate = post("/v1/gate", asked)
        except Unknown as error:
            print(f"Farthing cannot be reached: {error}", file=sys.stderr)
            self.answer(503, {"retry-after": "5", "cache-control": "no-store"}, b"try again in a moment\n")
            return
        if gate["outcome"] == "refused":
            self.answer(gate["status"], gate["headers"], json.dumps(gate["problem"]).encode())
            return
        self.serve(path.removeprefix("/articles/"), gate)

    def serve(self, article, gate):
        """Captures what is served before it is sent, as its headers have the receipt."""
        text = ARTICLES.get(article)
        hold = f"/v1/gate/{gate.get('id')}"
        if text is None:
            # Another answer to the same offer may have been charged: what was held before is not given back.
            if gate["outcome"] == "held" and not gate["repeated"]:
                self.give_back(hold)
            self.answer(404, {}, b"there is no such article\n")
            return
        headers = dict(gate["headers"])
        if gate["outcome"] == "held":
            try:
                headers.update(post(f"{hold}/capture", {})["headers"])
            except Unknown as error:
                # It may be charged: it is served. A real site asks again under the same id until it is known.
                print(f"unknown whether {hold} is captured: {error}", file=sys.stderr)
            except Refused as error:
                print(f"{hold} is not captured: {error}", file=sys.stderr)
                self.answer(503, {"retry-after": "5", "cache-control": "no-store"}, b"nothing was charged\n")
                return
        self.answer(200, {**headers, "cache-control": "private"}, text.encode())

    def give_back(self, hold):
        try:
            post(f"{hold}/release", {})
        except (Unknown, Refused) as error:
            # It ends by itself in a minute.
            print(f"{hold} is not given back: {error}", file=sys.stderr)

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            for line in value if isinstance(value, list) else [value]:
                self.send_header(name, line)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    if not re.fullmatch("[!-~]+", key):
        sys.exit("set FARTHING_API_KEY to the key as it was issued: without spaces and ends of lines")
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8000), Site)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
