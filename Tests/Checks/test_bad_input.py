"""Whatever is handed in, the command answers with one clear line and the right status, and leaves no part of a file."""
import copy
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from support import SMALL, issue, xinbao

BAD_INPUT, WRONG_USE, ENVIRONMENT = 3, 2, 4
SUBJECT = {"kind": "企业", "name": "示例有限公司", "code": "91440300192181490G"}
GOOD = {"version": 1, "asOf": "2026-11-20T18:00:00+08:00", "subject": SUBJECT, "records": {}, "coverage": []}


def changed(**entries):
    return json.dumps({**copy.deepcopy(GOOD), **entries}, ensure_ascii=False).encode()


def penalty(**fields):
    return changed(records={"行政处罚": [{"行政处罚决定书文号": "示例〔2024〕1号", **fields}]})


def subject(**fields):
    return changed(subject={**SUBJECT, **fields})


GOOD_TEXT = changed().decode()

# name: (bytes of the file, a piece of the message)
MALFORMED = {
    "empty file": (b"", ""),
    "white space only": (b" \n\t ", ""),
    "a lone byte order mark": (b"\xef\xbb\xbf", ""),
    "not JSON": (b"hello", ""),
    "an HTML page": (b"<html><body>404</body></html>", ""),
    "a PDF": (b"%PDF-1.7\n1 0 obj", ""),
    "a zip archive": (b"PK\x03\x04\x14\x00", ""),
    "a truncated object": (GOOD_TEXT[:-20].encode(), ""),
    "an unclosed string": (b'{"version": 1, "asOf": "2026', ""),
    "an unclosed array": (b'{"version": 1, "coverage": [', ""),
    "a trailing comma": (b'{"version": 1,}', ""),
    "a missing comma": (b'{"version": 1 "asOf": "x"}', ""),
    "a missing colon": (b'{"version" 1}', ""),
    "single quotes": (b"{'version': 1}", ""),
    "an unquoted key": (b"{version: 1}", ""),
    "a comment": (b'{"version": 1 /* one */}', ""),
    "two values": (GOOD_TEXT.encode() + b"{}", ""),
    "a literal NaN": (b'{"version": NaN}', ""),
    "a literal Infinity": (b'{"version": Infinity}', ""),
    "a number with a leading zero": (b'{"version": 01}', ""),
    "a number with a leading plus": (b'{"version": +1}', ""),
    "a number that ends in a point": (b'{"version": 1.}', ""),
    "a bad literal": (b'{"version": tru}', ""),
    "a bad escape": (b'{"ver\\x41sion": 1}', ""),
    "half a unicode escape": (b'{"version": "\\u12"}', ""),
    "a lone high surrogate": (subject(name="A").replace(b'"A"', b'"\\ud842 company"'), "surrogate"),
    "a lone low surrogate": (subject(name="A").replace(b'"A"', b'"\\udfb7 company"'), "surrogate"),
    "a raw control character": (subject(name="A").replace(b'"A"', b'"A\x01B"'), ""),
    "an escaped NUL": (subject(name="A").replace(b'"A"', b'"A\\u0000B"'), ""),
    "invalid UTF-8": (subject(name="A").replace(b'"A"', b'"A\xff\xfeB"'), "UTF-8"),
    "overlong UTF-8": (subject(name="A").replace(b'"A"', b'"A\xc0\xafB"'), "UTF-8"),
    "UTF-8 of a surrogate": (subject(name="A").replace(b'"A"', b'"A\xed\xa1\x82B"'), "UTF-8"),
    "GB18030": (GOOD_TEXT.encode("gb18030"), "UTF-8"),
    "UTF-16": (GOOD_TEXT.encode("utf-16"), ""),
    "UTF-32": (GOOD_TEXT.encode("utf-32"), ""),
    "nested 10,000 deep": (b'{"version": 1, "coverage": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", ""),
    "objects nested 10,000 deep": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, ""),
    "duplicate keys": (b'{"version": 1, "version": 1}', "version"),
    "duplicate fields of a record": (
        penalty().replace('"行政处罚决定书文号"'.encode(), '"行政处罚决定书文号": "a", "行政处罚决定书文号"'.encode()), ""),
}

