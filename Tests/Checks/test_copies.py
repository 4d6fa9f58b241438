"""PDFs that are not the issued file: what scanners, printers, merging programs and mail gateways make of a report, and what
forgers do. Made and judged by other people's programs."""
import hashlib
import io
import json
import pathlib
import subprocess
import tempfile
import time
import unittest
import zlib

import pikepdf
from PIL import Image

from browser import Browser
from look import look
from page import Page
from server import Server
from states import scan
from support import ROOT, SMALL, issued, new_home, run, xinbao
from test_pictures import forged

OTHER = ROOT / "examples/social-organisation.json"


def printed(pdf, folder):
    """As a browser's or an office program's “print to PDF” writes it."""
    target = pathlib.Path(folder) / f"printed-{pathlib.Path(pdf).name}"
    run("pdftocairo", "-pdf", pdf, target)
    return target


class Copies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.pdf, cls.said = issued(SMALL)
        cls.other, cls.other_said = issued(OTHER)

    def verify(self, content, name="given.pdf", status=1):
        """The answers, and how long they took."""
        path = self.folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path = content
        start = time.monotonic()
        result = xinbao("verify", path, "--json")
        self.seconds = time.monotonic() - start
        self.assertEqual(result.returncode, status, result.stderr + result.stdout)
        decoder, text, answers = json.JSONDecoder(), result.stdout, []
        while text.strip():
            answer, end = decoder.raw_decode(text.lstrip())
            answers.append(answer)
            text = text.lstrip()[end:]
        return answers

    def codes(self, *given, **more):
        return [(answer.get("onPages"), answer["code"]) for answer in self.verify(*given, **more)]

    def merged(self, *files, name="merged.pdf"):
        target = self.folder / name
        run("qpdf", "--empty", "--pages", *files, "--", target)
        return target


class HonestCopies(Copies):
    def test_a_scan_is_judged_by_its_code(self):
        for dpi in (150, 200, 300):
            with self.subTest(dpi=dpi):
                [answer] = self.verify(scan(self.pdf, dpi=dpi))
                self.assertEqual((answer["code"], answer["valid"], answer["source"], answer["onPages"]),
                                 ("COPY_NOT_COMPARED", False, "copy", [1]))
                self.assertEqual(answer["claims"]["number"], self.said["number"])
                self.assertIn("COPY_CODE_ONLY", [note["code"] for note in answer["notes"]])
                self.assertTrue(answer["request"] and answer["comparison"])
                self.assertNotEqual(answer["tone"], "good")

    def test_a_print_to_pdf_is_a_copy_too(self):
        text = xinbao("verify", printed(self.pdf, self.folder)).stdout
        self.assertIn("COPY_NOT_COMPARED", text)
        self.assertIn("不是出具时的原始文件", text)
        self.assertNotIn("未经改动", text)

    def test_a_merged_file_lists_every_report(self):
        bid = self.folder / "bid.pdf"
        Image.new("L", (600, 800), 255).save(bid, "PDF")
        pages = int(run("pdfinfo", self.pdf).split(b"Pages:")[1].split()[0])
        found = self.codes(self.merged(bid, self.pdf, bid, self.other))
        self.assertEqual(found, [([2], "COPY_NOT_COMPARED"), ([4 + pages - 1], "COPY_NOT_COMPARED")])
        text = xinbao("verify", self.merged(bid, self.pdf)).stdout
        self.assertTrue(text.startswith("第2页："), text)

    def test_without_a_code_it_is_said_what_to_do(self):
        [answer] = self.verify(scan(self.pdf, [2]))
        self.assertEqual((answer["code"], answer["tone"]), ("COPY_NO_CODE", "caution"))
        self.assertIn("核验码", answer["explanation"])
        damaged = self.verify(b"%PDF-1.7\n" + bytes(range(256)) * 20)
        self.assertEqual((damaged[0]["code"], damaged[0]["tone"]), ("COPY_UNREADABLE", "caution"))

    def test_a_password_is_no_forgery(self):
        plain = printed(self.pdf, self.folder)
        for user, code in (("secret", "COPY_UNREADABLE"), ("", "COPY_NOT_COMPARED")):
            with self.subTest(code), pikepdf.open(plain) as pdf:
                content = io.BytesIO()
                pdf.save(content, encryption=pikepdf.Encryption(owner="owner", user=user))
                self.assertEqual([code for _, code in self.codes(content.getvalue())], [code])

    def test_a_scanners_tiff_is_read_page_by_page(self):
        pages = [Image.open(io.BytesIO(run("pdftoppm", "-r", 150, "-mono", "-f", 1, "-l", 1, pdf)))
                 for pdf in (self.other, self.pdf)]
        content = io.BytesIO()
        pages[0].save(content, "TIFF", compression="group4", save_all=True, append_images=pages[1:])
        answers = self.verify(content.getvalue(), "scan.tif", status=0)
        self.assertEqual([(answer["onPages"], answer["code"]) for answer in answers], [([1], "VALID"), ([2], "VALID")])


