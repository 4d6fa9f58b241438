"""The service as its operator meets it: starting, stopping, limits, clients that behave badly."""
import concurrent.futures
import json
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import unittest

from server import SERVER, TLS_SERVER, Server
from support import HOME, ROOT, SMALL, issued, run, xinbao


class Operation(unittest.TestCase):
    def socket(self, server):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        self.addCleanup(connection.close)
        return connection

    def test_wrong_use_and_bad_surroundings_are_told_apart(self):
        with Server() as server, tempfile.TemporaryDirectory() as folder:
            bad = pathlib.Path(folder) / "bad.pem"
            bad.write_text("nothing")
            for options, status, says in (
                (["--port", "70000"], 2, "--port"), (["--trusted-proxy", "x"], 2, "--trusted-proxy"),
                (["--tls-key", bad], 2, "--tls-certificate"), (["--unknown"], 2, "--unknown"),
                (["--port", server.port], 4, str(server.port)), (["--resources", folder], 4, "--resources")):
                result = subprocess.run([str(SERVER), "--home", str(HOME), *map(str, options)], cwd=ROOT, timeout=30,
                                        capture_output=True, text=True)
                self.assertEqual(result.returncode, status, f"{options}: {result.stderr}")
                self.assertIn(says, result.stderr)

    def test_requests_in_hand_are_finished_when_told_to_stop(self):
        pdf, said = issued(SMALL)
        content = pdf.read_bytes()
        for number in (signal.SIGTERM, signal.SIGINT):
            with Server() as server:
                idle = server.connect()
                self.addCleanup(idle.close)
                idle.request("GET", "/healthz")
                idle.getresponse().read()  # and stays connected
                upload = self.socket(server)
                upload.sendall(b"POST /api/v1/verify/file HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\n"
                               b"Content-Length: %d\r\n\r\n" % len(content) + content[:1000])
                time.sleep(0.3)
                server.process.send_signal(number)
                time.sleep(0.3)
                with self.assertRaises(OSError):
                    socket.create_connection(("127.0.0.1", server.port), timeout=5)
                upload.sendall(content[1000:])
                answer = b""
                while chunk := upload.recv(65536):
                    answer += chunk
                self.assertIn(said["number"].encode(), answer)
                self.assertEqual(server.process.wait(30), 0)

    def test_slow_clients_are_cut_off(self):
        with Server() as server:
            start = time.monotonic()
            half = self.socket(server)
            half.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
            stalled = self.socket(server)
            stalled.sendall(b"POST /v HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                            b"Content-Length: 100\r\n\r\ndigits=")
            silent = self.socket(server)
            for name, connection in (("half a head", half), ("half a body", stalled), ("nothing", silent)):
                while connection.recv(4096):
                    pass
                self.assertLess(time.monotonic() - start, 40, name)
            # While others went on.
            self.assertEqual(server.ask("GET", "/healthz")[0], 200)

    def test_bodies_beyond_the_limit_are_not_taken(self):
        with Server() as server:
            connection = self.socket(server)
            connection.sendall(b"POST /api/v1/verify/file HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\n"
                               b"Transfer-Encoding: chunked\r\n\r\n")
            sent, answer, chunk = 0, b"", b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
            start = time.monotonic()
            try:
                while time.monotonic() - start < 30:
                    connection.sendall(chunk)
                    sent += 0x10000
            except OSError:
                pass
            try:
                answer = connection.recv(65536)
            except OSError:
                pass
            self.assertGreater(sent, 20 << 20)
            self.assertLess(time.monotonic() - start, 20, "the connection was not cut off")
            self.assertTrue(answer == b"" or b"413" in answer[:20], answer[:100])
            self.assertEqual(server.ask("GET", "/healthz")[0], 200)

    def test_guesses_learn_nothing(self):
        """Wrong codes of reports that exist, and numbers that do not: one body, one time."""
        # Reports of its own: guessed at so often, nobody can ask for them for an hour.
        numbers = []
        with tempfile.TemporaryDirectory() as folder:
            for place in range(25):
                result = xinbao("issue", SMALL, "-o", pathlib.Path(folder) / f"{place}.pdf", "--json", "--keep-earlier")
                numbers.append(json.loads(result.stdout)["number"])
        with Server("--rate-limit", "off", "--log-level", "notice") as server:
            connection = server.connect()
            self.addCleanup(connection.close)
            bodies, times = set(), {True: [], False: []}
            for turn in range(9):
                for number in numbers:
                    for known in (True, False) if turn % 2 else (False, True):
                        asked = number if known else number[:-5] + "".join(reversed(number[-5:])).replace("0", "1") + "Z"
                        question = json.dumps({"number": asked, "checkCode": "AAAAAAAA"})
                        start = time.perf_counter()
                        connection.request("POST", "/api/v1/verify/number", question, {"Content-Type": "application/json"})
                        response = connection.getresponse()
                        body = response.read()
                        times[known].append(time.perf_counter() - start)
                        headers = [field for field in response.getheaders() if field[0] != "Date"]
                        bodies.add((response.status, str(headers), body))
            self.assertEqual(len(bodies), 1, bodies)
            known, unknown = (statistics.median(times[kind]) for kind in (True, False))
            print(f"median of {len(times[True])} guesses: {known * 1e6:.0f} µs known, {unknown * 1e6:.0f} µs unknown")
            # Wide, since others use the processors too; the work that is done is compared in RegistryTests, statement by statement.
            self.assertLess(abs(known - unknown), 0.35 * max(known, unknown) + 0.0002)

    def test_a_hundred_thousand_guesses_are_throttled(self):
        with Server("--log-level", "notice") as server, tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / "guesses.lua"
            script.write_text(GUESSES)
            guesses, looked = 0, 0
            start = time.monotonic()
            while guesses < 100_000 and time.monotonic() - start < 120:
                report = run("wrk", "-t1", "-c16", "-d5s", "-s", script, server.address + "/api/v1/verify/number").decode()
                some, errors = map(int, report.splitlines()[-1].split())
                guesses += some
            seconds = time.monotonic() - start
            self.assertGreaterEqual(guesses, 100_000)
            metrics = server.ask("GET", "/metrics")[2].decode()
            answered = re.findall(r'xinbao_answers_total\{channel="api-number",code="(.*?)"\} (\d+)', metrics)
            self.assertEqual([code for code, _ in answered], ["NUMBER_OR_CODE_WRONG"])
            looked = int(answered[0][1])
            print(f"{guesses} guesses in {seconds:.0f} s: {looked} looked at")
            self.assertLessEqual(looked, 60 + seconds + 1)
            self.assertEqual(server.ask("GET", "/")[0], 200)

    def test_tls_by_files(self):
        issued(SMALL)
        with tempfile.TemporaryDirectory() as folder:
            bad = pathlib.Path(folder) / "bad.pem"
            bad.write_text("nothing")
            result = subprocess.run(
                [str(TLS_SERVER), "--home", str(HOME), "--tls-certificate", str(bad), "--tls-key", str(bad)], cwd=ROOT, timeout=30,
                capture_output=True, text=True)
            self.assertEqual(result.returncode, 4, f"{TLS_SERVER} is to be built with --traits TLS: {result.stderr}")
            self.assertIn("bad.pem", result.stderr)
            key, certificate = (pathlib.Path(folder) / name for name in ("key.pem", "certificate.pem"))
            run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-keyout", key, "-out", certificate)
            with Server("--tls-certificate", certificate, "--tls-key", key, secure=True, program=TLS_SERVER) as server:
                status, headers, body = server.ask("GET", "/")
                self.assertEqual(status, 200)
                self.assertIn("max-age=", headers["Strict-Transport-Security"])
                self.assertIn("核验信用报告", body.decode())
                old = subprocess.run(
                    ["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", "-tls1_1", "-cipher", "ALL@SECLEVEL=0"],
                    input=b"", capture_output=True, timeout=30)
                self.assertNotEqual(old.returncode, 0, "TLS 1.1 was taken")
                for cipher, is_taken in (("AESGCM", True), ("CHACHA20", True), ("AES+SHA1:AES+SHA256:AES+SHA384:!AESGCM:!AESCCM", False)):
                    given = subprocess.run(
                        ["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", "-tls1_2", "-cipher", cipher],
                        stdin=subprocess.DEVNULL, timeout=30, capture_output=True)
                    self.assertEqual(given.returncode == 0, is_taken, (cipher, given.stderr))

    def test_a_server_without_tls_says_what_to_do(self):
        result = subprocess.run(
            [str(SERVER), "--tls-certificate", "a.pem", "--tls-key", "b.pem"], cwd=ROOT, timeout=30, capture_output=True,
            text=True)
        self.assertEqual(result.returncode, 2, result.stderr)
        for said in ("--tls-certificate", "--traits TLS", "reverse proxy"):
            self.assertIn(said, result.stderr)

    def test_metrics_on_a_port_of_their_own(self):
        with Server("--metrics-port", "0") as server:
            self.assertEqual(server.ask("GET", "/metrics")[0], 404)
            main, server.port = server.port, server.announced("metrics")
            status, headers, body = server.ask("GET", "/metrics")
            self.assertEqual((status, server.ask("GET", "/")[0]), (200, 404))
            self.assertIn("process_resident_memory_bytes", body.decode())
            server.port = main

    def test_memory_stays_flat(self):
        pdf, said = issued(SMALL)
        content = pdf.read_bytes()

        def resident(server):
            text = server.ask("GET", "/metrics")[2].decode()
            return int(next(line for line in text.splitlines() if line.startswith("process_resident")).split()[1])

        with Server("--rate-limit", "off") as server, concurrent.futures.ThreadPoolExecutor(4) as pool:
            def upload(_):
                return server.ask("POST", "/api/v1/verify/file", content, {"Content-Type": "application/pdf"})[0]

            self.assertEqual(set(pool.map(upload, range(400))) - {503}, {200})
            before = resident(server)
            self.assertEqual(set(pool.map(upload, range(2000))) - {503}, {200})
            self.assertLess(resident(server) - before, 32 << 20)

    def test_revocations_by_another_process_count_at_once(self):
        """Under load, an answer that was asked for after a status was changed never gives the old one."""
        with tempfile.TemporaryDirectory() as folder:
            reports = []
            for place in range(6):
                result = xinbao("issue", SMALL, "-o", pathlib.Path(folder) / f"{place}.pdf", "--json", "--keep-earlier")
                self.assertEqual(result.returncode, 0, result.stderr)
                reports.append(json.loads(result.stdout))
            with Server("--rate-limit", "off", "--log-level", "notice") as server, \
                    concurrent.futures.ThreadPoolExecutor(4) as pool:
                stop = []

                def verify(report):
                    return server.api("/api/v1/verify/code", {
                        "digits": report["link"].split("#")[1], "ending": report["code"][-4:]})[1]

                def load(place):
                    codes = set()
                    while not stop:
                        codes.add(verify(reports[place % len(reports)])["code"])
                        place += 1
                    return codes

                loads = [pool.submit(load, place) for place in range(4)]
                for report in reports:
                    self.assertEqual(verify(report)["code"], "VALID")
                    for command, code in (("suspend", "SUSPENDED"), ("restore", "VALID"), ("revoke", "REVOKED")):
                        result = xinbao("registry", command, report["number"], "--reason", "数据有误")
                        self.assertEqual(result.returncode, 0, result.stderr)
                        answer = verify(report)
                        self.assertEqual(answer["code"], code)
                    self.assertEqual(answer["statusReason"], "数据有误")
                    self.assertFalse(answer["valid"])
                stop.append(True)
                for load in loads:
                    self.assertLessEqual(load.result(), {"VALID", "SUSPENDED", "REVOKED"})

    def test_two_thousand_verifications_a_second(self):
        """On loopback, load and service sharing two processors; the best of three runs, since others share them, too. How
        fast it is, is only held against the aim with XINBAO_LOAD=1, on a quiet machine; that no answer fails, always."""
        _, said = issued(SMALL)
        question = json.dumps({"digits": said["link"].split("#")[1], "ending": said["code"][-4:]})
        with Server("--rate-limit", "off", "--log-level", "notice") as server, tempfile.TemporaryDirectory() as folder:
            script = pathlib.Path(folder) / "load.lua"
            script.write_text(LOAD.replace("QUESTION", question))
            runs = []
            for _ in range(3):
                report = run("wrk", "-t1", "-c32", "-d5s", "-s", script, server.address + "/api/v1/verify/code").decode()
                rate, slow, errors = map(float, report.splitlines()[-1].split())
                self.assertEqual(errors, 0)
                runs.append((rate, slow))
            print(f"verifications a second, 99 of 100 within ms: {runs}")
            if os.environ.get("XINBAO_LOAD"):
                self.assertTrue(any(rate >= 2000 and slow < 50 for rate, slow in runs), runs)


# wrk's own words, and then a line with requests a second, the 99th percentile in milliseconds, and errors.
LOAD = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [[QUESTION]]
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("%f %f %d\\n", summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
"""

# Numbers in the form of real ones; a line with the guesses made and the errors of connections.
GUESSES = """
math.randomseed(os.time())
request = function()
  local number = string.format("20261125%09d%05d", math.random(0, 999999999), math.random(0, 99999))
  return wrk.format("POST", nil, { ["Content-Type"] = "application/json" },
    '{"number":"' .. number .. '","checkCode":"' .. string.format("%08d", math.random(0, 99999999)) .. '"}')
end
done = function(summary, latency, requests)
  io.write(string.format("%d %d\\n", summary.requests, summary.errors.connect + summary.errors.read))
end
"""


if __name__ == "__main__":
    unittest.main()
