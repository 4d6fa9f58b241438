"""Identity numbers, in whatever form, in whatever field of whatever record: none is in anything that the command makes. Credit
files and tables with them go through every command that reads such; every output (pages, attachments, metadata, names of
files, tables of results, messages) is folded and searched for their digits. The numbers begin with 999999, a place that does
not exist. Nothing here knows how the command finds a number."""
import csv
import json
import os
import pathlib
import random
import sqlite3
import stat
import tempfile
import unicodedata
import unittest

import pikepdf
import yaml

from support import ROOT, attachment, new_home, run, xinbao

# More with XINBAO_LEAK_FILES=500; the seed is told, so that a failure can be made again.
FILES = int(os.environ.get("XINBAO_LEAK_FILES", "8"))
SEED = int(os.environ.get("XINBAO_LEAK_SEED", "20261129"))
AS_OF = "2026-11-20T18:00:00+08:00"
NO_VIOLATION = ("--report", "no-violation", "--domains", "all", "--from", "2023-11-20", "--to", "2026-11-19", "--purpose",
                "listing")
WORDS = ["", "驾驶证号", "证号：", "编号", "No.", "身份证号码为", "第", "当事人张示例（", "统一社会信用代码", "备注:", "ID ", "〔2026〕"]
TENS = "XxＸｘⅩⅹ×Хх"


def folded(text):
    """Digits as ASCII, whatever stands for the X as X, nothing between them."""
    found = []
    for character in text:
        digit = unicodedata.decimal(character, None)
        if digit is not None:
            found.append(str(digit))
        elif character in TENS:
            found.append("X")
        elif character.isalpha() or character == "*":
            found.append("_")
    return "".join(found)


def identity(generator):
    """An invented person's number; now and then one of before 1999."""
    year, month, day = generator.randint(1940, 2010), generator.randint(1, 12), generator.randint(1, 28)
    if generator.random() < 0.2:
        return f"999999{year % 100:02}{month:02}{day:02}{generator.randint(0, 999):03}"
    body = f"999999{year}{month:02}{day:02}{generator.randint(0, 999):03}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights)) % 11]


def disguised(number, generator):
    """As people write it, or hide it."""
    def joined(*signs):
        sign = generator.choice(signs)
        groups = [6, 8, 4] if len(number) == 18 else [6, 6, 3]
        if generator.random() < 0.3:
            groups = [1] * len(number)
        parts, first = [], 0
        for length in groups:
            parts.append(number[first:first + length])
            first += length
        return sign.join(parts)

    form = generator.randrange(8)
    if form == 0:
        return number
    if form == 1:
        return number.lower()
    if form == 2:
        return "".join(chr(ord(c) + 0xFEE0) for c in number)
    if form == 3:
        return joined(" ", "\u00a0", "\u3000", "\u2009")
    if form == 4:
        return joined("-", "–", "—", "－", "\u2011")
    if form == 5:
        return joined(".", "·", "•", "．", "/")
    if form == 6:
        return joined("\u200b", "\u2060", "\ufeff", "\u00ad", "\u200d")
    return number.replace("X", generator.choice(TENS))


class Catalogue:
    def __init__(self):
        self.categories, self.kinds = [], []
        for path in sorted((ROOT / "templates/catalogue").rglob("*.yaml")):
            part = yaml.safe_load(path.read_text()) or {}
            self.categories += part.get("categories", [])
            self.kinds += part.get("subjects", [])


CATALOGUE = Catalogue()


