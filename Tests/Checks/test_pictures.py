"""Pictures from strangers: what they may cost the service, and what must not pass for a report's picture."""
import concurrent.futures
import io
import json
import os
import pathlib
import signal
import statistics
import struct
import subprocess
import tempfile
import time
import unittest
import zlib

import cv2
import numpy
import pikepdf
import zxingcpp
from PIL import Image

from server import SERVER, Server
from support import COMMAND, HOME, ROOT, SCRATCH, SMALL, issued, picture, xinbao

READER = COMMAND.parent / "xinbao-read"
# 300 × 300, 1.2 kB, 1,089 finder patterns: ZXing looks at every three of them.
FINDERS = ROOT / "Tests/VerifyingTests/Fixtures/finder-patterns.png"


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def segment(marker, content):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def encoded(image, form, **options):
    content = io.BytesIO()
    image.save(content, form, **options)
    return content.getvalue()


def forged(genuine):
    """The report with other words on its pages, as a PDF that is not signed any more."""
    with pikepdf.open(genuine) as pdf:
        for name in ("/AcroForm", "/Perms", "/Names", "/AF"):
            if name in pdf.Root:
                del pdf.Root[name]
        font = pdf.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Helvetica-Bold")))
        words = b"q 1 1 1 rg 60 380 480 60 re f 0 0 0 rg BT /Forged 22 Tf 70 400 Td (FORGED: no violations) Tj ET Q"
        for page in pdf.pages:
            page.Resources.Font["/Forged"] = font
            page.contents_add(pdf.make_stream(words))
        content = io.BytesIO()
        pdf.save(content, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return content.getvalue()


class Pictures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pdf, cls.said = issued(SMALL)
        cover = Image.fromarray(picture(cls.pdf, 1, 150))
        cls.png, cls.jpeg = encoded(cover, "PNG"), encoded(cover, "JPEG", quality=85)
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))

    def verify(self, content, name):
        path = self.folder / name
        path.write_bytes(content)
        result = xinbao("verify", path, "--json")
        self.assertIn(result.returncode, (0, 1), result.stderr)
        return json.loads(result.stdout)


