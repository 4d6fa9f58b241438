"""A provider of OpenID Connect as a process: oidc-provider-mock, which is not ours and knows nothing of us. Run as a program,
this file is that process."""
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Provider:
    """Knows the users that are given, each a dictionary of claims with `sub`. A token says that its user was authenticated
    just now, unless the claims have another `auth_time`."""

    def __init__(self, users):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(self.port), json.dumps(users)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"})

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

    def change_key(self):
        """From now on a new key is published, and signs."""
        self._post("/test/key")

    def sign_with_first_key(self):
        """As whoever stole it would. What is published stays."""
        self._post("/test/first-key")

    def _post(self, path):
        urllib.request.urlopen(urllib.request.Request(self.address + path, method="POST"), timeout=30).read()


def serve(port, users):
    import flask
    import oidc_provider_mock
    import uvicorn
    from authlib import jose
    from oidc_provider_mock import _app

    def new_key():
        key = jose.RSAKey.generate_key(is_private=True)
        return jose.RSAKey.import_key({**key.as_dict(is_private=True), "kid": key.thumbprint()})

    class SignedWithName(_app.OpenIDCode):
        """Tokens name their key, as those of every larger provider do."""

        def get_jwt_config(self, grant, client=None):
            return {**super().get_jwt_config(grant, client), "kid": keys["signs"].kid, "key": keys["signs"].as_dict(True)}

    first = new_key()
    keys = {"signs": first, "published": first}
    _app.OpenIDCode = SignedWithName
    app = oidc_provider_mock.app(require_nonce=True, user_claims=[
        oidc_provider_mock.User(sub=user["sub"], claims={name: value for name, value in user.items() if name != "sub"})
        for user in users])
    app.view_functions["oidc-provider-mock.jwks"] = lambda: flask.jsonify(jose.KeySet([keys["published"]]).as_dict())

    @app.post("/test/key")
    def change_key():
        keys["signs"] = keys["published"] = new_key()
        return ""

    @app.post("/test/first-key")
    def sign_with_first_key():
        keys["signs"] = first
        return ""

    uvicorn.run(app, interface="wsgi", port=port, log_config=None)


if __name__ == "__main__":
    serve(int(sys.argv[1]), json.loads(sys.argv[2]))
