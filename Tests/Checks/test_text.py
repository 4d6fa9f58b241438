"""Nothing that was given is lost: every value of every example is in the text that pdftotext reads from its report."""
import json
import pathlib
import re
import tempfile
import unittest

from support import SMALL, examples, issue, issued, run, squash

NULLS = {"", "——", "--", "—", "-", "/", "无", "空", "null", "none", "n/a", "na", "暂无"}
UNLIMITED = re.compile(r"^(2099|9999)[-/.年]?(12[-/.月]?31日?|0?1[-/.月]?31日?)")


def printed_forms(value):
    """The ways in which a value may lawfully be printed, white space removed; none for what means absent."""
    text = squash(str(value) if not isinstance(value, bool) else str(value).lower()).replace("_x000D_", "")
    if text.lower() in NULLS:
        return []
    forms = [text]
    date = re.match(r"^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ]?\d{1,2}:\d{2}.*)?$", text)
    if date:
        forms.append("%04d-%02d-%02d" % tuple(int(part) for part in date.groups()))
    if UNLIMITED.match(text):
        forms.append("长期")
    if re.match(r"^-?[\d,]+(\.\d+)?$", text):
        plain = text.replace(",", "")
        forms.append(plain.rstrip("0").rstrip(".") if "." in plain else plain)
    if isinstance(value, float):
        forms.append(("%.6f" % value).rstrip("0").rstrip("."))
    return forms


def given_values(example):
    """(label, value) of all that a credit file says of its subject and in its records."""
    file = json.loads(example.file.read_text(encoding="utf-8-sig"), parse_float=str)
    for label, value in file["subject"].items():
        if label not in ("kind", "主体类别"):
            yield label, value
    for category in file["records"].values():
        for record in category:
            yield from record.items()
    for source in file.get("coverage", []):
        yield "source", source["source"]


def body_text(pdf):
    """The text page by page, in drawing order, without header and footer (they are checked elsewhere)."""
    # A4 is 595 by 842 points; the body keeps at least 60 points from the edges.
    pages = run("pdftotext", "-raw", "-x", "0", "-y", "60", "-W", "595", "-H", "722", pdf, "-").decode().split("\f")
    return [re.sub(r"第\d+条（续）(/共\d+条)?", "", squash(page)) for page in pages]


class Found:
    """Looks a text up in the pages, across page ends too."""

    def __init__(self, pages):
        self.pages = pages
        self.text = "".join(pages)
        self.position = 0

    def __contains__(self, wanted):
        # Most values stand near the one before: a file of 80,000 values is searched in seconds.
        near = self.text.find(wanted, max(0, self.position - 3000), self.position + 6000)
        place = near if near >= 0 else self.text.find(wanted)
        if place >= 0:
            self.position = place
            return True
        return any(self.split(wanted, page) for page in range(len(self.pages) - 1))

    def split(self, wanted, page):
        """A value that a page end cuts: its first part on this page, the rest on the following ones."""
        cut = 0
        for length in range(min(len(wanted) - 1, len(self.pages[page])), 0, -1):
            if self.pages[page].endswith(wanted[:length]):
                cut = length
                break
        if not cut:
            return False
        rest = wanted[cut:]
        return self.pages[page + 1].find(rest) >= 0 or (
            page + 2 < len(self.pages) and len(rest) > 400 and self.split(rest, page + 1))


class EveryValueIsPrinted(unittest.TestCase):
    def test_values(self):
        for example in examples():
            with self.subTest(example.name):
                pdf, outcome = issued(example)
                found = Found(body_text(pdf))
                missing = []
                for label, value in given_values(example):
                    forms = printed_forms(value)
                    if forms and not any(form in found for form in forms):
                        missing.append((label, value))
                left_out = sum(o["count"] for o in outcome["omissions"] if o["unit"] == "values")
                records_left_out = sum(o["count"] for o in outcome["omissions"] if o["unit"] == "records")
                boxed = {m.split()[3] for m in outcome["missingCharacters"]}
                missing = [
                    (label, value) for label, value in missing
                    if not any("U+%X" % ord(c) in boxed for c in str(value))]  # shown as a box with its code point
                if not records_left_out:
                    self.assertLessEqual(len(missing), left_out, missing[:5])
                print(f"{example.name}: {sum(1 for _ in given_values(example))} values, {left_out} left out by rule")

    def test_a_source_that_failed_is_told_beside_every_empty_section(self):
        """Nobody looked is not the same as nothing found."""
        file = json.loads(SMALL.read_text())
        file["coverage"][0].update(state="failed", reason="接口超时")
        for coverage in (file["coverage"], []):
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder) / "gap.json"
                path.write_text(json.dumps({**file, "coverage": coverage}, ensure_ascii=False))
                result = issue(path, folder + "/gap.pdf")
                self.assertEqual(result.returncode, 0, result.stderr)
                text = "".join(body_text(folder + "/gap.pdf"))
            empty = text.count("查询期内无相关信息（")
            self.assertGreaterEqual(empty, 5)
            self.assertEqual(text.count("不表示没有相关记录，见“附"), empty + 1, "each empty section, and the overview")
            self.assertIn("接口超时" if coverage else "未提供信息来源的归集情况", text)
        self.assertNotIn("不表示没有相关记录", "".join(body_text(issued(SMALL)[0])))

    def test_a_value_that_was_changed_is_noticed(self):
        """The check itself can fail."""
        pdf, _ = issued(SMALL)
        found = Found(body_text(pdf))
        self.assertNotIn("这一句话不在报告之中", found)


if __name__ == "__main__":
    unittest.main()
