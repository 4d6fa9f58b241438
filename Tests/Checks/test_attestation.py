"""What keys sign and the log holds, by other people's libraries: pymerkle, cbor2, cryptography, gmssl, OpenSSL."""
import base64
import hashlib
import json
import pathlib
import subprocess
import tempfile
import unittest

import pymerkle
import zxingcpp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from gmssl import sm2
from PIL import Image

from province import Message, Province, bytes_of_digits, fingerprint, openssl, token_of
from support import SMALL, run, xinbao

SM2_ID = "1234567812345678"  # GB/T 35276-2017 §10


def der_signature(raw):
    return utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))


def consistent(old, new, old_root, new_root, path):
    """RFC 9162 §2.1.4.2."""
    def node(left, right):
        return hashlib.sha256(b"\x01" + left + right).digest()

    if old & (old - 1) == 0:
        path = [old_root, *path]
    if not path:
        return False
    first, second = old - 1, new - 1
    while first & 1:
        first, second = first >> 1, second >> 1
    before = after = path[0]
    for hash in path[1:]:
        if second == 0:
            return False
        if first & 1 or first == second:
            before, after = node(hash, before), node(hash, after)
            while first != 0 and not first & 1:
                first, second = first >> 1, second >> 1
        else:
            after = node(after, hash)
        first, second = first >> 1, second >> 1
    return (before, after, second) == (old_root, new_root, 0)


class TestLog(unittest.TestCase):
    """Twenty reports in a log, and the same leaves in pymerkle's tree."""
    SIZE = 20

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.folder = pathlib.Path(cls.scratch.name)
        cls.province = Province(cls.folder)
        cls.tree = pymerkle.InmemoryTree(algorithm="sha256")
        cls.reports = []
        for number in range(cls.SIZE):
            report = json.loads(cls.province.run(
                "issue", SMALL, "-o", cls.folder / f"{number}.pdf", "--json"))
            cls.reports.append(report["number"])
            cls.tree.append_entry(Message(token_of(report["link"])).payload)

    def asked(self, *arguments):
        return json.loads(self.province.run("log", *arguments, "--json"))

    def test_every_root_is_the_trees(self):
        for size in range(1, self.SIZE + 1):
            found = self.asked("checkpoint", "--size", size)
            self.assertEqual(base64.b64decode(found["root"]), self.tree.get_root(size), size)

    def test_every_inclusion_proof_has_the_trees_hashes(self):
        for number, report in enumerate(self.reports):
            found = self.asked("prove", report)
            self.assertEqual((found["index"], found["size"]), (number, self.SIZE))
            proof = self.tree.prove_inclusion(number + 1, self.SIZE)
            pymerkle.verify_inclusion(self.tree.get_leaf(number + 1), base64.b64decode(found["root"]), proof)
            # Its first hash is the leaf itself.
            self.assertEqual([base64.b64decode(hash) for hash in found["path"]], proof.path[1:])

    def test_every_growth_is_proven(self):
        for old in range(1, self.SIZE):
            found = self.asked("consistency", old, self.SIZE)
            proof = self.tree.prove_consistency(old, self.SIZE)
            roots = [base64.b64decode(found[name]) for name in ("fromRoot", "toRoot")]
            pymerkle.verify_consistency(*roots, proof)
            # pymerkle's proofs have other hashes than the RFC's, so ours is reckoned by the RFC's own words.
            path = [base64.b64decode(hash) for hash in found["path"]]
            self.assertTrue(consistent(old, self.SIZE, *roots, path), old)
            for place in range(len(path)):
                changed = path[:place] + [bytes(32)] + path[place + 1:]
                self.assertFalse(consistent(old, self.SIZE, *roots, changed), (old, place))

    def test_an_audit_finds_another_history(self):
        kept = self.folder / "kept.txt"
        self.province.run("log", "checkpoint", "--size", 7, "-o", kept)
        self.province.run("log", "audit", "--against", kept)
        other = tempfile.TemporaryDirectory()
        self.addCleanup(other.cleanup)
        stranger = Province(pathlib.Path(other.name))
        stranger.run("issue", SMALL, "-o", pathlib.Path(other.name) / "a.pdf")
        foreign = pathlib.Path(other.name) / "foreign.txt"
        stranger.run("log", "checkpoint", "-o", foreign)
        self.assertNotEqual(xinbao("log", "audit", "--against", foreign, home=self.province.home).returncode, 0)

    def test_the_trust_list_is_what_it_says_by_cbor2_and_cryptography(self):
        data = (self.folder / "trust.cose").read_bytes()
        message = Message(data)
        root = load_pem_public_key(openssl("pkey", "-in", self.province.root, "-pubout"))
        root.verify(der_signature(message.signature), message.signed, ec.ECDSA(hashes.SHA256()))
        self.assertEqual(message.header[1], -7)
        self.assertEqual(message.header[3], "application/vnd.xinbao.trust")
        self.assertEqual(message.header[4].hex(), fingerprint(self.province.root)[:8])
        version, point, sequence, keys, certificates, seals, since = message.body[-65537]
        self.assertEqual((version, sequence, since), (2, 1, 0))
        self.assertEqual(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point), root)
        own = json.loads((self.province.home / "keys/keyset.json").read_text())["keys"]
        uses = {1: ["reports"], 2: ["publications"], 4: ["log"]}
        self.assertEqual(
            [(key[2].hex(), key[-65537][:3], uses[key[-65537][3]]) for key in keys],
            [(key["kid"], [key["signFrom"], key["signUntil"], key["verifyUntil"]], key["uses"]) for key in own])
        for name, digests in (("seal-root.pem", certificates), ("seal.pem", seals)):
            der = openssl("x509", "-in", self.folder / name, "-outform", "DER")
            self.assertEqual(digests, [hashlib.sha256(der).digest()])

    def test_the_sheet_is_read_by_a_camera(self):
        sheet = self.folder / "sheet.pdf"
        self.province.run("key", "sheet", "-o", sheet)
        run("pdftoppm", "-r", "150", "-png", "-singlefile", sheet, self.folder / "sheet")
        with Image.open(self.folder / "sheet.png") as picture:
            texts = [code.text for code in zxingcpp.read_barcodes(picture)]
        self.assertEqual(len(texts), 1)
        scheme, digits = texts[0].split(":")
        self.assertEqual(scheme, "xinbao-trust")
        self.assertEqual(bytes_of_digits(digits), (self.folder / "trust.cose").read_bytes())
        text = run("pdftotext", "-layout", sheet, "-").decode()
        digits = fingerprint(self.province.root)
        for start in range(0, 64, 4):
            self.assertIn(digits[start:start + 4], text)
        # What the scanner read is installed like the file.
        scanned = self.folder / "scanned.txt"
        scanned.write_text(texts[0] + "\n")
        counter = self.folder / "counter"
        self.assertEqual(xinbao("key", "install", scanned, "--root", digits, home=counter).returncode, 0)
        self.assertNotEqual(xinbao("key", "sheet", "-o", sheet, home=self.province.home).returncode, 0)


