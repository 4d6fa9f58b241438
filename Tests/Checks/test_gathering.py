"""docs/gathering.md works as it stands: its commands run, in order, in an empty folder; and what follows from them is right."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import pymupdf

from gathered import Comparison, covered_days, days
from support import COMMAND, HOME, ROOT, issued, SMALL, xinbao

PAGE = ROOT / "docs/gathering.md"


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        for name in ("templates", "examples"):
            (cls.folder / name).symlink_to(ROOT / name)
        if not (HOME / "fonts").is_dir():
            issued(SMALL)
        cls.home = cls.folder / "home"
        cls.home.mkdir()
        (cls.home / "fonts").symlink_to(HOME / "fonts")
        python = pathlib.Path(sys.executable).parent
        cls.environment = dict(
            os.environ, PATH=f"{COMMAND.parent}:{python}:{os.environ['PATH']}", XINBAO_HOME=str(cls.home), XINBAO_RESOURCES=str(ROOT))
        cls.said = []
        for kind, text in re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL):
            if kind == "sh":
                result = subprocess.run(
                    ["bash", "-e", "-o", "pipefail", "-c", text], cwd=cls.folder, env=cls.environment, stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT, text=True, timeout=300)
                assert result.returncode == 0, f"{text}{result.stdout}"
                cls.said.append(result.stdout)
            elif kind == "text":
                missing = set(text.splitlines()) - set(cls.said[-1].splitlines())
                assert not missing, f"{missing} is not in:\n{cls.said[-1]}"
        cls.truth = {subject["code"]: subject for subject in map(json.loads, (cls.folder / "out/province/truth.jsonl").read_text().splitlines())}
        cls.about = json.loads((cls.folder / "out/province/province.json").read_text())

    def told(self, *words):
        result = xinbao(*words, "--gathering", self.folder / "out/province.sqlite", home=self.home)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def test_every_delivery_has_its_receipt(self):
        inbox = self.folder / "out/province/inbox"
        deliveries = [json.loads(line) for line in (self.folder / "out/province/deliveries.jsonl").read_text().splitlines()]
        for delivery in deliveries:
            name = pathlib.Path(delivery["sidecar"])
            receipt = inbox / name.parent.name / "done" / name.name.replace(".delivery.json", ".receipt.json")
            self.assertIn(json.loads(receipt.read_text())["state"], ("taken", "repeated"))
        left = [path for folder in inbox.glob("[!.]*") for path in folder.iterdir() if path.name not in ("done", "failed")]
        self.assertEqual(left, [])
        self.assertIn(f"delivery {self.sequence()}", "".join(self.said))

    def sequence(self):
        return json.loads(next((self.folder / "out/inbox/广东省水利厅/done").glob("october.receipt.json")).read_text())["sequence"]

    def test_open_days_are_those_of_the_truth(self):
        found = {(entry["source"], entry["categoryLabel"]): covered_days(entry) for entry in json.loads(self.told("gather", "coverage", "--json"))}
        period = days(self.about["period"]["from"], self.about["period"]["through"])
        gaps = {(gap["source"], gap["category"]): set().union(*(days(*run) for run in gap["days"]))
                for source in self.about["sources"] for gap in (entry["gap"] for entry in source["open"])}
        counting = {"行政处罚", "行政强制"}
        for source in self.about["sources"]:
            for category in counting:
                # The page's own table answers for October once more.
                if source["name"] != "广东省水利厅":
                    self.assertEqual(period - found[source["name"], category], gaps.get((source["name"], category), set()), source["name"])

    def test_held_rows_are_told_without_what_they_say(self):
        held = json.loads(self.told("gather", "held", "--json"))
        self.assertEqual(held["total"], len(held["rows"]))
        page = next(row for row in held["rows"] if row["table"].endswith("october.csv"))
        self.assertEqual((page["reason"], page["row"], page["day"]), ("没有统一社会信用代码", 3, "2026-10-09"))
        self.assertNotIn("示水罚", json.dumps(held, ensure_ascii=False))
        self.assertNotIn("示水罚〔2026〕2号".encode(), (self.folder / "out/province.sqlite").read_bytes())

    def test_an_assigned_row_is_a_record(self):
        result = xinbao("gather", "file", "91440600YY16UTCC66", "-o", "-", home=self.home)
        self.assertEqual([record["行政处罚决定书文号"] for record in json.loads(result.stdout)["records"]["行政处罚"]], ["示水罚〔2026〕2号"])
        self.assertEqual(json.loads(xinbao("gather", "held", "--json", home=self.home).stdout)["total"], 0)

    def test_credit_files_pass_the_check(self):
        for code in list(self.truth)[:12]:
            file = self.folder / "out" / f"{code}.json"
            self.told("gather", "file", code, "-o", file)
            result = xinbao("check", file, home=self.home)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(json.loads(file.read_text())["subject"]["name"], self.truth[code]["name"])

    def test_reports_say_what_is_right(self):
        """Those of the page were issued before its own table went into the province."""
        compared = Comparison()
        for path in (self.folder / "out/reports").glob("*.pdf"):
            with pymupdf.open(path) as pdf:
                data = json.loads(pdf.embfile_get("report.json"))
            self.assertEqual(data["coverageBasis"], "deliveries")
            compared.add(self.truth[data["subject"]["code"]], data["judgement"]["answers"])
        self.assertEqual(compared.counts["subjects"], 2)
        self.assertEqual(compared.wrong, [])


if __name__ == "__main__":
    unittest.main()