WRONG = {
    "an array at the top": (b"[]", ""),
    "a string at the top": (b'"credit file"', ""),
    "null at the top": (b"null", ""),
    "no entries": (b"{}", ""),
    "version 2": (changed(version=2), "version"),
    "version as text": (changed(version="one"), "version"),
    "no asOf": (json.dumps({k: v for k, v in GOOD.items() if k != "asOf"}).encode(), "asOf"),
    "an impossible asOf": (changed(asOf="2026-02-30T18:00:00+08:00"), "/asOf"),
    "asOf as a number": (changed(asOf=5), "/asOf"),
    "an asOf that is yet to come": (changed(asOf="2130-01-01T00:00:00+08:00"), "/asOf"),
    "a machine's null as asOf": (changed(asOf="1970-01-01T00:00:00Z"), "/asOf"),
    "no subject": (json.dumps({k: v for k, v in GOOD.items() if k != "subject"}).encode(), "subject"),
    "subject as a list": (changed(subject=[SUBJECT]), "/subject"),
    "no subject kind": (changed(subject={k: v for k, v in SUBJECT.items() if k != "kind"}), "kind"),
    "an unknown subject kind": (subject(kind="企鹅"), "企业"),
    "no subject name": (changed(subject={k: v for k, v in SUBJECT.items() if k != "name"}), "name"),
    "an empty subject name": (subject(name="  "), "name"),
    "no subject code": (changed(subject={k: v for k, v in SUBJECT.items() if k != "code"}), "code"),
    "an unknown subject field": (subject(法定代表仁="某"), "法定代表人"),
    "records as a list": (changed(records=[]), "/records"),
    "an unknown category": (changed(records={"行政触罚": []}), "行政处罚"),
    "a category as an object": (changed(records={"行政处罚": {}}), "/records/行政处罚"),
    "a record as text": (changed(records={"行政处罚": ["罚款"]}), "/records/行政处罚/0"),
    "an unknown field": (penalty(处罚机天="某局"), "处罚机关"),
    "a list as a value": (penalty(处罚内容=["罚款"]), "/records/行政处罚/0/处罚内容"),
    "an object as a value": (penalty(处罚内容={"a": 1}), "/records/行政处罚/0/处罚内容"),
    "an unknown domain": (penalty(领域="税物"), "税务"),
    "an unknown entry at the top": (changed(recods={}), "records"),
    "a value of 10 MB": (penalty(处罚内容="罚" * 3_500_000), "65536"),
    "a value just over 64 kB": (penalty(处罚内容="a" * 65_537), "65536"),
    "a file of 17 MB": (changed(records={"行政处罚": [{"处罚内容": "罚" * 20_000}] * 290}), "16777216"),
    "100,001 records": (
        b'{"version":1,"asOf":"2026-11-20T18:00:00+08:00","subject":' + json.dumps(SUBJECT).encode()
        + b',"records":{"penalty":[' + b",".join([b"{}"] * 100_001) + b"]}}", "100000"),
    "coverage as an object": (changed(coverage={}), "/coverage"),
    "coverage without a source": (changed(coverage=[{"domains": ["税务"], "state": "loaded"}]), "/coverage/0"),
    "an unknown state of coverage": (
        changed(coverage=[{"source": "某局", "domains": ["税务"], "state": "perhaps"}]), "/coverage/0/state"),
    "an unknown domain of coverage": (
        changed(coverage=[{"source": "某局", "domains": ["税物"], "state": "loaded"}]), "/coverage/0/domains"),
}

# Warnings by default; errors, with the same place, under --strict.
DOUBTFUL = {
    "no version": (json.dumps({k: v for k, v in GOOD.items() if k != "version"}).encode(), "version"),
    "a code of 17 characters": (subject(code="91440300192181490"), "/subject/code"),
    "a wrong check character": (subject(code="914403001921814900"), "/subject/code"),
    "an impossible date": (penalty(处罚决定日期="2024-02-30"), "/records/行政处罚/0/处罚决定日期"),
    "a machine's null as a date": (penalty(处罚决定日期="1970-01-01"), "/records/行政处罚/0/处罚决定日期"),
    "midnight between two days": (penalty(处罚决定日期="2024-05-01 24:00:00"), "/records/行政处罚/0/处罚决定日期"),
    "a date that is none": (penalty(处罚决定日期="去年"), "/records/行政处罚/0/处罚决定日期"),
    "an amount that is none": (penalty(**{"罚款金额(万元)": "两千元"}), "/records/行政处罚/0/罚款金额(万元)"),
    "an amount to seven places": (penalty(**{"罚款金额(万元)": "0.1234567"}), "/records/行政处罚/0/罚款金额(万元)"),
    "a missing required field": (penalty(), "/records/行政处罚/0"),
    "a record of somebody else": (penalty(行政相对人名称="示例二有限公司"), "/records/行政处罚/0"),
}


