"""Many reports: from a manifest to a folder of PDFs, stopped and killed on the way, and every row done once.

    XINBAO_BATCH=100000 XINBAO_BATCH_KILLS=20 .tools/venv/bin/python -m unittest discover -s Tests/Checks -p 'test_batch.py'
"""
import csv
import hashlib
import json
import os
import pathlib
import random
import resource
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

from support import COMMAND, ROOT, new_home, run, xinbao

ROWS = int(os.environ.get("XINBAO_BATCH", "240"))
KILLS = int(os.environ.get("XINBAO_BATCH_KILLS", "6"))
# Where a province's reports have room.
ROOMY = os.environ.get("XINBAO_BATCH_FOLDER")

ENTERPRISES = ["enterprise", "cooperative", "individual-business", "public-institution", "social-organisation"]
ANSWERS = ["--domains", "all", "--from", "2023-11-20", "--to", "2026-11-19", "--purpose", "listing"]


def checked_code(number):
    """A 统一社会信用代码 (GB 32100) that nobody has, with its check character."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91440000{number:09d}"
    total = sum(letters.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + letters[(31 - total % 31) % 31]


def credit_files(folder, count):
    """As many subjects, of several kinds; every third is asked about in the no-violation edition, every tenth a person."""
    samples = [json.loads((ROOT / f"examples/{name}.json").read_text()) for name in ENTERPRISES]
    person = (ROOT / "examples/personal.json").read_bytes()
    rows = []
    for number in range(count):
        if number % 10 == 7:
            (folder / f"{number:06}.json").write_bytes(person)
            rows.append({"file": f"{number:06}.json", "report": "personal"})
            continue
        sample = samples[number % len(samples)]
        name = f"{number:06}.json"
        if not (folder / name).exists():
            data = json.loads(json.dumps(sample))
            data["subject"]["name"] = f"广东示例第{number}号" + data["subject"]["name"][-8:]
            if data["subject"]["code"].startswith("91"):
                data["subject"]["code"] = checked_code(number)
            (folder / name).write_text(json.dumps(data, ensure_ascii=False))
        rows.append({"file": name, "report": "no-violation" if number % 3 == 0 else "enterprise"})
    return rows


def table(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, sorted({key for row in rows for key in row}))
        writer.writeheader()
        writer.writerows(rows)


class Batch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(dir=ROOMY)
        cls.folder = pathlib.Path(cls.scratch.name)
        cls.home = new_home(cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def batch(self, *arguments, status=0):
        result = xinbao("batch", *arguments, "--home", self.home, timeout=3600)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result

    def results(self, folder):
        return json.loads((folder / "results.json").read_text())

    def test_killed_at_random_and_resumed_every_row_is_done_once(self):
        inputs, out = self.folder / "files", self.folder / "out"
        inputs.mkdir()
        rows = credit_files(inputs, ROWS)
        table(inputs / "manifest.csv", rows)
        registry = self.folder / "batch.sqlite"
        # --keep-earlier: of the kinds whose codes are fixed, many rows are of one subject.
        options = [*ANSWERS, "--keep-earlier", "--registry", registry, "--home", self.home]
        chance = random.Random(20261125)
        first = command = [COMMAND, "batch", inputs / "manifest.csv", "-o", out, *options]
        begun = time.monotonic()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        kills = 0
        while True:
            process = subprocess.Popen(
                [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
            try:
                # A third are asked to end, the others are shot.
                process.wait(timeout=chance.uniform(0.12, 0.6) * max(1, ROWS / 3000) if kills < KILLS else 7200)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT if kills % 3 == 2 else signal.SIGKILL)
                kills += 1
            _, errors = process.communicate()
            if process.returncode == 0:
                break
            if b"was stopped before it began; begin it once more" in errors:
                command = first
                continue
            # Asked before it had begun to listen, it simply ends.
            self.assertIn(process.returncode, (1, -signal.SIGKILL, -signal.SIGINT), errors.decode(errors="replace"))
            if (out / ".xinbao-batch.json").exists():
                command = [COMMAND, "batch", inputs / "manifest.csv", "--resume", "-o", out, *options]
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds, cpu = time.monotonic() - begun, used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
        size = sum(file.stat().st_size for file in out.glob("*.pdf"))
        print(f"{ROWS} rows, stopped {kills} times: {seconds:.0f} s, {ROWS / seconds:.0f} reports/s, "
              f"{1000 * cpu / ROWS:.2f} ms CPU a report, {used.ru_maxrss // 1024} MB at most, {size / 2**20:.0f} MB of PDFs, "
              f"registry {registry.stat().st_size / 2**20:.0f} MB")

        self.assertEqual([name for name in os.listdir(out) if name.endswith((".part", ".new"))], [])
        files = {file.name: file for file in out.glob("*.pdf")}
        results = self.results(out)
        self.assertEqual([row["row"] for row in results], list(range(1, ROWS + 1)))
        self.assertEqual({row["state"] for row in results}, {"done"})
        self.assertEqual({row["report"]["file"] for row in results}, set(files))
        self.assertEqual(len({row["report"]["number"] for row in results}), ROWS)
        store = ["--registry", registry, "--home", self.home, "--json"]
        self.assertEqual(json.loads(xinbao("log", "checkpoint", *store).stdout)["size"], ROWS)
        audit = json.loads(xinbao("registry", "audit", "--files", *store, timeout=3600).stdout)
        self.assertEqual((audit["clean"], audit["reports"], audit["files"]), (True, ROWS, ROWS), audit["findings"])
        with open(out / "results.csv", encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file))
        self.assertEqual([line["报告编号"] for line in lines], [row["report"]["number"] for row in results])

        for row in chance.sample(results, 12):
            pdf = files[row["report"]["file"]]
            self.assertEqual(hashlib.sha256(pdf.read_bytes()).hexdigest(), row["report"]["sha256"])
            text = run("pdftotext", pdf, "-").decode()
            self.assertIn(row["report"]["number"], text)
            self.assertEqual(row["report"]["report"], rows[row["row"] - 1]["report"])
            answer = xinbao("verify", pdf, *store)
            self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
            self.assertIn(row["report"]["number"], answer.stdout)

        # Once more is nothing more.
        result = self.batch("--resume", "-o", out, "--registry", registry)
        self.assertIn(f"{ROWS} of {ROWS} reports", result.stdout)
        self.assertEqual(json.loads(xinbao("log", "checkpoint", *store).stdout)["size"], ROWS)

    def test_bad_rows_fail_alone_and_can_be_mended(self):
        inputs, out = self.folder / "bad", self.folder / "bad-out"
        inputs.mkdir()
        rows = credit_files(inputs, 4)
        rows += [{"file": "missing.json"}, {"file": "broken.json"}, {"file": "000001.json", "output": "../x.pdf"},
                 dict(rows[1]), {"file": "person.json", "report": "enterprise"}]
        (inputs / "broken.json").write_text("{")
        (inputs / "person.json").write_bytes((ROOT / "examples/personal.json").read_bytes())
        table(inputs / "manifest.csv", rows)
        store = ["--registry", self.folder / "bad.sqlite"]
        result = self.batch(inputs / "manifest.csv", "-o", out, *ANSWERS, "--keep-earlier", *store, status=1)
        self.assertIn("4 of 9 reports", result.stdout)
        states = {row["row"]: row for row in self.results(out)}
        self.assertEqual([states[place]["state"] for place in range(1, 10)], ["done"] * 4 + ["failed"] * 5)
        for place, words in [(5, "missing.json"), (6, "broken.json"), (7, "output: `../x.pdf`"),
                             (8, "asks for the same as row 2"), (9, "/subject/kind")]:
            self.assertIn(words, states[place]["error"])
            if place in (5, 6, 9):
                self.assertIn(f"row {place}: ", result.stderr)
        self.assertFalse((self.folder / "x.pdf").exists())

        # Of the subject of row 2, whose report stays valid: what was said at the beginning holds, --keep-earlier too.
        (inputs / "missing.json").write_bytes((inputs / "000001.json").read_bytes())
        self.batch("--resume", "--retry-failed", "-o", out, *store, status=1)
        states = {row["row"]: row for row in self.results(out)}
        self.assertEqual((states[5]["state"], states[5]["report"]["superseded"]), ("done", []))
        self.assertFalse((self.folder / "x.pdf").exists())
        # What is no order at all stays one, however often it is tried.
        self.assertEqual([states[place]["state"] for place in (6, 7, 8, 9)], ["failed"] * 4)

        result = self.batch("--resume", "--give-up", "-o", out, *store, status=1)
        self.assertIn("5 of 9 reports", result.stdout)
        self.assertNotIn("--retry-failed", result.stdout)
        self.assertEqual({row["row"]: row for row in self.results(out)}, states)
        self.batch("--resume", "--retry-failed", "-o", out, *store, status=1)
        self.assertEqual({row["row"]: row for row in self.results(out)}, states)

    def test_a_batch_is_renewed_up_to_a_new_day(self):
        inputs, out, later = self.folder / "renew", self.folder / "renew-out", self.folder / "renew-later"
        inputs.mkdir()
        table(inputs / "manifest.csv", [{"file": str(ROOT / "examples/no-violation.json"), "report": "no-violation"},
                                        {"file": str(ROOT / "examples/cooperative.json"), "report": "enterprise"}])
        store = ["--registry", self.folder / "renew.sqlite"]
        earlier = [*ANSWERS[:-4], "--to", "2026-08-31", "--purpose", "listing"]
        self.batch(inputs / "manifest.csv", "-o", out, *earlier, *store)
        self.batch("--renew", out / "results.json", "--to", "2026-11-19", "-o", later, *store)
        for old, new in zip(self.results(out), self.results(later)):
            self.assertEqual(new["report"]["superseded"], [old["report"]["number"]])
            shown = xinbao("registry", "show", old["report"]["number"], *store, "--home", self.home)
            self.assertIn("superseded", shown.stdout)
        self.assertEqual(self.results(later)[0]["report"]["through"], "2026-11-19")

    def test_a_group_ends_with_a_summary_that_says_what_its_reports_say(self):
        inputs, out = self.folder / "group", self.folder / "group-out"
        inputs.mkdir()
        files = ["no-violation", "no-violation-clean", "enterprise-exchange-codes", "cooperative"]
        roles = ["子公司", "发行人", "分支机构", "控股股东"]
        for name in files:
            (inputs / f"{name}.json").write_bytes((ROOT / f"examples/{name}.json").read_bytes())
        table(inputs / "manifest.csv", [{"file": f"{name}.json", "role": role} for name, role in zip(files, roles)])
        store = ["--registry", self.folder / "group.sqlite"]
        (inputs / "cooperative.json").write_text("{")

        # A summary that leaves somebody out would seem to be of all.
        result = self.batch("--group", inputs / "manifest.csv", "-o", out, *ANSWERS, *store, status=1)
        self.assertIn("the summary (汇总表) is made when all other rows are done", result.stdout)
        self.assertEqual(len(list(out.glob("*.pdf"))), 3)
        self.assertEqual(len(self.results(out)), 4)

        # Made of reports as they were issued: a changed one, or one that is no longer valid, is found.
        (inputs / "cooperative.json").write_bytes((ROOT / "examples/cooperative.json").read_bytes())
        first = self.results(out)[0]["report"]
        issued = (out / first["file"]).read_bytes()
        (out / first["file"]).write_bytes(issued + b"\n")
        again = ["--resume", "--retry-failed", "-o", out, *store]
        result = self.batch(*again, status=1)
        self.assertIn(f"row 5: row 1: the PDF of report {first['number']} was changed", result.stderr)
        (out / first["file"]).write_bytes(issued)
        status = ["--home", self.home, *store]
        (out / first["file"]).rename(out / "elsewhere")
        result = self.batch(*again, status=1)
        self.assertIn(f"{first['file']}: the PDF of report {first['number']} is not there; put it back", result.stderr)
        (out / "elsewhere").rename(out / first["file"])
        xinbao("registry", "suspend", first["number"], "--reason", "异议处理中", *status)
        result = self.batch(*again, status=1)
        self.assertIn(f"row 5: row 1: report {first['number']} is no longer valid, but suspended", result.stderr)
        xinbao("registry", "restore", first["number"], "--reason", "异议不成立", *status)
        result = self.batch(*again)
        self.assertIn("5 of 5 reports", result.stdout)

        rows = self.results(out)
        summary = rows[-1]["report"]
        self.assertEqual((summary["report"], summary["subject"]), ("group", rows[1]["report"]["subject"]))
        for place, answer in enumerate(summary["answers"]):
            each = [row["report"]["answers"][place] for row in rows[:-1]]
            self.assertEqual(answer["records"], sum(one["records"] for one in each))
            outcomes = {one["outcome"] for one in each}
            self.assertEqual(answer["outcome"] == "clean", outcomes == {"clean"})

        # The token: a domain is what it is for anybody, and clean where it is so for all.
        def claims(row):
            return json.loads(xinbao("verify", out / row["report"]["file"], *status, "--json").stdout)["claims"]
        parts, whole = [claims(row) for row in rows[:-1]], claims(rows[-1])
        for key in ("asked", "hits", "noData"):
            self.assertEqual(set(whole[key]), set().union(*(part[key] for part in parts)), key)
        self.assertEqual(set(whole["clean"]), set.intersection(*(set(part["clean"]) for part in parts)))
        self.assertTrue(whole["hits"] and whole["noData"] and whole["clean"])
        self.assertEqual(whole["recordCount"], sum(part["recordCount"] for part in parts))
        self.assertEqual(whole["expiresAt"], min(part["expiresAt"] for part in parts), "worth no more than its parts")
        text = run("pdftotext", "-layout", out / summary["file"], "-").decode()
        for row in rows[:-1]:
            self.assertIn(row["report"]["number"], text)
        self.assertIn("本汇总表不是对全部所列主体和领域的无违法违规证明", text)
        answer = xinbao("verify", out / summary["file"], *status)
        self.assertEqual(answer.returncode, 0, answer.stdout)
        for words in ["汇总表", "发行人：广东粤示例清水环境科技有限公司", "任一主体有记录的领域：", "所有主体均未发现记录的领域："]:
            self.assertIn(words, answer.stdout)
        audit = json.loads(xinbao("registry", "audit", "--files", *status, "--json").stdout)
        self.assertEqual((audit["clean"], audit["reports"]), (True, 5), audit["findings"])

        # The next quarter: all anew, the summary of the new ones, and the earlier superseded.
        later = self.folder / "group-later"
        self.batch("--renew", out / "results.json", "--to", "2026-11-20", "-o", later, *store)
        new = self.results(later)
        self.assertEqual([row["report"]["superseded"] for row in new], [[row["report"]["number"]] for row in rows])
        self.assertEqual(
            [part["number"] for part in new[-1]["order"]["summary"]], [row["report"]["number"] for row in new[:-1]])

    def test_who_is_in_a_group_twice_is_told_and_a_renewed_group_stays_one(self):
        inputs, out, later = self.folder / "twice", self.folder / "twice-out", self.folder / "twice-later"
        inputs.mkdir()
        sample = json.loads((ROOT / "examples/no-violation-clean.json").read_text())
        (inputs / "old.json").write_text(json.dumps(sample))
        sample["asOf"] = "2026-11-21T18:00:00+08:00"
        (inputs / "new.json").write_text(json.dumps(sample))
        table(inputs / "manifest.csv", [{"file": "old.json", "role": "发行人"}, {"file": "new.json", "role": "子公司"}])
        store = ["--registry", self.folder / "twice.sqlite"]
        result = self.batch("--group", inputs / "manifest.csv", "-o", out, *ANSWERS, *store, status=1)
        self.assertIn("is in the group twice, in rows 1 and 2; give this batch up", result.stderr)
        result = self.batch("--resume", "--give-up", "-o", out, *store, status=1)
        self.assertNotIn("--retry-failed", result.stdout)
        # Though there was no summary, a group it was.
        result = self.batch("--renew", out / "results.json", "--to", "2026-11-20", "-o", later, *store, status=1)
        self.assertIn("is in the group twice", result.stderr)

    def test_a_beginning_that_was_stopped_is_begun_once_more(self):
        out = self.folder / "begun"
        store = ["--registry", self.folder / "begun.sqlite"]
        manifest = self.folder / "begun.csv"
        table(manifest, [{"file": str(ROOT / "examples/cooperative.json")}])
        self.batch(manifest, "-o", out, "--queue", *store)
        # As if it had been killed before the queue had the batch.
        with sqlite3.connect(self.folder / "begun.sqlite") as database:
            database.execute("DELETE FROM batch_row")
            database.execute("DELETE FROM batch")
        database.close()
        result = self.batch("--resume", "-o", out, *store, status=3)
        self.assertIn("begin it once more, with the same order", result.stderr)
        self.batch(manifest, "-o", out, "--archive", "zip", *store)
        self.assertTrue((out / "reports.zip").exists())

    def test_a_group_that_makes_no_summary_is_refused_at_once(self):
        inputs = self.folder / "no-group"
        inputs.mkdir()
        table(inputs / "manifest.csv", [{"file": str(ROOT / "examples/no-violation.json"), "role": "子公司"}])
        out = self.folder / "no-group-out"
        result = self.batch("--group", inputs / "manifest.csv", "-o", out, *ANSWERS, status=3)
        self.assertIn("has no issuer", result.stderr)
        self.assertEqual(list(out.glob("*.pdf")), [])
        result = xinbao("issue", ROOT / "examples/no-violation.json", "--report", "group", "--home", self.home)
        self.assertEqual(result.returncode, 2)
        self.assertIn("xinbao batch --group", result.stderr)

    def test_wrong_use_is_told(self):
        out = self.folder / "wrong"
        for arguments, status, words in [
            (["-o", out], 2, "name a MANIFEST"),
            (["--resume", "-o", out], 3, "no batch was begun here"),
            ([self.folder / "nowhere.csv", "-o", out], 3, "nowhere.csv"),
            ([ROOT / "examples", "-o", out, "--edition", "1999"], 3, 'row 1: edition "1999" is not in the catalogue'),
        ]:
            result = self.batch(*arguments, status=status)
            self.assertIn(words, result.stderr)
        huge = self.folder / "huge.csv"
        with open(huge, "wb") as file:
            file.truncate(1 << 30)
        result = self.batch(huge, "-o", out, status=3)
        self.assertIn("huge.csv: has 1073741824 bytes; at most 536870912 are read; split it", result.stderr)
        out.mkdir(exist_ok=True)
        (out / "letter.pdf").write_bytes(b"x")
        result = self.batch(ROOT / "examples", "-o", out, status=3)
        self.assertIn("holds other files", result.stderr)


if __name__ == "__main__":
    unittest.main()
