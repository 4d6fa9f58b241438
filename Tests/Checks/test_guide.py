"""docs/template-guide.md works as it stands: its files are written and its commands run, in order, in an empty folder."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from support import COMMAND, HOME, ROOT, picture, run, squash

GUIDE = ROOT / "docs/template-guide.md"


def blocks():
    return re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)


class Guide(unittest.TestCase):
    def test_followed_to_the_letter(self):
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            for name in ("templates", "examples"):
                (folder / name).symlink_to(ROOT / name)
            (folder / "mine").mkdir()
            self.follow(folder)
            for name in ("simple", "company"):
                with self.subTest(name):
                    self.look(folder / f"mine/{name}.pdf")

    def follow(self, folder):
        environment = dict(
            os.environ, PATH=f"{COMMAND.parent}:{os.environ['PATH']}", XINBAO_HOME=str(HOME), XINBAO_RESOURCES=str(ROOT),
            # What it issues must not supersede what other checks look at.
            XINBAO_REGISTRY=str(folder / "registry.sqlite"))
        said, files = "", 0
        for kind, text in blocks():
            if kind == "yaml":
                name = re.match(r"# file: (mine/\S+)\n", text).group(1)
                (folder / name).write_text(text)
                files += 1
            elif kind == "sh":
                result = subprocess.run(
                    ["bash", "-e", "-c", text], cwd=folder, env=environment, stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT, text=True, timeout=120)
                self.assertEqual(result.returncode, 0, f"{text}{result.stdout}")
                said = result.stdout
            elif kind == "text":
                for line in text.splitlines():
                    self.assertIn(line, said.splitlines())
        self.assertGreaterEqual(files, 6)

    def look(self, pdf):
        info = run("pdfinfo", pdf).decode()
        self.assertRegex(info, r"Pages:\s+1\n")
        text = squash(run("pdftotext", "-layout", pdf, "-").decode())
        for wanted in ("公共信用信息简表", "广东粤示例健康食品有限公司", "行政许可信息1条", "穗天市监处罚〔2026〕示例38号", "罚款5,000.00元",
                       "截至2026年11月20日，公示期内的行政处罚如上。", "扫描二维码核验报告真伪", "（出具单位盖章处）"):
            self.assertIn(squash(wanted), text)
        # The code's dark modules stand in the lower left quarter, and nowhere else is the page so dark.
        page = picture(pdf, 1, 60)
        height, width = page.shape
        dark = page < 100
        self.assertGreater(dark[height * 2 // 3:, :width // 2].mean(), 0.03)
        self.assertLess(dark[:height // 2].mean(), 0.06)


if __name__ == "__main__":
    unittest.main()