class WhatAPictureIs(Pictures):
    def polyglots(self):
        """Pictures of the genuine code that a program for PDFs opens as the forged report."""
        pdf = forged(self.pdf)
        head = b"%PDF-1.7\n"
        return {
            "a PNG with a PDF in a chunk": self.png[:33] + chunk(b"prVt", pdf) + self.png[33:],
            "a PNG before a PDF": self.png + pdf,
            "a JPEG before a PDF": self.jpeg + b"\n" + pdf,
            "a JPEG with a header in a comment, before a PDF": (
                self.jpeg[:2] + segment(0xfe, head) + self.jpeg[2:] + b"\n" + pdf[len(head):]),
            "a PNG with a PDF without its header in a late chunk": (
                self.png[:33] + chunk(b"prVt", bytes(2000) + pdf[len(head):]) + self.png[33:]),
        }

    def test_a_picture_that_is_also_a_pdf_is_refused(self):
        shown = 0
        for place, (name, content) in enumerate(self.polyglots().items()):
            with self.subTest(name):
                self.assertEqual(self.verify(content, f"{place}.pdf")["code"], "FILE_TWO_FORMATS")
                answer = self.verify(content, f"{place}.png")
                self.assertEqual((answer["code"], answer["valid"]), ("FILE_TWO_FORMATS", False))
                self.assertNotIn("claims", answer)
                # That it is an attack at all: other people's programs show the forged words.
                text = subprocess.run(["pdftotext", self.folder / f"{place}.pdf", "-"], capture_output=True).stdout
                shown += b"FORGED" in text
        self.assertGreaterEqual(shown, 3)

    def test_a_name_or_type_that_says_otherwise_is_refused(self):
        self.assertEqual(self.verify(self.png, "report.pdf")["code"], "FILE_TYPE_MISMATCH")
        self.assertEqual(self.verify(self.jpeg, "报告.PDF")["code"], "FILE_TYPE_MISMATCH")
        self.assertEqual(self.verify(self.pdf.read_bytes(), "report.png")["code"], "FILE_TYPE_MISMATCH")
        self.assertEqual(self.verify(self.pdf.read_bytes(), "报告.PDF")["code"], "VALID")
        with Server("--rate-limit", "off") as server:
            def code(content, kind):
                status, _, body = server.ask("POST", "/api/v1/verify/file", content, {"Content-Type": kind})
                self.assertEqual(status, 200)
                return json.loads(body).get("code")

            self.assertEqual(code(self.png, "application/pdf"), "FILE_TYPE_MISMATCH")
            self.assertEqual(code(self.pdf.read_bytes(), "image/png"), "FILE_TYPE_MISMATCH")
            for name, content in self.polyglots().items():
                for kind in ("image/png", "image/jpeg", "application/pdf"):
                    self.assertEqual(code(content, kind), "FILE_TWO_FORMATS", name)
            # By --service the name goes no further than the command.
            path = self.folder / "named.pdf"
            path.write_bytes(self.png)
            result = xinbao("verify", path, "--service", server.address, "--json")
            self.assertEqual((result.returncode, json.loads(result.stdout)["code"]), (1, "FILE_TYPE_MISMATCH"))

    def test_what_phones_write_is_no_pdf(self):
        """Chunks and trailers of their own: iDOT, eXIf, EXIF, a preview, a second picture, a film, Samsung's trailer."""
        image = Image.open(io.BytesIO(self.jpeg))
        exif = Image.Exif()
        exif[0x010f], exif[0x0131] = "Phone", "obj 1.0"
        preview = encoded(image.resize((160, 220)), "JPEG")
        film = struct.pack(">I", 24) + b"ftypmp42\0\0\0\0isommp42" + struct.pack(">I", 1 << 20) + b"mdat" + os.urandom((1 << 20) - 8)
        samsung = film + b"\0\0\x01\x0aMotionPhoto_Data" + b"SEFH" + struct.pack("<II", 106, 1) + bytes(12) + b"SEFT"
        forms = {
            "iDOT": self.png[:33] + chunk(b"iDOT", struct.pack(">7I", 2, 0, 877, 40, 877, 877, 4000)) + self.png[33:],
            "eXIf": self.png[:33] + chunk(b"eXIf", exif.tobytes()[6:]) + self.png[33:],
            "EXIF": encoded(image, "JPEG", exif=exif, quality=85),
            "a preview in APP1": self.jpeg[:2] + segment(0xe1, b"Exif\0\0" + preview) + self.jpeg[2:],
            "a second picture": self.jpeg[:2] + segment(0xe2, b"MPF\0" + bytes(80)) + self.jpeg[2:] + preview,
            "a film": self.jpeg + film, "Samsung's trailer": self.jpeg + samsung,
            "progressive": encoded(image, "JPEG", progressive=True), "a PNG with a trailer": self.png + samsung,
        }
        for name, content in forms.items():
            with self.subTest(name):
                self.assertEqual(self.verify(content, "IMG_0001.JPG")["code"], "VALID")

    def test_who_verifies_a_picture_is_told_that_the_code_alone_counts(self):
        note = "仅按图片中的二维码核验"
        answer = self.verify(self.png, "cover.png")
        self.assertEqual(answer["source"], "image")
        self.assertIn("PICTURE_CODE_ONLY", [entry["code"] for entry in answer["notes"]])
        self.assertIn(note, xinbao("verify", self.folder / "cover.png").stdout)
        self.assertNotIn(note, xinbao("verify", self.said["link"]).stdout + xinbao("verify", self.pdf).stdout)
        with Server("--rate-limit", "off") as server:
            ending = self.said["code"][-4:]
            asked = xinbao("verify", self.folder / "cover.png", "--service", server.address, "--ending", ending)
            self.assertEqual(asked.returncode, 0, asked.stderr)
            self.assertIn(note, asked.stdout)


