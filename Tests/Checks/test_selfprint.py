"""The page on which a company prints its own report, driven in Chromium from the log-in at a real provider to a PDF
that `xinbao verify` calls valid; and what somebody else gets to see of it, which is nothing."""
import base64
import concurrent.futures
import json
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.parse

from browser import Browser
from look import SHOTS, look_at_all_sizes
from page import Page
from provider import Provider, free_port
from server import SERVER, Server
from support import HOME, ROOT, PostgresServer, run, xinbao

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
EXAMPLES = {
    "food": "enterprise.json", "machines": "no-violation.json", "water": "no-violation-clean.json",
    "builder": "enterprise-38-records.json", "shop": "individual-business.json", "person": "personal.json"}
# Companies of their own, with the same records as another: a report is counted by the day.
COPIES = {"pipes": ("water", "91440101MA5CPFPE6M", "广州示例管道有限公司"),
          "valves": ("water", "91440101MA5CWFWE2C", "广州示例阀门有限公司"),
          "kettles": ("water", "91440101MA5CKTLE3U", "广州示例水壶有限公司")}


def subject(name):
    if name in COPIES:
        return COPIES[name][1:]
    given = json.loads((ROOT / "examples" / EXAMPLES[name]).read_text())["subject"]
    return given.get("code") or given["证件号码"], given.get("name") or given["姓名"]


def user(name):
    code, label = subject(name)
    return {"sub": name, "name": label, ("id_number" if name == "person" else "uscc"): code}


def new_home(folder):
    if not (HOME / "fonts").exists():
        assert xinbao("issue", ROOT / "examples/enterprise.json", "-o", folder / "first.pdf").returncode == 0
    home = folder / "home"
    home.mkdir()
    (home / "fonts").symlink_to(HOME / "fonts")
    return home