class Forgeries(Copies):
    """Who leaves a mark of the issuer in the file is told that it was changed; who removes all of them has a copy, and no
    answer to it says that its pages are genuine."""

    def test_what_bears_a_mark_was_changed(self):
        marked = self.folder / "marked.pdf"
        run("qpdf", "--linearize", self.pdf, marked)
        first = self.folder / "first.pdf"
        run("qpdf", self.pdf, "--pages", self.pdf, self.other, "--", first)
        united = self.folder / "united.pdf"
        run("pdfunite", self.pdf, self.other, united)
        for file in (marked, first, united):
            with self.subTest(file.name):
                [answer] = self.verify(file)
                self.assertTrue(answer["code"].startswith("PDF_"), answer["code"])
                self.assertEqual((answer["tone"], answer["valid"], answer.get("claims")), ("bad", False, None))

    def test_other_words_around_a_genuine_code_are_never_a_yes(self):
        [answer] = self.verify(forged(self.pdf))
        self.assertEqual((answer["code"], answer["valid"]), ("COPY_NOT_COMPARED", False))
        self.assertIn(answer["tone"], ("caution", "limited"))
        self.assertIn("复制件", answer["headline"])
        self.assertIn("没有核对", " ".join(note["text"] for note in answer["notes"]))

    def test_attachments_kept_on_forged_pages_are_told(self):
        with pikepdf.open(self.pdf) as pdf:
            del pdf.Root["/AcroForm"], pdf.Root["/Perms"]
            pdf.pages[1].contents_add(pdf.make_stream(b"q 1 1 1 rg 60 380 480 60 re f Q"))
            content = io.BytesIO()
            pdf.save(content)
        [answer] = self.verify(content.getvalue())
        self.assertEqual((answer["code"], answer["tone"]), ("PDF_SIGNATURE_MISSING", "bad"))

    def test_a_forged_code_beside_a_genuine_one_is_told(self):
        home = new_home(self.folder)
        fake = self.folder / "fake.pdf"
        result = xinbao("issue", SMALL, "-o", fake, home=home)
        self.assertEqual(result.returncode, 0, result.stderr)
        found = self.codes(self.merged(self.pdf, fake, name="both.pdf"))
        self.assertEqual(len(found), 2)
        self.assertEqual(found[0], ([1], "COPY_NOT_COMPARED"))
        self.assertIn(found[1][1], ("UNKNOWN_KEY", "BAD_SIGNATURE"))

    def test_whoever_reads_a_person_of_another_paper_learns_nothing(self):
        path = self.folder / "scan.pdf"
        path.write_bytes(scan(self.pdf, [1]))
        result = xinbao("verify", path, "--ending", "0000", "--json")
        answer = json.loads(result.stdout)
        self.assertEqual((result.returncode, answer["code"], answer.get("claims")), (1, "OTHER_PAPER", None))


