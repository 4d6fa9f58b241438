"""The judgement held against an oracle: random credit files whose right answer is known by how they were made.

    XINBAO_ORACLE_FILES=20000 .tools/venv/bin/python -m unittest discover -s Tests/Checks -t Tests/Checks -p 'test_oracle.py'
"""
import collections
import json
import os
import pathlib
import shutil
import tempfile
import unittest

import oracle
from support import new_home, xinbao

FILES = int(os.environ.get("XINBAO_ORACLE_FILES", "300"))
SEED = int(os.environ.get("XINBAO_ORACLE_SEED", "20261129"))
# A batch at a time, so that the PDFs of one alone take room on the disk.
BATCH = 2_000


class TheJudgement(unittest.TestCase):
    def test_nothing_is_clean_that_may_not_be_and_nothing_else_is_in_doubt(self):
        found = collections.Counter()
        wrong = []
        with tempfile.TemporaryDirectory() as folder:
            home = new_home(folder)
            for first in range(0, FILES, BATCH):
                self.judge(range(SEED + first, SEED + min(first + BATCH, FILES)), home, pathlib.Path(folder), found, wrong)
        print(f"\n{FILES} files from seed {SEED}: {dict(found)}")
        self.assertEqual([], [row for row in wrong if row[0] != "needless doubt"][:20])
        self.assertEqual([], [row for row in wrong if row[0] == "needless doubt"][:20])
        if FILES >= 300:
            # Each answer occurs, or nothing was tried.
            for answer in ["clean as it must be", "not clean as it must not be", "refused as it must be"]:
                self.assertGreater(found[answer], 0, answer)

    def judge(self, seeds, home, folder, found, wrong):
        made = [oracle.make(seed) for seed in seeds]
        files, out = folder / "files", folder / "out"
        files.mkdir()
        manifest = folder / "manifest.jsonl"
        with open(manifest, "w", encoding="utf-8") as rows:
            for one in made:
                (files / f"{one.seed}.json").write_text(json.dumps(one.data, ensure_ascii=False), encoding="utf-8")
                rows.write(json.dumps({"file": f"files/{one.seed}.json", "output": f"{one.seed}.pdf"}) + "\n")
        result = xinbao(
            "batch", manifest, "-o", out, "--report", "no-violation", "--domains", "all", "--from", oracle.FROM, "--to",
            oracle.TO, "--purpose", "listing", home=home, timeout=3600)
        self.assertIn(result.returncode, (0, 1), result.stderr)
        rows = json.loads((out / "results.json").read_text())
        self.assertEqual(len(rows), len(made))
        for one, row in zip(made, rows):
            self.hold(one, row, found, wrong)
        shutil.rmtree(out)
        shutil.rmtree(files)

    def hold(self, made, row, found, wrong):
        report = row.get("report")
        if not report:
            if made.refused:
                found["refused as it must be"] += 1
            else:
                found["refused"] += 1
                wrong.append(("refused", made.seed, row.get("error")))
            return
        if made.refused:
            found["taken"] += 1
            wrong.append(("taken", made.seed, made.refused))
            return
        outcomes = {answer["label"]: answer["outcome"] for answer in report["answers"]}
        self.assertEqual(list(outcomes), oracle.TEN)
        for domain, outcome in outcomes.items():
            is_clean = outcome == "clean"
            if domain in made.forbidden:
                found["wrong clean" if is_clean else "not clean as it must not be"] += 1
                if is_clean:
                    wrong.append(("wrong clean", made.seed, domain, made.forbidden[domain]))
            elif domain in made.open:
                found["open"] += 1
            else:
                found["clean as it must be" if is_clean else "needless doubt"] += 1
                if not is_clean:
                    wrong.append(("needless doubt", made.seed, domain, outcome, made.changes))
