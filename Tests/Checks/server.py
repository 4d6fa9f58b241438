"""The finished `xinbao-server` as a process: started on a free port, spoken to over sockets, stopped as an operator does."""
import http.client
import json
import os
import pathlib
import signal
import ssl
import subprocess
import threading
import time

from support import HOME, ROOT, SMALL, issued

SERVER = pathlib.Path(os.environ.get("XINBAO_SERVER", ROOT / ".build/release/xinbao-server"))
# Built with the trait TLS: `swift test --traits TLS` leaves it there.
TLS_SERVER = pathlib.Path(os.environ.get("XINBAO_TLS_SERVER", ROOT / ".build/debug/xinbao-server"))


class Server:
    """A running server; `log` fills with its log lines as they come. With `home=None` it is given none. `started` is how
    the process is, for `subprocess`."""

    def __init__(self, *options, home=HOME, secure=False, program=SERVER, **started):
        self.secure = secure
        self.log = []
        if home == HOME:
            issued(SMALL)  # Where nothing was ever issued there is no registry to serve.
        self.process = subprocess.Popen(
            [str(program), *(("--home", str(home)) if home else ()), "--port", "0", *map(str, options)], cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **started)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        self.port = self.announced("listening")

    def read(self):
        for line in self.process.stderr:
            self.log.append(line)

    def announced(self, what):
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            for line in self.log:
                entry = json.loads(line)
                if entry["message"] == what:
                    return entry["port"]
            time.sleep(0.02)
        self.process.kill()
        raise AssertionError(f"the server did not start: {self.log}")

    def logged(self, words):
        """Waits for a log line with these words, which may come after the answer."""
        end = time.monotonic() + 30
        while not any(words in line for line in self.log):
            assert time.monotonic() < end, f"nothing is logged of `{words}`: {self.log}"
            time.sleep(0.02)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        self.reader.join(5)
        self.process.stderr.close()

    def stop(self, number=signal.SIGTERM, seconds=40):
        """Exit status."""
        self.process.send_signal(number)
        return self.process.wait(seconds)

    @property
    def address(self):
        return f"{'https' if self.secure else 'http'}://127.0.0.1:{self.port}"

    def connect(self, timeout=30):
        if self.secure:
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=timeout, context=context)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def ask(self, method, path, body=None, headers=None):
        """Status, headers and body."""
        connection = self.connect()
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def api(self, path, question, **headers):
        status, _, body = self.ask(
            "POST", path, json.dumps(question).encode(), {"Content-Type": "application/json", **headers})
        return status, json.loads(body)
