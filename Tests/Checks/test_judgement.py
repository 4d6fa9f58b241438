"""The judgement of the no-violation edition as its readers meet it: what the paper says, and what the code says.

Every case is issued for real, from a file with one thing wrong or one thing on record; the answer is looked for in the
printed conclusion and in the token's masks (asked, hits, no data), which another library reads. In no case may a domain
that nobody can vouch for be clean.
"""
import copy
import json
import pathlib
import re
import tempfile
import unittest

import cbor2

from province import Province
from support import ROOT, attachment, issue, run, squash, xinbao

CLEAN = json.loads((ROOT / "examples/no-violation-clean.json").read_text())
TEN = ["基本建设投资", "人力资源社会保障", "建筑市场监管", "住房公积金", "安全生产", "市场监管", "税务", "消防安全", "药品监管", "文化执法"]
PERIOD = ["--from", "2023-11-20", "--to", "2026-11-19"]
ANSWERS = {"clean": "未发现违法违规记录", "records": "有违法违规记录", "no-data": "数据未归集，不能作出结论",
           "undetermined": "有存疑记录，不能作出结论"}


def penalty(**more):
    return {"行政处罚决定书文号": "示罚〔2025〕示例第1号", "处罚类别": "罚款", "处罚决定日期": "2025-05-01", "处罚内容": "处罚款人民币2000元。",
            "罚款金额(万元)": 0.2, "违法行为类型": "示例", "违法事实": "示例。", "处罚依据": "《示例条例》", "处罚有效期": "2099-12-31",
            "处罚机关": "国家税务总局广州市天河区税务局", "数据来源单位": "国家税务总局广东省税务局"} | more


class Judged:
    """One report, issued: the outcomes by domain as attached, as printed, and as the token has them."""

    def __init__(self, change, options):
        file = copy.deepcopy(CLEAN)
        change(file)
        with tempfile.TemporaryDirectory() as folder:
            path, pdf = pathlib.Path(folder) / "file.json", folder + "/report.pdf"
            path.write_text(json.dumps(file, ensure_ascii=False))
            result = issue(path, pdf, "--report", "no-violation", "--purpose", "listing", *options)
            if result.returncode:
                raise AssertionError(result.stderr)
            self.told = result.stdout
            self.data = json.loads(attachment(pdf, "report.json"))
            self.token = cbor2.loads(cbor2.loads(attachment(pdf, "token.cbor")).value[2])[-65537]
            self.text = squash(run("pdftotext", "-layout", pdf, "-").decode())
            self.raw = squash(run("pdftotext", "-raw", pdf, "-").decode())
        self.answers = {answer["label"]: answer for answer in self.data["judgement"]["answers"]}

    def bit(self, mask, label):
        # asked, hits and nodata are items 8 to 10 of the claims (docs/token.md).
        return int.from_bytes(self.token[{"asked": 8, "hits": 9, "nodata": 10}[mask]], "big") >> self.answers[label]["bit"] & 1


