"""All reports of a batch in one file: archives that other people's programs open, and a PDF of all that looks and reads as
they do; made whole or not at all.

    XINBAO_ARCHIVE=100000 .tools/venv/bin/python -m unittest discover -s Tests/Checks -p 'test_delivery.py'
"""
import datetime
import hashlib
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import struct
import subprocess
import tarfile
import tempfile
import time
import unittest
import zipfile

import numpy
import pikepdf

from structure import Tree
from support import COMMAND, ROOT, new_home, picture, run, xinbao
from test_batch import ANSWERS, ROOMY, credit_files, table

LARGE = int(os.environ.get("XINBAO_ARCHIVE", "3000"))


def second(text):
    return int(datetime.datetime.fromisoformat(text).timestamp())


def unix_time(entry):
    """Of a ZIP's entry: the extra field UT (0x5455), which knows no time zone."""
    extra = entry.extra
    while extra:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == 0x5455:
            return struct.unpack_from("<i", extra, 5)[0]
        extra = extra[4 + size:]


# Read by setting it, which is the only way.
UMASK = os.umask(0o022)
os.umask(UMASK)


class Delivery(unittest.TestCase):
    """One batch of six rows, of which one fails at first; each check works on a copy of its folder."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(dir=ROOMY)
        cls.folder = pathlib.Path(cls.scratch.name)
        cls.home = new_home(cls.folder)
        cls.inputs = cls.folder / "files"
        cls.inputs.mkdir()
        table(cls.inputs / "manifest.csv", credit_files(cls.inputs, 5) + [{"file": "late.json"}])
        cls.whole = cls.folder / "whole"
        cls.made = cls.batch(cls.inputs / "manifest.csv", "-o", cls.whole, *ANSWERS, "--keep-earlier", "--archive", "zip")

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    @classmethod
    def batch(cls, *arguments):
        return xinbao("batch", *arguments, "--home", cls.home, "--registry", cls.folder / "delivery.sqlite", timeout=3600)

    def resume(self, folder, *arguments, status=1):
        result = self.batch("--resume", "-o", folder, "--keep-earlier", *arguments)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result

    def copy(self, name):
        # A batch's rows wait under its own folder's name in the queue; what has ended needs the results alone.
        folder = self.folder / name
        shutil.copytree(self.whole, folder)
        return folder

    def rows(self, folder):
        return json.loads((folder / "results.json").read_text())

    def check_zip(self, folder):
        rows = [row["report"] for row in self.rows(folder) if row.get("report")]
        with zipfile.ZipFile(folder / "reports.zip") as archive:
            self.assertIsNone(archive.testzip())
            self.assertEqual(archive.namelist(), [row["file"] for row in rows] + ["results.csv", "results.json"])
            for entry, row in zip(archive.infolist(), rows):
                self.assertEqual(hashlib.sha256(archive.read(entry)).hexdigest(), row["sha256"])
                self.assertEqual(entry.compress_type, zipfile.ZIP_STORED)
                self.assertTrue(entry.flag_bits & 0x800, "the name is said to be UTF-8")
                self.assertEqual(unix_time(entry), second(row["issuedAt"]))
            for name in ["results.csv", "results.json"]:
                self.assertEqual(archive.read(name), (folder / name).read_bytes())
            self.assertEqual(unix_time(archive.infolist()[-1]), max(second(row["issuedAt"]) for row in rows))
        self.assertIn(b"No errors", run("unzip", "-t", folder / "reports.zip"))
        return len(rows)

    def check_whole(self, folder):
        self.assertEqual([name for name in os.listdir(folder) if name.endswith((".part", ".new"))], [])

    def test_a_zip_holds_what_is_there_and_says_how_many_are_missing(self):
        self.assertEqual(self.made.returncode, 1, self.made.stderr)
        self.assertIn("5 of 6 reports", self.made.stdout)
        self.assertIn("reports.zip holds 5 reports; 1 rows have none", self.made.stdout)
        self.assertEqual(self.check_zip(self.whole), 5)
        self.check_whole(self.whole)

    def test_names_are_right_where_the_locale_is_none(self):
        folder = self.copy("c-locale")
        before = (folder / "reports.zip").read_bytes()
        (folder / "reports.zip").unlink()
        result = xinbao("batch", "--resume", "-o", folder, "--home", self.home, "--registry",
                        self.folder / "delivery.sqlite", env={"LC_ALL": "C"})
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertEqual((folder / "reports.zip").read_bytes(), before, "the same files, the same bytes")

    def test_a_tar_is_made_later_on_beside_it(self):
        folder = self.copy("tar")
        answer = json.loads(self.resume(folder, "--archive", "tar.gz", "--json").stdout)
        self.assertEqual([pathlib.Path(file["path"]).name for file in answer["files"]], ["reports.zip", "reports.tar.gz"])
        self.assertEqual([(file["reports"], file["missing"]) for file in answer["files"]], [(5, 1)] * 2)
        self.assertEqual([file["bytes"] for file in answer["files"]],
                         [pathlib.Path(file["path"]).stat().st_size for file in answer["files"]])
        rows = [row["report"] for row in self.rows(folder) if row.get("report")]
        with tarfile.open(folder / "reports.tar.gz") as archive:
            members = archive.getmembers()
            self.assertEqual([member.name for member in members],
                             [row["file"] for row in rows] + ["results.csv", "results.json"])
            for member, row in zip(members, rows):
                self.assertEqual(hashlib.sha256(archive.extractfile(member).read()).hexdigest(), row["sha256"])
                self.assertEqual((member.mtime, member.mode, member.uid), (second(row["issuedAt"]), 0o644, 0))
        listed = run("tar", "tzf", folder / "reports.tar.gz", "--quoting-style=literal").decode().splitlines()
        self.assertEqual(listed, [member.name for member in members])

    def test_a_report_that_was_changed_is_refused_by_name(self):
        folder = self.copy("changed")
        victim = self.rows(folder)[2]["report"]
        pdf, issued = folder / victim["file"], (folder / victim["file"]).read_bytes()
        for bytes in [issued[:-1] + b"x", issued + b"x", issued[:-1], None]:
            (folder / "reports.zip").unlink(missing_ok=True)
            pdf.unlink(missing_ok=True)
            if bytes is not None:
                pdf.write_bytes(bytes)
            result = self.resume(folder, status=3)
            self.assertIn(victim["file"], result.stderr)
            self.assertIn("not the file that was issued" if bytes else "No such file", result.stderr)
            self.assertFalse((folder / "reports.zip").exists())
            self.check_whole(folder)
        pdf.write_bytes(issued)
        self.resume(folder)
        self.assertEqual(self.check_zip(folder), 5)

    def test_a_row_that_is_mended_comes_into_a_new_archive(self):
        # The batch itself: its failed row waits in the queue.
        inputs, out = self.folder / "mend", self.folder / "mend-out"
        inputs.mkdir()
        table(inputs / "manifest.csv", credit_files(inputs, 2) + [{"file": "late.json"}])
        self.batch(inputs / "manifest.csv", "-o", out, *ANSWERS, "--keep-earlier", "--archive", "zip")
        self.assertEqual(self.check_zip(out), 2)
        shutil.copy(ROOT / "examples/government-body.json", inputs / "late.json")
        result = self.resume(out, "--retry-failed", status=0)
        self.assertIn("reports.zip holds 3 reports\n", result.stdout)
        self.assertEqual(self.check_zip(out), 3)
        # Once more is nothing more.
        before = (out / "reports.zip").stat()
        self.resume(out, status=0)
        self.assertEqual((out / "reports.zip").stat().st_ino, before.st_ino)

    def test_what_workers_have_done_is_put_together_by_whoever_collects(self):
        inputs, out = self.folder / "queue", self.folder / "queue-out"
        inputs.mkdir()
        table(inputs / "manifest.csv", credit_files(inputs, 3))
        store = ["--home", self.home, "--registry", self.folder / "delivery.sqlite"]
        begun = self.batch(inputs / "manifest.csv", "-o", out, *ANSWERS, "--keep-earlier", "--queue", "--archive", "zip")
        self.assertEqual(begun.returncode, 0, begun.stderr)
        process = subprocess.Popen([str(word) for word in [COMMAND, "worker", "--lease", "2", *store]], cwd=ROOT,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(list(out.glob("*.pdf"))) < 3 and process.poll() is None:
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        process.wait()
        self.assertFalse((out / "reports.zip").exists())
        self.resume(out, status=0)
        self.assertEqual(self.check_zip(out), 3)

    def test_stopped_at_any_moment_an_archive_is_whole_or_not_there(self):
        folder = self.folder / "large"
        folder.mkdir()
        state = json.loads((self.whole / ".xinbao-batch.json").read_text())
        issued = [row for row in self.rows(self.whole) if row.get("report")]
        state.update(batch="large", rows=LARGE, isFinished=True, counts={"done": LARGE, "failed": 0, "setAside": 0},
                     deliveries=[{"form": "zip"}])
        (folder / ".xinbao-batch.json").write_text(json.dumps(state))
        shutil.copy(self.whole / "results.csv", folder)
        # As many reports, of which five are issued: the same files under many names.
        with open(folder / "results.json", "w") as file:
            for place in range(1, LARGE + 1):
                row = json.loads(json.dumps(issued[place % len(issued)]))
                source = self.whole / row["report"]["file"]
                row["row"], row["report"]["file"] = place, f"{place:06}-{source.name[4:]}"
                os.link(source, folder / row["report"]["file"])
                file.write((",\n" if place > 1 else "[\n") + json.dumps(row, ensure_ascii=False))
            file.write("\n]\n")
        command = [str(word) for word in [COMMAND, "batch", "--resume", "-o", folder, "--home", self.home, "--registry",
                                          self.folder / "delivery.sqlite"]]
        chance, archive = random.Random(20261125), folder / "reports.zip"
        begun = time.monotonic()
        self.assertEqual(subprocess.run(command, cwd=ROOT, capture_output=True).returncode, 0)
        seconds = time.monotonic() - begun
        print(f"{LARGE} reports, {archive.stat().st_size / 2**20:.0f} MB: {seconds:.1f} s")
        stopped = 0
        for attempt in range(8):
            archive.unlink(missing_ok=True)
            process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            time.sleep(chance.uniform(0.05, 0.95 * seconds))
            process.send_signal(signal.SIGINT if attempt % 2 else signal.SIGKILL)
            _, errors = process.communicate()
            self.assertIn(process.returncode, (0, 1, -signal.SIGKILL, -signal.SIGINT), errors)
            stopped += not archive.exists()
            if process.returncode == 1:
                self.assertIn("reports.zip is not made yet; go on with: xinbao batch --resume", errors)
                self.assertFalse(archive.exists())
                self.check_whole(folder)
        self.assertGreater(stopped, 0)
        archive.unlink(missing_ok=True)
        self.assertEqual(subprocess.run(command, cwd=ROOT, capture_output=True).returncode, 0)
        self.check_whole(folder)
        with zipfile.ZipFile(archive) as opened:
            self.assertEqual(len(opened.namelist()), LARGE + 2)
        self.assertIn(b"No errors", run("unzip", "-tq", archive))

    def test_a_merged_pdf_is_made_later_on_and_a_changed_report_is_refused(self):
        folder = self.copy("merge")
        result = self.resume(folder, "--merge")
        self.assertIn("reports.pdf holds 5 reports; 1 rows have none", result.stdout)
        merged = (folder / "reports.pdf").read_bytes()
        (folder / "reports.pdf").unlink()
        self.resume(folder)
        self.assertEqual((folder / "reports.pdf").read_bytes(), merged, "the same reports, the same bytes")
        (folder / "reports.pdf").unlink()
        victim = self.rows(folder)[3]["report"]["file"]
        with open(folder / victim, "ab") as file:
            file.write(b"x")
        self.assertIn(victim, self.resume(folder, status=3).stderr)
        self.assertFalse((folder / "reports.pdf").exists())
        self.check_whole(folder)

    def test_a_disk_that_is_full_is_told_and_nothing_is_left(self):
        def little_room():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        for option in (["--archive", "zip"], ["--archive", "tar.gz"], ["--merge"]):
            folder = self.copy("full" + option[-1])
            (folder / "reports.zip").unlink()
            state = json.loads((folder / ".xinbao-batch.json").read_text())
            (folder / ".xinbao-batch.json").write_text(json.dumps(dict(state, batch="ended", isFinished=True, deliveries=[])))
            result = subprocess.run(
                [str(word) for word in [COMMAND, "batch", "--resume", "-o", folder, "--home", self.home, "--registry",
                                        self.folder / "delivery.sqlite", *option]],
                cwd=ROOT, capture_output=True, text=True, preexec_fn=little_room)
            self.assertEqual(result.returncode, 4, result.stdout + result.stderr)
            self.assertIn("cannot be written: File too large", result.stderr)
            self.assertEqual([name for name in os.listdir(folder) if name.startswith("reports.")], [])
            self.check_whole(folder)

    def test_what_cannot_be_merged_is_told_once_and_keeps_nobody_from_an_archive(self):
        folder = self.copy("long")
        rows = self.rows(folder)
        next(row for row in rows if row.get("report"))["report"]["pages"] = 10_001
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / "results.json").write_text(f"[\n{lines}\n]\n")
        state = json.loads((folder / ".xinbao-batch.json").read_text())
        (folder / ".xinbao-batch.json").write_text(json.dumps(dict(state, batch="ended", isFinished=True, deliveries=[])))
        result = self.resume(folder, "--merge", "--archive", "tar.gz", status=3)
        self.assertIn("at most 10000 pages, and the reports up to row 1 have 10001; use --archive zip", result.stderr)
        self.assertTrue((folder / "reports.tar.gz").exists())
        self.assertFalse((folder / "reports.pdf").exists())
        self.resume(folder)

    def test_too_many_reports_are_not_merged_and_that_is_told_before_they_are_issued(self):
        inputs, out = self.folder / "many", self.folder / "many-out"
        inputs.mkdir()
        table(inputs / "manifest.csv", [{"file": f"{number}.json"} for number in range(1001)])
        result = self.batch(inputs / "manifest.csv", "-o", out, "--merge")
        self.assertEqual(result.returncode, 3)
        self.assertIn("at most 1000 reports, and there are 1001 rows; use --archive zip instead", result.stderr)
        self.assertFalse(out.exists())
        result = xinbao("batch", inputs / "manifest.csv", "-o", out, "--home", self.home, "--merge", "--registry",
                        self.folder / "delivery.sqlite", "--resume")
        self.assertEqual(result.returncode, 3)

    def test_wrong_use_is_told(self):
        result = self.batch(ROOT / "examples", "-o", self.folder / "wrong", "--archive", "rar")
        self.assertEqual(result.returncode, 2)
        self.assertIn("zip", result.stderr)


class Merged(unittest.TestCase):
    """What readers find in the PDF of all reports of a batch."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(dir=ROOMY)
        cls.folder = pathlib.Path(cls.scratch.name)
        cls.home = new_home(cls.folder)
        inputs = cls.folder / "files"
        inputs.mkdir()
        examples = [{"file": str(ROOT / f"examples/{name}.json"), "report": kind} for name, kind in
                    [("personal", "personal"), ("enterprise-38-records", "enterprise")]]
        table(inputs / "manifest.csv", credit_files(inputs, 6) + examples)
        cls.out = cls.folder / "out"
        result = xinbao("batch", inputs / "manifest.csv", "-o", cls.out, *ANSWERS, "--keep-earlier", "--merge",
                        "--home", cls.home)
        assert result.returncode == 0, result.stdout + result.stderr
        cls.pdf = cls.out / "reports.pdf"
        cls.reports = [row["report"] for row in json.loads((cls.out / "results.json").read_text())]
        cls.files = [cls.out / report["file"] for report in cls.reports]

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def test_it_is_as_private_as_the_persons_report_in_it(self):
        modes = {report["report"]: file.stat().st_mode & 0o777 for report, file in zip(self.reports, self.files)}
        others = 0o644 & ~UMASK
        self.assertEqual(modes, {"personal": 0o600, "enterprise": others, "no-violation": others})
        self.assertEqual(self.pdf.stat().st_mode & 0o777, 0o600)

    def test_it_is_a_sound_pdf_of_all_pages_with_a_bookmark_for_each_report(self):
        self.assertIn(b"No syntax or stream encoding errors", run("qpdf", "--check", self.pdf))
        with pikepdf.open(self.pdf) as pdf, pdf.open_outline() as outline:
            self.assertEqual(len(pdf.pages), sum(report["pages"] for report in self.reports))
            self.assertEqual([item.title for item in outline.root],
                             [f"{report['subject']} {report['title']} {report['number']}" for report in self.reports])
            pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
            first = 0
            for item, report in zip(outline.root, self.reports):
                self.assertEqual(pages[item.destination[0].objgen], first)
                first += report["pages"]

    def test_it_says_that_it_is_no_report_itself(self):
        facts = run("pdfinfo", self.pdf).decode()
        self.assertRegex(facts, "Title: +公共信用信息报告合并本（8份）")
        self.assertRegex(facts, "Subject: +合并本，仅供阅读与打印，不带电子签名，以各份报告原件及其二维码核验为准")
        self.assertRegex(facts, "Form: +none")
        with pikepdf.open(self.pdf) as pdf:
            self.assertEqual((str(pdf.Root.Lang), str(pdf.Root.PageMode)), ("zh-CN", "/UseOutlines"))
            self.assertFalse({"/AcroForm", "/Perms", "/AF", "/Names", "/Metadata"} & set(pdf.Root.keys()))
            for thing in pdf.objects:
                if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                    self.assertNotIn(str(thing.get("/Type")), ("/Sig", "/EmbeddedFile", "/Filespec", "/SigRef"))
                    self.assertNotIn(str(thing.get("/Subtype")), ("/Widget", "/FileAttachment"))
        found = subprocess.run(["pdfsig", self.pdf], stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout
        self.assertIn(b"does not contain any signatures", found)
        answer = xinbao("verify", self.pdf, "--home", self.home)
        self.assertEqual(answer.returncode, 1, "nobody may take it for a report")

    def test_it_reads_as_the_reports_do(self):
        for options in [[], ["-layout"]]:
            apart = b"".join(run("pdftotext", *options, file, "-") for file in self.files)
            self.assertEqual(run("pdftotext", *options, self.pdf, "-"), apart)
        apart = b"".join(run("mutool", "draw", "-F", "text", file) for file in self.files)
        self.assertEqual(run("mutool", "draw", "-F", "text", self.pdf), apart)

    def test_it_looks_as_the_reports_do(self):
        number = 0
        for file, report in zip(self.files, self.reports):
            for page in range(1, report["pages"] + 1):
                number += 1
                self.assertTrue(numpy.array_equal(
                    picture(file, page, 60, gray=False), picture(self.pdf, number, 60, gray=False)), (file, page))
        for page in (1, self.reports[0]["pages"]):
            self.assertEqual(run("mutool", "draw", "-F", "pnm", "-o", "-", self.pdf, page),
                             run("mutool", "draw", "-F", "pnm", "-o", "-", self.files[0], page))

    def test_tags_are_those_of_the_reports(self):
        tree, apart = Tree(self.pdf), [Tree(file) for file in self.files]
        self.assertEqual(tree.problems[:5], [])
        self.assertEqual(tree.lines, [line for one in apart for line in one.lines])
        self.assertEqual(tree.tables, [table for one in apart for table in one.tables])
        self.assertEqual((tree.fields, [one.fields for one in apart][0]), ([], ["Signature"]))
        parts = tree.pdf.Root.StructTreeRoot.K.K
        self.assertEqual([str(part.S) for part in parts], ["/Part"] * len(self.files))


if __name__ == "__main__":
    unittest.main()
