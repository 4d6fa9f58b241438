"""What the doors of gathering say, and what they let in: by the finished command."""
import hashlib
import json
import os
import pathlib
import pty
import stat
import subprocess
import tempfile
import unittest
import zipfile

from province import Province
from support import COMMAND, ROOT, xinbao
from test_two_persons import as_user

NO, USAGE, INPUT = 1, 2, 3
WATER, REGISTRAR = "广东省水利厅", "广东省市场监督管理局"
CODE, NAME = "91440300192181490G", "深圳市岭秀远航贸易有限公司"
HEAD = ["行政相对人名称", "行政相对人类别", "统一社会信用代码", "行政处罚决定书文号", "处罚决定日期", "处罚机关", "罚款金额（万元）"]
OWN_HEAD = ["被罚单位", "单位信用编码", "决定书编号甲", "罚款(元)", "决定的日子", "作出决定的机关"]
DAYS = ("--from", "2026-10-01", "--through", "2026-10-31")


def penalty(number="一号", **other):
    row = dict(zip(HEAD, [NAME, "法人及非法人组织", CODE, number, "2026-10-03", WATER, "1"]))
    return list((row | other).values())


def workbook(path, *sheets):
    """- Parameter sheets: name, state and rows of each."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        listed = "".join(f'<sheet name="{name}" sheetId="{n}" state="{state}" r:id="r{n}"/>' for n, (name, state, _) in enumerate(sheets, 1))
        file.writestr("xl/workbook.xml", '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
                      f'"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{listed}</sheets></workbook>')
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        targets = "".join(f'<Relationship Id="r{n}" Type="{kind}/worksheet" Target="worksheets/s{n}.xml"/>' for n in range(1, len(sheets) + 1))
        file.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{targets}</Relationships>')
        file.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                      f'<Relationship Id="r1" Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        for n, (_, _, rows) in enumerate(sheets, 1):
            lines = "".join(
                f'<row r="{r}">' + "".join(f'<c r="{chr(64 + c)}{r}" t="inlineStr"><is><t>{text}</t></is></c>' for c, text in enumerate(row, 1)) + "</row>"
                for r, row in enumerate(rows, 1))
            file.writestr(f"xl/worksheets/s{n}.xml", '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                          f"{lines}</sheetData></worksheet>")
    return path


class Doors(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.home = self.folder / "home"
        self.inbox = self.folder / "inbox"
        login = pathlib.Path("/proc/self/loginuid")
        if os.getuid() == 0 and login.exists() and login.read_text() not in ("", "4294967295"):
            login.write_text("4294967295")

    def call(self, *arguments, user=0, status=0):
        result = as_user(user, *arguments, home=self.home)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result.stdout + result.stderr

    def table(self, *rows, name="table.csv", folder=None):
        path = (folder or self.folder) / name
        path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
        return path

    def notice(self, name="october.delivery.json", files=(), source=WATER, **members):
        folder = self.inbox / WATER
        folder.mkdir(parents=True, exist_ok=True)
        members = {"source": source, "kind": "increment", "from": "2026-10-01", "through": "2026-10-31", "categories": ["行政处罚"],
                   "files": [{"name": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()} for file in files]} | members
        (folder / name).write_text(json.dumps(members, ensure_ascii=False), encoding="utf-8")

    def drop(self, *rows, **members):
        folder = self.inbox / WATER
        folder.mkdir(parents=True, exist_ok=True)
        self.notice(files=[self.table(*rows, folder=folder)], **members)

    def numbers(self):
        return [record["行政处罚决定书文号"] for record in json.loads(self.call("gather", "file", CODE, "-o", "-"))["records"].get("行政处罚", [])]

    # MARK: What takes records away

    def test_a_typed_withdrawal_waits_for_another_person(self):
        (self.folder / "province").mkdir()
        self.home = Province(self.folder / "province").home
        self.drop(HEAD, penalty())
        self.call("gather", "inbox", self.inbox)
        self.assertEqual(self.numbers(), ["一号"])
        table = self.table(HEAD[:6], penalty()[:6], name="withdrawn.csv")
        typed = ("gather", "deliver", table, "--source", WATER, *DAYS, "--categories", "行政处罚", "--withdrawal")
        asked = json.loads(self.call(*typed, "--json"))
        self.assertEqual((asked["state"], asked["kind"]), ("pending", "gather.typed-delivery"))
        self.assertIn(f"撤销, {WATER}, 2026-10-01 to 2026-10-31, 1 rows, in {table}", asked["action"])
        self.assertIn(hashlib.sha256(table.read_bytes()).hexdigest()[:12], asked["action"])
        self.assertEqual(json.loads(self.call(*typed, "--json"))["id"], asked["id"])
        self.assertEqual(self.numbers(), ["一号"])
        self.assertIn("cannot confirm it", self.call("confirm", asked["id"], status=INPUT))
        # What an increment or a nil return says waits for its days alone.
        self.call("gather", "deliver", "--nil", "--source", WATER, "--from", "2026-11-01", "--through", "2026-11-07", "--categories", "行政处罚")
        for kind in ("--repair", "--registration"):
            source = REGISTRAR if kind == "--registration" else WATER
            rows = self.table(["企业名称", "统一社会信用代码", "成立日期"], [NAME, CODE, "1992-05-30"], name="who.csv") if kind == "--registration" else table
            self.assertIn("another person runs xinbao confirm", self.call("gather", "deliver", rows, "--source", source, *DAYS, kind))
        if os.getuid() != 0:
            return
        kept = table.read_text()
        table.write_text(kept.replace("一号", "二号"))
        self.assertIn("is not the file that was handed in", self.call("confirm", asked["id"], user=1, status=INPUT))
        table.write_text(kept)
        again = json.loads(self.call(*typed, "--json"))
        self.assertNotEqual(again["id"], asked["id"])
        self.assertIn("1 withdraws", self.call("confirm", again["id"], user=1))
        self.assertEqual(self.numbers(), [])
        self.assertTrue(json.loads(self.call("registry", "audit", "--json"))["clean"])
        # Each action is a line of columns with tabs between.
        listed = [line.split("\t") for line in self.call("pending", "--all").splitlines()]
        self.assertTrue(all(len(columns) == 7 for columns in listed), listed)
        self.assertIn([str(again["id"]), "done"], [columns[:2] for columns in listed])
        # What could not be read for sure is named by its file, not by where it was copied to.
        unsure = self.table(HEAD[:6], penalty(统一社会信用代码="", 处罚决定日期="十月")[:6], name="unsure.csv")
        asked = json.loads(self.call("gather", "withdraw", unsure, "--source", WATER, *DAYS, "--json"))
        said = self.call("confirm", asked["id"], user=1) + self.call("gather", "held")
        self.assertIn("unsure.csv:2", said)
        self.assertNotIn("xinbao-delivery", said)

    def test_one_person_takes_it_in_where_one_is_enough(self):
        self.drop(HEAD, penalty())
        self.call("gather", "inbox", self.inbox)
        table = self.table(HEAD[:6], penalty()[:6], name="withdrawn.csv")
        self.assertIn("1 withdraws", self.call("gather", "deliver", table, "--source", WATER, *DAYS, "--withdrawal"))
        self.assertEqual(self.numbers(), [])

    # MARK: Heads

    def mapping(self, *answers, status=0):
        return self.call("gather", "mapping", WATER, "--from-table", self.own, *(word for answer in answers for word in ("--answer", answer)), status=status)

    def test_a_table_with_no_known_head_goes_in_after_the_answers(self):
        rows = [OWN_HEAD, [NAME, CODE, "一号", "2000", "2026-10-03", WATER]]
        self.drop(*rows)
        said = self.call("gather", "inbox", self.inbox, status=NO)
        self.assertIn("xinbao gather mapping SOURCE --from-table TABLE", said)
        receipt = json.loads((self.inbox / WATER / "failed/october.receipt.json").read_text())
        for head in [*OWN_HEAD, "xinbao gather mapping"]:
            self.assertIn(head, receipt["problem"])
        self.assertNotIn("remove", receipt["problem"])
        self.own = self.table(*rows, name="行政处罚.csv")
        self.assertIn("罚款(元)", self.mapping(status=NO))
        given = ("被罚单位=行政相对人名称", "单位信用编码=行政相对人代码_1(统一社会信用代码)", "决定书编号甲=处罚内容", "罚款(元)=罚款金额(万元)",
                 "决定的日子=处罚决定日期", "作出决定的机关=处罚机关")
        self.assertIn("version 1", self.mapping(*given))
        self.assertIn("every head is understood", self.mapping())
        # An answer that was wrong is replaced.
        self.assertIn("version 2", self.mapping("决定书编号甲=行政处罚决定书文号"))
        shown = self.call("gather", "mapping", WATER)
        self.assertIn("行政处罚  罚款(元) = 罚款金额(万元) 元", shown)
        self.assertIn("to change one: xinbao gather mapping", shown)
        self.assertIn("the head says 元", self.mapping("罚款(元)=罚款金额(万元) 万元", status=INPUT))
        self.notice(files=[self.inbox / WATER / "failed/table.csv"])
        self.call("gather", "inbox", self.inbox)
        self.assertEqual(self.numbers(), ["一号"])

    def test_a_wrong_entry_is_asked_again_and_loses_nothing(self):
        self.own = self.table([*HEAD[:3], "决定书编号甲", *HEAD[4:], "内部流水"], [*penalty(), "7"])
        main, other = pty.openpty()
        with subprocess.Popen([COMMAND, "gather", "mapping", WATER, "--from-table", self.own, "--home", self.home], cwd=ROOT, stdin=other,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            os.write(main, "行政处罚决定书文号\n没有的字段\n-\n".encode())
            said, complained = process.communicate(timeout=120)
        os.close(main)
        os.close(other)
        self.assertEqual(process.returncode, 0, complained.decode())
        self.assertIn("has no field 没有的字段", complained.decode())
        self.assertIn("version 1", said.decode())
        shown = self.call("gather", "mapping", WATER)
        self.assertIn("决定书编号甲 = 行政处罚决定书文号", shown)
        self.assertIn("内部流水 = -", shown)

    def at_terminal(self, answers, *head, row=None, status=0):
        self.own = self.table(head, row or penalty()[:len(head)], name="行政处罚.csv")
        main, other = pty.openpty()
        with subprocess.Popen([COMMAND, "gather", "mapping", WATER, "--from-table", self.own, "--home", self.home], cwd=ROOT, stdin=other,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            os.write(main, answers.encode())
            said, complained = process.communicate(timeout=120)
        os.close(main)
        os.close(other)
        self.assertEqual(process.returncode, status, said.decode() + complained.decode())
        return complained.decode()

    def test_who_is_asked_can_see_all_fields(self):
        said = self.at_terminal("？\n行政处罚决定书文号\n", *HEAD[:3], "决定书编号甲", *HEAD[4:])
        self.assertIn("? for all fields", said)
        for field in ("documentNumber  行政处罚决定书文号", "decisionDate  处罚决定日期"):
            self.assertIn(field, said)

    def test_the_subjects_column_is_not_left_out_at_a_slip(self):
        head = ["被罚单位", HEAD[1], "单位信用编码", *HEAD[3:]]
        said = self.at_terminal("-\n行政相对人名称\n-\n-\n", *head)
        self.assertIn("被罚单位 looks like 行政相对人名称, which says whom a row is about; - once more leaves it out", said)
        shown = self.call("gather", "mapping", WATER)
        self.assertIn("被罚单位 = 行政相对人名称", shown)
        self.assertIn("单位信用编码 = -", shown)
        self.own = self.table(head, penalty(), name="行政处罚.csv")
        self.assertIn("note: 被罚单位 looks like", self.mapping("被罚单位=-"))

    def test_one_field_is_the_meaning_of_one_column(self):
        head = [*HEAD[:3], "决定书编号甲", *HEAD[4:6], "决定书编号乙"]
        said = self.at_terminal("行政处罚决定书文号\n行政处罚决定书文号\n-\n", *head)
        self.assertIn("决定书编号乙: 行政处罚决定书文号 is the meaning of the column 决定书编号甲, too", said)
        self.assertIn("is the meaning of the column", self.mapping("决定书编号乙=行政处罚决定书文号", status=INPUT))
        # Answers that change places are none.
        self.assertIn("version 2", self.mapping("决定书编号甲=-", "决定书编号乙=行政处罚决定书文号"))

    def test_who_is_to_confirm_sees_what(self):
        (self.folder / "province").mkdir()
        self.home = Province(self.folder / "province").home
        self.own = self.table([*HEAD[:3], "决定书编号甲", *HEAD[4:]], penalty())
        self.mapping("决定书编号甲=行政处罚决定书文号")
        self.drop(HEAD, penalty(统一社会信用代码=""))
        self.call("gather", "inbox", self.inbox)
        row = json.loads(self.call("gather", "held", "--json"))["rows"][0]["id"]
        self.call("gather", "held", "refuse", row, "--reason", "重复报送")
        said = self.call("pending")
        self.assertIn("行政处罚  决定书编号甲 = 行政处罚决定书文号", said)
        self.assertIn(f"shown by: xinbao gather held show {row}", said)
        listed = json.loads(self.call("pending", "--json"))
        self.assertEqual([one.get("contents") for one in listed if "contents" in one], [["行政处罚  决定书编号甲 = 行政处罚决定书文号"]])

    # MARK: Whose a row is

    def test_a_row_goes_to_another_name_only_if_that_is_meant(self):
        self.drop(HEAD, penalty(), penalty("二号", 行政相对人名称="广州市珠翠百川食品有限公司", 统一社会信用代码=""),
                  penalty("三号", 行政相对人名称="张三", 行政相对人类别="自然人", 统一社会信用代码=""))
        self.call("gather", "inbox", self.inbox)
        # By its first delivery by hand the home has keys, for trying out.
        self.call("gather", "deliver", "--nil", "--source", WATER, *DAYS, "--categories", "行政强制")
        rows = [row["id"] for row in json.loads(self.call("gather", "held", "--json"))["rows"]]
        said = self.call("gather", "held", "assign", rows[0], CODE, status=INPUT)
        self.assertIn(f"nothing in common with {CODE} {NAME}; --other-name says that it is meant", said)
        self.assertIn("natural person", self.call("gather", "held", "assign", rows[1], CODE, "--other-name", status=INPUT))
        self.assertIn("nothing in common", self.call("gather", "rename", CODE, "广州市珠翠百川食品有限公司", status=INPUT))
        self.assertIn(": done: assign", self.call("gather", "held", "assign", rows[0], CODE, "--other-name"))
        self.assertEqual(sorted(self.numbers()), ["一号", "二号"])

    # MARK: Files

    def test_nobody_else_reads_what_is_written(self):
        self.drop(HEAD, penalty())
        self.call("gather", "inbox", self.inbox)
        self.call("gather", "file", CODE, "-o", self.folder / "file.json")
        done = self.inbox / WATER / "done"
        for path in (self.folder / "file.json", done / "october.receipt.json", done, self.home / "gathering.sqlite"):
            self.assertEqual(stat.S_IMODE(path.stat().st_mode) & 0o077, 0, path)

    def test_hidden_and_skipped_sheets_are_told_and_codes_are_not_lost(self):
        folder = self.inbox / WATER
        folder.mkdir(parents=True)
        book = workbook(folder / "book.xlsx", ("说明", "visible", [["填表说明"]]), ("甲", "hidden", [HEAD, penalty()]))
        self.notice(files=[book])
        said = self.call("gather", "inbox", self.inbox)
        self.assertIn("in a hidden sheet", said)
        self.assertIn("说明: no row looks like the head of a table; nothing of it is read", said)
        self.assertEqual(self.numbers(), ["一号"])
        book = workbook(folder / "book.xlsx", ("甲", "visible", [HEAD, penalty("二号")]), ("乙", "visible", [["", NAME, CODE]]))
        self.notice(files=[book])
        said = self.call("gather", "inbox", self.inbox, status=NO)
        self.assertIn("holds codes of subjects", said)
        self.assertEqual(self.numbers(), ["一号"])

    # MARK: Words

    def test_an_unknown_source_is_not_the_nearest_one(self):
        said = self.call("gather", "deliver", "--nil", "--source", "深圳市市场监督管理局", *DAYS, "--categories", "行政处罚", status=INPUT)
        self.assertIn(f"is not in the catalogue; the nearest name is {REGISTRAR}, under which only that office's own deliveries may go", said)
        self.assertIn("`xinbao gather sources` lists them", said)
        fresh = xinbao("gather", "sources", home=self.folder / "fresh")
        self.assertEqual(fresh.returncode, 0, fresh.stderr)
        self.assertIn(REGISTRAR, fresh.stdout)
        self.assertFalse((self.folder / "fresh").exists())
        found = json.loads(xinbao("gather", "sources", "水利", "--json", home=self.folder / "fresh").stdout)
        self.assertIn(WATER, [source["name"] for source in found])
        self.assertEqual(xinbao("gather", "sources", "没有这个", home=self.folder / "fresh").returncode, NO)

    def test_all_that_is_wrong_with_a_notice_is_told_at_once(self):
        self.notice(kind="每月", through="2026-13-01", 备注="无", files=[])
        said = self.call("gather", "inbox", self.inbox, status=NO)
        self.assertIn("备注 is no member of a notice; its members are source (数据源单位)", said)
        self.assertIn("increment (增量), snapshot (全量), nil (零报告)", said)
        self.assertIn("through must be a day such as 2026-11-19, not 2026-13-01", said)
        # What only the catalogue knows is told with what the notice itself shows.
        self.notice("second.delivery.json", files=[], source="广东省水力厅", 备注="无", categories=["行政处罚", "行政处法", "没有这个"],
                    **{"from": "2026-11-01", "through": "2026-10-31", "allSince": "2026-11-02"})
        said = self.call("gather", "inbox", self.inbox, status=NO)
        for words in ("备注 is no member of a notice", "from 2026-11-01 lies after through 2026-10-31", "allSince 2026-11-02 lies after",
                      "names the source 广东省水力厅, and lies in the folder of 广东省水利厅", "the source 广东省水力厅 is not in the catalogue",
                      "there is no category 行政处法; did you mean 行政处罚?", "there is no category 没有这个"):
            self.assertIn(words, said)
        # A notice that reads well is looked through as far.
        table = self.table(HEAD, penalty(), folder=self.inbox / WATER)
        self.notice("third.delivery.json", files=[table], kind="registration", categories=["行政处法", "没有这个"])
        said = self.call("gather", "inbox", self.inbox, status=NO)
        for words in ("there is no category 行政处法", "there is no category 没有这个", "it is no registrar"):
            self.assertIn(words, said)

    def test_notices_that_nobody_reads_are_told(self):
        self.notice(name="october.json", kind="nil")
        self.assertIn("its name must end in .delivery.json", self.call("gather", "inbox", self.inbox))
        path = self.inbox / WATER / "november.delivery.json"
        path.write_bytes('{"source": "广东省水利厅"}'.encode("gb18030"))
        self.assertIn("save it as UTF-8", self.call("gather", "inbox", self.inbox))
        said = self.call("gather", "inbox", self.folder / "nowhere", status=INPUT)
        self.assertIn("there is no such folder", said)
        self.assertNotIn("NSCocoa", said)

    def test_json_lines_are_named(self):
        path = self.folder / "rows.json"
        path.write_text("\n".join(json.dumps(dict(zip(HEAD, penalty(number))), ensure_ascii=False) for number in ("一号", "二号")))
        said = self.call("gather", "deliver", path, "--source", WATER, *DAYS, status=NO)
        self.assertIn("rows.json:2: is JSON with a second object after the first", said)
        self.assertIn("[{…}, {…}]", said)

    def test_a_part_of_a_sources_name_leads_to_it(self):
        self.drop(HEAD, penalty())
        self.call("gather", "inbox", self.inbox)
        said = self.call("gather", "coverage", "--source", "水利", status=INPUT)
        self.assertIn(f"the nearest name is {WATER}", said)
        self.assertIn("`xinbao gather sources` lists them", said)
        self.assertRegex(self.call("gather", "coverage", "--source", WATER), r"overdue for \d+ days?\n")

    def test_a_nil_return_names_its_categories(self):
        for given in ((), ("--categories", ""), ("--categories", "，")):
            said = self.call("gather", "deliver", "--nil", "--source", WATER, *DAYS, *given, status=USAGE)
            self.assertIn("--categories", said)
            self.assertIn("行政处罚,行政强制", said)
        self.notice(kind="nil", categories=[])
        self.assertIn("must name the categories", self.call("gather", "inbox", self.inbox, status=NO))

    def test_withdrawals_and_repairs_have_commands(self):
        self.drop(HEAD, penalty(), penalty("二号"))
        self.call("gather", "inbox", self.inbox)
        table = self.table(HEAD[:6], penalty()[:6], name="withdrawn.csv")
        self.assertIn("1 withdraws", self.call("gather", "withdraw", table, "--source", WATER, *DAYS))
        self.assertEqual(self.numbers(), ["二号"])
        other = self.table(HEAD[:6], penalty("二号")[:6], name="repaired.csv")
        self.assertIn("信用修复", self.call("gather", "repair", other, "--source", WATER, *DAYS))
        self.assertIn("已修复", self.call("gather", "file", CODE, "-o", "-"))
        self.assertIn("name at least one table", self.call("gather", "withdraw", "--source", WATER, *DAYS, status=USAGE))

    def test_an_unknown_domain_is_of_a_list(self):
        self.drop(HEAD, penalty())
        self.call("gather", "inbox", self.inbox)
        said = self.call("gather", "explain", CODE, "水里", "--from", "2026-10-02", "--to", "2026-10-05", status=INPUT)
        self.assertIn("--catalogue", said)
        self.assertNotIn("--domains", said)
        self.assertIn("税务、", said)
        self.assertNotIn("templates/", said)


if __name__ == "__main__":
    unittest.main()