class TheMatrix(unittest.TestCase):
    def check(self, name, change, wanted, mark=None, unclassified=0, options=("--domains", "all", *PERIOD)):
        """`wanted`: outcomes of domains that are not clean; all the others must be."""
        with self.subTest(name):
            judged = Judged(change, options)
            for label, answer in judged.answers.items():
                outcome = answer["outcome"]
                self.assertEqual(outcome, wanted.get(label, "clean"), label)
                self.assertEqual(judged.bit("asked", label), 1)
                clean = not judged.bit("hits", label) and not judged.bit("nodata", label)
                self.assertEqual(clean, outcome == "clean", f"{label}: the token's masks")
                self.assertEqual(judged.bit("hits", label), int(outcome == "records"), label)
            for outcome, words in ANSWERS.items():
                count = sum(answer["outcome"] == outcome for answer in judged.answers.values())
                self.assertGreaterEqual(judged.raw.count(words), count, f"{words} printed {count} times")
            self.assertEqual(len(judged.data["judgement"]["unclassified"]), unclassified)
            for answer in judged.answers.values():
                for reason in answer["reasons"]:
                    self.assertIn(squash(reason), judged.raw)
            for omission in judged.data["omissions"]:
                self.assertIn(squash(omission["label"]), judged.raw)
                self.assertIn(omission["label"], judged.told)
            if mark:
                self.assertIn(squash(mark), judged.raw)

    @staticmethod
    def source(label, **change):
        def apply(file):
            next(entry for entry in file["coverage"] if entry["domains"] == [label]).update(change)
        return apply

    @staticmethod
    def records(*penalties):
        return lambda file: file["records"].update({"行政处罚": list(penalties)})

    def test_nothing_on_record_and_everything_looked_through(self):
        self.check("clean", lambda file: None, {})

    def test_sources(self):
        gap = {"税务": "no-data"}
        self.check("missing", self.source("税务", state="missing"), gap, mark="国家税务总局广东省税务局：未归集")
        self.check("failed", self.source("税务", state="failed", reason="接口超时"), gap, mark="归集失败（接口超时）")
        self.check("late", self.source("税务", through="2026-11-18"), gap, mark="仅归集至2026-11-18，此后未归集")
        self.check("not named", lambda file: file.update(coverage=[]), dict.fromkeys(TEN, "no-data"), mark="未提供归集情况")

    def test_categories_and_entries_without_domains(self):
        gap, tax = {"税务": "no-data"}, "国家税务总局广东省税务局"
        self.check("licences alone", self.source("税务", categories=["行政许可"]), gap, mark=tax + "：未提供归集情况")
        self.check("no categories", lambda file: [entry.pop("categories") for entry in file["coverage"]], {}, mark="未载明类别")
        self.check("no domains", lambda file: [entry.pop("domains") for entry in file["coverage"]], {}, mark="未载明领域")
        failed = {"source": tax, "state": "failed", "from": "2024-01-01", "through": "2024-12-31", "reason": "接口中断"}
        self.check("failed without domains", lambda file: file["coverage"].append(failed), gap, mark="归集失败（接口中断）")
        self.check("failed in licences", lambda file: file["coverage"].append(failed | {"类别": ["行政许可"]}), {}, mark="接口中断")
        self.check("the first second of a day", self.source("税务", through="2026-11-18T16:00:00Z"), gap,
                   mark="仅归集至2026-11-18，此后未归集")

    def test_rows_that_nobody_could_attribute(self):
        row = {"source": "国家税务总局广东省税务局", "categories": ["行政处罚"], "count": 1234, "reason": "没有代码"}
        self.check("in the period", lambda file: file.update(unattributed=[row | {"day": "2025-05-01"}]),
                   {"税务": "undetermined"}, mark="国家税务总局广东省税务局有1234条数据未能归属到主体（没有代码），可能属于本领域")
        self.check("before it", lambda file: file.update(unattributed=[row | {"day": "2019-05-01"}]), {}, mark="1,234条")

    def test_what_no_source_was_asked_for(self):
        """Whoever sees the cover or the conclusion alone must not take it for looked at."""
        with tempfile.TemporaryDirectory() as folder:
            pdf = folder + "/report.pdf"
            issue(ROOT / "examples/no-violation-clean.json", pdf, "--report", "no-violation", "--domains", "all",
                  "--purpose", "listing", *PERIOD)
            pages = [squash(page) for page in run("pdftotext", "-raw", pdf, "-").decode().split("\f")]
        names = "失信被执行人、政府采购严重违法失信、严重违法超限超载运输当事人、刑事裁判"
        self.assertIn("未纳入查询" + names, pages[0])
        conclusion = next(page for page in pages if "查询结论" in page and "本次查询的" in page)
        self.assertIn("未纳入查询：" + names + "。没有来源单位提供此类信息；本报告未载明的，有无记录无从得知，不在上述结论之内。", conclusion)
        for page in (pages[0], conclusion):
            self.assertIn("归集情况由出具单位声明", page)
        rules = next(page for page in pages if "计入的类别" in page)
        self.assertNotIn("刑事裁判", rules[rules.index("计入的类别"):rules.index("计入规则")])

    def test_the_edge_of_the_period(self):
        hit = {"税务": "records"}
        self.check("first day", self.records(penalty(处罚决定日期="2023-11-20")), hit)
        self.check("last day", self.records(penalty(处罚决定日期="2026-11-19")), hit)
        self.check("day before", self.records(penalty(处罚决定日期="2023-11-19")), {}, mark="不在查询期间的记录")
        for habit in ("1970-01-01", "1900-01-00", "0001-01-01T00:00:00Z", "2023-11-19 24:00:00", "9999-12-31"):
            self.check(habit, self.records(penalty(处罚决定日期=habit)), hit, mark="日期不详或者有误")
        self.check("no date", self.records(penalty(处罚决定日期=None)), hit, mark="日期不详或者有误")

    def test_the_authority(self):
        doubt = dict.fromkeys(TEN, "undetermined")
        self.check("none", self.records(penalty(处罚机关=None)), doubt, mark="记录未载明作出机关", unclassified=1)
        self.check("unknown", self.records(penalty(处罚机关="83b1f0c2-2b6d-4c8e-9d3a-2f1e5b7c9a10")), doubt, unclassified=1)
        judged = Judged(self.records(penalty(处罚机关="广州市黄埔区综合行政执法局")), ("--domains", "all", *PERIOD))
        outcomes = {answer["outcome"] for answer in judged.answers.values()}
        self.assertLessEqual(outcomes, {"clean", "undetermined"})
        self.assertIn("undetermined", outcomes)
        self.assertIn("承担多个领域的职责", judged.raw)
        self.assertIn("未归类", judged.raw)

    def test_what_counts(self):
        hit = {"税务": "records"}
        self.check("repaired", self.records(penalty(信用修复状态="已修复")), hit, mark="已修复")
        self.check("simplified", self.records(penalty(处罚程序="简易程序")), hit)
        self.check("simplified, in Chongqing", self.records(penalty(处罚程序="简易程序")), {}, mark="适用简易程序",
                   options=("--domains", "all", "--profile", "chongqing", *PERIOD))
        chongqing = ("--domains", "all", "--profile", "chongqing", *PERIOD)
        revoked = self.records(penalty(处罚程序="简易程序", 处罚类别="罚款、吊销营业执照", **{"罚款金额(万元)": 500}))
        self.check("simplified, but a licence is gone", revoked, hit, mark="超出简易程序的范围", options=chongqing)

        def judgment(**more):
            case = {"案号": "(2024)粤01民初1号", "案由": "买卖合同纠纷", "法院": "广州市天河区人民法院", "裁判日期": "2025-01-01"}
            return lambda file: file["records"].update({"司法判决": [case | more]})
        self.check("a case that was won", judgment(诉讼地位="原告", 结果="原告胜诉"), {}, mark="报告主体胜诉", options=chongqing)
        self.check("a case of which nobody knows who won", judgment(), {}, mark="不属于所查询领域", options=chongqing)
        self.check("a case on wages", judgment(案由="劳动争议", 结果="原告胜诉"), {"人力资源社会保障": "undetermined"},
                   mark="未载明诉讼地位", unclassified=1, options=chongqing)
        self.check("not public", self.records(penalty(公开类型="不可公开", 处罚内容="不可见的内容")), hit, mark="不予公开")
        self.check("wrong code", self.records(penalty(**{"行政相对人代码_1(统一社会信用代码)": "91440300192181490G"})),
                   {"税务": "undetermined"}, mark="与本报告主体不一致", unclassified=1)
        self.check("reported twice", self.records(penalty(), penalty()), hit, mark="与其他记录文书号相同")

    def test_what_is_not_public_is_nowhere_in_the_file(self):
        judged = Judged(self.records(penalty(公开类型="不可公开", 处罚内容="不可见的内容")), ("--domains", "税务", *PERIOD))
        self.assertNotIn("不可见的内容", judged.raw + json.dumps(judged.data, ensure_ascii=False))

    def test_the_token_names_period_list_and_counts(self):
        judged = Judged(self.records(penalty(), penalty(行政处罚决定书文号="另一号")), ("--domains", "all", *PERIOD))
        kind, list_version = judged.token[1], judged.token[2]
        self.assertEqual((kind, list_version), (3, 1))
        self.assertEqual((judged.token[6], judged.token[7]), (19681, 20776), "days since 1970")
        self.assertEqual(judged.token[11], 2)

    def test_the_clerk_reads_the_answers_by_name_from_the_code(self):
        with tempfile.TemporaryDirectory() as folder:
            pdf = folder + "/report.pdf"
            registry = folder + "/registry.sqlite"
            issue(ROOT / "examples/no-violation.json", pdf, "--report", "no-violation", "--domains", "all",
                  "--purpose", "listing", *PERIOD, registry=registry)
            text = xinbao("verify", pdf, "--registry", registry).stdout
        self.assertIn("未发现记录的领域：6个（基本建设投资、人力资源社会保障、建筑市场监管、住房公积金、市场监管、药品监管）", text)
        self.assertIn("有记录的领域：2个（税务、消防安全）", text)
        self.assertIn("不能作出结论的领域（未归集或者存疑）：2个（安全生产、文化执法）", text)

    def test_thirty_eight_domains(self):
        judged = Judged(lambda file: None, ("--domains", "all", "--catalogue", "guangdong-2024", *PERIOD))
        self.assertEqual(len(judged.answers), 38)
        self.assertEqual(judged.token[2], 2)
        for label, answer in judged.answers.items():
            self.assertEqual(answer["outcome"], "clean" if label in TEN else "no-data", label)

    def test_a_report_that_is_not_all_clean_never_says_so_as_a_whole(self):
        judged = Judged(self.source("税务", state="missing"), ("--domains", "all", *PERIOD))
        self.assertEqual(re.findall(r"(\d+)个未发现", judged.raw), ["9"], "beside the conclusions")
        self.assertIn("1个领域不能作出结论", judged.raw, "on the cover")
        self.assertNotIn("个领域均未发现违法违规记录", judged.raw)
        self.assertIn("本报告不是对全部查询领域的无违法违规证明", judged.raw)
        self.assertNotIn("下表所列领域均未发现违法违规记录", judged.raw)
        clean = Judged(lambda file: None, ("--domains", "all", *PERIOD))
        self.assertIn("下表所列领域均未发现违法违规记录", clean.raw)
        self.assertIn("所查10个领域均未发现违法违规记录", clean.raw, "on the cover")


