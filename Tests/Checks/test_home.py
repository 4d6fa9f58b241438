"""What a command may make and what it may write over: a home is made by who issues, never by who looks; a file that is
there stays, and a seal that nobody would accept is refused before it is used."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from province import make_seal, share_fonts
from server import SERVER
from support import COMMAND, ROOT, SMALL, issued, new_home, xinbao

WRONG_USE, ENVIRONMENT = 2, 4
NUMBER = "2026112018000012345ABC"
# Every command that only reads, or changes what must be there already.
READERS = [
    ["verify", "{pdf}"], ["verify", NUMBER, "--check-code", "7K3M-9QXA"], ["verify", "{pdf}", "--bundle", "{pdf}"],
    ["registry", "list"], ["registry", "show", NUMBER], ["registry", "audit"], ["registry", "audit", "--files"],
    ["registry", "recover"], ["registry", "objections"], ["registry", "revoke", NUMBER, "--reason", "x"],
    ["registry", "suspend", NUMBER, "--reason", "x"], ["registry", "restore", NUMBER, "--reason", "x"],
    ["registry", "accept-objection", "1", "--reason", "x"], ["registry", "reject-objection", "1", "--reason", "x"],
    ["pending"], ["confirm", "1"], ["confirm", "1", "--refuse", "--reason", "x"],
    ["backup", "{out}/backup"],
    ["log", "checkpoint"], ["log", "prove", NUMBER], ["log", "consistency", "1", "1"], ["log", "audit"],
    ["bundle", "-o", "{out}/x.bundle"], ["key", "list"], ["key", "export", "-o", "{out}/x.json"],
    ["key", "sheet", "-o", "{out}/x.pdf"], ["key", "rotate", "--use", "reports"], ["key", "retire", "0a1b2c3d"],
    ["key", "compromise", "0a1b2c3d", "--at", "2026-11-20T18:00:00+08:00"],
    ["template", "preview", str(ROOT / "templates/enterprise.yaml"), "-o", "{out}/x.pdf"],
]


class Homes(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.home = self.folder / "not there"

    def words(self, command):
        return [word.format(pdf=issued(SMALL)[0], out=self.folder) for word in command]

    def test_who_reads_makes_no_home(self):
        for command in READERS:
            with self.subTest(command):
                result = xinbao(*self.words(command), home=self.home)
                self.assertEqual(result.returncode, ENVIRONMENT, result.stdout + result.stderr)
                self.assertIn("there is no such home", result.stderr)
                self.assertEqual(len(result.stderr.splitlines()), 1)
                self.assertEqual(os.listdir(self.folder), [])

    def test_without_a_home_one_can_check(self):
        for command in (["check", SMALL], ["template", "check", ROOT / "templates/enterprise.yaml"]):
            result = xinbao(*command, home=self.home)
            self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(os.listdir(self.folder), [])

    def test_the_default_home_is_not_made_either(self):
        environment = {name: value for name, value in os.environ.items() if name != "XINBAO_HOME"}
        result = subprocess.run(
            [COMMAND, "registry", "list"], cwd=self.folder, env=environment, capture_output=True, text=True)
        self.assertEqual((result.returncode, os.listdir(self.folder)), (ENVIRONMENT, []), result.stderr)

    def test_a_registry_is_not_made_by_looking(self):
        """An empty one would say of every report that it is not registered."""
        home = new_home(self.folder)
        before = sorted(os.listdir(home))
        for command in (["registry", "list"], ["registry", "audit"], ["log", "checkpoint"]):
            result = xinbao(*command, home=home)
            self.assertEqual(result.returncode, ENVIRONMENT, result.stdout)
            self.assertIn("there is no registry", result.stderr)
        self.assertEqual(sorted(os.listdir(home)), before)
        result = xinbao("registry", "list", "--registry", self.folder / "wrong.sqlite", home=home)
        self.assertEqual((result.returncode, (self.folder / "wrong.sqlite").exists()), (ENVIRONMENT, False))

    def test_a_server_that_only_verifies_makes_neither(self):
        for home in (self.home, new_home(self.folder)):
            before = sorted(str(path) for path in self.folder.rglob("*"))
            result = subprocess.run(
                [SERVER, "--home", home, "--port", "0"], cwd=ROOT, capture_output=True, text=True, timeout=60)
            self.assertEqual(result.returncode, ENVIRONMENT, result.stderr)
            self.assertEqual(sorted(str(path) for path in self.folder.rglob("*")), before)

    def test_who_issues_or_makes_keys_makes_one(self):
        result = xinbao("key", "create", "--use", "reports", home=self.home)
        self.assertEqual((result.returncode, self.home.is_dir()), (0, True), result.stderr)
        share_fonts(self.folder / "second")
        result = xinbao("issue", SMALL, "-o", self.folder / "report.pdf", home=self.folder / "second")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(xinbao("registry", "list", home=self.folder / "second").returncode, 0)


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.home = new_home(self.folder)
        self.pdf = self.folder / "report.pdf"

    def issue(self, *options):
        return xinbao("issue", SMALL, "-o", self.pdf, "--json", *options, home=self.home)

    def audit(self, *options):
        return json.loads(xinbao("registry", "audit", "--files", "--json", *options, home=self.home).stdout)

    def test_an_issued_report_is_not_written_over(self):
        self.assertEqual(self.issue().returncode, 0)
        first = self.pdf.read_bytes()
        refused = self.issue()
        self.assertEqual((refused.returncode, self.pdf.read_bytes() == first), (WRONG_USE, True), refused.stderr)
        self.assertIn("--overwrite", refused.stderr)
        self.assertIn(str(self.pdf), refused.stderr)
        self.assertEqual(self.audit()["reports"], 1, "nothing was registered")
        self.assertEqual(self.issue("--overwrite").returncode, 0)
        audit = self.audit()
        self.assertEqual((audit["findings"], audit["files"], audit["replacedFiles"]), ([], 1, 1))

    def test_nor_is_any_other_file(self):
        self.pdf.write_text("a letter")
        self.assertEqual(self.issue().returncode, WRONG_USE)
        self.assertEqual(self.pdf.read_text(), "a letter")
        # Nor one that a link leads to, or would.
        self.pdf.unlink()
        self.pdf.symlink_to(self.folder / "elsewhere.pdf")
        self.assertEqual(self.issue().returncode, WRONG_USE)
        self.assertFalse((self.folder / "elsewhere.pdf").exists())

    def test_nor_by_a_report_that_is_rendered_again(self):
        made = json.loads(self.issue().stdout)
        for name in ("token.cbor", "log-proof.txt"):
            with open(self.folder / name, "wb") as file:
                subprocess.run(["qpdf", f"--show-attachment={name}", self.pdf], stdout=file, check=True)
        again = ["--token", self.folder / "token.cbor", "--proof", self.folder / "log-proof.txt", "--number",
                 made["number"], "--time", made["issuedAt"], "--check-code", made["checkCode"].replace("-", "")]
        self.assertEqual(self.issue(*again).returncode, WRONG_USE)

    def test_a_file_that_is_no_longer_what_was_issued(self):
        self.assertEqual(self.issue().returncode, 0)
        self.assertEqual(self.audit()["findings"], [])

        def told(*options):
            return [finding["problem"] for finding in self.audit(*options)["findings"]]
        genuine = self.pdf.read_bytes()
        self.pdf.write_bytes(genuine + b"\n")
        self.assertEqual(told(), [f"its file {self.pdf} was changed: it has other bytes than were issued"])
        self.pdf.unlink()
        self.assertEqual(told(), [f"its file {self.pdf} is missing"])
        attic = self.folder / "attic"
        attic.mkdir()
        (attic / "2026.pdf").write_bytes(genuine)
        self.assertEqual(told(), [f"its file {self.pdf} is missing"])
        self.assertEqual(told("--look-in", attic), [f"its file {self.pdf} was moved to {attic / '2026.pdf'}"])


class Seals(unittest.TestCase):
    """A chain without its root would verify as untrusted, by whomever."""

    def test_a_key_that_everybody_may_read_is_refused(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            home = new_home(folder)
            make_seal(folder)
            for file in ("seal.pem", "seal-key.pem"):
                shutil.copy(folder / file, home)
            (home / "config.yaml").write_text("certificate: seal.pem\ncertificateKey: seal-key.pem\n")
            pdf = folder / "report.pdf"
            for mode, is_taken in ((0o644, False), (0o604, False), (0o620, False), (0o640, True), (0o600, True)):
                (home / "seal-key.pem").chmod(mode)
                said = xinbao("issue", SMALL, "-o", pdf, "--overwrite", home=home)
                self.assertEqual(said.returncode, 0 if is_taken else ENVIRONMENT, f"{mode:o}: {said.stderr}")
                if not is_taken:
                    self.assertIn(f"chmod o=,g-w '{home}/seal-key.pem'", said.stderr)
                    self.assertFalse(pdf.exists())

    def test_a_chain_that_misses_its_root_is_refused(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            home = new_home(folder)
            make_seal(folder)
            whole = (folder / "seal.pem").read_text()
            end = "-----END CERTIFICATE-----\n"
            (home / "seal.pem").write_text(whole.split(end)[0] + end)
            shutil.copy(folder / "seal-key.pem", home)
            (home / "config.yaml").write_text("certificate: seal.pem\ncertificateKey: seal-key.pem\n")
            pdf = folder / "report.pdf"
            refused = xinbao("issue", SMALL, "-o", pdf, home=home)
            self.assertEqual((refused.returncode, pdf.exists()), (ENVIRONMENT, False), refused.stdout)
            for words in ("seal.pem", "Example Root", "add the certificates up to the root"):
                self.assertIn(words, refused.stderr)
            self.assertEqual(len(refused.stderr.splitlines()), 1)
            (home / "seal.pem").write_text(whole)
            made = xinbao("issue", SMALL, "-o", pdf, home=home)
            self.assertEqual(made.returncode, 0, made.stderr)
            answer = json.loads(xinbao("verify", pdf, "--json", home=home).stdout)
            self.assertEqual(answer["code"], "VALID")


if __name__ == "__main__":
    unittest.main()
