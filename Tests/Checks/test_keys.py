"""docs/keys.md, followed command by command: a province from its first key to a stolen one."""
import datetime
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from province import fingerprint, make_seal, renew_seal, share_fonts
from support import COMMAND, ROOT, SMALL, xinbao


def blocks():
    text = (ROOT / "docs/keys.md").read_text()
    return re.findall(r"^```sh\n(.*?)^```", text, flags=re.S | re.M)


class TestKeysGuide(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.folder = folder = pathlib.Path(cls.scratch.name)
        (folder / "bin").mkdir()
        (folder / "bin/xinbao").symlink_to(COMMAND)
        make_seal(folder)
        for home in ("province", "counter"):
            share_fonts(folder / home)
        shutil.copy(SMALL, folder / "report.json")
        shutil.copy(ROOT / "examples/cooperative.json", folder / "second.json")
        shutil.copy(ROOT / "examples/individual-business.json", folder / "third.json")
        renew_seal(folder)
        cls.environment = dict(
            os.environ, PATH=f"{folder / 'bin'}:{os.environ['PATH']}", XINBAO_RESOURCES=str(ROOT), ROOT="", KID="",
            THEFT=datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).isoformat(timespec="seconds"))
        cls.outputs = []
        for block in blocks():
            cls.follow(block)

    @classmethod
    def follow(cls, block):
        if (cls.folder / "root.pem").exists():
            cls.environment["ROOT"] = fingerprint(cls.folder / "root.pem")
        if "$KID" in block:
            # The key of the second report, which no checkpoint of before knows.
            cls.environment["KID"] = cls.keys("reports")[-1]["kid"]
        result = subprocess.run(
            ["bash", "-euc", block], cwd=cls.folder, env=cls.environment, capture_output=True, text=True, timeout=300)
        if result.returncode != 0:
            raise AssertionError(f"{block}\n{result.stdout}\n{result.stderr}")
        cls.outputs.append(result.stdout)

    @classmethod
    def keys(cls, use):
        result = xinbao("key", "list", "--json", home=cls.folder / "province")
        return [key for key in json.loads(result.stdout)["keys"] if key["uses"] == [use]]

    def code(self, pdf, *options, home="province"):
        result = xinbao("verify", self.folder / pdf, "--json", *options, home=self.folder / home)
        return json.loads(result.stdout)["code"], result.returncode

    def test_every_command_was_followed(self):
        self.assertGreaterEqual(sum(block.count("xinbao ") for block in blocks()), 31)
        self.assertEqual(len(self.outputs), len(blocks()))

    def test_after_the_theft_only_what_the_checkpoint_holds_is_valid(self):
        self.assertEqual(self.code("report.pdf"), ("VALID", 0))
        self.assertEqual(self.code("second.pdf"), ("KEY_COMPROMISED", 1))
        bundle = ("--bundle", self.folder / "province-2.bundle")
        self.assertEqual(self.code("report.pdf", *bundle, home="counter"), ("VALID", 0))
        self.assertEqual(self.code("second.pdf", *bundle, home="counter"), ("KEY_COMPROMISED", 1))
        states = [key["state"] for key in self.keys("reports")]
        self.assertEqual(states, ["signs", "compromised", "signs"])

    def test_the_list_has_the_old_seal_and_the_new_one(self):
        """What the old one sealed stays good; that the new one seals, the guide's own `verify third.pdf` showed."""
        listed = json.loads(xinbao("key", "list", "--json", home=self.folder / "province").stdout)["trustList"]
        answer = json.loads(xinbao("verify", self.folder / "report.pdf", "--json", home=self.folder / "province").stdout)
        self.assertEqual(len(set(listed["seals"])), 2)
        self.assertEqual(answer["seal"]["fingerprint"], listed["seals"][0])

    def test_a_certificate_that_is_no_seal_issues_nothing(self):
        copy = self.folder / "stranger"
        shutil.copytree(self.folder / "province", copy, symlinks=True)
        for name in ("seal.pem", "seal-key.pem"):
            shutil.copy(self.folder / f"unlisted-{name}", copy / name)
        result = xinbao("issue", SMALL, "-o", self.folder / "unlisted.pdf", home=copy)
        self.assertEqual(result.returncode, 4)
        self.assertIn("is none of the seals in the trust list", result.stderr)
        self.assertFalse((self.folder / "unlisted.pdf").exists())

    def test_the_list_is_that_of_the_home(self):
        self.assertEqual({key["trustList"] for key in self.keys("reports")}, {"same"})

    def test_private_files_are_their_owners_alone(self):
        keys = self.folder / "province/keys"
        self.assertEqual(keys.stat().st_mode & 0o777, 0o700)
        for path in [*keys.glob("*.pem"), self.folder / "root.pem"]:
            self.assertEqual(path.stat().st_mode & 0o777, 0o600, path)

    def test_what_must_not_be_done_is_not(self):
        province, folder = self.folder / "province", self.folder
        for arguments, status, words in [
            (("key", "create-root", "-o", folder / "root.pem"), 3, "nothing is overwritten"),
            (("key", "sign", folder / "list-4.json", "--root", folder / "root.pem", "-o", folder / "x.cose"), 3,
             "--previous"),
            (("key", "install", folder / "trust-1.cose"), 3, "OUTDATED"),
            (("key", "install", folder / "report.pdf"), 3, "not believed"),
            (("key", "retire", "00000000"), 3, "there is no key"),
            (("key", "retire", "key"), 2, "8 hexadecimal digits"),
            (("key", "create", "--use", "log", "--algorithm", "sm2"), 2, "Ed25519"),
            (("key", "create", "--use", "seal"), 2, "reports, publications or log"),
            (("key", "create", "--use", "reports", "--from", "soon"), 2, "takes a date"),
        ]:
            result = xinbao(*arguments, home=province)
            self.assertEqual(result.returncode, status, (arguments, result.stderr))
            self.assertIn(words, result.stderr)
        self.assertFalse((folder / "x.cose").exists())
        unpinned = xinbao("key", "install", folder / "trust-4.cose", home=folder / "fresh")
        self.assertEqual(unpinned.returncode, 3)
        self.assertIn("--root", unpinned.stderr)

    def test_an_open_private_key_is_not_used(self):
        copy = self.folder / "copy"
        shutil.copytree(self.folder / "province", copy, symlinks=True)
        for path in (copy / "keys").glob("*.pem"):
            path.chmod(0o644)
        result = xinbao("issue", SMALL, "-o", self.folder / "open.pdf", home=copy)
        self.assertEqual(result.returncode, 4)
        self.assertIn("other users have access", result.stderr)
        self.assertFalse((self.folder / "open.pdf").exists())


if __name__ == "__main__":
    unittest.main()
