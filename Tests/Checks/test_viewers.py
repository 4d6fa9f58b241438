"""A file that is called valid shows the same pages in every viewer: PDFium (Chrome), MuPDF and Poppler draw them, and the
pictures are compared. And the forms by which one file once was two: refused, whoever seals them."""
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import numpy
import pymupdf
import pypdfium2
import zxingcpp
from PIL import Image

import forms
from province import Province, openssl
from support import ROOT, SMALL, examples, issued, run, xinbao

DPI = 144
BLOCK = 16  # pixels: two thirds of a character
TOLERANCE = 35  # of 255, in a block's mean: viewers smooth edges differently (by 25 at most; half of what is printed is 56)
MOST_PAGES = 6
pymupdf.TOOLS.mupdf_display_errors(False)


def pdfium(pdf):
    document = pypdfium2.PdfDocument(pdf)
    for index in range(len(document)):
        yield document[index].render(scale=DPI / 72, grayscale=True).to_numpy().squeeze()


def mupdf(pdf):
    for page in pymupdf.open(stream=pdf, filetype="pdf"):
        shot = page.get_pixmap(dpi=DPI, colorspace="gray")
        yield numpy.frombuffer(shot.samples, numpy.uint8).reshape(shot.height, shot.stride)[:, :shot.width]


def poppler(pdf):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "file.pdf")
        path.write_bytes(pdf)
        run("pdftoppm", "-gray", "-r", DPI, "-l", MOST_PAGES, path, folder + "/page")
        for page in sorted(pathlib.Path(folder).glob("page*")):
            yield numpy.asarray(Image.open(page))


VIEWERS = {"PDFium": pdfium, "MuPDF": mupdf, "Poppler": poppler}


