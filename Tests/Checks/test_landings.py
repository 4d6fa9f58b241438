"""Reports of earlier releases, which are in people's hands, by the program of today: by the registry of their home, by a
bundle, and after somebody changed them. `scripts/landing` keeps a release's."""
import json
import pathlib
import re
import shutil
import tempfile
import unittest

import attacks
import forms
from province import share_fonts
from support import ROOT, xinbao

LANDINGS = sorted(path.parent for path in (ROOT / "Tests/Checks/landings").glob("*/landing.json"))
ENGINE = int(re.search(r"static let engine = (\d+)", (ROOT / "Sources/Rendering/Press.swift").read_text())[1])


class Landing:
    """A copy of what was kept: opening a registry brings it up to date."""

    def __init__(self, kept, scratch):
        self.folder = pathlib.Path(scratch, kept.name)
        shutil.copytree(kept, self.folder)
        self.home, self.counter = self.folder / "home", self.folder / "counter"
        for path in (self.home / "keys").iterdir():
            path.chmod(0o600)
        (self.home / "keys").chmod(0o700)
        share_fonts(self.home)
        share_fonts(self.counter)
        self.terms = json.loads((self.folder / "landing.json").read_text())
        self.root = (self.home / "keys/root.fingerprint").read_text().replace(" ", "").strip()

    def verify(self, file, *options, home=None):
        result = xinbao("verify", "--json", file, "--time", self.terms["askedAt"], *options, home=home or self.home)
        assert result.returncode in (0, 1), result.stderr
        answer = json.loads(result.stdout)
        assert answer["valid"] == (result.returncode == 0)
        return answer

    def offline(self, file, bundle="bundle.xinbao"):
        """At a counter that has the root's fingerprint and a bundle, and neither keys nor registry."""
        return self.verify(file, "--bundle", self.folder / bundle, "--root", self.root, home=self.counter)


class Landings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.landings = [Landing(kept, scratch.name) for kept in LANDINGS]

    def each(self, only=None):
        found = [(landing, landing.folder / name, code) for landing in self.landings
                 for name, code in landing.terms["answers"].items() if only in (None, code)]
        self.assertTrue(found)
        return found

    def test_by_the_registry_they_hold_as_ever(self):
        for landing, file, code in self.each():
            answer = landing.verify(file)
            self.assertEqual(answer["code"], code, answer)
            self.assertNotIn("PAGES_NOT_COMPARED", [note["code"] for note in answer["notes"]])

    def test_by_the_bundle_of_then_pages_of_another_engine_are_not_compared(self):
        """That list pins the seal's authority only, so that it is no yes either."""
        for landing, file, code in self.each("VALID"):
            answer = landing.offline(file)
            # Of the engine of today, libraries and templates may be others.
            if landing.terms["engine"] == ENGINE and answer["code"] == "VALID":
                continue
            self.assertEqual(answer["code"], "VALID_PAGES_NOT_COMPARED", answer)
            self.assertIn("PAGES_NOT_COMPARED", [note["code"] for note in answer["notes"]])
            self.assertIn("claims", answer)
            told = xinbao("verify", file, "--time", landing.terms["askedAt"], "--bundle", landing.folder / "bundle.xinbao",
                          "--root", landing.root, home=landing.counter).stdout
            self.assertIn("版面未比对", told.splitlines()[0])

    def test_by_a_list_that_pins_the_seal_it_is_a_yes_that_says_so(self):
        for landing in self.landings:
            result = xinbao("bundle", "-o", landing.folder / "new.bundle", home=landing.home)
            self.assertEqual(result.returncode, 0, result.stderr)
        for landing, file, code in self.each("VALID"):
            answer = landing.offline(file, "new.bundle")
            self.assertTrue(answer["valid"], answer)
            if landing.terms["engine"] != ENGINE:
                self.assertEqual(answer["code"], "VALID_PAGES_NOT_COMPARED", answer)

    def test_status_goes_before_pages(self):
        for landing, file, code in self.each():
            if code != "VALID":
                self.assertEqual(landing.offline(file)["code"], code)

    def test_changed_by_anybody_they_are_refused(self):
        for landing, file, code in self.each("VALID")[::3]:
            pdf = file.read_bytes()
            for attack, codes in (
                (attacks.flip_byte_in_page, {"PDF_SIGNATURE_DIGEST"}), (attacks.append_bytes, {"PDF_MODIFIED"}),
                (attacks.strip_signature, {"PDF_SIGNATURE_MISSING"}),
                (attacks.replace_attachment, {"PDF_DATA_MISMATCH", "PDF_SIGNATURE_DIGEST", "PDF_SIGNATURE_COVERAGE"}),
            ):
                changed = landing.folder / "changed.pdf"
                changed.write_bytes(attack(pdf))
                for answer in (landing.verify(changed), landing.offline(changed)):
                    self.assertIn(answer["code"], codes, attack.__name__)
                    self.assertFalse(answer["valid"])

    def test_whoever_has_the_seal_cannot_make_other_pages_of_them(self):
        """The registry knows the file; a list that pins only the seal's authority says that nobody compared."""
        for landing, file, code in self.each("VALID")[::2]:
            pem = (landing.home / "keys/pdf-signer.pem").read_bytes()
            own = forms.signer(pem[:pem.index(b"-----BEGIN PRIVATE")], pem[pem.index(b"-----BEGIN PRIVATE"):])
            changed = landing.folder / "changed.pdf"
            changed.write_bytes(forms.comment_in_a_dictionary(file.read_bytes(), own))
            expected = {"PDF_OTHER_FILE"} | ({"PDF_CONTENT_MISMATCH"} if landing.terms["engine"] == ENGINE else set())
            self.assertIn(landing.verify(changed)["code"], expected)
            self.assertFalse(landing.offline(changed)["valid"])


if __name__ == "__main__":
    unittest.main()