class Hostile:
    """A credit file with numbers of persons in it, and which they are."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.numbers = []
        kinds = [kind for kind in CATALOGUE.kinds if bool(kind.get("person")) == (seed % 3 == 0)]
        kind = self.random.choice(kinds)
        self.is_person = bool(kind.get("person"))
        code = identity(self.random) if self.is_person else "91440001MA5C0R1U2K"
        while self.is_person and (len(code) == 15 or int(code[6:10]) > 2005):
            code = identity(self.random)
        if self.is_person:
            self.numbers.append(code)
        elif kind["key"] == "individualBusiness":
            code = self.plain()
        self.code = code
        subject = {"kind": kind["label"], "name": "示例" + self.text(), "code": code}
        for field in self.random.sample(kind["fields"], len(kind["fields"]) // 2):
            if field["key"] not in ("birthDate", "civilCapacity", "idKind"):
                subject[field["label"]] = self.value(field)
        records = {}
        for category in self.random.sample(CATALOGUE.categories, 6) + [c for c in CATALOGUE.categories if c["key"] == "penalty"]:
            rows = []
            for _ in range(self.random.randint(1, 3)):
                # 公开类型 and its like would leave the record out, and hide what it leaks.
                row = {field["label"]: self.value(field) for field in category["fields"] if self.random.random() < 0.7}
                row.pop("领域", None)
                if self.random.random() < 0.3:
                    row["示例字段" + self.plain()] = self.text()
                rows.append(row)
            records[category["label"]] = rows
        self.json = {
            "version": 1, "asOf": AS_OF, "subject": subject, "records": records,
            "coverage": [{"source": "示例局" + self.text(), "domains": ["税务"], "state": "failed", "reason": self.text()}]}
        if self.is_person:
            self.json["request"] = {"查询人": "示例银行" + self.text(), "查询依据": "书面授权", "查询用途": self.text(),
                                    "授权书编号": self.text(), "授权日期": "2026-11-01", "授权有效期至": "2099-12-31"}

    def plain(self):
        number = identity(self.random)
        while len(number) == 15:
            number = identity(self.random)
        self.numbers.append(number)
        return number

    def text(self):
        number = identity(self.random)
        self.numbers.append(number)
        return self.random.choice(WORDS) + disguised(number, self.random) + self.random.choice(["", "号", "，男", "）", "。"])

    def value(self, field):
        # 15 digits are no person's number in a field of registration numbers, unless the subject is a person.
        if field.get("registration") and not self.is_person:
            return disguised(self.plain(), self.random)
        if field.get("kind") in ("identity", "code", "money", "integer", "date"):
            number = identity(self.random)
            self.numbers.append(number)
            return disguised(number, self.random)
        return self.text() + ("，" + self.text() if self.random.random() < 0.3 else "")


class Search:
    """Everything that the command has made, by its place."""

    def __init__(self, test, numbers):
        self.test, self.numbers = test, sorted(set(numbers))
        self.places = 0

    def text(self, place, text):
        self.places += 1
        digits = folded(text)
        for number in self.numbers:
            if number in digits:
                at = digits.index(number)
                self.test.fail(f"{place}: the number {number} is in it: …{digits[max(0, at - 20):at + 40]}…")

    def bytes(self, place, data):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            self.text(f"{place} as {encoding}", data.decode(encoding, errors="replace"))

    def result(self, result, place, status=None):
        if status is not None:
            self.test.assertEqual(result.returncode, status, f"{place}: {result.stderr}")
        self.text(place + ": standard output", result.stdout)
        self.text(place + ": standard error", result.stderr)
        # A message or a JSON answer may spell a sign out.
        self.text(place + ": answer", result.stdout.encode().decode("unicode_escape", errors="replace"))
        return result

    def pdf(self, path):
        self.text(f"name of {path.name}", path.name)
        self.text(f"{path.name}: pages", run("pdftotext", "-layout", path, "-").decode())
        self.text(f"{path.name}: pages, raw", run("pdftotext", "-raw", path, "-").decode())
        plain = run("qpdf", "--qdf", "--object-streams=disable", path, "-")
        self.bytes(f"{path.name} unpacked", plain)
        with pikepdf.open(path) as pdf:
            for name, file in pdf.attachments.items():
                self.text(f"{path.name}: name of an attachment", name)
                self.bytes(f"{path.name}: {name}", file.get_file().read_bytes())
            # Titles, bookmarks, replacement texts: every string, decoded.
            self.text(f"{path.name}: strings", "_".join(self.strings(pdf)))

    @staticmethod
    def strings(pdf):
        for thing in pdf.objects:
            open_things = [thing]
            while open_things:
                item = open_things.pop()
                if isinstance(item, pikepdf.String):
                    yield str(item)
                elif isinstance(item, pikepdf.Array):
                    open_things += [part for part in item if isinstance(part, pikepdf.Object) and not part.is_indirect]
                elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
                    open_things += [part for _, part in item.items() if isinstance(part, pikepdf.Object) and not part.is_indirect]

    def database(self, path):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        for number, line in enumerate(database.iterdump()):
            self.text(f"{path.name}, line {number}", line)
        database.close()

    def folder(self, folder):
        for path in sorted(folder.rglob("*")):
            self.text(f"name of {path.name}", path.name)
            if path.suffix == ".pdf":
                self.pdf(path)
            elif path.is_file():
                self.bytes(path.name, path.read_bytes())


def name(text):
    """Without what no recipient's name may have: such a row is refused."""
    return "".join(
        character for character in text
        if unicodedata.category(character) in ("Lu", "Ll", "Lt", "Lo", "Nd") or character in "〇 （）()·、-")[:60]


