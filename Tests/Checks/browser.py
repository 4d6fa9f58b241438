"""Headless Chromium by its DevTools protocol: just enough to open a page, wait until it shows something, and look."""
import base64
import io
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import urllib.request

import numpy
import websocket
from PIL import Image


class Browser:
    def __init__(self, width=900, height=1200, options=()):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        # It is killed, and tidies nothing up: its temporary files are in the folder, and no process of it is left to write
        # there while that is removed.
        self.process = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
             f"--user-data-dir={self.folder.name}", f"--window-size={width},{height}", *options, "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ, TMPDIR=self.folder.name),
            start_new_session=True)
        port_file = pathlib.Path(self.folder.name) / "DevToolsActivePort"
        self.wait(lambda: port_file.exists() and port_file.read_text().count("\n") >= 1, "Chromium did not start")
        self.port = int(port_file.read_text().split()[0])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.folder.cleanup()

    @staticmethod
    def wait(condition, message, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = condition()
            if found is not None and found is not False:
                return found
            time.sleep(0.3)
        raise AssertionError(message)

    def look(self, url, shows, seconds=60):
        """A grey picture of the page as soon as `shows(picture)` holds."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/json/new?{url}", method="PUT")
        target = json.load(urllib.request.urlopen(request, timeout=30))
        connection = websocket.create_connection(
            target["webSocketDebuggerUrl"], timeout=30, suppress_origin=True)

        def screenshot():
            connection.send(json.dumps({"id": 1, "method": "Page.captureScreenshot"}))
            answer = json.loads(connection.recv())
            if "result" not in answer:
                return None
            picture = Image.open(io.BytesIO(base64.b64decode(answer["result"]["data"]))).convert("L")
            pixels = numpy.asarray(picture)
            return pixels if shows(pixels) else None

        try:
            return self.wait(screenshot, f"Chromium showed nothing of {url}", seconds)
        finally:
            connection.close()
