"""What the checks of threats share: a home of one's own, and tokens and certificates as a forger makes them, with other
people's libraries."""
import datetime
import json
import pathlib
import re
import tempfile
import unittest

import cbor2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import NameOID

from support import HOME, ROOT, SMALL, xinbao

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256's base point
DIGITS = {1: 3, 2: 5, 3: 8, 4: 10, 5: 13, 6: 15, 7: 17}  # bytes to digits: docs/token.md
DAY = 86_400
NO_VIOLATION = ROOT / "examples/no-violation.json"


class WithHome(unittest.TestCase):
    """Each test with a home, and so with keys and a registry, of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.home = self.new_home("home")

    def new_home(self, name):
        # A first home prepares the fonts, which takes its time.
        if not (HOME / "fonts").exists():
            self.assertEqual(xinbao("issue", SMALL, "-o", self.folder / "first.pdf").returncode, 0)
        home = self.folder / name
        home.mkdir()
        (home / "fonts").symlink_to(HOME / "fonts")
        return home

    def issue(self, file, *options, name=None, home=None):
        """A report that leaves earlier ones as they are, and what the command said of it."""
        pdf = self.folder / (name or f"{len(list(self.folder.iterdir()))}.pdf")
        result = xinbao("issue", file, "-o", pdf, "--json", *options, home=home or self.home)
        self.assertEqual(result.returncode, 0, result.stderr)
        return pdf, json.loads(result.stdout)

    def verify(self, *arguments, home=None, env=None):
        """The answer, and whether it was a yes."""
        result = xinbao("verify", "--json", *arguments, home=home or self.home, env=env)
        self.assertIn(result.returncode, (0, 1), result.stderr)
        answer = json.loads(result.stdout)
        self.assertEqual(answer["valid"], result.returncode == 0)
        return answer

    def code(self, *arguments, **options):
        return self.verify(*arguments, **options)["code"]

    def done(self, *arguments, home=None):
        result = xinbao(*arguments, home=home or self.home)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def rows(self, link, home=None):
        """What the verifier shows to be compared with the paper: label to value."""
        result = xinbao("verify", link, home=home or self.home)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return dict(re.findall(r"^  (?!- )(.+?)：(.+)$", result.stdout, re.MULTILINE))


def token_of(link):
    """The bytes behind the digits of a link."""
    digits = link.split("#")[1]
    widths = {width: count for count, width in DIGITS.items()}
    groups = [digits[start:start + 17] for start in range(0, len(digits), 17)]
    return b"".join(int(group).to_bytes(widths[len(group)], "big") for group in groups)


def digits_of(token):
    groups = [token[start:start + 7] for start in range(0, len(token), 7)]
    return "".join(str(int.from_bytes(group, "big")).zfill(DIGITS[len(group)]) for group in groups)


def signed(token, key, payload=None, header=None):
    """The token with another payload or header, signed by `key` as its issuer would."""
    protected, _, old, _ = cbor2.loads(token).value
    protected, payload = header or protected, payload or old
    message = cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)
    r, s = utils.decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
    signature = r.to_bytes(32, "big") + min(s, ORDER - s).to_bytes(32, "big")
    return cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature]), canonical=True)


def kid_of(token):
    return cbor2.loads(cbor2.loads(token).value[0])[4]


def key_of(token, home):
    """The private key that signed a token of a home: what a thief has."""
    return serialization.load_pem_private_key((home / f"keys/{kid_of(token).hex()}.pem").read_bytes(), None)


def beijing(seconds):
    """A time as the command takes it."""
    zone = datetime.timezone(datetime.timedelta(hours=8))
    return datetime.datetime.fromtimestamp(seconds, zone).isoformat(timespec="seconds")


def seal(folder):
    """A root certificate and one that signs PDFs under it, in files; the paths of root, certificate and key."""
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)]) for name in ("示例根证书", "示例市信用中心")]
    certificates = [
        x509.CertificateBuilder().subject_name(name).issuer_name(names[0]).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - day).not_valid_after(now + 900 * day)
        .add_extension(x509.BasicConstraints(is_root, None), critical=True)
        .add_extension(x509.KeyUsage(
            not is_root, not is_root, False, False, False, is_root, is_root, False, False), critical=True)
        .sign(keys[0], hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        for name, key, is_root in zip(names, keys, (True, False))]
    key = keys[1].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    paths = [folder / name for name in ("ca.pem", "seal.pem", "seal-key.pem")]
    for path, content in zip(paths, (certificates[0], certificates[1] + certificates[0], key)):
        path.write_bytes(content)
    paths[2].chmod(0o600)
    return paths
