"""A batch that supersedes the reports of the one before, beside everything that changes the status of these: no row is
lost, and no command fails for the other's sake.

    XINBAO_DRILLS=200 .tools/venv/bin/python -m unittest discover -s Tests/Checks -p 'test_locks.py'
"""
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

import seals
from support import COMMAND, PostgresServer, QUESTION, QUESTIONED, ROOT, new_home, run, xinbao
from test_batch import checked_code, table

# Of each store.
DRILLS = int(os.environ.get("XINBAO_DRILLS", "2"))
ROWS = 64
DONE, BAD_INPUT = 0, 3


class Drill:
    def __init__(self, check, folder, registry, sql):
        self.check, self.folder, self.sql = check, pathlib.Path(folder), sql
        home = new_home(folder)
        self.store = ["--registry", str(registry), "--home", str(home)]
        self.secret = home / "keys/registry.secret"
        self.blob = "'\\x{}'" if str(registry).startswith("postgres") else "x'{}'"
        self.random = random.Random(20261129)
        self.counts = {"batches": 0, "changes": 0, "refused": 0}
        inputs = self.folder / "files"
        inputs.mkdir()
        sample = json.loads(QUESTIONED.read_text())
        for row in range(ROWS):
            sample["subject"]["code"] = checked_code(row)
            (inputs / f"{row}.json").write_text(json.dumps(sample, ensure_ascii=False))
        table(inputs / "manifest.csv", [{"file": f"{row}.json"} for row in range(ROWS)])
        self.manifest = inputs / "manifest.csv"
        self.numbers = self.batch([])

    def batch(self, earlier):
        """Runs a batch and, until it ends, changes the statuses of earlier reports; the numbers of the new ones."""
        out = self.folder / f"out-{self.counts['batches']}"
        self.counts["batches"] += 1
        process = subprocess.Popen(
            [COMMAND, "batch", self.manifest, "-o", out, *QUESTION, *self.store], cwd=ROOT, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True)
        # Read from the start: a full pipe would stop the batch.
        told = []
        reader = threading.Thread(target=lambda: told.append(process.stderr.read()))
        reader.start()
        failures = []
        threads = [threading.Thread(target=self.change, args=(process, earlier, failures, place)) for place in range(3)]
        for thread in threads:
            thread.start()
        process.wait(timeout=600)
        for thread in (*threads, reader):
            thread.join()
        process.stderr.close()
        self.check.assertEqual((process.returncode, failures), (DONE, []), told)
        results = json.loads((out / "results.json").read_text())
        self.check.assertEqual([row["state"] for row in results], ["done"] * ROWS)
        self.check.assertEqual(len(list(out.glob("*.pdf"))), ROWS)
        self.check.assertEqual([path.name for path in out.iterdir() if path.name.endswith(".part")], [])
        shutil.rmtree(out)
        return [row["report"]["number"] for row in results]

    def change(self, process, numbers, failures, place):
        reason = ["--reason", "演练", *self.store]
        while numbers and process.poll() is None:
            number = self.random.choice(numbers)
            if place == 2:
                identifier = self.object(number)
                verb = self.random.choice(["accept-objection", "reject-objection"])
                result = xinbao("registry", verb, identifier, *reason)
            else:
                result = xinbao("registry", self.random.choice(["suspend", "suspend", "restore", "revoke"]), number, *reason)
            self.counts["changes"] += 1
            # A report that is superseded or revoked meanwhile is not suspended: that is an answer. No lock is one.
            if result.returncode == BAD_INPUT:
                self.counts["refused"] += 1
            elif result.returncode != DONE:
                failures.append(result.stderr)

    def object(self, number):
        """As the self-print page writes an objection. Nobody else does meanwhile."""
        index = int(self.sql(f"SELECT log_index FROM report WHERE number = '{number}'"))
        now = int(time.time())
        self.sql(
            f"INSERT INTO objection (log_index, objection, made_at, state) SELECT {index}, '有误', {now}, 0 WHERE NOT EXISTS "
            f"(SELECT 1 FROM objection WHERE log_index = {index} AND state = 0)")
        identifier = int(self.sql(f"SELECT MAX(id) FROM objection WHERE log_index = {index}"))
        row = (identifier, index, "有误", now, 0, None, None, None, None, None)
        sealed = self.blob.format(seals.seal(self.secret.read_bytes(), *seals.OBJECTION, row).hex())
        self.sql(f"UPDATE objection SET row_seal = {sealed} WHERE id = {identifier} AND row_seal IS NULL")
        return str(identifier)

    def run(self, name):
        start = time.monotonic()
        for _ in range(DRILLS):
            self.numbers = self.batch(self.numbers)
        audit = json.loads(xinbao("registry", "audit", "--json", *self.store, timeout=3600).stdout)
        reports = (DRILLS + 1) * ROWS
        self.check.assertEqual((audit["findings"], audit["reports"], audit["pending"]), ([], reports, 0))
        valid = json.loads(
            xinbao("registry", "list", "--status", "valid", "--limit", "100000", "--json", *self.store).stdout)
        self.check.assertEqual({report["number"] for report in valid}, set(self.numbers), "the last batch, and no other")
        self.check.assertGreater(self.counts["changes"] - self.counts["refused"], 0, "nothing was changed meanwhile")
        print(f"{name}: {self.counts['batches']} batches of {ROWS}, {self.counts['changes']} changes of status beside "
              f"them, {self.counts['refused']} of them refused, in {time.monotonic() - start:.0f} s")


