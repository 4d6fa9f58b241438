"""`xinbao import` on the example tables, on broken ones, and its working days against other people's calendars."""
import csv
import datetime
import io
import json
import pathlib
import tempfile
import unittest
import zipfile

import yaml

from support import ROOT, issue, xinbao

DONE, NO, WRONG_USE, BAD_INPUT, ENVIRONMENT = range(5)
EXAMPLES = sorted((ROOT / "examples/import").iterdir())
AS_OF = "2026-11-20T18:00:00+08:00"
HEAD = "行政相对人名称,行政相对人类别,行政相对人代码_1,行政许可决定文书号,许可决定日期,许可内容,许可机关"
GOOD = "示例公司,法人及非法人组织,91440001MA5C0R1U2T,示〔2026〕1号,2026-11-02,示例内容,示例市示例局"


def rows(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


class Folder(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.out = self.folder / "out"

    def run_import(self, *arguments):
        return xinbao("import", *arguments, "-o", self.out, "--as-of", AS_OF)

    def table(self, content, name="table.csv"):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def sheet(self, data, **parts):
        """A workbook of one sheet."""
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        path = self.folder / "table.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", f'<workbook xmlns:r="{office}"><sheets><sheet name="S" r:id="a"/></sheets></workbook>')
            archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships><Relationship Id="a" Type="{office}/worksheet" '
                             f'Target="sheet.xml"/><Relationship Id="b" Type="{office}/styles" Target="styles.xml"/></Relationships>')
            archive.writestr("xl/styles.xml", '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>')
            archive.writestr("xl/sheet.xml", data)
            for name, part in parts.items():
                archive.writestr(name, part)
        return path


