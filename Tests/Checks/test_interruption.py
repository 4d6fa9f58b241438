"""Stopped at any moment, by Ctrl-C or worse, the command leaves the old file, a whole new one, or none: never a part."""
import pathlib
import random
import signal
import subprocess
import tempfile
import time
import unittest

from support import COMMAND, HOME, huge_example, run


class Interruption(unittest.TestCase):
    def test_a_report_of_thousands_of_pages_stopped_anywhere(self):
        generator = random.Random(20261120)
        outcomes = {"none": 0, "whole": 0}
        with tempfile.TemporaryDirectory() as folder:
            output, registry = pathlib.Path(folder) / "report.pdf", pathlib.Path(folder) / "registry.sqlite"
            command = [COMMAND, "issue", huge_example(), "-o", output, "--home", HOME, "--registry", registry]
            start = time.monotonic()
            run(*command)
            whole = time.monotonic() - start
            for attempt in range(16):
                output.unlink(missing_ok=True)
                # The last ones aim at the end, where the file is written.
                delay = whole * (generator.uniform(0, 1.1) if attempt < 8 else generator.uniform(0.8, 1.05))
                process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(delay)
                process.send_signal(signal.SIGINT if attempt % 2 else signal.SIGKILL)
                process.wait()
                if output.exists():
                    outcomes["whole"] += 1
                    self.assertIn(b"No syntax", run("qpdf", "--check", output))
                else:
                    outcomes["none"] += 1
        print(outcomes)
        self.assertGreater(outcomes["none"], 0)


if __name__ == "__main__":
    unittest.main()