class Locks(unittest.TestCase):
    def test_a_superseding_batch_beside_every_change_of_status(self):
        with PostgresServer() as server, tempfile.TemporaryDirectory() as folder:
            def sql(statement):
                return run("psql", server.url, "-X", "-q", "-t", "-A", "-c", statement).decode().strip()
            Drill(self, folder, server.url, sql).run("PostgreSQL")
            deadlocks = sql("SELECT SUM(deadlocks) FROM pg_stat_database")
            self.assertEqual(deadlocks, "0", "the order of locks was not kept, though what was undone was made anew")

    def test_in_one_file(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "registry.sqlite"

            def sql(statement):
                with sqlite3.connect(file, timeout=30) as database:
                    found = database.execute(statement).fetchone()
                database.close()
                return str(found[0]) if found else ""
            Drill(self, folder, file, sql).run("SQLite")

    def test_a_batch_waits_for_whoever_holds_the_database(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            file, home = folder / "registry.sqlite", new_home(folder)
            store = ["--registry", str(file), "--home", str(home)]
            sample = json.loads(QUESTIONED.read_text())
            for row in range(ROWS):
                sample["subject"]["code"] = checked_code(row)
                (folder / f"{row}.json").write_text(json.dumps(sample, ensure_ascii=False))
            table(folder / "manifest.csv", [{"file": f"{row}.json"} for row in range(ROWS)])
            self.assertEqual(
                xinbao("issue", ROOT / "examples/enterprise.json", "-o", folder / "first.pdf", *store).returncode, DONE)
            number = json.loads(xinbao("registry", "list", "--json", *store).stdout)[0]["number"]
            holder = sqlite3.connect(file, isolation_level=None, timeout=30)
            self.addCleanup(holder.close)
            batch = subprocess.Popen(
                [COMMAND, "batch", folder / "manifest.csv", "-o", folder / "out", *store], cwd=ROOT,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            while batch.poll() is None and not list((folder / "out").glob(".xinbao-batch.json")):
                time.sleep(0.01)
            holder.execute("BEGIN IMMEDIATE")
            start = time.monotonic()
            # A single change says after ten seconds that it does not go; a batch has more time than that.
            changed = xinbao("registry", "suspend", number, "--reason", "演练", *store)
            self.assertEqual(changed.returncode, 4)
            self.assertIn("is in use by another process", changed.stderr)
            time.sleep(max(0, start + 15 - time.monotonic()))
            self.assertIsNone(batch.poll(), "the batch ended")
            holder.execute("ROLLBACK")
            told, _ = batch.communicate(timeout=60)
            self.assertEqual(batch.returncode, DONE, told)
            self.assertEqual(len(list((folder / "out").glob("*.pdf"))), ROWS)


if __name__ == "__main__":
    unittest.main()
