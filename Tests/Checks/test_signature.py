"""The signature on a report: what pyHanko, poppler and OpenSSL say of a good one, and of what forgers make of it; and
what we say ourselves."""
import datetime
import functools
import io
import json
import logging
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import pikepdf
from asn1crypto import pem, x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

import attacks
from structure import Tree
from support import COMMAND, ROOT, run, xinbao
from test_archive import findings

# Reasons for a refusal, which are what is asked for here.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
SAMPLES = ROOT / "Tests/Checks/signed"


def sample(name="report"):
    """A signed report. (Renewed by `XINBAO_RENEW=1 swift test --filter SignatureTests`.)"""
    return (SAMPLES / f"{name}.pdf").read_bytes()


def root_certificate():
    return SAMPLES / "root.pem"


def moment(pdf):
    """When it was signed, by its own word: samples are older than tests."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        text = str(document.Root.Perms.DocMDP.M)
    return datetime.datetime.strptime(text.replace("'", ""), "D:%Y%m%d%H%M%S%z") + datetime.timedelta(minutes=1)


def pyhanko(pdf, at):
    """What pyHanko says of the last signature: the status, or the reason why there is none."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        signatures = reader.embedded_signatures
        if not signatures:
            return "no signature"
        der = pem.unarmor(root_certificate().read_bytes())[2]
        context = ValidationContext(
            trust_roots=[asn1_x509.Certificate.load(der)], moment=at, allow_fetching=False, best_signature_time=at)
        return validate_pdf_signature(signatures[0], context)
    except Exception as error:  # Whatever it is, it is not a "valid".
        return f"{type(error).__name__}"


def pyhanko_says(status):
    if isinstance(status, str):
        return status
    words = ["bottom line: " + ("good" if status.bottom_line else "bad")]
    words += [word for word, holds in (
        ("damaged", not status.intact), ("untrusted", not status.trusted), ("bad signature", not status.valid)) if holds]
    if status.coverage is not None:
        words.append(status.coverage.name.lower())
    if status.modification_level not in (None, ModificationLevel.NONE):
        words.append("changes: " + status.modification_level.name.lower())
    return ", ".join(words)


def pdfsig(pdf):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "file.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(["pdfsig", path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.stdout.decode(errors="replace")


def pdfsig_says(text):
    words = re.findall(r"Signature Validation: (.*)", text) or ["no signature"]
    whole = re.findall(r"(Total document signed|Not total document signed)", text)
    return "; ".join(words + whole)


