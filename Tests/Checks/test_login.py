"""Logging in at a real provider: how old an authentication may be, keys that the provider changes, and what becomes of the
session that the browser had."""
import pathlib
import shutil
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from browser import Browser
from look import look_at_all_sizes
from page import Page
from provider import Provider, free_port
from server import Server
from support import ROOT
from test_selfprint import new_home, subject, user

NOW = int(time.time())


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def redirect(address, fields=None):
    """Where an answer of the provider leads."""
    body = urllib.parse.urlencode(fields).encode() if fields else None
    try:
        urllib.request.build_opener(NoRedirect).open(address, body, timeout=30)
    except urllib.error.HTTPError as answer:
        return answer.headers["Location"]
    raise AssertionError("it leads nowhere")


def cookies(headers):
    """Those that are set, without those that are cleared."""
    pairs = [line.split(";")[0].split("=", 1) for line in headers.get_all("Set-Cookie") or []]
    return {name: value for name, value in pairs if value}


class LogIn(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.home = new_home(cls.folder)
        files = cls.folder / "files"
        files.mkdir()
        cls.secret = cls.folder / "secret"
        cls.secret.write_text("s3cret")
        shutil.copy(ROOT / "examples/enterprise.json", files / f"{subject('food')[0]}.json")

    def start(self, *options):
        provider = self.enterContext(Provider([
            user("food"), user("water"), {**user("food"), "sub": "yesterday", "auth_time": NOW - 86_400},
            {**user("food"), "sub": "sometime", "auth_time": None}, {**user("food"), "sub": "coffee", "auth_time": NOW - 900}]))
        port = free_port()
        server = self.enterContext(Server(
            "--port", port, "--rate-limit", "off", "--login", provider.address, "--login-client", "xinbao",
            "--login-secret-file", self.secret, "--public-url", f"http://127.0.0.1:{port}",
            "--credit-files", self.folder / "files", *options, home=self.home))
        return provider, server

    def log_in(self, server, name, jar=None):
        """Status, page and the cookies that the browser has afterwards."""
        jar = dict(jar or {})
        _, headers, _ = server.ask("GET", "/self/login", headers=self.cookie(jar))
        jar |= cookies(headers)
        self.asked = dict(urllib.parse.parse_qsl(urllib.parse.urlparse(headers["Location"]).query))
        callback = redirect(headers["Location"], {"sub": name})
        status, headers, body = server.ask(
            "GET", callback[len(server.address):], headers=self.cookie(jar))
        return status, body.decode(), jar | cookies(headers)

    @staticmethod
    def cookie(jar):
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items())}

    def is_in(self, server, jar):
        return server.ask("GET", "/self/history", headers=self.cookie(jar))[0] == 200

    def test_an_old_authentication_is_refused(self):
        _, server = self.start()
        for name, reason in (("yesterday", "too long ago"), ("coffee", "too long ago"), ("sometime", "does not say when")):
            status, page, jar = self.log_in(server, name)
            self.assertEqual((status, self.asked["max_age"]), (403, "300"))
            self.assertIn("身份认证服务没有确认您刚刚登录过", page)
            self.assertIn('href="/self/login">重新登录</a>', page)
            self.assertNotIn("xinbao", jar)
            server.logged(reason)
        # And in again.
        status, _, jar = self.log_in(server, "food", jar)
        self.assertTrue(status == 303 and self.is_in(server, jar))

    def test_what_the_refusal_looks_like(self):
        _, server = self.start()
        page = Page(self.enterContext(Browser()), 1280, 900)
        self.addCleanup(page.connection.close)
        page.open(server.address + "/self/login")
        page.wait("Authorize Client")
        page.click("button[value=yesterday]")
        page.wait("本次登录无效")
        page.complaints.clear()  # Of the provider's own pages.
        look_at_all_sizes(self, page, "self-login-too-old")
        page.click("a.button[href='/self/login']")
        page.wait("Authorize Client")
        page.click("button[value=food]")
        page.wait("申请信用报告")

    def test_whoever_works_all_day_need_not_log_in_again(self):
        _, server = self.start("--single-sign-on")
        self.assertEqual(self.log_in(server, "coffee")[0], 303)
        self.assertTrue(self.asked["max_age"] == "28800" and "prompt" not in self.asked)
        self.assertEqual(self.log_in(server, "yesterday")[0], 403)

    def test_the_provider_changes_its_key(self):
        provider, server = self.start()
        self.assertEqual(self.log_in(server, "food")[0], 303)
        provider.change_key()
        self.assertEqual(self.log_in(server, "food")[0], 303, "the new key is found at once")
        # What the old one signs counts no longer.
        provider.sign_with_first_key()
        self.assertEqual(self.log_in(server, "food")[0], 502)
        server.logged("its key is not among the provider's")

    def test_a_log_in_ends_the_session_before(self):
        _, server = self.start()
        _, _, first = self.log_in(server, "food")
        self.assertTrue(self.is_in(server, first))
        status, _, second = self.log_in(server, "water", first)
        self.assertTrue(status == 303 and self.is_in(server, second))
        self.assertFalse(self.is_in(server, first), "whoever has the old cookie is out")


if __name__ == "__main__":
    unittest.main()
