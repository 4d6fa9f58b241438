"""Reports' files are taken apart by a process that can do nothing else, and whatever becomes of it, there is an answer."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from server import Server
from support import COMMAND, ROOT, SMALL, issued

PARSER = COMMAND.parent / "xinbao-parse"
WORKBOOK = ROOT / "Tests/TablesTests/Fixtures/strict-and-prefixed.xlsx"


class FilesApart(unittest.TestCase):
    def setUp(self):
        pdf, self.said = issued(SMALL)
        self.pdf = pdf.read_bytes()

    def test_it_confines_itself_before_it_reads(self):
        parser = subprocess.Popen([PARSER, "pdf"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(parser.wait)
        self.addCleanup(parser.stdout.close)
        limits, status = (pathlib.Path(f"/proc/{parser.pid}/{name}") for name in ("limits", "status"))
        end = time.monotonic() + 20
        while "Seccomp:\t2" not in status.read_text() and time.monotonic() < end:
            time.sleep(0.01)
        self.assertIn("Seccomp:\t2", status.read_text())
        self.assertIn("NoNewPrivs:\t1", status.read_text())
        table = {line[:26].strip(): line[26:].split()[:2] for line in limits.read_text().splitlines()[1:]}
        for name, limit in (("cpu time", "5"), ("address space", str(2 << 30)), ("file size", "0"), ("core file size", "0"),
                            ("open files", "3")):
            self.assertEqual(table[f"Max {name}"], [limit] * 2)
        answer, _ = parser.communicate(self.pdf)
        self.assertTrue(answer.startswith(b"XBF2" + bytes(8)), answer[:20])
        for name in (b"report.json", b"token.cbor", b"log-proof.txt"):
            self.assertIn(name, answer)

    def test_if_it_is_killed_nothing_is_concluded_and_the_next_file_is_read(self):
        with Server("--rate-limit", "off") as server:
            def answer():
                status, _, body = server.ask(
                    "POST", "/api/v1/verify/file", self.pdf, {"Content-Type": "application/pdf"})
                self.assertEqual(status, 200)
                return json.loads(body)

            self.assertEqual(answer()["code"], "VALID")
            stop = threading.Event()

            def kill():
                while not stop.is_set():
                    for task in pathlib.Path(f"/proc/{server.process.pid}/task").iterdir():
                        try:
                            for child in (task / "children").read_text().split():
                                if b"xinbao-parse" in pathlib.Path(f"/proc/{child}/cmdline").read_bytes():
                                    os.kill(int(child), signal.SIGKILL)
                        except OSError:
                            pass  # It has ended meanwhile.

            killer = threading.Thread(target=kill)
            killer.start()
            try:
                end = time.monotonic() + 60
                while (said := answer())["code"] == "VALID":
                    self.assertLess(time.monotonic(), end, "it was never killed in time")
            finally:
                stop.set()
                killer.join()
            self.assertEqual((said["code"], said["valid"]), ("PDF_READING_STOPPED", False))
            self.assertNotIn("claims", said)
            self.assertEqual(answer()["code"], "VALID")
            metrics = server.ask("GET", "/metrics")[2].decode()
            self.assertRegex(metrics, r'xinbao_answers_total\{channel="api-file",code="PDF_READING_STOPPED"\} [1-9]')


class WorkbooksApart(unittest.TestCase):
    def test_workbooks_are_read_by_a_confined_process(self):
        asker, asked = socket.socketpair()
        with asker, WORKBOOK.open("rb") as given:
            # Descriptor 3 is where it reads what it is asked.
            reader = subprocess.Popen(
                [sys.executable, "-c", "import os, sys; os.dup2(int(sys.argv[1]), 3); os.execv(sys.argv[2], sys.argv[2:])",
                 str(asked.fileno()), COMMAND.parent / "xinbao-workbook"],
                stdin=given, stdout=subprocess.PIPE, pass_fds=[asked.fileno()])
            self.addCleanup(reader.wait)
            self.addCleanup(reader.kill)
            self.addCleanup(reader.stdout.close)
            asked.close()
            # Once it has said which sheets there are, it waits to be asked for one.
            self.assertTrue(reader.stdout.read(12).endswith(bytes(8)))
            process = pathlib.Path(f"/proc/{reader.pid}")
            said = (process / "status").read_text()
            self.assertIn("Seccomp:\t2", said)
            self.assertIn("NoNewPrivs:\t1", said)
            table = {line[:26].strip(): line[26:].split()[:2] for line in (process / "limits").read_text().splitlines()[1:]}
            for name, limit in (("cpu time", "30"), ("file size", "0"), ("core file size", "0"), ("open files", "3")):
                self.assertEqual(table[f"Max {name}"], [limit] * 2)
            self.assertLess(int(table["Max address space"][0]), 2 << 30)
        self.assertEqual(reader.wait(20), 0, "it ends with who asks")

    def test_a_workbook_whose_reader_ends_is_refused_whole(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            for program in ("xinbao", "xinbao-read", "xinbao-parse"):
                shutil.copy(COMMAND.parent / program, folder)
            reader = folder / "xinbao-workbook"

            def answer():
                result = subprocess.run(
                    [folder / "xinbao", "import", WORKBOOK, "-o", folder / "files", "--as-of", "2026-11-20T18:00:00+08:00"],
                    cwd=ROOT, capture_output=True, text=True, timeout=60)
                self.assertFalse((folder / "files").exists())
                return result.returncode, result.stderr

            for script, words in (("kill -9 $$", "signal 9"), ("exit 0", "ended with status 0"), ("head -c 99 /dev/zero", "no reply")):
                reader.write_text(f"#!/bin/sh\n{script}\n")
                reader.chmod(0o755)
                status, said = answer()
                self.assertEqual(status, 3, said)
                self.assertIn(words, said)
            reader.unlink()
            status, said = answer()
            self.assertEqual(status, 4, said)
            self.assertIn("xinbao-workbook cannot be started", said)


if __name__ == "__main__":
    unittest.main()
