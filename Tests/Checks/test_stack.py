"""Many reports at once: the finished command, the page in Chromium and the API; openpyxl reads the workbooks."""
import collections
import csv
import io
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest
import zlib

import jsonschema
import openpyxl
from PIL import Image

from browser import Browser
from look import SIZES, look
from page import Page
from province import Province
from server import Server
from support import COMMAND, HOME, ROOT, SMALL, Example, issued, picture, xinbao

NO_VIOLATION = ("--report", "no-violation", "--domains", "all", "--from", "2023-11-20", "--to", "2026-11-19", "--purpose",
                "listing", "--recipient", "示例证券交易所")


class Stack(unittest.TestCase):
    """A folder with what a clerk gets: reports, one of them twice, one forged, one cut off, a picture, and a letter."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.pdf, cls.said = issued(SMALL)
        cls.clean, cls.clean_said = issued(Example("stack-clean", ROOT / "examples/no-violation-clean.json", NO_VIOLATION))
        cls.stack = cls.folder / "stack"
        (cls.stack / "sub").mkdir(parents=True)
        shutil.copy(cls.pdf, cls.stack / "a.pdf")
        shutil.copy(cls.pdf, cls.stack / "sub/again.pdf")
        shutil.copy(cls.clean, cls.stack / "clean.pdf")
        forged = bytearray(cls.clean.read_bytes())
        forged[len(forged) // 3] ^= 1
        (cls.stack / "forged.pdf").write_bytes(forged)
        (cls.stack / "cut.pdf").write_bytes(cls.pdf.read_bytes()[:-5000])
        Image.fromarray(picture(cls.pdf, 1, 150)).save(cls.stack / "photo.png")
        (cls.stack / "=letter.docx").write_text("x")

    def table(self, path):
        """Its rows by the name of the file."""
        if path.suffix == ".csv":
            data = path.read_bytes()
            self.assertEqual(data[:3], b"\xef\xbb\xbf")
            rows = self.rows_of(path)
        else:
            sheet = openpyxl.load_workbook(path).active
            head, *rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
            rows = [dict(zip(head, row)) for row in rows]
        for row in rows:  # text that would be a formula, as CSV has to write it
            row["文件"] = row["文件"].lstrip("'")
        return {row["文件"]: row for row in rows}

    def rows_of(self, output):
        return list(csv.DictReader(io.StringIO(output.read_bytes().decode("utf-8-sig"), newline="")))

    def run_stack(self, output, *arguments, status=1):
        done = xinbao("verify", *arguments, "-o", output, "--overwrite")
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def test_a_folder_as_csv_and_workbook(self):
        tables = []
        for name in ("results.csv", "results.xlsx"):
            output = self.folder / name
            self.run_stack(output, self.stack)
            tables.append(self.table(output))
        self.assertEqual(*tables)
        rows = tables[0]
        self.assertEqual({name: row["结果代码"] for name, row in rows.items()}, {
            "=letter.docx": "FILE_UNKNOWN_FORMAT", "a.pdf": "VALID", "clean.pdf": "VALID", "cut.pdf": "PDF_UNREADABLE",
            "forged.pdf": rows["forged.pdf"]["结果代码"], "photo.png": "VALID", "sub/again.pdf": "VALID"})
        self.assertRegex(rows["forged.pdf"]["结果代码"], "^PDF_")
        self.assertNotIn("VALID", rows["forged.pdf"]["结果代码"])
        clean = rows["clean.pdf"]
        self.assertEqual((clean["报告编号"], clean["主体名称"]), (self.clean_said["number"], self.clean_said["subject"]))
        self.assertEqual(collections.Counter(clean.values())["未发现"], 10)
        self.assertIn("目录全部10个领域", clean["结论范围"])
        self.assertIn("示例证券交易所", clean["报告接收方"])
        self.assertIn("仅按图片中的二维码核验", rows["photo.png"]["备注"])
        order = list(rows)
        self.assertIn(f"另见第{order.index('a.pdf') + 1}行", rows["sub/again.pdf"]["备注"])
        for name in ("forged.pdf", "cut.pdf", "=letter.docx"):
            self.assertEqual(rows[name]["主体名称"] + rows[name]["报告结论"] + rows[name]["税务"], "", name)

    def test_a_workbook_is_text_that_can_be_filtered(self):
        output = self.folder / "filter.xlsx"
        self.run_stack(output, self.stack)
        sheet = openpyxl.load_workbook(output).active
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertTrue(sheet.auto_filter.ref.startswith("A1:"))
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
        self.assertEqual(kinds, {"s"}, "no formula, and no number that loses digits")
        names = [row[1].value for row in sheet.iter_rows(min_row=2)]
        self.assertIn("=letter.docx", names)

    def test_json_has_the_answer_of_each_alone(self):
        output = self.folder / "results.json"
        self.run_stack(output, self.stack / "a.pdf", self.folder / "missing.pdf", status=3)
        one, missing = json.loads(output.read_text())
        alone = json.loads(xinbao("verify", self.stack / "a.pdf", "--json").stdout)
        self.assertEqual(one["answer"], alone)
        self.assertEqual((missing["error"]["code"], "answer" in missing), ("FILE_NOT_READ", False))

    def test_a_list_of_numbers_links_and_files(self):
        path = self.stack.parent / "list.csv"
        said = self.said
        path.write_text(
            "报告编号,核验码,核验网址,末四位,文件\n"
            f"{said['number']},{said['checkCode']},,,\n{said['number']},AAAA-AAAA,,,\n,,{said['link']},{said['code'][-4:]},\n"
            f",,{said['link']},0000,\n,,,,stack/clean.pdf\n,,,,stack/none.pdf\n{said['number']},,,,\n")
        output = self.folder / "of-list.csv"
        self.run_stack(output, path, status=3)
        rows = self.rows_of(output)
        self.assertEqual([row["结果代码"] for row in rows], [
            "VALID", "NUMBER_OR_CODE_WRONG", "VALID", "OTHER_PAPER", "VALID", "FILE_NOT_READ", "ROW_UNCLEAR"])
        self.assertIn("第2行", rows[0]["文件"])
        self.assertEqual(rows[3]["主体名称"], "", "of another paper nothing is told")

    def test_a_row_with_a_genuine_number_and_another_file_is_no_yes(self):
        path = self.stack.parent / "contradicting.csv"
        said = self.said
        path.write_text(
            "报告编号,核验码,文件\n"
            f"{said['number']},{said['checkCode']},stack/a.pdf\n{said['number']},,stack/clean.pdf\n"
            f"{said['number']},{said['checkCode']},stack/forged.pdf\n")
        output = self.folder / "contradicting-results.csv"
        self.run_stack(output, path)
        rows = self.rows_of(output)
        codes = [row["结果代码"] for row in rows]
        self.assertEqual((codes[:2], codes[3:]), (["VALID", "ROW_CONTRADICTS"], ["ROW_CONTRADICTS"]))
        self.assertRegex(codes[2], "^PDF_")

    def test_whatever_is_in_a_folder_is_a_row_and_no_pipe_is_waited_for(self):
        folder = self.folder / "odd"
        folder.mkdir()
        (self.folder / "elsewhere").mkdir()
        os.link(self.stack / "clean.pdf", os.fsencode(folder) + b"/\xb1\xa8.pdf")
        os.link(self.stack / "clean.pdf", folder / ".hidden.pdf")
        os.mkfifo(folder / "pipe.pdf")
        os.symlink("/none", folder / "dangling.pdf")
        os.symlink(self.folder / "elsewhere", folder / "linked")
        output = self.folder / "odd.csv"
        done = self.run_stack(output, folder, status=3)
        self.assertEqual({name: row["结果代码"] for name, row in self.table(output).items()}, {
            "\\xB1\\xA8.pdf": "VALID", "pipe.pdf": "FILE_NOT_READ", "dangling.pdf": "FILE_NOT_READ",
            "linked": "FILE_NOT_READ"})
        self.assertIn("有1个隐藏的文件", done.stderr)
        path = self.folder / "odd-list.csv"
        path.write_text("文件\nodd/pipe.pdf\n/dev/zero\n")
        self.run_stack(output, path, status=3)
        self.assertEqual({row["结果代码"] for row in self.table(output).values()}, {"FILE_NOT_READ"})

    def test_an_existing_table_stays(self):
        output = self.folder / "kept.csv"
        output.write_text("notes of a clerk")
        done = xinbao("verify", self.stack, "-o", output)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("kept.csv", done.stderr)
        self.assertEqual(output.read_text(), "notes of a clerk")

    def test_a_hundred_files_share_what_is_prepared(self):
        """Beside as many single runs, on the same machine: a ratio, since machines differ."""
        folder = self.folder / "hundred"
        folder.mkdir()
        for number in range(100):
            shutil.copy((self.pdf, self.clean)[number % 2], folder / f"{number:03}.pdf")
        output = self.folder / "hundred.xlsx"
        begun = time.monotonic()
        self.run_stack(output, folder, status=0)
        together = time.monotonic() - begun
        self.assertEqual(openpyxl.load_workbook(output).active.max_row, 101)
        begun = time.monotonic()
        for number in range(10):
            self.assertEqual(xinbao("verify", folder / f"{number:03}.pdf").returncode, 0)
        single = (time.monotonic() - begun) / 10
        self.assertLess(together, 30 * single, f"{together:.2f} s beside {single:.3f} s for one")

    def test_ctrl_c_leaves_no_table(self):
        folder = self.folder / "many"
        folder.mkdir()
        for number in range(3000):
            os.link(self.stack / "clean.pdf", folder / f"{number:04}.pdf")
        output = self.folder / "stopped" / "results.xlsx"
        output.parent.mkdir()
        process = subprocess.Popen(
            [str(COMMAND), "verify", str(folder), "-o", str(output)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
            env=dict(os.environ, XINBAO_HOME=str(HOME)), text=True)
        # Before it begins, it blocks the signal, to ask for it between two files.
        end = time.monotonic() + 60
        while time.monotonic() < end and process.poll() is None and not self.blocks_interrupts(process.pid):
            time.sleep(0.01)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        self.assertEqual((process.returncode, list(output.parent.iterdir())), (1, []), said)
        self.assertIn("nothing was written", said)

    def test_ctrl_c_does_not_wait_for_a_slow_file(self):
        folder = self.folder / "slow"
        folder.mkdir()
        (folder / "slow.pdf").write_bytes(self.slow_pdf())
        (folder / "other.pdf").write_bytes(b"%PDF-1.7 nothing")
        for number in (signal.SIGINT, signal.SIGTERM):
            output = self.folder / "slow.csv"
            process = subprocess.Popen(
                [str(COMMAND), "verify", str(folder), "-o", str(output)], stderr=subprocess.PIPE,
                stdout=subprocess.DEVNULL, env=dict(os.environ, XINBAO_HOME=str(HOME)), text=True)
            end = time.monotonic() + 60
            while not (children := self.children(process.pid)) and process.poll() is None and time.monotonic() < end:
                time.sleep(0.01)
            self.assertTrue(children, "pages are drawn by another program")
            process.send_signal(number)
            _, said = process.communicate(timeout=5)
            self.assertEqual((process.returncode, output.exists()), (1, False), said)
            self.assertIn("nothing was written", said)

    @staticmethod
    def children(pid):
        return [word for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children") for word in task.read_text().split()]

    @staticmethod
    def slow_pdf():
        """A hundred pages of very many lines, which take seconds each to draw."""
        packer = zlib.compressobj(1)
        lines = b"".join(packer.compress(b"0 0 m 600 800 l S\n" * 100_000) for _ in range(100)) + packer.flush()
        count = 100
        objects = [b"<</Type/Catalog/Pages 2 0 R>>",
                   b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, b" ".join(b"%d 0 R" % (4 + i) for i in range(count))),
                   b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(lines), lines)]
        objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>"] * count
        pdf, places = b"%PDF-1.7\n", []
        for number, text in enumerate(objects, 1):
            places.append(len(pdf))
            pdf += b"%d 0 obj\n%s\nendobj\n" % (number, text)
        table = b"".join(b"%010d 00000 n \n" % place for place in places)
        return pdf + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
            len(places) + 1, table, len(places) + 1, len(pdf))

    @staticmethod
    def blocks_interrupts(pid):
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        mask = int(status.split("SigBlk:")[1].split()[0], 16)
        return bool(mask >> (signal.SIGINT - 1) & 1)

    # The service.

    @classmethod
    def server(cls):
        if not hasattr(cls, "running"):
            cls.running = cls.enterClassContext(Server())
            cls.browser = cls.enterClassContext(Browser())
        return cls.running

    def look(self, page, name):
        look(self, page, name)
        self.assertEqual(page.complaints, [])

    def files(self):
        return sorted(path for path in self.stack.rglob("*") if path.is_file())

    def choose(self, page):
        page.send("DOM.setFileInputFiles", nodeId=page.node("#stack-files"), files=[str(path) for path in self.files()])

    def test_page_with_and_without_a_script(self):
        server = self.server()
        for name, (width, height, phone) in SIZES.items():
            for script in (True, False):
                with self.subTest(name, script=script), Page(self.browser, width, height, script=script, phone=phone) as page:
                    page.open(server.address + "/stack")
                    page.wait("成批核验报告")
                    self.look(page, f"{name}-stack")
                    self.choose(page)
                    page.type("#stack-list", f"{self.said['number']} AAAAAAAA")
                    page.click("#stack-form button[type=submit]")
                    text = page.wait("成批核验结果", 60)
                    for shown in ("共8份", "forged.pdf", "cut.pdf", "FILE_UNKNOWN_FORMAT", "ENDING_NEEDED",
                                  "NUMBER_OR_CODE_WRONG", self.clean_said["subject"], "另见第"):
                        self.assertIn(shown, text)
                    tones = page.value("[...document.querySelectorAll('tbody tr')].map(e => e.className).join()").split(",")
                    order = ["row-bad", "row-caution", "row-limited", "row-good"]
                    self.assertEqual(tones, sorted(tones, key=order.index), "problems stand first")
                    self.look(page, f"{name}-stack-result")
                    address = page.value("location.href")
                    page.open(address)
                    page.wait("共8份")
                    self.assertTrue(all(url.startswith(server.address) for url in page.requested), page.requested)

    def test_what_was_left_when_somebody_stopped_is_a_row(self):
        server = self.server()
        folder = self.folder / "stopped-page"
        folder.mkdir()
        for number in range(40):
            os.link(self.stack / "clean.pdf", folder / f"{number:02}.pdf")
        with Page(self.browser) as page:
            page.open(server.address + "/stack")
            page.wait("成批核验报告")
            page.send("DOM.setFileInputFiles", nodeId=page.node("#stack-files"), files=[str(p) for p in sorted(folder.iterdir())])
            page.send("Network.emulateNetworkConditions", offline=False, latency=150, downloadThroughput=-1,
                      uploadThroughput=-1)
            page.click("#stack-form button[type=submit]")
            page.wait(lambda text: re.search("已核验[3-9]份", text) is not None)
            page.click("#stack-stop")
            text = page.wait("成批核验结果", 30)
            self.assertIn("共40份", text)
            for shown in ("39.pdf", "NOT_SENT", "未核验：已停止"):
                self.assertIn(shown, text)

    def test_endings_are_typed_into_the_table(self):
        server = self.server()
        with Page(self.browser, 390, 844, phone=True) as page:
            page.open(server.address + "/stack")
            page.wait("成批核验报告")
            page.drop("#stack-drop", self.stack / "photo.png")
            page.wait("已选择1个文件")
            page.click("#stack-form button[type=submit]")
            self.assertNotIn(self.said["subject"], page.wait("ENDING_NEEDED"))
            page.type("#ending-0", "0000")
            page.press("Enter")
            self.assertNotIn(self.said["subject"], page.wait("OTHER_PAPER"))
            page.type("#ending-0", self.said["code"][-4:])
            page.press("Enter")
            self.assertIn(self.said["subject"], page.wait("仅按图片中的二维码核验"))
            self.look(page, "phone-stack-ending")

    def test_a_folder_is_dropped(self):
        server = self.server()
        with Page(self.browser) as page:
            page.open(server.address + "/stack")
            page.wait("成批核验报告")
            page.drop("#stack-drop", self.stack)
            page.wait(f"已选择{len(self.files())}个文件")
            page.click("#stack-form button[type=submit]")
            self.assertIn("again.pdf", page.wait("成批核验结果", 60))

    def multipart(self, files, **fields):
        body = io.BytesIO()
        for name, value in fields.items():
            body.write(f'--XX\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
        for path in files:
            body.write(f'--XX\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n\r\n'.encode())
            body.write(path.read_bytes() + b"\r\n")
        body.write(b"--XX--\r\n")
        return body.getvalue(), {"Content-Type": "multipart/form-data; boundary=XX"}

    def test_the_table_of_the_page_is_that_of_the_command(self):
        server = self.server()
        pdfs = [path for path in self.files() if path.suffix == ".pdf"]
        status, headers, _ = server.ask("POST", "/stack", *self.multipart(pdfs))
        self.assertEqual(status, 303)
        status, kind, data = server.ask("GET", headers["Location"] + "/results.xlsx")
        self.assertEqual((status, data[:2]), (200, b"PK"))
        (self.folder / "page.xlsx").write_bytes(data)
        page = self.table(self.folder / "page.xlsx")
        self.run_stack(self.folder / "command.xlsx", *pdfs)
        command = {pathlib.Path(name).name: row for name, row in self.table(self.folder / "command.xlsx").items()}
        receipts = {name: row.pop("核验回执") for name, row in page.items()}
        for row in command.values():
            row["文件"] = pathlib.Path(row["文件"]).name
        self.assertEqual(page, command)
        # What is no report of anybody's is counted, and has none.
        self.assertEqual({name for name, receipt in receipts.items() if not receipt}, {"forged.pdf", "cut.pdf"})
        self.assertEqual(len(set(receipts.values())), len(pdfs) - 1, "each report has a receipt of its own")

    def test_the_api_answers_each_as_the_document_says(self):
        server = self.server()
        document = json.loads((ROOT / "docs/openapi.json").read_text())
        ok = document["paths"]["/api/v1/verify/batch"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
        said = self.said
        items = {"items": [{"digits": said["link"], "ending": said["code"][-4:]}, {"digits": said["link"]}, {"number": "X"}]}
        status, _, body = server.ask(
            "POST", "/api/v1/verify/batch", *self.multipart([self.pdf, self.stack / "forged.pdf"], list=json.dumps(items)))
        self.assertEqual(status, 200, body)
        answers = json.loads(body)
        jsonschema.Draft202012Validator({**ok, "components": document["components"]}).validate(answers)
        self.assertEqual([answer.get("code") for answer in answers][0:3:2], ["VALID", "VALID"])
        self.assertEqual([answer.get("state") for answer in answers], ["answered"] * 3 + ["challenge", None])
        self.assertEqual(answers[4]["error"]["code"], "BAD_REQUEST")
        self.assertNotIn("receipt", answers[1], "a forged file is no report")
        receipts = {answers[place]["receipt"]["number"] for place in (0, 2)}
        self.assertEqual(len(receipts), 2)
        status, _, _ = server.ask("GET", f"/api/v1/receipts/{receipts.pop()}")
        self.assertEqual(status, 200)

    def test_a_stack_of_a_hundred_keeps_nobody_waiting(self):
        """A hundred files of one client, while another question is asked over and over."""
        with Server() as server:
            body, headers = self.multipart([self.clean] * 100)
            ends = []

            def send():
                begun = time.monotonic()
                ends.append((server.ask("POST", "/stack", body, headers)[0], time.monotonic() - begun))

            thread = threading.Thread(target=send)
            thread.start()
            waits = []
            while thread.is_alive() and len(waits) < 50:
                begun = time.monotonic()
                status, _ = server.api("/api/v1/verify/number", {"number": self.said["number"], "checkCode": self.said["checkCode"]})
                self.assertEqual(status, 200)
                waits.append(time.monotonic() - begun)
                time.sleep(0.02)
            thread.join()
            self.assertEqual(ends[0][0], 303)
            self.assertLess(max(waits), max(1, ends[0][1]), f"waits {waits}, the stack {ends}")
            log = "".join(server.log)
            for secret in (self.clean.name, self.clean_said["number"], self.clean_said["subject"]):
                self.assertNotIn(secret, log)


class RealKeys(unittest.TestCase):
    """What is green, under keys that are not for trying out."""

    def test_only_a_compared_file_of_a_whole_clean_report_is_green(self):
        with tempfile.TemporaryDirectory() as folder:
            province, folder = Province(folder), pathlib.Path(folder)
            stack = folder / "stack"
            stack.mkdir()
            options = [*NO_VIOLATION, "--trust-declared-coverage"]
            said = json.loads(province.run(
                "issue", ROOT / "examples/no-violation-clean.json", "-o", stack / "clean.pdf", "--json", *options))
            some = [word if word != "all" else "税务,市场监管" for word in options]
            province.run("issue", ROOT / "examples/no-violation-clean.json", "-o", stack / "some.pdf", "--keep-earlier", *some)
            province.run("issue", ROOT / "examples/no-violation.json", "-o", stack / "records.pdf", *options)
            Image.fromarray(picture(stack / "clean.pdf", 1, 150)).save(stack / "photo.png")
            output = folder / "results.json"
            done = xinbao("verify", stack, said["link"], "-o", output, home=province.home)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            tones = {pathlib.Path(row["given"]).name: (row["tone"], row["headline"]) for row in json.loads(output.read_text())}
            uncompared = "签发数据真实，须与纸质报告逐项比对"
            self.assertEqual(tones, {
                "clean.pdf": ("good", "报告真实有效"), "some.pdf": ("limited", "报告真实有效"),
                "records.pdf": ("caution", "报告真实有效"), "photo.png": ("limited", uncompared),
                "二维码": ("limited", uncompared)})
            # The service says the same of the files.
            with Server(home=province.home) as server:
                body, headers = Stack.multipart(self, [stack / "clean.pdf", stack / "some.pdf"])
                status, headers, _ = server.ask("POST", "/stack", body, headers)
                page = server.ask("GET", headers["Location"])[2].decode()
            self.assertEqual((page.count('class="row-good"'), page.count('class="row-limited"')), (1, 1))


if __name__ == "__main__":
    unittest.main()
