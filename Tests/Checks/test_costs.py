"""Files that are made to cost much cost no more than a small multiple of their size: time and memory are the oracle.

Files are made of real ones by a seeded dice: bytes flipped, pieces cut out, doubled and exchanged, numbers made large, objects
named again and again. Each is read by the program that reads strangers' files, whose kernel counts what it took. Forms are
sent to a server. Whole:

    XINBAO_COSTS=20000 XINBAO_COSTS_SEED=7 .tools/venv/bin/python -m unittest discover -s Tests/Checks -p 'test_costs.py'

A file that costs more is left in the folder that the failure names."""
import collections
import contextlib
import http.client
import io
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
import zlib

from server import Server
from support import COMMAND, ROOT, SMALL, issued

FILES = int(os.environ.get("XINBAO_COSTS", "150"))
SEED = int(os.environ.get("XINBAO_COSTS_SEED", "20261202"))
PICTURES = ROOT / "Tests/VerifyingTests/Fixtures"
WORKBOOKS = ROOT / "Tests/TablesTests/Fixtures"
TABLES = ROOT / "examples/import"
MB = 1 << 20


def flip(content, dice):
    content = bytearray(content)
    for _ in range(dice.choice((1, 3, 30))):
        content[dice.randrange(len(content))] = dice.randrange(256)
    return bytes(content)


def cut(content, dice):
    start = dice.randrange(len(content))
    return content[:start] + content[start + dice.randrange(1, 5000):]


def double(content, dice):
    start = dice.randrange(len(content))
    piece = content[start:start + dice.randrange(1, 20_000)]
    return content[:start] + piece * dice.choice((2, 10, 100)) + content[start:]


def exchange(content, dice):
    one, other = sorted(dice.randrange(len(content)) for _ in range(2))
    length = dice.randrange(1, 2000)
    return content[:one] + content[other:other + length] + content[one:other] + content[one:one + length] + content[other:]


def enlarge(content, dice):
    """A number in the text becomes another one."""
    numbers = list(re.finditer(rb"(?<![\w.])\d{1,9}(?![\w.])", content))
    if not numbers:
        return flip(content, dice)
    number = dice.choice(numbers)
    other = dice.choice((b"0", b"1", b"65535", b"99999999", b"2147483647", str(len(content)).encode(),
                         dice.choice(numbers).group()))
    return content[:number.start()] + other + content[number.end():]


def repeat_references(content, dice):
    references = list(re.finditer(rb"\d+ 0 R", content))
    if not references:
        return double(content, dice)
    reference = dice.choice(references)
    return content[:reference.start()] + (reference.group() + b" ") * dice.choice((50, 5000)) + content[reference.start():]


def nest(content, dice):
    start = dice.randrange(len(content))
    return content[:start] + dice.choice((b"[", b"<<", b"(", b"<</A", b"[<<")) * dice.choice((40, 100_000)) + content[start:]


def unpack_to_much(content, dice):
    """A stream that unpacks to 30 MB in place of one that is there."""
    streams = list(re.finditer(rb"stream\r?\n", content))
    if not streams:
        return double(content, dice)
    place = dice.choice(streams).end()
    return content[:place] + zlib.compress(bytes(30 * MB)) + content[place:]


def found_again(content, dice):
    """A new table of the objects as they stand now: without one, a change ends the reading at its first step."""
    objects = {int(match[1]): match.start(1) for match in re.finditer(rb"(?:^|[\r\n])(\d{1,6}) 0 obj\b", content)}
    root = re.search(rb"/Root (\d+) 0 R", content)
    if not objects or not root:
        return content
    size = max(objects) + 1
    rows = b"".join(b"%010d 00000 %s \n" % ((objects[number], b"n") if number in objects else (0, b"f"))
                    for number in range(size))
    return content + b"\nxref\n0 %d\n%strailer\n<</Size %d/Root %s 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, rows, size, root[1], len(content) + 1)


# A small process starts the program: a started one is held to have taken at least what its starter has.
STARTER = """
import contextlib, fcntl, os, socket, sys
# A reader of workbooks is asked on descriptor 3 for its first sheet, and for no other.
with contextlib.ExitStack() as ends:
    asker, asked = (fcntl.fcntl(ends.enter_context(end), fcntl.F_DUPFD_CLOEXEC, 10) for end in socket.socketpair())
os.dup2(asked, 3)
os.write(asker, bytes(2))
os.close(asker)
_, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ), 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss, file=sys.stderr)
"""

ANY = (flip, cut, double, exchange)
MOST = 20 * MB


