"""The demo province's tables, taken in by the model of the histories, give what the truth says: the one knows the rules of
gathering and not how the tables were made, the other how they were made."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import yaml

from province_tables import categories, deliveries
from support import ROOT

sys.path.append(str(ROOT / "examples/province"))
import verdicts  # noqa: E402
from days import ranges, span  # noqa: E402

ARGUMENTS = ("--subjects", 700, "--seed", 3, "--months", 9, "--sources", 22, "--defects", 0.15, "--violations", 1.2)


class Replayed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        out = pathlib.Path(folder.name) / "province"
        subprocess.run([sys.executable, ROOT / "examples/province/make.py", out, *map(str, ARGUMENTS)], check=True)
        cls.about = json.loads((out / "province.json").read_text())
        cls.truth = [json.loads(line) for line in (out / "truth.jsonl").read_text().splitlines()]
        order = [out / json.loads(line)["sidecar"] for line in (out / "deliveries.jsonl").read_text().splitlines()]
        cls.store = verdicts.Store()
        for index, delivery in enumerate(deliveries((path, json.loads(path.read_text())) for path in order)):
            cls.store.take(index, delivery)
        cls.first, cls.last = (verdicts.day(cls.about["period"][key]) for key in ("from", "through"))
        profile = next(p for p in yaml.safe_load((ROOT / "templates/catalogue/profiles.yaml").read_text())["profiles"] if p["key"] == cls.about["profile"])
        cls.counting = {categories()[key]["label"] for key in profile["categories"]}

    def counts(self, category, row):
        day = verdicts.day(row["date"])
        return category in self.counting and (
            day is None or day <= self.last and (category in verdicts.LISTS or day >= self.first))

    def test_the_same_days_are_open(self):
        days = set(span(self.first, self.last))
        for source in self.about["sources"]:
            wanted = {gap["gap"]["category"]: gap["gap"]["days"] for gap in source["open"]}
            found = {}
            for (name, category), covered in self.store.covered.items():
                missing = days - (covered - self.store.opened.get((name, category), set()))
                if name == source["name"] and category in self.counting and missing:
                    found[category] = ranges(missing)
            self.assertEqual(found, {c: d for c, d in wanted.items() if (source["name"], c) in self.store.covered}, source["name"])
        self.assertTrue(any(source["open"] for source in self.about["sources"]))

    def test_the_same_records_count(self):
        found = {}
        for key, group in self.store.groups.items():
            if self.store.stands(key) and any(self.counts(group.category, row) for row in group.rows):
                found.setdefault(group.subject, set()).add((group.source, group.category, group.number))
        for subject, reasons in self.reasons():
            records = [r for answer in subject["answers"].values() if answer != "clean" for r in answer["records"]]
            records += [reason["record"] for reason in reasons if "record" in reason]
            self.assertEqual({(r["source"], r["category"], r["number"]) for r in records}, found.get(subject["code"], set()), subject["code"])

    def test_the_same_held_rows_are_in_doubt(self):
        held = [h for h in self.store.held if not h.is_settled and self.counts(h.category, h.row)]
        self.assertGreater(len(held), 10)
        for subject, reasons in self.reasons():
            wanted = {(r["held"]["source"], r["held"]["category"], r["held"]["number"]) for r in reasons if "held" in r}
            self.assertEqual({(h.source, h.category, h.row["number"]) for h in held
                              if subject["code"] not in h.settled_for and self.store.may_be(h.row, subject["code"])}, wanted)

    def reasons(self):
        for subject in self.truth:
            yield subject, [reason for answer in subject["answers"].values() if answer != "clean" for reason in answer["reasons"]]


if __name__ == "__main__":
    unittest.main()
