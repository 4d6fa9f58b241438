"""Workbooks of the old kind (.xls) against xlrd: what it reads, written as CSV, is imported with the same result."""
import csv
import datetime
import io
import pathlib
import random
import tempfile
import unittest

import xlrd
import xlwt

from support import ROOT, xinbao

AS_OF = "2026-11-20T18:00:00+08:00"
HEAD = ["行政相对人名称", "行政相对人类别", "行政相对人代码_1", "行政许可决定文书号", "许可决定日期", "许可内容", "许可机关"]
DATE = xlwt.easyxf(num_format_str="yyyy-mm-dd")


def text(cell, book):
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment = xlrd.xldate_as_datetime(cell.value, book.datemode)
        return str(moment.date() if moment.time() == datetime.time() else moment)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        # As many digits as spreadsheets keep.
        return str(int(cell.value)) if cell.value == int(cell.value) else f"{cell.value:.15g}"
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    return str(cell.value)


def as_csv(path):
    """Every sheet's cells as xlrd reads them, merged ones filled, as CSV."""
    book = xlrd.open_workbook(path, formatting_info=True)
    for sheet in book.sheets():
        cells = [[text(cell, book) for cell in sheet.row(number)] for number in range(sheet.nrows)]
        for top, bottom, left, right in sheet.merged_cells:
            for row in cells[top:bottom]:
                row.extend([""] * (right - len(row)))
                for column in range(left, right):
                    row[column] = row[column] or cells[top][left]
        out = io.StringIO()
        csv.writer(out).writerows(cells)
        yield out.getvalue().encode()


class OldWorkbooks(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def imported(self, table):
        out = pathlib.Path(tempfile.mkdtemp(dir=self.folder)) / "out"
        result = xinbao("import", table, "-o", out, "--as-of", AS_OF)
        files = {path.name: path.read_bytes() for path in out.glob("*.json")} if out.exists() else {}
        name = str(table)
        return result.returncode, result.stdout.replace(name, "TABLE").replace(str(out), "OUT"), files

    def assert_same(self, workbook):
        table = self.folder / "table.csv"
        for content in as_csv(workbook):
            table.write_bytes(content)
            old, new = self.imported(workbook), self.imported(table)
            self.assertEqual(old[0], new[0], (old[1], new[1]))
            self.assertEqual(old[2], new[2])

    def workbook(self, rows, style=None):
        book = xlwt.Workbook(encoding="utf-8", style_compression=2)
        sheet = book.add_sheet("行政许可")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime.date):
                    sheet.write(number, column, value, DATE)
                elif value is not None:
                    sheet.write(number, column, value)
        path = self.folder / "table.xls"
        book.save(str(path))
        return path

    def test_random_tables(self):
        for seed in range(4):
            chance = random.Random(seed)
            # Enough different texts that the table of texts goes on over several records, narrow and wide ones.
            rows = [HEAD] + [
                [f"示例{number}号公司{'甲' * chance.randrange(200)}", "法人及非法人组织", "91440001MA5C0R1U2T",
                 f"示〔2026〕{number}号" if chance.random() < .9 else number,
                 chance.choice([datetime.date(2026, 1 + chance.randrange(10), 1 + chance.randrange(28)), "2026/3/4", 46000]),
                 chance.choice(["a" * chance.randrange(3000), "内容é" * chance.randrange(400), 0.1 + 0.2, 12345678901, True, None]),
                 "示例市示例局"]
                for number in range(1 + chance.randrange(120))]
            with self.subTest(seed):
                self.assert_same(self.workbook(rows))

    def test_merged_cells(self):
        book = xlwt.Workbook(encoding="utf-8")
        sheet = book.add_sheet("行政许可")
        sheet.write_merge(0, 0, 0, 6, "2026年行政许可")
        for column, label in enumerate(HEAD):
            sheet.write(1, column, label)
        for number in (2, 3):
            for column, value in enumerate(["示例公司", "法人及非法人组织", "91440001MA5C0R1U2T", f"示{number}号", "2026-11-02", "内容"]):
                sheet.write(number, column, value)
        sheet.write_merge(2, 3, 6, 6, "示例市示例局")
        path = self.folder / "table.xls"
        book.save(str(path))
        self.assert_same(path)

    def test_every_cut_is_refused_or_read(self):
        whole = self.workbook([HEAD, ["示例公司", "法人及非法人组织", "91440001MA5C0R1U2T", "示1号", "2026-11-02", "内容", "示例局"]])
        content = whole.read_bytes()
        chance = random.Random(1)
        for turn in range(60):
            damaged = bytearray(content[:chance.randrange(8, len(content))] if turn % 2 else content)
            for _ in range(turn % 5):
                damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
            whole.write_bytes(damaged)
            code, out, _ = self.imported(whole)
            self.assertIn(code, (0, 1, 3), out)


if __name__ == "__main__":
    unittest.main()
