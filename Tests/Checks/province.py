"""A province with keys of its own, and how others read what they sign."""
import hashlib
import pathlib
import re
import shutil
import subprocess

import cbor2

from support import HOME, xinbao

WIDTHS = {3: 1, 5: 2, 8: 3, 10: 4, 13: 5, 15: 6, 17: 7}  # digits to bytes


def bytes_of_digits(digits):
    groups = [digits[start:start + 17] for start in range(0, len(digits), 17)]
    return b"".join(int(group).to_bytes(WIDTHS[len(group)], "big") for group in groups)


def openssl(*arguments, **options):
    return subprocess.run(
        ["openssl", *map(str, arguments)], check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options).stdout


def fingerprint(root):
    """By OpenSSL: SHA-256 of the public key."""
    return hashlib.sha256(openssl("pkey", "-in", root, "-pubout", "-outform", "DER")).hexdigest()


def share_fonts(home):
    """Fonts are prepared once for all checks."""
    home = pathlib.Path(home)
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "fonts").exists() and (HOME / "fonts").exists():
        (home / "fonts").symlink_to(HOME / "fonts")


def make_seal(folder):
    """seal.pem, seal-key.pem, seal-root.pem: a certificate for PDFs of a CA that is nobody's."""
    folder = pathlib.Path(folder)
    (folder / "ca.cnf").write_text(
        "[req]\ndistinguished_name=dn\n[dn]\n"
        "[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
        "[seal]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n")
    new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", folder / "ca.cnf", "-utf8"]
    openssl("req", "-x509", *new, "-extensions", "ca", "-days", "3650", "-subj", "/O=示例/CN=Example Root",
            "-keyout", folder / "ca-key.pem", "-out", folder / "seal-root.pem")
    openssl("req", *new, "-subj", "/O=示例省公共信用平台/CN=Seal", "-keyout", folder / "seal-key.pem",
            "-out", folder / "seal.csr")
    certificate = openssl(
        "x509", "-req", "-in", folder / "seal.csr", "-CA", folder / "seal-root.pem", "-CAkey", folder / "ca-key.pem",
        "-days", "700", "-extfile", folder / "ca.cnf", "-extensions", "seal")
    (folder / "seal.pem").write_bytes(certificate + (folder / "seal-root.pem").read_bytes())


def renew_seal(folder):
    """new-seal.pem and its key, by the same CA; and unlisted-seal.pem, which nobody lists."""
    folder = pathlib.Path(folder)
    for name in ("new-seal", "unlisted-seal"):
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", folder / "ca.cnf",
                "-utf8", "-subj", f"/O=示例省公共信用平台/CN={name}", "-keyout", folder / f"{name}-key.pem", "-out",
                folder / f"{name}.csr")
        certificate = openssl(
            "x509", "-req", "-in", folder / f"{name}.csr", "-CA", folder / "seal-root.pem", "-CAkey",
            folder / "ca-key.pem", "-days", "700", "-extfile", folder / "ca.cnf", "-extensions", "seal")
        (folder / f"{name}.pem").write_bytes(certificate + (folder / "seal-root.pem").read_bytes())


class Message:
    """A COSE_Sign1, taken apart by cbor2."""

    def __init__(self, data):
        item = cbor2.loads(data)
        assert item.tag == 18 and item.value[1] == {}, item
        assert cbor2.dumps(item, canonical=True) == data
        self.protected, _, self.payload, self.signature = item.value
        self.header = cbor2.loads(self.protected)
        self.signed = cbor2.dumps(["Signature1", self.protected, b"", self.payload])

    @property
    def body(self):
        return cbor2.loads(self.payload)


def token_of(link):
    return bytes_of_digits(re.search(r"#(\d+)$", link)[1])


class Province:
    """An offline root and a home that issues, by the commands of docs/keys.md."""

    def __init__(self, folder, algorithm="es256", root=None, seals=True, since=()):
        """`since`: from which day on its keys sign, such as `("--from", "2026-09-01")`; else from now."""
        self.folder = pathlib.Path(folder)
        self.home = self.folder / "home"
        share_fonts(self.home)
        make_seal(self.folder)
        for name in ("seal.pem", "seal-key.pem"):
            shutil.copy(self.folder / name, self.home)
        (self.home / "config.yaml").write_text("certificate: seal.pem\ncertificateKey: seal-key.pem\n")
        self.root = root or self.folder / "root.pem"
        if root is None:
            self.run("key", "create-root", "-o", self.root, "--algorithm", algorithm)
        for use in ("reports", "publications"):
            self.run("key", "create", "--use", use, "--algorithm", algorithm, *since)
        self.run("key", "create", "--use", "log", *since)
        self.run("key", "export", "-o", self.folder / "list.json", "--certificate-root", self.folder / "seal-root.pem",
                 *(("--seal", self.folder / "seal.pem") if seals else ()))
        self.run("key", "sign", self.folder / "list.json", "--root", self.root, "-o", self.folder / "trust.cose")
        self.run("key", "install", self.folder / "trust.cose", "--root", fingerprint(self.root))

    def run(self, *arguments):
        result = xinbao(*arguments, home=self.home)
        assert result.returncode == 0, f"{arguments}: {result.stderr}"
        return result.stdout