def often(piece, times):
    """A piece many times, as far as a file may go."""
    return piece * max(1, min(times, MOST // max(1, len(piece))))


def in_a_part(content, dice):
    """A change within what the archive packs: one of its own bytes seldom gets past a check sum."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError, RuntimeError):
        return flip(content, dice)
    if not parts:
        return content
    chosen = dice.randrange(len(parts))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for index, (name, part) in enumerate(parts):
            change = dice.choice(ANY + (enlarge, repeat_a_tag))
            archive.writestr(name, change(part, dice) if index == chosen and part else part)
    return made.getvalue()


def repeat_a_tag(content, dice):
    tags = list(re.finditer(rb"<[^<>]{1,200}>", content))
    if not tags:
        return double(content, dice)
    tag = dice.choice(tags)
    return content[:tag.start()] + often(tag.group(), dice.choice((50, 50_000))) + content[tag.start():]


def repeat_marks(content, dice):
    """What separates fields, lines and parts, or begins and ends a quotation, many times."""
    start = dice.randrange(len(content))
    mark = dice.choice((b",", b'"', b'""', b"\n", b"\r", b"\r\n", b'","', b"\t", b";", b"-", b"=", b"\xef\xbb\xbf", b"\xff"))
    return content[:start] + often(mark, dice.choice((100, 50_000, 1_000_000))) + content[start:]


def repeat_a_line(content, dice):
    lines = content.split(b"\n")
    chosen = dice.randrange(len(lines))
    lines.insert(chosen, often(lines[chosen] + b"\n", dice.choice((100, 20_000)))[:-1])
    return b"\n".join(lines)


def part(name, content, file=None, kind=None):
    """One field of a form (RFC 7578)."""
    head = f'Content-Disposition: form-data; name="{name}"' + (f'; filename="{file}"' if file else "")
    return f"--XX\r\n{head}\r\n".encode() + (f"Content-Type: {kind}\r\n".encode() if kind else b"") + b"\r\n" + content + b"\r\n"


def repeat_a_part(content, dice):
    parts = content.split(b"--XX")
    chosen = dice.randrange(len(parts))
    parts.insert(chosen, often(parts[chosen] + b"--XX", dice.choice((10, 300, 20_000)))[:-4])
    return b"--XX".join(parts)


WORKBOOK = (in_a_part,) * 3 + ANY
TABLE = ANY + (enlarge, repeat_marks, repeat_a_line)
FORM = ANY + (enlarge, repeat_marks, repeat_a_line, repeat_a_part, repeat_a_part)
PDF = ANY + (enlarge, repeat_references, nest, unpack_to_much) * 2


def made(seeds, changes, dice):
    content = dice.choice(seeds)
    for _ in range(dice.choice((1, 1, 2, 5))):
        content = dice.choice(changes)(content, dice) or b"x"
    if changes is PDF and dice.random() < 0.8:
        content = found_again(content, dice)
    return content[:MOST]


def cost(program, *arguments):
    """A function of a content that has it read by a program: status, seconds of processor time, bytes of memory."""
    def of(content):
        with tempfile.TemporaryFile() as given:
            given.write(content)
            given.seek(0)
            said = subprocess.run(
                [sys.executable, "-S", "-E", "-c", STARTER, program, *arguments], stdin=given, stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE, check=True).stderr
        status, seconds, kilobytes = said.split()[-3:]
        return int(status), float(seconds), int(kilobytes) << 10
    return of


def cost_of_import(folder):
    """As `cost`, of a table that the command imports."""
    table = folder / "table.csv"
    read = cost(COMMAND, "import", str(table), "-o", str(folder / "files"), "--overwrite")

    def of(content):
        table.write_bytes(content)
        shutil.rmtree(folder / "files", ignore_errors=True)
        return read(b"")
    return of


def taken(server):
    """Seconds of processor time and bytes of memory that a server took: with the children that it waited for, and at most."""
    folder = pathlib.Path(f"/proc/{server.process.pid}")
    numbers = (folder / "stat").read_text().rpartition(") ")[2].split()
    seconds = sum(map(int, numbers[11:15])) / os.sysconf("SC_CLK_TCK")
    peak = re.search(r"VmHWM:\s*(\d+) kB", (folder / "status").read_text())[1]
    return seconds, int(peak) << 10


def cost_of_form(server, path):
    """As `cost`, of a form that a server gets; the status is that of HTTP. The memory is the most that the server ever had."""
    def of(content):
        before = taken(server)[0]
        # An answer may come, and the connection end, before everything is sent.
        connection = server.connect(timeout=60)
        try:
            with contextlib.suppress(ConnectionError):
                connection.request("POST", path, content, {"Content-Type": "multipart/form-data; boundary=XX"})
            response = connection.getresponse()
            response.read()
            status = response.status
        except (ConnectionError, http.client.RemoteDisconnected):
            status = 0
        finally:
            connection.close()
        seconds, peak = taken(server)
        return status, seconds - before, peak
    return of


class Costs(unittest.TestCase):
    def hold(self, name, cost, seeds, changes, count, seconds, memory, may_die=False, answers=(0,)):
        """- `seconds`, `memory`: of a content: what it may cost. `may_die`: its end is an answer, too. `answers`: its exit
        statuses."""
        dice = random.Random(f"{SEED} {name}")
        worst = (0, 0)
        seen = collections.Counter()
        for number in range(count):
            content = made(seeds, changes, dice)
            status, time, size = cost(content)
            worst = (max(worst[0], time), max(worst[1], size))
            seen[status] += 1
            if (status in answers or may_die and status < 0) and time < seconds(content) and size < memory(content):
                continue
            path = pathlib.Path(tempfile.mkdtemp(prefix="xinbao-costs-")) / f"{number}"
            path.write_bytes(content)
            self.fail(f"{name}: {path} ({len(content)} bytes): status {status}, {time:.2f} s, {size / MB:.0f} MB")
        print(f"{name}: {count} files, at most {worst[0]:.2f} s and {worst[1] / MB:.0f} MB; answers {dict(seen)}")
        return seen

    def test_reports_files(self):
        seeds = [issued(SMALL)[0].read_bytes()] + [
            path.read_bytes() for path in (ROOT / "Tests/Checks/signed").glob("*.pdf")]
        self.hold("PDFs", cost(COMMAND.parent / "xinbao-parse", "pdf"), seeds, PDF, FILES,
                  lambda content: 0.5 + len(content) / (4 * MB), lambda content: 120 * MB + 30 * len(content))

    def test_workbooks(self):
        seeds = [path.read_bytes() for kind in ("xlsx", "xls") for path in sorted(WORKBOOKS.glob(f"*.{kind}"))]
        self.assertGreater(len(seeds), 1)
        read = cost(COMMAND.parent / "xinbao-workbook")
        for seed in seeds:
            self.assertEqual(read(seed)[0], 0)
        # 4: there is no first sheet any more, for which it is asked here all the same.
        self.hold("workbooks", read, seeds, WORKBOOK, FILES, lambda content: 1 + len(content) / (MB / 4),
                  lambda content: 300 * MB + 64 * len(content), may_die=True, answers=(0, 4))

    def test_pictures(self):
        """Their libraries are bound by the process: 2 s and 1 GB."""
        seeds = [path.read_bytes() for path in sorted(PICTURES.iterdir())
                 if path.suffix in (".png", ".jpg", ".heic", ".webp", ".tiff", ".gif") and path.name != "finder-patterns.png"]
        self.hold("pictures", cost(COMMAND.parent / "xinbao-read"), seeds, ANY, FILES // 2,
                  lambda content: 2.5, lambda content: 1 << 30, may_die=True)

    def test_tables(self):
        """CSV is read by the command itself: imported whole, with its credit files and its list of faults."""
        seeds = [path.read_bytes() for path in sorted(TABLES.glob("*.csv"))]
        self.assertGreater(len(seeds), 1)
        with tempfile.TemporaryDirectory() as folder:
            read = cost_of_import(pathlib.Path(folder))
            for seed in seeds:
                self.assertIn(read(seed)[0], (0, 1))
            # 1: some rows are refused. 3: the table is.
            seen = self.hold("tables", read, seeds, TABLE, FILES // 2, lambda content: 2 + len(content) / (MB / 2),
                             lambda content: 150 * MB + 40 * len(content), answers=(0, 1, 3))
            self.assertGreater(seen[0] + seen[1], seen[3] // 4, "most tables were refused at once")

    def test_forms(self):
        """Forms with files are taken apart by the server itself."""
        pdf, said = issued(SMALL)
        items = json.dumps({"items": [{"digits": said["link"], "ending": said["code"][-4:]}]}).encode()
        table = f"报告编号,校验码\n{said['number']},{said['checkCode']}\n".encode()
        forms = {
            "/verify/file": part("file", pdf.read_bytes(), "report.pdf", "application/pdf"),
            "/api/v1/verify/batch": part("list", items) + part("file", pdf.read_bytes(), "report.pdf"),
            "/stack": part("file", pdf.read_bytes(), "report.pdf") + part("list", table, "list.csv", "text/csv"),
            "/stack/rows": part("place", b"0") + part("file", pdf.read_bytes(), "report.pdf"),
        }
        with Server("--rate-limit", "off") as server:
            for path, form in forms.items():
                form += b"--XX--\r\n"
                read = cost_of_form(server, path)
                self.assertIn(read(form)[0], (200, 303), path)
                # 0: the connection ended while the form was sent.
                seen = self.hold(
                    path, read, [form], FORM, FILES // 3, lambda content: 1 + len(content) / (4 * MB),
                    lambda content: 512 * MB, answers=(0, 200, 303, 400, 413, 415, 422, 429))
                self.assertGreater(sum(seen[status] for status in (200, 303)), 0, path)


if __name__ == "__main__":
    unittest.main()
