"""`kill -9` at any moment of issuing: afterwards each report is registered, logged and there as a file, or it never was.

    XINBAO_CRASHES=200 .tools/venv/bin/python -m unittest discover -s Tests/Checks -p 'test_crash.py'
"""
import collections
import hashlib
import json
import os
import pathlib
import random
import signal
import subprocess
import tempfile
import time
import unittest

from support import COMMAND, PostgresServer, QUESTION, QUESTIONED, ROOT, new_home, xinbao

# Of each store. The seed is told, so that a failure can be made again, as far as a clock allows.
CRASHES = int(os.environ.get("XINBAO_CRASHES", "30"))
SEED = int(os.environ.get("XINBAO_CRASH_SEED", "20261125"))


class Drill:
    """One home, one store, one subject: reports issued over and over, most of them killed on the way."""

    def __init__(self, check, folder, store):
        self.check, self.random = check, random.Random(SEED)
        self.folder = pathlib.Path(folder) / "out"
        self.folder.mkdir()
        self.home = new_home(folder)
        self.store = ["--registry", store, "--home", self.home]
        self.count = 0
        self.moments = collections.Counter()

    def command(self, *arguments):
        return xinbao(*arguments, *self.store)

    def told(self, *arguments, status=0):
        result = self.command(*arguments, "--json")
        self.check.assertEqual(result.returncode, status, f"{arguments}: {result.stdout}{result.stderr}")
        return json.loads(result.stdout)

    def start(self):
        self.count += 1
        self.number = f"20261120180000{self.count:03}{self.count:05X}"
        self.final = self.folder / f"{self.count}.pdf"
        self.hidden = self.folder / f".{self.count}.pdf.{self.number}.part"
        return subprocess.Popen(
            [COMMAND, "issue", QUESTIONED, *QUESTION, "-o", self.final, "--number", self.number, *self.store], cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def finish(self, process):
        _, errors = process.communicate(timeout=120)
        return process.returncode, errors.decode(errors="replace")

    def whole_time(self):
        """Seconds that an issue takes when nobody disturbs it, and from the hidden file to the end."""
        start = time.monotonic()
        process = self.start()
        seen = self.wait_for_the_hidden_file(process)
        status, errors = self.finish(process)
        self.check.assertEqual(status, 0, errors)
        end = time.monotonic()
        return end - start, end - seen

    def wait_for_the_hidden_file(self, process):
        """Between this moment and the end lie the writing, the commit and the renaming."""
        while process.poll() is None and not (self.hidden.exists() or self.final.exists()):
            pass
        return time.monotonic()

    def crash(self, attempt, whole, tail):
        process = self.start()
        aim = attempt % 4
        if aim == 0:  # anywhere
            time.sleep(self.random.uniform(0, whole * 1.05))
        else:
            self.wait_for_the_hidden_file(process)
            if aim == 1:  # while the file is written
                delay = self.random.uniform(0, tail * 0.3)
            elif aim == 2:  # about the commit
                delay = self.random.uniform(0, tail)
            else:  # about the renaming: from the name's change on, or right before it
                delay = self.random.uniform(tail * 0.5, tail * 1.1)
            end = time.monotonic() + delay
            while time.monotonic() < end and process.poll() is None:
                pass
        process.send_signal(signal.SIGKILL)
        status, errors = self.finish(process)
        # One that was done before the shot; a failure of its own would be a finding.
        self.check.assertIn(status, (0, -signal.SIGKILL), errors)
        self.moments["not killed" if status == 0 else self.moment()] += 1

    def moment(self):
        registered = self.command("registry", "show", self.number).returncode == 0
        if self.final.exists():
            self.check.assertTrue(registered, f"{self.final} has its name, but is not registered")
            return "after the renaming"
        if registered:
            self.check.assertTrue(self.hidden.exists(), f"report {self.number} is registered and has no file at all")
            return "between commit and renaming"
        return "with the hidden file, not registered" if self.hidden.exists() else "before the file"

    def run(self):
        # Keys and tables are made by the first, so that the others are issues and nothing else.
        self.whole_time()
        whole, tail = map(min, self.whole_time(), self.whole_time())
        for attempt in range(CRASHES):
            self.crash(attempt, whole, tail)
            if attempt % 10 == 9:
                # A report comes out whole between the crashes: no lock was left. The quickest tells best when to shoot.
                whole, tail = map(min, (whole, tail), self.whole_time())
        self.judge()

    def judge(self):
        check = self.check
        hidden = self.hidden_files()
        waiting = [name for name in hidden if self.command("registry", "show", number_of(name)).returncode == 0]
        recovered = self.told("registry", "recover", self.folder)
        check.assertEqual({file["outcome"] for file in recovered["files"]}, {"placed"} if waiting else set())
        check.assertEqual(sorted(file["number"] for file in recovered["files"]), sorted(map(number_of, waiting)))
        check.assertEqual(recovered["removed"], [], "what is young may be at work")
        abandoned = self.hidden_files()
        check.assertEqual(sorted(abandoned + waiting), sorted(hidden))
        for name in abandoned:
            os.utime(self.folder / name, (time.time() - 7200,) * 2)
        removed = self.told("registry", "recover", self.folder)
        check.assertEqual((len(removed["removed"]), removed["files"]), (len(abandoned), []))
        check.assertEqual(self.hidden_files(), [])

        reports = self.told("registry", "list", "--limit", "100000")
        files = {str(self.folder / name) for name in os.listdir(self.folder)}
        check.assertEqual({report["file"] for report in reports}, files, "a report each, a file each")
        check.assertEqual(self.told("log", "checkpoint")["size"], len(reports))
        check.assertEqual([report["logIndex"] for report in reports], list(reversed(range(len(reports)))))
        audit = self.told("registry", "audit", "--files")
        check.assertEqual((audit["clean"], audit["findings"], audit["files"]), (True, [], len(reports)))
        check.assertEqual(audit["statusChanges"], len(reports) - 1, "each but the last was replaced, once")
        self.judge_chain(list(reversed(reports)))
        self.outcome = f"{self.moments.total()} shots: " + ", ".join(
            f"{count} {moment}" for moment, count in sorted(self.moments.items())) + (
            f"; {len(reports)} reports, {len(waiting)} files recovered, {len(abandoned)} abandoned files removed")

    def judge_chain(self, reports):
        """Each report was replaced by the next one that came to be, and each file verifies as far as that goes."""
        check = self.check
        for report, following in zip(reports, reports[1:] + [None]):
            digest = hashlib.sha256(pathlib.Path(report["file"]).read_bytes()).hexdigest()
            check.assertEqual(digest, report["sha256"], report["number"])
            history = self.told("registry", "show", report["number"])["history"]
            answer = self.told("verify", report["file"], status=1 if following else 0)
            check.assertEqual(answer["claims"]["number"], report["number"])
            if following:
                check.assertEqual((report["status"], answer["code"]), ("superseded", "SUPERSEDED"))
                check.assertEqual(len(history), 1)
                check.assertIn(following["number"], history[0]["reason"])
            else:
                check.assertEqual((report["status"], answer["code"], history), ("valid", "VALID", []))

    def hidden_files(self):
        return sorted(name for name in os.listdir(self.folder) if name.endswith(".part"))


def number_of(hidden):
    return hidden.split(".")[-2]


class Crashes(unittest.TestCase):
    def drill(self, name, store):
        with tempfile.TemporaryDirectory() as folder:
            drill = Drill(self, folder, store or pathlib.Path(folder) / "registry.sqlite")
            drill.run()
        print(f"{name}: {drill.outcome}")
        # The shots reached what they were aimed at.
        self.assertGreater(drill.moments["before the file"], 0)
        self.assertGreater(
            drill.moments["with the hidden file, not registered"] + drill.moments["between commit and renaming"], 0)

    def test_sqlite(self):
        self.drill("SQLite", None)

    def test_postgres(self):
        with PostgresServer() as server:
            self.drill("PostgreSQL", server.url)


class TheDrill(unittest.TestCase):
    """The judges can fail."""

    def test_a_missing_and_a_changed_file_are_found(self):
        with tempfile.TemporaryDirectory() as folder:
            drill = Drill(self, folder, pathlib.Path(folder) / "registry.sqlite")
            drill.whole_time()
            self.assertTrue(drill.told("registry", "audit", "--files")["clean"])
            drill.final.rename(drill.hidden)
            self.assertTrue(drill.told("registry", "audit", "--files")["clean"], "recover will find it")
            self.assertEqual(drill.told("registry", "recover")["files"][0]["outcome"], "placed")
            drill.final.write_bytes(drill.final.read_bytes() + b"\n")
            found = drill.told("registry", "audit", "--files", status=1)
            self.assertEqual([finding["kind"] for finding in found["findings"]], ["file"])
            drill.final.unlink()
            found = drill.told("registry", "audit", "--files", status=1)
            self.assertEqual([finding["kind"] for finding in found["findings"]], ["file"])


if __name__ == "__main__":
    unittest.main()