class BadInput(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.output = self.folder / "out" / "report.pdf"
        self.output.parent.mkdir()

    def issue(self, content, *options):
        path = self.folder / "input.json"
        path.write_bytes(content)
        return issue(path, self.output, *options, registry=self.folder / "registry.sqlite")

    def refused(self, result, status, piece="", place="input.json"):
        self.assertEqual(result.returncode, status, result.stderr)
        errors = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
        self.assertEqual(len(errors), 1, result.stderr)
        self.assertEqual(result.stderr.splitlines()[-1], errors[0], "the error is the last line")
        self.assertIn(piece, errors[0])
        self.assertIn(place, errors[0])
        self.assertLess(len(errors[0]), 600, "a message is short")
        self.assertEqual(list(self.output.parent.iterdir()), [], "nothing is left behind")

    def test_malformed_json(self):
        for name, (content, piece) in MALFORMED.items():
            with self.subTest(name):
                self.refused(self.issue(content), BAD_INPUT, piece)

    def test_json_that_is_no_credit_file(self):
        for name, (content, piece) in WRONG.items():
            with self.subTest(name):
                self.refused(self.issue(content), BAD_INPUT, piece)

    def test_doubtful_values_warn_and_are_refused_when_strict(self):
        for name, (content, piece) in DOUBTFUL.items():
            with self.subTest(name):
                self.refused(self.issue(content, "--strict"), BAD_INPUT, piece)
                result = self.issue(content)
                self.assertEqual(result.returncode, 0, result.stderr)
                self.assertIn(piece, result.stderr)
                self.output.unlink()

    def test_files_that_cannot_be_read(self):
        missing = self.folder / "missing.json"
        self.refused(xinbao("issue", missing, "-o", self.output), BAD_INPUT, place="missing.json")
        self.refused(xinbao("issue", self.folder, "-o", self.output), BAD_INPUT, place=self.folder.name)
        secret = self.folder / "secret.json"
        secret.write_bytes(changed())
        secret.chmod(0)
        # Root reads everything, unless that right is taken from it.
        unprivileged = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
        self.refused(xinbao("issue", secret, "-o", self.output, before=unprivileged), BAD_INPUT, place="secret.json")
        fifo = self.folder / "endless"
        fifo.symlink_to("/dev/zero")
        self.refused(xinbao("issue", fifo, "-o", self.output), BAD_INPUT, place="endless")

    def test_outputs_that_cannot_be_written(self):
        nowhere = self.folder / "no" / "such" / "folder.pdf"
        self.refused(xinbao("issue", SMALL, "-o", nowhere), ENVIRONMENT, place="folder.pdf")
        self.refused(xinbao("issue", SMALL, "-o", self.folder), ENVIRONMENT, place=self.folder.name)

    def test_a_full_disk_leaves_nothing(self):
        disk = self.output.parent
        if os.geteuid() != 0 or subprocess.run(
                ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], stderr=subprocess.DEVNULL).returncode:
            self.skipTest("mounting a small disk takes root")
        self.addCleanup(subprocess.run, ["umount", disk])
        self.refused(xinbao("issue", SMALL, "-o", self.output), ENVIRONMENT, "space", place="report.pdf")

    def test_wrong_use(self):
        for arguments in (
            ["issue"], ["issue", SMALL, "--nonsense"], ["isue", SMALL], ["issue", SMALL, "--number", "1"],
            ["issue", SMALL, "--time", "yesterday"], ["issue", SMALL, "--salt", "xyz"],
            ["issue", SMALL, "-o", ""], ["issue", SMALL, "--time", "2999-01-01T00:00:00+08:00"],
            ["issue", SMALL, "-o", SMALL, "--overwrite"],
            ["issue", SMALL, "--check-code", "7K3M-9QXA"], ["issue", SMALL, "--check-code", "7K3M9QXO"],
            ["issue", SMALL, "--report", "novel"], ["verify"], ["template"], ["template", "preview", "x.yaml"],
        ):
            with self.subTest(arguments):
                result = xinbao(*arguments)
                self.assertIn(result.returncode, (WRONG_USE, 0) if arguments == ["template"] else (WRONG_USE,))

    def test_results_that_cannot_be_written_are_not_done(self):
        result = xinbao("check", SMALL, before=["sh", "-c", 'exec "$@" > /dev/full', "sh"])
        self.refused(result, ENVIRONMENT, "space", place="standard output")

    def test_a_limit_on_the_size_of_files_is_an_error(self):
        result = xinbao("issue", SMALL, "-o", self.output, before=["sh", "-c", 'ulimit -f 40; exec "$@"', "sh"])
        self.refused(result, ENVIRONMENT, place="")

    def test_an_unknown_edition_names_the_known_ones(self):
        self.refused(xinbao("issue", SMALL, "-o", self.output, "--edition", "1999"), BAD_INPUT, "2021", place="1999")

    def test_damaged_keys_and_settings(self):
        home = self.folder / "home"
        home.mkdir()
        (home / "config.yaml").write_text("isuer: x\n")
        self.refused(xinbao("issue", SMALL, "-o", self.output, home=home), ENVIRONMENT, "issuer", place="config.yaml:1")
        (home / "config.yaml").write_text("issuer: [\n")
        self.refused(xinbao("issue", SMALL, "-o", self.output, home=home), ENVIRONMENT, place="config.yaml")


if __name__ == "__main__":
    unittest.main()
