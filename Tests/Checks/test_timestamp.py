"""Reports with time stamps (RFC 3161): what is stamped, and what becomes of a report whose stamp is late or does not come.

    XINBAO_CRASHES=200 .tools/venv/bin/python -m unittest discover -s Tests/Checks -p 'test_timestamp.py'
"""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import pikepdf

from support import COMMAND, examples, new_home, PostgresServer, QUESTION, QUESTIONED, ROOT, run, SMALL, xinbao
from test_archive import findings
from test_batch import checked_code, table

CRASHES = int(os.environ.get("XINBAO_CRASHES", "8"))


class Authority:
    """The time-stamping service of tsa.py, and a home whose reports it stamps."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        stamps = self.folder / "tsa"
        stamps.mkdir()
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "Tests/Checks/tsa.py", stamps], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        self.address = f"http://127.0.0.1:{int(self.process.stdout.readline())}"
        self.roots = stamps / "tsa-root.pem"
        # As long as it is not there, questions to /held are not answered.
        self.release = stamps / "release"
        self.home = new_home(folder)
        self.registry = self.folder / "registry.sqlite"

    def stop(self):
        self.process.communicate(timeout=30)

    def environment(self, path="/"):
        return {"XINBAO_TIME_STAMPS": self.address + path, "XINBAO_TIME_STAMP_ROOTS": str(self.roots)}

    def command(self, *arguments, path=None, **more):
        return xinbao(*arguments, "--registry", self.registry, home=self.home,
                      env=self.environment(path) if path else None, **more)

    def told(self, *arguments, status=0, **more):
        result = self.command(*arguments, "--json", **more)
        if result.returncode != status:
            raise AssertionError(f"{arguments}: {result.returncode} {result.stdout}{result.stderr}")
        return json.loads(result.stdout)

    def start(self, *arguments, path="/"):
        return subprocess.Popen(
            [COMMAND, *map(str, arguments), "--registry", str(self.registry), "--home", self.home], cwd=ROOT,
            env=dict(os.environ, **self.environment(path)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def until_pending(self, process):
        """Waits until the report stands in the log and waits for its stamp."""
        end = time.monotonic() + 60
        while time.monotonic() < end and process.poll() is None:
            if isinstance(self.registry, str) or self.registry.exists():
                audit = self.command("registry", "audit", "--json")
                if audit.returncode == 0 and json.loads(audit.stdout)["pending"]:
                    return
        raise AssertionError("the report was never pending")


class Stamped(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.tsa = Authority(self.folder)
        self.addCleanup(self.tsa.stop)

    def test_a_stamped_report_holds_and_stays_pdfa(self):
        for example in examples()[:3]:
            pdf = self.folder / f"{example.name}.pdf"
            made = self.tsa.command("issue", example.file, "-o", pdf, *example.options, path="/")
            self.assertEqual(made.returncode, 0, made.stderr)
            self.assertEqual(findings(pdf), [])
            answer = self.tsa.told("verify", pdf)
            self.assertEqual(answer["code"], "VALID")
            # By others' eyes: the seal bears a stamp, and nothing in the file is beyond the signature.
            told = run("pdfsig", "-nocert", pdf).decode()
            self.assertIn("Signature is Valid", told)
            self.assertIn("Total document signed", told)
            self.assertIn(b"Test time stamps", seal(pdf))
        audit = self.tsa.told("registry", "audit", "--files")
        self.assertEqual((audit["clean"], audit["files"], audit["pending"]), (True, 3, 0))

    def test_a_batch_is_stamped(self):
        sample = json.loads(QUESTIONED.read_text())
        for row in range(6):
            sample["subject"]["code"] = checked_code(row)
            (self.folder / f"{row}.json").write_text(json.dumps(sample, ensure_ascii=False))
        table(self.folder / "manifest.csv", [{"file": f"{row}.json"} for row in range(6)])
        for turn, replaced in (("first", []), ("second", ["superseded"] * 6)):
            out = self.folder / turn
            done = self.tsa.command("batch", self.folder / "manifest.csv", "-o", out, *QUESTION, path="/")
            self.assertEqual(done.returncode, 0, done.stderr)
            results = json.loads((out / "results.json").read_text())
            self.assertEqual([len(row["report"]["superseded"]) for row in results], [len(replaced[:1])] * 6)
            for row in results:
                self.assertIn(b"Test time stamps", seal(out / row["report"]["file"]))
        listed = self.tsa.told("registry", "list")
        self.assertEqual([report["status"] for report in listed], ["valid"] * 6 + ["superseded"] * 6)
        self.assertTrue(self.tsa.told("registry", "audit", "--files")["clean"])

    def test_others_do_not_wait_for_a_stamp(self):
        slow = self.tsa.start("issue", SMALL, "-o", self.folder / "slow.pdf", path="/held")
        self.tsa.until_pending(slow)
        quick = self.tsa.command("issue", ROOT / "examples/cooperative.json", "-o", self.folder / "quick.pdf")
        self.assertEqual(quick.returncode, 0, quick.stderr)
        number = self.tsa.told("registry", "list")[0]["number"]
        self.assertEqual(self.tsa.command("registry", "suspend", number, "--reason", "演练").returncode, 0)
        self.assertIsNone(slow.poll(), "it did not wait for its stamp")
        self.assertFalse((self.folder / "slow.pdf").exists())
        self.tsa.release.touch()
        self.assertEqual(slow.wait(timeout=60), 0)
        self.assertEqual([report["status"] for report in self.tsa.told("registry", "list")], ["suspended", "valid"])
        self.assertTrue(self.tsa.told("registry", "audit", "--files")["clean"])

    def test_without_a_stamp_nothing_is_issued(self):
        self.assertEqual(self.tsa.command("issue", QUESTIONED, *QUESTION, "-o", self.folder / "first.pdf").returncode, 0)
        for path, words in (("/error", "HTTP status 503"), ("/page", "text/html"), ("/replay", "")):
            if path == "/replay":
                self.assertEqual(self.tsa.command("issue", QUESTIONED, *QUESTION, "-o", self.folder / "stamped.pdf", path="/").returncode, 0)
            pdf = self.folder / "second.pdf"
            failed = self.tsa.command("issue", QUESTIONED, *QUESTION, "-o", pdf, path=path)
            self.assertEqual((failed.returncode, pdf.exists()), (4, False), failed.stderr)
            self.assertIn(words, failed.stderr)
            self.assertIn("time stamp", failed.stderr)
        self.assertEqual([name for name in os.listdir(self.folder) if name.endswith(".part")], [])
        listed = [report["status"] for report in self.tsa.told("registry", "list")]
        self.assertEqual(listed, ["revoked", "valid", "revoked", "revoked", "superseded"])
        # A batch stops with its reason, and goes on when the service is back.
        table(self.folder / "manifest.csv", [{"file": str(ROOT / "examples/cooperative.json")}])
        batch = ("batch", self.folder / "manifest.csv", "-o", self.folder / "out")
        stopped = self.tsa.command(*batch, path="/error")
        self.assertEqual(stopped.returncode, 4, stopped.stderr)
        self.assertIn("time stamp", stopped.stderr)
        resumed = self.tsa.command("batch", "--resume", "-o", self.folder / "out", path="/")
        self.assertEqual(resumed.returncode, 0, resumed.stderr)
        audit = self.tsa.told("registry", "audit", "--files")
        self.assertEqual((audit["clean"], audit["pending"]), (True, 0))


class Killed(unittest.TestCase):
    def drill(self, registry=None):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        tsa = Authority(folder)
        self.addCleanup(tsa.stop)
        tsa.registry = registry or tsa.registry
        out = folder / "out"
        out.mkdir()
        self.assertEqual(tsa.command("issue", QUESTIONED, *QUESTION, "-o", out / "first.pdf", path="/").returncode, 0)
        first = tsa.told("registry", "list")[0]["number"]
        # How long one takes; then each is shot somewhere on its way.
        start = time.monotonic()
        self.assertEqual(tsa.command("issue", QUESTIONED, *QUESTION, "-o", out / "whole.pdf", path="/").returncode, 0)
        whole = time.monotonic() - start
        chance = random.Random(20261129)
        seen = {"before": 0, "pending": 0, "hidden": 0, "whole": 0}
        for attempt in range(CRASHES):
            pdf = out / f"{attempt}.pdf"
            # Every other waits for its stamp when it is shot.
            if attempt % 2:
                tsa.release.unlink(missing_ok=True)
            process = tsa.start("issue", QUESTIONED, *QUESTION, "-o", pdf, path="/held" if attempt % 2 else "/")
            if attempt % 2:
                tsa.until_pending(process)
            else:
                time.sleep(chance.uniform(0.5, 1.1) * whole)
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=60)
            tsa.release.touch()
            hidden = [name for name in os.listdir(out) if name.startswith(f".{attempt}.pdf.")]
            pending = tsa.told("registry", "audit")["pending"]
            seen["whole" if pdf.exists() else "hidden" if hidden else "pending" if pending else "before"] += 1
            # What is not out has replaced nothing: of the subject one report is valid, and its file is there.
            valid = tsa.told("registry", "list", "--status", "valid")
            self.assertEqual(len(valid), 1)
            if attempt % 2 == 0:
                young = tsa.told("registry", "recover", out)
                self.assertEqual(young["withdrawn"], [], "what is young may be at work")
            tsa.told("registry", "recover", out, "--age", "0")
            self.assertEqual(tsa.told("registry", "audit")["pending"], 0)
            self.assertEqual([name for name in os.listdir(out) if name.endswith(".part")], [])
            valid = tsa.told("registry", "list", "--status", "valid")
            self.assertEqual(len(valid), 1)
            self.assertEqual(tsa.told("verify", valid[0]["file"])["code"], "VALID")
        self.assertGreater(seen["pending"], 0, seen)
        audit = tsa.told("registry", "audit", "--files")
        files = {str(out / name) for name in os.listdir(out)}
        reports = tsa.told("registry", "list", "--limit", "100000")
        self.assertEqual(audit["findings"], [])
        self.assertEqual({report["file"] for report in reports if report.get("file")}, files, "a file each, and no other")
        self.assertEqual({report["status"] for report in reports if not report.get("file")}, {"revoked"})
        self.assertIn(first, [report["number"] for report in reports])
        print(f"{CRASHES} shots: {seen}")

    def test_killed_while_it_waits_for_its_stamp(self):
        self.drill()

    def test_killed_with_postgres(self):
        with PostgresServer() as server:
            self.drill(server.url)


def seal(pdf):
    """The signature as it stands in the file."""
    with pikepdf.open(pdf) as document:
        return bytes(document.Root.AcroForm.Fields[0].V.Contents)


if __name__ == "__main__":
    unittest.main()