class DeclaredCoverage(unittest.TestCase):
    """Under keys for real reports nobody who typed what was looked through makes a report say that nothing was found."""

    def test_a_real_home_issues_on_it_only_where_that_is_said(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            home, pdf = Province(folder).home, folder / "report.pdf"
            question = ["--report", "no-violation", "--domains", "all", "--purpose", "listing", *PERIOD]

            def issued(file, *options, env=None):
                pdf.unlink(missing_ok=True)
                return xinbao("issue", file, "-o", pdf, *question, *options, home=home, env=env)

            declared = ROOT / "examples/no-violation-clean.json"
            refused = issued(declared)
            self.assertEqual(refused.returncode, 3)
            self.assertIn("/coverageBasis: the coverage is declared", refused.stderr)
            self.assertIn("--trust-declared-coverage", refused.stderr)
            self.assertFalse(pdf.exists())
            self.assertEqual(issued(declared, "--trust-declared-coverage").returncode, 0)
            self.assertEqual(issued(declared, env={"XINBAO_TRUST_DECLARED_COVERAGE": "true"}).returncode, 0)
            self.assertIn("归集情况由出具单位声明", squash(run("pdftotext", "-raw", pdf, "-").decode()))

            computed = folder / "computed.json"
            computed.write_text(json.dumps(CLEAN | {"coverageBasis": "deliveries"}, ensure_ascii=False))
            self.assertEqual(issued(computed).returncode, 0)
            text = squash(run("pdftotext", "-raw", pdf, "-").decode())
            self.assertIn("归集情况由来源单位的交付记录计算", text)
            self.assertNotIn("归集情况由出具单位声明", text)

            # In a batch the row fails, and says why; the others are made.
            manifest = folder / "manifest.csv"
            manifest.write_text(f"信用档案\n{declared}\n{computed}\n", encoding="utf-8")
            for options, status in ((), 1), (("--trust-declared-coverage",), 0):
                output = folder / f"batch-{status}"
                result = xinbao("batch", manifest, "-o", output, *question, *options, home=home)
                self.assertEqual(result.returncode, status, result.stderr)
                self.assertEqual("coverageBasis" in (output / "results.csv").read_text(encoding="utf-8"), bool(status))


class WrongQuestions(unittest.TestCase):
    def test_each_is_refused_with_the_remedy(self):
        file = ROOT / "examples/no-violation-clean.json"
        base = {"--domains": "all", "--from": "2023-11-20", "--to": "2026-11-19", "--purpose": "listing"}
        cases = [
            ({"--domains": None}, 2, "--domains"), ({"--from": None}, 2, "--from"), ({"--to": "2026-02-30"}, 2, "--to"),
            ({"--from": "2026-11-20", "--to": "2026-11-19"}, 2, "lies after"), ({"--purpose": "fun"}, 2, "listing"),
            ({"--domains": "税物"}, 3, "did you mean 税务"), ({"--domains": "生态环境"}, 3, "guangdong-2024"),
            ({"--domains": ","}, 3, "no domain"), ({"--profile": "mars"}, 3, "chongqing"),
            ({"--catalogue": "mars"}, 3, "guangdong-2021"), ({"--from": "2026-11-21", "--to": "2027-01-01"}, 3, "after the records"),
            ({"--recipient": " "}, 2, "--recipient"),
        ]
        for change, status, piece in cases:
            with self.subTest(change):
                options = [word for name, value in (base | change).items() if value is not None for word in (name, value)]
                result = xinbao("issue", file, "-o", "/nonexistent/x.pdf", "--report", "no-violation", *options)
                self.assertEqual(result.returncode, status, result.stderr)
                self.assertIn(piece, result.stderr)

    def test_its_options_are_refused_for_other_reports(self):
        result = xinbao("issue", ROOT / "examples/enterprise.json", "-o", "/nonexistent/x.pdf", "--domains", "all")
        self.assertEqual(result.returncode, 2)
        self.assertIn("--report no-violation", result.stderr)


if __name__ == "__main__":
    unittest.main()
