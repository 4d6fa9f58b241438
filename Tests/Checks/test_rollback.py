"""A registry that was put back to an earlier state: a SQLite file copied without its write-ahead log, an older copy, a home
that begins anew in its place. Nothing is issued or signed from it until somebody says what happened."""
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import time

from province import Province
from seals import seal
from server import Server
from support import COMMAND, PostgresServer, ROOT, SMALL, xinbao
from test_batch import ANSWERS, credit_files, table
from test_two_persons import as_user
from threats import DAY, WithHome

ENVIRONMENT, INPUT = 4, 3
ROWS = 400
# How often a batch is killed.
KILLS = int(os.environ.get("XINBAO_CRASHES", 5))


class PutBack(WithHome):
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

    def mark_file(self):
        marks = list((self.home / "marks").glob("*.mark"))
        self.assertEqual(len(marks), 1)
        return marks[0]

    def mark(self):
        lines = dict(line.split(" ", 1) for line in self.mark_file().read_text().splitlines()[1:])
        return {"log": int(lines["log"].split()[0]), "statuses": int(lines["statuses"].split()[0])}

    def set_the_marks_time(self, seconds):
        """As a mark that the home wrote then: computed from docs/registry.md, without the program."""
        title, _, *lines = self.mark_file().read_text().splitlines()
        self.assertEqual([line.split()[0] for line in lines], ["first", "key", "log", "time", "statuses", "lists", "place"])
        lines[3] = f"time {seconds}"
        words = {name: rest.split() for name, rest in (line.split(" ", 1) for line in lines)}
        (size, root), (number, hash_) = words["log"], words["statuses"]
        self.assertEqual(words["key"], ["-"], "a key for trying out")
        values = (
            bytes.fromhex(words["first"][0]), lines[6].split(" ", 1)[1], None, int(size), bytes.fromhex(root), seconds,
            int(number), bytes.fromhex(hash_), int(words["lists"][0]))
        secret = (self.home / "keys/registry.secret").read_bytes()
        sealed = seal(secret, "mark of a registry", values, values).hex()
        self.mark_file().write_text("\n".join([title, f"seal {sealed}", *lines, ""]))

    def log_size(self):
        return json.loads(self.done("registry", "audit", "--json"))["reports"]

    def begin_a_batch(self, name):
        inputs, out = self.folder / "files", self.folder / name
        if not inputs.exists():
            inputs.mkdir()
            table(inputs / "manifest.csv", credit_files(inputs, ROWS))
        return subprocess.Popen(
            [COMMAND, "batch", inputs / "manifest.csv", "-o", out, *ANSWERS, "--keep-earlier", "--home", self.home],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), out

    def kill_a_batch(self):
        """Reports that are only in the write-ahead log: the process that would have put them into the file was killed."""
        process, out = self.begin_a_batch("out")
        end = time.monotonic() + 120
        while time.monotonic() < end and len(list(out.glob("*.pdf"))) < ROWS // 4:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        return out


class Rollback(PutBack):
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
        self.assertRegex(said, r"holds \d+ reports and 0 changes of status, but this home knew "
                               rf"{known} reports and 0 changes of status, the last report of 20\d\d-")
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

    def test_a_mark_is_never_ahead_of_a_registry_whose_batch_was_killed(self):
        """At any moment, so also after the commit and before the mark: it lags then, and stops nobody."""
        self.issue(SMALL)
        dice, killed = random.Random(1), 0
        for index in range(KILLS):
            process, out = self.begin_a_batch(f"out-{index}")
            end = time.monotonic() + 120
            while time.monotonic() < end and process.poll() is None and not next(out.glob("*.pdf"), None):
                time.sleep(0.005)
            time.sleep(dice.uniform(0, 0.3))
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += process.returncode == -signal.SIGKILL
            size = self.log_size()
            self.assertLessEqual(self.mark()["log"], size)
            result = self.try_to_issue("--keep-earlier", "--overwrite")
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(self.mark()["log"], size + 1)
        self.assertGreater(killed, 0, "every batch had ended")

    def test_a_home_from_before_there_were_marks(self):
        """It begins with the registry as it is; from then on a copy from before is refused."""
        self.issue(SMALL)
        shutil.copy(self.registry, self.folder / "before.sqlite")
        shutil.rmtree(self.home / "marks")
        self.issue(SMALL)
        self.assertEqual(self.mark()["log"], 2)
        shutil.copy(self.folder / "before.sqlite", self.registry)
        self.assertIn("holds 1 reports", self.refused())

    def test_a_clock_that_goes_back_or_far_ahead(self):
        self.issue(SMALL)
        for last, says in ((time.time() + DAY, "which is before the last report, of"),
                           (time.time() - 46 * DAY, "more than 45 days after the last report, of")):
            self.set_the_marks_time(int(last))
            said = self.refused()
            self.assertIn(says, said)
            self.assertIn("set the clock right", said)
            self.assertIn("xinbao registry accept-clock", said)
            self.done("registry", "accept-clock", "--reason", "已与另一时钟核对")
            self.assertEqual(self.try_to_issue("--overwrite").returncode, 0)
            (self.folder / "new.pdf").unlink()
            nothing = xinbao("registry", "accept-clock", "--reason", "无", home=self.home)
            self.assertEqual(nothing.returncode, INPUT, nothing.stderr)
        actions = json.loads(self.done("pending", "--all", "--json"))
        self.assertEqual([(one["kind"], one["state"]) for one in actions], [("registry.accept-clock", "done")] * 2)

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
            digits, ending = outcome["link"].split("#")[1], outcome["code"][-4:]
            status, answer = server.api("/api/v1/verify/code", {"digits": digits, "ending": ending})
            self.assertEqual((status, answer.get("code")), (200, "VALID"), answer)
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


class RealKeys(PutBack):
    """In a home whose keys a root has signed."""

    def new_home(self, _):
        return Province(self.folder).home

    def test_a_log_key_signs_one_log(self):
        self.issue(SMALL)
        elsewhere = self.folder / "elsewhere.sqlite"
        said = self.refused("--registry", elsewhere)
        self.assertIn(f"{elsewhere}: holds 0 reports", said)
        self.assertIn(f"that was {self.registry}, and a key signs one log", said)
        # Where the registry is does not matter, as long as it is the same.
        for end in ("", "-wal"):
            path = pathlib.Path(f"{self.registry}{end}")
            if path.exists():
                path.rename(f"{elsewhere}{end}")
        result = self.try_to_issue("--registry", elsewhere)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.mark()["log"], 2)

    def test_two_persons_accept_a_loss(self):
        kept, _ = self.issue(SMALL)
        shutil.copy(self.registry, self.folder / "older.sqlite")
        lost, _ = self.issue(SMALL)
        shutil.copy(self.folder / "older.sqlite", self.registry)
        action = json.loads(self.accept("--json"))
        self.assertEqual((action["kind"], action["state"]), ("registry.accept-rollback", "pending"))
        self.assertIn("holds 1 reports and 0 changes of status, but this home knew 2 reports", self.refused())
        alone = as_user(0, "confirm", action["id"], home=self.home)
        self.assertEqual(alone.returncode, INPUT, alone.stderr)
        self.refused()
        if os.getuid() != 0:
            # Nobody else can be two users. What the second one does, RollbackTests does with the library.
            return
        other = as_user(1, "confirm", action["id"], home=self.home)
        self.assertEqual(other.returncode, 0, other.stderr)
        result = self.try_to_issue()
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual((self.code(kept), self.code(lost)), ("VALID", "NOT_REGISTERED"))
        self.assertTrue(json.loads(self.done("registry", "audit", "--json"))["clean"])
