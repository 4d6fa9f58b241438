"""An edition of the standard is a data file: nothing in the program or in a template knows 2021 from 2022."""
import pathlib
import re
import shutil
import tempfile
import unittest

from support import ROOT, SMALL, issue, run, squash


class EditionsAreData(unittest.TestCase):
    def test_a_new_edition_is_a_new_file(self):
        with tempfile.TemporaryDirectory() as folder:
            resources = pathlib.Path(folder)
            shutil.copytree(ROOT / "templates", resources / "templates")
            (resources / "fonts").symlink_to(ROOT / "fonts")
            editions = resources / "templates/catalogue/editions"
            text = (editions / "2022.yaml").read_text()
            text = text.replace('key: "2022"', 'key: "2030"').replace("2022年版", "2030年版").replace("V2.0", "V9.0")
            (editions / "2030.yaml").write_text(text.replace("诚实守信相关荣誉信息", "守信荣誉信息"))
            pdf = folder + "/report.pdf"
            result = issue(SMALL, pdf, "--edition", "2030", "--resources", resources)
            self.assertEqual(result.returncode, 0, result.stderr)
            text = squash(run("pdftotext", pdf, "-").decode())
        for piece in ["公共信用信息报告标准（2030年版）", "V9.0", "守信荣誉信息（共1条）", "登记注册基础信息"]:
            self.assertIn(piece, text)

    def test_no_code_and_no_template_asks_for_an_edition(self):
        files = list((ROOT / "Sources").rglob("*.swift")) + list((ROOT / "templates").glob("*.yaml"))
        files += (ROOT / "templates/parts").glob("*.yaml")
        asking = re.compile(r'edition\s*(==|!=)|case\s+"?20(21|22)|\.edition\s*(==|!=)')
        found = [f"{file.name}: {line.strip()}" for file in files for line in file.read_text().splitlines()
                 if asking.search(line) and not line.strip().startswith(("//", "#"))]
        self.assertEqual(found, [])


if __name__ == "__main__":
    unittest.main()
