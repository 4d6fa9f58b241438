"""A registry that was put back to an earlier state: a SQLite file copied without its write-ahead log, an older copy, a home
that begins anew in its place. Nothing is issued or signed from it until somebody says what happened."""
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import time

from server import Server
from support import COMMAND, PostgresServer, ROOT, SMALL, xinbao
from test_batch import ANSWERS, credit_files, table
from threats import WithHome

ENVIRONMENT, INPUT = 4, 3
ROWS = 400


class Rollback(WithHome):
    def setUp(self):
        super().setUp()
        self.registry = self.home / "registry.sqlite"

    def try_to_issue(self, *options):
        return xinbao("issue", SMALL, "-o", self.folder / "new.pdf", *options, home=self.home)

    def refused(self, *options):
        result = self.try_to_issue(*options)
        self.assertEqual(result.returncode, ENVIRONMENT, result.stdout + result.stderr)
        self.assertFalse((self.folder / "new.pdf").exists())
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        return result.stderr

    def accept(self, *options):
        result = xinbao("registry", "accept-rollback", "--reason", "磁盘损坏", *options, home=self.home)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def mark(self):
        marks = list((self.home / "marks").glob("*.mark"))
        self.assertEqual(len(marks), 1)
        lines = dict(line.split(" ", 1) for line in marks[0].read_text().splitlines()[1:])
        return {"log": int(lines["log"].split()[0]), "statuses": int(lines["statuses"].split()[0])}

    def log_size(self):
        return json.loads(self.done("registry", "audit", "--json"))["reports"]

    def kill_a_batch(self):
        """Reports that are only in the write-ahead log: the process that would have put them into the file was killed."""
        inputs, out = self.folder / "files", self.folder / "out"
        inputs.mkdir()
        table(inputs / "manifest.csv", credit_files(inputs, ROWS))
        process = subprocess.Popen(
            [COMMAND, "batch", inputs / "manifest.csv", "-o", out, *ANSWERS, "--keep-earlier", "--home", self.home],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 120
        while time.monotonic() < end and len(list(out.glob("*.pdf"))) < ROWS // 4:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        return out

    def test_a_database_copied_without_its_write_ahead_log(self):
        first, _ = self.issue(SMALL, "--keep-earlier")
        out = self.kill_a_batch()
        wal = pathlib.Path(f"{self.registry}-wal")
        self.assertGreater(wal.stat().st_size, 0)
        known = self.mark()["log"]
        self.assertGreater(known, 1)
        copy = self.folder / "copy.sqlite"
        shutil.copy(self.registry, copy)
        with_log = self.folder / "whole.sqlite"
        for end in ("", "-wal"):
            shutil.copy(f"{self.registry}{end}", f"{with_log}{end}")

        for end in ("-wal", "-shm"):
            pathlib.Path(f"{self.registry}{end}").unlink(missing_ok=True)
        shutil.copy(copy, self.registry)
        said = self.refused()
        self.assertIn("copied without its -wal file", said)
        self.assertIn(f"but this home knew {known} reports", said)
        self.assertIn("xinbao registry accept-rollback", said)
        # Nothing that verifiers take for new is signed, and questions are answered as before.
        bundle = xinbao("bundle", "-o", self.folder / "b.bundle", home=self.home)
        self.assertEqual((bundle.returncode, (self.folder / "b.bundle").exists()), (ENVIRONMENT, False))
        self.assertEqual(self.code(first), "VALID")
        lost = next(out.glob("*.pdf"))
        self.assertEqual(self.code(lost), "NOT_REGISTERED")

        # With its log it is whole, and nobody needs to be asked.
        for end in ("-wal", "-shm"):
            pathlib.Path(f"{self.registry}{end}").unlink(missing_ok=True)
        for end in ("", "-wal"):
            shutil.copy(f"{with_log}{end}", f"{self.registry}{end}")
        self.assertEqual(self.try_to_issue().returncode, 0)
        self.assertEqual(self.code(lost), "VALID")
        nothing = xinbao("registry", "accept-rollback", "--reason", "无", home=self.home)
        self.assertEqual(nothing.returncode, INPUT, nothing.stderr)

    def test_a_batch_leaves_a_mark_of_all_that_it_issued(self):
        inputs, out = self.folder / "files", self.folder / "out"
        inputs.mkdir()
        table(inputs / "manifest.csv", credit_files(inputs, 150))
        self.done("batch", inputs / "manifest.csv", "-o", out, *ANSWERS, "--keep-earlier")
        self.assertEqual(self.mark()["log"], self.log_size())

    def test_an_older_copy_is_accepted_by_who_says_what_happened(self):
        kept, _ = self.issue(SMALL, "--keep-earlier")
        shutil.copy(self.registry, self.folder / "older.sqlite")
        lost, outcome = self.issue(SMALL, "--keep-earlier")
        self.done("registry", "revoke", json.loads(self.done("registry", "list", "--json"))[-1]["number"], "--reason", "有误")
        shutil.copy(self.folder / "older.sqlite", self.registry)
        self.assertIn("holds 1 reports and 0 changes of status, but this home knew 2 reports and 1", self.refused())
        refused = xinbao("registry", "revoke", outcome["number"], "--reason", "有误", home=self.home)
        self.assertEqual(refused.returncode, ENVIRONMENT, refused.stderr)
        self.assertIn("done: go on with a registry of 1 reports", self.accept())
        actions = json.loads(self.done("pending", "--all", "--json"))
        self.assertEqual([(one["kind"], one["state"]) for one in actions], [("registry.accept-rollback", "done")])
        self.assertEqual(self.try_to_issue("--keep-earlier").returncode, 0)
        self.assertEqual((self.code(kept), self.code(lost)), ("VALID", "NOT_REGISTERED"))
        self.assertEqual(self.mark(), {"log": 2, "statuses": 0})
        # The lost report's place in the status list is nobody else's.
        database = sqlite3.connect(self.registry)
        lists = [row[0] for row in database.execute("SELECT status_list FROM report ORDER BY log_index")]
        database.close()
        self.assertEqual(lists, [0, 1])
        self.assertTrue(json.loads(self.done("registry", "audit", "--json"))["clean"])

    def test_a_registry_begun_anew_in_the_place_of_another(self):
        self.issue(SMALL)
        for path in self.home.glob("registry.sqlite*"):
            path.unlink()
        self.assertIn("holds 0 reports", self.refused())
        self.accept()
        self.assertEqual(self.try_to_issue().returncode, 0)

    def test_an_older_state_of_a_server_is_refused_wherever_it_is(self):
        with PostgresServer() as server:
            store = ("--registry", server.url)
            self.issue(SMALL, "--keep-earlier", *store)
            dump = subprocess.run(
                ["pg_dump", server.url], check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout
            self.issue(SMALL, "--keep-earlier", *store)
            subprocess.run(["psql", server.url, "-c", "CREATE DATABASE put_back"], check=True, stdout=subprocess.DEVNULL)
            url = server.url.replace("/postgres?", "/put_back?")
            subprocess.run(["psql", "-q", url], input=dump, check=True, stdout=subprocess.DEVNULL)
            self.assertIn("holds 1 reports and 0 changes", self.refused("--registry", url))
            self.assertEqual(self.try_to_issue("--keep-earlier", *store).returncode, 0)

    def test_a_service_says_so_and_goes_on_verifying(self):
        _, outcome = self.issue(SMALL, "--keep-earlier")
        shutil.copy(self.registry, self.folder / "older.sqlite")
        self.issue(SMALL, "--keep-earlier")
        shutil.copy(self.folder / "older.sqlite", self.registry)
        with Server(home=self.home) as server:
            server.logged("but this home knew 2 reports")
            self.assertEqual(server.ask("GET", "/readyz")[0], 200)
            status, answer = server.api("/api/v1/verify/code", {"digits": outcome["link"].split("#")[1]})
            self.assertEqual((status, answer["code"]), (200, "VALID"))
            self.assertEqual(server.ask("GET", "/.well-known/xinbao/bundle")[0], 503)
        with Server("--demo", home=self.home) as server:
            server.logged("but this home knew 2 reports")
            self.assertEqual(server.ask("GET", "/readyz")[0], 503)

    def test_marks_on_another_disk(self):
        elsewhere = self.folder / "elsewhere"
        env = {"XINBAO_MARKS": str(elsewhere)}
        missing = xinbao("issue", SMALL, "-o", self.folder / "a.pdf", home=self.home, env=env)
        self.assertEqual(missing.returncode, ENVIRONMENT, missing.stderr)
        self.assertIn(str(elsewhere), missing.stderr)
        elsewhere.mkdir()
        for name in ("a", "b"):
            result = xinbao("issue", SMALL, "-o", self.folder / f"{name}.pdf", home=self.home, env=env)
            self.assertEqual(result.returncode, 0, result.stderr)
            if name == "a":
                shutil.copytree(self.home, self.folder / "older", symlinks=True)
        # The home as a whole is put back, with the mark that it had.
        shutil.rmtree(self.home)
        os.rename(self.folder / "older", self.home)
        result = xinbao("issue", SMALL, "-o", self.folder / "c.pdf", home=self.home, env=env)
        self.assertEqual(result.returncode, ENVIRONMENT)
        self.assertIn("but this home knew 2 reports", result.stderr)
