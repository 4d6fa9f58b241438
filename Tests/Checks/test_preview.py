"""`template preview`: every kind of report has its sample, and `--watch` goes on through edits and mistakes until Ctrl-C."""
import pathlib
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest

from support import COMMAND, HOME, ROOT, run, squash, xinbao

TEMPLATE = """include: [look.yaml]
information: {title: "{{ title }}"}
body:
  - include: part.yaml
"""
LOOK = "page: {margins: 25 mm}\n"


class Watched:
    """A running preview; its lines, of either stream, as they come."""

    def __init__(self, template, output, *options):
        self.process = subprocess.Popen(
            [COMMAND, "template", "preview", template, "-o", output, "--watch", "--home", HOME, *options], cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip())

    def next(self, timeout=60):
        return self.lines.get(timeout=timeout)

    def end(self, how=signal.SIGINT):
        self.process.send_signal(how)
        status = self.process.wait(timeout=20)
        self.process.stdout.close()
        return status


class Samples(unittest.TestCase):
    def test_every_kind_of_report(self):
        for name, words in (("enterprise", "法人和非法人组织公共信用信息报告"), ("no-violation", "本次查询的10个领域中"),
                            ("personal", "查询依据")):
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                if not (ROOT / f"examples/{name}.json").exists():
                    self.skipTest("no sample")
                pdf = folder + "/a.pdf"
                result = xinbao("template", "preview", ROOT / f"templates/{name}.yaml", "-o", pdf)
                self.assertEqual(result.returncode, 0, result.stderr)
                text = squash(run("pdftotext", pdf, "-").decode())
                self.assertIn(words, text)
                self.assertIn("样张（不具证明作用）", text)


class Watch(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.template = self.folder / "t.yaml"
        self.part = self.folder / "part.yaml"
        self.template.write_text(TEMPLATE)
        (self.folder / "look.yaml").write_text(LOOK)
        self.part.write_text("body: [{paragraph: 第一稿}]\n")
        self.output = self.folder / "a.png"

    def watch(self, *options):
        watched = Watched(self.template, self.output, "--resolution", "50", *options)
        self.addCleanup(lambda: watched.process.poll() is None and watched.end(signal.SIGKILL))
        return watched

    def pictures(self):
        return {path.name: path.read_bytes() for path in sorted(self.folder.glob("*.png"))}

    def test_edits_mistakes_and_repairs_until_the_end(self):
        watched = self.watch()
        self.assertRegex(watched.next(), r"a\.png: 1 pages in \d+ ms")
        first = self.pictures()
        self.assertEqual(list(first), ["a-1.png"])

        self.part.write_text("body: [{paragraph: 第二稿}, page-break, {paragraph: 第二页}]\n")
        self.assertEqual(watched.next(), f"changed: {self.part}")
        self.assertRegex(watched.next(), "2 pages in")
        second = self.pictures()
        self.assertEqual(list(second), ["a-1.png", "a-2.png"])
        self.assertNotEqual(first["a-1.png"], second["a-1.png"])

        self.part.write_text("body: [{paragaph: 第三稿}]\n")
        self.assertEqual(watched.next(), f"changed: {self.part}")
        self.assertEqual(watched.next(), f"error: {self.part}:1:9: unknown block `paragaph`; did you mean `paragraph`?")
        self.assertEqual(self.pictures(), second, "a mistake leaves the pictures as they are")

        self.part.unlink()
        watched.next()
        self.assertIn("part.yaml: there is no such file", watched.next())
        self.part.write_text("body: [{paragraph: 第四稿}]\n")
        watched.next()
        self.assertRegex(watched.next(), "1 pages in")
        self.assertEqual(list(self.pictures()), ["a-1.png"], "the second page's picture goes with the page")

        self.assertIn(watched.end(), (0, 130))
        left = sorted(path.name for path in self.folder.iterdir())
        self.assertEqual(left, ["a-1.png", "look.yaml", "part.yaml", "t.yaml"])

    def test_the_look_and_the_data_count_as_well(self):
        data = self.folder / "data.json"
        shutil.copy(ROOT / "examples/enterprise.json", data)
        watched = self.watch("--data", str(data))
        watched.next()
        for path, change in ((self.folder / "look.yaml", "page: {margins: 30 mm}\n"), (data, "{")):
            path.write_text(change)
            self.assertEqual(watched.next(), f"changed: {path}")
            watched.next()
        self.assertEqual(watched.end(signal.SIGTERM), 0)

    def test_nothing_half_done_whenever_it_is_stopped(self):
        for attempt in range(6):
            with self.subTest(attempt):
                watched = self.watch()
                watched.next()
                self.part.write_text(f"body: [{{paragraph: 第{attempt}稿}}]\n")
                time.sleep(0.25 + attempt * 0.06)
                self.assertEqual(watched.end(), 0)
                self.assertEqual([p.name for p in self.folder.iterdir() if p.name.startswith(".")], [])

    def test_waiting_costs_nothing(self):
        watched = self.watch()
        watched.next()

        def busy():
            fields = pathlib.Path(f"/proc/{watched.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / 100

        before = busy()
        time.sleep(3)
        self.assertLess(busy() - before, 0.15, "seconds of CPU in three seconds of waiting")
        watched.end()


if __name__ == "__main__":
    unittest.main()
