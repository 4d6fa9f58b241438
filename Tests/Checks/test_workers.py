"""A batch in PostgreSQL and workers that are killed at random: every row is done exactly once.

    XINBAO_QUEUE=20000 XINBAO_QUEUE_KILLS=40 .tools/venv/bin/python -m unittest discover -s Tests/Checks -p 'test_workers.py'
"""
import json
import os
import pathlib
import random
import signal
import subprocess
import tempfile
import time
import unittest

from support import COMMAND, PostgresServer, ROOT, new_home, xinbao
from test_batch import ANSWERS, credit_files, table

ROWS = int(os.environ.get("XINBAO_QUEUE", "1500"))
KILLS = int(os.environ.get("XINBAO_QUEUE_KILLS", "6"))
WORKERS = 4


class Workers(unittest.TestCase):
    def test_every_row_is_done_once_whoever_dies(self):
        with tempfile.TemporaryDirectory() as name, PostgresServer() as server:
            folder = pathlib.Path(name)
            home, inputs, out = new_home(folder), folder / "files", folder / "out"
            inputs.mkdir()
            table(inputs / "manifest.csv", credit_files(inputs, ROWS))
            store = ["--registry", server.url, "--home", str(home)]
            begun = xinbao("batch", inputs / "manifest.csv", "-o", out, "--queue", "--keep-earlier", *ANSWERS, *store)
            self.assertEqual(begun.returncode, 0, begun.stderr)
            self.assertEqual(list(out.glob("*.pdf")), [], "to begin is not to work")

            def worker():
                return subprocess.Popen(
                    [COMMAND, "worker", "--until-empty", "--jobs", "1", "--lease", "3", *store], cwd=ROOT,
                    stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

            chance, start = random.Random(20261125), time.monotonic()
            workers = [worker() for _ in range(WORKERS)]
            kills = 0
            while any(process.poll() is None for process in workers):
                time.sleep(chance.uniform(0.1, 0.4) * max(1, ROWS / 4000))
                victim = chance.randrange(WORKERS)
                if kills < KILLS and workers[victim].poll() is None:
                    workers[victim].send_signal(signal.SIGKILL if kills % 3 else signal.SIGTERM)
                    workers[victim].communicate()
                    kills += 1
                    workers[victim] = worker()
                self.assertLess(time.monotonic() - start, 3600)
            for process in workers:
                self.assertEqual(process.returncode, 0, process.stderr.read().decode(errors="replace"))
                process.stderr.close()
            seconds = time.monotonic() - start
            self.assertEqual(kills, KILLS, "the batch was over before all were killed: take more rows")

            # What was said at the beginning holds: --keep-earlier need not be said again.
            collected = xinbao("batch", "--resume", "-o", out, *store)
            self.assertEqual(collected.returncode, 0, collected.stdout + collected.stderr)
            results = json.loads((out / "results.json").read_text())
            self.assertEqual([row["state"] for row in results], ["done"] * ROWS)
            self.assertEqual(len({row["report"]["number"] for row in results}), ROWS)
            self.assertEqual({path.name for path in out.iterdir() if not path.name.startswith(".xinbao")},
                             {row["report"]["file"] for row in results} | {"results.csv", "results.json"})
            audit = json.loads(xinbao("registry", "audit", "--files", "--json", *store, timeout=3600).stdout)
            self.assertEqual((audit["clean"], audit["reports"], audit["files"]), (True, ROWS, ROWS), audit["findings"])
            print(f"{ROWS} rows, {WORKERS} workers, {kills} killed: {seconds:.0f} s, {ROWS / seconds:.0f} reports/s")


    def test_workers_without_the_folders_are_sent_everything(self):
        with tempfile.TemporaryDirectory() as name, PostgresServer() as server:
            folder = pathlib.Path(name)
            home, inputs, out = new_home(folder), folder / "files", folder / "out"
            inputs.mkdir()
            files = ["no-violation", "no-violation-clean", "cooperative"]
            for file in files:
                (inputs / f"{file}.json").write_bytes((ROOT / f"examples/{file}.json").read_bytes())
            table(inputs / "manifest.csv", [{"file": f"{file}.json", "role": role}
                                            for file, role in zip(files, ["发行人", "子公司", "控股股东"])])
            store = ["--registry", server.url, "--home", str(home)]
            begun = xinbao("batch", inputs / "manifest.csv", "-o", out, "--queue", "--carry", "--group", *ANSWERS, *store)
            self.assertEqual(begun.returncode, 0, begun.stderr)
            # As on another machine: neither credit files nor the batch's folder are there.
            inputs.rename(folder / "elsewhere")
            out.rename(folder / "kept")
            worker = xinbao("worker", "--until-empty", *store)
            self.assertEqual(worker.returncode, 0, worker.stderr)
            self.assertIn("3 reports issued here", worker.stderr)
            self.assertFalse(inputs.exists() or out.exists())

            (folder / "kept").rename(out)
            collected = xinbao("batch", "--resume", "-o", out, *store)
            self.assertEqual(collected.returncode, 0, collected.stdout + collected.stderr)
            results = json.loads((out / "results.json").read_text())
            self.assertEqual([row["report"]["report"] for row in results], ["no-violation"] * 3 + ["group"])
            self.assertNotIn("body", results[0]["order"])
            for row in results:
                answer = xinbao("verify", out / row["report"]["file"], *store)
                self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
            self.assertEqual([path.name for path in out.iterdir() if path.name.endswith(".part")], [])
            audit = json.loads(xinbao("registry", "audit", "--json", *store).stdout)
            self.assertEqual((audit["clean"], audit["reports"]), (True, 4), audit["findings"])


    def test_a_carried_file_that_was_mended_is_read_again(self):
        with tempfile.TemporaryDirectory() as name, PostgresServer() as server:
            folder = pathlib.Path(name)
            home, out = new_home(folder), folder / "out"
            table(folder / "manifest.csv", [{"file": "a.json"}, {"file": "b.json"}, {"file": "c.json", "template": "t.yaml"}])
            (folder / "a.json").write_text("{")
            store = ["--registry", server.url, "--home", str(home)]
            xinbao("batch", folder / "manifest.csv", "-o", out, "--queue", "--carry", *store)
            ended = xinbao("batch", "--resume", "-o", out, *store)
            self.assertEqual(ended.returncode, 1, ended.stderr)
            self.assertIn("0 of 3 reports", ended.stdout)
            self.assertIn("1 of them cannot be made as the manifest has them", ended.stdout)
            errors = [row["error"] for row in json.loads((out / "results.json").read_text())]
            self.assertIn("a.json:1:2", errors[0])
            self.assertIn("b.json: could not be read as UTF-8 text where the batch was begun", errors[1])
            self.assertIn("template: is not carried", errors[2])
            for file, example in (("a.json", "cooperative"), ("b.json", "government-body")):
                (folder / file).write_bytes((ROOT / f"examples/{example}.json").read_bytes())
            ended = xinbao("batch", "--resume", "--retry-failed", "-o", out, *store)
            self.assertIn("2 of 3 reports", ended.stdout, ended.stderr)
            self.assertNotIn("--retry-failed", ended.stdout)


if __name__ == "__main__":
    unittest.main()
