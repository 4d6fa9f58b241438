"""The walls stand where docs/architecture.md draws them: each module imports what Package.swift declares and the table
there names, nothing less and nothing more, and only from its own floor or from those above it.

After a change that is meant, `XINBAO_RENEW=1 .tools/venv/bin/python -m unittest discover -s Tests/Checks -p test_house.py`
writes the table's last two columns anew. The floor of a new module is a decision: its row is written by hand.
"""
import functools
import json
import os
import re
import subprocess
import tempfile
import unittest

from support import ROOT

PAGE = ROOT / "docs/architecture.md"
HEAD = "| floor | module | uses | libraries |"
# Part of the toolchain: no manifest declares them.
TOOLCHAIN = {
    "CoreFoundation", "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Synchronization",
    "Testing", "XCTest",
}
# Built beside a program that starts it; nothing of it is linked.
STARTED = {"xinbao-read", "xinbao-parse", "xinbao-workbook", "xinbao-issuer"}
IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"
    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)", re.MULTILINE)


def imported(folder):
    """What the Swift files of a folder import."""
    return {name for file in folder.rglob("*.swift") for name in IMPORT.findall(file.read_text())} - TOOLCHAIN


@functools.cache
def manifest():
    """The targets of Package.swift by name, each with the names that it declares. No build is waited for."""
    # SwiftPM leaves folders and locks where temporary files are.
    with tempfile.TemporaryDirectory() as folder:
        text = subprocess.run(
            ["swift", "package", "dump-package", "--ignore-lock"], cwd=ROOT, check=True, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, env=dict(os.environ, TMPDIR=folder)).stdout
    targets = {}
    for target in json.loads(text)["targets"]:
        names = {next(iter(dependency.values()))[0] for dependency in target["dependencies"]}
        targets[target["name"]] = (target["type"], names - STARTED)
    return targets


def folder_of(name, kind):
    return ROOT / ("Tests" if kind == "test" else "Sources") / name


def is_shim(name):
    return re.match(r"C[A-Z]", name) is not None and not any(folder_of(name, "regular").rglob("*.swift"))


def import_faults(declared, found):
    """How what is imported differs from what is declared, both by module. `xinbao-server` is imported as xinbao_server."""
    faults = []
    declared = {module: {name.replace("-", "_") for name in names} for module, names in declared.items()}
    for module, names in sorted(found.items()):
        faults += [f"{module} imports {name}, which Package.swift does not declare" for name in sorted(names - declared[module])]
        faults += [f"{module} declares {name} and does not import it" for name in sorted(declared[module] - names)]
    return faults


def drawn(text):
    """The table of the page: the floor of each module from the ground on, and its two last cells."""
    lines = iter(text.splitlines())
    for line in lines:
        if line == HEAD:
            break
    next(lines)
    rows, floors = {}, []
    for line in lines:
        if not line.startswith("|"):
            break
        floor, module, uses, libraries = (cell.strip() for cell in line.strip("|").split("|"))
        if floor:
            floors.append(floor)
        rows[module.strip("`")] = (len(floors) - 1, uses, libraries)
    return rows, floors


def cells(names, modules):
    """The two cells that say what a module uses."""
    def told(some):
        return ", ".join(f"`{name}`" for name in sorted(some)) or "–"

    return told(names & modules), told(names - modules)


def house_faults(declared, rows, floors):
    """How the table differs from what is declared, and who looks down."""
    modules, faults = set(declared), []
    faults += [f"{name} is not drawn" for name in sorted(modules - set(rows))]
    faults += [f"{name} is drawn, and is no module" for name in sorted(set(rows) - modules)]
    for name in sorted(modules & set(rows)):
        floor, uses, libraries = rows[name]
        wanted = cells(declared[name], modules)
        if (uses, libraries) != wanted:
            faults.append(f"{name} is drawn with {uses} and {libraries}, and declares {wanted[0]} and {wanted[1]}")
        faults += [
            f"{name} ({floors[floor]}) uses {other}, which is further down ({floors[rows[other][0]]})"
            for other in sorted(declared[name] & set(rows)) if rows[other][0] > floor]
    return faults


def our_modules():
    return {
        name: names for name, (kind, names) in manifest().items()
        if kind in ("regular", "executable") and not is_shim(name)}


def renew(declared):
    text = PAGE.read_text()
    for name, names in declared.items():
        uses, libraries = cells(names, set(declared))
        text = re.sub(
            rf"^(\| [^|]*\| `{re.escape(name)}` \|)[^|\n]*\|[^|\n]*\|$", rf"\1 {uses} | {libraries} |", text,
            flags=re.MULTILINE)
    PAGE.write_text(text)


class TheHouse(unittest.TestCase):
    maxDiff = None

    def test_each_module_imports_what_it_declares(self):
        declared = {name: names for name, (kind, names) in manifest().items() if kind != "system" and not is_shim(name)}
        found = {name: imported(folder_of(name, manifest()[name][0])) for name in declared}
        self.assertEqual(import_faults(declared, found), [])

    def test_the_table_draws_what_is_declared_and_nothing_looks_down(self):
        if os.environ.get("XINBAO_RENEW"):
            renew(our_modules())
        rows, floors = drawn(PAGE.read_text())
        self.assertEqual(house_faults(our_modules(), rows, floors), [])


class TheJudge(unittest.TestCase):
    """The judge can fail."""

    TABLE = f"{HEAD}\n|---|---|---|---|\n| low | `A` | – | – |\n| | `B` | `A` | `Yams` |\n| high | `C` | `B` | – |\n"

    def test_a_missing_and_a_needless_declaration_are_told(self):
        faults = import_faults({"A": {"B", "b-c", "Yams"}}, {"A": {"B", "b_c", "Crypto"}})
        self.assertEqual(faults, [
            "A imports Crypto, which Package.swift does not declare", "A declares Yams and does not import it"])

    def test_every_form_of_an_import_is_seen(self):
        text = "import A\npublic import B\n@testable import C\n@preconcurrency public import D\nimport struct E.F\n// import G\n"
        self.assertEqual(IMPORT.findall(text), ["A", "B", "C", "D", "E"])

    def test_a_house_as_drawn_has_no_fault(self):
        rows, floors = drawn(self.TABLE)
        self.assertEqual(house_faults({"A": set(), "B": {"A", "Yams"}, "C": {"B"}}, rows, floors), [])

    def test_a_look_down_a_strange_use_and_a_module_that_is_not_drawn_are_told(self):
        rows, floors = drawn(self.TABLE)
        self.assertEqual(house_faults({"A": {"C"}, "B": {"A", "Yams"}, "C": {"B"}, "D": set()}, rows, floors), [
            "D is not drawn", "A is drawn with – and –, and declares `C` and –",
            "A (low) uses C, which is further down (high)"])


if __name__ == "__main__":
    unittest.main()
