"""What code, tests, templates and docs cite stands in the repository: the file, and in it the section or heading."""
import functools
import pathlib
import re
import unittest

from support import ROOT

FOLDERS = ("Sources", "Tests", "docs", "templates", "examples", "Benchmarks", "Fuzz", "scripts", "fonts", ".ci")
# Kept as they once were: what was issued, and a template that a report of the past names by its bytes.
KEPT = (
    ROOT / "Tests/Checks/landings", ROOT / "Tests/RenderingTests/Fixtures/engine", ROOT / "templates/earlier",
    pathlib.Path(__file__).resolve(),
)

BREAK = r"(?:[ \t]*\n[ \t]*(?:///?|#|\*)?)"  # a citation may go on in the next line of a comment
NAMED = re.compile(r"(?<![\w./-])([\w./-]*\w\.md)\b")
NUMBER = r"§([\d.]*\d[a-z]?)"
SECTIONS = re.compile(rf"(?:{NUMBER}|{BREAK}|[`, \t\d]|and)*")
OWN = re.compile(rf"(?:[(|:,]|\b(?:and|in|of)\b) ?{NUMBER}")  # §1.9 of the page itself
HEADING = re.compile(rf"`?,?[ \t]*{BREAK}?[ \t]*“([^”]+)”")
LINK = re.compile(r"\]\(([\w./-]*\.md)?(?:#([\w-]+))?\)")
NAMELESS = re.compile(r"(?<![\w.-])(?!(?:and|in|of|or)\b)[a-z]{2,}`? §[\d.]*\d")


@functools.cache
def headings(path):
    text = re.sub(r"^```.*?^```$", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#+ +(.+?) *$", text, flags=re.MULTILINE)


@functools.cache
def numbers(path):
    found = (re.match(r"(\d+(?:\.\d+)*[a-z]?)\.?(?: |$)", heading) for heading in headings(path))
    return {match.group(1) for match in found if match}


def anchors(path):
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings(path)}


def cited_file(name, path):
    places = (folder / name for folder in (path.parent, ROOT, ROOT / "docs"))
    return next((place for place in places if place.is_file()), None)


def faults(text, path):
    """Citations in the text of a file that lead nowhere, each with its line."""
    def tell(match, what):
        found.append(f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, match.start()) + 1}: {what}")

    found = []
    for match in NAMED.finditer(text):
        name, target = match.group(1), cited_file(match.group(1), path)
        if target is None:
            tell(match, f"there is no {name}")
            continue
        for section in re.findall(NUMBER, SECTIONS.match(text, match.end()).group()):
            if section not in numbers(target):
                tell(match, f"{name} has no §{section}")
        heading = HEADING.match(text, match.end())
        # “…” behind a comma names a heading; behind anything else it may be any quotation.
        if heading and "," in heading.group() and re.sub(rf"{BREAK}\s*", " ", heading.group(1)) not in headings(target):
            tell(match, f"{name} has no heading “{heading.group(1)}”")
    for match in NAMELESS.finditer(text):
        tell(match, f"“{match.group()}” names no file")
    if path.suffix != ".md":
        return found
    others = re.compile(NAMED.pattern + SECTIONS.pattern)
    for match in OWN.finditer(others.sub(lambda cited: re.sub(r"[^\n]", " ", cited.group()), text)):
        if numbers(path) and match.group(1) not in numbers(path):
            tell(match, f"has no §{match.group(1)}")
    for match in LINK.finditer(text):
        target = cited_file(match.group(1), path) if match.group(1) else path
        if target and match.group(2) and match.group(2) not in anchors(target):
            tell(match, f"{target.name} has no heading for #{match.group(2)}")
    return found


def texts():
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if ".build" not in path.parts]
    for path in sorted(paths + list(ROOT.glob("*.md")) + [ROOT / "Package.swift"]):
        if not path.is_file() or any(path == kept or kept in path.parents for kept in KEPT):
            continue
        try:
            yield path, path.read_text()
        except UnicodeDecodeError:
            pass  # fonts, pictures, tables


class Citations(unittest.TestCase):
    def test_every_citation_leads_somewhere(self):
        found, cited = [], 0
        for path, text in texts():
            cited += len(NAMED.findall(text))
            found += faults(text, path)
        self.assertEqual(found, [], "\n".join(found))
        self.assertGreater(cited, 200)

    def test_one_that_leads_nowhere_is_found(self):
        path = ROOT / "docs/domain.md"
        for text, wrong in [
            ("see nowhere.md", "no nowhere.md"), ("docs/nowhere.md", "no docs/nowhere.md"),
            ("[a](nowhere.md)", "no nowhere.md"), ("domain.md §9.9", "no §9.9"), ("(`domain.md` §1.9, §9.9)", "no §9.9"),
            ("(`domain.md`\n/// §9.9)", "no §9.9"), ("token.md says so (§9.9)", "has no §9.9"),
            ("docs/judgement.md, “Nothing”", "no heading “Nothing”"), ("[a](token.md#nothing)", "#nothing"),
            ("[a](#nothing)", "#nothing"), ("(design §2.5)", "names no file"),
        ]:
            with self.subTest(text):
                self.assertEqual([wrong in fault for fault in faults(text, path)], [True], faults(text, path))

    def test_what_leads_somewhere_is_none(self):
        path = ROOT / "Sources/xinbao/Main.swift"
        for text in [
            "docs/token.md", "(`domain.md` §1.9, §4.3)", "domain.md\n  /// §3.1: so",
            "verification.md §4, 1 and 2, and §2b)", "docs/judgement.md, “Who says so”",
            "docs/judgement.md,\n# “Which records\n# count”", "RFC 9052 §4.4", "消防法 §58",
        ]:
            with self.subTest(text):
                self.assertEqual(faults(text, path), [])


if __name__ == "__main__":
    unittest.main()
