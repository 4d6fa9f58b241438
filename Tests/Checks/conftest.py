"""No check leaves anything in the system's temporary folder: each process that runs checks has one of its own, and what is
in it after a file of checks is a fault of that file. Ctrl-C means the same to the programs under test however the checks
were started: a shell has its background jobs ignore it, and their children inherit that."""
import os
import pathlib
import shutil
import signal
import tempfile
import time

import pytest

ROOT = pytest.StashKey[pathlib.Path]()


def pytest_configure(config):
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    root = config.stash[ROOT] = pathlib.Path(tempfile.mkdtemp(prefix="checks-"))
    # As the system's own: some checks work as another user.
    root.chmod(0o1777)
    os.environ["TMPDIR"] = tempfile.tempdir = str(root)


def pytest_unconfigure(config):
    shutil.rmtree(config.stash[ROOT])


@pytest.fixture(scope="module", autouse=True)
def nothing_is_left(pytestconfig):
    yield
    # A program that a check has killed may still be on its way out.
    deadline = time.monotonic() + 10
    while (left := sorted(pytestconfig.stash[ROOT].iterdir())) and time.monotonic() < deadline:
        time.sleep(0.1)
    for path in left:
        # Not the next file's fault.
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    assert not left, f"left in the temporary folder: {', '.join(path.name for path in left)}"
