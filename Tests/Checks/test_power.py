"""The power fails at any moment, or the disk does: what was said to be done is there afterwards, and the rest is as if it had
never begun, or is put right by what docs/registry.md says.

A library (power.c) writes down what a command does to its files. From that, a folder is made as a disk may have it when the
power fails at some moment. What was flushed is there. Of what was not, each sector of 512 bytes is there or not, by dice; of
the names that a folder was given or that changed in it since it was flushed, the first few are, in their order. So POSIX has
it, by the letter: a name is there for certain once its own folder was flushed. ext4, XFS and Btrfs promise more.

    XINBAO_POWER=300 .tools/venv/bin/python -m unittest discover -s Tests/Checks -p 'test_power.py'
"""
import collections
import contextlib
import errno
import json
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

from support import QUESTION, QUESTIONED, ROOT, SMALL, new_home, xinbao
from test_batch import ANSWERS, credit_files, table

# Moments of each command, and of the failing writes of one.
MOMENTS = int(os.environ.get("XINBAO_POWER", "6"))
SEED = int(os.environ.get("XINBAO_POWER_SEED", "20261203"))
SECTOR = 512
OPEN, WRITE, LENGTH, FLUSH, CLOSE, RENAME, LINK, UNLINK, MAKE = range(1, 10)
CREATED, EMPTIED, FOLDER = 1, 2, 4
HEAD = struct.Struct("=7Iq")
ENVIRONMENT = 4
ROWS = 4
HOLDER = """import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("SELECT count(*) FROM report").fetchall()
print(flush=True)
sys.stdin.read()"""

Event = collections.namedtuple("Event", "kind process file flags path other data at")


def events_of(journal):
    """The journal of power.c."""
    data, at, events = journal.read_bytes(), 0, []
    while at < len(data):
        kind, process, file, flags, *lengths, offset = HEAD.unpack_from(data, at)
        at += HEAD.size
        parts = []
        for length in lengths:
            parts.append(data[at:at + length])
            at += length
        events.append(Event(kind, process, file, flags, os.fsdecode(parts[0]), os.fsdecode(parts[1]), parts[2], offset))
    return events


