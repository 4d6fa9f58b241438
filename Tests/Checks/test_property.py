"""Random credit files, made from the catalogue: every subject kind, every category, empty and large. For each the report is
issued for real, and what pdftotext reads is held against what was given: every value is printed or counted as left out by
a rule, no page break loses anything, and the summary counts what the pages list."""
import collections
import json
import os
import pathlib
import random
import re
import tempfile
import unittest

import yaml

from support import ROOT, attachment, issue, run, squash
from test_text import Found, body_text

# More files with XINBAO_PROPERTY_FILES=500; the seed is told, so that a failure can be made again.
FILES = int(os.environ.get("XINBAO_PROPERTY_FILES", "24"))
SEED = int(os.environ.get("XINBAO_PROPERTY_SEED", "20261124"))
HAN = "信用报告数据来源单位行政处罚许可决定机关示例公司有限广东深圳东莞佛山天河海珠，。；：（）、《》“”年月日第号龘靐𠮷𬀩〇々"
LATIN = ["ISO9001", "https://example.cn/a?b=c", "GB/T 9704", "3.14%", "No.7", "A-01"]


class Catalogue:
    def __init__(self):
        self.categories, self.kinds, self.record_fields = [], [], []
        for path in sorted((ROOT / "templates/catalogue").rglob("*.yaml")):
            part = yaml.safe_load(path.read_text()) or {}
            self.categories += part.get("categories", [])
            self.kinds += [kind for kind in part.get("subjects", []) if not kind.get("person")]
            self.record_fields += part.get("recordFields", [])


CATALOGUE = Catalogue()
RULES = {field["key"] for field in CATALOGUE.record_fields}