class WhatAPictureCosts(Pictures):
    def children(self, process):
        tasks = pathlib.Path(f"/proc/{process.pid}/task")
        return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]

    def reader_of(self, process):
        """Once it has a process group of its own: until it does, it is still a copy of the process that starts it."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            for child in self.children(process):
                try:
                    if os.getpgid(child) == child:
                        return child
                except ProcessLookupError:
                    pass  # It has ended meanwhile.
            time.sleep(0.01)
        raise AssertionError("no reader was started in a process group of its own")

    def test_the_reader_confines_itself_before_it_reads(self):
        reader = subprocess.Popen([READER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(reader.wait)
        self.addCleanup(reader.stdout.close)
        limits = pathlib.Path(f"/proc/{reader.pid}/limits")
        end = time.monotonic() + 20
        while "Max open files            3 " not in limits.read_text() and time.monotonic() < end:
            time.sleep(0.01)
        table = {line[:26].strip(): line[26:].split()[:2] for line in limits.read_text().splitlines()[1:]}
        self.assertEqual(table["Max cpu time"], ["2", "2"])
        self.assertEqual(table["Max address space"], [str(1 << 30)] * 2)
        for name in ("Max file size", "Max core file size"):
            self.assertEqual(table[name], ["0", "0"], name)
        self.assertEqual(table["Max open files"], ["3", "3"])
        # Children and sockets are refused by a filter of system calls, which nothing takes off again.
        status = pathlib.Path(f"/proc/{reader.pid}/status")
        while "Seccomp:\t2" not in status.read_text() and time.monotonic() < end:
            time.sleep(0.01)
        self.assertIn("Seccomp:\t2", status.read_text())
        self.assertIn("NoNewPrivs:\t1", status.read_text())
        answer, _ = reader.communicate(self.png)
        self.assertTrue(answer.startswith(b"XBR2T\x01"), answer[:20])
        self.assertIn(self.said["link"].encode(), answer)

    def test_number_and_code_are_answered_while_pictures_are_read(self):
        """Four pictures that keep a reader busy for as long as it may: others wait no longer than before."""
        finders = FINDERS.read_bytes()
        question = {"digits": self.said["link"].split("#")[1], "ending": self.said["code"][-4:]}
        number = {"number": self.said["number"], "checkCode": self.said["checkCode"]}
        with Server("--rate-limit", "off", "--log-level", "notice", "--threads", "4") as server, \
                concurrent.futures.ThreadPoolExecutor(4) as pool:
            def upload(content):
                status, _, body = server.ask("POST", "/api/v1/verify/file", content, {"Content-Type": "image/png"})
                return status, json.loads(body).get("code")

            def ask():
                start = time.perf_counter()
                self.assertEqual(server.api("/api/v1/verify/code", question)[1]["code"], "VALID")
                self.assertEqual(server.api("/api/v1/verify/number", number)[1]["code"], "VALID")
                return time.perf_counter() - start

            for _ in range(20):
                ask()
            before = [ask() for _ in range(60)]
            uploads = [pool.submit(upload, finders) for _ in range(4)]
            self.reader_of(server.process)
            meanwhile = []
            while not all(upload.done() for upload in uploads):
                meanwhile.append(ask())
            self.assertEqual([upload.result() for upload in uploads], [(200, "IMAGE_READING_STOPPED")] * 4)
            self.assertGreater(len(meanwhile), 20)
            quiet, busy = statistics.median(before), statistics.median(meanwhile)
            print(f"a code and a number: {quiet * 1e3:.1f} ms before, {busy * 1e3:.1f} ms while four pictures are read, "
                  f"the longest of {len(meanwhile)} {max(meanwhile) * 1e3:.0f} ms")
            # The processors are shared, the waiting is not: with one queue, the median would be seconds.
            self.assertLess(busy, 8 * quiet + 0.05)
            metrics = server.ask("GET", "/metrics")[2].decode()
            self.assertIn('xinbao_answers_total{channel="api-file",code="IMAGE_READING_STOPPED"} 4', metrics)
            self.assertEqual(self.children(server.process), [], "readers, or zombies of them, are left")
            self.assertEqual(upload(self.png)[0], 200)

    def test_neither_processes_nor_descriptors_nor_memory_are_left(self):
        def resident(server):
            text = server.ask("GET", "/metrics")[2].decode()
            return int(next(line for line in text.splitlines() if line.startswith("process_resident")).split()[1])

        with Server("--rate-limit", "off", "--log-level", "notice") as server, \
                concurrent.futures.ThreadPoolExecutor(4) as pool:  # as many as one client may send at once
            def upload(content):
                return server.ask("POST", "/api/v1/verify/file", content, {"Content-Type": "image/png"})[0]

            def descriptors():
                return len(list(pathlib.Path(f"/proc/{server.process.pid}/fd").iterdir()))

            contents = [self.png, self.png[:5000], b"\x89PNG\r\n\x1a\n", self.jpeg]
            self.assertEqual(set(pool.map(upload, contents * 10)), {200})
            before, held = resident(server), descriptors()
            self.assertEqual(set(pool.map(upload, contents * 60)), {200})
            self.assertLess(resident(server) - before, 32 << 20)
            self.assertLessEqual(descriptors(), held + 6, "but for a connection or two that is about to close")
            self.assertEqual(self.children(server.process), [])

    def test_ctrl_c_leaves_no_reader_and_cuts_off_nobody(self):
        """At a terminal the signal goes to the whole group. The command ends, its reader with it; the service finishes the
        requests in hand, for which it still needs its reader."""
        command = subprocess.Popen(
            [COMMAND, "verify", FINDERS], cwd=ROOT, env=dict(os.environ, XINBAO_HOME=str(HOME)), start_new_session=True)
        reader = self.reader_of(command)
        os.killpg(command.pid, signal.SIGINT)
        self.assertEqual(command.wait(20), -signal.SIGINT)
        end = time.monotonic() + 20
        while pathlib.Path(f"/proc/{reader}/exe").exists() and time.monotonic() < end:
            time.sleep(0.01)
        self.assertFalse(pathlib.Path(f"/proc/{reader}/exe").exists(), "the reader is left")
        with Server("--rate-limit", "off") as server, concurrent.futures.ThreadPoolExecutor(1) as pool:
            upload = pool.submit(
                server.ask, "POST", "/api/v1/verify/file", FINDERS.read_bytes(), {"Content-Type": "image/png"})
            reader = self.reader_of(server.process)
            self.assertNotEqual(os.getpgid(reader), os.getpgid(server.process.pid))
            server.process.send_signal(signal.SIGINT)
            status, _, body = upload.result()
            self.assertEqual((status, json.loads(body)["code"]), (200, "IMAGE_READING_STOPPED"))
            self.assertEqual(server.process.wait(30), 0)

    def test_without_its_readers_nothing_starts(self):
        """A copy of the programs without the three that read files: told at the start, and where a file is given."""
        # Links need the file system of what they lead to.
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(dir=SCRATCH)))
        for program in (COMMAND, SERVER):
            os.link(program, folder / program.name)

        def refusal():
            result = subprocess.run(
                [folder / SERVER.name, "--home", HOME, "--port", "0"], cwd=ROOT, capture_output=True, text=True, timeout=60)
            self.assertEqual(result.returncode, 4, result.stderr)
            return result.stderr

        self.assertIn("xinbao-read: there is no such program", refusal())
        (self.folder / "cover.png").write_bytes(self.png)
        environment = dict(os.environ, XINBAO_HOME=str(HOME))
        os.link(READER, folder / READER.name)
        self.assertIn("xinbao-parse: there is no such program", refusal())
        for given, status in ((self.folder / "cover.png", 4), (self.pdf, 4), (self.said["link"], 0)):
            result = subprocess.run(
                [folder / COMMAND.name, "verify", given], cwd=ROOT, env=environment, capture_output=True, text=True)
            self.assertEqual(result.returncode, status, result.stderr)
            self.assertEqual("xinbao-parse: there is no such program" in result.stderr, status == 4)
        os.link(READER.parent / "xinbao-parse", folder / "xinbao-parse")
        self.assertIn("xinbao-workbook cannot be started", refusal())


class WhatIsReadOfThem(unittest.TestCase):
    """Codes as cameras and scanners see them, made worse in twelve ways: the reader's two libraries together read what
    each of them alone does not."""

    def pictures(self):
        link = issued(SMALL)[1]["link"]
        modules = numpy.array(zxingcpp.create_barcode(link, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(scale=1))
        random = numpy.random.default_rng(7)

        def noisy(image, deviation):
            return numpy.clip(image + random.normal(0, deviation, image.shape), 0, 255).astype(numpy.uint8)

        def turned(image, degrees):
            height, width = image.shape
            return cv2.warpAffine(
                image, cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1), (width, height), borderValue=250)

        def at_an_angle(image):
            height, width = image.shape
            corners = numpy.float32([[0, 0], [width, 0], [width, height], [0, height]])
            seen = numpy.float32([[width * .07, height * .04], [width * .98, 0], [width, height], [0, height * .93]])
            return cv2.warpPerspective(
                image, cv2.getPerspectiveTransform(corners, seen), (width, height), borderValue=250)

        def lit(image):
            height, width = image.shape
            return (image * numpy.linspace(.35, 1, width)[None, :] * numpy.linspace(1, .6, height)[:, None]).astype(numpy.uint8)

        def again(image, quality):
            return cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 0)

        def stained(image):
            image = image.copy()
            a, b = int(image.shape[0] * .45), int(image.shape[0] * .56)
            image[a:b, a:b] = 250
            return image

        def copied(image):
            return noisy((cv2.GaussianBlur(image, (0, 0), 1) > 125).astype(numpy.uint8) * 250, 30)

        for pixels in (2, 3, 4):
            side = modules.shape[0] * pixels
            paper = numpy.full((side * 2, side * 2), 250, numpy.uint8)
            place = slice(side // 2, side // 2 + side)
            paper[place, place] = cv2.resize(modules, (side, side), interpolation=cv2.INTER_NEAREST)
            yield from ((f"{name} {pixels}", made) for name, made in {
                "plain": paper, "noise": noisy(paper, 28), "jpeg": again(paper, 12), "copy": copied(paper),
                "stain": stained(paper), "7°": turned(paper, 7), "33°": turned(paper, 33), "angle": at_an_angle(paper),
                "faint": (paper * .18 + 150).astype(numpy.uint8), "light": lit(paper),
                "blur": cv2.GaussianBlur(paper, (0, 0), .4 * pixels),
                "all": again(noisy(lit(turned(cv2.GaussianBlur(paper, (0, 0), .3 * pixels), 5)), 8), 60)}.items())

    def test_degraded_codes_are_read(self):
        link = issued(SMALL)[1]["link"].encode()
        read, unread = 0, []
        for name, image in self.pictures():
            content = cv2.imencode(".png", image)[1].tobytes()
            if link in subprocess.run([READER], input=content, capture_output=True).stdout:
                read += 1
            else:
                unread.append(name)
        print(f"{read} of {read + len(unread)} degraded codes are read; not: {', '.join(unread)}")
        self.assertGreaterEqual(read, 32)


if __name__ == "__main__":
    unittest.main()