class File:
    """What is on the disk for certain, and what was done since."""

    def __init__(self, flushed=b""):
        self.flushed, self.since = flushed, []

    def flush(self):
        self.flushed, self.since = self.content(None), []

    def content(self, dice, share=1.0):
        """As a disk may have it: by `dice` this share of the sectors that were not flushed; without dice, all."""
        data = bytearray(self.flushed)
        for kind, at, new in self.since:
            if kind == LENGTH:
                if dice is None or dice.random() < share:
                    data[at:] = bytes(max(0, at - len(data)))
                continue
            start = at
            while start < at + len(new):
                end = min(at + len(new), (start // SECTOR + 1) * SECTOR)
                if dice is None or dice.random() < share:
                    data.extend(bytes(max(0, start - len(data))))
                    data[start:end] = new[start - at:end - at]
                start = end
        return bytes(data)


class Disk:
    """The files under a folder as a process left them, and as they may be found after the power was cut. One that does not
    flush loses whatever the dice say: with it, the judge must find that something is missing."""

    def __init__(self, folder, does_flush=True):
        self.does_flush = does_flush
        self.names, self.since, self.open = {}, collections.defaultdict(list), {}
        for path in folder.rglob("*"):
            if path.is_dir() and not path.is_symlink():
                self.names[str(path)] = None
            elif path.is_file() and not path.is_symlink() and not path.name.endswith("-shm"):
                self.names[str(path)] = File(path.read_bytes())
        self.flushed = dict(self.names)

    def change(self, path, gone, new):
        """One step in the folder of a path: a journal of names has all of it or nothing."""
        self.take(self.names, (gone, new))
        self.since[os.path.dirname(path)].append((gone, new))

    @staticmethod
    def take(names, step):
        gone, new = step
        names.pop(gone, None)
        names.update(new)

    def flush_names(self, folder):
        for step in self.since.pop(folder, []):
            self.take(self.flushed, step)

    def do(self, event):
        descriptor = (event.process, event.file)
        if event.kind == OPEN:
            self.open[descriptor] = event.path
            if event.flags & FOLDER:
                return
            if event.flags & CREATED:
                self.change(event.path, None, {event.path: File()})
            file = self.open[descriptor] = self.names.get(event.path) or File()
            if event.flags & EMPTIED:
                file.since.append((LENGTH, 0, b""))
        elif event.kind in (WRITE, LENGTH):
            self.open[descriptor].since.append((event.kind, event.at, event.data))
        elif event.kind == FLUSH and self.does_flush:
            opened = self.open[descriptor]
            if isinstance(opened, File):
                opened.flush()
            else:
                self.flush_names(opened)
        elif event.kind == CLOSE:
            del self.open[descriptor]
        elif event.kind == RENAME:
            self.change(event.other, event.path, {event.other: self.names[event.path]})
        elif event.kind == LINK:
            self.change(event.other, None, {event.other: self.names[event.path]})
        elif event.kind == UNLINK:
            self.change(event.path, event.path, {})
        elif event.kind == MAKE:
            self.change(event.path, None, {event.path: None})

    def found(self, dice, loses_all=False):
        """Path to bytes, None for a folder, as after a power cut: by dice, or with nothing that was not flushed."""
        share = 0.0 if loses_all else dice.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        names = dict(self.flushed)
        for steps in self.since.values():
            count = {0.0: 0, 1.0: len(steps)}.get(share, dice.randint(0, len(steps)))
            for step in steps[:count]:
                self.take(names, step)
        found = {path: file and file.content(dice, share) for path, file in names.items()}
        return {path: data for path, data in found.items() if self.is_reached(path, found)}

    def is_reached(self, path, found):
        above = os.path.dirname(path)
        return above not in self.names or above in found and self.is_reached(above, found)


class Machine:
    """A folder with a home and what it issues, where commands run under power.c, and a judge of what is found there."""

    def __init__(self, folder, library):
        self.scratch, self.library = pathlib.Path(folder), library
        self.folder, self.out = self.scratch / "machine", self.scratch / "machine/out"
        self.out.mkdir(parents=True)
        self.home = new_home(self.folder)
        self.inputs = self.scratch / "inputs"

    def command(self, *arguments, env=None):
        return xinbao(*arguments, home=self.home, env=env)

    def told(self, *arguments, **options):
        result = self.command(*arguments, "--json", **options)
        if result.returncode != 0:
            raise AssertionError(f"{arguments}: {result.stdout}{result.stderr}")
        return json.loads(result.stdout)

    def issuing(self, name, file=QUESTIONED):
        """The command that issues a report; one of the same question supersedes it."""
        return ("issue", file, *(QUESTION if file == QUESTIONED else ()), "-o", self.out / f"{name}.pdf")

    def batch(self):
        if not self.inputs.exists():
            self.inputs.mkdir()
            table(self.inputs / "manifest.csv", credit_files(self.inputs, ROWS))
        return ("batch", self.inputs / "manifest.csv", "-o", self.out / "batch", *ANSWERS)

    def begin(self):
        """What everything starts from."""
        shutil.copytree(self.folder, self.scratch / "start", symlinks=True, ignore=shutil.ignore_patterns("*-shm"))

    def start_again(self, files=None):
        """The folder as it was, or with these files in place of those that it had."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.scratch / "start", self.folder, symlinks=True)
        if files is None:
            return
        for path in sorted(self.folder.rglob("*"), reverse=True):
            if not path.is_symlink() and str(path) not in files:
                path.rmdir() if path.is_dir() else path.unlink()
        for name, data in sorted(files.items()):
            path = pathlib.Path(name)
            if data is None:
                path.mkdir(mode=0o700, exist_ok=True)
            elif not path.exists():
                path.write_bytes(data)
                path.chmod(0o600)
            elif path.read_bytes() != data:
                path.write_bytes(data)

    def under(self, **variables):
        return {"LD_PRELOAD": str(self.library), "POWER_FOLDER": str(self.folder)} | variables

    def watched(self, *arguments):
        """Runs a command; the disk before, and what it did."""
        journal = self.scratch / "journal"
        journal.unlink(missing_ok=True)
        before = Disk(self.folder)
        self.told(*arguments, env=self.under(POWER_JOURNAL=str(journal)))
        return before, events_of(journal)

    def answer(self, path):
        result = self.command("verify", path, "--json")
        return json.loads(result.stdout) if result.stdout else {"code": result.stderr.strip()}

    def registered(self):
        return [report["number"] for report in self.told("registry", "list", "--limit", "1000")]

    def judged(self, promised, goes_on=None):
        """What is wrong here: pairs of a kind and words.

        promised: path to the answers, one of which it must have, of what was said to be done
        """
        faults = []
        named = {path for path in self.out.rglob("*.pdf") if not path.name.startswith(".")}
        if (self.home / "registry.sqlite").exists() or promised or named:
            for check in (("recover", self.out), ("audit", "--files", "--json")):
                result = self.command("registry", *check)
                if result.returncode != 0:
                    faults.append((check[0], result.stdout + result.stderr))
            numbers = [] if faults else self.registered()
            if len(set(numbers)) != len(numbers):
                faults.append(("twice", f"{numbers}"))
            for path in sorted(named | set(promised)):
                answer = self.answer(path)
                if path in promised and answer["code"] not in promised[path]:
                    faults.append(("lost", f"{path.name} was said to be {promised[path]}, and is {answer['code']}"))
                elif answer["code"] not in ("VALID", "SUPERSEDED", "REVOKED") or answer["claims"]["number"] not in numbers:
                    faults.append(("named", f"{path.name} has its name, and is {answer['code']}"))
        return faults + (goes_on or self.goes_on)()

    def goes_on(self):
        """Issues once more, by the way that the error names if it is refused."""
        following = self.command(*self.issuing("following", SMALL), "--keep-earlier")
        if following.returncode == 0:
            return []
        if following.returncode != ENVIRONMENT or "xinbao registry accept-rollback" not in following.stderr:
            return [("stuck", following.stderr)]
        faults = [("behind", following.stderr)]
        for command in (("registry", "accept-rollback", "--reason", "断电"), self.issuing("following", SMALL), (
                "registry", "audit")):
            result = self.command(*command)
            if result.returncode != 0:
                faults.append(("stuck", f"{command}: {result.stdout}{result.stderr}"))
        return faults

    def goes_on_with_the_batch(self):
        """Each row is issued once."""
        result = self.command(*self.batch(), *(["--resume"] if (self.out / "batch").exists() else []), "--json")
        if "begin it once more" in result.stderr or "leave --resume out" in result.stderr:
            result = self.command(*self.batch(), "--json")
        if "xinbao registry accept-rollback" in result.stderr:
            return [("behind", result.stderr)]
        if result.returncode != 0:
            return [("stuck", result.stderr)]
        files = list((self.out / "batch").glob("*.pdf"))
        numbers = {self.answer(path)["claims"]["number"] for path in files}
        registered, whole = self.registered(), (ROWS, ROWS, ROWS + 1)
        counts = (len(files), len(numbers), len(registered))
        if counts == whole:
            return []
        # The folder may know of a batch that is done, and the registry of none.
        return [("missing" if counts[2] < whole[2] else "twice", f"files, reports, registered: {counts}, not {whole}")]


def moments(events, dice, count):
    """Where the power is cut: after that many events. Some are beside a flush or a name, some after the end."""
    marked = [index + step for index, event in enumerate(events) for step in (0, 1)
              if event.kind in (FLUSH, RENAME, LINK, UNLINK)]
    choices = (lambda: dice.choice(marked), lambda: dice.randint(0, len(events)), lambda: len(events))
    return sorted(choices[number % 3]() for number in range(count))


class WithMachine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.library = folder / "power.so"
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", cls.library, ROOT / "Tests/Checks/power.c"],
            check=True)

    def setUp(self):
        self.machine = Machine(self.enterContext(tempfile.TemporaryDirectory()), self.library)

    def first(self):
        """A report that was issued before."""
        number = self.machine.told(*self.machine.issuing("first"))["number"]
        self.assertEqual(self.machine.judged({self.machine.out / "first.pdf": ["VALID"]}, goes_on=list), [])
        return number

    @contextlib.contextmanager
    def registry_open_elsewhere(self):
        """As by a service: whoever closes it then is not the last one, and does not tidy up."""
        other = subprocess.Popen(
            [sys.executable, "-c", HOLDER, self.machine.home / "registry.sqlite"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE)
        try:
            other.stdout.readline()
            yield
        finally:
            other.communicate()


class PowerCuts(WithMachine):
    def cuts(self, command, before=None, after=None, count=MOMENTS, goes_on=None, is_shared=False, does_flush=True):
        """The faults of each moment: a counter of their kinds. `before` and `after`: what is promised then, by path."""
        machine, dice = self.machine, random.Random(SEED)
        machine.begin()
        with self.registry_open_elsewhere() if is_shared else contextlib.nullcontext():
            disk, events = machine.watched(*command)
        before, after = before or {}, after() if callable(after) else after
        disk.does_flush = does_flush
        done, kinds, self.told = 0, collections.Counter(), []
        for number, moment in enumerate(moments(events, dice, count), 1):
            for event in events[done:moment]:
                disk.do(event)
            done = moment
            # The last one, after the end, is the hardest.
            machine.start_again(disk.found(dice, loses_all=number == count))
            faults = machine.judged(after if moment == len(events) else before, goes_on)
            kinds.update({kind for kind, _ in faults} or {"none"})
            self.told += [f"seed {SEED}, after {moment} of {len(events)} events: {kind}: {words}" for kind, words in faults]
        print(f"{self.id().split('.')[-1]}: {count} cuts in {len(events)} events: {dict(kinds)}")
        return kinds

    def assert_none(self, kinds):
        self.assertEqual(set(kinds) - {"none"}, set(), "\n".join(self.told))

    def promises(self, first, new=None):
        promised = {self.machine.out / "first.pdf": first}
        return promised | ({self.machine.out / "new.pdf": new} if new else {})

    def cuts_of_issue(self, **options):
        """The new report supersedes the first."""
        self.first()
        return self.cuts(
            self.machine.issuing("new"), self.promises(["VALID", "SUPERSEDED"]),
            self.promises(["SUPERSEDED"], ["VALID"]), **options)

    def test_issue(self):
        self.assert_none(self.cuts_of_issue())

    def test_first_issue_of_a_home(self):
        kinds = self.cuts(self.machine.issuing("new"), after={self.machine.out / "new.pdf": ["VALID"]})
        self.assert_none(kinds)

    def test_issue_while_a_service_runs(self):
        self.assert_none(self.cuts_of_issue(is_shared=True))

    def test_revoke_while_a_service_runs(self):
        kinds = self.cuts(
            ("registry", "revoke", self.first(), "--reason", "有误"), self.promises(["VALID", "REVOKED"]),
            self.promises(["REVOKED"]), is_shared=True)
        self.assert_none(kinds)

    def test_revoke(self):
        kinds = self.cuts(
            ("registry", "revoke", self.first(), "--reason", "有误"), self.promises(["VALID", "REVOKED"]),
            self.promises(["REVOKED"]))
        self.assert_none(kinds)

    def test_batch(self):
        self.first()
        first, folder = self.promises(["VALID"]), self.machine.out / "batch"
        kinds = self.cuts(
            self.machine.batch(), first, lambda: first | dict.fromkeys(folder.glob("*.pdf"), ["VALID"]),
            count=max(3, MOMENTS // 2), goes_on=self.machine.goes_on_with_the_batch)
        self.assert_none(kinds)

    def test_a_disk_that_does_not_flush_is_found(self):
        """The judge can fail: of what was flushed, too, something is missing."""
        self.assertGreater(self.cuts_of_issue(does_flush=False)["lost"], 0)


class FailingDisk(WithMachine):
    def test_every_write_and_flush_of_an_issue(self):
        machine, dice = self.machine, random.Random(SEED)
        self.first()
        machine.begin()
        count = machine.scratch / "count"
        command = machine.issuing("new")
        machine.told(*command, env=machine.under(POWER_COUNT=str(count)))
        total = int(count.read_text())
        self.assertGreater(total, 40)
        numbers = range(1, total + 1)
        ways = [(number, on, code) for number in numbers for on in ("", "+") for code in (errno.EIO, errno.ENOSPC)]
        endings, wrong = collections.Counter(), []
        for number, on, code in dice.sample(ways, min(len(ways), MOMENTS)):
            machine.start_again()
            result = machine.command(*command, "--json", env=machine.under(POWER_FAIL=f"{number}{on}:{code}"))
            where = f"write {number}{on} of {total}, {errno.errorcode[code]}"
            endings[result.returncode] += 1
            first, new = machine.out / "first.pdf", machine.out / "new.pdf"
            if result.returncode == 0:
                promised = {first: ["SUPERSEDED"], new: ["VALID"]}
            else:
                promised = {first: ["VALID", "SUPERSEDED"]}
                if str(machine.folder) not in result.stderr:
                    wrong.append(f"{where}: names nothing: {result.stderr}")
            wrong += [f"{where}: status {result.returncode}: {result.stderr}: {kind}: {words}"
                      for kind, words in machine.judged(promised)]
        print(f"a failing disk: {sum(endings.values())} of {len(ways)} ways, ended with {dict(endings)}")
        self.assertEqual(wrong, [], "\n".join(wrong))


if __name__ == "__main__":
    unittest.main()