class WithService(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.home = new_home(cls.folder)
        cls.browser = cls.enterClassContext(Browser())

    def page(self, width=1280, height=900, phone=False, script=True, browser=None):
        """In a browser that remembers nothing of the tests before."""
        page = Page(browser or self.browser, width, height, script=script, phone=phone)
        page.send("Network.clearBrowserCookies")
        self.addCleanup(page.connection.close)
        return page

    def look(self, page, name):
        look_at_all_sizes(self, page, f"self-{name}")

    def cookie(self, page, server=None):
        """What the browser sends, for questions beside it."""
        found = page.send("Network.getCookies", urls=[(server or self.server).address])["cookies"]
        return {"Cookie": "; ".join(f"{one['name']}={one['value']}" for one in found)}

    def fields(self, page, form):
        return page.value(f"""Object.fromEntries(new FormData(document.querySelector('{form}')))""")

    def post(self, path, fields, cookie, server=None):
        return (server or self.server).ask("POST", path, urllib.parse.urlencode(fields).encode(), {**FORM, **cookie})

    def download(self, page, selector="#download"):
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        page.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        page.click(selector)
        end = time.monotonic() + 30
        while time.monotonic() < end:
            done = [file for file in folder.iterdir() if file.suffix == ".pdf"]
            if done and not list(folder.glob("*.crdownload")):
                return done[0]
            time.sleep(0.1)
        raise AssertionError("nothing was downloaded")

    def verify(self, file, **options):
        result = xinbao("verify", "--json", file, home=options.get("home", self.home))
        return json.loads(result.stdout)


class SelfPrint(WithService):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        files = cls.folder / "files"
        files.mkdir()
        for name in EXAMPLES:
            shutil.copy(ROOT / "examples" / EXAMPLES[name], files / f"{subject(name)[0]}.json")
        for original, code, name in COPIES.values():
            copy = json.loads((ROOT / "examples" / EXAMPLES[original]).read_text())
            copy["subject"].update(code=code, name=name)
            (files / f"{code}.json").write_text(json.dumps(copy, ensure_ascii=False))
        # A source that gives out a file of somebody else.
        shutil.copy(ROOT / "examples/enterprise.json", files / "91440001MA5D8X3Q3K.json")
        # A file of records that are yet to be gathered.
        ahead = json.loads((ROOT / "examples/enterprise.json").read_text())
        ahead["asOf"], ahead["subject"]["code"] = "2130-12-31T00:00:00+08:00", "91440300192181490G"
        (files / "91440300192181490G.json").write_text(json.dumps(ahead))
        cls.provider = cls.enterClassContext(Provider([
            *map(user, [*EXAMPLES, *COPIES]), {"sub": "mixed", "uscc": "91440001MA5D8X3Q3K"}, {"sub": "nobody"},
            {"sub": "ahead", "uscc": "91440300192181490G"},
            {"sub": "unknown", "uscc": "91440001MA5E2Y4R98"}, {**user("person"), "sub": "impostor", "name": "示例九"}]))
        secret = cls.folder / "secret"
        secret.write_text("s3cret&=\n")
        port = free_port()
        cls.server = cls.enterClassContext(Server(
            "--port", port, "--rate-limit", "off", "--login", cls.provider.address, "--login-client", "xinbao",
            "--login-secret-file", secret, "--public-url", f"http://127.0.0.1:{port}", "--credit-files", files,
            home=cls.home))

    def log_in(self, page, name, shows="申请信用报告"):
        page.open(self.server.address + "/self")
        page.wait("请先登录")
        page.click("a[href='/self/login']")
        page.wait("Authorize Client")
        page.click(f"button[value='{name}']")
        page.wait(shows)
        # What the provider's own pages miss, which load a style from elsewhere.
        page.complaints.clear()
        return page

    def order(self, page):
        """To the page on which the order is to be checked."""
        page.click("#next")
        return page.wait("请核对后出具")

    def issue(self, page):
        page.click("#issue-form button")
        page.wait("下载PDF")
        return page.value("location.pathname").split("/")[-1]

    def test_from_log_in_to_a_pdf_that_verifies(self):
        page = self.page(390, 844, True)
        page.open(self.server.address + "/self")
        page.wait("请先登录")
        self.look(page, "login")
        self.log_in(page, "food")
        code, name = subject("food")
        self.assertIn(name, page.text())
        self.assertIn(code, page.text())
        self.look(page, "start")
        self.assertIn(name, self.order(page))
        self.look(page, "confirm")

        preview = page.value("document.querySelector('#preview').getAttribute('href')")
        status, headers, preview = self.server.ask("GET", preview, headers=self.cookie(page))
        self.assertEqual((status, headers["Content-Type"]), (200, "application/pdf"))
        self.assertTrue(headers["Content-Disposition"].startswith("inline"))
        self.check_preview(preview)

        number = self.issue(page)
        self.look(page, "report")
        text = page.text()
        self.assertIn("有效", text)
        check_code = page.value("document.querySelector('#check-code').textContent")
        pdf = self.download(page)
        self.assertEqual(pdf.name, f"{name}-法人和非法人组织公共信用信息报告-{number}.pdf", "as a batch names its files")
        answer = self.verify(pdf)
        self.assertEqual((answer["code"], answer["claims"]["number"]), ("VALID", number))
        self.assertEqual(answer["claims"]["subject"], name)
        self.assertIn(check_code, run("pdftotext", "-f", "1", "-l", "1", pdf, "-").decode())
        # By the same service's own desk, too.
        status, answer = self.server.api("/api/v1/verify/number", {"number": number, "checkCode": check_code})
        self.assertEqual((status, answer["code"]), (200, "VALID"))

        page.open(self.server.address + "/self/history")
        self.assertIn(number, page.wait("历史记录"))
        self.look(page, "history")
        paper = SHOTS / "self-history-print.pdf"
        paper.write_bytes(base64.b64decode(page.send("Page.printToPDF", preferCSSPageSize=True)["data"]))
        printed = run("pdftotext", paper, "-").decode()
        self.assertIn(number, printed)
        self.assertNotIn("申请报告", printed, "what cannot be clicked is not printed")

        # The second of the day: told before anything is filled in, and again before it is issued.
        page.open(self.server.address + "/self")
        self.assertIn("今天已申请：公共信用信息报告", page.wait("申请信用报告"))
        text = page.follow("#next", "今天已申请过")
        self.assertRegex(text, r"\d{4}年\d+月\d+日 00:00:00以后可以再次申请")
        self.assertIn(number, text)
        self.look(page, "turn")
        self.assertEqual(self.verify(pdf)["code"], "VALID", "the refused one superseded nothing")
        self.assertEqual(page.complaints, [])

        # Logged out, nothing is left.
        cookie = self.cookie(page)
        page.click("nav form button")
        page.wait("请先登录")
        self.assertEqual(self.server.ask("GET", f"/self/reports/{number}/pdf", headers=cookie)[0], 303)

    def check_preview(self, preview):
        file = self.folder / "preview.pdf"
        file.write_bytes(preview)
        pages = run("pdftotext", "-layout", file, "-").decode().split("\f")[:-1]
        self.assertGreater(len(pages), 3)
        for place, text in enumerate(pages, 1):
            self.assertIn("预览·无效力，不得作为信用报告使用", text, f"page {place}")
        self.assertNotIn("核验码", pages[0])
        self.assertIn("00000", pages[0])
        for rate in (60, 110):
            run("pdftoppm", "-r", rate, "-png", "-l", 3, file, SHOTS / f"self-preview-{rate}")
        self.assertFalse(self.verify(file)["valid"])
        picture = SHOTS / "self-preview-cover.png"
        run("pdftoppm", "-r", 200, "-png", "-l", 1, "-singlefile", file, picture.with_suffix(""))
        self.assertFalse(self.verify(picture)["valid"])
        self.assertNotIn(b"token.cbor", preview)

    def test_no_violation_without_script(self):
        page = self.page(390, 844, True, script=False)
        self.log_in(page, "water")
        page.click("#kind-no-violation")
        self.look(page, "terms")
        for domain in page.value("[...document.querySelectorAll('.choices input')].slice(2).map(e => e.id)"):
            page.click("#" + domain)
        page.type("#recipient", "示例证券交易所")
        text = self.order(page)
        self.assertIn("共2个", text)
        self.assertIn("示例证券交易所", text)
        # What was chosen is still there after going back.
        page.follow("#back", "申请信用报告")
        self.assertTrue(page.value("document.querySelector('#kind-no-violation').checked"))
        self.assertEqual(page.value("document.querySelectorAll('.choices input:checked').length"), 2)
        self.order(page)
        number = self.issue(page)
        answer = self.verify(self.download(page))
        self.assertEqual((answer["code"], answer["claims"]["number"]), ("VALID", number))
        self.assertEqual(len(answer["claims"]["asked"]), 2)
        # Another kind has a turn of its own.
        page.open(self.server.address + "/self")
        page.wait("申请信用报告")
        self.order(page)
        self.issue(page)
        self.assertEqual(page.complaints, [])

    def test_back_and_reload_after_every_form(self):
        for script in (True, False):
            with self.subTest(script=script):
                page = self.page(390, 844, True, script=script)
                self.log_in(page, "pipes" if script else "valves")
                page.click("#kind-no-violation")
                # A button that helps.
                if script:
                    page.click("button[name=years][value='1']")
                else:
                    page.follow("button[name=years][value='1']", "申请信用报告")
                end = page.value("document.querySelector('#to').value")
                # A form that is not complete.
                page.value("document.querySelector('#to').value = '2190-01-01'")
                # The browser itself refuses the day; a program does not.
                page.value("document.querySelector('#order-form').noValidate = true")
                self.assertIn("截止日期（2190-01-01）不能晚于", page.follow("#next", "不能晚于"))
                self.look(page, f"problem-{script}")
                page.reload("不能晚于")
                page.value(f"document.querySelector('#to').value = '{end}'")
                self.order(page)
                page.reload("请核对后出具")
                page.back("申请信用报告")
                self.assertEqual(page.value("document.querySelector('#to').value"), end)
                self.order(page)
                confirm = page.value("location.pathname")
                page.reload("请核对后出具")
                page.follow("a[href='/self/history']", "历史记录")
                page.back("请核对后出具")
                self.assertEqual(page.value("location.pathname"), confirm)
                number = self.issue(page)
                page.reload("下载PDF")
                # The page from which it was issued leads to the report, and issues nothing.
                page.open(self.server.address + confirm)
                page.wait("下载PDF")
                self.assertEqual(page.value("location.pathname"), f"/self/reports/{number}")
                code = subject("pipes" if script else "valves")[0]
                listed = json.loads(xinbao("registry", "list", "--subject", code, "--json", home=self.home).stdout)
                self.assertEqual([one["number"] for one in listed], [number])
                page.type("#objection", "第1条有误")
                page.follow("#objection-form button", "等待处理")
                page.reload("等待处理")
                page.follow("a[href='/self/history']", "历史记录")
                page.back("等待处理")
                self.assertEqual(page.complaints, [])

    def test_the_conclusion_is_told_before_the_report_is_issued(self):
        page = self.page(390, 844, True)
        self.log_in(page, "machines")
        page.click("#kind-no-violation")
        self.look(page, "form")
        page.click("button[name=years][value='5']")
        text = self.order(page)
        told = page.value("document.querySelector('#conclusion .text').innerText")
        scope = page.value("document.querySelector('#conclusion .text + p').innerText")
        self.assertIn("报告将作出的结论", text)
        self.look(page, "outlook")
        self.issue(page)
        lines = xinbao("verify", self.download(page), home=self.home).stdout
        self.assertIn(f"报告结论：{told}\n结论范围：{scope}\n", lines)
        page.open(self.server.address + "/self/history")
        self.assertIn(told, page.wait("历史记录"))
        self.look(page, "history-question")
        # The same question again: a page to check, not a report.
        self.assertIn("今天已申请过", page.follow("button.again", "可以再次申请"))

    def test_buttons_of_the_form(self):
        """With a script at once, without one by way of the server: the same form."""
        states = []
        for script in (True, False):
            page = self.page(1280, 900, script=script)
            self.log_in(page, "water")
            page.click("#kind-no-violation")
            state = []
            for button in ("select][value=none", "years][value='1'", "select][value=all", "years][value='3'", "preset][value='1'"):
                if script:
                    page.click(f"button[name={button}]")
                else:
                    page.follow(f"button[name={button}]", "申请信用报告")
                state.append(page.value("""[document.querySelector('#from').value, document.querySelector('#to').value,
                    document.querySelector('#use').value, document.querySelectorAll('.choices input:checked').length,
                    document.querySelector('#reach').innerText].join(' ')"""))
            states.append(state)
            self.assertEqual(page.complaints, [])
        self.assertEqual(states[0], states[1])
        self.assertRegex(states[0][3], r"^\d{4}-\d\d-\d\d \d{4}-\d\d-\d\d \w+ 10 ")

    def test_the_end_of_the_session_is_told_in_time(self):
        page = self.page(390, 844, True)
        self.log_in(page, "shop")
        self.assertIn("自动退出", page.text())
        self.assertFalse(page.value("document.querySelector('#session-warning').offsetParent !== null"))
        # The clock of the page goes on by 13 minutes.
        page.value("(() => { const now = Date.now; Date.now = () => now() + 13 * 60000; "
                   "document.dispatchEvent(new Event('visibilitychange')); })()")
        self.assertIn("还有2分钟将自动退出", page.wait("将自动退出。"))
        self.look(page, "session-warning")
        page.click("#session-stay")
        page.wait(lambda text: "还有" not in text)
        self.assertEqual(page.complaints, [])

    def test_nobody_sees_anothers_report(self):
        page = self.page()
        self.log_in(page, "machines")
        self.order(page)
        number = self.issue(page)
        owner = self.cookie(page)
        self.assertEqual(self.server.ask("GET", f"/self/reports/{number}/pdf", headers=owner)[0], 200)

        with Browser() as second:
            other = self.log_in(self.page(browser=second), "shop")
            cookie = self.cookie(other)
            token = other.value("document.querySelector('input[name=token]').value")
            missing = "20260101000000000AAAAA"
            for tail in ("", "/pdf", "/view"):
                found = [self.server.ask("GET", f"/self/reports/{one}{tail}", headers=cookie)
                         for one in (number, missing)]
                self.assertEqual([one[0] for one in found], [404, 404])
                self.assertEqual(found[0][2], found[1][2], "the answer tells that there is one")
            form = (f'--XX\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
                    '--XX\r\nContent-Disposition: form-data; name="objection"\r\n\r\n不是我的报告\r\n--XX--\r\n').encode()
            found = [self.server.ask("POST", f"/self/reports/{one}/objection", form,
                                     {"Content-Type": "multipart/form-data; boundary=XX", **cookie})
                     for one in (number, missing)]
            self.assertEqual([one[0] for one in found], [404, 404])
            self.assertEqual(found[0][2], found[1][2])
            other.open(self.server.address + "/self/history")
            self.assertNotIn(number, other.wait("历史记录"))
            other.open(f"{self.server.address}/self/reports/{number}")
            self.assertNotIn("智能装备", other.wait("没有找到"))
            self.look(other, "not-found")
            # His own code in the form changes nothing: who it is about, the session says.
            stolen = self.post("/self/confirm", {"token": token, "kind": "enterprise", "code": subject("machines")[0]}, cookie)
            shown = self.server.ask("GET", stolen[1]["Location"], headers=cookie)[2].decode()
            self.assertNotIn("智能装备", shown)
            self.assertIn(subject("shop")[1], shown)
            # The owner's form token in the other's session.
            page.open(self.server.address + "/self")
            page.wait("申请信用报告")
            forged = {**self.fields(page, "main form"), "kind": "enterprise"}
            self.assertEqual(self.post("/self/confirm", forged, cookie)[0], 403)
        # Nobody at all; ways around the address.
        for path in (f"/self/reports/{number}", f"/self/reports/{number}/pdf", f"/self/reports/{number}/view",
                     "/self/history", f"/self/reports/{missing}/pdf"):
            status, headers, body = self.server.ask("GET", path)
            self.assertEqual((status, headers["Location"], body), (303, "/self", b""))
        for path in (f"/prints/{number}.pdf", f"/assets/../prints/{number}.pdf", f"/assets/%2e%2e%2fprints%2f{number}.pdf",
                     f"/self/reports/..%2f{number}/pdf", f"/self/reports/{number}%00/pdf"):
            self.assertIn(self.server.ask("GET", path, headers=owner)[0], (400, 404), path)
        self.assertEqual(self.post("/self/confirm", {"kind": "enterprise"}, {})[1]["Location"], "/self?ended=1")
        self.assertEqual(xinbao("registry", "objections", home=self.home).stdout.count(number), 0)
        mode = (self.home / "prints").stat().st_mode & 0o777
        self.assertEqual(mode, 0o700)

    def test_a_file_that_is_too_large_costs_no_word_of_an_objection(self):
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            large = pathlib.Path(folder) / "large.pdf"
            large.write_bytes(b"%PDF-1.7\n" + bytes(5 << 20))
            number = None
            for script in (True, False):
                with self.subTest(script=script):
                    page = self.page(390, 844, True, script=script)
                    self.log_in(page, "kettles")
                    if number is None:
                        self.order(page)
                        number = self.issue(page)
                    page.open(f"{self.server.address}/self/reports/{number}")
                    page.wait("提出异议")
                    page.type("#objection", "第1条有误，决定书见附件")
                    page.choose("#file-1", large)
                    if script:
                        self.assertEqual(page.value("document.querySelector('#file-1').validationMessage"),
                                         "附件不能超过5MB，请重新选择。")
                        page.choose("#file-1", ROOT / "README.md")
                        self.assertTrue(page.value("document.querySelector('#file-1').checkValidity()"))
                        continue
                    self.assertIn("每个不超过5MB。请重新选择附件", page.follow("#objection-form button", "请重新选择附件"))
                    self.assertEqual(page.value("document.querySelector('#objection').value"), "第1条有误，决定书见附件")
                    self.look(page, "objection-large")

    def test_an_accepted_objection_suspends_the_report(self):
        page = self.page()
        self.log_in(page, "builder")
        self.order(page)
        number = self.issue(page)
        pdf = self.download(page)
        page.type("#objection", "第1条处罚信息有误：\n该决定已被撤销。")
        record = page.value("document.querySelector('#record option:nth-child(2)').value")
        page.value("document.querySelector('#record').selectedIndex = 1")
        page.choose("#file-1", pdf)
        self.look(page, "objection-form")
        page.click("#objection-form button")
        text = page.wait("等待处理")
        for told in ("该决定已被撤销", "异议编号", "YY0", "答复期限", record, "1个"):
            self.assertIn(told, text)
        self.look(page, "objection")
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            listed = json.loads(xinbao("registry", "objections", "--attachments", folder, "--json", home=self.home).stdout)
            mine = [one for one in listed if one["number"] == number]
            self.assertEqual([(one["state"], one["record"], one["files"]) for one in mine], [("open", record, 1)])
            self.assertRegex(mine[0]["dueBy"], r"^\d{4}-\d\d-\d\d$")
            file = pathlib.Path(folder) / mine[0]["reference"] / "1.pdf"
            self.assertEqual(file.read_bytes(), pdf.read_bytes())
            self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.verify(pdf)["code"], "VALID")
        result = xinbao("registry", "accept-objection", mine[0]["id"], "--reason", "异议已受理，正在核实", home=self.home)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.verify(pdf)["code"], "SUSPENDED")
        page.open(self.server.address + "/self/history")
        self.assertIn("异议处理中", page.wait(number))
        page.open(f"{self.server.address}/self/reports/{number}")
        self.assertIn("异议已受理，正在核实", page.wait("已受理，核实中"))
        self.look(page, "suspended")
        result = xinbao("registry", "accept-objection", mine[0]["id"], "--reason", "x", home=self.home)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("no objection", result.stderr)
        # Restored: the objection is closed, and its subject reads why. Another one, refused.
        self.assertEqual(xinbao("registry", "restore", number, "--reason", "经核实无误", home=self.home).returncode, 0)
        page.open(f"{self.server.address}/self/reports/{number}")
        text = page.wait("提出异议")
        for told in ("已办结，恢复有效", "经核实无误", "核实完毕，报告恢复有效"):
            self.assertIn(told, text)
        page.type("#objection", "再次提出")
        page.click("#objection-form button")
        page.wait("等待处理")
        mine = json.loads(xinbao("registry", "objections", "--json", home=self.home).stdout)
        identifier = next(one["id"] for one in mine if one["number"] == number)
        xinbao("registry", "reject-objection", identifier, "--reason", "信息无误", home=self.home)
        page.open(f"{self.server.address}/self/reports/{number}")
        self.assertIn("信息无误", page.wait("不予受理"))
        self.look(page, "objections")
        self.assertEqual(self.verify(pdf)["code"], "VALID")
        self.assertEqual(page.complaints, [])

    def test_a_person_prints_the_personal_report(self):
        page = self.page(390, 844, True)
        self.log_in(page, "person")
        code, name = subject("person")
        self.assertNotIn(code, page.text())
        self.look(page, "person")
        page.type("#purpose", "求职")
        self.order(page)
        self.look(page, "person-confirm")
        number = self.issue(page)
        pdf = self.download(page)
        answer = self.verify(pdf)
        self.assertEqual((answer["code"], answer["claims"]["kind"]), ("VALID", "personal"))
        text = run("pdftotext", pdf, "-").decode()
        self.assertIn("本人申请", text)
        log = "".join(self.server.log)
        for secret in (code, name, number, "求职"):
            self.assertNotIn(secret, log)

    def test_who_gets_no_report(self):
        for who, shows in (("unknown", "没有查询到登录主体的信用信息"), ("nobody", "没有统一社会信用代码或者证件号码"),
                           ("mixed", "信用信息有误"), ("ahead", "信用信息有误")):
            with self.subTest(who):
                page = self.page()
                text = self.log_in(page, who, shows=shows).text()
                self.assertNotIn("健康食品", text)
                if who != "nobody":
                    page.click("nav form button")
                    page.wait("请先登录")
        page = self.page()
        self.log_in(page, "impostor")
        page.type("#purpose", "求职")
        text = self.order(page)
        self.assertIn("姓名不一致", text)
        self.assertNotIn("出具后即登记编号", text, "what would be refused is not offered")
        self.look(page, "refused")

    def test_an_answer_of_the_provider_is_good_once_and_in_one_browser(self):
        page = self.page()
        self.log_in(page, "shop")
        callback = next(url for url in reversed(page.requested) if "/self/callback?" in url)
        path = callback[len(self.server.address):]
        for cookie in ({}, self.cookie(page)):
            status, headers, body = self.server.ask("GET", path, headers=cookie)
            self.assertEqual(status, 400)
            self.assertIsNone(headers["Set-Cookie"])
        page.open(callback)
        page.wait("请重新登录")
        # A refusal at the provider. This one leaves the state out of it, against RFC 6749, so that it counts as nobody's.
        page = self.page()
        page.open(self.server.address + "/self/login")
        page.wait("Authorize Client")
        page.click("button[value=deny]")
        self.assertIn("请重新登录", page.wait("未能完成"))

    def test_of_many_requests_at_once_one_is_issued(self):
        page = self.page()
        self.log_in(page, "shop")
        self.order(page)
        fields, cookie = self.fields(page, "#issue-form"), self.cookie(page)
        address = page.value("document.querySelector('#issue-form').getAttribute('action')")
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: self.post(address, fields, cookie), range(8)))
        self.assertEqual({answer[0] for answer in answers}, {303})
        self.assertEqual(len({answer[1]["Location"] for answer in answers}), 1, "all are led to the one report")
        listed = json.loads(xinbao("registry", "list", "--subject", subject("shop")[0], "--json", home=self.home).stdout)
        self.assertEqual(len(listed), 1)


