"""Records that were gathered after the report is made cannot be: every door refuses a file that says so."""
import csv
import datetime
import json
import pathlib
import tempfile
import unittest

from support import ROOT, issue, xinbao

BEIJING = datetime.timezone(datetime.timedelta(hours=8))
CLEAN = json.loads((ROOT / "examples/no-violation-clean.json").read_text())
ANSWERS = ["--report", "no-violation", "--domains", "all", "--from", "2023-11-20", "--to", "2026-11-19", "--purpose", "listing"]


def at(**later):
    return (datetime.datetime.now(BEIJING) + datetime.timedelta(**later)).isoformat(timespec="seconds")


class GatheringTime(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, as_of, name="file.json"):
        path = self.folder / name
        path.write_text(json.dumps({**CLEAN, "asOf": as_of}, ensure_ascii=False, indent=1))
        return path

    def test_a_file_from_the_future_is_refused_with_its_place(self):
        for as_of in ("2130-12-31T00:00:00+08:00", at(minutes=7)):
            file = self.file(as_of)
            for result in (xinbao("check", file), issue(file, self.folder / "a.pdf", *ANSWERS)):
                self.assertEqual(result.returncode, 3, result.stderr)
                self.assertRegex(result.stderr, r"file\.json:\d+:\d+: /asOf: asOf is .*, which is yet to come; ")
            self.assertFalse((self.folder / "a.pdf").exists())

    def test_clocks_may_differ_by_some_minutes(self):
        self.assertEqual(xinbao("check", self.file(at(minutes=3))).returncode, 0)

    def test_a_row_of_a_batch_fails_alone(self):
        self.file("2026-11-20T18:00:00+08:00", "good.json")
        self.file("2130-12-31T00:00:00+08:00", "ahead.json")
        with open(self.folder / "manifest.csv", "w", newline="") as table:
            csv.writer(table).writerows([["file"], ["ahead.json"], ["good.json"]])
        out = self.folder / "out"
        result = xinbao("batch", self.folder / "manifest.csv", "-o", out, *ANSWERS, "--registry", self.folder / "a.sqlite")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertRegex(result.stderr, r"row 1: .*ahead\.json:\d+:\d+: /asOf: ")
        self.assertIn("1 of 2 reports", result.stdout)

    def test_a_report_is_not_dated_before_its_records(self):
        file = self.file("2026-11-20T18:00:00+08:00")
        result = issue(file, self.folder / "a.pdf", *ANSWERS, "--time", "2026-11-20T17:59:59+08:00")
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertIn("--time 2026-11-20T17:59:59+08:00 lies before 2026-11-20T18:00:00+08:00", result.stderr)
        self.assertFalse((self.folder / "a.pdf").exists())
        result = issue(file, self.folder / "a.pdf", *ANSWERS, "--time", "2026-11-20T18:00:00+08:00")
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_nothing_is_imported_as_of_the_future(self):
        table = self.folder / "rows.csv"
        table.write_text("行政相对人名称,行政相对人类别,行政相对人代码_1,行政处罚决定书文号,处罚决定日期\n")
        result = xinbao("import", table, "-o", self.folder / "files", "--as-of", at(minutes=7))
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertIn("is yet to come", result.stderr)
        self.assertFalse((self.folder / "files").exists())


class WhatATemplateCouldSay(unittest.TestCase):
    def test_warnings_stop_nothing_unless_they_are_to(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "mine.yaml"
            path.write_text(
                "report: no-violation\ninformation: {title: 结论}\npage: {margins: 25 mm}\nbody:\n"
                "  - for: answer in judgement.answers\n    do:\n      - if: answer.count > 0\n        then:\n"
                "          - paragraph: 有记录\n        else:\n          - paragraph: 未发现违法违规记录\n")
            result, strict = xinbao("template", "check", path), xinbao("template", "check", path, "--strict")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn(f"{path}:11:24: warning: says that nothing was found", result.stderr)
        self.assertIn(f"{path}:5:3: warning: never prints", result.stderr)
        self.assertIn(f"{path}:5:3: warning: has no verification code", result.stderr)
        self.assertIn("no mistakes; for no-violation reports", result.stdout)
        self.assertEqual(strict.returncode, 3)
        self.assertIn(f"error: {path}:11:24: says that nothing was found", strict.stderr)

    def test_the_templates_that_ship_have_none(self):
        for name in ("enterprise", "personal", "no-violation", "group"):
            self.assertEqual(xinbao("template", "check", ROOT / f"templates/{name}.yaml", "--strict").returncode, 0, name)


if __name__ == "__main__":
    unittest.main()
