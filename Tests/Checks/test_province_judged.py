"""The truth of the demo province, held against the judgement: what it says of a subject, written as a credit file, is judged as
it says. So the oracle knows the domains of authorities, the places of sources and what counts as the program does."""
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import yaml

from support import ROOT, new_home, xinbao

SUBJECTS = 100
CATALOGUE = ROOT / "templates/catalogue"
KINDS = {"91": ("企业", "住所"), "92": ("个体工商户", "经营场所"), "93": ("农民专业合作社", "住所")}
# Labels of number, day and authority, by category.
LABELS = {
    "行政处罚": ("行政处罚决定书文号", "处罚决定日期", "处罚机关"), "行政强制": ("文书号", "决定日期", "决定机关"),
    "经营（活动）异常名录（状态）": (None, "设立日期", "列入决定机关名称"), "其他严重失信主体名单": (None, "列入日期", "列入机关"),
    "重大税收违法": (None, None, None)}


def owed_categories():
    """By source, the labels of what it owes."""
    categories = {c["key"]: c["label"] for path in (CATALOGUE / "categories").glob("*.yaml") for c in yaml.safe_load(path.read_text())["categories"]}
    owed = {}
    for domain in yaml.safe_load((CATALOGUE / "domains/domains.yaml").read_text())["domains"]:
        for source in domain.get("sources", []):
            source = {"name": source} if isinstance(source, str) else source
            for one in [source, *source.get("or", [])]:
                owed.setdefault(one["name"], set()).update(categories[key] for key in one.get("owes") or domain["owes"])
    return owed


class Truth(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        subprocess.run(
            [sys.executable, ROOT / "examples/province/make.py", cls.folder / "province", "--subjects", "2500", "--seed", "11", "--months", "5",
             "--defects", "0.1", "--violations", "0.7", "--hard"], check=True)
        cls.about = json.loads((cls.folder / "province/province.json").read_text())
        cls.truth = [json.loads(line) for line in (cls.folder / "province/truth.jsonl").read_text().splitlines()]
        cls.owed = owed_categories()

    def coverage(self):
        """From the days that are open for good, the days that are not."""
        period, entries = self.about["period"], []
        for source in self.about["sources"]:
            opened = {item["gap"]["category"]: item["gap"]["days"] for item in source["open"]}
            for category in sorted(self.owed[source["name"]]):
                start = datetime.date.fromisoformat(period["from"])
                for first, last in opened.get(category, []) + [[period["through"], None]]:
                    end = datetime.date.fromisoformat(first) - datetime.timedelta(1 if last else 0)
                    if start <= end:
                        entries.append({"source": source["name"], "categories": [category], "from": str(start), "through": str(end), "state": "loaded"})
                    if last:
                        start = datetime.date.fromisoformat(last) + datetime.timedelta(1)
        return entries

    def file(self, subject, coverage):
        reasons = [reason for answer in subject["answers"].values() if answer != "clean" for reason in answer["reasons"]]
        records = [record for answer in subject["answers"].values() if answer != "clean" for record in answer["records"]]
        records += [reason["record"] for reason in reasons if "record" in reason]
        kind, address = KINDS[subject["kind"]]
        file = {"version": 1, "asOf": self.about["asOf"], "records": {}, "coverage": coverage, "coverageBasis": "deliveries", "unattributed": [],
                "subject": {"kind": kind, "name": subject["name"], "code": subject["code"], address: subject["address"]}}
        for record in unique(records):
            values = zip(LABELS[record["category"]], (record["number"], record["day"], record["authority"]))
            entry = {label: value for label, value in values if label and value} or {"案件性质": "偷税"}
            file["records"].setdefault(record["category"], []).append(entry)
        for held in unique(reason["held"] for reason in reasons if "held" in reason):
            row = {"source": held["source"], "categories": [held["category"]], "count": 1, "reason": "待核"}
            file["unattributed"].append(row | ({"day": held["day"]} if held["day"] else {}))
        return file

    def chosen(self):
        """Those with records or doubts of their own, those of two places, and some with nothing."""
        own = lambda s: any(a != "clean" and (a["records"] or any("gap" not in r for r in a["reasons"])) for a in s["answers"].values())
        marked = [s for s in self.truth if own(s)]
        others = [s for s in self.truth if not own(s)]
        return marked[:SUBJECTS] + others[:15] + [s for s in others[15:] if len(s["places"]) > 1][:15]

    def test_credit_files_of_the_truth_are_judged_as_it_says(self):
        files, coverage, chosen = self.folder / "files", self.coverage(), self.chosen()
        files.mkdir()
        with open(self.folder / "manifest.jsonl", "w", encoding="utf-8") as manifest:
            for number, subject in enumerate(chosen):
                (files / f"{number}.json").write_text(json.dumps(self.file(subject, coverage), ensure_ascii=False), encoding="utf-8")
                manifest.write(json.dumps({"file": f"files/{number}.json", "output": f"{number}.pdf"}) + "\n")
        period = self.about["period"]
        result = xinbao(
            "batch", self.folder / "manifest.jsonl", "-o", self.folder / "out", "--report", "no-violation", "--catalogue", self.about["catalogue"],
            "--profile", self.about["profile"], "--domains", "all", "--from", period["from"], "--to", period["through"], "--purpose", "listing",
            home=new_home(self.folder), timeout=600)
        self.assertEqual(result.returncode, 0, result.stderr)
        compared = self.compare()
        counts = json.loads(compared.stdout.splitlines()[0])
        self.assertEqual(counts, {"subjects": len(chosen), "right": len(chosen) * 38}, compared.stdout)
        self.assertEqual(compared.returncode, 0)
        rows = json.loads((self.folder / "out/results.json").read_text())
        outcomes = {answer["outcome"] for row in rows for answer in row["report"]["answers"]}
        self.assertEqual(outcomes, {"clean", "records", "no-data", "undetermined"})
        self.tell_a_wrong_clean(rows)

    def compare(self):
        return subprocess.run(
            [sys.executable, ROOT / "examples/province/compare.py", self.folder / "province/truth.jsonl", self.folder / "out/results.json"],
            stdout=subprocess.PIPE, text=True)

    def tell_a_wrong_clean(self, rows):
        """The comparison itself: one answer that is clean and must not be."""
        code, wrong = next((row["report"]["code"], answer) for row in rows for answer in row["report"]["answers"] if answer["outcome"] == "records")
        wrong["outcome"] = "clean"
        (self.folder / "out/results.json").write_text(json.dumps(rows))
        compared = self.compare()
        self.assertEqual(compared.returncode, 1)
        self.assertEqual(json.loads(compared.stdout.splitlines()[0])["wrong clean"], 1)
        self.assertIn(f"wrong clean: {code}", compared.stdout)


def unique(values):
    return {json.dumps(value, sort_keys=True): value for value in values}.values()


if __name__ == "__main__":
    unittest.main()
