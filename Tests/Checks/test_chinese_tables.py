"""What tables tell Chinese readers is Chinese: results.csv of a batch, quality.csv and rejected.csv of an import.

The inputs are the examples, each with one thing broken. Nothing here knows the program's sentences: English is found by its shape.
"""
import copy
import csv
import io
import json
import pathlib
import re
import tempfile
import unittest

from support import ROOT, xinbao

ENGLISH = re.compile(r"[A-Za-z][A-Za-z']*(?: [A-Za-z][A-Za-z']*){2}")
CHINESE = re.compile(r"[一-鿿]{2}")
# What the tables quote: the file's own words, paths, words of the system and of libraries.
QUOTED = re.compile(r"“[^”]*”|`[^`]*`|(?:/[^\s：；]+)+|（原文：.*?）|（系统错误：.*?）")


def english(cell):
    return ENGLISH.search(QUOTED.sub("", cell))


def broken_files():
    """Name, content and the words that the cell must hold, for a credit file that is refused (None: one that is doubtful)."""
    whole = json.loads((ROOT / "examples/enterprise.json").read_text())

    def changed(change):
        data = copy.deepcopy(whole)
        change(data)
        return json.dumps(data, ensure_ascii=False)

    def subject(**parts):
        return changed(lambda data: data["subject"].update(parts))

    def record(**fields):
        return changed(lambda data: data["records"]["行政处罚"][0].update(fields))

    text = json.dumps(whole, ensure_ascii=False)
    refused = {
        "empty": ("", "空"),
        "cut": (text[:200], "第 1 行"),
        "comment": ("// 注\n" + text, "注释"),
        "twice": ('{"version": 1, "version": 1}', "两次"),
        "list": ("[]", "信用档案须为"),
        "utf16": (text.encode("utf-16"), "UTF-8"),
        "gbk": (text.encode("gbk", errors="replace"), "UTF-8"),
        "escape": ('{"a": "\\q"}', "转义"),
        "surrogate": ('{"a": "\\ud800"}', "代理对"),
        "zero": ('{"version": 01}', "0 开头"),
        "deep": ("[" * 100, "嵌套"),
        "version": (changed(lambda data: data.update(version=2)), "版本"),
        "part": (changed(lambda data: data.update(records1={})), "是否应为"),
        "kind": (subject(kind="火星企业"), "火星企业"),
        "no-name": (subject(name=None), "主体名称"),
        "no-code": (subject(code=""), "主体代码"),
        "no-moment": (changed(lambda data: data.pop("asOf")), "数据截止时间"),
        "moment": (changed(lambda data: data.update(asOf="昨天")), "数据截止时间"),
        "future": (changed(lambda data: data.update(asOf="2999-01-01T00:00:00+08:00")), "尚未到来"),
        "category": (changed(lambda data: data["records"].update(行政处法=[])), "是否应为“行政处罚”"),
        "field": (record(处罚决定日斯="2024-01-01"), "处罚决定日斯"),
        "object": (record(处罚内容={}), "对象"),
        "domain": (record(领域="占星"), "占星"),
        "state": (changed(lambda data: data.update(coverage=[{"source": "某局"}])), "loaded（已归集）"),
        "order": (changed(lambda data: data.update(coverage=[
            {"source": "某局", "state": "loaded", "from": "2026-02-01", "through": "2026-01-01"}])), "起始日期晚于截止日期"),
    }
    doubtful = {
        "date": (record(处罚决定日期="去年五月"), "“去年五月”不是日期"),
        "day": (record(处罚决定日期="2023-02-30"), "不存在的日期"),
        "later": (record(处罚决定日期="2099-01-01"), "晚于数据截止日期"),
        "unset": (record(处罚决定日期="1900-01-01"), "不知道日期"),
        "money": (record(**{"罚款金额(万元)": "若干"}), "不是金额"),
        "negative": (record(**{"罚款金额(万元)": -1}), "负数"),
        "name": (record(行政相对人名称="另一家公司"), "可能属于其他主体"),
        "check": (subject(code=whole["subject"]["code"][:-1] + ("0" if whole["subject"]["code"][-1] != "0" else "1")), "校验码不符"),
        "no-version": (changed(lambda data: data.pop("version")), "版本"),
    }
    return refused, doubtful


