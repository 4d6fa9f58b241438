"""The issuer as a process and user of its own: what people see is the same, and whoever takes over the front, or what reads
strangers' files, has no key, no home, and no report of anybody who did not just log in there."""
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
import unittest
import urllib.parse

from issuer import FRONT, ISSUER, Issuer, as_user, why_not_apart
from provider import Provider, free_port
from server import Server
from support import COMMAND, ROOT, xinbao
from test_login import cookies, redirect
from test_selfprint import FORM, new_home, subject, user

FILES = {"food": "enterprise.json", "water": "no-violation-clean.json"}
SECRET = "the client's secret s3cret"


class Visitor:
    """A browser, as far as these tests need one."""

    def __init__(self, server):
        self.server, self.jar, self.token = server, {}, None

    def ask(self, method, path, fields=None):
        body = urllib.parse.urlencode(fields).encode() if fields is not None else None
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.jar.items())}
        status, headers, body = self.server.ask(method, path, body, {**FORM, **cookie})
        self.jar |= cookies(headers)
        return status, headers, body

    def log_in(self, name):
        _, headers, _ = self.ask("GET", "/self/login")
        callback = redirect(headers["Location"], {"sub": name})
        status, _, _ = self.ask("GET", callback[len(self.server.address):])
        assert status == 303, status
        page = self.page("/self")
        self.token = re.search(r'name="token" value="([^"]+)"', page)[1]
        return page

    def page(self, path):
        status, headers, body = self.ask("GET", path)
        assert status == 200, (path, status, headers["Location"])
        return body.decode()

    def send(self, path, **fields):
        status, headers, _ = self.ask("POST", path, {"token": self.token, **fields})
        assert status == 303, (path, status)
        return headers["Location"]

    def issue(self):
        """The number of the report."""
        confirm = self.send("/self/confirm", kind="enterprise")
        page = self.page(confirm)
        address = self.send(re.search(r'action="(/self/drafts/[^"]+/issue)"', page)[1])
        return address.split("/")[-1]


