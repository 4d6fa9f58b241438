"""All reports of a batch in one file: archives that other people's programs open, made whole or not at all.

    XINBAO_ARCHIVE=100000 .tools/venv/bin/python -m unittest discover -s Tests/Checks -p 'test_delivery.py'
"""
import datetime
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import struct
import subprocess
import tarfile
import tempfile
import time
import unittest
import zipfile

from support import COMMAND, ROOT, new_home, run, xinbao
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
        state.update(rows=LARGE, isFinished=True, counts={"done": LARGE, "failed": 0, "setAside": 0},
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

    def test_wrong_use_is_told(self):
        result = self.batch(ROOT / "examples", "-o", self.folder / "wrong", "--archive", "rar")
        self.assertEqual(result.returncode, 2)
        self.assertIn("zip", result.stderr)


if __name__ == "__main__":
    unittest.main()
