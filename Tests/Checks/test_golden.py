"""What the reports say and where, as text one can read: a change of wording, order or layout shows as a difference here.

After a change that is meant: `XINBAO_RENEW=1 .tools/venv/bin/python -m unittest discover -s Tests/Checks -p
'test_golden.py'`, then read the difference in git as part of the change.
"""
import difflib
import os
import pathlib
import tempfile
import unittest

from support import ROOT, issue, run

GOLDEN = pathlib.Path(__file__).parent / "golden"
FIXED = ["--number", "20261120180000123AB12C", "--time", "2026-11-20T18:00:00+08:00", "--salt", "00" * 16,
         "--check-code", "7K3M9QXA"]


class Golden(unittest.TestCase):
    maxDiff = None

    def check(self, name, *options, example="enterprise.json"):
        example = ROOT / "examples" / example
        with tempfile.TemporaryDirectory() as folder:
            pdf = folder + "/report.pdf"
            result = issue(example, pdf, *FIXED, *options)
            self.assertEqual(result.returncode, 0, result.stderr)
            text = run("pdftotext", "-layout", pdf, "-").decode()
        pages = ["\n".join(line.rstrip() for line in page.splitlines() if line.strip()) for page in text.split("\f")]
        text = "\n\n".join(f"=== page {number}\n{page}" for number, page in enumerate(pages, 1) if page) + "\n"
        golden = GOLDEN / f"{name}.txt"
        if os.environ.get("XINBAO_RENEW"):
            golden.write_text(text)
        difference = list(difflib.unified_diff(golden.read_text().splitlines(), text.splitlines(), "golden", "now", n=1))
        self.assertEqual(difference, [], "\n".join(difference))

    def test_the_small_example_in_the_edition_of_2021(self):
        self.check("enterprise-2021")

    def test_the_small_example_in_the_edition_of_2022(self):
        self.check("enterprise-2022", "--edition", "2022")

    def test_a_person_s_own_report(self):
        self.check("personal-2021", "--report", "personal", example="personal.json")

    def test_the_no_violation_edition(self):
        self.check(
            "no-violation", "--report", "no-violation", "--domains", "all", "--from", "2023-11-20", "--to", "2026-11-19",
            "--purpose", "listing", "--recipient", "示例证券交易所", example="no-violation.json")


if __name__ == "__main__":
    unittest.main()