def blocks(page):
    """The mean darkness of each square of the page."""
    height, width = (size // BLOCK for size in page.shape)
    cut = page[:height * BLOCK, :width * BLOCK].astype(float)
    return cut.reshape(height, BLOCK, width, BLOCK).mean((1, 3))


def read(page, has_code=True):
    """A page's blocks and the texts of its QR symbols (the cover has one), in whose place there is white: a symbol's edges
    are put on the grid of the screen by one viewer and not by another, but what it says is the same or not."""
    # Of this form alone: a row of a symbol may look like a bar code.
    form = zxingcpp.BarcodeFormat.QRCode
    codes = zxingcpp.read_barcodes(numpy.ascontiguousarray(page), formats=form) if has_code else []
    page = page.copy()
    for code in codes:
        corners = [getattr(code.position, name) for name in ("top_left", "top_right", "bottom_left", "bottom_right")]
        left, right = min(point.x for point in corners), max(point.x for point in corners)
        top, bottom = min(point.y for point in corners), max(point.y for point in corners)
        page[max(0, top - BLOCK):bottom + BLOCK, max(0, left - BLOCK):right + BLOCK] = 255
    return blocks(page), sorted(code.text for code in codes)


def pictures(pdf):
    """Of each viewer: its pages, at most so many."""
    return {
        name: [read(page, index == 0) for index, page in zip(range(MOST_PAGES), draw(pdf))]
        for name, draw in VIEWERS.items()}


def differing(pages, others):
    """Which pages are not the same, from 1."""
    if len(pages) != len(others):
        return [0]
    return [
        number for number, ((page, texts), (other, other_texts)) in enumerate(zip(pages, others), 1)
        if texts != other_texts or page.shape != other.shape or abs(page - other).max() > TOLERANCE]


class ValidFiles(unittest.TestCase):
    def test_every_viewer_shows_the_same_pages(self):
        """By a bundle, so that no registry tells the file: another process makes each anew, to the last byte."""
        files = [(example.name, issued(example)[0]) for example in examples()]
        with tempfile.TemporaryDirectory() as folder:
            bundle = pathlib.Path(folder, "bundle")
            self.assertEqual(xinbao("bundle", "-o", bundle).returncode, 0)
            answers = [xinbao("verify", "--json", pdf, "--bundle", bundle).stdout for _, pdf in files]
        for (name, pdf), answer in zip(files, answers):
            with self.subTest(name):
                self.assertEqual(json.loads(answer)["code"], "VALID", answer)
                seen = pictures(pdf.read_bytes())
                self.assertTrue(seen["Poppler"][0][1][0].startswith("https://"), "the cover has its code")
                for name in ("PDFium", "MuPDF"):
                    self.assertEqual(differing(seen["Poppler"], seen[name]), [], name)

    def test_one_covered_word_is_noticed(self):
        """The eye of these checks is sharp enough: two characters painted white are another page."""
        page = list(poppler(issued(SMALL)[0].read_bytes()))[1]
        ink = 255 - blocks(page)
        places = numpy.argwhere((ink > 45) & (ink < 60))
        self.assertGreater(len(places), 50)
        for row, column in places[::len(places) // 10] * BLOCK:
            covered = page.copy()
            covered[row - 4:row + 20, column:column + 48] = 255
            self.assertEqual(differing([read(page)], [read(covered)]), [1], (row, column))


class TimeStamps(unittest.TestCase):
    def test_a_stamped_file_is_made_again_to_the_last_byte(self):
        """The stamp is within the signature's room, whose size the file itself tells."""
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "tsa").mkdir()
            authority = subprocess.Popen(
                [sys.executable, ROOT / "Tests/Checks/tsa.py", folder / "tsa"], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, text=True)
            self.addCleanup(authority.communicate)
            port = authority.stdout.readline().strip()
            province = Province(folder)
            roots = folder / "tsa/tsa-root.pem"
            with (province.home / "config.yaml").open("a") as settings:
                settings.write(f"timeStamps: http://127.0.0.1:{port}/\ntimeStampRoots: {roots}\n")
            province.run("key", "export", "-o", folder / "list-2.json", "--certificate-root", roots)
            province.run("key", "sign", folder / "list-2.json", "--root", province.root, "--previous",
                         folder / "trust.cose", "-o", folder / "trust-2.cose")
            province.run("key", "install", folder / "trust-2.cose")
            province.run("issue", SMALL, "-o", folder / "stamped.pdf")
            province.run("bundle", "-o", folder / "bundle")
            answer = json.loads(province.run("verify", "--json", folder / "stamped.pdf", "--bundle", folder / "bundle"))
            self.assertEqual(answer["code"], "VALID")
            self.assertIn("stampedAt", answer["seal"])


class OtherForms(unittest.TestCase):
    """Every form that a comparison of objects forgives, sealed by the right seal, and by another customer of the same
    authority: his certificate chains to the pinned root, too."""

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = folder = pathlib.Path(scratch.name)
        # A home of before, its list naming the authority alone; then the ceremony of docs/upgrade.md.
        cls.province = Province(folder, seals=False)
        cls.province.run("issue", SMALL, "-o", folder / "report.pdf")
        cls.province.run("bundle", "-o", folder / "old.bundle")
        cls.province.run("key", "export", "-o", folder / "list-2.json", "--seal", folder / "seal.pem",
                         "--seals-since", "1970-01-02")
        cls.province.run("key", "sign", folder / "list-2.json", "--root", cls.province.root, "--previous",
                         folder / "trust.cose", "-o", folder / "trust-2.cose")
        cls.province.run("key", "install", folder / "trust-2.cose")
        cls.pdf = (folder / "report.pdf").read_bytes()
        cls.seal = forms.signer((folder / "seal.pem").read_bytes(), (folder / "seal-key.pem").read_bytes())
        cls.mailer = cls.signer("mailer", "emailProtection")
        cls.customer = cls.signer("customer", None)

    @classmethod
    def signer(cls, name, usage):
        """Another customer of the authority."""
        folder, extensions = cls.folder, cls.folder / f"{name}.ext"
        extensions.write_text(
            "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n"
            + (f"extendedKeyUsage={usage}\n" if usage else ""))
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-utf8", "-subj",
                f"/O=另一客户/CN={name}", "-keyout", folder / f"{name}-key.pem", "-out", folder / f"{name}.csr")
        certificate = openssl("x509", "-req", "-in", folder / f"{name}.csr", "-CA", folder / "seal-root.pem", "-CAkey",
                              folder / "ca-key.pem", "-days", "700", "-extfile", extensions)
        return forms.signer(
            certificate + (folder / "seal-root.pem").read_bytes(), (folder / f"{name}-key.pem").read_bytes())

    def answer(self, pdf, *options):
        path = self.folder / "asked.pdf"
        path.write_bytes(pdf)
        result = xinbao("verify", "--json", path, *options, home=self.province.home)
        answer = json.loads(result.stdout)
        self.assertEqual(answer["valid"], result.returncode == 0)
        return answer

    def offline(self, pdf):
        """By the bundle of before: no registry, and a list that pins no seal."""
        return self.answer(pdf, "--bundle", self.folder / "old.bundle")

    def test_the_forger_signs_as_the_issuer_does(self):
        """Only the bytes are at fault: the same bytes under another signature of the seal hold."""
        self.assertEqual(self.answer(forms.signed(self.pdf, self.seal))["code"], "VALID")
        self.assertEqual(self.answer(self.pdf)["code"], "VALID")

    def test_under_the_right_seal_the_bytes_decide(self):
        for form in forms.FORMS:
            with self.subTest(form.__name__):
                answer = self.answer(form(self.pdf, self.seal))
                self.assertEqual(answer["code"], "PDF_CONTENT_MISMATCH")
                # Object by object, nothing differs: so these are the forms that only the bytes tell.
                self.assertEqual(answer["place"], "文件的字节与出具时不同，其中可能藏有内容")
                self.assertNotIn("claims", answer)

    def test_of_another_customer_nothing_is_taken(self):
        for pdf in [forms.signed(self.pdf, self.customer), *(form(self.pdf, self.customer) for form in forms.FORMS)]:
            self.assertEqual(self.answer(pdf)["code"], "PDF_SIGNATURE_SEAL")

    def test_by_an_old_list_too_the_bytes_decide(self):
        """A list of version 1 takes every customer's certificate. It takes no other bytes, with a registry or without."""
        self.assertEqual(self.offline(forms.signed(self.pdf, self.customer))["code"], "VALID")
        for form in forms.FORMS:
            with self.subTest(form.__name__):
                self.assertEqual(self.offline(form(self.pdf, self.customer))["code"], "PDF_CONTENT_MISMATCH")

    def test_a_certificate_for_mail_seals_nothing(self):
        pdf = forms.signed(self.pdf, self.mailer)
        self.assertEqual(self.answer(pdf)["code"], "PDF_SIGNATURE_USAGE")
        self.assertEqual(self.offline(pdf)["code"], "PDF_SIGNATURE_USAGE")

    def test_viewers_do_show_another_page_in_them(self):
        """What the refusal is for: PDFium and MuPDF find the hidden page."""
        genuine = pictures(self.pdf)
        shown = {}
        for form in forms.FORMS:
            for name, pages in pictures(form(self.pdf, self.customer)).items():
                shown[form.__name__, name] = differing(genuine[name], pages)
        print()
        for (form, name), pages in shown.items():
            print(f"{form:36} {name:8} {'another page ' + str(pages) if pages else 'the same pages'}")
        for name in ("PDFium", "MuPDF"):
            self.assertEqual(shown["comment_in_a_dictionary", name], [1])


if __name__ == "__main__":
    unittest.main()
