"""Credit files that once came out wrong, each for a kind of fault, with what is right (cases/judgement/)."""
import json
import pathlib
import tempfile
import unittest

from oracle import TEN
from support import attachment, issue, run, squash, xinbao

CASES = pathlib.Path(__file__).parent / "cases/judgement"
OPTIONS = ["--report", "no-violation", "--domains", "all", "--from", "2023-11-20", "--to", "2026-11-19", "--purpose", "listing"]


class Cases(unittest.TestCase):
    def judged(self, name, *options):
        """Outcome by domain, the report's data, and its text."""
        with tempfile.TemporaryDirectory() as folder:
            pdf = folder + "/report.pdf"
            result = issue(CASES / f"{name}.json", pdf, *OPTIONS, *options)
            self.assertEqual(result.returncode, 0, result.stderr)
            data = json.loads(attachment(pdf, "report.json"))
            text = squash(run("pdftotext", "-raw", pdf, "-").decode())
        return {answer["label"]: answer["outcome"] for answer in data["judgement"]["answers"]}, data, text

    def hold(self, outcomes, **others):
        self.assertEqual(outcomes, dict.fromkeys(TEN, "clean") | others)

    def test_records_cannot_have_been_gathered_after_the_report(self):
        with tempfile.TemporaryDirectory() as folder:
            result = issue(CASES / "future-asof.json", folder + "/report.pdf", *OPTIONS)
        self.assertEqual(result.returncode, 3, result.stdout)
        self.assertIn("/asOf", result.stderr)
        checked = xinbao("check", CASES / "future-asof.json")
        self.assertEqual(checked.returncode, 3, checked.stdout)
        self.assertIn("/asOf", checked.stderr)

    def test_the_second_of_two_authorities_counts(self):
        # A town's team for all enforcement may act in any domain but the state's taxes; the bureau of waters in none of the ten.
        outcomes, _, _ = self.judged("joint-by-space")
        self.assertEqual(outcomes, dict.fromkeys(TEN, "undetermined") | {"税务": "clean"})

    def test_a_failure_of_no_named_domain_taints_all_of_its_source(self):
        outcomes, _, text = self.judged("failed-without-domain")
        self.hold(outcomes, 税务="no-data")
        self.assertIn("归集失败", text)

    def test_a_null_of_a_machine_is_no_day(self):
        outcomes, _, text = self.judged("epoch-date")
        self.hold(outcomes, 税务="records")
        self.assertIn("日期不详或者有误", text)

    def test_domain_and_category_that_contradict_each_other(self):
        outcomes, _, _ = self.judged("tax-list-other-domain")
        self.assertNotEqual(outcomes["税务"], "clean")
        self.assertNotEqual(outcomes["市场监管"], "clean")
        self.assertEqual(sum(outcome != "clean" for outcome in outcomes.values()), 2, outcomes)

    def test_the_address_asks_for_a_source_too(self):
        outcomes, _, text = self.judged("shenshan")
        self.assertEqual(outcomes["税务"], "no-data")
        self.assertIn("国家税务总局深圳市税务局", text)

    def test_what_cannot_have_been_decided_by_simplified_procedure(self):
        outcomes, _, _ = self.judged("chongqing-simplified-revoked", "--profile", "chongqing")
        self.hold(outcomes, 税务="records")

    def test_a_civil_judgment_that_the_company_won(self):
        # It does not say the role of the company: it counts, in 法院执行, which the list of ten does not hold.
        outcomes, data, text = self.judged("chongqing-civil-judgment", "--profile", "chongqing")
        self.hold(outcomes)
        self.assertIn({"rule": "outsideDomains", "count": 1}, [{key: omission[key] for key in ("rule", "count")} for omission in data["omissions"]])
        self.assertIn("报告主体胜诉的民事判决不计入", text)

    def test_a_place_whose_name_holds_and(self):
        self.hold(self.judged("taihe")[0], 税务="records")

    def test_a_tax_hall(self):
        self.hold(self.judged("tax-hall")[0], 税务="records")

    def test_the_number_of_a_sole_trader(self):
        number = json.loads((CASES / "sole-trader-leaks.json").read_text())["subject"]["注册号"]
        with tempfile.TemporaryDirectory() as folder:
            pdf = folder + "/report.pdf"
            result = issue(CASES / "sole-trader-leaks.json", pdf, "--json")
            self.assertEqual(result.returncode, 0, result.stderr)
            everything = [result.stdout, result.stderr, run("pdftotext", pdf, "-").decode(),
                          attachment(pdf, "report.json").decode(), run("pdfinfo", pdf).decode()]
        for text in everything:
            self.assertNotIn(number, text)
