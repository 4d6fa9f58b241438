"""A service that answers as none should, for tests: `python3 server.py FOLDER` says two ports on standard output, of HTTP and
of HTTPS with a certificate that nobody vouches for, and answers until its standard input ends."""
import gzip
import http.server
import json
import pathlib
import socket
import ssl
import subprocess
import sys
import threading
import time

BOMB = gzip.compress(bytes(1 << 26))


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    sent = 0
    asked = []

    def begin(self, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def whole(self, body, status=200, **headers):
        self.begin(status, Content_Length=len(body), **headers)
        self.wfile.write(body)

    def do_POST(self):
        self.do_GET(self.rfile.read(int(self.headers["Content-Length"])))

    def do_GET(self, body=None):
        path = self.path.split("?")[0]
        Answers.asked.append(self.path)
        try:
            getattr(self, "answer_" + path[1:].split("/")[0])(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answer_echo(self, body):
        told = {"method": self.command, "path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()},
                "body": None if body is None else len(body)}
        self.whole(json.dumps(told).encode(), Content_Type="Application/JSON; charset=utf-8")

    def answer_status(self, body):
        self.whole(b"no", status=503)

    def answer_redirect(self, body):
        self.whole(b"", status=302, Location="/echo")

    def answer_sent(self, body):
        self.whole(str(Answers.sent).encode())

    def answer_asked(self, body):
        self.whole(json.dumps(Answers.asked).encode())

    def answer_packed(self, body):
        self.whole(gzip.compress(b"packed " * 100), Content_Encoding="gzip")

    def answer_bomb(self, body):
        self.whole(BOMB, Content_Encoding="gzip")

    def answer_endless(self, body):
        """A gigabyte, counted as it leaves."""
        self.begin(Transfer_Encoding="chunked")
        piece = bytes(1 << 16)
        for _ in range(1 << 14):
            self.wfile.write(b"10000\r\n" + piece + b"\r\n")
            Answers.sent += len(piece)

    def answer_large(self, body):
        self.whole(bytes(100_001))

    def answer_fits(self, body):
        self.whole(bytes(100_000))

    def answer_drip(self, body):
        self.begin(Content_Length=1000)
        for _ in range(1000):
            self.wfile.write(b".")
            self.wfile.flush()
            time.sleep(0.05)

    def answer_silent(self, body):
        time.sleep(30)

    def answer_short(self, body):
        self.begin(Content_Length=1000)
        self.wfile.write(b"half")
        self.close_connection = True

    def answer_headers(self, body):
        self.send_response(200)
        for number in range(100_000):
            self.send_header(f"x-{number}", "." * 100)
            self.flush_headers()

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


folder = pathlib.Path(sys.argv[1])
subprocess.run(
    ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
     "-keyout", "server.key", "-out", "server.pem", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
    cwd=folder, check=True, capture_output=True)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder / "server.pem", folder / "server.key")
servers = [Server(("127.0.0.1", 0), Answers) for _ in range(2)]
servers[1].socket = context.wrap_socket(servers[1].socket, server_side=True)
# Bound, and taken by nobody: who connects is refused.
closed = socket.socket()
closed.bind(("127.0.0.1", 0))
for server in servers:
    threading.Thread(target=server.serve_forever, daemon=True).start()
print(*(server.server_address[1] for server in servers), closed.getsockname()[1], flush=True)
sys.stdin.read()
