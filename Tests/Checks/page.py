"""One tab of headless Chromium, driven by its DevTools protocol as a person would: open, type, click, drop, look."""
import base64
import json
import pathlib
import time
import urllib.request

import websocket


class Page:
    """A tab of a running `Browser`. Collects what the page complained about in `complaints`."""

    def __init__(self, browser, width=1280, height=900, script=True, phone=False):
        request = urllib.request.Request(f"http://127.0.0.1:{browser.port}/json/new?about:blank", method="PUT")
        target = json.load(urllib.request.urlopen(request, timeout=30))
        self.closing = f"http://127.0.0.1:{browser.port}/json/close/{target['id']}"
        self.connection = websocket.create_connection(
            target["webSocketDebuggerUrl"], timeout=30, suppress_origin=True)
        self.script = script
        self.number = 0
        self.complaints = []
        self.requested = []
        for domain in ("Page", "Runtime", "Log", "Network", "DOM"):
            self.send(domain + ".enable")
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=2 if phone else 1, mobile=phone)
        self.send("Emulation.setScriptExecutionDisabled", value=not script)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
        # A tab that stays goes on drawing, and keeps the others waiting.
        urllib.request.urlopen(self.closing, timeout=30).close()

    def send(self, method, **parameters):
        self.number += 1
        self.connection.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.connection.recv())
            if message.get("id") == self.number:
                if "error" in message:
                    raise AssertionError(f"{method}: {message['error']}")
                return message["result"]
            self.note(message)

    def note(self, message):
        parameters = message.get("params", {})
        match message.get("method"):
            case "Runtime.exceptionThrown":
                self.complaints.append(parameters["exceptionDetails"]["text"])
            case "Log.entryAdded" if parameters["entry"]["level"] in ("warning", "error"):
                self.complaints.append(parameters["entry"]["text"])
            case "Network.requestWillBeSent":
                self.requested.append(parameters["request"]["url"])

    def open(self, url):
        self.send("Page.navigate", url=url)
        return self

    def reload(self, shows):
        """As the button does; the text of the page that comes."""
        return self.another(shows, lambda: self.send("Page.reload"))

    def back(self, shows):
        """As the browser's own button does; the text of the page that comes."""
        history = self.send("Page.getNavigationHistory")
        entry = history["entries"][history["currentIndex"] - 1]["id"]
        return self.another(shows, lambda: self.send("Page.navigateToHistoryEntry", entryId=entry))

    def follow(self, selector, shows):
        """Click what leads to another page, also to one that looks like this one; the text of the page that comes."""
        return self.another(shows, lambda: self.click(selector))

    def another(self, shows, act):
        """The text of the page to which an act leads. A page is told by the moment at which it came to be, which a page
        that the browser kept for Back still has: a mark of our own would come back with it."""
        here = self.value("performance.timeOrigin")
        act()
        return self.wait(lambda text: shows in text and self.value("performance.timeOrigin") != here)

    def value(self, expression):
        """Of a JavaScript expression; DevTools may run it where the page itself may run no script."""
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return result["result"].get("value")

    def text(self):
        return self.value("document.body ? document.body.innerText : ''") or ""

    def wait(self, shows, seconds=30):
        """Until the page shows a text (or a condition of its text holds); the text."""
        end = time.monotonic() + seconds
        text = ""
        while time.monotonic() < end:
            try:
                text = self.text()
                if (shows(text) if callable(shows) else shows in text) and self.value("document.readyState") == "complete":
                    # As it is now: the first look may have been before the page's end came.
                    return self.text()
            except AssertionError:  # between two pages
                pass
            time.sleep(0.05)
        raise AssertionError(f"the page never showed {shows!r}; it shows:\n{text}")

    def wait_focus(self, name, seconds=30):
        """Until the field of this id holds the focus: a browser moves it to an `autofocus` field with its first frame."""
        end = time.monotonic() + seconds
        while (holder := self.value("document.activeElement?.id ?? null")) != name:
            if time.monotonic() >= end:
                raise AssertionError(f"{name} never got the focus; {holder!r} holds it")
            time.sleep(0.05)

    def node(self, selector):
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        if not node:
            raise AssertionError(f"the page has no {selector}")
        return node

    def type(self, selector, text):
        self.send("DOM.focus", nodeId=self.node(selector))
        self.send("Input.insertText", text=text)

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode={"Enter": 13, "Tab": 9}[key],
                      text="\r" if key == "Enter" and kind == "keyDown" else "")

    def center(self, selector):
        node = self.node(selector)
        self.send("DOM.scrollIntoViewIfNeeded", nodeId=node)
        corners = self.send("DOM.getBoxModel", nodeId=node)["model"]["border"]
        return (corners[0] + corners[4]) / 2, (corners[1] + corners[5]) / 2

    def click(self, selector):
        x, y = self.center(selector)
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def choose(self, selector, file):
        self.send("DOM.setFileInputFiles", nodeId=self.node(selector), files=[str(file)])

    def drop(self, selector, *files):
        """Files from outside of the browser, let go over an element."""
        x, y = self.center(selector)
        data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.send("Input.dispatchDragEvent", type=kind, x=x, y=y, data=data)

    def screenshot(self, path, whole=True):
        """A PNG of the page as it stands, down to its end."""
        try:
            answer = self.send("Page.captureScreenshot", captureBeyondViewport=whole)
        except websocket.WebSocketTimeoutException:
            # On a busy machine, the frame that Chromium waits for may never come; it looks again.
            answer = self.send("Page.captureScreenshot", captureBeyondViewport=whole)
        pathlib.Path(path).write_bytes(base64.b64decode(answer["data"]))

    def overflow(self):
        """How many pixels the page is wider than the window; 0 on a page that fits."""
        return self.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
