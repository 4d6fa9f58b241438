"""What archives and screen readers ask of a report: PDF/A-3 (ISO 19005-3), tags that are complete and in reading order,
bookmarks that lead where they say."""
import functools
import io
import json
import re
import tempfile
import unittest

import pikepdf
from PIL import Image, ImageCms
from pikepdf import pdfa

from structure import Tree
from support import SMALL, attachment, examples, huge_example, issued, run, squash


# The validator looks at no form, and in a file with one leaves other rules out. So the file is looked at once as it is,
# and once without the signature field, which `signature_field_findings` looks at.
UNKNOWN_TO_IT = re.compile(r"\[unsupported\] pikepdf:(schema-Catalog .*/(AcroForm|Perms): |embedded-file )")


def findings(pdf):
    """What the validator (veraPDF's rules, in pikepdf) says. It knows level B; that we say A is not its fault."""
    with pikepdf.open(pdf) as document, tempfile.TemporaryDirectory() as folder:
        if "/AcroForm" not in document.Root:
            return validated(pdf)
        found = [text for text in validated(pdf) if not UNKNOWN_TO_IT.match(text)] + signature_field_findings(document)
        del document.Root.AcroForm, document.Root.Perms
        for page in document.pages:
            if "/Annots" in page:
                del page.Annots
        document.save(folder + "/unsigned.pdf")
        return found + validated(folder + "/unsigned.pdf")


def validated(pdf):
    return [
        str(finding) for finding in pdfa.validate_written(pdf, "3b").findings
        if "pdfaid:conformance is 'A', expected 'B'" not in str(finding)]


def signature_field_findings(document):
    """ISO 19005-3, 6.1.12, 6.3 and 6.4: what a signature adds to a file."""
    form, found = document.Root.AcroForm, []
    fields = list(form.Fields)
    notes = [note for page in document.pages for note in page.get("/Annots", ())]
    if [field.objgen for field in fields] != [note.objgen for note in notes]:
        found.append("fields and annotations are not the same")
    if "/NeedAppearances" in form or "/XFA" in form:
        found.append("a form that is drawn by the viewer")
    for field in fields:
        if int(field.F) & 4 == 0 or int(field.F) & (1 | 2 | 32 | 256):
            found.append("an annotation that is not printed, or hidden")
        if any(float(edge) for edge in field.Rect) and "/AP" not in field:
            found.append("an annotation without appearance")
        if "/A" in field or "/AA" in field:
            found.append("a field with an action")
        for reference in field.V.get("/Reference", ()):
            if {"/DigestLocation", "/DigestMethod", "/DigestValue"} & set(reference.keys()):
                found.append("a signature reference with a digest")
    if not set(document.Root.get("/Perms", {}).keys()) <= {"/DocMDP", "/UR3"}:
        found.append("permissions of another kind")
    return found


@functools.cache
def tree(example):
    return Tree(issued(example)[0])


def plain(text):
    """Without what no font may have: variation selectors (the command warns of those)."""
    return re.sub("[\ufe00-\ufe0f\U000e0100-\U000e01ef]", "", squash(text))


class Archive(unittest.TestCase):
    def test_every_example_is_pdfa_3(self):
        for example in examples():
            if example == huge_example():
                continue  # The same marks 1,500 times over, for minutes.
            with self.subTest(example.name):
                self.assertEqual(findings(issued(example)[0]), [])

    def test_the_validator_can_fail(self):
        with pikepdf.open(issued(SMALL)[0]) as pdf, tempfile.TemporaryDirectory() as folder:
            del pdf.Root.OutputIntents
            pdf.save(folder + "/damaged.pdf")
            self.assertNotEqual(findings(folder + "/damaged.pdf"), [])

    def test_level_a(self):
        """ISO 19005-3, 6.7: tagged, in a language; and said in the metadata."""
        with pikepdf.open(issued(SMALL)[0]) as pdf:
            self.assertTrue(pdf.Root.MarkInfo.Marked)
            self.assertEqual(str(pdf.Root.Lang), "zh-CN")
            self.assertTrue(pdf.Root.ViewerPreferences.DisplayDocTitle)
            with pdf.open_metadata() as metadata:
                self.assertEqual((metadata["pdfaid:part"], metadata["pdfaid:conformance"]), ("3", "A"))
            for page in pdf.pages:
                for note in page.get("/Annots", ()):
                    self.assertEqual((str(note.Subtype), str(note.FT)), ("/Widget", "/Sig"))

    def test_the_output_intent_is_srgb(self):
        with pikepdf.open(issued(SMALL)[0]) as pdf:
            profile = pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()
        steps = range(0, 256, 15)
        colors = Image.new("RGB", (len(steps) ** 3, 1))
        colors.putdata([(r, g, b) for r in steps for g in steps for b in steps])
        ours = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(colors, ours, ImageCms.createProfile("sRGB"))
        # Rounding apart, sRGB is sRGB.
        for before, after in zip(colors.tobytes(), converted.tobytes()):
            self.assertLessEqual(abs(before - after), 1)


