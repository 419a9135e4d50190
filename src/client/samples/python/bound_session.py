"""Calls a server with bound sessions, with Python's standard library alone (3.9 or later).

Run against the demo (mvn -Prun package):  python3 bound_session.py
Another server or other users: set SERVER_URL, GENERAL_USER, GENERAL_PASSWORD, GENERAL_SECRET, ADMIN_USER and so on.

What to know about urllib:
- HTTPBasicAuthHandler raises ValueError("AbstractBasicAuthHandler does not support the following scheme: 'BoundSession'")
  on the challenge of a guarded call. Send the credentials to /login without being asked, as here.
- HTTPCookieProcessor drops the cookie 150 s after the last login, although each call extends the session, and one jar for
  two users replaces the cookie of the first. Keep the cookie's value yourself, one for each user.
- urlopen follows a redirect to any host, and sends the headers secretid and Cookie along.
"""

import base64
import json
import os
import re
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import Future, ThreadPoolExecutor

COOKIE = re.compile(r"^Session_ID=[^;\s]+", re.MULTILINE)
# Two dots at the start of a part of a path, however they are encoded: some servers and proxies leave the application.
DOTS = re.compile(r"([/\\]|%(25)*(2f|5c))(\.|%(25)*2e){2}", re.IGNORECASE)
MAX_WAIT_SECONDS = 5
TIMEOUT_SECONDS = 30


class LoginFailed(Exception):
    """The server did not log the user in; the message has status and code of its answer."""


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


class Answer:
    """Status, headers and body of a response."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read().decode("utf-8", "replace")

    def code(self):
        """Returns the stable code of a failure, empty if a proxy answered."""
        try:
            return json.loads(self.body).get("code", "")
        except (ValueError, AttributeError):
            return ""


class BoundSession:
    """One user with one secret at one server. Thread-safe: concurrent callers share one login."""

    def __init__(self, url, user, password, secret):
        # An invalid header is refused by http.client with a message that quotes it.
        if not re.fullmatch(r"[!-~]{8,1024}", secret):
            raise ValueError("the secret must have 8 to 1024 visible ASCII characters")
        self._url = url.rstrip("/")
        self._user = user
        self._basic = "Basic " + base64.b64encode(f"{user}:{password}".encode("utf-8")).decode("ascii")
        self._secret = secret
        self._opener = urllib.request.build_opener(NoRedirect)
        self._lock = threading.Lock()
        self._login = None

    def get(self, path):
        """Returns the answer to GET; logs in if there is no session, or if the server no longer has it."""
        login = self._login or self._log_in_after(None)
        answer = self._send(path, Cookie=login.result())
        if answer.status != 401:
            return answer
        return self._send(path, Cookie=self._log_in_after(login).result())

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
        headers = {"Authorization": self._basic}
        if refused:
            headers["Cookie"] = refused.result()
        answer = self._send("/login", **headers)
        cookie = COOKIE.search("\n".join(answer.headers.get_all("Set-Cookie", [])))
        if answer.status != 200 or not cookie:
            raise LoginFailed(f"login as {self._user} failed: {answer.status} {answer.code()}")
        # custom_status N brings a new cookie, A the same one again: either way it replaces the old one.
        return cookie.group()

    def _send(self, path, **headers):
        """Sends a request; if the server is busy, waits as long as it asks, once and not for long."""
        answer = self._exchange(path, headers)
        wait = answer.headers.get("Retry-After", "")
        if answer.status not in (429, 503) or not wait.isdecimal() or int(wait) > MAX_WAIT_SECONDS:
            return answer
        time.sleep(int(wait))
        return self._exchange(path, headers)

    def _exchange(self, path, headers):
        if not path.startswith("/") or DOTS.search(path.partition("?")[0]):
            raise ValueError("the path must begin with a slash and stay below the root")
        request = urllib.request.Request(self._url + path, headers={"secretid": self._secret, **headers})
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                return Answer(response)
        except urllib.error.HTTPError as failure:
            with failure:
                return Answer(failure)


def session(name, user, password, secret):
    return BoundSession(
        os.environ.get("SERVER_URL", "http://localhost:8086"),
        os.environ.get(name + "_USER", user),
        os.environ.get(name + "_PASSWORD", password),
        os.environ.get(name + "_SECRET", secret),
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
    except (LoginFailed, OSError, ValueError) as failure:
        sys.exit(str(failure))
