"""`xinbao-verify`: what is in it, and that it answers as `xinbao verify --bundle` does, but for pages, which it does not
make again. It is built with the tests; XINBAO_VERIFY_COMMAND names another."""
import json
import os
import pathlib
import re
import subprocess
import unittest

from support import ROOT, SMALL, run
from test_house import PAGE, drawn, manifest
from threats import NO_VIOLATION, WithHome

COMMAND = pathlib.Path(os.environ.get("XINBAO_VERIFY_COMMAND", ROOT / ".build/debug/xinbao-verify"))
# Of what stands in docs/architecture.md on the floors of pages, files, store and work, a verifier has these.
ALLOWED = {"FileFormats", "FileReplies", "PDFReading"}
FOREIGN_FLOORS = {"page", "file", "store", "work"}
# Writers of files, databases, and what reads strangers' pictures.
FOREIGN_PACKAGES = {
    "CArchive", "CGIF", "CHarfBuzz", "CHaru", "CHeif", "CPNG", "CPQ", "CQPDF", "CQRencode", "CTIFF", "CTurboJPEG", "CWebP",
    "CZBar", "CZXing", "GRDB",
    "Pictures", "xinbao-read",
}
FOREIGN_LIBRARIES = re.compile(r"hpdf|libpq|sqlite|qpdf|archive|ZXing|zbar|libpng|jpeg|webp|heif|tiff|libgif|harfbuzz|qrencode")
FOREIGN_SYMBOLS = re.compile(r"\b(HPDF_\w+|PQexec\w*|PQconnect\w*|sqlite3_\w+|hb_\w+)\b")


def xinbao_verify(*arguments, root=None, env=None):
    environment = {**os.environ, **(env or {})}
    environment.pop("XINBAO_HOME", None)
    options = ("--root", root) if root else ()
    return subprocess.run(
        [str(COMMAND), *map(str, arguments), *options], env=environment, timeout=300, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)


def closure(name):
    """All that a target is made of, by Package.swift."""
    targets, found, pending = manifest(), set(), [name]
    while pending:
        target = pending.pop()
        if target not in found:
            found.add(target)
            pending += targets.get(target, ("", ()))[1]
    return found


class Contents(unittest.TestCase):
    def foreign(self, target):
        rows, floors = drawn(PAGE.read_text())
        names = closure(target)
        modules = {name for name in names if name in rows and floors[rows[name][0]] in FOREIGN_FLOORS}
        return (modules - ALLOWED) | names & FOREIGN_PACKAGES

    def test_neither_a_writer_nor_a_database_is_in_it(self):
        self.assertEqual(self.foreign("xinbao-verify"), set())
        self.assertEqual(self.foreign("Verifying"), set())
        # Of a command that has them, the same questions find them.
        self.assertTrue({"CHaru", "CPQ", "GRDB", "PDF", "Registry"} <= self.foreign("xinbao"))

    def test_no_library_of_theirs_is_linked(self):
        libraries = re.findall(r"NEEDED\s+(\S+)", run("objdump", "-p", COMMAND).decode())
        self.assertTrue(libraries)
        self.assertEqual([name for name in libraries if FOREIGN_LIBRARIES.search(name)], [])
        symbols = {match[1] for match in FOREIGN_SYMBOLS.finditer(run("nm", COMMAND).decode())}
        self.assertEqual(symbols, set())