def row(number, cells):
    return f'<row r="{number}">' + "".join(
        cell if cell.startswith("<c") else f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>"


class ImportExamples(Folder):
    def test_examples(self):
        result = self.run_import(*EXAMPLES, "--json")
        self.assertEqual(result.returncode, NO, result.stderr)  # one row has no code
        answer = json.loads(result.stdout)
        self.assertEqual(answer["rows"], answer["records"] + answer["rejectedRows"])
        self.assertEqual((answer["rows"], answer["rejectedRows"]), (35, 1))
        self.assertEqual({t["category"]: t["rows"] for t in answer["tables"]}, {"行政许可": 14, "行政处罚": 13, "信用承诺": 8})
        self.assertEqual(sum(answer["defects"].values()), len([r for r in rows(self.out / "quality.csv") if r["级别"] == "缺陷"]))
        files = sorted(self.out.glob("*.json"))
        self.assertEqual(len(files), answer["subjects"])
        records = 0
        for file in files:
            with self.subTest(file.name):
                content = json.loads(file.read_text())
                self.assertEqual(content["subject"]["code"], file.stem)
                self.assertNotIn("coverage", content)
                records += sum(map(len, content["records"].values()))
                self.assertEqual(xinbao("check", file).returncode, DONE)
        self.assertEqual(records, answer["records"])
        self.assertFalse([p for p in self.out.iterdir() if p.name.startswith(".")])
        rejected = rows(self.out / "rejected.csv")
        self.assertEqual([r["来源行号"] for r in rejected], ["11"])
        self.assertEqual(rejected[0]["许可编号"], "JY14401000000009")

        report = issue(self.out / "91440001MA5C0R1U2T.json", self.folder / "report.pdf")
        self.assertEqual(report.returncode, DONE, report.stderr)

    def test_values_are_as_given(self):
        """Every cell of the table in GB18030 is in a credit file, character by character."""
        table = ROOT / "examples/import/penalties.csv"
        self.run_import(table)
        given = list(csv.DictReader(io.StringIO(table.read_bytes().decode("gb18030"), newline="")))
        found = [r for f in self.out.glob("*.json") for r in json.loads(f.read_text())["records"]["行政处罚"]]
        cells = lambda r: sorted(v for v in r.values() if v)
        self.assertEqual(sorted(map(cells, found)), sorted(map(cells, given)))

    def test_dates_of_a_workbook(self):
        self.run_import(ROOT / "examples/import/commitments.xlsx")
        days = [r["承诺作出日期"] for f in self.out.glob("*.json") for r in json.loads(f.read_text())["records"]["信用承诺"]]
        start = datetime.date(2026, 10, 12)
        self.assertEqual(sorted(days), [str(start + datetime.timedelta(days=2 * i)) for i in range(8)])

    def test_coverage(self):
        coverage = [{"source": "示例局", "domains": ["税务"], "state": "loaded", "through": "2026-11-19"}]
        result = self.run_import(self.table(HEAD + "\n" + GOOD), "--coverage", self.table(json.dumps(coverage), "c.json"))
        self.assertEqual(result.returncode, DONE, result.stderr)
        content = json.loads((self.out / "91440001MA5C0R1U2T.json").read_text())
        self.assertEqual(content["coverage"], coverage)
        refused = self.run_import(self.table(HEAD + "\n" + GOOD), "--coverage", self.table('[{"source": 1}]', "c.json"))
        self.assertEqual(refused.returncode, BAD_INPUT)

    def test_nothing_is_overwritten(self):
        table = self.table(HEAD + "\n" + GOOD)
        self.assertEqual(self.run_import(table).returncode, DONE)
        before = {p: p.read_bytes() for p in self.out.iterdir()}
        again = self.run_import(table)
        self.assertEqual(again.returncode, ENVIRONMENT)
        self.assertIn("--overwrite", again.stderr)
        self.assertEqual({p: p.read_bytes() for p in self.out.iterdir()}, before)
        self.assertEqual(self.run_import(table, "--overwrite").returncode, DONE)

    def test_delimiters(self):
        for delimiter in ",;\t":
            with self.subTest(repr(delimiter)):
                table = self.table((HEAD + "\r\n" + GOOD).replace(",", delimiter))
                self.assertEqual(self.run_import(table, "--overwrite").returncode, DONE)


class ImportBadTables(Folder):
    def refused(self, path, *pieces, arguments=(), status=BAD_INPUT):
        result = self.run_import(path, *arguments)
        self.assertEqual(result.returncode, status, result.stderr + result.stdout)
        self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)
        for piece in pieces:
            self.assertIn(piece, result.stderr)
        self.assertFalse(self.out.exists(), "something was left behind")

    def test_csv(self):
        for name, (content, pieces) in {
            "empty": ("", ["empty"]),
            "no head": ("甲,乙,丙\n1,2,3\n", ["head"]),
            "an unknown column": (HEAD.replace("许可内容", "许可内客") + "\n" + GOOD, [":1:6:", "许可内容?"]),
            "one field twice": (HEAD.replace("许可内容", "XK_WSH") + "\n" + GOOD, [":1:6:", "column 4"]),
            "open quotes": (HEAD + "\n" + GOOD + '\n示例,"甲\n', [":3:2:", "quotes"]),
            "something behind quotes": (HEAD + '\n"示例"公司,甲\n', [":2:1:", "quotes"]),
            "neither encoding": (HEAD.encode() + b"\n\xff\xfe,\xe4,\x81\n", [":2:1:", "--encoding"]),
            "UTF-16": ((HEAD + "\n" + GOOD).encode("utf-16"), ["UTF-16"]),
            "an old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, [".xls"]),
            "a broken workbook": (b"PK\x03\x04" + b"\0" * 600, ["ZIP"]),
        }.items():
            with self.subTest(name):
                self.refused(self.table(content), *pieces)

    def test_malformed_bytes_reject_their_row_where_the_encoding_is_said(self):
        content = (HEAD + "\n" + GOOD + "\n").encode() + GOOD.encode().replace("内容".encode(), b"\xe5\x86") + b"\n"
        result = self.run_import(self.table(content), "--encoding", "utf-8")
        self.assertEqual(result.returncode, NO, result.stderr)
        rejected = rows(self.out / "rejected.csv")
        self.assertEqual([(r["来源行号"], r["许可内容"]) for r in rejected], [("3", "示例\\xE5\\x86")])
        self.assertIn("许可内容：单元格的第 7 个字节", rejected[0]["未导入原因"])

    def test_wrong_use(self):
        table = self.table(HEAD + "\n" + GOOD)
        for arguments in (["--encoding", "latin-1"], ["--as-of", "yesterday"]):
            with self.subTest(arguments[0]):
                result = xinbao("import", table, "-o", self.out, *arguments)
                self.assertEqual(result.returncode, WRONG_USE, result.stderr)
        self.refused(table, "did you mean", arguments=["--category", "行政处法"])
        self.refused(self.folder / "none.csv", "no such file")

    def test_hostile_workbooks(self):
        head = row(1, HEAD.split(","))
        entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>'
        for name, (data, piece) in {
            "an external entity": (entity, "document type"),
            "a bomb": ("<worksheet><sheetData>" + " " * 60_000_000, "unpacks to more"),
            "no XML": ("<worksheet><sheetData>" + head, "not XML"),
            "a far column": (f'<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>', "cells"),
            "rows out of order": (f"<worksheet><sheetData>{row(5, ['甲'])}{row(4, ['乙'])}</sheetData></worksheet>", "order"),
        }.items():
            with self.subTest(name):
                self.refused(self.sheet(data), piece)

    def test_cells_that_cannot_be_taken_reject_their_row(self):
        good = GOOD.split(",")
        data = "<worksheet><sheetData>" + "".join([
            row(1, HEAD.split(",")), row(2, good),
            row(4, good[:4] + ['<c t="e"><v>#REF!</v></c>'] + good[5:]),
            row(5, good[:2] + ["<c><v>4.4000119900101002E+17</v></c>"] + good[3:]),
            row(6, good[:4] + ['<c s="1"><v>46328</v></c>'] + good[5:])]) + "</sheetData></worksheet>"
        result = self.run_import(self.sheet(data))
        self.assertEqual(result.returncode, NO, result.stderr)
        self.assertEqual([r["来源行号"] for r in rows(self.out / "rejected.csv")], ["4", "5"])
        records = json.loads((self.out / "91440001MA5C0R1U2T.json").read_text())["records"]["行政许可"]
        self.assertEqual([r["许可决定日期"] for r in records], ["2026-11-02", "2026-11-02"])


class WorkingDays(unittest.TestCase):
    def test_days_are_those_of_other_collections(self):
        import chinese_calendar
        import holidays
        listed = yaml.safe_load((ROOT / "templates/calendar/holidays.yaml").read_text())["years"]
        self.assertEqual([y["year"] for y in listed], list(range(2017, 2027)))
        for year in listed:
            off, work = set(), {datetime.date.fromisoformat(str(d)) for d in year["workdays"]}
            for span in year["holidays"]:
                first, last = map(datetime.date.fromisoformat, span.split("/"))
                off |= {first + datetime.timedelta(days=i) for i in range((last - first).days + 1)}
            other = holidays.country_holidays("CN", years=year["year"])
            day = datetime.date(year["year"], 1, 1)
            while day.year == year["year"]:
                ours = day in work if day.weekday() > 4 else day not in off
                self.assertEqual(ours, chinese_calendar.is_workday(day), f"chinesecalendar: {day}")
                self.assertEqual(ours, other.is_working_day(day), f"holidays: {day}")
                day += datetime.timedelta(days=1)


if __name__ == "__main__":
    unittest.main()