class Results(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.scratch.cleanup)
        folder = pathlib.Path(cls.scratch.name)
        cls.refused, cls.doubtful = broken_files()
        rows = []
        for name, (content, _) in {**cls.refused, **cls.doubtful}.items():
            (folder / f"{name}.json").write_bytes(content if isinstance(content, bytes) else content.encode())
            rows.append({"file": f"{name}.json"})
        (folder / "whole.json").write_bytes((ROOT / "examples/no-violation.json").read_bytes())
        (folder / "person.json").write_bytes((ROOT / "examples/personal.json").read_bytes())
        cls.orders = [
            ({"file": "nowhere.json"}, "没有这个文件"),
            ({"file": "", "report": "enterprise"}, "没有写明信用档案"),
            ({"file": "whole.json", "report": "火星"}, "“火星”"),
            ({"file": "whole.json", "edition": "1888"}, "“1888”"),
            ({"file": "whole.json", "output": "../x.pdf"}, "不能作文件名"),
            ({"file": "whole.json", "output": "x.doc"}, "扩展名"),
            ({"file": "whole.json", "domains": "税务"}, "无违法违规证明版"),
            ({"file": "whole.json", "report": "no-violation", "domains": "税勿", "from": "2024-01-01", "to": "2026-11-19",
              "purpose": "listing"}, "没有“税勿”"),
            ({"file": "whole.json", "report": "no-violation", "domains": "all", "from": "2026-01-01", "to": "2024-01-01",
              "purpose": "listing"}, "晚于"),
            ({"file": "person.json", "report": "enterprise"}, "不能出具企业报告"),
            ({"file": "whole.json", "report": "personal"}, "不能出具个人报告"),
        ]
        rows += [order for order, _ in cls.orders]
        columns = ["file", "report", "edition", "output", "domains", "from", "to", "purpose"]
        with open(folder / "manifest.csv", "w", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        cls.out = folder / "out"
        result = xinbao("batch", folder / "manifest.csv", "-o", cls.out, "--registry", folder / "registry.sqlite", "--keep-earlier")
        assert result.returncode == 1, result.stderr
        cls.cells = list(csv.DictReader(io.StringIO((cls.out / "results.csv").read_text("utf-8-sig"), newline="")))
        cls.members = json.loads((cls.out / "results.json").read_text())

    def test_every_error_says_in_chinese_what_is_wrong(self):
        wanted = [words for _, words in self.refused.values()]
        failed = [row["错误"] for row in self.cells[:len(wanted)]]
        orders = [row["错误"] for row in self.cells[-len(self.orders):]]
        for name, cell, words in zip(list(self.refused) + [str(order) for order, _ in self.orders], failed + orders,
                                     wanted + [words for _, words in self.orders], strict=True):
            with self.subTest(name):
                self.assertIn(words, cell)
                self.assertIsNone(english(cell), cell)
                self.assertRegex(cell, CHINESE)

    def test_every_warning_says_in_chinese_what_is_doubtful(self):
        start = len(self.refused)
        for (name, (_, words)), row in zip(self.doubtful.items(), self.cells[start:start + len(self.doubtful)], strict=True):
            with self.subTest(name):
                self.assertEqual(row["状态"], "已出具", row["错误"])
                self.assertIn(words, row["提示"])
                self.assertIsNone(english(row["提示"]), row["提示"])

    def test_programs_find_both_languages(self):
        for cells, row in zip(self.cells, self.members, strict=True):
            if row["state"] == "failed":
                self.assertEqual(cells["错误"].lstrip("'"), row["errorInChinese"])
                self.assertRegex(row["error"], "[a-z] [a-z]")
            else:
                self.assertEqual(cells["提示"].lstrip("'"), "；".join(row["report"]["warningsInChinese"]))
                self.assertEqual(len(row["report"]["warnings"]), len(row["report"]["warningsInChinese"]))


class Imports(unittest.TestCase):
    def test_lists_of_the_examples_and_of_broken_tables_are_chinese(self):
        head = "行政相对人名称,行政相对人类别,行政相对人代码_1,行政许可决定文书号,许可决定日期,许可内容,许可机关"
        good = ["示例公司", "法人及非法人组织", "91440001MA5C0R1U2T", "示〔2026〕1号", "2026-11-02", "示例内容", "示例市示例局"]
        lines = [head, ",".join(good)]
        for column, value in [(0, ""), (0, "甲公司、乙公司"), (1, "火星"), (2, ""), (2, "000000000000000000"), (2, "91440001MA5C0R1U2X"),
                              (2, "440000199001010018"), (4, "去年"), (4, "2026-02-30"), (4, "2999-01-01"), (4, "45000"), (5, ""), (6, "12")]:
            lines.append(",".join(good[:column] + [value] + good[column + 1:]))
        lines += [",".join(good) + ",多余", ",".join(good), "填表人：某某"]
        with tempfile.TemporaryDirectory() as scratch:
            folder = pathlib.Path(scratch)
            (folder / "broken.csv").write_text("\n".join(lines))
            cells = 0
            for place, tables in enumerate([[folder / "broken.csv"], sorted((ROOT / "examples/import").iterdir())]):
                out = folder / f"out{place}"
                result = xinbao("import", *tables, "-o", out, "--as-of", "2026-11-20T18:00:00+08:00")
                self.assertEqual(result.returncode, 1, result.stderr)
                for name, column in [("quality.csv", "说明"), ("rejected.csv", "未导入原因")]:
                    for row in csv.DictReader(io.StringIO((out / name).read_text("utf-8-sig"), newline="")):
                        cells += 1
                        self.assertIsNone(english(row[column]), row[column])
                        self.assertRegex(row[column], CHINESE)
            self.assertGreater(cells, 20)


if __name__ == "__main__":
    unittest.main()
