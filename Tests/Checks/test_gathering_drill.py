"""A province gathered under `kill -9`: afterwards nothing is there twice, nothing is lost, coverage is what a simple model
says, and the answers of no-violation reports are the true ones, or doubtful for a reason that is named.

    XINBAO_PROVINCE=10000 XINBAO_KILLS=50 .tools/venv/bin/python -m unittest discover -s Tests/Checks -p 'test_gathering_drill.py'

XINBAO_MONTHS, XINBAO_PROVINCE_SEED, XINBAO_DRAWN (how many subjects' reports), XINBAO_STORES (sqlite,postgres);
XINBAO_MISMATCHES names a file for every answer that is not the true one.
"""
import collections
import csv
import datetime
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

import pymupdf

from gathered import Comparison, Coverage, Province, Store, covered_days, days
from support import COMMAND, PostgresServer, ROOT, new_home

SUBJECTS = int(os.environ.get("XINBAO_PROVINCE", "60"))
KILLS = int(os.environ.get("XINBAO_KILLS", "3"))
MONTHS = int(os.environ.get("XINBAO_MONTHS", "30" if SUBJECTS > 1000 else "3"))
DRAWN = int(os.environ.get("XINBAO_DRAWN", "800"))
SEED = int(os.environ.get("XINBAO_PROVINCE_SEED", "20261201"))
STORES = os.environ.get("XINBAO_STORES", "sqlite,postgres").split(",")
MISMATCHES = os.environ.get("XINBAO_MISMATCHES")
# Deliveries that wait at the same time: of so many days, in so many inboxes, which are taken in one after another.
WINDOW, INBOXES = datetime.timedelta(2), 3