class FromATable(WithService):
    def test_credit_files_in_postgresql(self):
        with PostgresServer() as database, Provider([user("food"), user("water")]) as provider:
            body = (ROOT / "examples/enterprise.json").read_text()
            sql = ("CREATE TABLE credit_file (code TEXT PRIMARY KEY, body JSONB NOT NULL);"
                   f"INSERT INTO credit_file VALUES ('{subject('food')[0]}', $json${body}$json$)")
            run("psql", database.url, "-v", "ON_ERROR_STOP=1", "-q", "-f", "-", input=sql.encode())
            port = free_port()
            secret = self.folder / "secret"
            secret.write_text("x")
            with Server("--port", port, "--rate-limit", "off", "--login", provider.address, "--login-client", "xinbao",
                        "--login-secret-file", secret, "--public-url", f"http://127.0.0.1:{port}", "--credit-files", database.url,
                        home=self.home) as server:
                self.server = server
                page = self.page()
                SelfPrint.log_in(self, page, "food")
                SelfPrint.order(self, page)
                number = SelfPrint.issue(self, page)
                answer = self.verify(self.download(page))
                self.assertEqual((answer["code"], answer["claims"]["number"]), ("VALID", number))
                SelfPrint.log_in(self, self.page(), "water", shows="没有查询到登录主体的信用信息")


