"""What a clerk sees of every state of a report, on the first screen of a phone and of a desk: whether it is genuine, what it
concludes and for which scope, in Chromium, with keys that are not for trying out."""
import pathlib
import tempfile
import unittest

from browser import Browser
from look import SHOTS, SIZES, barriers, look
from page import Page
from server import Server
from states import STATES, Papers


class States(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        SHOTS.mkdir(parents=True, exist_ok=True)
        cls.papers = Papers(pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory())))
        cls.server = cls.enterClassContext(Server("--rate-limit", "off", home=cls.papers.province.home))
        cls.browser = cls.enterClassContext(Browser())

    def page(self, size):
        width, height, phone = SIZES[size]
        return Page(self.browser, width, height, phone=phone)

    def ask(self, page, state):
        """As a clerk does, to the answer."""
        said = self.papers.said[state.report]
        if state.by == "code":
            page.open(f"{self.server.address}/v{said['link'][said['link'].index('#'):]}")
        else:
            page.open(self.server.address + "/")
            page.wait("输入报告编号")
        if state.by == "number":
            page.type("#number", said["number"])
            page.type("#check-code", said["checkCode"])
            page.press("Enter")
        if state.by in ("file", "copy"):
            page.choose("#file", self.papers.files[state.report])
            page.click("#file-form button[type=submit]")
        if state.by in ("code", "copy"):
            text = page.wait(lambda text: "末四位" in text or "结果代码" in text)
            if "结果代码" not in text:
                page.type("#ending", said["code"][-4:])
                page.press("Enter")
        return page.wait("结果代码")

    def assertOnFirstScreen(self, page, height, state):
        """All of the verdict: nothing of it is below the fold."""
        for text, bottom in page.value("""[...document.querySelectorAll('#headline, .conclusion, .scope')]
                .map(e => [e.innerText, Math.ceil(e.getBoundingClientRect().bottom)])"""):
            self.assertLessEqual(bottom, height, f"{state.name}: {text}")

    def test_each_is_told_at_first_sight(self):
        for size in ("phone", "desk"):
            for state in STATES:
                with self.subTest(state.name, size=size), self.page(size) as page:
                    self.ask(page, state)
                    page.screenshot(SHOTS / f"first-{state.name}-{size}.png", whole=False)
                    self.assertIn(state.headline, page.value("document.querySelector('#headline').innerText"))
                    self.assertEqual(page.value("document.querySelector('.verdict').className"), f"verdict {state.tone}")
                    told = page.value("document.querySelector('.verdict').innerText")
                    if state.conclusion:
                        self.assertIn(state.conclusion, told)
                        self.assertIn(state.scope, told)
                    else:
                        self.assertNotIn("未发现", told, "a report that is nobody's answer")
                    self.assertOnFirstScreen(page, SIZES[size][1], state)
                    look(self, page, f"state-{state.name}-{size}")
                    self.assertEqual(page.complaints, [])

    def test_the_keyboard_reaches_everything_and_shows_where_it_is(self):
        said = self.papers.said["clean"]
        for path, shows in (("/", "输入报告编号"), ("/stack", "成批核验报告"), (f"/v/{said['link'].split('#')[1]}", "末四位")):
            with self.subTest(path[:8]), self.page("desk") as page:
                page.open(self.server.address + path)
                page.wait(shows)
                page.value("document.activeElement.blur()")
                wanted = page.value("""[...document.querySelectorAll('a[href], button, input, textarea, select, summary')]
                    .filter(e => e.type !== 'hidden' && e.checkVisibility()).length""")
                reached = set()
                for _ in range(wanted + 3):
                    page.press("Tab")
                    name, seen = page.value("""(() => { const e = document.activeElement, style = getComputedStyle(e);
                        return [e.outerHTML.slice(0, 120), e === document.body ||
                          (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)]; })()""")
                    self.assertTrue(seen, f"{path}: nobody sees that the focus is on {name}")
                    reached.add(name)
                self.assertGreaterEqual(len(reached), wanted, f"{path}: {reached}")

    def test_without_its_colours_a_verdict_says_the_same(self):
        """Forced colours take the ground away: a border and a sign stay, and each tone has a sign of its own."""
        signs = {}
        for state in (STATES[0], STATES[3], STATES[4], STATES[8]):
            with self.page("phone") as page:
                page.send("Emulation.setEmulatedMedia", features=[{"name": "forced-colors", "value": "active"}])
                self.ask(page, state)
                signs[state.tone] = page.value("document.querySelector('.verdict .sign').innerText")
                self.assertGreater(page.value("parseFloat(getComputedStyle(document.querySelector('.verdict')).borderLeftWidth)"), 0)
                look(self, page, f"forced-colours-{state.name}")
        self.assertEqual(len(set(signs.values())), 4, signs)

    def test_what_is_called_a_barrier(self):
        with self.page("phone") as page:
            page.open(self.server.address + "/")
            page.wait("输入报告编号")
            self.assertEqual(barriers(page), [])
            page.value("document.querySelector('label[for=number]').remove(); 0")
            self.assertIn("label", barriers(page)[0])


if __name__ == "__main__":
    unittest.main()