class Bombs(Copies):
    """What is made to take time or memory is given up, and says so."""

    def document(self, pages, box="[0 0 595 842]", content=b"", more=b""):
        objects = [b"<</Type/Catalog/Pages 2 0 R>>",
                   b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join(b"%d 0 R" % (4 + n) for n in range(pages))),
                   b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), more, content)]
        objects += [b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 3 0 R/Resources<<>>>>" % box.encode()] * pages
        out, offsets = b"%PDF-1.7\n", []
        for number, text in enumerate(objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
        start = len(out)
        count = len(objects) + 1
        out += b"xref\n0 %d\n0000000000 65535 f \n" % count + b"".join(b"%010d 00000 n \n" % place for place in offsets)
        return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, start)

    def test_a_page_of_any_size_is_drawn_small(self):
        for box in ("[0 0 14400 14400]", "[0 0 900000000 900000000]", "[0 0 1 900000]", "[0 0 0 0]"):
            with self.subTest(box):
                [answer] = self.verify(self.document(1, box))
                self.assertIn(answer["code"], ("COPY_NO_CODE", "COPY_NOT_READ", "COPY_UNREADABLE"))
                self.assertLess(self.seconds, 60)

    def test_a_stream_that_unfolds_for_ever_is_given_up(self):
        squeezed = zlib.compress(b"0 0 m 600 800 l S\n" * 20_000_000, 9)
        [answer] = self.verify(self.document(1, content=squeezed, more=b"/Filter/FlateDecode"))
        self.assertIn(answer["code"], ("COPY_NOT_READ", "COPY_NO_CODE"))
        self.assertLess(self.seconds, 90)

    def test_the_service_ends_with_ten_thousand_pages(self):
        with Server("--rate-limit", "off") as server:
            start = time.monotonic()
            connection = server.connect(timeout=90)
            connection.request(
                "POST", "/api/v1/verify/file", self.document(10_000), {"Content-Type": "application/pdf"})
            response = connection.getresponse()
            status, body = response.status, response.read()
            connection.close()
            # A machine that is busy with other work may not come to the end of a page in time, and says so, too.
            self.assertLess(time.monotonic() - start, 60)
            answer = json.loads(body)
            if status == 200:
                self.assertEqual(answer["code"], "COPY_NOT_READ")
            else:
                self.assertEqual(status, 503)
            # Meanwhile and afterwards, others are answered.
            self.assertEqual(server.ask("GET", "/readyz")[0], 200)

    def test_the_drawing_program_is_confined_by_the_kernel(self):
        """Here a shell takes its place, which does what a program under attack would do."""
        main = self.folder / "main.c"
        main.write_text(
            '#include "CConfinement.h"\n'
            "int main(int count, char **words) { char *none[] = {0};"
            " return xinbao_become_confined(words[1], words + 1, none, 5, 1 << 30); }\n")
        source = ROOT / "Sources/CConfinement"
        program = self.folder / "become"
        run("cc", "-I", source / "include", "-o", program, main, source / "child.c", source / "walls.c")
        secret = self.folder / "key.pem"
        secret.write_text("secret\n")

        def told(script, shell="/bin/bash"):
            return subprocess.run(
                [program, shell, "-c", script], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL).stdout

        self.assertEqual(told("read a < /usr/include/stdio.h; echo installed"), "installed\n")
        self.assertEqual(told(f"read a < {secret}; echo $a"), "\n")
        self.assertEqual(told("read a < /etc/passwd; echo $a"), "\n")
        self.assertEqual(told(f"echo x > {self.folder}/made; echo done"), "done\n")
        self.assertFalse((self.folder / "made").exists())
        with Server("--rate-limit", "off") as server:
            self.assertEqual(told(f"exec 3<>/dev/tcp/127.0.0.1/{server.port} && echo connected; echo done"), "done\n")
        self.assertEqual(told("/bin/true && echo child; echo done").count("child"), 0)
        # What is not installed is not begun.
        own = self.folder / "own"
        own.write_text("#!/bin/sh\necho begun\n")
        own.chmod(0o755)
        self.assertEqual(told("", own), "")


class Pages(Copies):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = cls.enterClassContext(Server("--rate-limit", "off"))
        cls.browser = cls.enterClassContext(Browser(1280, 900))

    def page(self, phone=True, script=True):
        return Page(self.browser, *((390, 844) if phone else (1280, 900)), script=script, phone=phone)

    def look(self, page, name):
        look(self, page, name)

    def upload(self, page, path):
        page.open(self.server.address + "/")
        page.wait("上传报告")
        page.choose("#file", path)
        page.click("#file-form button[type=submit]")

    def test_a_scan_asks_for_the_ending_and_then_for_a_comparison(self):
        path = self.folder / "scan.pdf"
        path.write_bytes(scan(self.pdf))
        for phone in (True, False):
            with self.page(phone) as page:
                self.upload(page, path)
                text = page.wait("末四位")
                self.assertIn("不是原始文件", text)
                self.assertNotIn(self.said["subject"], text)
                page.type("#ending", self.said["code"][-4:])
                page.press("Enter")
                text = page.wait("逐项比对")
                self.assertIn("复制件", text)
                self.assertIn("COPY_NOT_COMPARED", text)
                self.assertNotIn("未经改动", text)
                self.assertFalse(page.value("document.querySelector('.verdict').classList.contains('good')"))
                self.look(page, f"copy-{'phone' if phone else 'desktop'}")
                self.assertEqual(page.complaints, [])

    def test_a_merged_file_lists_its_reports(self):
        path = self.merged(self.pdf, self.other, name="two.pdf")
        for phone, script in ((True, True), (False, True), (True, False)):
            with self.page(phone, script) as page:
                self.upload(page, path)
                text = page.wait("文件中有2份报告的二维码")
                self.assertIn("文件的第1页", text)
                for secret in (self.said["subject"], self.said["number"], self.other_said["number"]):
                    self.assertNotIn(secret, text)
                self.look(page, f"several-{'phone' if phone else 'desktop'}")
                self.assertEqual(page.value("document.querySelectorAll('form[action=\"/v\"]').length"), 2)
                self.assertTrue(page.value(
                    "document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                self.assertEqual(page.complaints, [])

    def test_without_a_code_the_page_says_what_to_do(self):
        path = self.folder / "blank.pdf"
        Image.new("L", (600, 800), 255).save(path, "PDF")
        with self.page() as page:
            self.upload(page, path)
            text = page.wait("COPY_NO_CODE")
            self.assertIn("要求提供原始文件", text)
            self.assertTrue(page.value("document.querySelector('.verdict').classList.contains('caution')"))
            self.look(page, "copy-without-code")

    def compare(self, page, path):
        page.open(self.server.address + "/")
        page.wait("只比对指纹")
        page.click("#digest-form summary")
        page.choose("#digest-file", path)
        page.type("#digest-number", self.said["number"])
        page.type("#digest-check-code", self.said["checkCode"])
        page.click("#digest-form button[type=submit]")
        return page.wait("结果代码")

    def test_a_file_is_compared_without_being_sent(self):
        with self.page(False) as page:
            sent = []
            note = page.note

            def listen(message):
                if message.get("method") == "Network.requestWillBeSent":
                    sent.append(message["params"]["request"].get("postData", ""))
                note(message)
            page.note = listen
            text = self.compare(page, self.pdf)
            self.assertIn("未经改动", text)
            self.look(page, "digest-same")
            body = next(data for data in sent if "sha256" in data)
            self.assertIn(hashlib.sha256(self.pdf.read_bytes()).hexdigest(), body)
            self.assertLess(len(body), 400)
            self.assertEqual(page.complaints, [])

    def test_another_file_is_amber_and_no_forgery(self):
        with self.page(True) as page:
            text = self.compare(page, printed(self.pdf, self.folder))
            self.assertIn("所选文件与出具的文件不同", text)
            self.assertNotIn("伪造", text)
            self.assertTrue(page.value("document.querySelector('.verdict').classList.contains('caution')"))
            self.look(page, "digest-different")

    def test_without_script_nothing_is_compared_and_the_file_can_be_sent(self):
        with self.page(True, script=False) as page:
            page.open(self.server.address + "/")
            text = page.wait("上传报告")
            self.assertNotIn("只比对指纹", text)

    def test_the_api_lists_every_report(self):
        content = self.merged(self.pdf, self.other, name="api.pdf").read_bytes()
        status, _, body = self.server.ask(
            "POST", "/api/v1/verify/file", content, {"Content-Type": "application/pdf"})
        answer = json.loads(body)
        self.assertEqual((status, answer["state"], answer["isWholeFileRead"]), (200, "several", True))
        first, second = answer["reports"]
        self.assertEqual((first["state"], first["source"], first["onPages"]), ("challenge", "copy", [1]))
        self.assertNotIn(self.said["subject"], body.decode() if isinstance(body, bytes) else body)
        question = json.dumps({"digits": first["digits"], "ending": self.said["code"][-4:], "source": "copy"})
        _, _, body = self.server.ask(
            "POST", "/api/v1/verify/code", question.encode(), {"Content-Type": "application/json"})
        final = json.loads(body)
        self.assertEqual((final["code"], final["valid"], final["source"]), ("COPY_NOT_COMPARED", False, "copy"))
        self.assertEqual(final["receipt"]["code"], "COPY_NOT_COMPARED")

    def test_the_command_asks_the_service_for_each(self):
        path = self.folder / "scan-of-one.pdf"
        path.write_bytes(scan(self.pdf, [1]))
        result = xinbao("verify", path, "--service", self.server.address, "--ending", self.said["code"][-4:])
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("COPY_NOT_COMPARED", result.stdout)
        result = xinbao(
            "verify", self.merged(self.pdf, self.pdf, self.other, name="three.pdf"), "--service", self.server.address,
            "--ending", self.said["code"][-4:])
        self.assertIn("OTHER_PAPER", result.stdout)
        self.assertIn("COPY_NOT_COMPARED", result.stdout)


if __name__ == "__main__":
    unittest.main()
