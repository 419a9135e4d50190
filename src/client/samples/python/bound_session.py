"""Calls a server with bound sessions, with Python's standard library alone (3.9 or later).

Run against the demo (mvn -Prun package):  python3 bound_session.py
Another server or other users: set SERVER_URL, GENERAL_USER, GENERAL_PASSWORD, GENERAL_SECRET, ADMIN_USER and so on.
BINDING=signature signs each call with a key of its own session (RFC 9421) instead of sending the secret along.

What to know about urllib:
- HTTPBasicAuthHandler raises ValueError("AbstractBasicAuthHandler does not support the following scheme: 'BoundSession'")
  on the challenge of a guarded call. Send the credentials to /login without being asked, as here.
- HTTPCookieProcessor drops the cookie 150 s after the last login, although each call extends the session, and one jar for
  two users replaces the cookie of the first. Keep the cookie's value yourself, one for each user.
- urlopen follows a redirect to any host, and sends the headers secretid and Cookie along.
- A signature covers path and query as they are sent: Request.selector, after the URL was parsed and encoded.
"""

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import Future, ThreadPoolExecutor

COOKIE = re.compile(r"^Session_ID=[^;\s]+", re.MULTILINE)
KEYID = re.compile(r"[A-Za-z0-9_-]{22}")
# Two dots at the start of a part of a path, however they are encoded: some servers and proxies leave the application.
DOTS = re.compile(r"([/\\]|%(25)*(2f|5c))(\.|%(25)*2e){2}", re.IGNORECASE)
IDEMPOTENT = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE")
MAX_WAIT_SECONDS = 5
TIMEOUT_SECONDS = 30


class LoginFailed(Exception):
    """The server did not log the user in; the message has status and code of its answer."""


class ProofRefused(Exception):
    """The server made another signature; the message says whether it saw another request."""


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


class Answer:
    """Status, headers and body of a response, and what the request signed."""

    def __init__(self, response, base):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read().decode("utf-8", "replace")
        self._base = base

    def member(self, name):
        """Returns a member of a JSON object, None if a proxy answered."""
        try:
            return json.loads(self.body).get(name)
        except (ValueError, AttributeError):
            return None

    def code(self):
        """Returns the stable code of a failure, empty if a proxy answered."""
        return self.status >= 400 and self.member("code") or ""

    def is_repeatable(self, method):
        """Returns whether the server has not begun to process the request, or may do so twice."""
        return method in IDEMPOTENT or any(
            challenge.startswith("BoundSession ") for challenge in self.headers.get_all("WWW-Authenticate", [])
        )

    def explanation(self):
        """Returns why the server made another signature."""
        if self.member("signature_base_sha256") == hashlib.sha256(self._base.encode("ascii")).hexdigest():
            return "proof_invalid: the server has another key"
        return "proof_invalid: the server saw another request, ask it at /binding; signed was:\n" + self._base


class SecretSession:
    """A session whose calls carry the secret."""

    def __init__(self, cookie, secret):
        self.cookie = cookie
        self._secret = secret

    def prove(self, method, target, body, created):
        return {"Cookie": self.cookie, "secretid": self._secret}, ""


class SignedSession:
    """A session whose calls are signed. It keeps the key, which opens no other session, and not the secret."""

    def __init__(self, cookie, secret, keyid):
        self.cookie = cookie
        self._keyid = keyid
        self._key = hmac.digest(secret.encode("ascii"), f"bound-session proof v1:{keyid}".encode("ascii"), "sha256")

    def prove(self, method, target, body, created):
        """Returns headers for one attempt, since the server admits a signature once, and what they sign."""
        fields = {}
        if body is not None:
            fields["content-digest"] = f"sha-256=:{encoded(hashlib.sha256(body).digest())}:"
        proof, base = self.sign(method, target, fields, created, secrets.token_urlsafe(16))
        return {"Cookie": self.cookie, **fields, **proof}, base

    def sign(self, method, target, fields, created, nonce):
        """Returns the headers with a signature of method, path, query and these header fields, and the signature base."""
        path, _, query = target.partition("?")
        components = {"@method": method, "@path": path, "@query": f"?{query}", **fields}
        names = " ".join(f'"{name}"' for name in components)
        parameters = f'({names});created={created};nonce="{nonce}";keyid="{self._keyid}";tag="bound-session"'
        components["@signature-params"] = parameters
        base = "\n".join(f'"{name}": {value}' for name, value in components.items())
        signature = encoded(hmac.digest(self._key, base.encode("ascii"), "sha256"))
        return {"Signature-Input": f"bs={parameters}", "Signature": f"bs=:{signature}:"}, base


