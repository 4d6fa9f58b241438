"""A copy of the repository with all mutants in it, built once."""
import json
import os
import pathlib
import re
import shutil
import subprocess

from . import schemata
from .modules import MODULES

ROOT = pathlib.Path(__file__).resolve().parents[2]
ERROR = re.compile(r"^(/.*?\.swift):(\d+):(\d+): error: (.*)$", re.MULTILINE)
SUPPORT = "MutantSupport.swift"
ATTEMPTS = 40


def repository_files():
    """Tracked, and new ones that are not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return sorted(path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file())


def load():
    """The files with their numbered points by module's name, and one more than the largest number."""
    paths, files, first = repository_files(), {}, 1
    for name, module in MODULES.items():
        sources = [(path, (ROOT / path).read_text()) for path in paths if module.holds(path) and path.endswith(".swift")]
        files[name], first = schemata.number_files(sources, first)
    return files, first


class Build:
    """The copy, in a folder that is kept: what was built there before need not be built again."""

    def __init__(self, scratch, files, count, options=()):
        self.scratch, self.files, self.count, self.options = pathlib.Path(scratch).resolve(), files, count, list(options)
        self.dropped = set()
        # Points that the compiler refused the last time, so that they are not tried again.
        self.memory = self.scratch / "refused-points.json"

    @property
    def tests(self):
        found = sorted((self.scratch / ".build/debug").glob("*PackageTests.xctest"))
        if not found:
            raise SystemExit(f"mutate: no tests were built in {self.scratch}")
        return found[0]

    def make(self):
        self.copy()
        self.recall()
        for attempt in range(ATTEMPTS):
            self.write()
            for target in sorted({MODULES[name].target for name in self.files}):
                if not self.compiles("--target", target):
                    break
            else:
                if self.compiles("--build-tests"):
                    return
        raise SystemExit(f"mutate: the mutants do not compile after {ATTEMPTS} attempts; see the errors above")

    def copy(self):
        wanted = set(repository_files())
        rewritten = {file.path for files in self.files.values() for file in files}
        for path in wanted - rewritten:
            self.put(path, (ROOT / path).read_bytes(), ROOT / path)
        for path in [*(self.scratch / "Sources").rglob("*.swift"), *(self.scratch / "Tests").rglob("*.swift")]:
            if str(path.relative_to(self.scratch)) not in wanted and path.name != SUPPORT:
                path.unlink()
        # What is ignored, and tests want: fonts, Python's libraries, a home with prepared fonts, resolved versions.
        for name in ("fonts/files", ".tools", ".build/checks"):
            place = self.scratch / name
            if (ROOT / name).exists() and not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                place.symlink_to((ROOT / name).resolve())
        if (ROOT / "Package.resolved").exists():
            self.put("Package.resolved", (ROOT / "Package.resolved").read_bytes())

    def put(self, path, content, like=None):
        """Only what differs is written: times of change say what is to be built."""
        place = self.scratch / path
        if not place.exists() or place.read_bytes() != content:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        if like:
            shutil.copymode(like, place)

    def write(self):
        targets = {}
        for name, files in self.files.items():
            targets.setdefault(MODULES[name].target, []).extend(files)
        for target, files in targets.items():
            for file in files:
                self.put(file.path, file.rewritten(self.dropped).encode())
            self.put(f"Sources/{target}/{SUPPORT}", schemata.support(files, self.count).encode())

    def compiles(self, *what):
        print("mutate: swift build", *what, flush=True)
        result = subprocess.run(
            ["swift", "build", *what, *self.options], cwd=self.scratch, text=True, errors="replace",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if result.returncode == 0:
            return True
        errors = set(ERROR.findall(result.stdout))
        before = len(self.dropped)
        for path, line, column, message in sorted(errors):
            self.drop(os.path.relpath(path, self.scratch), int(line), int(column), message)
        if len(self.dropped) == before:
            raise SystemExit(f"mutate: the copy in {self.scratch} does not compile:\n{result.stdout[-6000:]}")
        self.remember()
        return False

    def drop(self, path, line, column, message):
        """The point at which the compiler complains; where it names none, those of the line, or of one above it."""
        for file in (file for files in self.files.values() for file in files if file.path == path):
            here = file.columns(self.dropped)
            numbers = [number for at, start, number in here if (at, start) == (line, column)]
            for above in range(0, 12):
                numbers = numbers or [number for at, _, number in here if at == line - above]
            print(f"mutate: refused: {path}:{line}:{column}: {message} ({len(numbers)} points)", flush=True)
            self.dropped.update(numbers)

    # Points are known again by where they stand in which line.

    def keys(self):
        for files in self.files.values():
            for file in files:
                for point, number in file.numbered:
                    start = file.source.rfind("\n", 0, point.start) + 1
                    end = (file.source + "\n").index("\n", point.start)
                    yield f"{file.path}:{point.start - start}:{point.kind}:{file.source[start:end]}", number

    def remember(self):
        self.memory.write_text(json.dumps([key for key, number in self.keys() if number in self.dropped], indent=1))

    def recall(self):
        if self.memory.exists():
            known = set(json.loads(self.memory.read_text()))
            self.dropped.update(number for key, number in self.keys() if key in known)
