"""`xinbao import` on tables as departments hand them in: the heads of old editions, other provinces, single departments."""
import csv
import io
import json
import pathlib
import tempfile
import unittest

from support import ROOT, xinbao

FIXTURES = ROOT / "Tests/ImportingTests/Fixtures"
DONE, NO, _, BAD_INPUT = range(4)
# Exit status, records, rejected rows, rows without data.
TABLES = {
    "cases/ascii-semicolons-in-a-cell.csv": (DONE, 1, 0, 0),
    "cases/dates.csv": (DONE, 20, 0, 0),
    "cases/dates-off-by-43-seconds.xlsx": (DONE, 4, 0, 0),
    "cases/hidden-rows-and-sheets.xlsx": (DONE, 4, 0, 0),
    "cases/national-2015-corp-penalties-941-rows.xlsx": (NO, 1, 1, 0),
    "cases/province-2019-licences-of-persons.xlsx": (DONE, 0, 0, 0),
    "cases/province-2019-penalties-of-bodies.xlsx": (DONE, 0, 0, 0),
    "cases/transport-2019-penalties.csv": (DONE, 1, 0, 0),
    "cases/wuhan-2017-licences-codes-gb18030.csv": (NO, 1, 1, 1),
    "cases/zhejiang-licences-merged-to-XFD.xlsx": (DONE, 0, 0, 0),
    "cases/zhejiang-penalties-head-at-B2.xlsx": (NO, 0, 1, 0),
    "cases/zhejiang-penalties-old-workbook.xls": (NO, 0, 1, 0),
    "code-5.csv": (DONE, 2, 0, 0),
    "identity-or-code.csv": (NO, 6, 2, 0),
    "one-code.csv": (NO, 1, 5, 0),
    "heads/interface-licences.json": (DONE, 1, 0, 0),
    "heads/penalties-in-yuan.csv": (DONE, 2, 0, 0),
}
REFUSED = {
    "cases/monthly-statistics-of-publicity.xls": "no row looks like the head of a table",
    "heads/counterfeit-penalties.csv": "hand them in as two columns",
    "heads/register-penalties-without-names.csv": "no column says whom the rows are about",
}


class TablesAsTheyCome(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def run_import(self, name):
        out = self.folder / name.replace("/", "-")
        return out, xinbao("import", FIXTURES / name, "-o", out, "--as-of", "2026-11-20T18:00:00+08:00", "--json")

    def test_each_goes_in_and_every_row_is_counted(self):
        for name, (status, records, rejected, without_data) in TABLES.items():
            with self.subTest(table=name):
                out, run = self.run_import(name)
                self.assertEqual(run.returncode, status, run.stderr)
                answer = json.loads(run.stdout)
                found = answer["records"], answer["rejectedRows"], answer["rowsWithoutData"]
                self.assertEqual(found, (records, rejected, without_data))
                # Numbers of invented persons begin with 999999: in no list, whatever the head of their column says.
                for listing in ("quality.csv", "rejected.csv"):
                    if (out / listing).exists():
                        self.assertNotRegex((out / listing).read_text(), "9999991990[0-9]{7}")

    def test_what_cannot_be_read_is_refused_with_what_to_do(self):
        for name, reason in REFUSED.items():
            with self.subTest(table=name):
                out, run = self.run_import(name)
                self.assertEqual(run.returncode, BAD_INPUT)
                self.assertIn(reason, run.stderr)
                self.assertFalse(out.exists())

    def test_tables_of_a_kind_of_their_own_are_read_by_a_mapping_that_is_handed_in(self):
        table, mapping = self.folder / "t.csv", self.folder / "m.yaml"
        table.write_text("被罚单位,统一社会信用代码,行政处罚决定书文号,处罚决定日期,罚没款(元),经办科室\n"
                         "示例公司,91440001MA59G7P26C,示1号,2026-11-02,5000,一科\n")
        mapping.write_text("mappings:\n- name: 示例\n  category: penalty\n  columns:\n  - {head: 被罚单位, field: counterpartName}\n"
                           "  - {head: 罚没款(元), field: fine, unit: 元}\n  - {head: 经办科室, role: ignored}\n")
        command = ["import", table, "-o", self.folder / "out", "--as-of", "2026-11-20T18:00:00+08:00"]
        refused = xinbao(*command)
        self.assertEqual(refused.returncode, BAD_INPUT)
        self.assertIn("1 被罚单位", refused.stderr)
        done = xinbao(*command, "--mapping", mapping)
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertIn("read as 示例", done.stdout)
        file = json.loads((self.folder / "out/91440001MA59G7P26C.json").read_text())
        self.assertEqual(file["records"]["行政处罚"][0]["罚款金额(万元)"], "0.5")
        mapping.write_text("mappings:\n- name: 示例\n  category: penalty\n  columns:\n  - {head: 被罚单位, field: nobody}\n")
        wrong = xinbao(*command, "--mapping", mapping)
        self.assertEqual(wrong.returncode, BAD_INPUT)
        self.assertIn("行政处罚 has no field nobody", wrong.stderr)

    def test_what_is_hidden_or_converted_is_told_once_with_its_place(self):
        out, _ = self.run_import("cases/hidden-rows-and-sheets.xlsx")
        told = [row for row in csv.DictReader(io.StringIO((out / "quality.csv").read_text("utf-8-sig"))) if row["规则"] == "hidden"]
        self.assertEqual([(row["来源文件"].split(", ")[1], row["来源行号"], row["列"]) for row in told],
                         [("sheet 九月", "2", "处罚内容"), ("sheet 九月", "3", ""), ("sheet 八月(旧)", "1", "")])
        out, _ = self.run_import("heads/penalties-in-yuan.csv")
        told = [row for row in csv.DictReader(io.StringIO((out / "quality.csv").read_text("utf-8-sig"))) if row["规则"] == "converted"]
        self.assertEqual(sorted(row["列"] for row in told), ["没收违法所得金额（元）", "没收违法所得金额（元）", "罚款金额（元）"])
        file = json.loads((out / "91440001MA59G7P26C.json").read_text())
        self.assertEqual([record["罚款金额(万元)"] for record in file["records"]["行政处罚"]], ["0.5", "20.00元"])


if __name__ == "__main__":
    unittest.main()
