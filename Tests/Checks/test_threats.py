"""The threat table of docs/security.md against the finished command: what a forger, a finder and a guesser can do with
a report, and what comes of it; thieves and insiders are in test_insiders.py. The last checks hold the document to the
tests."""
import hashlib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import time
import unittest

import cbor2
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image

from support import COMMAND, ROOT, SMALL, attachment, run, squash, xinbao
from threats import DAY, NO_VIOLATION, ORDER, WithHome, beijing, digits_of, key_of, kid_of, signed, token_of

QUESTION = ("--report", "no-violation", "--domains", "all", "--from", "2023-11-20", "--to", "2026-11-19",
            "--purpose", "listing", "--recipient", "某证券交易所")
PERSON = ROOT / "examples/personal.json"


class EditedPaper(WithHome):
    """Paper cannot be stopped from saying anything; but the code goes on saying what was issued."""

    def test_every_edited_claim_differs_from_what_is_shown(self):
        """The forger sets a paper of his own, and prints the true code on it."""
        _, true = self.issue(SMALL, "--time", "2026-11-24T10:00:00+08:00")
        shown = self.rows(true["link"])
        forgers_home = self.new_home("forger")

        def forged(change, *options):
            file = json.loads(SMALL.read_text())
            change(file)
            path = self.folder / "edited.json"
            path.write_text(json.dumps(file, ensure_ascii=False))
            moment = () if "--time" in options else ("--time", "2026-11-24T10:00:00+08:00")
            self.forget_what_was_issued(forgers_home)
            _, outcome = self.issue(
                path, "--number", true["number"], *moment, "--overwrite", *options, name="edited.pdf", home=forgers_home)
            return self.rows(outcome["link"], home=forgers_home)

        def without_penalties(file):
            self.assertTrue(file["records"].pop("行政处罚", None), "the example has penalties")

        edits = {
            "主体名称": forged(lambda file: file["subject"].update(name="另一示例有限公司")),
            "统一社会信用代码": forged(lambda file: file["subject"].update(code="91440001MA5N0W1L23")),
            "记录数": forged(without_penalties),
            "数据期间": forged(lambda file: file.update(asOf="2026-11-21T18:00:00+08:00")),
            "生成时间": forged(lambda file: None, "--time", "2026-11-24T10:00:01+08:00"),
            "报告编号": forged(lambda file: None, "--number", true["number"][:-5] + "FORGE"),
        }
        for label, rows in edits.items():
            with self.subTest(label):
                self.assertNotEqual(rows[label], shown[label])
        self.assertEqual(forged(lambda file: None), shown, "unedited, the two papers are the same")

    def forget_what_was_issued(self, home):
        """A registry takes a number once; the forger does not care for his."""
        for file in home.glob("registry.sqlite*"):
            file.unlink()
        # Whoever has the home's keys can take its marks away, too (docs/registry.md).
        shutil.rmtree(home / "marks", ignore_errors=True)

    def test_a_domain_made_clean_on_paper_is_shown_with_its_records(self):
        _, true = self.issue(NO_VIOLATION, *QUESTION)
        shown = self.rows(true["link"])
        file = json.loads(NO_VIOLATION.read_text())
        penalties = file["records"]["行政处罚"]
        tax = [penalty for penalty in penalties if "税务" in json.dumps(penalty, ensure_ascii=False)]
        self.assertTrue(tax)
        file["records"]["行政处罚"] = [penalty for penalty in penalties if penalty not in tax]
        path = self.folder / "edited.json"
        path.write_text(json.dumps(file, ensure_ascii=False))
        _, edited = self.issue(path, *QUESTION, home=self.new_home("forger"))
        rows = self.rows(edited["link"], home=self.folder / "forger")
        self.assertIn("税务", shown["有记录的领域"])
        self.assertNotIn("税务", rows["有记录的领域"])
        self.assertNotEqual(rows["未发现记录的领域"], shown["未发现记录的领域"])

    def test_what_is_shown_stands_on_the_paper(self):
        """Only then can it be compared: number, kind, name, code, pages, time."""
        pdf, outcome = self.issue(SMALL)
        paper = squash(run("pdftotext", "-layout", pdf, "-").decode())
        rows = self.rows(outcome["link"])
        for label in ("报告编号", "报告类型", "主体名称", "统一社会信用代码"):
            self.assertIn(squash(rows[label]), paper, label)
        self.assertIn(squash(rows["生成时间"])[:-3], paper)
        self.assertIn("共" + rows["页数"], paper)