class Drill:
    """- Parameter is_shuffled: everything in any order, instead of what waits at the same time."""

    def __init__(self, folder, province, location, is_shuffled=False):
        self.folder, self.province, self.random = pathlib.Path(folder), province, random.Random(SEED)
        self.home = new_home(folder)
        self.location = location or str(self.home / "gathering.sqlite")
        self.store = Store(self.location)
        self.inboxes = [self.folder / f"inbox{n}" for n in range(INBOXES)]
        self.waves = self.shuffled_waves() if is_shuffled else self.waves_in_time()
        self.kills, self.moments = 0, []
        self.duration, self.seconds = 0.5, 0.0  # of the last run, and of all

    def waves_in_time(self):
        waves = collections.defaultdict(list)
        start = self.province.deliveries[0].received.replace(hour=0, minute=0)
        for delivery in self.province.deliveries:
            waves[(delivery.received - start) // WINDOW].append(delivery)
        return list(waves.values())

    def shuffled_waves(self):
        deliveries = self.province.deliveries[:]
        self.random.shuffle(deliveries)
        return [deliveries[start:start + 40] for start in range(0, len(deliveries), 40)]

    def arguments(self, *words):
        return [str(COMMAND), *map(str, words), "--gathering", self.location, "--home", str(self.home)]

    def told(self, *words, status=0):
        result = subprocess.run(self.arguments(*words), cwd=ROOT, capture_output=True, text=True, timeout=1800)
        assert result.returncode == status, f"{words}: {result.returncode} {result.stdout}{result.stderr}"
        return result.stdout

    def run(self):
        runs_left = len(self.waves) * INBOXES
        for number, wave in enumerate(self.waves):
            for delivery in wave:
                inbox = self.random.choice(self.inboxes)
                (inbox / delivery.source).mkdir(parents=True, exist_ok=True)
                for file in delivery.files:
                    os.link(file, inbox / delivery.source / file.name)
            for inbox in self.random.sample(self.inboxes, INBOXES):
                if inbox.exists():
                    while self.kills < KILLS and self.random.random() < (KILLS - self.kills) / max(1, runs_left * 0.7):
                        if not self.take_in_and_kill(inbox):
                            break
                    self.take_in(inbox)
                runs_left -= 1
            if number in (len(self.waves) // 3, len(self.waves) * 2 // 3):
                self.remember()

    def take_in(self, inbox):
        start = time.monotonic()
        process = subprocess.run(self.arguments("gather", "inbox", inbox), cwd=ROOT, capture_output=True, text=True, timeout=1800)
        may_fail = "could not be read" in process.stdout
        assert process.returncode == 0 or may_fail and process.returncode == 1, process.stdout + process.stderr
        self.duration = time.monotonic() - start
        self.seconds += self.duration

    def take_in_and_kill(self, inbox):
        """Whether it was killed on its way; most of the time before, between and after the deliveries of an inbox."""
        process = subprocess.Popen(self.arguments("gather", "inbox", inbox), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait = self.random.uniform(0.01, self.duration)
        try:
            process.wait(wait)
            return False
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            self.kills += process.wait() == -signal.SIGKILL
            return True

    def remember(self):
        """Credit files as they are now: asked for later as of this moment, they must be the same."""
        for subject in self.random.sample(self.province.truth, min(len(self.province.truth), 12)):
            result = subprocess.run(self.arguments("gather", "file", subject["code"], "-o", "-"), cwd=ROOT, capture_output=True)
            if result.returncode == 0:
                self.moments.append((subject["code"], json.loads(result.stdout)["asOf"], result.stdout))

    # MARK: what is there afterwards

    def receipts(self):
        """By name of the delivery; the sidecar lies beside its receipt."""
        found = {}
        for path in self.folder.glob("inbox*/*/*/*.receipt.json"):
            receipt = json.loads(path.read_text())
            name = f"{path.parent.parent.name}/{receipt['delivery']}"
            assert name not in found and (path.parent / receipt["delivery"]).exists(), name
            found[name] = receipt
        return found

    def answers(self, subjects):
        """Of no-violation reports, by code."""
        manifest, out = self.folder / "manifest.csv", self.folder / "reports"
        with open(manifest, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["subject"], *([subject["code"]] for subject in subjects)])
        period = self.province.period
        result = subprocess.run(
            [str(COMMAND), "batch", manifest, "-o", out, "--home", self.home, "--report", "no-violation", "--domains", "all", "--catalogue",
             "guangdong-2024", "--from", period["from"], "--to", period["through"], "--purpose", "other", "--keep-earlier"],
            cwd=ROOT, capture_output=True, text=True, env=os.environ | {"XINBAO_GATHERING": self.location})
        assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
        found = {}
        for row in json.loads((out / "results.json").read_text()):
            with pymupdf.open(out / row["report"]["file"]) as pdf:
                found[row["order"]["subject"]] = json.loads(pdf.embfile_get("report.json"))["judgement"]["answers"]
        shutil.rmtree(out)
        return found


class GatheringDrill(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.province = Province(pathlib.Path(folder.name) / "province", "--subjects", SUBJECTS, "--months", MONTHS, "--seed", SEED)

    def test_in_a_file(self):
        self.drill("sqlite", None)

    def test_in_a_server(self):
        if "postgres" in STORES:
            with PostgresServer() as server:
                self.drill("postgres", server.url)

    def drill(self, kind, location):
        if kind not in STORES:
            return
        with tempfile.TemporaryDirectory() as folder:
            drill = Drill(folder, self.province, location)
            drill.run()
            self.assertEqual(drill.kills, KILLS, "it was over before all were killed: take more deliveries")
            self.look_at_sums(drill, drill.receipts())
            self.look_at_coverage(drill, drill.receipts())
            for code, moment, file in drill.moments:
                again = drill.told("gather", "file", code, "-o", "-", "--as-of", moment)
                self.assertEqual(again, file.decode(), f"{code} as of {moment}")
            self.look_at_answers(drill, kind)

    def look_at_sums(self, drill, receipts):
        deliveries = {delivery.name: delivery for delivery in self.province.deliveries}
        self.assertEqual(set(receipts), set(deliveries))
        columns = ["new", "replaces", "same", "outdated", "withdraws", "held", "no_data"]
        stored = {int(row[0]): dict(zip(columns, map(int, row[2:]))) | {"failed": row[1] == "1"} for row in drill.store.rows(
            f"SELECT sequence, has_failed, {', '.join('rows_' + column for column in columns)} FROM gather_delivery")}
        born = {table: {int(sequence): int(count) for sequence, count in drill.store.rows(
            f"SELECT born, COUNT(*) FROM {table} GROUP BY born")} for table in ("gather_record", "gather_held")}
        taken = set()
        for name, receipt in receipts.items():
            delivery, sequence = deliveries[name], receipt["sequence"]
            row = stored[sequence]
            self.assertEqual(receipt["state"] == "failed", delivery.is_broken, name)
            self.assertEqual(row["failed"], delivery.is_broken, name)
            if delivery.is_broken:
                continue
            taken.add(sequence)
            counts = {column: row[column] for column in columns}
            # Nothing is lost: notes, examples and numbered empty rows are no data, all else is what the notice counts.
            self.assertEqual(sum(counts.values()) - counts["no_data"], delivery.rows, name)
            self.assertEqual({column.replace("_", "-"): count for column, count in counts.items()} | {"sum": sum(counts.values())},
                             receipt["rows"], name)
            if receipt["state"] != "taken":
                # It was killed after it was in, or its bytes had been handed in before.
                self.assertEqual((receipt["state"], receipt["repeats"]), ("repeated", sequence), name)
            made = counts["new"] + counts["replaces"] + counts["outdated"] + counts["withdraws"]
            self.assertEqual((born["gather_record"].get(sequence, 0), born["gather_held"].get(sequence, 0)), (made, counts["held"]), name)
        # Nothing is there that no delivery brought.
        self.assertEqual({sequence for sequence, row in stored.items() if not row["failed"]}, taken)
        for table in born:
            self.assertLessEqual(set(born[table]), taken)

    def look_at_coverage(self, drill, receipts):
        order = {}
        for delivery in self.province.deliveries:
            order.setdefault(receipts[delivery.name]["sequence"], delivery)
        model = Coverage([order[sequence] for sequence in sorted(order)], self.province.nameless)
        told = json.loads(drill.told("gather", "coverage", "--json"))
        found = {(entry["source"], entry["categoryLabel"]): covered_days(entry) for entry in told}
        delivered = {(d.source, category) for d in self.province.deliveries if d.kind != "registration" for category in d.categories}
        self.assertLessEqual(delivered, set(found))
        for key, covered in found.items():
            self.assertEqual(covered, model.days(*key), f"{key}: {sorted(covered ^ model.days(*key))[:3]}")
        # And what the makers of the deliveries say of the days of the period.
        period = days(self.province.period["from"], self.province.period["through"])
        for source in self.province.about["sources"]:
            for gap in (entry["gap"] for entry in source["open"]):
                self.assertEqual(period - found[gap["source"], gap["category"]], set().union(*(days(*run) for run in gap["days"])), gap)

    def look_at_answers(self, drill, kind):
        chosen = drill.random.sample(self.province.truth, min(len(self.province.truth), DRAWN))
        start = time.monotonic()
        answers, compared = drill.answers(chosen), Comparison()
        for subject in chosen:
            compared.add(subject, answers[subject["code"]])
        print(f"{kind}: {SUBJECTS} subjects, {len(self.province.deliveries)} deliveries in {drill.seconds:.0f} s, {drill.kills} killed; "
              f"{len(chosen)} reports in {time.monotonic() - start:.0f} s; {compared}")
        if MISMATCHES:
            pathlib.Path(MISMATCHES).write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in compared.wrong))
        self.assertEqual(compared.of("wrong clean"), [])
        self.assertLess(compared.counts["doubted"], 0.01 * compared.counts["sure"])
        # A row in doubt concerns the domains of its source, too: rare, named, and counted above.
        self.assertEqual([one for one in compared.wrong if one["kind"] != "needless doubt"], [])

    def test_names_that_are_nearly_right(self):
        """Rows without a code under names that are misspelt, shortened or masked: nobody is clean whom one means."""
        with tempfile.TemporaryDirectory() as folder:
            province = Province(pathlib.Path(folder) / "province", "--subjects", 300, "--months", 3, "--seed", SEED, "--defects", 0.15,
                                "--violations", 1.5, "--hard")
            drill = Drill(folder, province, None)
            drill.kills = KILLS
            drill.run()
            compared = Comparison()
            for code, answers in drill.answers(province.truth).items():
                compared.add(next(subject for subject in province.truth if subject["code"] == code), answers)
            print(f"names that are nearly right: {compared}")
            held = [reason["held"]["why"] for subject in province.truth for answer in subject["answers"].values() if answer != "clean"
                    for reason in answer["reasons"] if "held" in reason]
            self.assertLessEqual({"misspelt-no-code", "short-name", "masked-name"}, set(held))
            self.assertEqual(compared.of("wrong clean"), [])
            # A masked name fits others, too.
            self.assertLess(compared.counts["needless doubt"], 0.01 * compared.counts["right"])

    def test_in_any_order(self):
        """Deliveries of months in any order: what comes late changes answers, but nobody is clean of whom a row speaks."""
        with tempfile.TemporaryDirectory() as folder:
            drill = Drill(folder, self.province, None, is_shuffled=True)
            drill.run()
            self.look_at_sums(drill, drill.receipts())
            chosen = drill.random.sample(self.province.truth, min(len(self.province.truth), DRAWN))
            compared = Comparison()
            for code, answers in drill.answers(chosen).items():
                compared.add(next(subject for subject in chosen if subject["code"] == code), answers)
            print(f"in any order: {compared}")
            # A clean answer is wrong if a row speaks of a violation, and was not withdrawn; gaps may close in another order.
            self.assertEqual([one for one in compared.of("wrong clean") if any(found["spoken"] for found in one["world"] or [])], [])


if __name__ == "__main__":
    unittest.main()
