"""A provider of OpenID Connect as a process: oidc-provider-mock, which is not ours and knows nothing of us."""
import json
import pathlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

COMMAND = pathlib.Path(sys.executable).parent / "oidc-provider-mock"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Provider:
    """Knows the users that are given, each a dictionary of claims with `sub`."""

    def __init__(self, users):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        options = [word for user in users for word in ("--user-claims", json.dumps(user))]
        self.process = subprocess.Popen(
            [str(COMMAND), "--port", str(self.port), "--require-nonce", "true", *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.address + "/.well-known/openid-configuration", timeout=5).read()
                return self
            except urllib.error.URLError:
                time.sleep(0.1)
        self.__exit__()
        raise AssertionError("the provider did not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