class CodeOfAnother(WithHome):
    def test_the_code_of_a_on_the_paper_of_b(self):
        _, a = self.issue(SMALL)
        _, b = self.issue(NO_VIOLATION)
        self.assertNotEqual(a["code"][-4:], b["code"][-4:])
        answer = self.verify(a["link"], "--ending", b["code"][-4:])
        self.assertEqual((answer["code"], answer.get("claims")), ("OTHER_PAPER", None))
        told = xinbao("verify", a["link"], "--ending", b["code"][-4:], home=self.home).stdout
        for secret in (a["number"], a["subject"], a["code"], a["code"][-4:]):
            self.assertNotIn(secret, told)
            self.assertNotIn(secret, json.dumps(answer, ensure_ascii=False))
        self.assertEqual(self.code(a["link"], "--ending", a["code"][-4:].lower()), "VALID")
        for ending in ("", "0", a["code"]):
            self.assertEqual(self.code(a["link"], "--ending", ending), "OTHER_PAPER", ending)

    def test_two_codes_in_one_picture(self):
        """Each is an answer of its own, and neither stands for the other."""
        pictures = []
        for file in (SMALL, NO_VIOLATION):
            pdf, _ = self.issue(file)
            run("pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-png", "-singlefile", pdf, pdf.with_suffix(""))
            pictures.append(Image.open(pdf.with_suffix(".png")).convert("L"))
        both = Image.new("L", (sum(picture.width for picture in pictures), pictures[0].height), 255)
        both.paste(pictures[0], (0, 0))
        both.paste(pictures[1], (pictures[0].width, 0))
        both.save(self.folder / "both.png")
        result = xinbao("verify", "--json", self.folder / "both.png", home=self.home)
        answers = [json.loads(part) for part in result.stdout.replace("}\n{", "}\0{").split("\0")]
        self.assertEqual([answer["code"] for answer in answers], ["VALID", "VALID"])
        self.assertEqual(len({answer["claims"]["number"] for answer in answers}), 2)


