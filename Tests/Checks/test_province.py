"""The demo province and the small histories: what they claim to be right is right by facts that the oracle does not use."""
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
import unittest

import yaml

from province_tables import cells, iso
from support import ROOT

FOLDER = ROOT / "examples/province"


def script(name, *arguments):
    subprocess.run([sys.executable, FOLDER / name, *map(str, arguments)], check=True)


def bare(text):
    """Only the Chinese characters of a name, in their usual form: a folding of this test's own."""
    return "".join(re.findall(r"[\u4e00-\u9fff]", unicodedata.normalize("NFKC", text or "")))


class Histories(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "histories.jsonl"
            script("histories.py", 7, 3000, out)
            cls.bytes = out.read_bytes()
        cls.histories = [json.loads(line) for line in cls.bytes.splitlines()]

    def test_the_same_seed_gives_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "again.jsonl"
            script("histories.py", 7, 200, out)
            self.assertEqual(self.bytes[:out.stat().st_size], out.read_bytes())

    def test_verdicts_after_each_delivery_end_with_the_last(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "each.jsonl"
            script("histories.py", 7, 200, out, "--each")
            for known, line in zip(self.histories, out.read_text().splitlines()):
                verdicts = json.loads(line)["verdicts"]
                self.assertEqual(len(verdicts), len(known["deliveries"]))
                self.assertEqual(verdicts[-1], known["verdict"])
                self.assertTrue(all(d["answer"] == "doubtful" for s in verdicts[0]["subjects"] for d in s["domains"]))

    def test_every_row_has_an_outcome(self):
        for history in self.histories:
            for delivery, outcomes in zip(history["deliveries"], history["outcomes"], strict=True):
                self.assertEqual(len(delivery["rows"]), len(outcomes), history["id"])

    def test_nobody_is_clean_of_whom_a_row_speaks(self):
        """By name or code, whatever else is wrong with the row; only what was withdrawn or mended is left aside."""
        clean = 0
        for history in self.histories:
            if "mended" in history["tags"]:
                continue
            first, last = history["window"]["from"], history["window"]["through"]
            signing = {source["name"]: source["authorities"] for source in history["sources"]}
            withdrawn = {row.get("number") for d in history["deliveries"] if d["kind"] == "withdrawal" for row in d["rows"]}
            for subject in history["verdict"]["subjects"]:
                names = set(map(bare, subject["names"]))
                for answer in subject["domains"]:
                    if answer["answer"] != "clean":
                        continue
                    clean += 1
                    for delivery in history["deliveries"]:
                        if delivery["source"] != answer["source"] or delivery["kind"] not in ("increment", "snapshot"):
                            continue
                        for row in delivery["rows"]:
                            if "noData" in row or row["number"] in withdrawn and row["number"] or not first <= (row["date"] or "") <= last:
                                continue
                            if delivery["broken"] or row["authority"] not in (None, *signing[answer["source"]]):
                                continue
                            named = bare(row["name"]) in names and "identity" not in row
                            spoken_of = row["code"] == subject["code"] or row["code"] is None and named
                            self.assertFalse(spoken_of, f"history {history['id']}: {row} is about {subject['code']}")
        self.assertGreater(clean, 300)

    def test_a_clean_answer_stands_on_every_day_of_the_window(self):
        for history in self.histories:
            for source in history["sources"]:
                whole = [c["days"] == [[history["window"]["from"], history["window"]["through"]]]
                         for c in history["verdict"]["coverage"] if c["source"] == source["name"]]
                self.assertEqual(len(whole), len(source["categories"]))
                if not all(whole):
                    for subject in history["verdict"]["subjects"]:
                        answer = next(d["answer"] for d in subject["domains"] if d["source"] == source["name"])
                        self.assertNotEqual(answer, "clean", history["id"])

    def test_all_kinds_of_trouble_occur(self):
        tags = {tag for history in self.histories for tag in history["tags"]}
        self.assertLessEqual(
            {"broken", "empty", "nil", "missing", "snapshot", "withdrawal", "repair", "corrected", "same-file", "same-rows", "shuffled",
             "nameless", "no-code", "mistyped", "mistyped-passing", "foreign-code", "namesakes", "former-name", "person", "stranger",
             "several-offenders", "several-rows", "doubled-row", "two-sources", "change-after-row", "future", "corrected-later", "few", "mended",
             "change-first", "registered-later", "unnamed-category", "confirmed-later",
             "same-file-other-days", "copied-code", "ambiguous-number", "no-name-typed", "nameless-on-list", "broken-after-good"}, tags)


class Province(unittest.TestCase):
    ARGUMENTS = ("--subjects", 3000, "--seed", 5, "--months", 7, "--sources", 30, "--defects", 0.05, "--violations", 0.6)

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.out = pathlib.Path(folder.name) / "province"
        script("make.py", cls.out, *cls.ARGUMENTS)
        cls.about = json.loads((cls.out / "province.json").read_text())
        cls.truth = [json.loads(line) for line in (cls.out / "truth.jsonl").read_text().splitlines()]
        cls.deliveries = [json.loads(line) for line in (cls.out / "deliveries.jsonl").read_text().splitlines()]
        cls.sidecars = [(cls.out / d["sidecar"], json.loads((cls.out / d["sidecar"]).read_text())) for d in cls.deliveries]

    def test_the_same_seed_gives_the_same_files(self):
        def digests(folder):
            return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}

        with tempfile.TemporaryDirectory() as folder:
            outs = [pathlib.Path(folder) / name for name in ("once", "again")]
            for out in outs:
                script("make.py", out, "--subjects", 500, "--seed", 6, "--months", 2, "--sources", 8, "--violations", 2)
            self.assertEqual(*map(digests, outs))

    def test_sidecars_say_what_is_there(self):
        named = set()
        for path, sidecar in self.sidecars:
            self.assertEqual(path.parent.name, sidecar["source"])
            self.assertFalse(sidecar["kind"] == "nil" and sidecar["files"], path)
            for file in sidecar["files"]:
                named.add(path.parent / file["name"])
                self.assertEqual(hashlib.sha256((path.parent / file["name"]).read_bytes()).hexdigest(), file["sha256"])
        written = {p for p in self.out.glob("inbox/*/*") if not p.name.endswith(".delivery.json")}
        self.assertEqual(named, written)
        self.assertEqual([d["received"] for d in self.deliveries], sorted(d["received"] for d in self.deliveries))

    def test_registered_names_and_codes_are_those_of_the_truth(self):
        names = {}
        for path, sidecar in self.sidecars:
            if sidecar["kind"] == "registration":
                for row in cells(path.parent / sidecar["files"][0]["name"])[1:]:
                    self.assertTrue(codes_pass(row[1]), row)
                    names.setdefault(row[1], set()).update([row[0], *filter(None, row[8].split("、"))])
        self.assertEqual(names, {s["code"]: {s["name"], *s["formerNames"]} for s in self.truth})

    def test_nobody_is_clean_whom_the_truth_of_the_world_accuses(self):
        violations = 0
        for subject in self.truth:
            for domain, found in subject["world"].items():
                violations += len(found)
                self.assertNotEqual(subject["answers"][domain], "clean", (subject["code"], found))
        self.assertGreater(violations, 1000)

    def test_nobody_is_clean_of_whom_a_delivered_row_speaks(self):
        """Read from the tables: whoever is named by code, or by name where the code is nobody's."""
        period, domains = self.about["period"], domains_of_sources()
        by_code = {s["code"]: s for s in self.truth}
        by_name = {}
        for subject in self.truth:
            for name in [subject["name"], *subject["formerNames"]]:
                by_name.setdefault(bare(name), []).append(subject)
        spoken, withdrawn, held = [], set(), 0
        for path, sidecar in self.sidecars:
            for file in sidecar["files"]:
                rows = cells(path.parent / file["name"]) if "registration" not in file["name"] and "licences" not in file["name"] else []
                for row in rows:
                    numbers = [cell for cell in row if re.fullmatch(r"粤示\d+.〔\d+〕\d+号", cell)]
                    if sidecar["kind"] == "withdrawal":
                        withdrawn.update(numbers[:1])
                    days = [iso(cell) for cell in row if iso(cell)]
                    if sidecar["kind"] in ("increment", "snapshot") and days and period["from"] <= days[0] <= period["through"]:
                        named = [by_code[cell] for cell in row if cell in by_code]
                        if not named:
                            named = [subject for cell in row for subject in by_name.get(bare(cell), [])]
                            held += len(named)
                        spoken += [(sidecar["source"], numbers[:1], subject) for subject in named]
        self.assertGreater(held, 20)
        self.assertGreater(len(spoken), 1000)
        for source, numbers, subject in spoken:
            # Of a namesake elsewhere a source of one city is not asked.
            if not withdrawn.issuperset(numbers) or not numbers:
                self.assertNotEqual(subject["answers"][domains[source]], "clean", (source, numbers, subject["name"]))

    def test_doubt_without_need_is_rare(self):
        """At five defects in a hundred rows: where all sources delivered, and nothing is true of the subject."""
        sure = needless = 0
        for subject in self.truth:
            for domain, answer in subject["answers"].items():
                reasons = [] if answer == "clean" else answer["reasons"]
                if not any("gap" in reason for reason in reasons) and not subject["world"].get(domain):
                    sure += 1
                    needless += answer != "clean"
        self.assertLess(needless, 0.01 * sure)
        self.assertGreater(needless, 0)

    def test_held_rows_say_why_they_may_be_somebodys(self):
        held = [reason["held"] for subject in self.truth for answer in subject["answers"].values() if answer != "clean"
                for reason in answer["reasons"] if "held" in reason]
        self.assertEqual({row["by"] for row in held}, {"name", "code"})
        self.assertEqual({row["by"] for row in held if row["why"] == "two-names"}, {"code"})
        self.assertEqual({row["by"] for row in held if row["why"] == "no-code"}, {"name"})

    def test_all_kinds_of_trouble_occur(self):
        self.assertLessEqual(
            {"broken", "late", "mends", "empty-unconfirmed", "same-file", "same-rows", "corrected", "withdrawal", "repair", "cumulative", "nameless",
             "list-snapshot", "no-code", "mistyped", "misspelt", "respelt", "foreign-code", "two-names", "no-date", "impossible-date", "yuan",
             "former-name", "doubled-row", "note-rows", "example-rows", "numbered-empty-rows", "ended"}, set(self.about["counts"]))


def domains_of_sources():
    """By source, the first domain for which it is asked."""
    found = {}
    for domain in yaml.safe_load((ROOT / "templates/catalogue/domains/domains.yaml").read_text())["domains"]:
        for source in domain.get("sources", []):
            source = {"name": source} if isinstance(source, str) else source
            for name in [source["name"], *(other["name"] for other in source.get("or", []))]:
                found.setdefault(name, domain["key"])
    return found


def codes_pass(code):
    """GB 32100-2015, 5.2: by the sum of all eighteen, the check character with weight 1."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return (sum(letters.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17])) + letters.index(code[17])) % 31 == 0


if __name__ == "__main__":
    unittest.main()