class Answers(WithHome):
    def setUp(self):
        super().setUp()
        self.bundle = self.folder / "b.bundle"
        self.pdf, self.outcome = self.issue(NO_VIOLATION, name="clean.pdf")
        self.revoked, revoked = self.issue(SMALL, name="revoked.pdf")
        self.done("registry", "revoke", revoked["number"], "--reason", "主体信息有误")
        self.root = json.loads(self.done("bundle", "-o", self.bundle, "--json"))["root"].replace(" ", "")
        self.changed = self.folder / "changed.pdf"
        self.changed.write_bytes(self.pdf.read_bytes() + b"%%EOF\n")
        self.picture = self.folder / "photo.png"
        run("pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-png", "-singlefile", self.pdf,
            self.picture.with_suffix(""))

    def small(self, *given):
        """The answer, and the exit status."""
        result = xinbao_verify(*given, "--bundle", self.bundle, "--json", root=self.root)
        self.assertIn(result.returncode, (0, 1), result.stderr)
        return json.loads(result.stdout), result.returncode

    def test_the_same_as_of_the_whole_command(self):
        counter = self.new_home("counter")
        given = [self.outcome["link"], self.outcome["link"].split("#")[1], "12345", self.picture, self.revoked,
                 self.changed, SMALL]
        codes = []
        for report in given:
            whole = self.verify(report, "--bundle", self.bundle, "--root", self.root, home=counter)
            answer, status = self.small(report)
            codes.append(answer["code"])
            if report == self.revoked:
                # Said beside every answer to a PDF whose pages nobody compared.
                notes = [note for note in answer["notes"] if note["code"] != "PAGES_NOT_COMPARED"]
                self.assertEqual(len(notes) + 1, len(answer["notes"]))
                answer["notes"] = notes
            self.assertEqual(answer, whole, report)
            self.assertEqual(status == 0, whole["valid"])
        self.assertEqual(
            codes, ["VALID", "VALID", "MALFORMED", "VALID", "REVOKED", "PDF_MODIFIED", "FILE_UNKNOWN_FORMAT"])

    def test_of_a_pdf_the_pages_are_not_compared(self):
        whole = self.verify(self.pdf, "--bundle", self.bundle, "--root", self.root, home=self.new_home("counter"))
        self.assertEqual(whole["code"], "VALID")
        answer, status = self.small(self.pdf)
        self.assertEqual((answer["code"], status), ("VALID_PAGES_NOT_COMPARED", 0), answer)
        self.assertIn("PAGES_NOT_COMPARED", [note["code"] for note in answer["notes"]])
        for name in ("claims", "comparison", "kid", "seal", "signer", "statusTime"):
            self.assertEqual(answer[name], whole[name])
        told = xinbao_verify(self.pdf, "--bundle", self.bundle, root=self.root).stdout
        self.assertIn("版面未比对", told.splitlines()[0])
        self.assertNotIn("以前版本", told, "no former engine made it")

    def test_several_reports_are_answered_one_after_another(self):
        result = xinbao_verify(self.pdf, self.revoked, "--bundle", self.bundle, root=self.root)
        self.assertEqual(result.returncode, 1, "one of them is revoked")
        lines = result.stdout.splitlines()
        headings = [lines.index(f"{path}：") for path in (self.pdf, self.revoked)]
        self.assertIn("VALID_PAGES_NOT_COMPARED", lines[headings[0] + 1])
        self.assertIn("REVOKED", lines[headings[1] + 1])
        text = xinbao_verify(self.pdf, self.revoked, "--bundle", self.bundle, "--json", root=self.root).stdout
        first, end = json.JSONDecoder().raw_decode(text)
        second = json.loads(text[end:])
        self.assertEqual([first["code"], second["code"]], ["VALID_PAGES_NOT_COMPARED", "REVOKED"])

    def test_by_a_trust_list_alone(self):
        trust_list = self.home / "keys/trust.cose"
        result = xinbao_verify(self.outcome["link"], "--trust-list", trust_list, "--json", root=self.root)
        answer = json.loads(result.stdout)
        self.assertEqual((answer["code"], result.returncode), ("VALID", 0))
        self.assertIn("STATUS_NOT_CHECKED", [note["code"] for note in answer["notes"]])

    def test_an_older_bundle_or_list_is_none_after_a_newer_one(self):
        old = json.loads(self.done("bundle", "-o", self.folder / "old.bundle", "--json"))
        while json.loads(self.done("bundle", "-o", self.folder / "new.bundle", "--json"))["issuedAt"] == old["issuedAt"]:
            (self.folder / "new.bundle").unlink()  # Bundles tell their age by the second.
        link = self.outcome["link"]
        state = self.folder / "state"

        def by(name, *more, **env):
            result = xinbao_verify(link, "--bundle", self.folder / name, *more, root=self.root, env={"XDG_STATE_HOME": state, **env})
            return result.returncode, result.stderr

        self.assertEqual(by("old.bundle"), (0, ""))
        self.assertEqual(by("new.bundle"), (0, ""))
        status, told = by("old.bundle")
        self.assertEqual(status, 3)
        self.assertRegex(told, r"old\.bundle: is a bundle of .*; to look back with an older one, say as of when with --time")
        # Another user has seen another; without XDG_STATE_HOME it is below HOME.
        self.assertEqual(by("old.bundle", XDG_STATE_HOME="", HOME=str(self.folder)), (0, ""))
        self.assertTrue((self.folder / ".local/state/xinbao/seen.json").is_file())
        # Nowhere to remember it: said once, and answered.
        status, told = by("old.bundle", link, XDG_STATE_HOME="", HOME="")
        self.assertEqual((status, told.count("note:")), (0, 1), told)
        status, told = by("old.bundle", link, XDG_STATE_HOME=str(self.folder / "old.bundle"))
        self.assertEqual((status, told.count("note:")), (0, 1), told)
        (state / "xinbao/seen.json").write_text("{")
        status, told = by("new.bundle")
        self.assertEqual(status, 4)
        self.assertIn(f"{state}/xinbao/seen.json: is damaged", told)

    def test_what_cannot_be_used_is_told(self):
        link, other_root = self.outcome["link"], "0" * 64
        for arguments, root, status, message in (
            ((link,), self.root, 2, "give --bundle, --trust-list or both"),
            ((link, "--bundle", self.bundle), None, 2, "give the fingerprint of the issuer's root"),
            ((link, "--bundle", self.bundle), "12", 2, "--root takes a fingerprint"),
            ((link, link, "--bundle", self.bundle, "--ending", "0000"), self.root, 2, "--ending is of one paper"),
            ((link, "--bundle", self.bundle, "--time", "soon"), self.root, 2, "--time takes a time"),
            ((link, "--bundle", self.bundle), other_root, 3, "is not believed: WRONG_ROOT"),
            ((link, "--bundle", self.pdf), self.root, 3, "is not believed: "),
            ((self.folder / "none.pdf", "--bundle", self.bundle), self.root, 3, "there is no such file"),
        ):
            result = xinbao_verify(*arguments, root=root)
            self.assertEqual((result.returncode, result.stdout), (status, ""), arguments)
            self.assertIn(message, result.stderr)
        named = xinbao_verify(link, "--bundle", self.bundle, env={"XINBAO_ROOT": self.root})
        self.assertEqual(named.returncode, 0, named.stderr)
        paper = xinbao_verify(link, "--bundle", self.bundle, "--ending", "0000", "--json", root=self.root)
        self.assertEqual((json.loads(paper.stdout)["code"], paper.returncode), ("OTHER_PAPER", 1))


if __name__ == "__main__":
    unittest.main()
