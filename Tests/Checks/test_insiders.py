"""Thieves of keys and whoever can write to the registry: the last rows of the threat table of docs/security.md."""
import hashlib
import json
import shutil
import sqlite3
import time
import unittest

import cbor2

import seals
from support import SMALL, xinbao
from threats import NO_VIOLATION, WithHome, beijing, key_of, kid_of, seal, signed, token_of


class StolenKey(WithHome):
    """A home as a province sets it up: an offline root, keys of its own, a certificate."""

    def setUp(self):
        super().setUp()
        self.ca, certificate, key = seal(self.folder)
        (self.home / "config.yaml").write_text(f"certificate: {certificate}\ncertificateKey: {key}\n")
        root = json.loads(self.done("key", "create-root", "-o", self.folder / "root.pem", "--json"))
        self.root = root["fingerprint"].replace(" ", "")
        since = ("--from", beijing(int(time.time()) - 7200))
        for use in ("reports", "publications"):
            self.done("key", "create", "--use", use, *since)
        self.done("key", "create", "--use", "log", "--log-name", "verify.example.cn/log", *since)
        self.publish("--root", self.root)

    def publish(self, *install):
        """Export, sign on the root's machine, install: docs/keys.md."""
        self.lists = getattr(self, "lists", 0) + 1
        draft, signed_list = self.folder / f"list-{self.lists}.json", self.folder / f"trust-{self.lists}.cose"
        self.done("key", "export", "-o", draft, "--certificate-root", self.ca)
        previous = ("--previous", self.folder / f"trust-{self.lists - 1}.cose") if self.lists > 1 else ()
        self.done("key", "sign", draft, "--root", self.folder / "root.pem", "-o", signed_list, *previous)
        self.done("key", "install", signed_list, *install)

    def test_of_a_stolen_key_only_what_the_log_held_before_counts(self):
        """What the thief issues is back-dated, in due form, and even in the log: but not before the theft."""
        true, outcome = self.issue(SMALL, "--time", beijing(int(time.time()) - 60))
        self.done("log", "checkpoint", "-o", self.folder / "before")
        back_dated, thiefs = self.issue(NO_VIOLATION, "--time", beijing(int(time.time()) - 3600))
        self.assertEqual((self.code(true), self.code(back_dated)), ("VALID", "VALID"))
        self.assertFalse(self.verify(true)["development"])

        kid = kid_of(token_of(outcome["link"])).hex()
        self.done("key", "compromise", kid, "--at", beijing(int(time.time())), "--sound-log", self.folder / "before")
        self.publish()
        self.assertEqual((self.code(true), self.code(back_dated)), ("VALID", "KEY_COMPROMISED"))
        # Digits alone prove no age; the issuer's own log does.
        self.assertEqual([self.code(link) for link in (outcome["link"], thiefs["link"])], ["VALID", "KEY_COMPROMISED"])
        result = xinbao("issue", SMALL, "-o", self.folder / "after.pdf", home=self.home)
        self.assertEqual(result.returncode, 4, "nothing more is issued with it")
        # Machines without a network learn of it by the next bundle.
        self.done("key", "create", "--use", "reports")
        self.publish()
        self.done("bundle", "-o", self.folder / "b.bundle")
        offline = ("--bundle", self.folder / "b.bundle", "--root", self.root)
        counter = self.new_home("counter")
        self.assertEqual(
            [self.code(given, *offline, home=counter) for given in (true, back_dated, outcome["link"])],
            ["VALID", "KEY_COMPROMISED", "KEY_COMPROMISED"])