class TestSM2(unittest.TestCase):
    """The whole chain on SM2, with a root that OpenSSL made."""

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.folder = pathlib.Path(cls.scratch.name)
        openssl("genpkey", "-algorithm", "SM2", "-out", cls.folder / "root.pem")
        cls.province = Province(cls.folder, "sm2", cls.folder / "root.pem")
        cls.pdf = cls.folder / "report.pdf"
        cls.report = json.loads(cls.province.run("issue", SMALL, "-o", cls.pdf, "--json"))

    def verify(self, message, public_der):
        """By OpenSSL and by gmssl; both must say no to another message."""
        key, signature, text = (self.folder / name for name in ("key.der", "signature.der", "message"))
        key.write_bytes(public_der)
        signature.write_bytes(der_signature(message.signature))
        for signed, good in ((message.signed, True), (message.signed + b"x", False)):
            text.write_bytes(signed)
            result = subprocess.run(
                ["openssl", "pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{SM2_ID}", "-pubin",
                 "-keyform", "DER", "-inkey", key, "-in", text, "-sigfile", signature], capture_output=True)
            self.assertEqual(result.returncode == 0, good, result.stdout + result.stderr)
            gm = sm2.CryptSM2(public_key="", private_key="")
            # Set afterwards: its constructor takes zeros and fours off a key that begins with 04.
            gm.public_key = public_der[-64:].hex()
            self.assertEqual(gm.verify_with_sm3(message.signature.hex(), signed), good)

    def test_trust_list_and_token(self):
        message = Message((self.folder / "trust.cose").read_bytes())
        self.assertEqual(message.header[1], -65538)
        self.verify(message, openssl("pkey", "-in", self.province.root, "-pubout", "-outform", "DER"))
        token = Message(token_of(self.report["link"]))
        self.assertEqual(token.header[1], -65538)
        keys = json.loads((self.province.home / "keys/keyset.json").read_text())["keys"]
        key = next(key for key in keys if key["kid"] == token.header[4].hex())
        self.assertEqual((key["uses"], key["alg"]), (["reports"], "SM2"))
        self.verify(token, base64.b64decode(key["publicKey"]))

    def test_the_report_is_valid(self):
        result = xinbao("verify", self.pdf, "--json", home=self.province.home)
        self.assertEqual(json.loads(result.stdout)["code"], "VALID", result.stderr)


if __name__ == "__main__":
    unittest.main()
