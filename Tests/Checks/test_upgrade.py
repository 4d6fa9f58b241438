"""docs/upgrade.md, followed command by command, by a home whose list is of version 1."""
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from province import Province, fingerprint, share_fonts
from support import COMMAND, ROOT, SMALL, xinbao


class Upgrade(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = folder = pathlib.Path(scratch.name)
        province = Province(folder, seals=False)
        (folder / "province").symlink_to(province.home)
        (folder / "trust-1.cose").symlink_to(folder / "trust.cose")
        (folder / "bin").mkdir()
        (folder / "bin/xinbao").symlink_to(COMMAND)
        province.run("issue", SMALL, "-o", folder / "report.pdf")
        province.run("bundle", "-o", folder / "province-1.bundle")
        share_fonts(folder / "counter")
        cls.run_at("counter", "key", "install", folder / "trust-1.cose", "--root", fingerprint(province.root))
        cls.before = cls.answer("--bundle", folder / "province-1.bundle", home="counter")
        environment = dict(
            os.environ, PATH=f"{folder / 'bin'}:{os.environ['PATH']}", XINBAO_RESOURCES=str(ROOT))
        blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / "docs/upgrade.md").read_text(), flags=re.S | re.M)
        cls.outputs = [
            subprocess.run(["bash", "-euc", block], cwd=folder, env=environment, check=True, capture_output=True,
                           text=True, timeout=300).stdout for block in blocks]

    @classmethod
    def run_at(cls, home, *arguments):
        result = xinbao(*arguments, home=cls.folder / home)
        assert result.returncode == 0, result.stderr
        return result.stdout

    @classmethod
    def answer(cls, *options, home="province"):
        return json.loads(xinbao("verify", cls.folder / "report.pdf", "--json", *options, home=cls.folder / home).stdout)

    def test_a_list_of_before_goes_on_working(self):
        self.assertEqual((self.before["code"], self.before["valid"]), ("VALID", True))

    def test_the_root_is_shown_the_seal(self):
        self.assertEqual(len(self.outputs), 3)
        der = subprocess.run(["openssl", "x509", "-in", self.folder / "seal.pem", "-noout", "-fingerprint", "-sha256"],
                             check=True, capture_output=True, text=True).stdout
        digest = der.strip().split("=")[1].replace(":", "").lower()
        self.assertIn("seal         " + digest, self.outputs[1])
        self.assertIn("new seal " + digest, self.outputs[1])

    def test_every_verifier_takes_the_report_by_the_new_list(self):
        self.assertEqual(self.answer()["code"], "VALID")
        self.assertEqual(self.answer("--bundle", self.folder / "province-2.bundle", home="counter")["code"], "VALID")

    def test_there_is_no_way_back(self):
        self.run_at("province", "key", "export", "-o", self.folder / "list-3.json")
        path = self.folder / "list-3.json"
        file = json.loads(path.read_text())
        for change in ({"seals": None, "sealsSince": None, "format": 1}, {"sealsSince": file["sealsSince"] + 1}):
            changed = {key: value for key, value in {**file, **change}.items() if value is not None}
            path.write_text(json.dumps(changed))
            result = xinbao("key", "sign", path, "--root", self.folder / "root.pem", "--previous",
                            self.folder / "trust-2.cose", "-o", self.folder / "trust-3.cose")
            self.assertEqual(result.returncode, 3, result.stdout)
            self.assertIn("are pinned by the earlier list", result.stderr)


if __name__ == "__main__":
    unittest.main()
