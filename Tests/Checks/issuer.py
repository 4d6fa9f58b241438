"""`xinbao-issuer` as a process, beside the front that asks it; each, if that is possible, under a user of its own."""
import functools
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading
import time

from server import SERVER
from support import HOME, ROOT

ISSUER = SERVER.parent / "xinbao-issuer"
# Users that need no name: of the issuer, of the front, and the group that may ask the issuer.
ISSUING, FRONT, ASKING = 65501, 65502, 65503


@functools.cache
def why_not_apart():
    """Why this machine cannot show processes under users of their own; None if it can."""
    if os.geteuid() != 0:
        return "only root can start processes as other users"
    tried = subprocess.run(
        ["/bin/test", "-x", str(ISSUER), "-a", "-r", str(ROOT / "templates/web"), "-a", "-r", str(HOME / "fonts")],
        user=FRONT, group=FRONT, extra_groups=[ASKING])
    return None if tried.returncode == 0 else f"other users cannot read {ROOT}"


def as_user(user):
    """How a process is started as another user; as this one where that is not possible."""
    return {} if why_not_apart() else {"user": user, "group": user, "extra_groups": [ASKING]}


class Issuer:
    """A running issuer. `folder` holds its socket; everything of `owned` is given to its user before."""

    def __init__(self, home, *options, owned=(), environment=None, user=ISSUING):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="xinbao-issuer-"))
        self.socket = self.folder / "run/issuer.sock"
        (self.folder / "run").mkdir()
        if not why_not_apart():
            for path in (home, *owned):
                for each in (path, *pathlib.Path(path).rglob("*")):
                    os.chown(each, user, user, follow_symlinks=False)
            os.chown(self.folder / "run", user, ASKING)
        os.chmod(self.folder, 0o755)
        os.chmod(self.folder / "run", 0o2750)
        self.home, self.options, self.environment, self.user = home, options, environment, user
        self.start()

    def start(self):
        self.log = []
        self.process = subprocess.Popen(
            [str(ISSUER), "--socket", str(self.socket), "--home", str(self.home), *map(str, self.options)], cwd=ROOT,
            env={**os.environ, **(self.environment or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            **as_user(self.user))
        self.reader = threading.Thread(target=self.read, args=(self.process,), daemon=True)
        self.reader.start()
        self.logged("listening")

    def read(self, process):
        for line in process.stderr:
            self.log.append(line)

    def logged(self, words):
        end = time.monotonic() + 60
        while not any(words in line for line in list(self.log)):
            assert time.monotonic() < end and self.process.poll() is None, f"nothing is logged of `{words}`: {self.log}"
            time.sleep(0.02)

    def questions(self):
        """What it was asked, and what became of it, in order."""
        return [(entry["question"], entry["outcome"]) for entry in map(json.loads, list(self.log))
                if entry["message"] == "question"]

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(40)
        self.reader.join(5)
        self.process.stderr.close()
        return status

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