class AGoodFile(unittest.TestCase):
    def test_pyhanko_calls_it_valid_whole_and_certified(self):
        pdf = sample()
        status = pyhanko(pdf, moment(pdf))
        self.assertTrue(status.bottom_line and status.intact and status.valid and status.trusted, status)
        self.assertEqual(status.coverage.name, "ENTIRE_FILE")
        self.assertEqual(status.modification_level, ModificationLevel.NONE)
        signature = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
        self.assertEqual(signature.docmdp_level.name, "NO_CHANGES")
        self.assertEqual(signature.sig_object["/SubFilter"], "/ETSI.CAdES.detached")
        attributes = [str(attribute["type"].native) for attribute in signature.signer_info["signed_attrs"]]
        self.assertEqual(sorted(attributes), ["content_type", "message_digest", "signing_certificate_v2"])

    def test_pyhankos_command_says_so_too(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "file.pdf"
            path.write_bytes(sample())
            done = subprocess.run(
                [pathlib.Path(sys.executable).parent / "pyhanko", "sign", "validate", "--trust", root_certificate(),
                 "--trust-replace", "--pretty-print", path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            text = done.stdout.decode()
            self.assertIn("The signature is judged VALID", text)
            self.assertIn("The signature covers the entire file", text)

    def test_poppler_calls_it_valid_and_whole(self):
        self.assertEqual(pdfsig_says(pdfsig(sample())), "Signature is Valid.; Total document signed")

    def test_openssl_reads_the_signature(self):
        pdf = sample()
        _, start, end, _ = attacks.byte_range(pdf)
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            cms = bytes.fromhex(pdf[start + 1:end - 1].decode())
            size = 4 + int.from_bytes(cms[2:4], "big")
            self.assertEqual(cms[size:].strip(b"\0"), b"")
            (folder / "cms.der").write_bytes(cms[:size])
            (folder / "content").write_bytes(pdf[:start] + pdf[end:])
            run("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", folder / "cms.der", "-content",
                folder / "content", "-CAfile", root_certificate(), "-purpose", "any", "-attime",
                int(moment(pdf).timestamp()), "-out", folder / "out")
            text = run("openssl", "asn1parse", "-inform", "DER", "-in", folder / "cms.der").decode()
        self.assertIn("id-smime-aa-signingCertificateV2", text)
        self.assertNotIn("signingTime", text)

    def test_it_is_an_archive_with_a_sound_tag_tree(self):
        with tempfile.TemporaryDirectory() as folder:
            path = folder + "/file.pdf"
            pathlib.Path(path).write_bytes(sample())
            self.assertEqual(findings(path), [])
            tree = Tree(path)
            self.assertEqual(tree.problems, [])
            self.assertEqual(tree.fields, ["Signature"])


class Attacks(unittest.TestCase):
    """Nobody else's program is our gate: what each says of each forgery is printed, and known here where it matters."""

    @classmethod
    def setUpClass(cls):
        cls.good, cls.other = sample(), sample("other")
        cls.forged = attacks.all_attacks(cls.good, cls.other)
        at = moment(cls.good)
        now = max(at, datetime.datetime.now(datetime.timezone.utc))
        cls.answers = {
            name: (pyhanko(pdf, now), pdfsig_says(pdfsig(pdf)))
            for name, pdf in {"(the good file)": cls.good, **cls.forged}.items()}

    def test_what_others_say(self):
        print()
        for name, (status, poppler) in self.answers.items():
            print(f"{name:34} | pyHanko: {pyhanko_says(status):62} | pdfsig: {poppler}")
        status, poppler = self.answers.pop("(the good file)")
        self.assertTrue(status.bottom_line)
        for name, pdf in self.forged.items():
            with self.subTest(name):
                self.assertNotEqual(pdf, self.good)
                status, poppler = self.answers[name]
                # Zeros behind a signature are a matter of form, which both leave alone.
                if name not in ("hide_in_padding", "append_bytes"):
                    whole = not isinstance(status, str) and status.bottom_line
                    self.assertFalse(whole and poppler == "Signature is Valid.; Total document signed", (status, poppler))

    def test_wrapping_keeps_every_signed_byte(self):
        """The attack is what it claims to be: by its /ByteRange alone, the signature is good."""
        forged = self.forged["wrap_signature"]
        _, start, end, length = attacks.byte_range(self.good)
        ranges = [tuple(map(int, found)) for found in attacks.BYTE_RANGE.findall(forged)]
        self.assertEqual(len(ranges), 2)
        _, a, b, c = ranges[1]
        self.assertEqual(forged[:a] + forged[b:b + c], self.good[:start] + self.good[end:end + length])
        with pikepdf.open(io.BytesIO(forged)) as document:
            self.assertEqual(document.pages[0].Contents.read_bytes().split()[:4], [b"q", b"0", b"0", b"0"])


# What `xinbao verify --json` must say of each forgery; more than one where the first thing noticed may be either.
EXPECTED = {
    "flip_byte_in_page": {"PDF_SIGNATURE_DIGEST"},
    "swap_page_incrementally": {"PDF_MODIFIED", "PDF_UNREADABLE"},
    "strip_signature": {"PDF_SIGNATURE_MISSING"},
    "resign_as_same_named_authority": {"PDF_MODIFIED", "PDF_SIGNATURE_UNTRUSTED"},
    "add_annotation": {"PDF_MODIFIED", "PDF_UNREADABLE"},
    "replace_attachment": {"PDF_DATA_MISMATCH", "PDF_SIGNATURE_COVERAGE", "PDF_SIGNATURE_DIGEST"},
    "replace_attachment_incrementally": {"PDF_MODIFIED", "PDF_DATA_MISMATCH", "PDF_UNREADABLE"},
    "replace_attachment_and_resign": {"PDF_MODIFIED", "PDF_DATA_MISMATCH", "PDF_SIGNATURE_UNTRUSTED"},
    "append_second_signature": {"PDF_MODIFIED", "PDF_UNREADABLE"},
    "append_bytes": {"PDF_MODIFIED"},
    "hide_in_padding": {"PDF_SIGNATURE_MALFORMED"},
    "empty_signature": {"PDF_SIGNATURE_MALFORMED"},
    "null_byte_range": {"PDF_SIGNATURE_COVERAGE"},
    "widen_gap": {"PDF_SIGNATURE_COVERAGE"},
    "wrap_signature": {"PDF_SIGNATURE_COVERAGE", "PDF_MODIFIED", "PDF_UNREADABLE", "PDF_NO_TOKEN"},
    "token_of_another": {"PDF_MODIFIED", "PDF_DATA_MISMATCH", "PDF_SIGNATURE_UNTRUSTED"},
}


@functools.cache
def issued_and_signed():
    """Two reports as the command issues them, or nothing where it does not sign."""
    if not COMMAND.exists():
        return None
    from support import examples, issued
    files = [issued(example)[0].read_bytes() for example in examples()[:2]]
    return files if all(b"/ByteRange" in file for file in files) else None


class OurOwnAnswer(unittest.TestCase):
    def setUp(self):
        if issued_and_signed() is None:
            self.skipTest("the command does not sign reports")

    def answer(self, pdf):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "file.pdf"
            path.write_bytes(pdf)
            result = xinbao("verify", "--json", path)
            return result.returncode, json.loads(result.stdout)["code"]

    def test_a_good_file_holds(self):
        self.assertEqual(self.answer(issued_and_signed()[0]), (0, "VALID"))

    def test_every_attack_is_refused_with_its_code(self):
        good, other = issued_and_signed()
        forged = attacks.all_attacks(good, other)
        self.assertEqual(set(forged), set(EXPECTED))
        for name, pdf in forged.items():
            with self.subTest(name):
                status, code = self.answer(pdf)
                self.assertEqual(status, 1)
                self.assertIn(code, EXPECTED[name])


if __name__ == "__main__":
    unittest.main()