class WithIssuer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.folder.chmod(0o755)
        cls.files = cls.folder / "files"
        cls.files.mkdir()
        for name, file in FILES.items():
            shutil.copy(ROOT / "examples" / file, cls.files / f"{subject(name)[0]}.json")
        cls.secret = cls.folder / "login.secret"
        cls.secret.write_text(SECRET)
        for path in (cls.files, cls.secret):
            path.chmod(0o700 if path.is_dir() else 0o600)
        cls.provider = cls.enterClassContext(Provider([user("food"), user("water")]))

    def setUp(self):
        self.home = new_home(pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(dir=self.folder))))
        self.home.parent.chmod(0o755)
        self.home.chmod(0o700)
        self.port = free_port()

    def issuer(self, **more):
        return self.enterContext(Issuer(
            self.home, "--login", self.provider.address, "--login-client", "xinbao", "--login-secret-file", self.secret,
            "--public-url", f"http://127.0.0.1:{self.port}", "--credit-files", self.files,
            owned=(self.files, self.secret), **more))

    def front(self, issuer, *options, **started):
        """Without a home: nothing of one is named to it."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("XINBAO_")}
        environment |= started.pop("env", {})
        return self.enterContext(Server(
            "--port", self.port, "--serve", "self-print", "--issuer-socket", issuer.socket, "--rate-limit", "off", *options,
            home=None, env=environment, **as_user(FRONT), **started))

    def reports(self):
        with sqlite3.connect(f"file:{self.home}/registry.sqlite?mode=ro", uri=True) as registry:
            return registry.execute("SELECT COUNT(*) FROM report").fetchone()[0]


class Apart(WithIssuer):
    def test_what_people_see_is_the_same(self):
        issuer = self.issuer()
        front = self.front(issuer)
        self.assertEqual(front.ask("GET", "/readyz")[0], 200)
        visitor = Visitor(front)
        self.assertIn(subject("food")[1], visitor.log_in("food"))
        number = visitor.issue()
        self.assertIn(number, visitor.page("/self/history"))
        status, headers, pdf = visitor.ask("GET", f"/self/reports/{number}/pdf")
        self.assertEqual((status, headers["Content-Type"]), (200, "application/pdf"))
        file = self.folder / "printed.pdf"
        file.write_bytes(pdf)
        said = json.loads(xinbao("verify", file, "--json", home=self.home).stdout)
        self.assertEqual((said["code"], said["claims"]["number"]), ("VALID", number))
        # Somebody else's is none.
        other = Visitor(front)
        other.log_in("water")
        for path in (f"/self/reports/{number}", f"/self/reports/{number}/pdf"):
            self.assertEqual(other.ask("GET", path)[0], 404)
        # Whoever logs out has no pass any more.
        visitor.send("/self/logout")
        self.assertIn(("log-out", "done"), issuer.questions())
        for secret in (number, subject("food")[0], subject("food")[1], SECRET):
            self.assertNotIn(secret, "".join(issuer.log + front.log))

    def test_an_issuer_that_is_started_again_forgets_log_ins_and_nothing_else(self):
        issuer = self.issuer()
        front = self.front(issuer)
        visitor = Visitor(front)
        visitor.log_in("food")
        number = visitor.issue()
        confirm = visitor.send("/self/confirm", kind="enterprise")
        issuer.stop(9)
        self.assertEqual(front.ask("GET", "/readyz")[0], 503)
        self.assertEqual(visitor.ask("GET", "/self/history")[0], 503)
        self.assertEqual(front.ask("GET", "/self/login")[0], 503)
        issuer.start()
        self.assertEqual(front.ask("GET", "/readyz")[0], 200)
        self.assertEqual(visitor.ask("GET", "/self/history")[:2][0], 303)
        visitor.log_in("food")
        self.assertIn(number, visitor.page("/self/history"))
        self.assertIn("今天已申请过", visitor.page(confirm), "the application is still there, and the turn taken")
        self.assertEqual(self.reports(), 1)

    def test_what_does_not_fit_is_told_before_anything_starts(self):
        def said(program, *options, **variables):
            result = subprocess.run(
                [program, *map(str, options)], cwd=ROOT, capture_output=True, text=True, timeout=60,
                env={**os.environ, **variables})
            return result.returncode, result.stderr

        nowhere = self.folder / "nowhere.sock"
        status, text = said(COMMAND.parent / "xinbao-server", "--serve", "self-print", "--issuer-socket", nowhere)
        self.assertEqual(status, 4)
        self.assertIn(str(nowhere), text)
        status, text = said(
            COMMAND.parent / "xinbao-server", "--issuer-socket", nowhere, XINBAO_LOGIN_SECRET="x")
        self.assertEqual(status, 2)
        self.assertIn("xinbao-issuer only", text)
        status, text = said(ISSUER, "--home", self.home)
        self.assertEqual((status, "--socket (XINBAO_ISSUER_SOCKET)" in text), (2, True))
        status, text = said(ISSUER, "--socket", nowhere)
        self.assertEqual((status, "--login" in text), (2, True))
        open_folder = self.folder / "open"
        open_folder.mkdir()
        open_folder.chmod(0o777)
        status, text = said(
            ISSUER, "--socket", open_folder / "issuer.sock", "--home", self.home, "--login", self.provider.address,
            "--login-client", "x", "--public-url", "http://127.0.0.1:1", "--credit-files", self.files)
        self.assertEqual((status, "chmod g-w,o-w" in text), (4, True), text)


class VerifierHome(unittest.TestCase):
    def test_a_server_that_verifies_needs_no_key_that_issues(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        home, verifying = new_home(folder), folder / "verifying"
        pdf = folder / "report.pdf"
        self.assertEqual(xinbao("issue", ROOT / "examples/enterprise.json", "-o", pdf, home=home).returncode, 0)
        shared = xinbao("key", "share", verifying, "--json", home=home)
        self.assertEqual(shared.returncode, 0, shared.stderr)
        kid, = json.loads(shared.stdout)["keys"]
        self.assertEqual({path.name for path in (verifying / "keys").iterdir()}, {
            f"{kid}.pem", "keyset.json", "trust.cose", "root.fingerprint", "registry.secret"})
        (verifying / "fonts").symlink_to(home / "fonts")
        with Server("--serve", "verify", "--registry", home / "registry.sqlite", home=verifying) as server:
            self.assertEqual(server.ask("GET", "/readyz")[0], 200)
            status, _, body = server.ask(
                "POST", "/api/v1/verify/file", pdf.read_bytes(), {"Content-Type": "application/pdf"})
            said = json.loads(body)
            self.assertEqual((status, said["code"]), (200, "VALID"))
            self.assertIn("receipt", said)
            self.assertEqual(server.ask("GET", "/self")[0], 404)
            # What the issuer signed last, and a bundle that others verify by.
            checkpoint = server.ask("GET", "/.well-known/xinbao/checkpoint")
            self.assertEqual(checkpoint[0], 200)
            self.assertEqual(checkpoint[2].decode().splitlines()[1], "1")
            bundle = folder / "bundle.cose"
            bundle.write_bytes(server.ask("GET", "/.well-known/xinbao/bundle")[2])
        root = (home / "keys/root.fingerprint").read_text().strip()
        (folder / "counter").mkdir()
        new_home(folder / "counter")
        said = xinbao("verify", pdf, "--bundle", bundle, "--root", root, "--json", home=folder / "counter/home")
        self.assertEqual(json.loads(said.stdout)["code"], "VALID", said.stderr)
        # It cannot issue, and says what is missing.
        said = xinbao("issue", ROOT / "examples/enterprise.json", "-o", folder / "no.pdf", home=verifying)
        self.assertEqual(said.returncode, 4, said.stderr)
        self.assertFalse((folder / "no.pdf").exists())


class TakenOver(WithIssuer):
    """With code of somebody else in the process."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.code = cls.folder / "taken_over.so"
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", cls.code, ROOT / "Tests/Checks/taken_over.c"],
            check=True)
        cls.code.chmod(0o755)

    def hook(self):
        """A folder for the code's tasks."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        folder.chmod(0o777)
        return folder

    def does(self, folder, tasks):
        """What became of each task."""
        (folder / "tasks").write_text("".join(task + "\n" for task in tasks))
        (folder / "go").touch()
        end = time.monotonic() + 120
        while not (folder / "said").exists():
            self.assertLess(time.monotonic(), end, "the code did nothing")
            time.sleep(0.05)
        return dict(zip(tasks, (folder / "said").read_text().splitlines(), strict=True))

    def code_in(self, folder):
        return {"LD_PRELOAD": str(self.code), "TAKEN_OVER": str(folder)}

    def secrets(self):
        """What must not be in a front's memory: of the keys, the base64 of their PEM; the registry's secret; the log-in's."""
        keys = [path for path in (self.home / "keys").glob("*.pem")]
        self.assertGreater(len(keys), 3)
        found = {path.name: path.read_text().splitlines()[1].encode() for path in keys}
        found["registry.secret"] = (self.home / "keys/registry.secret").read_bytes()
        found["login.secret"] = SECRET.encode()
        return {name: "has " + bytes(byte ^ 0x5A for byte in secret).hex() for name, secret in found.items()}

    def test_a_front_issues_nothing_and_reads_no_home(self):
        reason = why_not_apart()
        if reason:
            self.skipTest(reason)
        in_issuer, in_front = self.hook(), self.hook()
        issuer = self.issuer(environment=self.code_in(in_issuer))
        front = self.front(issuer, env=self.code_in(in_front))
        visitor = Visitor(front)
        visitor.log_in("food")
        number = visitor.issue()
        visitor.send("/self/logout")
        self.assertEqual(self.reports(), 1)

        secrets = self.secrets()
        paths = [self.home, *(self.home / "keys").iterdir(), self.home / "registry.sqlite", self.home / "config.yaml",
                 self.home / "prints", self.files, self.files / f"{subject('water')[0]}.json", self.secret]
        code, _ = subject("water")
        order = {"kind": "enterprise"}
        passes = ["", code, "A" * 43, front.process.pid]

        def ask(question):
            return f"ask {issuer.socket} {json.dumps(question)}"

        def of_holder(given, question):
            return ask({"ofHolder": {"pass": str(given), "_1": question}})

        forged = ask({"finishLogIn": {"cookie": "x", "answer": {"state": "x", "code": code}}})
        questions = [forged, *(of_holder(given, question) for given in passes for question in (
            {"issue": {"order": order}}, {"preview": {"order": order}}, {"summary": {}}, {"history": {}},
            {"report": {"number": number}}, {"file": {"number": number, "format": "pdf"}}))]
        said = self.does(in_front, [*(f"open {path}" for path in paths), *secrets.values(), ask({"isReady": {}}), *questions])
        for path in paths:
            self.assertEqual(said[f"open {path}"], "13", f"{path} can be read")
        for name, task in secrets.items():
            self.assertEqual(said[task], "0", f"{name} is in the front's memory")
        self.assertEqual(json.loads(said[ask({"isReady": {}})]), {"value": {"_0": True}}, "it is understood")
        for question in questions:
            refusal = json.loads(said[question])["refused"]["_0"]
            self.assertEqual(refusal, {"logIn": {"_0": {"unknownState": {}}}} if question == forged else {"passOver": {}})
        self.assertEqual(self.reports(), 1, "nothing was issued")
        # The code finds what is there: the issuer has it.
        said = self.does(in_issuer, [secrets["registry.secret"], secrets["login.secret"], f"open {self.secret}"])
        self.assertEqual(list(said.values()), ["1", "1", "0"])

    def test_what_reads_files_can_do_nothing_else(self):
        for program, kind in (("xinbao-parse", "pdf"), ("xinbao-read", "1"), ("xinbao-workbook", "")):
            tasks = ["open /etc/passwd", "socket", "internet", "fork"]
            with tempfile.TemporaryFile() as given:
                given.write(b"PK\x03\x04 and more")
                given.seek(0)
                reader = subprocess.run(
                    [COMMAND.parent / program, kind], stdin=given, stdout=subprocess.PIPE, timeout=60,
                    env={"LD_PRELOAD": str(self.code), "TAKEN_OVER_AT_READ": ";".join(tasks)})
            said = dict(line.rsplit(" ", 1) for line in reader.stdout.decode(errors="replace").split("\n")[:len(tasks)])
            for task in tasks:
                self.assertIn(said[task], ("1", "13", "24"), f"{program}: {task}")


if __name__ == "__main__":
    unittest.main()
