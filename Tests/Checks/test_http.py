"""What no HTTP library sends: requests that two readers may take for different ones, and methods and expectations of others.
Over plain sockets, byte by byte."""
import re
import socket
import struct
import time
import unittest

from server import Server

CODE = "/api/v1/verify/code"


def request(line, *headers, body=b""):
    return "\r\n".join([f"{line} HTTP/1.1", *headers, "", ""]).encode() + body


def chunked(path, body, *more, kind="application/json"):
    return request(f"POST {path}", "Host: x", f"Content-Type: {kind}", "Transfer-Encoding: chunked", *more, body=body)


class Requests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server("--rate-limit", "off", "--trusted-proxy", "127.0.0.1"))

    def answers(self, data, then=b""):
        """The statuses of all answers until the server closes the connection, and the text of all of them. What comes
        `then` asks it to, if nothing before did."""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as connection:
            connection.sendall(data + then)
            text = b""
            try:
                while more := connection.recv(65536):
                    text += more
            except ConnectionResetError:
                pass
        return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+) ", text)], text.decode()

    last = request("GET /healthz", "Host: x", "Connection: close")

    def test_a_run_of_marks_keeps_nobody_waiting(self):
        """To put 120,000 marks in order takes Swift 20 s of a processor's time: as the name of a field, in a JSON key, in a list."""
        marks = "a" + "\u0301\u0323" * 60_000
        form = "application/x-www-form-urlencoded"
        start = time.monotonic()
        for path, kind, body in (
                ("/stack/x", form, marks + "=1"), ("/stack/x", form, "a=" + marks),
                ("/api/v1/verify/batch", "application/json", f'{{"{marks}": 1}}'),
                ("/api/v1/verify/batch", "application/json", '{"%s": 1}' % ("\\u0301\\u0323" * 20_000)),
                ("/stack", "multipart/form-data; boundary=XX",
                 f'--XX\r\nContent-Disposition: form-data; name="list"\r\n\r\n{marks}\r\n--XX--\r\n')):
            sent = body.encode()
            statuses, _ = self.answers(request(
                f"POST {path}", "Host: x", f"Content-Type: {kind}", f"Content-Length: {len(sent)}", "Connection: close", body=sent))
            self.assertEqual(statuses, [400], (path, kind))
        statuses, _ = self.answers(request("GET /v", "Host: x", "Cookie: " + "a" + "\u0301" * 4000 + "=1", "Connection: close"))
        self.assertEqual(statuses, [400])
        # One of them took longer before.
        self.assertLess(time.monotonic() - start, 15)

    def test_chunks_that_are_none(self):
        for body in (b"zz\r\n{}\r\n0\r\n\r\n", b"2\r\n{}\r\nzz\r\n", b"2\r\n{}XX0\r\n\r\n", b"-2\r\n{}\r\n0\r\n\r\n"):
            for path, kind in ((CODE, "application/json"), ("/v", "application/x-www-form-urlencoded")):
                statuses, text = self.answers(chunked(path, body, kind=kind))
                self.assertEqual(statuses[0], 400, (path, body))
                self.assertRegex(text, r"(?i)\r\nconnection: close\r\n")
        self.assertFalse([line for line in self.server.log if '"no answer"' in line], "no fault of ours")
        self.assertEqual(self.answers(chunked(CODE, b"2\r\n{}\r\n0\r\n\r\n"), self.last)[0], [400, 200], "well sent, wrong question")

    def test_transfer_encodings(self):
        for coding in ("foo", "gzip, chunked", "chunked, gzip", "chunked, chunked", "identity"):
            head = request(f"POST {CODE}", "Host: x", "Content-Type: application/json", f"Transfer-Encoding: {coding}")
            self.assertEqual(self.answers(head + b"2\r\n{}\r\n0\r\n\r\n", self.last)[0], [400], coding)
        both = chunked(CODE, b"2\r\n{}\r\n0\r\n\r\n", "Content-Length: 2")
        self.assertEqual(self.answers(both, self.last)[0], [400])

    def test_hosts(self):
        for hosts in ((), ("Host: x", "Host: y"), ("Host: x", "Host: x"), ("Host: a b",), ("Host: x/y",)):
            self.assertEqual(self.answers(request("GET /", *hosts), self.last)[0], [400], hosts)
        for hosts in (("Host: x:80",), ("Host: [::1]:80",), ("Host:",)):
            self.assertEqual(self.answers(request("GET /", *hosts), self.last)[0], [200, 200], hosts)
        self.assertEqual(self.answers(b"GET / HTTP/1.0\r\nConnection: close\r\n\r\n")[0], [200])

    def test_nothing_follows_the_last_request(self):
        post = request(
            f"POST {CODE}", "Host: x", "Connection: close", "Content-Type: application/json", "Content-Length: 2", body=b"{}")
        for last, status in ((self.last, 200), (b"GET /healthz HTTP/1.0\r\n\r\n", 200), (post, 400)):
            statuses, _ = self.answers(request("GET /healthz", "Host: x") + last, self.last)
            self.assertEqual(statuses, [200, status])

    def test_expectations(self):
        asked = f"POST {CODE}", "Host: x", "Content-Type: application/json", "Content-Length: 2"
        statuses, text = self.answers(request(*asked, "Expect: tea"))
        self.assertEqual(statuses, [417], "without waiting for the body")
        self.assertIn("EXPECTATION_FAILED", text)
        self.assertIn(400, self.answers(request(*asked, "Expect: 100-continue", body=b"{}"), self.last)[0])

    def test_a_body_that_is_awaited(self):
        def first(*headers):
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as connection:
                connection.sendall(request(f"POST {CODE}", "Host: x", "Expect: 100-continue", *headers))
                text = connection.recv(65536)
                if text != b"HTTP/1.1 100 Continue\r\n\r\n":
                    return text.split()[1]
                connection.sendall(b"{}")
                return b"100, " + connection.recv(65536).split()[1]
        self.assertEqual(first("Content-Type: application/json", "Content-Length: 2"), b"100, 400")
        self.assertEqual(first("Content-Type: application/json", "Content-Length: 5000000"), b"413")
        self.assertEqual(first("Content-Type: text/xml", "Content-Length: 2"), b"415")

    def test_a_client_that_breaks_off(self):
        before = len(self.server.log)
        for _ in range(3):
            connection = socket.create_connection(("127.0.0.1", self.server.port), timeout=30)
            connection.sendall(request(f"POST {CODE}", "Host: x", "Content-Type: application/json", "Content-Length: 1000") + b"{")
            time.sleep(0.2)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
        end = time.monotonic() + 20
        while sum('"status":400' in line for line in self.server.log[before:]) < 3:
            self.assertLess(time.monotonic(), end, self.server.log[before:])
            time.sleep(0.05)
        self.assertFalse([line for line in self.server.log[before:] if '"no answer"' in line], "no fault of ours")

    def test_methods(self):
        for line, allow in (("TRACE /", "GET, HEAD"), (f"TRACE {CODE}", "POST"), ("CONNECT example.cn:443", "GET, HEAD, POST"),
                            ("DELETE /", "GET, HEAD")):
            statuses, text = self.answers(request(line, "Host: x"), self.last)
            self.assertEqual(statuses[0], 405, line)
            self.assertRegex(text, rf"(?i)\r\nallow: {allow}\r\n")

    def test_media_types(self):
        for kind, status in (("application/pdf; charset=binary", 200), ("Application/PDF", 200), ("application/pdfx", 415)):
            self.assertEqual(self.server.ask("POST", "/api/v1/verify/file", b"%PDF-", {"Content-Type": kind})[0], status)
        for path, taken in ((CODE, "application/json"), ("/api/v1/verify/number", "application/json"),
                            ("/api/v1/verify/file", "application/pdf, "),
                            ("/api/v1/verify/batch", "application/json or multipart/form-data")):
            for kind in ("text/xml", None):
                headers = {"Content-Type": kind} if kind else {}
                status, _, body = self.server.ask("POST", path, b"{}", headers)
                self.assertEqual(status, 415, path)
                self.assertIn(f"the body must be {taken}", body.decode())

    def test_who_is_behind_a_proxy(self):
        for hop, network in (("203.0.113.9:5678", "203.0.113.0/24"), ("[2001:db8:7::1]:443", "2001:db8:7::/48"),
                             ("[2001:db8:8::1]", "2001:db8:8::/48")):
            self.server.ask("GET", "/help", headers={"X-Forwarded-For": hop})
            self.server.logged(f'"client":"{network}"')
        for headers in ({}, {"X-Forwarded-For": "127.0.0.1"}):
            self.assertEqual(self.server.ask("GET", "/metrics", headers=headers)[0], 404)


if __name__ == "__main__":
    unittest.main()