class BoundSession:
    """One user at one server. Thread-safe: concurrent callers share one login.

    With the binding "secret" each request carries the secret. With "signature" the secret is not used: each login makes
    a random one, and the requests are signed with a key of it.
    """

    def __init__(self, url, user, password, secret=None, binding="secret"):
        if binding not in ("secret", "signature"):
            raise ValueError("the binding must be secret or signature")
        # An invalid header is refused by http.client with a message that quotes it.
        if binding == "secret" and not re.fullmatch(r"[!-~]{8,1024}", secret or ""):
            raise ValueError("the secret must have 8 to 1024 visible ASCII characters")
        self._url = url.rstrip("/")
        self._user = user
        self._basic = "Basic " + encoded(f"{user}:{password}".encode("utf-8"))
        self._secret = secret if binding == "secret" else None
        self._opener = urllib.request.build_opener(NoRedirect)
        self._lock = threading.Lock()
        self._login = None
        self._clock_offset = 0

    def get(self, path):
        """Returns the answer to GET; logs in if there is no session, or if the server no longer has it."""
        return self.send("GET", path)

    def send(self, method, path, body=None):
        """Returns the answer to a request; the body is JSON, as bytes."""
        login = self._login or self._log_in_after(None)
        answer = self._send(method, path, body, login.result().prove)
        # A new login does not cure what is wrong with a signature.
        if answer.status != 401 or answer.code().startswith("proof_") or not answer.is_repeatable(method):
            return answer
        return self._send(method, path, body, self._log_in_after(login).result().prove)

    def _log_in_after(self, refused):
        """Returns a login that is newer than the refused one. The first caller logs in, the others wait for its result."""
        with self._lock:
            if self._login is not refused and self._login is not None:
                return self._login
            login = self._login = Future()
        try:
            login.set_result(self._log_in(refused))
        except BaseException as failure:
            with self._lock:
                self._login = None
            login.set_exception(failure)
        return login

    def _log_in(self, refused):
        secret = self._secret or secrets.token_urlsafe(32)
        headers = {"Authorization": self._basic, "secretid": secret}
        if not self._secret:
            headers["binding"] = "signature"
        elif refused:
            headers["Cookie"] = refused.result().cookie
        answer = self._send("GET", "/login", None, lambda *request: (headers, ""))
        cookie = COOKIE.search("\n".join(answer.headers.get_all("Set-Cookie", [])))
        if answer.status != 200 or not cookie:
            raise LoginFailed(f"login as {self._user} failed: {answer.status} {answer.code()}")
        # custom_status N brings a new cookie, A the same one again: either way it replaces the old one.
        if self._secret:
            return SecretSession(cookie.group(), secret)
        keyid = str(answer.member("keyid"))
        if answer.member("binding") != "signature" or not KEYID.fullmatch(keyid):
            raise LoginFailed(f"login as {self._user} failed: the server did not open a session with signatures")
        return SignedSession(cookie.group(), secret, keyid)

    def _send(self, method, path, body, prove):
        """Sends a request; if the server is busy, waits as long as it asks, once and not for long."""
        answer = self._exchange(method, path, body, prove)
        wait = answer.headers.get("Retry-After", "")
        if answer.status in (429, 503) and method in IDEMPOTENT and wait.isdecimal() and int(wait) <= MAX_WAIT_SECONDS:
            time.sleep(int(wait))
            answer = self._exchange(method, path, body, prove)
        if answer.code() == "proof_expired":
            # This clock differs from that of the server.
            self._clock_offset = int(answer.member("server_time")) - int(time.time())
        elif answer.code() != "proof_replayed" or method not in IDEMPOTENT:
            return answer
        return self._exchange(method, path, body, prove)

    def _exchange(self, method, path, body, prove):
        if not path.startswith("/") or DOTS.search(path.partition("?")[0]):
            raise ValueError("the path must begin with a slash and stay below the root")
        request = urllib.request.Request(self._url + path, data=body, method=method)
        if body is not None:
            request.add_header("Content-Type", "application/json")
        headers, base = prove(method, request.selector, body, int(time.time()) + self._clock_offset)
        for name, value in headers.items():
            request.add_header(name, value)
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                return Answer(response, base)
        except urllib.error.HTTPError as failure:
            with failure:
                answer = Answer(failure, base)
        if answer.code() == "proof_invalid":
            raise ProofRefused(answer.explanation())
        return answer


def encoded(data):
    return base64.b64encode(data).decode("ascii")


def session(name, user, password, secret):
    return BoundSession(
        os.environ.get("SERVER_URL", "http://localhost:8086"),
        os.environ.get(name + "_USER", user),
        os.environ.get(name + "_PASSWORD", password),
        os.environ.get(name + "_SECRET", secret),
        os.environ.get("BINDING", "secret"),
    )


def main():
    general = session("GENERAL", "SAPCPI", "demo-general", "my-own-secret-1")
    admin = session("ADMIN", "SAPCPI_ADMIN", "demo-admin", "my-own-secret-2")

    def read(client, path):
        return f"{path} {client.get(path).status}"

    # Two users side by side, four calls at the same time; each user logs in once.
    for path in ("/getemployeedetails?limit=1", "/getcustomerdetails?limit=1"):
        with ThreadPoolExecutor(max_workers=4) as threads:
            for line in threads.map(lambda _: read(general, path), range(4)):
                print("general", line)
    print("admin", read(admin, "/getpaymentdetails?limit=1"))
    # The general user has no access to payments: 403, and the session stays valid.
    print("general", read(general, "/getpaymentdetails?limit=1"))


if __name__ == "__main__":
    try:
        main()
    except (LoginFailed, ProofRefused, OSError, ValueError) as failure:
        sys.exit(str(failure))
