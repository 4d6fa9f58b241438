"""The threats of docs/security.md, acted out against the finished command; and that every test named there is one."""
import base64
import json
import pathlib
import re
import sqlite3
import tempfile
import time
import unittest

import cbor2

from support import ROOT, SMALL, attachment, new_home, run, squash, xinbao

PERSON = ROOT / "examples/personal.json"
OTHER = ROOT / "examples/cooperative.json"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256's base point
DIGITS = {1: 3, 2: 5, 3: 8, 4: 10, 5: 13, 6: 15, 7: 17}  # by bytes (docs/token.md)


def digits(token):
    groups = [token[start:start + 7] for start in range(0, len(token), 7)]
    return "".join(str(int.from_bytes(group, "big")).zfill(DIGITS[len(group)]) for group in groups)


class Office(unittest.TestCase):
    """A home of its own for each test, that forgers and insiders may spoil."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.home = new_home(self.folder)
        self.count = 0

    def command(self, *arguments, home=None):
        return xinbao(*arguments, home=home or self.home)

    def issue(self, file, *options, home=None):
        """PDF and what was told of it."""
        self.count += 1
        pdf = self.folder / f"{self.count}.pdf"
        result = self.command("issue", file, "-o", pdf, "--json", *options, home=home)
        self.assertEqual(result.returncode, 0, result.stderr)
        return pdf, json.loads(result.stdout)

    def told(self, *arguments, home=None):
        result = self.command(*arguments, "--json", home=home)
        self.assertIn(result.returncode, (0, 1), result.stderr)
        return json.loads(result.stdout)

    def code(self, given, *options, home=None):
        result = self.command("verify", given, "--json", *options, home=home)
        self.assertIn(result.returncode, (0, 1), result.stderr)
        answer = json.loads(result.stdout)
        self.assertEqual(result.returncode == 0, answer["valid"])
        return answer["code"]

    def token(self, pdf):
        return attachment(pdf, "token.cbor")


class Paper(Office):
    def test_each_claim_that_is_shown_stands_on_the_paper(self):
        """So that whoever edits the paper edits something that the clerk sees beside it."""
        for file in (SMALL, PERSON):
            pdf, outcome = self.issue(file)
            claims = self.told("verify", outcome["link"])["claims"]
            paper = squash(run("pdftotext", "-layout", pdf, "-").decode())
            self.assertIn(claims["number"], paper)
            # Of a person's number the code in the open shows less than the paper.
            self.assertIn(claims["ident"] if file == SMALL else claims["ident"][-4:], paper)
            self.assertIn(claims["subject"] if file == SMALL else claims["subject"][0], paper)
            moment = time.strftime("%Y-%m-%dT%H:%M:%S+08:00", time.gmtime(claims["issuedAt"] + 8 * 3600))
            self.assertEqual(moment, outcome["issuedAt"])
            self.assertRegex(run("pdfinfo", pdf).decode(), rf"Pages:\s+{claims['pages']}\n")
            self.assertEqual(claims["recordCount"], outcome["records"])

    def test_the_code_of_a_on_the_paper_of_b(self):
        a, of_a = self.issue(SMALL)
        _, of_b = self.issue(OTHER)
        ending = {name: json.loads(path.read_text())["subject"]["code"][-4:] for name, path in (("a", SMALL), ("b", OTHER))}
        self.assertNotEqual(ending["a"], ending["b"])
        self.assertEqual(self.code(of_a["link"], "--ending", ending["a"]), "VALID")
        for given in (of_a["link"], a):
            result = self.command("verify", given, "--json", "--ending", ending["b"])
            self.assertEqual((result.returncode, json.loads(result.stdout)["code"]), (1, "OTHER_PAPER"))
            for word in (of_a["subject"], of_a["number"], ending["a"]):
                self.assertNotIn(word, result.stdout)


class Time(Office):
    def test_an_old_report(self):
        pdf, outcome = self.issue(SMALL, "--time", "2026-11-20T18:00:00+08:00")
        for given in (pdf, outcome["link"]):
            self.assertEqual(self.code(given, "--time", "2026-12-20T18:00:00+08:00"), "VALID")
            self.assertEqual(self.code(given, "--time", "2026-12-20T18:00:01+08:00"), "EXPIRED")
        self.assertEqual(self.code(outcome["link"], "--time", "2026-11-20T17:54:59+08:00"), "NOT_YET_VALID")
        self.assertNotEqual(self.code(pdf, "--time", "2026-11-20T17:54:59+08:00"), "VALID")

    def test_a_revoked_report_with_and_without_a_network(self):
        pdf, outcome = self.issue(SMALL)
        number, before, after = outcome["number"], self.folder / "before.bundle", self.folder / "after.bundle"
        time.sleep(1.1)
        root = self.told("bundle", "-o", before)["root"].replace(" ", "")
        self.assertEqual(self.command("registry", "suspend", number, "--reason", "异议处理").returncode, 0)
        self.assertEqual(self.code(pdf), "SUSPENDED")
        self.assertEqual(self.command("registry", "restore", number, "--reason", "异议不成立").returncode, 0)
        self.assertEqual(self.code(pdf), "VALID")
        self.assertEqual(self.command("registry", "revoke", number, "--reason", "主体信息有误").returncode, 0)
        self.assertEqual(self.command("bundle", "-o", after).returncode, 0)
        answer = self.told("verify", outcome["link"])
        self.assertEqual((answer["code"], answer["statusReason"]), ("REVOKED", "主体信息有误"))
        self.assertNotEqual(self.command("registry", "restore", number, "--reason", "x").returncode, 0, "revoked is final")
        # A machine that has nothing but the bundle and the root's fingerprint.
        (self.folder / "clerk").mkdir()
        clerk = new_home(self.folder / "clerk")
        for given in (pdf, outcome["link"]):
            self.assertEqual(self.code(given, "--bundle", after, "--root", root, home=clerk), "REVOKED")
            # What an older bundle cannot know, it does not claim for longer than it is fresh.
            self.assertEqual(self.code(given, "--bundle", before, "--root", root, home=clerk), "VALID")
            later = time.strftime("%Y-%m-%dT%H:%M:%S+08:00", time.gmtime(time.time() + 8 * 3600 + 8 * 86_400))
            self.assertEqual(
                self.code(given, "--bundle", before, "--root", root, "--time", later, home=clerk), "VALID_STATUS_STALE")
        # A bundle from another root is not believed.
        wrong = ("0" if root[0] != "0" else "1") + root[1:]
        result = self.command("verify", pdf, "--bundle", after, "--root", wrong, home=clerk)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("not believed", result.stderr)
        damaged = bytearray(after.read_bytes())
        damaged[len(damaged) // 2] ^= 1
        (self.folder / "damaged.bundle").write_bytes(damaged)
        result = self.command("verify", pdf, "--bundle", self.folder / "damaged.bundle", "--root", root, home=clerk)
        self.assertIn("not believed", result.stderr)

    def test_a_report_that_is_younger_than_the_bundle(self):
        self.assertEqual(self.issue(OTHER)[0].exists(), True)
        bundle = self.folder / "old.bundle"
        self.told("bundle", "-o", bundle)
        time.sleep(1.1)
        _, outcome = self.issue(SMALL)
        self.assertEqual(self.code(outcome["link"], "--bundle", bundle), "VALID_STATUS_STALE")

    def test_a_report_that_was_replaced(self):
        pdf, _ = self.issue(SMALL)
        newer, _ = self.issue(SMALL)
        self.assertEqual((self.code(pdf), self.code(newer)), ("SUPERSEDED", "VALID"))

    def test_a_clock_set_back(self):
        pdf, _ = self.issue(SMALL)
        self.assertEqual(self.code(pdf), "VALID")
        floor = self.home / "clock-floor"
        floor.write_text(f"{int(time.time()) + 3600}\n")
        self.assertEqual(self.code(pdf), "CLOCK_BEHIND_BUNDLE")


class Forgers(Office):
    def test_twin_signature_and_junk_around_the_token(self):
        pdf, outcome = self.issue(SMALL)
        token = self.token(pdf)
        head = outcome["link"].split("#")[0]
        self.assertEqual(self.code(head + "#" + digits(token)), "VALID")
        twin = token[:-32] + (ORDER - int.from_bytes(token[-32:], "big")).to_bytes(32, "big")
        self.assertEqual(self.code(digits(twin)), "BAD_SIGNATURE")
        message = cbor2.loads(token)
        protected, _, payload, signature = message.value
        for junk in (
            token + b"\0", b"\0" + token, token[:-1],
            cbor2.dumps(cbor2.CBORTag(18, [protected, {99: b"x"}, payload, signature])),
            cbor2.dumps(message.value), cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload + b"\0", signature])),
        ):
            self.assertEqual(self.code(digits(junk)), "MALFORMED")
        for appended in ("&appinstall=0", "?from=chat", " "):
            self.assertEqual(self.code(outcome["link"] + appended), "VALID", "what chat programs append is no junk")
        self.assertEqual(self.code(outcome["link"] + "0"), "MALFORMED")

    def test_a_forged_key_under_the_same_name(self):
        pdf, _ = self.issue(SMALL)
        (self.folder / "forger").mkdir()
        forger = new_home(self.folder / "forger")
        forged_pdf, forged = self.issue(SMALL, home=forger)
        self.assertEqual(self.code(forged_pdf, home=forger), "VALID", "in the forger's own home it is")
        self.assertEqual(self.code(forged_pdf), "UNKNOWN_KEY")
        self.assertEqual(self.code(forged["link"]), "UNKNOWN_KEY")
        kid = {pdf: cbor2.loads(cbor2.loads(self.token(pdf)).value[0])[4] for pdf in (pdf, forged_pdf)}
        token = self.token(forged_pdf).replace(kid[forged_pdf], kid[pdf], 1)
        self.assertEqual(self.code(digits(token)), "BAD_SIGNATURE")
        # Another algorithm in the header: SM2 and EdDSA for ES256.
        protected, unprotected, payload, signature = cbor2.loads(self.token(pdf)).value
        for algorithm in (-65538, -8, -257):
            header = cbor2.dumps({1: algorithm, 4: kid[pdf]})
            swapped = cbor2.dumps(cbor2.CBORTag(18, [header, unprotected, payload, signature]))
            self.assertEqual(self.code(digits(swapped)), "BAD_SIGNATURE")

    def test_a_good_signature_that_nobody_registered(self):
        """Whoever has the key, but not the registry."""
        pdf, outcome = self.issue(SMALL, "--registry", self.folder / "other.sqlite")
        self.assertEqual(self.code(pdf, "--registry", self.folder / "other.sqlite"), "VALID")
        for given in (pdf, outcome["link"]):
            self.assertEqual(self.code(given), "NOT_REGISTERED")

    def test_guessing_check_codes(self):
        _, outcome = self.issue(SMALL)
        number, right = outcome["number"], outcome["checkCode"]
        self.assertEqual(self.code(number, "--check-code", right), "VALID")
        unknown = number[:-1] + ("0" if number[-1] != "0" else "1")
        told = {name: [self.command("verify", name, "--check-code", "AAAA-AAAA", "--json") for _ in range(12)]
                for name in (number, unknown)}
        for first, second in zip(*told.values()):
            self.assertEqual((first.returncode, first.stdout), (second.returncode, second.stdout))
            self.assertEqual(first.stderr.replace(number, ""), second.stderr.replace(unknown, ""))
        answers = [json.loads(result.stdout)["code"] if result.stdout else result.stderr for result in told[number]]
        self.assertEqual(answers[:9], ["NUMBER_OR_CODE_WRONG"] * 9)
        for answer in answers[10:]:
            self.assertIn("too many wrong check codes", answer)
        # Now the right one is not looked at either.
        result = self.command("verify", number, "--check-code", right)
        self.assertNotEqual(result.returncode, 0)
        self.assertNotIn(outcome["subject"], result.stdout + result.stderr)


class Privacy(Office):
    def test_no_personal_data_but_in_the_report_itself(self):
        subject = json.loads(PERSON.read_text())["subject"]
        name, code = subject["姓名"], subject["证件号码"]
        pdf, outcome = self.issue(PERSON)
        self.assertEqual(self.code(pdf), "VALID")
        self.assertEqual(self.code(outcome["number"], "--check-code", outcome["checkCode"]), "VALID")
        self.command("verify", outcome["number"], "--check-code", "AAAA-AAAA")
        self.command("registry", "revoke", outcome["number"], "--reason", "资料有误")
        self.command("bundle", "-o", self.folder / "b.bundle")
        self.issue(PERSON)
        kept = [path for path in self.home.rglob("*") if path.is_file() and "fonts" not in path.parts]
        kept += [self.folder / "b.bundle"]
        self.assertIn("registry.sqlite", [path.name for path in kept])
        words = [name, code, code[:-4], code[6:14], subject["手机号码"], subject["住址"]]
        for path in kept:
            data = path.read_bytes()
            for word in words:
                for form in (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode("gb18030"),
                             base64.b64encode(word.encode()).rstrip(b"=")):
                    self.assertNotIn(form, data, path)
        # The search can fail: what is kept of an enterprise is public, and found.
        company = self.issue(SMALL)[1]
        database = b"".join(path.read_bytes() for path in self.home.glob("registry.sqlite*"))
        self.assertIn(company["code"].encode(), database)
        # The code on the paper shows the first character and the last four.
        claims = self.told("verify", outcome["link"])["claims"]
        self.assertEqual(claims["subject"], name[0] + "*" * (len(name) - 1))
        self.assertEqual(claims["ident"], "*" * (len(code) - 4) + code[-4:])
        for word in words:
            self.assertNotIn(word.encode(), self.token(pdf))
        self.assertNotIn(outcome["checkCode"].replace("-", "").encode(), database)


class Insiders(Office):
    def setUp(self):
        super().setUp()
        self.reports = [self.issue(SMALL, "--keep-earlier") for _ in range(5)]
        self.held = self.folder / "checkpoint"
        self.assertEqual(self.command("log", "checkpoint", "-o", self.held).returncode, 0)

    def database(self, *statements):
        connection = sqlite3.connect(self.home / "registry.sqlite")
        with connection:
            for sql, values in statements:
                self.assertNotEqual(connection.execute(sql, values).rowcount, 0, sql)
        connection.close()

    def kinds(self, *options):
        audit = self.told("registry", "audit", *options)
        self.assertEqual(audit["clean"], not audit["findings"])
        return {finding["kind"] for finding in audit["findings"]}

    def test_a_rewritten_leaf(self):
        self.assertEqual(self.kinds("--files", "--against", self.held), set())
        leaf = bytes(32)
        self.database(
            ("UPDATE log_node SET hash = ? WHERE level = 0 AND place = 2", (leaf,)),
            ("UPDATE report SET leaf = ? WHERE log_index = 2", (leaf,)))
        self.assertIn("leaf", self.kinds())
        self.assertEqual(self.code(self.reports[2][0]), "NOT_REGISTERED")

    def test_a_report_put_in_the_place_of_another(self):
        (self.folder / "forger").mkdir()
        pdf, _ = self.issue(SMALL, home=new_home(self.folder / "forger"))
        self.database(("UPDATE report SET token = ? WHERE log_index = 2", (self.token(pdf),)))
        self.assertTrue({"leaf", "report"} & self.kinds())

    def test_a_status_set_by_hand(self):
        number = self.reports[0][1]["number"]
        self.command("registry", "revoke", number, "--reason", "有误")
        self.database(("UPDATE report SET status = 0, status_reason = NULL WHERE number = ?", (number,)))
        self.assertIn("status", self.kinds())

    def test_an_end_cut_off_is_found_by_a_checkpoint_that_somebody_kept(self):
        """All traces gone, the database is sound by itself; who kept a checkpoint knows better."""
        database = sqlite3.connect(self.home / "registry.sqlite")
        (note,) = database.execute("SELECT note FROM log_checkpoint WHERE size = 4").fetchone()
        database.close()
        root = base64.b64decode(note.splitlines()[2])
        self.database(
            ("DELETE FROM report WHERE log_index = 4", ()), ("DELETE FROM log_checkpoint WHERE size = 5", ()),
            ("DELETE FROM log_node WHERE (place + 1) << level > 4", ()),
            ("UPDATE chain_tail SET size = 4, hash = ? WHERE chain = 'log'", (root,)),
            ("UPDATE status_list SET used = used - 1", ()))
        self.assertEqual(self.kinds(), set())
        self.assertEqual(self.kinds("--against", self.held), {"history"})
        self.assertEqual(self.code(self.reports[4][0]), "NOT_REGISTERED")

    def test_the_log_grows_and_never_changes(self):
        old = self.told("log", "checkpoint")
        self.issue(SMALL, "--keep-earlier")
        result = self.command("log", "audit", "--against", self.held)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertEqual(self.told("log", "checkpoint")["size"], old["size"] + 1)


class ThePage(unittest.TestCase):
    def test_every_test_that_it_names_is_one(self):
        table = (ROOT / "docs/security.md").read_text().split("## Threats")[1].split("\n## ")[0]
        names = set(re.findall(r"`(test_\w+|\w+(?:[A-Z]\w*)+)`", table))
        files = [*(ROOT / "Tests").rglob("*.swift"), *(ROOT / "Tests").rglob("*.py")]
        known = set(re.findall(r"\b(?:func|def) `?(\w+)", "\n".join(path.read_text() for path in files)))
        spoken = set(re.findall(r"func `([^`]+)`", "\n".join(path.read_text() for path in files)))
        self.assertGreater(len(names), 40)
        self.assertEqual({name for name in names if name not in known}, set())
        self.assertLessEqual(set(re.findall(r"“([^”]+)”", table)), spoken)
        rows = [line for line in table.splitlines() if line.startswith("|")][2:]
        for row in rows:
            self.assertRegex(row, r"`\w+`|“", "a threat without a test")

    def test_every_code_is_explained(self):
        page = (ROOT / "docs/security.md").read_text()
        sources = [ROOT / "Sources" / name for name in (
            "Verifying/Answer.swift", "Attestation/TokenRefusal.swift", "PDF/Reading/Certification.swift",
            "Signatures/SignatureRefusal.swift")]
        codes = {code for path in sources for code in re.findall(r'"([A-Z][A-Z_]{4,})"', path.read_text())}
        self.assertGreater(len(codes), 35)
        self.assertEqual({code for code in codes if f"`{code}`" not in page}, set())


if __name__ == "__main__":
    unittest.main()