class OldAndRevoked(WithHome):
    def test_after_a_month_it_is_expired(self):
        pdf, outcome = self.issue(SMALL, "--time", "2026-11-20T18:30:00+08:00")
        for given in (outcome["link"], pdf):
            self.assertEqual(self.code(given, "--time", "2026-12-20T18:30:00+08:00"), "VALID")
            answer = self.verify(given, "--time", "2026-12-20T18:30:01+08:00")
            self.assertEqual(answer["code"], "EXPIRED")
            self.assertEqual(answer["claims"]["number"], outcome["number"], "whose it was, may be told")

        self.assertEqual(self.code(outcome["link"], "--time", "2026-11-20T18:25:00+08:00"), "VALID")
        self.assertEqual(self.code(outcome["link"], "--time", "2026-11-20T18:24:59+08:00"), "NOT_YET_VALID")

    def test_a_new_report_supersedes_the_old_one(self):
        pdf, old = self.issue(NO_VIOLATION, *QUESTION)
        result = subprocess.run(
            list(map(str, [COMMAND, "issue", NO_VIOLATION, *QUESTION, "-o", self.folder / "new.pdf", "--json", "--home", self.home])),
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertEqual(result.returncode, 0, result.stderr)
        new = json.loads(result.stdout)
        self.assertEqual(new["superseded"], [old["number"]])
        self.assertEqual((self.code(old["link"]), self.code(pdf), self.code(new["link"])),
                         ("SUPERSEDED", "SUPERSEDED", "VALID"))

    def test_revoked_here_and_by_the_next_bundle(self):
        pdf, outcome = self.issue(SMALL)
        _, other = self.issue(NO_VIOLATION)
        old = json.loads(self.done("bundle", "-o", self.folder / "old.bundle", "--json"))
        self.done("registry", "suspend", outcome["number"], "--reason", "异议处理")
        self.assertEqual(self.code(outcome["link"]), "SUSPENDED")
        self.done("registry", "restore", outcome["number"], "--reason", "异议不成立")
        self.assertEqual(self.code(outcome["link"]), "VALID")
        self.done("registry", "revoke", outcome["number"], "--reason", "数据有误")
        self.done("bundle", "-o", self.folder / "new.bundle")
        for given in (outcome["link"], pdf):
            answer = self.verify(given)
            self.assertEqual((answer["code"], answer["statusReason"]), ("REVOKED", "数据有误"))

        # A counter without a network: it has the pinned root and a bundle, and neither keys nor registry.
        counter = self.new_home("counter")

        def offline(given, bundle, *more):
            return self.code(given, "--bundle", self.folder / bundle, "--root", old["root"].replace(" ", ""), *more,
                             home=counter)
        self.assertEqual(offline(outcome["link"], "old.bundle"), "VALID", "it was, when the bundle was made")
        self.assertEqual(offline(outcome["link"], "new.bundle"), "REVOKED")
        self.assertEqual(offline(pdf, "new.bundle"), "REVOKED")
        self.assertEqual(offline(other["link"], "new.bundle"), "VALID")
        self.assertFalse(list(counter.glob("registry*")))

        # Too old to know, or older than the report: it says so, and does not block.
        late = ("--time", beijing(old["issuedAt"] + 8 * DAY))
        self.assertEqual(offline(other["link"], "new.bundle", *late), "VALID_STATUS_STALE")
        self.assertEqual(offline(outcome["link"], "new.bundle", *late), "REVOKED")

    def test_a_report_younger_than_the_bundle_is_not_called_current(self):
        self.issue(NO_VIOLATION)
        bundle = json.loads(self.done("bundle", "-o", self.folder / "b.bundle", "--json"))
        _, outcome = self.issue(SMALL, "--time", beijing(bundle["issuedAt"] + 3600))
        answer = self.verify(
            outcome["link"], "--bundle", self.folder / "b.bundle", "--root", bundle["root"].replace(" ", ""), "--time",
            beijing(bundle["issuedAt"] + DAY), home=self.new_home("counter"))
        self.assertEqual(answer["code"], "VALID_STATUS_STALE")

    def test_a_clock_behind_what_was_signed_is_no_clock(self):
        """The newest time that a trusted key signed is kept, so that a clock set back makes nothing valid again."""
        _, outcome = self.issue(SMALL)
        bundle = json.loads(self.done("bundle", "-o", self.folder / "b.bundle", "--json"))
        offline = (outcome["link"], "--bundle", self.folder / "b.bundle", "--root", bundle["root"].replace(" ", ""))
        counter = self.new_home("counter")
        self.assertEqual(self.code(*offline, home=counter), "VALID")
        memory = pathlib.Path(os.environ["XDG_STATE_HOME"]) / "xinbao/seen.json"
        seen = json.loads(memory.read_text())
        issuer = seen[bundle["root"].replace(" ", "")]
        self.assertEqual(issuer["newest"], bundle["issuedAt"])
        # As if a list of an hour later had been seen, and the clock been set back since.
        issuer["newest"] += 3600
        memory.write_text(json.dumps(seen))
        self.assertEqual(self.code(*offline, home=counter), "CLOCK_BEHIND_BUNDLE")
        self.assertEqual(json.loads(memory.read_text()), seen, "what is older does not lower it")
        self.assertEqual([path.name[0] for path in (counter / "bundles").iterdir()].count("."), 0, "no part is left")
        # Where nothing can be kept, on a full disk say, the answer is given all the same, with a note.
        for state, reason in ((self.folder / "b.bundle", "cannot be written"), ("", "neither XDG_STATE_HOME nor HOME says")):
            result = xinbao("verify", *offline, home=counter, env={"XDG_STATE_HOME": str(state), "HOME": ""})
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(len(re.findall(f"^note: .*{reason}", result.stderr, re.M)), 1, result.stderr)

    def test_an_older_bundle_is_none_after_a_newer_one(self):
        """Of the same issuer, whoever asks and from which home; what was seen of it is no business of others."""
        pdf, outcome = self.issue(SMALL)
        made = json.loads(self.done("bundle", "-o", self.folder / "old.bundle", "--json"))
        root = made["root"].replace(" ", "")
        self.done("registry", "revoke", outcome["number"], "--reason", "主体信息有误")
        # Bundles tell their age by the second.
        while json.loads(self.done("bundle", "-o", self.folder / "new.bundle", "--json"))["issuedAt"] == made["issuedAt"]:
            (self.folder / "new.bundle").unlink()
        old, new = (("verify", pdf, "--json", "--root", root, "--bundle", self.folder / f"{age}.bundle") for age in ("old", "new"))
        self.assertEqual(json.loads(xinbao(*old, home=self.new_home("first")).stdout)["code"], "VALID")
        self.assertEqual(json.loads(xinbao(*new, home=self.new_home("second")).stdout)["code"], "REVOKED")
        result = xinbao(*old, home=self.new_home("third"))
        self.assertEqual((result.returncode, result.stdout), (3, ""), result.stderr)
        self.assertRegex(result.stderr, r"old\.bundle: is a bundle of \S+; one of \S+ was used here before \(/\S+/seen\.json\)")
        self.assertEqual(json.loads(xinbao(*new, home=self.home).stdout)["code"], "REVOKED")
        # Who asks of the past has reason to.
        past = json.loads(xinbao(*old, "--time", beijing(int(time.time()))).stdout)
        self.assertEqual(past["code"], "VALID")
        # Damaged, it is not taken for one that has seen nothing.
        memory = pathlib.Path(os.environ["XDG_STATE_HOME"]) / "xinbao/seen.json"
        whole = memory.read_bytes()
        self.addCleanup(memory.write_bytes, whole)
        memory.write_bytes(whole[:len(whole) // 2])
        for bundle in (old, new):
            result = xinbao(*bundle, home=self.home)
            self.assertEqual((result.returncode, result.stdout), (4, ""), result.stderr)
            self.assertIn(f"{memory}: is damaged", result.stderr)
        self.assertEqual(memory.read_bytes(), whole[:len(whole) // 2], "it is left as it is")

    def test_a_bundle_of_somebody_else_is_not_believed(self):
        _, outcome = self.issue(SMALL)
        bundle = json.loads(self.done("bundle", "-o", self.folder / "b.bundle", "--json"))
        forger = self.new_home("forger")
        self.issue(SMALL, home=forger)
        self.done("bundle", "-o", self.folder / "forged.bundle", home=forger)
        counter = self.new_home("counter")
        damaged = bytearray((self.folder / "b.bundle").read_bytes())
        damaged[len(damaged) // 2] ^= 1
        (self.folder / "damaged.bundle").write_bytes(damaged)
        for name in ("forged.bundle", "damaged.bundle"):
            result = xinbao("verify", outcome["link"], "--bundle", self.folder / name, "--root",
                            bundle["root"].replace(" ", ""), home=counter)
            self.assertEqual((result.returncode, result.stdout), (3, ""), result.stderr)
            self.assertIn("is not believed", result.stderr)


class ForgedCode(WithHome):
    """Tokens by somebody else's CBOR and signatures."""

    def setUp(self):
        super().setUp()
        _, self.outcome = self.issue(SMALL)
        self.token = token_of(self.outcome["link"])
        self.assertEqual(digits_of(self.token), self.outcome["link"].split("#")[1])

    def test_junk_around_and_twin_signatures(self):
        protected, unprotected, payload, signature = cbor2.loads(self.token).value

        def message(*parts):
            return cbor2.dumps(cbor2.CBORTag(18, list(parts)), canonical=True)
        twin = signature[:32] + (ORDER - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")
        longer = cbor2.dumps({**cbor2.loads(protected), 5: b"x"}, canonical=True)
        for name, token, codes in [
            ("twin", message(protected, unprotected, payload, twin), {"BAD_SIGNATURE"}),
            ("behind", self.token + b"\0", {"MALFORMED"}),
            ("before", b"\0" + self.token, {"MALFORMED"}),
            ("untagged", self.token[1:], {"MALFORMED"}),
            ("unprotected", message(protected, {5: b"x"}, payload, signature), {"MALFORMED"}),
            ("header", message(longer, unprotected, payload, signature), {"MALFORMED"}),
            ("length", self.token.replace(b"\x58\x40", b"\x59\x00\x40", 1), {"MALFORMED"}),
        ]:
            with self.subTest(name):
                answer = self.verify(digits_of(token))
                self.assertIn(answer["code"], codes)
                self.assertIsNone(answer.get("claims"))
        self.assertEqual(self.code(digits_of(self.token)), "VALID")

    def test_another_key_under_the_issuers_name(self):
        forger = ec.generate_private_key(ec.SECP256R1())
        kid = kid_of(self.token)
        answers = {
            name: self.verify(digits_of(signed(self.token, forger, header=header)))
            for name, header in {
                "same kid": None,
                "own kid": cbor2.dumps({1: -7, 4: b"\0\1\2\3"}, canonical=True),
                "SM2": cbor2.dumps({1: -65538, 4: kid}, canonical=True),
                "Ed25519": cbor2.dumps({1: -8, 4: kid}, canonical=True),
                "none": cbor2.dumps({1: 0, 4: kid}, canonical=True),
            }.items()}
        self.assertEqual(answers["same kid"]["code"], "BAD_SIGNATURE")
        self.assertEqual(answers["own kid"]["code"], "UNKNOWN_KEY")
        for name, answer in answers.items():
            self.assertIn(answer["code"], ("BAD_SIGNATURE", "UNKNOWN_KEY", "MALFORMED"), name)
            self.assertIsNone(answer.get("claims"), name)
        # The issuer's own key under another algorithm's name, too.
        key = key_of(self.token, self.home)
        swapped = signed(self.token, key, header=cbor2.dumps({1: -65538, 4: kid}, canonical=True))
        self.assertIn(self.code(digits_of(swapped)), ("BAD_SIGNATURE", "MALFORMED"))
        self.assertEqual(self.code(digits_of(signed(self.token, key))), "VALID",
                         "this is how the issuer signs: only the key is missing to the forger")

    def test_keys_for_other_things_sign_no_reports(self):
        """The key of publications, and that of a root, are not those of reports."""
        own = kid_of(self.token)
        tried = 0
        for path in self.home.glob("keys/*.pem"):
            try:
                key = serialization.load_pem_private_key(path.read_bytes(), None)
            except ValueError:
                continue
            if not isinstance(key, ec.EllipticCurvePrivateKey):
                continue
            public = key.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
            kid = hashlib.sha256(public).digest()[:4]
            if kid == own:
                continue
            tried += 1
            forged = signed(self.token, key, header=cbor2.dumps({1: -7, 4: kid}, canonical=True))
            self.assertEqual(self.code(digits_of(forged)), "UNKNOWN_KEY", path.name)
        self.assertGreaterEqual(tried, 2)

    def test_what_a_thief_of_the_key_signs_is_not_registered(self):
        claims = cbor2.loads(cbor2.loads(self.token).value[2])
        claims[-65537][3] = self.outcome["number"][:-5] + "ZZZZZ"
        forged = signed(self.token, key_of(self.token, self.home), payload=cbor2.dumps(claims, canonical=True))
        self.assertEqual(self.code(digits_of(forged)), "NOT_REGISTERED")
        # A list of statuses cannot know: by a bundle alone it stands until the key is reported stolen.
        bundle = json.loads(self.done("bundle", "-o", self.folder / "b.bundle", "--json"))
        offline = ("--bundle", self.folder / "b.bundle", "--root", bundle["root"].replace(" ", ""))
        self.assertEqual(self.code(digits_of(forged), *offline), "VALID")


class Guesses(WithHome):
    def test_wrong_codes_tell_nothing_and_lock_nobody_out(self):
        _, known = self.issue(SMALL)
        self.assertEqual(self.code(known["number"], "--check-code", known["checkCode"]), "VALID")
        unknown = known["number"][:-5] + "ZZZZZ"
        answers = set()
        for number in (known["number"], unknown):
            for place in range(12):
                result = xinbao("verify", number, "--check-code", f"0000-00{place:02}", home=self.home)
                answers.add((result.returncode, result.stdout, result.stderr))
        self.assertEqual(len(answers), 1, "an unknown number and a wrong code are one answer")
        ((status, text, _),) = answers
        self.assertEqual(status, 1)
        self.assertIn("NUMBER_OR_CODE_WRONG", text)
        # As people type it.
        typed = f" {known['number'][:8].lower()} {known['number'][8:].lower().replace('0', 'o')} "
        self.assertEqual(self.code(typed, "--check-code", known["checkCode"]), "VALID")


class PersonalData(WithHome):
    NAME, ID = "示例一", "440001199003120024"

    def forms(self):
        """Name and ID number as they could stand in a file: encoded, or hashed without a secret."""
        forms = [text.encode(encoding) for text in (self.NAME, self.ID)
                 for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
        for text in (self.NAME, self.ID):
            for function in (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512):
                digest = function(text.encode())
                forms += [digest.digest(), digest.hexdigest().encode()]
        return forms

    def holding(self):
        """Files of the home, but the fonts, that hold name or number."""
        return sorted(
            str(path.relative_to(self.home)) for path in self.home.rglob("*")
            if path.is_file() and "fonts" not in path.parts and any(form in path.read_bytes() for form in self.forms()))

    def everything(self):
        """The report issued, looked at, asked for, revoked; then another one, and a bundle."""
        pdf, outcome = self.issue(PERSON, name="1.pdf")
        data = attachment(pdf, "report.json")
        self.assertTrue(self.NAME.encode() in data, "the report itself has the name")
        self.verify(pdf)
        self.verify(outcome["link"])
        self.verify(outcome["link"], "--ending", "0024")
        self.verify(outcome["number"], "--check-code", outcome["checkCode"])
        self.verify(outcome["number"], "--check-code", "0000-0000")
        self.issue(PERSON, name="2.pdf")
        self.done("registry", "revoke", outcome["number"], "--reason", "数据有误")
        self.done("bundle", "-o", self.home / "b.bundle")
        return outcome

    def test_nothing_of_a_person_stays_in_the_home(self):
        outcome = self.everything()
        stored = b"".join(path.read_bytes() for path in self.home.glob("registry.sqlite*"))
        self.assertIn(outcome["number"].encode(), stored, "what is stored can be found like this")
        self.assertEqual(self.holding(), [])
        told = self.done("registry", "list", "--json") + self.done("registry", "show", outcome["number"])
        self.assertNotIn(self.NAME, told)
        self.assertNotIn(self.ID, told)

    def test_the_code_shows_a_person_masked(self):
        _, outcome = self.issue(PERSON)
        token = token_of(outcome["link"])
        self.assertFalse(any(form in token for form in self.forms()))
        claims = self.verify(outcome["link"])["claims"]
        self.assertEqual((claims["subject"], claims["ident"]), ("示**", "*" * 14 + "0024"))

    def test_the_exception_is_the_name_that_the_file_is_given(self):
        """Where a report lies must be known, for the audit and for what a crash cut off."""
        self.issue(PERSON, name=self.NAME + ".pdf")
        database = sqlite3.connect(self.home / "registry.sqlite")
        self.addCleanup(database.close)
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = set()
        for table in tables:
            cursor = database.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor:
                for column, value in zip(names, row):
                    value = value.encode() if isinstance(value, str) else value
                    if isinstance(value, bytes) and any(form in value for form in self.forms()):
                        found.add(f"{table}.{column}")
        self.assertEqual(found, {"report_file.path", "report_file.part"})


class TheDocument(unittest.TestCase):
    """docs/security.md promises no more than is tested."""
    TEXT = (ROOT / "docs/security.md")

    def rows(self, heading):
        """The rows of the table below a heading, without its head."""
        section = self.TEXT.read_text().split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
        rows = [line for line in section.splitlines() if line.startswith("|")][2:]
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in rows]

    def test_every_named_test_exists(self):
        named = re.findall(r"`(\w+)\.(swift|py): ([^`]+)`", self.TEXT.read_text())
        self.assertGreater(len(named), 30)
        for file, kind, name in named:
            with self.subTest(f"{file}.{kind}: {name}"):
                texts = [path.read_text() for path in (ROOT / "Tests").rglob(f"{file}.{kind}")]
                word = "func" if kind == "swift" else "def"
                declaration = re.compile(rf"\b{word} `?{re.escape(name)}`?\(")
                self.assertEqual(len([text for text in texts if declaration.search(text)]), 1)

    def test_every_threat_names_what_shows_it(self):
        rows = self.rows("Threats")
        self.assertGreaterEqual(len(rows), 11)
        for attack, defence, tests in rows:
            self.assertTrue(attack and defence)
            self.assertRegex(tests, r"`\w+\.(swift|py): [^`]+`", attack)

    def test_every_answer_is_explained_and_no_other(self):
        codes = set()
        for name in ("Answer", "FileRefusal"):
            codes |= set(re.findall(r'"([A-Z][A-Z_]+)"', (ROOT / f"Sources/Verifying/{name}.swift").read_text()))
        # Of a file, the label of its format comes first.
        for name, label in (("struct TokenRefusal", ""), ("struct PictureRefusal", ""), ("struct PDFSignatureRefusal", ""),
                            ("enum DocumentRefusal", "PDF_"), ("enum CopyRefusal", ""), ("struct SignatureRefusal", "PDF_")):
            (path,) = [path for path in (ROOT / "Sources").rglob("*.swift") if f"{name}:" in path.read_text()]
            codes |= {label + code for code in re.findall(r'= "([A-Z][A-Z_]+)"', path.read_text())}
        # Of a file that another process takes apart, whatever its format.
        (stopped,) = re.findall(r'code: "\\\(label\)(_READING_STOPPED)"',
                                (ROOT / "Sources/ConfinedFormats/ConfinedFormat.swift").read_text())
        codes.add("PDF" + stopped)
        self.assertGreater(len(codes), 40)
        for row in self.rows("Answers"):
            self.assertRegex(row[2], r"`\w+\.(swift|py): [^`]+`", row[0])
        explained = [code for row in self.rows("Answers") for code in re.findall(r"`([A-Z_]+)`", row[0])]
        self.assertEqual(len(explained), len(set(explained)))
        self.assertEqual(set(explained), codes)

    def test_every_note_is_explained_and_no_other(self):
        source = (ROOT / "Sources/Verifying/Verification.swift").read_text()
        notes = re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', source[source.index("enum Note"):])
        self.assertGreater(len(notes), 10)
        explained = [code for row in self.rows("Notes") for code in re.findall(r"`([A-Z_]+)`", row[0])]
        self.assertEqual(sorted(explained), sorted(notes))


if __name__ == "__main__":
    unittest.main()