class Insider(WithHome):
    """Who can write to the database, with Python's sqlite3."""

    def setUp(self):
        super().setUp()
        self.issued = [self.issue(file)[1] for file in (SMALL, NO_VIOLATION, SMALL)]
        self.done("registry", "revoke", self.issued[1]["number"], "--reason", "数据有误")
        self.kept = self.folder / "kept.checkpoint"
        self.done("log", "checkpoint", "-o", self.kept)
        self.assertEqual(self.found(), (set(), set()))

    def found(self, *options):
        """Kinds of what `registry audit` and `log audit` find."""
        kinds = []
        for command in ("registry", "log"):
            result = xinbao(command, "audit", "--json", *options, home=self.home)
            outcome = json.loads(result.stdout)
            self.assertEqual(result.returncode, 0 if outcome["clean"] else 1, result.stderr)
            self.assertEqual(outcome["clean"], not outcome["findings"])
            kinds.append({finding["kind"] for finding in outcome["findings"]})
        return tuple(kinds)

    def tamper(self, *statements):
        database = sqlite3.connect(self.home / "registry.sqlite")
        for sql, values in statements:
            self.assertGreater(database.execute(sql, values).rowcount, 0, sql)
        database.commit()
        database.close()

    def assertFound(self, *options):
        registry, log = self.found(*options)
        self.assertTrue(registry and log, (registry, log))

    def test_a_leaf_rewritten(self):
        database = sqlite3.connect(self.home / "registry.sqlite")
        ((leaf,),) = database.execute("SELECT leaf FROM report WHERE log_index = 0")
        database.close()
        self.tamper(("UPDATE report SET leaf = ? WHERE log_index = 0", (bytes([leaf[0] ^ 1]) + leaf[1:],)))
        self.assertFound()

    def test_a_report_exchanged_for_another_with_its_leaf(self):
        """With the issuer's key even: a better report under the number of the true one."""
        token = token_of(self.issued[0]["link"])
        claims = cbor2.loads(cbor2.loads(token).value[2])
        claims[-65537][11] = 0  # no records
        better = signed(token, key_of(token, self.home), payload=cbor2.dumps(claims, canonical=True))
        # RFC 6962 §2.1 over the payload.
        leaf = hashlib.sha256(b"\0" + cbor2.loads(better).value[2]).digest()
        self.tamper(
            ("UPDATE report SET token = ?, leaf = ? WHERE log_index = 0", (better, leaf)),
            ("UPDATE log_node SET hash = ? WHERE level = 0 AND place = 0", (leaf,)))
        self.assertFound()

    def test_a_revocation_undone_by_hand(self):
        self.tamper(("UPDATE report SET status = 0 WHERE number = ?", (self.issued[1]["number"],)))
        self.assertFound()

    def test_a_report_taken_out(self):
        self.tamper(("DELETE FROM report WHERE number = ?", (self.issued[2]["number"],)))
        self.assertFound()

    def test_a_report_given_to_another_company(self):
        """No token says in clear whose report it is: the row does, and bears a seal (docs/registry.md)."""
        kind, columns = seals.REPORT
        database = sqlite3.connect(self.home / "registry.sqlite")
        rows = database.execute(f"SELECT row_seal, {', '.join(columns)} FROM report").fetchall()
        database.close()
        secret = (self.home / "keys/registry.secret").read_bytes()
        self.assertEqual(len(rows), 3)
        for sealed, *values in rows:
            self.assertEqual(seals.seal(secret, kind, columns, values), sealed)
        # The two reports of one subject come under that of another.
        (other,) = {row[4] for row in rows} - {rows[0][4]}
        self.tamper(("UPDATE report SET subject = ? WHERE log_index = 0", (other,)))
        self.assertEqual(self.found(), ({"row"}, {"row"}))
        other = json.loads(NO_VIOLATION.read_text())["subject"]["code"]
        refused = xinbao("registry", "list", "--subject", other, home=self.home)
        self.assertNotEqual(refused.returncode, 0)
        self.assertEqual(refused.stdout, "")
        self.assertIn("log_index 0", refused.stderr)

    def test_a_log_made_anew_is_found_by_who_kept_a_checkpoint(self):
        """Everything new, with true keys, so that nothing in it contradicts anything else."""
        for file in self.home.glob("registry.sqlite*"):
            file.unlink()
        # Whoever has the home's keys can take its marks away, too (docs/registry.md).
        shutil.rmtree(self.home / "marks")
        for file in (SMALL, NO_VIOLATION, SMALL):
            self.issue(file)
        self.assertEqual(self.found(), (set(), set()))
        self.assertFound("--against", self.kept)


if __name__ == "__main__":
    unittest.main()