class Demo(WithService):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = cls.enterClassContext(Server("--demo", "--rate-limit", "off", home=cls.home))

    def test_demonstration(self):
        page = self.page(390, 844, True)
        for path, shows in (("/", "输入报告编号"), ("/help", "核验说明"), ("/self", "请先登录")):
            page.open(self.server.address + path)
            self.assertIn("演示", page.wait(shows))
            self.look(page, f"demo{path.replace('/', '-').rstrip('-')}")
        page.click("a[href='/self/login']")
        page.wait("演示登录")
        self.look(page, "demo-login")
        self.assertIn("示例一", page.text(), "the examples' persons")
        page.click("button[name=subject]")
        page.wait("申请信用报告")
        SelfPrint.order(self, page)
        SelfPrint.issue(self, page)
        self.look(page, "demo-report")
        pdf = self.download(page)
        answer = self.verify(pdf)
        self.assertEqual((answer["code"], answer["development"]), ("VALID", True))
        text = run("pdftotext", pdf, "-").decode()
        self.assertIn("示例公共信用平台（演示）", text)
        self.assertIn("归集情况由来源单位的交付记录计算", text, "a company of the province, from the store")
        self.assertEqual(page.complaints, [])

    def test_it_is_alone_and_on_this_machine(self):
        for options, problem in ((["--host", "0.0.0.0"], "this machine only"), (["--login", "https://a.cn"], "--login"),
                                 (["--credit-files", "/tmp"], "--credit-files"), (["--registry", "x"], "--registry")):
            result = start("--demo", *options, home=self.home)
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertIn(problem, result.stderr)
        for options, problem in ((["--login", "https://a.cn"], "--credit-files"),
                                 (["--login", "http://login.example.cn", "--login-client", "x", "--public-url",
                                   "https://a.cn", "--credit-files", "/tmp"], "https")):
            result = start(*options, home=self.home)
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertIn(problem, result.stderr)


def start(*options, home):
    """A server that is expected not to start."""
    return subprocess.run([str(SERVER), "--home", str(home), "--port", "0", *options], cwd=ROOT, timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


if __name__ == "__main__":
    unittest.main()
