"""The file as other programs see it: fonts, syntax, the same pages everywhere, the same bytes again."""
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import numpy
from PIL import Image

from browser import Browser
from support import SCRATCH, SMALL, attachment, examples, issue, issued, picture, run, xinbao

FIXED = ["--number", "20261120180000123AB12C", "--time", "2026-11-20T18:00:00+08:00", "--salt", "00" * 16,
         "--check-code", "7K3M9QXA"]


class OtherPrograms(unittest.TestCase):
    def test_fonts_are_embedded_subset_and_searchable(self):
        for example in examples():
            with self.subTest(example.name):
                rows = run("pdffonts", issued(example)[0]).decode().splitlines()[2:]
                self.assertGreaterEqual(len(rows), 2)
                for row in rows:
                    self.assertRegex(row, r"CID Type 0C\s+Identity-H\s+yes yes yes")

    def test_qpdf_finds_no_mistake(self):
        for example in examples():
            with self.subTest(example.name):
                self.assertIn("No syntax or stream encoding errors", run("qpdf", "--check", issued(example)[0]).decode())

    def test_title_language_and_bookmarks(self):
        pdf, outcome = issued(SMALL)
        info = run("pdfinfo", pdf).decode()
        self.assertIn(outcome["subject"], re.search(r"Title:\s*(.*)", info)[1])
        self.assertRegex(info, r"PDF version:\s*1\.7")
        self.assertRegex(info, rf"Pages:\s*{outcome['pages']}\b")
        tree = run("qpdf", "--json", "--json-key=outlines", pdf).decode()
        self.assertIn("行政许可", tree)

    def test_poppler_and_mupdf_draw_the_same(self):
        pdf, outcome = issued(SMALL)
        with tempfile.TemporaryDirectory() as folder:
            run("mutool", "draw", "-q", "-c", "gray", "-r", "72", "-o", folder + "/%d.png", pdf)
            for page in range(1, outcome["pages"] + 1):
                ours = picture(pdf, page, 72).astype(float)
                theirs = numpy.asarray(Image.open(f"{folder}/{page}.png").convert("L")).astype(float)
                rows, columns = (min(a, b) for a, b in zip(ours.shape, theirs.shape))
                difference = numpy.abs(blurred(ours[:rows, :columns]) - blurred(theirs[:rows, :columns]))
                # Thin lines and the modules of the QR fall on other pixels; a missing or moved line of text would
                # darken its whole strip.
                self.assertLess(difference.mean(), 3, f"page {page}")
                self.assertLess((difference > 60).mean(), 0.01, f"page {page}")

    def test_chromium_opens_it(self):
        pdf, _ = issued(SMALL)

        def shows_a_page(shown):
            # The viewer shows a white page with text in a dark frame; one that refused would show no page at all.
            return (shown > 250).mean() > 0.25 and ((shown < 120) & (shown > 60)).mean() < 0.5 and (shown < 60).any()

        with Browser() as browser:
            browser.look(pdf.as_uri(), shows_a_page)
            damaged = SCRATCH / "damaged.pdf"
            damaged.write_bytes(pdf.read_bytes()[:2000])
            with self.assertRaises(AssertionError, msg="the check can fail"):
                browser.look(damaged.as_uri(), shows_a_page, seconds=6)

    def test_the_same_input_number_time_salt_and_token_give_the_same_bytes_but_the_signature(self):
        with tempfile.TemporaryDirectory() as folder:
            first, second = folder + "/a.pdf", folder + "/b.pdf"
            result = issue(SMALL, first, *FIXED)
            self.assertEqual(result.returncode, 0, result.stderr)
            again = []
            for option, name in (("--token", "token.cbor"), ("--proof", "log-proof.txt")):
                pathlib.Path(folder, name).write_bytes(attachment(first, name))
                again += [option, folder + "/" + name]
            result = issue(SMALL, second, *FIXED, *again)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertIn("nothing was registered", result.stdout)
            self.assertEqual(*map(unsigned, (first, second)))
            for pdf in (first, second):
                answer = xinbao("verify", pdf, "--registry", folder + "/registry.sqlite")
                self.assertEqual(answer.returncode, 0, answer.stdout)
            other = issue(SMALL, second, *FIXED[:4], "--salt", "11" * 16, *FIXED[6:], *again)
            self.assertEqual(other.returncode, 3, "a token of another report is refused")
            alone = issue(SMALL, second, *FIXED, *again[:2])
            self.assertEqual(alone.returncode, 2, "a token goes with its proof")

    def test_a_number_is_given_once(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(issue(SMALL, folder + "/a.pdf", *FIXED).returncode, 0)
            second = issue(SMALL, folder + "/b.pdf", *FIXED)
            self.assertEqual(second.returncode, 3, second.stderr)
            self.assertIn(FIXED[1], second.stderr)
            self.assertFalse(pathlib.Path(folder, "b.pdf").exists())


def unsigned(pdf):
    """Without the digits of the signature, which no two are alike."""
    return re.sub(rb"/Contents ?<[0-9a-f]+>", b"/Contents<>", pathlib.Path(pdf).read_bytes())


def blurred(page):
    """3 × 3 means: anti-aliasing differs between programs, what is drawn must not."""
    padded = numpy.pad(page, 1, mode="edge")
    return sum(padded[y:y + page.shape[0], x:x + page.shape[1]] for y in range(3) for x in range(3)) / 9


if __name__ == "__main__":
    unittest.main()
