"""Nobody fills the disk by asking, and on a disk that is full all the same, verification goes on."""
import errno
import hashlib
import json
import os
import pathlib
import sqlite3
import subprocess
import tempfile
import time
import unittest

from server import Server
from support import SMALL, new_home, xinbao
from test_service import forged

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SINGLE, COUNTED = "xinbao verification 1", "xinbao verifications counted 1"


def link(label, previous, fields):
    """The hash of a row of a chain."""
    parts = [(0, label.encode()), (1, previous)]
    for field in fields:
        if isinstance(field, int):
            parts.append((3, field.to_bytes(8, "big")))
        else:
            parts.append((4, field.encode()) if isinstance(field, str) else (5, field))
    return hashlib.sha256(b"".join(bytes([tag]) + len(part).to_bytes(8, "big") + part for tag, part in parts)).digest()


class Journal(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        # Of its own: where others issue meanwhile, a copy of the registry is behind what the home knew, and issues nothing.
        self.home = new_home(self.folder)
        said = json.loads(self.done("issue", SMALL, "-o", self.folder / "first.pdf", "--json"))
        self.digits, self.number = said["link"].split("#")[1], said["number"]
        self.ending, self.check_code = said["code"][-4:], said["checkCode"]

    def registry(self, folder):
        """A copy of the home's registry, in another place."""
        path = folder / "registry.sqlite"
        source, copy = sqlite3.connect(self.home / "registry.sqlite"), sqlite3.connect(path)
        source.backup(copy)
        source.close()
        copy.execute("PRAGMA journal_mode = WAL")
        copy.close()
        return path

    def rows(self, path):
        database = sqlite3.connect(path)
        try:
            return database.execute("SELECT channel, result, counted FROM journal ORDER BY sequence").fetchall()
        finally:
            database.close()

    def xinbao(self, *arguments):
        return xinbao(*arguments, home=self.home)

    def server(self, *options):
        return Server(*options, home=self.home)

    def done(self, *arguments):
        result = self.xinbao(*arguments)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def audit(self, path, *options):
        return json.loads(self.done("registry", "audit", "--json", "--registry", path, *options))

    def verify(self, server, digits=None):
        question = {"digits": digits} if digits else {"digits": self.digits, "ending": self.ending}
        status, answer = server.api("/api/v1/verify/code", question)
        self.assertEqual(status, 200, answer)
        return answer

    def test_strangers_leave_a_number_behind(self):
        """Two services on one registry; each writes its own counts when it is stopped."""
        path = self.registry(self.folder)
        before = self.rows(path)
        counted = self.audit(path)["countedVerifications"]
        with self.server("--registry", path, "--rate-limit", "off") as one, \
                self.server("--registry", path, "--rate-limit", "off") as other:
            for server, times in ((one, 30), (other, 5)):
                for _ in range(times):
                    answer = self.verify(server, forged(self.digits))
                    self.assertEqual((answer["code"], answer.get("receipt")), ("BAD_SIGNATURE", None))
                    status, answer = server.api(
                        "/api/v1/verify/number", {"number": self.number, "checkCode": "AAAAAAAA"})
                    self.assertEqual((status, answer["code"]), (200, "NUMBER_OR_CODE_WRONG"))
            self.assertEqual(self.rows(path), before, "no row for a stranger's question")
            self.assertEqual([one.stop(), other.stop()], [0, 0])
        added = self.rows(path)[len(before):]
        self.assertEqual(added, [
            ("api-code", "BAD_SIGNATURE", 30), ("api-number", "NUMBER_OR_CODE_WRONG", 30),
            ("api-code", "BAD_SIGNATURE", 5), ("api-number", "NUMBER_OR_CODE_WRONG", 5)])
        self.assertEqual(self.audit(path)["countedVerifications"], counted + 70)

    def test_old_rows_move_into_a_file(self):
        """The chain goes on, the audit checks the file, and by it a receipt that somebody kept; computed here without the
        program."""
        path, archive = self.registry(self.folder), self.folder / "archive"
        archive.mkdir()
        database, rows, hash_ = sqlite3.connect(path), [], bytes(32)
        for index in range(4):
            fields = [index + 1, 1767196800 + 86400 * index, "api-code", "", bytes(32 * (index != 2)), "VALID"]
            label, more = (COUNTED, [1767196800 + 86400 * index + 9, 70]) if index == 2 else (SINGLE, [])
            previous, hash_ = hash_, link(label, hash_, fields + more)
            rows.append((*fields, previous, hash_, *(more or (None, None))))
        database.execute("DELETE FROM journal")
        database.executemany(
            "INSERT INTO journal (sequence, asked_at, channel, agency, leaf, result, previous, hash, counted_until, counted) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        database.execute("UPDATE chain_tail SET size = 4, hash = ? WHERE chain = 'journal'", (hash_,))
        database.commit()
        database.close()
        self.assertEqual(self.audit(path)["countedVerifications"], 70)
        with self.server("--registry", path) as server:
            self.verify(server)

        def run(day):
            return self.xinbao("registry", "archive-journal", "--before", day, "-o", archive, "--registry", path, "--json")

        self.assertEqual(run("2036-01-01").returncode, 2)
        self.assertEqual(json.loads(run("2025-12-31").stdout), {})
        # 2026-01-01 begins in Beijing with the first row.
        result = run("2026-01-04")
        self.assertEqual(result.returncode, 0, result.stderr)
        said, file = json.loads(result.stdout), archive / "journal-1-3.jsonl"
        self.assertEqual((said["file"], said["first"], said["last"]), (str(file), 1, 3))
        self.assertEqual(file.stat().st_mode & 0o777, 0o600, "it names who verified, as the registry does")
        self.assertEqual(said["sha256"], hashlib.sha256(file.read_bytes()).hexdigest())
        head, *lines = map(json.loads, file.read_text().splitlines())
        self.assertEqual(head, {"format": "xinbao journal 1", "first": 1, "last": 3, "previous": "00" * 32,
                                "head": rows[2][7].hex()})
        self.assertEqual([line["hash"] for line in lines], [row[7].hex() for row in rows[:3]])
        self.assertEqual([line.get("counted") for line in lines], [None, None, 70])
        self.assertEqual(len(self.rows(path)), 2)

        kept = f"2:{rows[1][7].hex()}"
        self.assertEqual(self.audit(path, "--journal", archive, "--receipt", kept)["segments"], 1)
        for options, says in ((("--receipt", kept), "journal-1-3.jsonl"),
                              (("--journal", archive, "--receipt", f"2:{'00' * 32}"), "rewritten"),
                              (("--journal", self.folder), "cannot be read")):
            result = self.xinbao("registry", "audit", "--registry", path, *options)
            self.assertEqual(result.returncode, 1, options)
            self.assertIn(says, result.stdout)

    def small_disk(self, size):
        """A disk of so many bytes, for this test alone."""
        disk = self.folder / "disk"
        disk.mkdir()
        result = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)], capture_output=True, text=True)
        if result.returncode:
            self.skipTest(f"no disk can be mounted here: {result.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "-l", str(disk)], check=True)
        return disk

    def fill(self, disk):
        filler = disk / "filler"
        with open(filler, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError as error:
                self.assertEqual(error.errno, errno.ENOSPC)
        return filler

    def ready(self, server, status):
        """Waits until it answers so: it tries once in a few seconds."""
        end = time.monotonic() + 30
        while (said := server.ask("GET", "/readyz")[0]) != status:
            self.assertLess(time.monotonic(), end, f"/readyz is {said}")
            time.sleep(0.5)

    def test_on_a_full_disk_verification_goes_on(self):
        disk = self.small_disk((self.home / "registry.sqlite").stat().st_size + (8 << 20))
        path = self.registry(disk)
        counted = self.audit(path)["countedVerifications"]
        with self.server("--registry", path, "--rate-limit", "off") as server:
            self.assertIn("receipt", self.verify(server))
            self.ready(server, 200)
            filler = self.fill(disk)
            # What is allocated already has room for some.
            unrecorded = 0
            for _ in range(5000):
                answer = self.verify(server)
                self.assertEqual((answer["valid"], answer["code"]), (True, "VALID"))
                isNoted = "NOT_RECORDED" in [note["code"] for note in answer["notes"]]
                self.assertNotEqual(isNoted, "receipt" in answer)
                unrecorded += isNoted
                if unrecorded == 20:
                    break
            self.assertEqual(unrecorded, 20, "the disk was never full")

            page = server.ask("POST", "/v", f"digits={self.digits}&ending={self.ending}".encode(), FORM)[2].decode()
            self.assertIn("没有回执", page)
            self.assertNotIn("/receipts/", page)
            _, answer = server.api("/api/v1/verify/number", {"number": self.number, "checkCode": self.check_code})
            self.assertEqual(answer["code"], "VALID")
            status, answer = server.api("/api/v1/verify/number", {"number": self.number, "checkCode": "AAAAAAAA"})
            self.assertEqual((status, answer["code"]), (200, "NUMBER_OR_CODE_WRONG"))
            self.ready(server, 503)
            self.assertEqual(server.ask("GET", "/healthz")[0], 200)
            metrics = server.ask("GET", "/metrics")[2].decode()
            self.assertRegex(metrics, r'xinbao_unrecorded_answers_total\{channel="api-code"\} 20\b')
            warned = [line for line in server.log if "answers are given without receipts" in line]
            self.assertIn(len(warned), (1, 2), "once a minute")
            self.assertIn("no space is left", warned[0])

            result = self.xinbao("issue", SMALL, "-o", self.folder / "report.pdf", "--registry", path)
            self.assertEqual(result.returncode, 4, result.stderr)
            self.assertIn("no space is left on its disk", result.stderr)
            self.assertEqual([path.name for path in self.folder.glob("*.pdf")], ["first.pdf"])

            os.remove(filler)
            self.ready(server, 200)
            self.assertIn("receipt", self.verify(server))
            result = self.xinbao("issue", SMALL, "-o", self.folder / "report.pdf", "--registry", path)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(server.stop(), 0)
        # The page's, the number's, and the wrong code, beside the twenty.
        self.assertEqual(self.audit(path)["countedVerifications"], counted + 23)


if __name__ == "__main__":
    unittest.main()
