"""The demo province and the small histories: what they claim to be right is right by facts that the oracle does not use."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
import unittest

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

    def test_every_row_has_an_outcome(self):
        for history in self.histories:
            for delivery, outcomes in zip(history["deliveries"], history["outcomes"], strict=True):
                self.assertEqual(len(delivery["rows"]), len(outcomes), history["id"])

    def test_nobody_is_clean_of_whom_a_row_speaks(self):
        """By name or code, whatever else is wrong with the row; only what was withdrawn is left aside."""
        clean = 0
        for history in self.histories:
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
             "several-offenders", "several-rows", "doubled-row", "two-sources", "change-after-row", "future"}, tags)


if __name__ == "__main__":
    unittest.main()
