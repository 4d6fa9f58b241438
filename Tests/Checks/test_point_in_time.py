"""A registry on a server goes back to a moment between two backups, by PostgreSQL's own archive, as docs/backup.md says: what it
lacks then is told, and nothing is issued over it."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from support import SMALL, run, xinbao
from threats import WithHome

ENVIRONMENT = 4


class ArchivedServer:
    """A server that archives its write-ahead log, in a folder of its own."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="xinbao-pitr-"))
        self.archive = self.folder / "archive"
        self.archive.mkdir()
        if os.geteuid() == 0:
            for path in (self.folder, self.archive):
                shutil.chown(path, "postgres", "postgres")
        self.url = f"postgres://xinbao@/postgres?host={self.folder}"
        bins = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
        self.path = os.pathsep.join([*map(str, reversed(bins)), os.environ["PATH"]])

    def does(self, program, *arguments, check=True):
        before = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
        return subprocess.run(
            [*before, "env", f"PATH={self.path}", program, *map(str, arguments)], cwd=self.folder, check=check,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def make(self):
        self.does("initdb", "-D", self.folder / "data", "-U", "xinbao", "--auth=trust", "-E", "UTF8", "--locale=C")
        # A segment has its name once all of it is there: the server may be stopped while it is copied.
        whole = f"cp %p {self.archive}/%f.part && mv {self.archive}/%f.part {self.archive}/%f"
        self.set("data", f"archive_mode = on\narchive_command = '{whole}'\nlisten_addresses = ''\n"
                         f"unix_socket_directories = '{self.folder}'\n")
        self.start("data")

    def set(self, data, settings):
        self.does("sh", "-c", 'cat >>"$0" <<END\n' + settings + "END", self.folder / data / "postgresql.conf")

    def start(self, data, check=True):
        log = self.folder / f"{data}.log"
        # The output of the server itself must not go into a pipe that is read to its end.
        done = self.does("sh", "-c", 'pg_ctl -D "$0" -w -t 60 -l "$1" start >/dev/null 2>&1', self.folder / data, log,
                         check=False)
        assert done.returncode == 0 or not check, log.read_text() if log.exists() else ""

    def stop(self, data):
        self.does("sh", "-c", 'pg_ctl -D "$0" -m immediate stop >/dev/null 2>&1', self.folder / data, check=False)

    def ended(self, data):
        """What the log says of a server that ends by itself: it may be ready to read before it has seen the end of the archive."""
        end = time.monotonic() + 60
        while self.does("pg_ctl", "-D", self.folder / data, "status", check=False).returncode == 0:
            assert time.monotonic() < end, "the server goes on"
            time.sleep(0.1)
        return (self.folder / f"{data}.log").read_text()

    def says(self, statement):
        return run("psql", self.url, "-X", "-q", "-t", "-A", "-c", statement).decode().strip()

    def recovered(self, data, moment, check=True):
        """The base backup, gone on to a moment by the archive."""
        self.does("cp", "-a", self.folder / "base", self.folder / data)
        self.set(data, f"restore_command = 'cp {self.archive}/%f %p'\nrecovery_target_time = '{moment}'\n"
                       "recovery_target_action = 'promote'\n")
        self.does("touch", self.folder / data / "recovery.signal")
        self.start(data, check)


class PointInTime(WithHome):
    def test_to_a_moment_between(self):
        server = ArchivedServer()
        self.addCleanup(shutil.rmtree, server.folder, ignore_errors=True)
        for data in ("data", "later", "then"):
            self.addCleanup(server.stop, data)
        server.make()
        store = ("--registry", server.url)
        kept, _ = self.issue(SMALL, *store)
        server.does("pg_basebackup", "-D", server.folder / "base", "-h", server.folder, "-U", "xinbao", "-c", "fast", "-X", "none")
        between, _ = self.issue(SMALL, "--keep-earlier", *store)
        moment = server.says("SELECT now()")
        time.sleep(1.1)
        lost, _ = self.issue(SMALL, "--keep-earlier", *store)
        segment = server.says("SELECT pg_walfile_name(pg_current_wal_lsn())")
        self.assertFalse((server.archive / segment).exists())
        self.done("backup", self.folder / "backup", *store)
        end = time.monotonic() + 60
        while not (server.archive / segment).exists():
            self.assertLess(time.monotonic(), end, "a backup closes the segment, and the archive has it")
            time.sleep(0.1)
        server.stop("data")

        server.recovered("later", "2100-01-01 00:00:00+08", check=False)
        self.assertIn("recovery ended before configured recovery target was reached", server.ended("later"))

        server.recovered("then", moment)
        while server.says("SELECT pg_is_in_recovery()") != "f":
            time.sleep(0.1)
        self.assertEqual(server.says("SELECT COUNT(*) FROM report"), "2")
        for pdf, code in ((kept, "VALID"), (between, "VALID"), (lost, "NOT_REGISTERED")):
            self.assertEqual(self.code(pdf, *store), code)
        result = xinbao("issue", SMALL, "-o", self.folder / "new.pdf", *store, home=self.home)
        self.assertEqual(result.returncode, ENVIRONMENT, result.stderr)
        self.assertIn("holds 2 reports", result.stderr)
        self.assertIn("knew 3 reports", result.stderr)
        self.done("registry", "accept-rollback", "--reason", "磁盘损坏", *store)
        self.issue(SMALL, "--keep-earlier", *store)
        self.done("registry", "audit", *store)
