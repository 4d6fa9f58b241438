"""A home is backed up while it works, and comes back: on both stores, with and without its keys."""
import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from province import Province
from support import COMMAND, PostgresServer, ROOT, SMALL, xinbao
from test_batch import ANSWERS, credit_files, table
from threats import WithHome

WRONG_USE, INPUT, ENVIRONMENT = 2, 3, 4


def files_of(folder):
    """Path to bytes and mode."""
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mode & 0o777)
            for path in sorted(folder.rglob("*")) if path.is_file()}


class Backups(WithHome):
    def setUp(self):
        super().setUp()
        self.backup, self.restored = self.folder / "backup", self.folder / "restored"

    def back_up(self, *options):
        return json.loads(self.done("backup", self.backup, "--json", *options))

    def restore(self, *options, env=None):
        return xinbao("restore", self.backup, "--home", self.restored, *options, home=self.folder / "none", env=env)

    def comes_back(self, *options, env=None):
        result = self.restore(*options, env=env)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        (self.restored / "fonts").symlink_to(self.home / "fonts")
        return result

    def refused(self, status, *options):
        result = self.restore(*options)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        return result.stderr

    def audit(self, *options):
        return json.loads(self.done("registry", "audit", "--json", *options, home=self.restored))

    def hidden(self):
        return [path.name for path in self.folder.iterdir() if path.name.startswith(".")]

    def test_a_home_comes_back(self):
        kept, _ = self.issue(SMALL)
        revoked, outcome = self.issue(SMALL)
        self.done("registry", "revoke", outcome["number"], "--reason", "有误")
        (self.home / "data").mkdir(mode=0o750)
        (self.home / "data/list.csv").write_text("a,b\n")
        (self.home / "data/list.csv").chmod(0o640)
        manifest = self.back_up("--with-keys")
        self.assertEqual((manifest["hasKeys"], manifest["log"]["size"]), (True, 2))
        self.assertEqual(self.backup.stat().st_mode & 0o777, 0o700)
        later, _ = self.issue(SMALL)

        self.comes_back()
        self.assertEqual([self.code(pdf, home=self.restored) for pdf in (kept, revoked, later)],
                         ["VALID", "REVOKED", "NOT_REGISTERED"])
        self.assertTrue(self.audit()["clean"])
        self.issue(SMALL, home=self.restored)
        shutil.rmtree(self.restored / "marks")
        before, after = files_of(self.home), files_of(self.restored)
        same = [name for name in before if not name.startswith(("marks/", "fonts/", "registry.sqlite")) and "lock" not in name]
        self.assertTrue({"config.yaml", "data/list.csv", "keys/registry.secret", "keys/trust.cose"} <= set(same), same)
        self.assertEqual({name: before[name] for name in same}, {name: after.get(name) for name in same})
        for name in ("data", "keys"):
            self.assertEqual((self.restored / name).stat().st_mode, (self.home / name).stat().st_mode)
        self.assertEqual(after["registry.sqlite"][1], before["registry.sqlite"][1])
        self.assertEqual(self.hidden(), [])

    def test_it_is_made_while_reports_are_issued(self):
        self.issue(SMALL)
        inputs, out = self.folder / "files", self.folder / "out"
        inputs.mkdir()
        table(inputs / "manifest.csv", credit_files(inputs, 300))
        process = subprocess.Popen(
            [COMMAND, "batch", inputs / "manifest.csv", "-o", out, *ANSWERS, "--keep-earlier", "--home", self.home],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and not next(out.glob("*.pdf"), None):
            pass
        manifest = self.back_up("--with-keys")
        self.assertEqual(process.wait(), 0)
        self.comes_back()
        audit = self.audit()
        self.assertTrue(audit["clean"], audit)
        self.assertTrue(manifest["log"]["size"] <= audit["reports"] <= 301, audit)
        self.assertGreater(audit["reports"], 1)

    def test_what_a_killed_one_left_goes_with_the_next(self):
        self.issue(SMALL)
        def runs(*arguments):
            return subprocess.Popen([COMMAND, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        for made, arguments, again in (
                (self.backup, ("backup", self.backup, "--with-keys", "--home", self.home), self.back_up),
                (self.restored, ("restore", self.backup, "--home", self.restored), self.comes_back)):
            with self.subTest(arguments[0]):
                while not self.hidden():
                    shutil.rmtree(made, ignore_errors=True)
                    process = runs(*arguments)
                    while process.poll() is None and not self.hidden():
                        pass
                    process.kill()
                    process.wait()
                self.assertFalse(made.exists())
                again()
                self.assertEqual(self.hidden(), [])

    def test_keys_and_secrets_only_when_asked_for(self):
        self.home = Province(self.folder / "province").home
        report, _ = self.issue(SMALL)
        manifest = self.back_up()
        self.assertFalse(manifest["hasKeys"])
        secret = (self.home / "keys/registry.secret").read_bytes()
        for path, (content, _) in files_of(self.backup).items():
            self.assertNotIn(b"PRIVATE KEY", content, path)
            self.assertNotIn(secret, content, path)
        self.assertTrue((self.backup / "home/seal.pem").exists())
        self.comes_back()
        self.assertFalse((self.restored / "keys").exists())
        # They come from where the operator keeps them.
        shutil.copytree(self.home / "keys", self.restored / "keys")
        shutil.copy(self.home / "seal-key.pem", self.restored)
        self.assertEqual(self.code(report, home=self.restored), "VALID")
        self.issue(SMALL, home=self.restored)
        self.assertTrue(self.audit()["clean"])

    def test_what_was_changed_is_not_restored(self):
        self.issue(SMALL)
        self.back_up("--with-keys")
        for path in sorted(path for path in self.backup.rglob("*") if path.is_file() and path.name != "manifest.json"):
            whole, mode = path.read_bytes(), path.stat().st_mode
            for changed in (whole[:-1] + bytes([whole[-1] ^ 1]), whole + b"\n", None):
                with self.subTest(path.name, changed=changed and len(changed)):
                    path.unlink()
                    if changed is not None:
                        path.write_bytes(changed)
                    self.assertIn(path.name, self.refused(INPUT))
                    self.assertFalse(self.restored.exists())
            path.write_bytes(whole)
            path.chmod(mode)
        # A database that is another one than was signed, with a manifest to match.
        other = json.loads((self.backup / "manifest.json").read_text())
        other["log"]["size"] += 1
        (self.backup / "manifest.json").write_text(json.dumps(other))
        self.assertIn("does not hold the log", self.refused(INPUT))
        self.assertEqual((self.restored.exists(), self.hidden()), (False, []))

    def test_what_leads_out_of_a_backup_is_refused(self):
        self.issue(SMALL)
        self.back_up("--with-keys")
        away = self.folder / "away"
        settings = self.backup / "home/config.yaml"
        (away / "home").mkdir(parents=True)
        shutil.copy(settings, away)
        settings.rename(self.folder / "kept")
        settings.symlink_to(away / "config.yaml")
        self.assertIn("config.yaml: is a link", self.refused(INPUT))
        settings.unlink()
        # Reading it would wait for ever.
        os.mkfifo(settings)
        self.assertIn("config.yaml: is a link, or no file", self.refused(INPUT))
        settings.unlink()
        (self.folder / "kept").rename(settings)
        # The folder itself.
        shutil.rmtree(away)
        (self.backup / "home").rename(away)
        (self.backup / "home").symlink_to(away)
        self.assertIn("home: is a link", self.refused(INPUT))
        self.assertEqual((self.restored.exists(), self.hidden()), (False, []))
        (self.backup / "home").unlink()
        away.rename(self.backup / "home")
        # Nor is one made of what cannot be read to its end.
        os.mkfifo(self.home / "pipe")
        result = xinbao("backup", self.folder / "second", home=self.home)
        self.assertEqual(result.returncode, ENVIRONMENT, result.stderr)
        self.assertIn("pipe: is no file that can be copied", result.stderr)

    def test_two_databases_have_two_places(self):
        self.issue(SMALL)
        with sqlite3.connect(self.home / "gathering.sqlite") as gathered:
            gathered.execute("CREATE TABLE note (text TEXT)")
        self.back_up("--with-keys")
        one = self.folder / "one.sqlite"
        self.assertIn("name two places", self.refused(WRONG_USE, "--registry", one, "--gathering", f"{self.folder}/./one.sqlite"))
        self.assertEqual((one.exists(), self.restored.exists(), self.hidden()), (False, False, []))

    def test_a_backup_without_its_registry_is_none(self):
        self.issue(SMALL)
        (self.home / "registry.sqlite").rename(self.folder / "elsewhere.sqlite")
        result = xinbao("backup", self.backup, home=self.home)
        self.assertEqual(result.returncode, ENVIRONMENT, result.stdout)
        self.assertIn("there is no registry", result.stderr)
        self.assertFalse(self.backup.exists())

    def test_a_registry_that_the_settings_name_in_the_home_comes_back_there(self):
        with (self.home / "config.yaml").open("a") as settings:
            settings.write(f"registry: {self.home}/own/reports.sqlite\n")
        (self.home / "own").mkdir()
        report, _ = self.issue(SMALL)
        self.back_up("--with-keys")
        self.restored = self.home
        shutil.rmtree(self.home)
        result = self.restore()
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.code(report, home=self.home), "VALID")

    def test_what_cannot_be_copied_whole_is_not_left_out_silently(self):
        self.issue(SMALL)
        (self.home / "second.sqlite").write_bytes(b"")
        (self.home / "gone.csv").symlink_to("nowhere")
        for name, says in (("gone.csv", "is a link to nothing"), ("second.sqlite", "the settings do not name")):
            result = xinbao("backup", self.backup, home=self.home)
            self.assertEqual(result.returncode, ENVIRONMENT, result.stderr)
            self.assertIn(f"{name}: ", result.stderr)
            self.assertIn(says, result.stderr)
            self.assertEqual((self.backup.exists(), self.hidden()), (False, []))
            (self.home / name).unlink()
        self.back_up()

    def test_nothing_is_replaced(self):
        self.issue(SMALL)
        for folder in (self.home, self.home / "backup"):
            result = xinbao("backup", folder, home=self.home)
            self.assertEqual(result.returncode, WRONG_USE, result.stderr)
            self.assertIn("name a new folder", result.stderr)
        self.back_up("--with-keys")
        self.restored.mkdir()
        (self.restored / "note").write_text("mine")
        self.assertIn("is there and not empty", self.refused(WRONG_USE))
        self.assertEqual(list(files_of(self.restored)), ["note"])
        (self.restored / "note").unlink()
        taken = self.folder / "taken.sqlite"
        taken.write_bytes(b"somebody's")
        self.assertIn("in the place of another database", self.refused(WRONG_USE, "--registry", taken))
        self.assertEqual((taken.read_bytes(), list(self.restored.iterdir())), (b"somebody's", []))
        self.comes_back()

    def test_a_mark_that_survived_decides(self):
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        env = {"XINBAO_MARKS": str(elsewhere)}

        def issue(name, home):
            return xinbao("issue", SMALL, "-o", self.folder / f"{name}.pdf", home=home, env=env)

        self.assertEqual(issue("a", self.home).returncode, 0)
        self.back_up("--with-keys")
        self.assertEqual(issue("b", self.home).returncode, 0)
        said = self.comes_back(env=env).stderr
        self.assertIn("holds 1 reports and 0 changes of status, but this home knew 2 reports", said)
        refused = issue("c", self.restored)
        self.assertEqual((refused.returncode, (self.folder / "c.pdf").exists()), (ENVIRONMENT, False))
        accepted = xinbao("registry", "accept-rollback", "--reason", "磁盘损坏", home=self.restored, env=env)
        self.assertEqual(accepted.returncode, 0, accepted.stderr)
        self.assertEqual(issue("c", self.restored).returncode, 0)

    def test_a_database_of_a_server(self):
        with PostgresServer() as server:
            store = ("--registry", server.url)
            kept, _ = self.issue(SMALL, *store)
            manifest = self.back_up("--with-keys", *store)
            self.assertEqual(manifest["registry"], {"store": "postgres", "path": "registry.dump"})
            self.issue(SMALL, *store)
            self.assertIn("name the URL of an empty one", self.refused(WRONG_USE))
            self.assertIn("in the place of another database", self.refused(WRONG_USE, *store))
            subprocess.run(["psql", server.url, "-c", "CREATE DATABASE empty"], check=True, stdout=subprocess.DEVNULL)
            store = ("--registry", server.url.replace("/postgres?", "/empty?"))
            self.comes_back(*store)
            audit = self.audit(*store)
            self.assertEqual((audit["clean"], audit["reports"]), (True, 1))
            self.assertEqual(self.code(kept, *store, home=self.restored), "VALID")
            self.issue(SMALL, *store, home=self.restored)

    def test_without_the_programs_of_postgresql(self):
        with PostgresServer() as server:
            self.issue(SMALL, "--registry", server.url)
            empty = self.folder / "bin"
            empty.mkdir()
            result = xinbao("backup", self.backup, "--registry", server.url, home=self.home, env={"PATH": str(empty)})
            self.assertEqual(result.returncode, ENVIRONMENT, result.stderr)
            self.assertIn("pg_dump: is not there; install", result.stderr)
            self.assertEqual((self.backup.exists(), self.hidden()), (False, []))
