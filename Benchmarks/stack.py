"""A stack of reports verified at once, beside as many single runs of `xinbao verify`: wall-clock and CPU seconds, in turns.

    stack.py [REPORTS] [ROUNDS]    100 reports and 3 rounds; needs .build/release/xinbao

Half of the reports are public reports, half are no-violation reports; each is made again and compared byte for byte.
"""
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
COMMAND = os.environ.get("XINBAO_COMMAND", str(ROOT / ".build/release/xinbao"))
KINDS = [
    ("enterprise.json", []),
    ("no-violation-clean.json", ["--report", "no-violation", "--domains", "all", "--from", "2023-11-20", "--to", "2026-11-19",
                                 "--purpose", "listing"]),
]


def run(home, *arguments):
    done = subprocess.run(
        [COMMAND, *map(str, arguments)], env=dict(os.environ, XINBAO_HOME=str(home)), cwd=ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, arguments))}: {done.stdout}{done.stderr}")


def measured(work):
    """Wall-clock seconds, and CPU seconds of all processes that ended meanwhile."""
    def cpu():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    begun, before = time.monotonic(), cpu()
    work()
    return time.monotonic() - begun, cpu() - before


def main(reports=100, rounds=3):
    with tempfile.TemporaryDirectory() as folder:
        home, stack = pathlib.Path(folder) / "home", pathlib.Path(folder) / "stack"
        stack.mkdir()
        for number in range(reports):
            file, options = KINDS[number % 2]
            run(home, "issue", ROOT / "examples" / file, "-o", stack / f"{number:03}.pdf", "--keep-earlier", *options)
        files = sorted(stack.iterdir())
        together, alone = [], []
        for _ in range(rounds):
            output = pathlib.Path(folder) / "results.xlsx"
            together.append(measured(lambda: run(home, "verify", stack, "-o", output, "--overwrite")))
            alone.append(measured(lambda: [run(home, "verify", file) for file in files]))
        print(f"| {reports} reports, {os.cpu_count()} cores, median of {rounds} | wall s | CPU s |\n|---|---|---|")
        for name, index in (("one stack", together), ("single runs", alone)):
            print(f"| {name} | {statistics.median(w for w, _ in index):.2f} | {statistics.median(c for _, c in index):.2f} |")
        ratios = [(a[0] / t[0], a[1] / t[1]) for t, a in zip(together, alone)]
        wall, cpu = (statistics.median(column) for column in zip(*ratios))
        print(f"| single runs : stack | {wall:.1f} | {cpu:.1f} |")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
