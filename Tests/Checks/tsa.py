"""A time-stamping authority for tests: OpenSSL's, behind HTTP. `python3 tsa.py FOLDER` makes its certificates in the
folder (`tsa-root.pem` is what to trust), says its port on standard output, and answers until its standard input ends,
which it does with whoever started it."""
import http.server
import pathlib
import subprocess
import sys
import threading
import time

CONFIGURATION = """
[tsa]
default_tsa = own
[own]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = tsa-root.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
accuracy = secs:1
clock_precision_digits = 3
ess_cert_id_chain = no
ess_cert_id_alg = {ess}
"""


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def prepare(folder):
    folder = pathlib.Path(folder)
    (folder / "tsa.ext").write_text(
        "basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature\n"
        "extendedKeyUsage=critical,timeStamping\n")
    (folder / "serial").write_text("01\n")
    for ess in ("sha1", "sha256"):
        (folder / f"{ess}.cnf").write_text(CONFIGURATION.format(ess=ess))
    openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "4000", "-keyout", "tsa-root.key",
            "-out", "tsa-root.pem", "-subj", "/CN=Test time root", "-addext", "keyUsage=critical,keyCertSign")
    openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr",
            "-subj", "/CN=Test time stamps")
    openssl(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "tsa-root.pem", "-CAkey", "tsa-root.key",
            "-CAcreateserial", "-days", "4000", "-extfile", "tsa.ext", "-out", "tsa.pem")


class Answers(http.server.BaseHTTPRequestHandler):
    folder = None
    first = None
    asked = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        kind, status = "application/timestamp-reply", 200
        if self.path == "/replay" and Answers.first:
            reply = Answers.first
        else:
            # The first letters of the path choose how the certificate is named; the rest is for what goes wrong.
            configuration = "sha1.cnf" if self.path == "/sha1" else "sha256.cnf"
            (self.folder / "query").write_bytes(body[:4] + b"\x02" + body[5:] if self.path == "/broken" else body)
            subprocess.run(
                ["openssl", "ts", "-reply", "-config", configuration, "-section", "own", "-queryfile", "query", "-out",
                 "reply"], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            reply = (self.folder / "reply").read_bytes()
            Answers.first = Answers.first or reply
        if self.path == "/page":
            kind, reply = "text/html", b"<p>hello</p>"
        elif self.path == "/error":
            status = 503
        elif self.path == "/busy":
            # Every third time it has time.
            Answers.asked += 1
            status = 200 if Answers.asked % 3 == 0 else 503
        elif self.path == "/large":
            reply += bytes(1 << 20)
        elif self.path == "/held":
            # Until somebody says so.
            end = time.monotonic() + 60
            while not (self.folder / "release").exists() and time.monotonic() < end:
                time.sleep(0.05)
        elif self.path == "/slow":
            time.sleep(3)
        elif self.path == "/elsewhere":
            status = 302
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        try:
            self.wfile.write(reply)
        except OSError:
            pass  # Whoever asked has hung up.

    def log_message(self, *arguments):
        pass


def main():
    Answers.folder = pathlib.Path(sys.argv[1])
    prepare(Answers.folder)
    server = http.server.HTTPServer(("127.0.0.1", 0), Answers)
    print(server.server_port, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()
