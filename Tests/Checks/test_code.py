"""The verification code as a clerk meets it: read off a raster by two readers, its token checked by somebody else's
library, and our own answer to digits, picture and PDF."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import cv2
import numpy
import zxingcpp
from PIL import Image

from support import HOME, ROOT, SMALL, attachment, examples, issued, picture, run, xinbao


MILLIMETRE = 600 / 25.4


def photocopied(page, rate, noise):
    """A page at 600 dpi as a copier gives it: its lens and its toner blur by a twelfth of a millimetre, its curve makes grey
    black or white, its glass is not clean; scanned at a rate."""
    blurred = cv2.GaussianBlur(page.astype(float), (0, 0), MILLIMETRE / 12)
    toned = 255 / (1 + numpy.exp(-(blurred - 128) / 25)) + noise.normal(0, 12, page.shape)
    size = [round(side * rate / 600) for side in page.shape[::-1]]
    return cv2.resize(numpy.clip(toned, 0, 255), size, interpolation=cv2.INTER_AREA)


class TheCode(unittest.TestCase):
    def test_two_readers_read_it_at_150_dpi(self):
        wechat = cv2.wechat_qrcode_WeChatQRCode()
        for example in examples():
            with self.subTest(example.name):
                pdf, outcome = issued(example)
                pages = [numpy.ascontiguousarray(picture(pdf, 1, dpi)) for dpi in (150, 152, 148)]
                self.assertIn(outcome["link"], [result.text for result in zxingcpp.read_barcodes(pages[0])])
                # A phone takes the next picture if it cannot read one: of a few hundred symbols WeChat's reader misses one.
                found = (wechat.detectAndDecode(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR))[0] for page in pages)
                self.assertTrue(any(outcome["link"] in texts for texts in found))

    def test_the_symbol_is_as_large_as_the_print_rule_asks(self):
        pdf, _ = issued(SMALL)
        (result,) = zxingcpp.read_barcodes(picture(pdf, 1, 300))
        corners = result.position
        side = (corners.top_right.x - corners.top_left.x) / 300 * 25.4
        self.assertAlmostEqual(side, 36, delta=0.4)

    def test_cwt_verifies_the_token_and_no_flipped_bit(self):
        pdf, _ = issued(SMALL)
        with tempfile.TemporaryDirectory() as folder:
            token = pathlib.Path(folder) / "token.cbor"
            token.write_bytes(attachment(pdf, "token.cbor"))
            answer = subprocess.run(
                [sys.executable, ROOT / "scripts/check-token.py", token, next((HOME / "keys").glob("*.json"))],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            self.assertEqual(answer.returncode, 0, answer.stdout)

    def test_a_changed_bit_in_the_digits_is_refused(self):
        _, outcome = issued(SMALL)
        head, digits = outcome["link"].split("#")
        self.assertEqual(xinbao("verify", outcome["link"]).returncode, 0)
        for place in range(0, len(digits), max(1, len(digits) // 40)):
            changed = digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1:]
            self.assertEqual(xinbao("verify", f"{head}#{changed}").returncode, 1, place)


class TheCover(unittest.TestCase):
    def test_the_code_stands_on_the_cover_whatever_it_has_to_say(self):
        """The longest name, 38 domains of which many have no answer, and a long recipient; and it is read at 150 dpi after two
        photocopies."""
        with tempfile.TemporaryDirectory() as folder:
            for domains in ("guangdong-2021", "guangdong-2024"):
                pdf = pathlib.Path(folder) / f"{domains}.pdf"
                result = xinbao(
                    "issue", ROOT / "examples/enterprise-rare-characters.json", "-o", pdf, "--report", "no-violation", "--domains", "all",
                    "--catalogue", domains, "--from", "2023-11-20", "--to", "2026-11-19", "--purpose", "listing", "--recipient",
                    "示例银行股份有限公司广东省分行营业部授信审批中心" * 2, "--keep-earlier", "--json")
                self.assertEqual(result.returncode, 0, result.stderr)
                cover = run("pdftotext", "-f", "1", "-l", "1", pdf, "-").decode()
                self.assertIn("不便扫码的", cover, domains)
                link = json.loads(result.stdout)["link"]
                page = picture(pdf, 1, 600)
                for seed in range(3):
                    noise = numpy.random.default_rng(seed)
                    first = photocopied(page, 300, noise)
                    again = cv2.resize(first, page.shape[::-1], interpolation=cv2.INTER_CUBIC)
                    second = photocopied(again, 150, noise).astype("uint8")
                    self.assertIn(link, [found.text for found in zxingcpp.read_barcodes(second)], (domains, seed))


class OurOwnAnswer(unittest.TestCase):
    def claims(self, *arguments):
        result = xinbao("verify", "--json", *arguments)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return json.loads(result.stdout)

    def test_digits_link_picture_and_pdf_give_the_same_claims(self):
        pdf, outcome = issued(SMALL)
        with tempfile.TemporaryDirectory() as folder:
            run("pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-png", "-singlefile", pdf, folder + "/page")
            photo = Image.open(folder + "/page.png").convert("RGB").rotate(3, expand=True, fillcolor="white")
            photo.save(folder + "/photo.jpg", quality=60)
            answers = [self.claims(given) for given in (
                outcome["link"], outcome["link"].split("#")[1], folder + "/page.png", folder + "/photo.jpg", pdf)]
        for answer in answers:
            self.assertEqual(answer["code"], "VALID")
            self.assertEqual(answer["claims"], answers[0]["claims"])
        self.assertIn(outcome["number"], json.dumps(answers[0]["claims"]))

    def test_a_pdf_whose_data_were_changed_is_refused(self):
        import pikepdf
        pdf, _ = issued(SMALL)
        with tempfile.TemporaryDirectory() as folder:
            forged = folder + "/forged.pdf"
            with pikepdf.open(pdf) as document:
                data = document.attachments["report.json"].get_file().read_bytes()
                document.attachments["report.json"] = pikepdf.AttachedFileSpec(
                    document, data.replace("示例".encode(), "真实".encode(), 1), filename="report.json")
                document.save(forged, object_stream_mode=pikepdf.ObjectStreamMode.disable)
            result = xinbao("verify", forged)
            self.assertEqual(result.returncode, 1, result.stdout + result.stderr)

    def test_a_picture_without_a_code_and_a_foreign_pdf_are_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            blank = folder + "/blank.png"
            Image.new("L", (300, 300), 255).save(blank)
            self.assertEqual(xinbao("verify", blank).returncode, 1)
            import pikepdf
            foreign = folder + "/foreign.pdf"
            with pikepdf.new() as document:
                document.add_blank_page()
                document.save(foreign)
            self.assertEqual(xinbao("verify", foreign).returncode, 1)

    def test_what_is_no_code_at_all_is_bad_input(self):
        for given in ("/no/such/file.pdf", "hello"):
            self.assertIn(xinbao("verify", given).returncode, (1, 3))


if __name__ == "__main__":
    unittest.main()
