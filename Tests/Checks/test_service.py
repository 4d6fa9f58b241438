"""The verification service as its users meet it: pages in Chromium, the API over a socket."""
import json
import unittest

import jsonschema
from openapi_spec_validator import validate
from PIL import Image

from browser import Browser
from look import SIZES, look
from page import Page
from server import Server
from support import ROOT, SCRATCH, SMALL, issued, picture, xinbao



def forged(digits):
    """The digits of the same token with its last byte, the signature's, changed."""
    tail = {3: 1, 5: 2, 8: 3, 10: 4, 13: 5, 15: 6, 0: 7}[len(digits) % 17]
    width = {1: 3, 2: 5, 3: 8, 4: 10, 5: 13, 6: 15, 7: 17}[tail]
    return digits[:-width] + f"{int(digits[-width:]) ^ 1:0{width}}"


class Service(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pdf, said = issued(SMALL)
        cls.digits = said["link"].split("#")[1]
        cls.number, cls.subject, cls.ending = said["number"], said["subject"], said["code"][-4:]
        cls.pages = f"{said['pages']}页"
        cls.checkCode = said.get("checkCode")
        cls.secrets = [cls.digits, cls.number, cls.subject, said["code"]]
        cls.server = cls.enterClassContext(Server("--rate-limit", "off"))
        cls.browser = cls.enterClassContext(Browser(
            options=["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]))

    @classmethod
    def page(cls, width=1280, height=900, phone=False, script=True):
        return Page(cls.browser, width, height, script=script, phone=phone)

    def look(self, page, name):
        look(self, page, name)

    def assertQuiet(self, page):
        """Nothing that the policy forbids was tried, nothing was fetched from elsewhere."""
        self.assertEqual(page.complaints, [])
        for url in page.requested:
            self.assertTrue(url.startswith(self.server.address), url)

    def test_link_then_ending_then_answer(self):
        for name, (width, height, phone) in SIZES.items():
            with self.subTest(name), self.page(width, height, phone) as page:
                page.open(self.server.address + "/")
                page.wait("输入报告编号")
                self.look(page, f"{name}-start")
                page.open(f"{self.server.address}/v#{self.digits}")
                text = page.wait("统一社会信用代码的末四位")
                for secret in self.secrets:
                    self.assertNotIn(secret, text)
                self.assertNotIn(self.digits[:20], page.value("location.href"))
                self.look(page, f"{name}-challenge")
                page.wait_focus("ending")
                page.type("#ending", self.ending.lower())
                page.press("Enter")
                text = page.wait("逐项比对")
                for claim in (self.number, self.subject, self.pages):
                    self.assertIn(claim, text)
                # Issued by the checks' home, whose key is for trying out: never a plain pass.
                self.assertIn("测试报告，无证明效力", text)
                self.look(page, f"{name}-result")
                self.assertQuiet(page)

    def test_ending_of_another_paper(self):
        with self.page(390, 844, True) as page:
            page.open(f"{self.server.address}/v#{self.digits}")
            page.wait("末四位")
            page.type("#ending", "0000")
            page.press("Enter")
            # The first time it may be a slip of the finger.
            text = page.wait("再输入一次")
            self.assertNotIn(self.subject, text)
            self.look(page, "phone-ending-again")
            page.type("#ending", "0000")
            page.press("Enter")
            text = page.wait("末四位不一致")
            self.assertNotIn(self.subject, text)
            self.look(page, "phone-other-paper")
            page.click("form.actions button")
            page.wait("统一社会信用代码的末四位")
            page.type("#ending", self.ending)
            page.press("Enter")
            self.assertIn(self.subject, page.wait("逐项比对"))

    def test_forged_code_is_refused_with_the_reason(self):
        with self.page(390, 844, True) as page:
            page.open(f"{self.server.address}/v#{forged(self.digits)}")
            text = page.wait("核验未通过")
            self.assertIn("BAD_SIGNATURE", text)
            self.assertIn("请勿采信", text)
            self.assertNotIn(self.subject, text)
            self.look(page, "phone-forged")
            self.assertQuiet(page)

    def test_pdf_dropped_on_the_page(self):
        for name, (width, height, phone) in SIZES.items():
            with self.subTest(name), self.page(width, height, phone) as page:
                page.open(self.server.address + "/")
                page.wait("上传报告")
                page.drop("#drop", self.pdf)
                text = page.wait("结果代码")
                self.assertNotIn("逐项比对", text, "the file itself was compared")
                self.assertIn(self.number, text)
                self.assertIn(self.subject, text)
                self.look(page, f"{name}-pdf")
                self.assertQuiet(page)

    def test_changed_pdf_is_refused(self):
        changed = SCRATCH / "changed.pdf"
        changed.write_bytes(self.pdf.read_bytes() + b"\n1 0 obj<<>>endobj\n")
        with self.page() as page:
            page.open(self.server.address + "/")
            page.wait("上传报告")
            page.drop("#drop", changed)
            text = page.wait("结果代码")
            self.assertIn("请勿采信", text)
            self.assertNotIn(self.subject, text)
            self.look(page, "desk-changed")

    def test_photo_of_the_code(self):
        photo = SCRATCH / "cover.png"
        Image.fromarray(picture(self.pdf, 1, 200)).save(photo)
        with self.page(390, 844, True) as page:
            page.open(self.server.address + "/")
            page.wait("拍摄报告上的二维码")
            page.choose("#photo", photo)
            page.wait("统一社会信用代码的末四位")
            page.type("#ending", self.ending)
            page.press("Enter")
            self.assertIn(self.number, page.wait("逐项比对"))
            self.assertQuiet(page)

    def test_camera_where_the_browser_reads_codes(self):
        """Chromium on Linux reads no codes: its camera is real (if fake), its reader one of ours."""
        reader = """window.BarcodeDetector = class {
            static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
            async detect(video) {
              if (!(video instanceof HTMLVideoElement) || video.readyState < 2) { return []; }
              window.looks = (window.looks || 0) + 1;
              return window.looks < 3 ? [{ rawValue: "https://example.com/other" }] : [{ rawValue: "LINK" }];
            }
          };""".replace("LINK", f"https://verify.xinbao.example/v#{self.digits}")
        with self.page(390, 844, True) as page:
            page.open(self.server.address + "/")
            page.wait("输入报告编号")
            self.assertFalse(page.value("document.getElementById('camera-open').offsetParent !== null"))
            page.send("Page.addScriptToEvaluateOnNewDocument", source=reader)
            page.open(self.server.address + "/")
            page.wait("用本机摄像头扫描")
            page.click("#camera-open")
            page.wait("统一社会信用代码的末四位")
            self.assertQuiet(page)

    def test_number_and_check_code(self):
        self.assertIsNotNone(self.checkCode, "the report has no check code")
        for script in (True, False):
            with self.subTest(script=script), self.page(390, 844, True, script) as page:
                page.open(self.server.address + "/")
                page.wait("输入报告编号")
                page.type("#number", self.number)
                page.type("#check-code", self.checkCode.lower().replace("-", " "))
                page.press("Enter")
                text = page.wait("逐项比对")
                self.assertIn(self.subject, text)
                self.look(page, f"phone-number-{script}")

    def test_wrong_check_code(self):
        with self.page(390, 844, True) as page:
            page.open(self.server.address + "/")
            page.wait("输入报告编号")
            page.type("#number", self.number)
            page.type("#check-code", "AAAA-AAAA")
            page.press("Enter")
            text = page.wait("未查询到该报告")
            self.assertNotIn(self.subject, text)
            self.look(page, "phone-not-found")

    def test_without_script(self):
        with self.page(script=False) as page:
            page.open(self.server.address + "/")
            text = page.wait("浏览器未启用脚本")
            self.assertNotIn("用本机摄像头扫描", text)
            self.look(page, "desk-no-script")
            page.choose("#file", self.pdf)
            page.click("#file-form button")
            self.assertIn(self.number, page.wait("结果代码"))
            page.open(f"{self.server.address}/v/{self.digits}")
            page.wait("统一社会信用代码的末四位")
            page.type("#ending", self.ending)
            page.press("Enter")
            self.assertIn(self.number, page.wait("逐项比对"))
            self.assertQuiet(page)

    def test_a_second_code_in_the_tab_replaces_the_verdict(self):
        """By the address, as a camera opens it, and typed by a scanner that acts as a keyboard."""
        with self.page() as page:
            page.open(f"{self.server.address}/v#{self.digits}")
            page.wait("统一社会信用代码的末四位")
            page.type("#ending", self.ending)
            page.press("Enter")
            page.wait("逐项比对")
            page.send("Runtime.evaluate", expression=f"location.href = '/v#{self.digits}'")
            page.wait("统一社会信用代码的末四位")
            page.type("#ending", self.ending)
            page.press("Enter")
            page.wait("逐项比对")
            for key in f"https://h.example/v#{forged(self.digits)}":
                page.send("Input.dispatchKeyEvent", type="keyDown", text=key, key=key)
            page.press("Enter")
            page.wait("核验未通过")
            self.assertQuiet(page)

    def test_a_browser_without_request_submit(self):
        with self.page() as page:
            page.send("Page.addScriptToEvaluateOnNewDocument", source="delete HTMLFormElement.prototype.requestSubmit")
            page.open(f"{self.server.address}/v#{self.digits}")
            page.wait("统一社会信用代码的末四位")

    def test_the_way_back_leads_to_the_start(self):
        with self.page() as page:
            page.open(self.server.address + "/help")
            page.wait("核验说明")
            self.look(page, "desk-help")
            page.open(f"{self.server.address}/v#{self.digits}")
            page.wait("末四位")
            page.send("Runtime.evaluate", expression="history.back()")
            page.wait("输入报告编号")

    def test_back_and_reload_after_every_form(self):
        """Nothing is sent twice, and no page says that it has expired."""
        for script in (True, False):
            with self.subTest(script=script), self.page(390, 844, True, script) as page:
                def answered(shows):
                    self.assertRegex(page.value("location.pathname"), r"^/result/[\w-]{22}$")
                    before = page.text()
                    self.assertEqual(page.reload(shows), before)
                    page.open(self.server.address + "/help")
                    page.wait("核验说明")
                    self.assertEqual(page.back(shows), before)

                def journal():
                    lines = self.server.ask("GET", "/metrics")[2].decode().splitlines()
                    return [line for line in lines if line.startswith("xinbao_answers_total")]

                page.open(f"{self.server.address}/v/{self.digits}")
                page.wait("统一社会信用代码的末四位")
                page.type("#ending", "12")
                page.press("Enter")
                page.wait("请输入末四位，共4个字母或数字")
                answered("请输入末四位，共4个字母或数字")
                page.type("#ending", self.ending)
                page.press("Enter")
                self.assertIn(self.number, page.wait("逐项比对"))
                counted = journal()
                answered("逐项比对")
                self.assertEqual(journal(), counted, "looking again verifies nothing")
                address = page.value("location.href")
                page.open(self.server.address + "/")
                page.wait("输入报告编号")
                page.type("#number", self.number)
                page.type("#check-code", self.checkCode)
                page.press("Enter")
                page.wait("逐项比对")
                answered("逐项比对")
                # The answer to one form is not shown for that to another, in a browser with several tabs.
                self.assertNotEqual(page.value("location.href"), address)
                page.open(self.server.address + "/")
                page.wait("上传报告")
                page.choose("#file", self.pdf)
                page.click("#file-form button")
                page.wait("结果代码")
                answered("结果代码")
                # In another browser there is nothing.
                page.send("Network.clearBrowserCookies")
                page.open(address)
                text = page.wait("请重新核验")
                self.assertNotIn(self.number, text)
                self.look(page, f"phone-gone-{script}")

    def test_an_answer_is_shown_by_any_process_of_the_home(self):
        cookie, form = "xinbao-keeps=1", {"Content-Type": "application/x-www-form-urlencoded"}
        with Server("--rate-limit", "off") as other:
            status, headers, _ = self.server.ask(
                "POST", "/v", f"digits={self.digits}&ending={self.ending}".encode(), {**form, "Cookie": cookie})
            self.assertEqual(status, 303)
            answer = headers["Set-Cookie"].split(";")[0]
            page = other.ask("GET", headers["Location"], headers={"Cookie": answer})[2].decode()
            self.assertIn(self.number, page)

    def test_colours_can_be_told_apart(self):
        """WCAG 2.1, 1.4.3: text at least 4.5 to 1 against its ground."""
        script = """(() => {
          const parse = (text) => text.match(/[0-9.]+/g).map(Number);
          const light = ([r, g, b]) => { const f = (c) => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
            return .2126 * f(r) + .7152 * f(g) + .0722 * f(b); };
          const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
            if (c.length < 4 || c[3] > 0) { return c; } } return [255, 255, 255]; };
          const poor = [];
          for (const e of document.querySelectorAll('body *')) {
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.offsetParent) { continue; }
            const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
            if ((a + .05) / (b + .05) < 4.5) { poor.push(e.textContent.trim().slice(0, 20)); }
          }
          return poor.join(' | '); })()"""
        with self.page() as page:
            for path, shows in (("/", "输入报告编号"), ("/help", "核验说明"), (f"/v/{self.digits}", "末四位"),
                                (f"/v/{forged(self.digits)}", "核验未通过"), ("/nothing", "没有找到")):
                page.open(self.server.address + path)
                page.wait(shows)
                self.assertEqual(page.value(script), "", path)

    def test_openapi_document_is_valid_and_kept(self):
        status, headers, body = self.server.ask("GET", "/openapi.json")
        self.assertEqual((status, headers["Content-Type"]), (200, "application/json"))
        document = json.loads(body)
        validate(document)
        self.assertEqual(document, json.loads((ROOT / "docs/openapi.json").read_text()))

    def test_answers_are_as_the_document_says(self):
        document = json.loads((ROOT / "docs/openapi.json").read_text())

        def check(name, value):
            schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
            jsonschema.Draft202012Validator(schema).validate(value)

        code = "/api/v1/verify/code"
        status, challenge = self.server.api(code, {"digits": self.digits})
        self.assertEqual(status, 200)
        check("Challenge", challenge)
        status, answer = self.server.api(code, {"digits": challenge["digits"], "ending": self.ending})
        check("Answer", answer)
        self.assertEqual((answer["code"], answer["claims"]["number"]), ("VALID", self.number))
        self.assertTrue(answer["request"] and answer["comparison"])
        for digits, ending, reason in ((forged(self.digits), None, "BAD_SIGNATURE"), (self.digits, "0000", "OTHER_PAPER"),
                                       ("12345", None, "MALFORMED")):
            status, answer = self.server.api(code, {"digits": digits, **({"ending": ending} if ending else {})})
            check("Answer", answer)
            self.assertEqual((status, answer["valid"], answer["code"]), (200, False, reason))
            self.assertNotIn("claims", answer)
        status, answer = self.server.api("/api/v1/verify/number", {"number": self.number, "checkCode": "AAAAAAAA"})
        check("Answer", answer)
        self.assertEqual(answer["code"], "NUMBER_OR_CODE_WRONG")
        status, _, body = self.server.ask(
            "POST", "/api/v1/verify/file", self.pdf.read_bytes(), {"Content-Type": "application/pdf"})
        check("Answer", json.loads(body))
        self.assertEqual(json.loads(body)["claims"]["number"], self.number)
        self.assertNotIn("detail", json.loads(body))
        # The same members with the same values as the command's, but for what each has alone.
        command = json.loads(xinbao("verify", "--json", self.pdf).stdout)
        own = {"receipt", "detail"}
        self.assertEqual({key: value for key, value in json.loads(body).items() if key not in own},
                         {key: value for key, value in command.items() if key not in own})
        for method, path, body, headers in (("POST", code, b"{", {"Content-Type": "application/json"}), ("PUT", code, b"", {}),
                                            ("GET", "/api/v1/x", None, {}), ("POST", code, b"", {})):
            status, _, body = self.server.ask(method, path, body, headers)
            self.assertGreaterEqual(status, 400)
            check("Error", json.loads(body))

    def test_logs_and_metrics_hold_nothing_of_anybody(self):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.server.ask("GET", f"/v/{self.digits}?number={self.number}")
        self.server.ask("POST", "/v", f"digits={self.digits}&ending={self.ending}&agency=abcagency".encode(), form)
        self.server.ask("POST", "/verify/number", f"number={self.number}&checkCode=QQQQ-QQQQ".encode(), form)
        metrics = self.server.ask("GET", "/metrics")[2].decode()
        log = "".join(self.server.log)
        self.assertIn('"route":"/v/{digits}"', log)
        for secret in [*self.secrets, self.digits[:17], self.ending, "abcagency", "QQQQ", '"127.0.0.1"']:
            self.assertFalse(secret in log or secret in metrics, f"log or metrics hold {secret}")
        self.assertRegex(metrics, r'xinbao_answers_total\{channel="page-code",code="VALID"\} [1-9]')


if __name__ == "__main__":
    unittest.main()
