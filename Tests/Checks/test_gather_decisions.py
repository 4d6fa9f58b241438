"""What is decided about deliveries by hand takes two persons, is explained, and every look is in the journal: by the
finished command, in a home with real keys and in one for trying out."""
import csv
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import tempfile
import time
import unittest

from province import Province, share_fonts
from test_two_persons import as_user

INPUT, USAGE = 3, 2
WATER = "广东省水利厅"
QUESTION = ("水利", "--catalogue", "guangdong-2024", "--from", "2026-10-02", "--to", "2026-10-05")
REGISTRAR = "广东省市场监督管理局"
CODE, NAME = "91440300192181490G", "深圳市岭秀远航贸易有限公司"
PENALTY = ["行政相对人名称", "行政相对人类别", "统一社会信用代码", "行政处罚决定书文号", "处罚决定日期", "处罚机关", "罚款金额（万元）"]


def table(path, head, *rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def penalty(code, number):
    return [NAME, "法人及非法人组织", code, number, "2026-10-03", WATER, "1"]


class Decisions(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.home = self.folder / "home"
        login = pathlib.Path("/proc/self/loginuid")
        if os.getuid() == 0 and login.exists() and login.read_text() not in ("", "4294967295"):
            login.write_text("4294967295")

    def done(self, *arguments, user=0):
        result = as_user(user, *arguments, home=self.home)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def answer(self, *arguments, user=0):
        return json.loads(self.done(*arguments, "--json", user=user))

    def refused(self, *arguments, status=INPUT):
        result = as_user(0, *arguments, home=self.home)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result.stderr

    def deliver(self):
        """Of the week's two penalties one has no code."""
        who = table(self.folder / "who.csv", ["企业名称", "统一社会信用代码", "成立日期"], [NAME, CODE, "1992-05-30"])
        # With its notice: a registration that a person types takes another person in a home with real keys.
        folder = self.folder / "inbox" / REGISTRAR
        folder.mkdir(parents=True)
        shutil.copy(who, folder)
        (folder / "who.delivery.json").write_text(json.dumps({
            "source": REGISTRAR, "kind": "registration", "from": "2026-10-01", "through": "2026-10-07",
            "files": [{"name": who.name, "sha256": hashlib.sha256(who.read_bytes()).hexdigest()}]}))
        self.done("gather", "inbox", self.folder / "inbox")
        rows = table(self.folder / "penalties.csv", PENALTY, penalty(CODE, "粤水罚〔2026〕1号"), penalty("", "粤水罚〔2026〕2号"))
        self.done("gather", "deliver", rows, "--source", WATER, "--categories", "行政处罚,行政强制", "--from", "2026-10-01",
                  "--through", "2026-10-07")

    def explain(self):
        return self.answer("gather", "explain", CODE, *QUESTION)

    def looks(self):
        with sqlite3.connect(self.home / "registry.sqlite") as database:
            return [row[0] for row in database.execute("SELECT channel FROM journal WHERE result = 'LOOKED' ORDER BY sequence")]

    def test_one_person_is_enough_where_nothing_is_real(self):
        self.deliver()
        row = self.answer("gather", "held")["rows"][0]["id"]
        said = self.done("gather", "held", "show", row)
        self.assertIn("行政处罚决定书文号: 粤水罚〔2026〕2号", said)
        before = self.explain()
        self.assertEqual([line["effect"] for line in before["records"]], ["counts"])
        self.assertEqual([(line["id"], line["row"]) for line in before["doubting"]], [(row, 3)])
        self.assertNotIn("2号", json.dumps(before, ensure_ascii=False))
        self.assertIn("person's number", self.refused("gather", "held", "assign", row, "11010519491231002X"))
        self.assertIn(f"done: assign held row {row}", self.done("gather", "held", "assign", row, CODE))
        self.assertIn("is held no longer: assigned", self.refused("gather", "held", "assign", row, CODE))
        after = self.explain()
        self.assertEqual([line["effect"] for line in after["records"]], ["counts", "counts"])
        self.assertEqual((after["doubting"], after["outcome"]), ([], "records"))
        self.assertTrue(all(category["isComplete"] for source in after["sources"] for category in source["categories"]))
        text = self.done("gather", "explain", CODE, *QUESTION)
        self.assertIn("covered  2026-10-02 to 2026-10-05  by number 2", text)
        settled = self.answer("gather", "held", "--settled")["rows"]
        self.assertEqual([(one["id"], one["settlement"]) for one in settled], [(row, "assigned")])
        # The first delivery by hand made the registry: it had to know how many persons its days take.
        self.done("gather", "file", CODE, "-o", self.folder / "file.json")
        self.assertEqual(self.looks(), ["gather-held"] + 3 * ["gather-explain"] + ["gather-file"])

    def test_days_that_a_person_typed_take_another_person(self):
        (self.folder / "province").mkdir()
        self.home = Province(self.folder / "province").home
        self.deliver()
        held = self.answer("gather", "held")["rows"][0]["id"]
        self.assertFalse(any(category["isComplete"] for source in self.explain()["sources"]
                             for category in source["categories"]))
        asked = self.answer("gather", "accept", "2")
        self.assertEqual((asked["state"], asked["kind"]), ("pending", "gather.accept-delivery"))
        refusal = self.answer("gather", "held", "refuse", held, "--reason", "重复报送")
        self.assertNotIn(NAME, json.dumps([asked, refusal], ensure_ascii=False))
        self.assertIn("cannot confirm it", self.refused("confirm", asked["id"]))
        if os.getuid() != 0:
            return
        for action in (asked, refusal):
            self.assertIn("done", self.done("confirm", action["id"], user=1))
        after = self.explain()
        self.assertEqual(after["doubting"], [])
        self.assertTrue(all(category["isComplete"] for source in after["sources"] for category in source["categories"]))
        self.assertIn("counts already", self.refused("gather", "accept", "2"))
        self.assertTrue(self.answer("registry", "audit")["clean"])

    def test_what_is_kept_no_longer_is_erased_and_a_stone_remains(self):
        number = "11010519491231002X"
        head = [*PENALTY, "证件类型", "证件号码"]
        rows = [["示例甲", "自然人", "", f"粤水罚〔{year}〕1号", f"{year}-10-03", WATER, "1", "身份证", number] for year in (2004, 2026)]
        self.done("gather", "deliver", table(self.folder / "persons.csv", head, *rows), "--source", WATER, "--from", "2004-10-01",
                  "--through", "2026-10-07")
        before = self.folder / "before.json"
        self.done("gather", "file", number, "-o", before)
        moment = json.loads(before.read_text())["asOf"]
        self.assertIn("〔2004〕", before.read_text())
        told = self.done("gather", "erase")
        self.assertIn("done: erase 1 versions of records and 0 held rows", told)
        self.assertIn("nothing whose time is over", self.refused("gather", "erase"))
        for name, options in (("after", ()), ("past", ("--as-of", moment))):
            file = self.folder / f"{name}.json"
            self.done("gather", "file", number, "-o", file, *options)
            self.assertNotIn("〔2004〕", file.read_text())
            self.assertIn("〔2026〕", file.read_text())
            self.assertEqual("保存期限届满" in file.read_text(), name == "past")
        self.assertTrue(self.answer("registry", "audit")["clean"])

    def test_a_report_is_explained_as_of_its_own_day(self):
        share_fonts(self.home)
        self.deliver()
        self.done("gather", "file", CODE, "-o", self.folder / "file.json")
        report = self.folder / "report.pdf"
        number = self.answer(
            "issue", self.folder / "file.json", "-o", report, "--report", "no-violation", "--domains", *QUESTION,
            "--purpose", "bidding")["number"]
        row = self.answer("gather", "held")["rows"][0]["id"]
        # A report says to the second up to when its data were gathered: what is decided must not fall into that second.
        time.sleep(1.1)
        self.done("gather", "held", "refuse", row, "--reason", "重复报送")
        self.assertEqual(self.explain()["doubting"], [])
        of_then = self.answer("gather", "explain", number, "水利", "--file", report)
        self.assertEqual([one["id"] for one in of_then["doubting"]], [row])
        self.assertEqual((of_then["from"], of_then["through"]), ("2026-10-02", "2026-10-05"))
        self.assertIn("was not asked about 税务", self.refused("gather", "explain", number, "税务", "--file", report))
        self.assertIn("was changed", self.refused("gather", "explain", number, "水利", "--file", self.folder / "file.json"))

    def test_a_number_alone_does_not_say_what_was_asked(self):
        self.assertIn("--file", self.refused("gather", "explain", "2026111818164012300001", "水利", status=USAGE))


if __name__ == "__main__":
    unittest.main()
