"""Copies that live side by side, and what is said of them once their subject's data are otherwise: by the finished
command, in a home with real keys."""
import json
import pathlib
import tempfile
import unittest

import cbor2
import zlib

from province import Message, Province
from support import ROOT, xinbao

CLEAN = ROOT / "examples/no-violation-clean.json"
GROUP = ROOT / "examples/group.csv"
PERIOD = ("--from", "2023-11-20", "--to", "2026-11-19")


class DataChanged(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.province = Province(cls.folder)
        cls.home = cls.province.home

    def run_(self, *arguments, status=0):
        result = xinbao(*arguments, home=self.home)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result.stdout

    def file(self, name, code, penalties=(), as_of="2026-11-20T18:00:00+08:00"):
        """The clean example under another code, with penalties of the fire brigade."""
        data = json.loads(CLEAN.read_text())
        data["subject"]["code"] = code
        data["asOf"] = as_of
        data["records"]["行政处罚"] = [
            {"行政处罚决定书文号": f"示例消罚〔2025〕{number}号", "处罚类别": "罚款", "处罚决定日期": "2025-04-18",
             "处罚内容": "罚款人民币12000元。", "处罚机关": "广州市消防救援支队", "数据来源单位": "广州市消防救援支队"}
            for number in penalties]
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(data, ensure_ascii=False))
        return path

    def issue(self, file, name, *options, domains="all", recipient="示例证券交易所", period=PERIOD):
        return json.loads(self.run_(
            "issue", file, "-o", self.folder / f"{name}.pdf", "--json", "--report", "no-violation", "--domains", domains,
            *period, "--purpose", "listing", "--recipient", recipient, "--trust-declared-coverage", *options))

    def answer(self, given, *options):
        result = xinbao("verify", given, "--json", *options, home=self.home)
        answer = json.loads(result.stdout)
        self.assertEqual(result.returncode, 0 if answer["valid"] else 1)
        return answer

    def codes(self, *outcomes):
        return [self.answer(outcome["link"])["code"] for outcome in outcomes]

    def test_three_recipients_on_one_day(self):
        file = self.file("three", "91440001MA5C1EAN21")
        exchange = self.issue(file, "exchange")
        bank = self.issue(file, "bank", recipient="示例银行")
        tender = self.issue(file, "tender", recipient="示例招标人", domains="税务,消防安全")
        self.assertEqual([one["superseded"] for one in (exchange, bank, tender)], [[], [], []])
        self.assertEqual(self.codes(exchange, bank, tender), ["VALID"] * 3)
        again = self.issue(file, "again", recipient="示例 银行 ")
        self.assertEqual(again["superseded"], [bank["number"]])
        self.assertEqual(self.codes(exchange, bank, tender, again), ["VALID", "SUPERSEDED", "VALID", "VALID"])
        # Named, a report takes the place of another one, whatever that answered; of somebody else's never.
        named = self.issue(file, "named", "--supersedes", tender["number"], recipient="示例保险公司")
        self.assertEqual(named["superseded"], [tender["number"]])
        other = self.file("other", "91440001MA5N0W1L23")
        refused = xinbao(
            "issue", other, "-o", self.folder / "refused.pdf", "--report", "no-violation", "--domains", "all", *PERIOD,
            "--purpose", "listing", "--trust-declared-coverage", "--supersedes", exchange["number"], home=self.home)
        self.assertEqual(refused.returncode, 3, refused.stderr)
        self.assertIn(f"no report {exchange['number']} is registered", refused.stderr)
        self.assertFalse((self.folder / "refused.pdf").exists())

    def test_a_record_that_arrives_later_is_told_of_every_copy_that_it_touches(self):
        code = "91440101MA5EXAMP1B"
        clean = self.file("before", code)
        whole = self.issue(clean, "whole")
        fire = self.issue(clean, "fire", domains="消防安全", recipient="示例银行")
        tax = self.issue(clean, "tax", domains="税务", recipient="示例银行")
        # The record is of 2025-04-18: a report on other days is the same as ever.
        past = self.issue(clean, "past", recipient="示例基金", period=("--from", "2023-01-01", "--to", "2023-12-31"))
        before = json.loads(self.run_("bundle", "-o", self.folder / "before.bundle", "--json"))

        found = self.file("after", code, penalties=[1], as_of="2026-11-21T18:00:00+08:00")
        newer = self.issue(found, "newer", recipient="另一银行", domains="消防安全,税务")
        self.assertEqual(newer["superseded"], [])
        self.assertEqual(self.codes(whole, fire, tax, past, newer),
                         ["DATA_CHANGED", "DATA_CHANGED", "VALID", "VALID", "VALID"])
        for given in (whole["link"], self.folder / "whole.pdf"):
            told = self.answer(given)
            self.assertEqual((told["code"], told["valid"], told["tone"]), ("DATA_CHANGED", False, "caution"))
            self.assertEqual(told["conclusion"]["outcome"], "clean", "what it said, said as such")
            text = xinbao("verify", given, home=self.home).stdout
            self.assertIn("出具时的结论", text)
            # The day, and neither what changed nor whom the newer report is for.
            self.assertRegex(text, r"自20\d\d年\d+月\d+日起")
            for secret in (newer["number"], "另一银行", "示例消罚"):
                self.assertNotIn(secret, text)

        # A machine without a network learns of it by the next bundle.
        self.run_("bundle", "-o", self.folder / "after.bundle")
        for bundle, code_ in (("before", "VALID"), ("after", "DATA_CHANGED")):
            offline = self.answer(whole["link"], "--bundle", self.folder / f"{bundle}.bundle", "--root", before["root"])
            self.assertEqual(offline["code"], code_, bundle)

        # Data from before say nothing; data from after that are as they were, take the mark away.
        self.assertEqual(json.loads(self.run_("registry", "recheck", clean, "--json", "--trust-declared-coverage")), [])
        self.assertEqual(self.codes(whole), ["DATA_CHANGED"])
        mended = self.file("mended", code, as_of="2026-11-22T18:00:00+08:00")
        cleared = json.loads(self.run_("registry", "recheck", mended, "--json", "--trust-declared-coverage"))
        self.assertEqual({row["number"]: row.get("changedOn") for row in cleared},
                         {whole["number"]: None, fire["number"]: None,
                          newer["number"]: next(row["changedOn"] for row in cleared if row["number"] == newer["number"])})
        self.assertEqual(self.codes(whole, fire, tax, past, newer), ["VALID"] * 4 + ["DATA_CHANGED"])
        shown = json.loads(self.run_("registry", "show", whole["number"], "--json"))
        self.assertEqual([bool(change.get("changedOn")) for change in shown["dataChanges"]], [True, False])
        self.run_("registry", "audit")

    def test_the_list_of_changes_is_read_by_others(self):
        """By cbor2 and zlib, as docs/keys.md describes it."""
        code = "91440101MA5EXAMP2X"
        first = self.issue(self.file("list-before", code), "list-before")
        self.run_("registry", "recheck", self.file("list-after", code, penalties=[2], as_of="2026-11-21T18:00:00+08:00"),
                  "--trust-declared-coverage")
        self.run_("bundle", "-o", self.folder / "list.bundle")
        bundle = Message((self.folder / "list.bundle").read_bytes()).body
        content = next(value for key, value in bundle.items() if key not in (4, 6))
        changes = [Message(data) for path, data in content[4].items() if path.startswith("changes/")]
        self.assertEqual([cbor2.loads(message.protected)[3] for message in changes],
                         ["application/vnd.xinbao.changes"])
        version, number, packed = next(value for key, value in changes[0].body.items() if key not in (4, 6))
        rows = zlib.decompress(packed)
        listed = {int.from_bytes(rows[at:at + 3], "big"): int.from_bytes(rows[at + 3:at + 5], "big")
                  for at in range(0, len(rows), 5)}
        claims = self.answer(first["link"])
        self.assertEqual((version, number), (1, claims["claims"]["statusList"]))
        self.assertEqual(listed[claims["claims"]["statusIndex"]], (claims["since"] + 8 * 3600) // 86_400)

    def test_a_summary_is_told_with_its_members(self):
        files = {}
        for name, role, code in (("甲", "issuer", "91440101MA5EXAMP3R"), ("乙", "subsidiary", "91440101MA5EXAMP4K")):
            files[name] = (role, self.file(name, code), code)
        manifest = self.folder / "group.csv"
        manifest.write_text("role,file\n" + "".join(f"{role},{path}\n" for role, path, _ in files.values()))
        out = self.folder / "group"
        self.run_("batch", manifest, "-o", out, "--group", "--report", "no-violation", "--domains", "all", *PERIOD,
                  "--purpose", "listing", "--recipient", "示例证券交易所", "--trust-declared-coverage")
        rows = json.loads((out / "results.json").read_text())
        reports = [out / row["report"]["file"] for row in rows]
        self.assertEqual([self.answer(report)["code"] for report in reports], ["VALID"] * 3)
        later = self.file("乙后", files["乙"][2], penalties=[3], as_of="2026-11-21T18:00:00+08:00")
        # What somebody typed takes no mark away, and sets none, unless the issuer answers for it.
        self.run_("registry", "recheck", later, status=3)
        self.run_("registry", "recheck", later, "--trust-declared-coverage")
        self.assertEqual([self.answer(report)["code"] for report in reports], ["VALID", "DATA_CHANGED", "DATA_CHANGED"])

    def test_of_a_public_report_nobody_watches_the_data(self):
        outcome = json.loads(self.run_(
            "issue", ROOT / "examples/enterprise.json", "-o", self.folder / "public.pdf", "--json"))
        answer = self.answer(outcome["link"])
        self.assertEqual(answer["code"], "VALID")
        self.assertIn("DATA_CHANGES_NOT_WATCHED", [note["code"] for note in answer["notes"]])
        self.assertTrue(any("数据变动未监测" in note["text"] for note in answer["notes"]))


if __name__ == "__main__":
    unittest.main()