class Leaks(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.home = new_home(scratch.name)

    def call(self, *arguments, cwd=ROOT):
        return xinbao(*arguments, home=self.home, cwd=cwd)

    def write(self, name, content):
        path = self.folder / name
        path.write_text(json.dumps(content, ensure_ascii=False))
        return path

    def test_every_report_of_every_file(self):
        for seed in range(SEED, SEED + FILES):
            with self.subTest(seed=seed):
                self.every_report(Hostile(seed), seed)

    def every_report(self, file, seed):
        search = Search(self, file.numbers)
        path = self.write(f"file-{seed}.json", file.json)
        search.result(self.call("check", path, "--keep-unknown"), "check", 0)
        search.result(self.call("check", path, "--keep-unknown", "--json"), "check --json", 0)
        search.result(self.call("check", path), "check of unknown fields")
        search.result(self.call("check", path, "--strict", "--keep-unknown"), "check --strict")
        kinds = [()] if file.is_person else [(), NO_VIOLATION]
        for kind in kinds:
            pdf = self.folder / f"{seed}-{len(kind)}.pdf"
            options = random.Random(seed).choice([(), ("--json",)])
            masks = () if kind else ("--masks", random.Random(seed).choice(["standard", "strict"]))
            search.result(self.call("issue", path, "-o", pdf, "--keep-unknown", *kind, *masks, *options), "issue", 0)
            search.pdf(pdf)
            data = json.loads(attachment(pdf, "report.json"))
            self.assertGreater(sum(o["count"] for o in data["omissions"] if o["unit"] == "values"), 0, "what is masked is told")
            for options in ((), ("--json",)):
                search.result(self.call("verify", pdf, *options), "verify")
            if file.is_person:
                self.one_form(file, data, json.loads(self.call("verify", pdf, "--json").stdout))
        number = data["identity"]["number"]
        for words in (["list"], ["list", "--json"], ["show", number], ["show", number, "--json"], ["audit", "--files"],
                      ["revoke", number, "--reason", f"证件号{file.numbers[0]}有误"], ["show", number], ["audit", "--json"],
                      ["objections", "--json"]):
            search.result(self.call("registry", *words), "registry " + words[0])
        search.database(self.home / "registry.sqlite")

    def one_form(self, file, data, answer):
        """On paper and where it is verified, the subject's number shows alike."""
        shown = "*" * (len(file.code) - 4) + file.code[-4:]
        self.assertEqual((data["subject"]["code"], answer["claims"]["ident"]), (shown, shown))

    def test_names_of_files(self):
        """Credit files of persons are named by their numbers: nothing that is made of them is."""
        file = Hostile(SEED - SEED % 3)
        self.assertTrue(file.is_person)
        search = Search(self, file.numbers)
        path = self.write(f"{file.code}.json", file.json)
        made = self.folder / "made"
        made.mkdir()
        search.result(self.call("issue", path, "--keep-unknown", cwd=made), "issue", 0)
        search.result(self.call("issue", path, "--keep-unknown", "-o", made / f"{file.code}.pdf"), "issue -o", 2)
        self.assertEqual(len(list(made.iterdir())), 1)
        search.result(self.call("check", self.folder / f"{file.code}-2.json"), "check of no file", 3)
        search.result(self.call("registry", "show", file.code), "registry show")
        self.write("broken-" + file.code + ".json", {"version": 1, file.code: 1})
        manifest = self.folder / "rows.jsonl"
        rows = [{"file": path.name, "masks": "standard"}, {"file": path.name, "output": f"{file.code}.pdf"},
                {"file": f"broken-{file.code}.json"}, {"file": f"{file.code}-none.json"}]
        manifest.write_text("".join(json.dumps(row) + "\n" for row in rows))
        search.result(self.call("batch", manifest, "-o", made / "batch", "--keep-unknown", "--json"), "batch", 1)
        results = json.loads((made / "batch/results.json").read_text())
        self.assertEqual([row["state"] for row in results], ["done", "failed", "failed", "failed"])
        search.folder(made)
        renewed = self.call("batch", "--renew", made / "batch/results.json", "--to", "2026-11-19", "-o", made / "again")
        search.result(renewed, "batch --renew", 3)
        self.assertIn("identity number", renewed.stderr)

    def test_batches(self):
        files = [Hostile(seed) for seed in range(SEED, SEED + max(3, FILES // 2))]
        search = Search(self, [number for file in files for number in file.numbers])
        rows = []
        for place, file in enumerate(files):
            self.write(f"{place}.json", file.json)
            rows.append({"file": f"{place}.json"})
            if not file.is_person:
                rows.append({"file": f"{place}.json", "report": "no-violation", "domains": "all", "from": "2023-11-20",
                             "to": "2026-11-19", "purpose": "listing", "recipient": name(file.text())})
                search.numbers.append(file.numbers[-1])
        manifest = self.folder / "rows.jsonl"
        manifest.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        out = self.folder / "out"
        search.result(self.call("batch", manifest, "-o", out, "--keep-unknown", "--json"), "batch", 0)
        search.folder(out)
        self.assertEqual(len(list(out.glob("*.pdf"))), len(rows))
        # Where the strict reader refuses rows, their reasons stand in the table.
        strict = self.folder / "strict"
        search.result(self.call("batch", manifest, "-o", strict, "--strict"), "batch --strict", 1)
        search.folder(strict)

    def test_tables(self):
        """`import`: its lists and messages; its credit files hold what the tables held, those of persons for their owner alone."""
        generator = random.Random(SEED)
        head = ["行政相对人名称", "行政相对人类别", "行政相对人代码_1", "行政相对人代码_2", "行政相对人代码＿5", "证件类型", "证件号码", "行政处罚决定书文号",
                "违法行为类型", "违法事实", "处罚依据", "处罚类别", "处罚内容", "罚款金额(万元)", "处罚决定日期", "处罚机关", "备注"]
        numbers, rows = [], []

        def number(form=True):
            numbers.append(identity(generator))
            return disguised(numbers[-1], generator) if form else numbers[-1]

        for place in range(40 + FILES * 5):
            kind = generator.choice(["法人及非法人组织", "个体工商户", "自然人", "自然人", "", "别的"])
            code = generator.choice(["91440001MA59G7P26C", "91440001MA5C0R1U2T", "", number(), number()])
            row = [f"示例{number()}", kind, code, number(), number(), "身份证", generator.choice(["", number()]), f"示{number()}罚{place}号",
                   "示例行为", f"当事人{number()}", "示例依据", "罚款", number(), number(), number(), number(), number()]
            for index in range(len(row)):
                # 15 digits are no person's number in a field of registration numbers.
                if index == 3 and kind != "自然人":
                    row[index] = ""
                elif index in (0, 7, 14) and generator.random() < 0.7:
                    row[index] = ["示例甲公司", f"示〔2026〕{place}号", "2026-05-01"][(0, 7, 14).index(index)]
            if generator.random() < 0.1:
                row.append(number())
            rows.append(row)
        table = self.folder / "table.csv"
        with table.open("w", newline="") as file:
            csv.writer(file).writerows([head] + rows)
        search = Search(self, numbers)
        out = self.folder / "out"
        for place, options in enumerate([["--json"], ["--keep-unknown"]]):
            into = self.folder / f"out-{place}"
            search.result(self.call("import", table, "-o", into, "--as-of", AS_OF, *options), "import", 1)
            for name in ("quality.csv", "rejected.csv"):
                search.bytes(name, (into / name).read_bytes())
        persons = 0
        for path in into.glob("*.json"):
            content = json.loads(path.read_text())
            if content["subject"]["kind"] == "自然人":
                persons += 1
                self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
            report = self.call("issue", path, "--keep-unknown", "-o", self.folder / "imported.pdf")
            search.result(report, "issue of an imported file")
            if report.returncode == 0:
                search.pdf(self.folder / "imported.pdf")
        self.assertGreater(persons, 0)
        self.assertEqual(stat.S_IMODE(into.stat().st_mode), 0o700, "names of persons' files are numbers")


if __name__ == "__main__":
    unittest.main()
