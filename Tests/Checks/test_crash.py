"""Killed at any moment of issuing, with either database: a report is registered, logged and there as a file, or it is
nothing at all. What the crash left under a hidden name, `xinbao registry recover` puts in place, and the audit finds
nothing.

XINBAO_CRASHES says how often each database's issuing is killed (40 by default)."""
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from support import COMMAND, HOME, ROOT, PostgresServer, xinbao

CRASHES = int(os.environ.get("XINBAO_CRASHES", "40"))
SUBJECTS = [ROOT / "examples" / (name + ".json") for name in ("enterprise", "cooperative", "personal")]


class Crash(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.home = self.folder / "home"
        self.home.mkdir()
        (self.home / "fonts").symlink_to(HOME / "fonts")
        self.reports = self.folder / "reports"
        self.reports.mkdir()

    def answer(self, *arguments):
        result = xinbao(*arguments, "--json", *self.registry, home=self.home)
        self.assertIn(result.returncode, (0, 1), result.stderr)
        return json.loads(result.stdout)

    def issue(self, number):
        """A process that issues a report: of a few subjects, so that they supersede each other's earlier ones."""
        command = [COMMAND, "issue", SUBJECTS[number % len(SUBJECTS)], "-o", self.reports / f"{number}.pdf",
                   "--home", self.home, *self.registry]
        return subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def crash(self, registry):
        self.registry = ["--registry", registry]
        generator = random.Random(20261125)
        lengths = []
        for number in range(5):
            start = time.monotonic()
            self.assertEqual(self.issue(number).wait(), 0)
            lengths.append(time.monotonic() - start)
        # The first run makes keys and tables.
        whole = sorted(lengths[1:])[1]
        killed = 0
        for number in range(5, 5 + CRASHES):
            # Half of them anywhere, half where the transaction ends and the file gets its name.
            share = generator.uniform(0, 1.05) if number % 2 else generator.uniform(0.7, 1.05)
            process = self.issue(number)
            time.sleep(whole * share)
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
        self.check(killed)

    def check(self, killed):
        recovered = self.answer("registry", "recover", self.reports)
        self.assertTrue(all(file["outcome"] == "placed" for file in recovered["files"]), recovered)
        audit = self.answer("registry", "audit", "--files")
        self.assertTrue(audit["clean"], audit)
        rows = {row["number"]: row for row in self.answer("registry", "list", "--limit", "100000")}
        self.assertEqual(audit["reports"], len(rows))
        # The log holds just the registered reports.
        self.assertEqual(sorted(row["logIndex"] for row in rows.values()), list(range(len(rows))))
        files = {str(path): path for path in self.reports.glob("*.pdf")}
        self.assertEqual({row["file"] for row in rows.values()}, set(files), "files and registry say the same")
        newest = {}
        for row in sorted(rows.values(), key=lambda row: row["logIndex"]):
            newest[row["ident"]] = row["number"]
        for row in rows.values():
            self.assertEqual(hashlib.sha256(files[row["file"]].read_bytes()).hexdigest(), row["sha256"])
            expected = "valid" if newest[row["ident"]] == row["number"] else "superseded"
            self.assertEqual(row["status"], expected)
        for row in random.Random(1).sample(sorted(rows.values(), key=lambda row: row["number"]), min(12, len(rows))):
            code = self.answer("verify", row["file"])["code"]
            self.assertEqual(code, "VALID" if row["status"] == "valid" else "SUPERSEDED")
        print(f"{killed} of {CRASHES} killed before they ended; {len(rows)} registered, of which recovery placed "
              f"{len(recovered['files'])}")
        self.assertGreater(killed, CRASHES // 4, "the kills come too late to show anything")

    def test_sqlite(self):
        self.crash(self.home / "registry.sqlite")

    def test_postgresql(self):
        with PostgresServer() as server:
            self.crash(server.url)


if __name__ == "__main__":
    unittest.main()