class File:
    """A random credit file, and every value in it with the number of its record (0: of the subject)."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.values = []
        self.withheld = collections.Counter()
        self.serial = 0
        self.current = 0
        kind = self.random.choice(CATALOGUE.kinds)
        few = self.random.random() < 0.2
        self.records = collections.Counter()
        records = {}
        for category in CATALOGUE.categories:
            count = 0 if few or self.random.random() < 0.3 else self.random.choice([1, 1, 2, 3, 5])
            if seed % 8 == 0 and category["key"] == "penalty":
                count = 200
            rows = [self.record(category) for _ in range(count)]
            if rows or self.random.random() < 0.1:
                records[self.random.choice([category["key"], category["label"]])] = rows
            self.records[category["key"]] += len(rows)
        name = "示例" + self.text(4, 56)
        self.current = 0
        self.values.append((0, name))
        self.json = {
            "version": 1, "asOf": "2026-11-20T18:00:00+08:00",
            "subject": {"kind": kind["label"], "name": name, "code": "91440001MA5C0R1U2K"} | self.fields(kind["fields"], 0.7),
            "records": records}

    def record(self, category):
        fields = [field for field in category["fields"] if field["key"] not in RULES]
        # Names and codes of the subject, and whose record it is: another check's business.
        skip = {category.get("subjectName"), category.get("subjectCode")}
        self.current += 1
        return self.fields([field for field in fields if field["key"] not in skip], self.random.choice([0.2, 0.8, 1]))

    def fields(self, fields, share):
        given = {}
        for field in fields:
            if self.random.random() > share or field["key"] == "birthDate":
                continue
            value, printed = self.value(field)
            given[self.random.choice([field["key"], field["label"]])] = value
            if field.get("print") == "never":
                self.withheld[self.current] += 1
            else:
                self.values.append((self.current, printed))
        return given

    def value(self, field):
        kind = field.get("kind", "text")
        if kind == "date":
            date = f"{self.random.randint(2026, 2026)}-{self.random.randint(4, 10):02}-{self.random.randint(1, 28):02}"
            return self.random.choice([date, date.replace("-", "/"), date.replace("-", "")]), date
        if kind == "money":
            value = self.random.randint(1, 10**9) / 10**self.random.randint(0, 6)
            text = f"{value:.6f}".rstrip("0").rstrip(".")
            return text, text
        if kind == "integer":
            number = str(self.random.randint(0, 10**6))
            return number, number
        if kind == "identity":
            # Not a number that a mask could mistake for an organisation's.
            number = "44010019900101" + f"{self.random.randint(0, 9999):04}"
            return number, None if field.get("print") == "never" else "*"
        if kind == "code":
            return "91440300192181490G", "91440300192181490G"
        if field.get("choices"):
            choice = self.random.choice(field["choices"])["label"]
            return choice, choice
        longest = min(field.get("length", 4000), 4000)
        wanted = min(longest, self.random.choice([6, 12, 30, 80, 300]) if self.random.random() < 0.97 else 4000)
        text = self.text(min(6, longest), max(6, wanted))
        return text, text

    def text(self, shortest, longest):
        """A text that no other is like: it begins with its number."""
        self.serial += 1
        text = f"{self.serial}号"
        length = self.random.randint(shortest, max(shortest, longest))
        while len(text) < length:
            text += self.random.choice(LATIN) if self.random.random() < 0.03 else self.random.choice(HAN)
        return text[:max(length, len(f"{self.serial}号"))].rstrip("，。、；：")


class RandomFiles(unittest.TestCase):
    def check(self, seed):
        file = File(seed)
        with tempfile.TemporaryDirectory() as folder:
            path, pdf = pathlib.Path(folder) / "file.json", pathlib.Path(folder) / "report.pdf"
            path.write_text(json.dumps(file.json, ensure_ascii=False))
            edition = random.Random(seed).choice(["2021", "2022"])
            result = issue(path, pdf, "--json", "--edition", edition)
            self.assertEqual(result.returncode, 0, result.stderr)
            outcome = json.loads(result.stdout)
            pages = body_text(pdf)
            data = json.loads(attachment(pdf, "report.json"))
        self.values_are_printed(file, pages, outcome)
        self.summary_counts_the_records(file, data, outcome, "".join(pages))

    def values_are_printed(self, file, pages, outcome):
        found = Found(pages)
        missing = [(record, value) for record, value in file.values
                   if value and value != "*" and squash(value) not in found]
        count = collections.Counter()
        for omission in outcome["omissions"]:
            count[omission["rule"] if omission["unit"] == "values" else "records"] += omission["count"]
        # What is missing belongs to no more records than rules left out, or shows in part and is counted.
        gone = {record for record, _ in missing}
        self.assertNotIn(0, gone, missing[:3])
        self.assertLessEqual(len(gone), count["records"] + count["maskedInText"], missing[:3])
        kept = sum(number for record, number in file.withheld.items() if record not in gone)
        self.assertLessEqual(count["notForPublication"], sum(file.withheld.values()))
        self.assertGreaterEqual(count["notForPublication"], kept)

    def summary_counts_the_records(self, file, data, outcome, text):
        given = sum(file.records.values())
        left_out = sum(o["count"] for o in outcome["omissions"] if o["unit"] == "records")
        self.assertEqual(outcome["records"] + left_out, given)
        listed = 0
        for number, section in enumerate(data["sections"], 1):
            records = sum(len(group["records"]) for group in section["groups"])
            if section["content"] == "records":
                self.assertEqual(section["count"], records)
                listed += records
            for group in section["groups"]:
                self.assertEqual(group["count"], len(group["records"]))
                self.assertIn(squash(f"{group['label']}（{group['count']:,} 条）"), text)
            if section["showsCount"]:
                self.assertIn(squash(f"、{section['title']}（共 {section['count']:,} 条）"), text)
        self.assertEqual(listed, given - left_out)
        self.assertEqual(listed, outcome["records"])
        # Every record has its box, on whatever page.
        self.assertEqual(len(re.findall(r"第\d+条/共[\d,]+条", text)), listed)

    def test_random_files(self):
        for seed in range(SEED, SEED + FILES):
            with self.subTest(seed=seed):
                self.check(seed)


if __name__ == "__main__":
    unittest.main()