class Structure(unittest.TestCase):
    def test_everything_is_reached_once_and_nothing_else_shows_text(self):
        for example in examples():
            with self.subTest(example.name):
                self.assertEqual(tree(example).problems[:5], [])
                self.assertEqual(len(tree(example).figures), 1)
                self.assertTrue(all(squash(text) for text in tree(example).figures), "a picture says what it shows")
                for table in tree(example).tables:
                    widths = {sum(span for _, _, span in row) for row in table}
                    self.assertEqual(len(widths), 1, "all rows have the table's columns")
                    for kind, scope, _ in (cell for row in table for cell in row):
                        self.assertEqual(scope in ("/Row", "/Column"), kind == "/TH")

    def test_the_tree_reads_in_the_order_of_the_data(self):
        for example in examples():
            with self.subTest(example.name):
                cells = [(kind, plain(text)) for kind, text in tree(example).lines if kind in ("/TH", "/TD")]
                found = [(a[1], b[1]) for a, b in zip(cells, cells[1:]) if (a[0], b[0]) == ("/TH", "/TD")]
                sections = json.loads(attachment(issued(example)[0], "report.json"))["sections"]
                wanted = [
                    (plain(field["label"]), plain(field["value"] or "——"))
                    for section in sections for group in section["groups"]
                    for record in group["records"] for field in record["lines"]]
                rest = iter(found)
                missing = [pair for pair in wanted if pair not in rest]
                self.assertEqual(missing[:3], [], "every label with its value, in order")

    def test_the_pages_in_order_are_the_tree_in_order(self):
        """Nothing but cells that go on with the next page is read in another order than it stands on paper."""
        small = tree(SMALL)
        self.assertEqual(small.reached, sorted(small.reached))
        self.assertEqual([text for kind, text in small.lines if kind == "/H1"][0], "报告说明")
        self.assertEqual([kind for kind, _ in small.lines].count("/LBody"), 9)

    def test_a_head_that_repeats_itself_is_read_once(self):
        for example in examples():
            for _, text in tree(example).lines:
                self.assertNotRegex(text, r"^第 \d+ 条（续）")

    def test_poppler_reads_the_tree(self):
        text = run("pdfinfo", "-struct-text", issued(SMALL)[0]).decode()
        self.assertRegex(text, r'TH:\s+/Scope /Row\s+"统一社会信用代码"\s+TD\s+"91440001MA5C0R1U2T"')

    def test_the_walk_can_fail(self):
        with tempfile.TemporaryDirectory() as folder:
            path = folder + "/damaged.pdf"
            with pikepdf.open(issued(SMALL)[0]) as pdf:
                document = pdf.Root.StructTreeRoot.K
                document.K = pikepdf.Array(list(document.K)[1:])
                page = pdf.pages[1]
                page.Contents = pdf.make_stream(page.Contents.read_bytes() + b" BT/F0 9 Tf(\0\x21)Tj ET")
                pdf.save(path)
            problems = Tree(path).problems
            self.assertTrue(any("without element" in problem for problem in problems), problems)
            self.assertTrue(any("outside of all marks" in problem for problem in problems), problems)


class Bookmarks(unittest.TestCase):
    def test_each_leads_to_its_heading(self):
        for example in examples():
            if example == huge_example():
                continue
            with self.subTest(example.name):
                pdf, _ = issued(example)
                headings = [(int(kind[2]), squash(text)) for kind, text in tree(example).lines if kind.startswith("/H")]
                with pikepdf.open(pdf) as file, file.open_outline() as outline:
                    pages = {page.objgen: number for number, page in enumerate(file.pages, 1)}
                    found = list(self.items(outline.root, 1, pages))
                self.assertEqual([(level, title) for level, title, *_ in found], headings)
                for _, title, page, top in found:
                    strip = run(
                        "pdftotext", "-raw", "-f", page, "-l", page, "-x", 0, "-y", int(842 - top), "-W", 595, "-H", 60,
                        pdf, "-").decode()
                    self.assertTrue(squash(strip).startswith(title), f"{title} on page {page}: {strip}")

    def items(self, items, level, pages):
        for item in items:
            page, _, _, top, _ = item.destination
            yield level, squash(item.title), pages[page.objgen], float(top)
            yield from self.items(item.children, level + 1, pages)


if __name__ == "__main__":
    unittest.main()
