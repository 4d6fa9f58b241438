"""One person may lessen trust, two must raise it: by the finished command, in a home with real keys, with two users of the
system."""
import json
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
import unittest

from province import Province, share_fonts
from support import COMMAND, ROOT, SMALL, xinbao

INPUT = 3


def as_user(user, *arguments, home):
    """Runs the command as a user without a log-in of their own. The rights to the files stay those of who runs this."""
    def become():
        os.setresuid(user, 0, 0)
    return subprocess.run(
        [COMMAND, *map(str, arguments), "--home", home], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=become if os.getuid() == 0 else None)


ME = pwd.getpwuid(os.getuid()).pw_name
NAMESPACE = ("unshare", "--user", "--map-root-user")


class TwoPersons(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.home = Province(cls.folder).home
        # Whoever logged in would be both users.
        login = pathlib.Path("/proc/self/loginuid")
        if os.getuid() == 0 and login.exists() and login.read_text() not in ("", "4294967295"):
            login.write_text("4294967295")

    def issue(self, name):
        result = xinbao("issue", SMALL, "-o", self.folder / f"{name}.pdf", "--json", "--keep-earlier", home=self.home)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)["number"]

    def done(self, *arguments, user=0):
        result = as_user(user, *arguments, home=self.home)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def refused(self, *arguments, user=0):
        result = as_user(user, *arguments, home=self.home)
        self.assertEqual(result.returncode, INPUT, result.stdout + result.stderr)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        return result.stderr

    def status(self, number):
        return json.loads(self.done("registry", "show", number, "--json"))["report"]["status"]

    def suspended(self, name):
        number = self.issue(name)
        self.done("registry", "suspend", number, "--reason", "异议处理中")
        self.assertEqual(self.status(number), "suspended", "one person is enough")
        return number

    def ask(self, number):
        action = json.loads(self.done("registry", "restore", number, "--reason", "异议不成立", "--json"))
        self.assertEqual(action["state"], "pending")
        return action["id"]

    def pending(self, *options):
        return json.loads(self.done("pending", "--json", *options))

    def test_a_report_is_restored_by_two_users(self):
        number = self.suspended("two")
        action = self.ask(number)
        self.assertEqual(self.status(number), "suspended")
        listed = [one for one in self.pending() if one["id"] == action]
        self.assertEqual([(one["askedBy"], one["kind"]) for one in listed], [(ME, "registry.restore")])
        self.assertIn(f"another person runs xinbao confirm {action}",
                      self.done("registry", "restore", number, "--reason", "异议不成立"))
        for environment in ({}, {"USER": "daemon", "LOGNAME": "daemon", "SUDO_USER": "daemon"}):
            result = xinbao("confirm", action, home=self.home, env=environment)
            self.assertEqual(result.returncode, INPUT)
            self.assertIn(f"was asked for by {ME}, who cannot confirm it, too", result.stderr)
        self.assertEqual(self.status(number), "suspended")

        if os.getuid() != 0:
            # Nobody else can be two users. What the second one does, ActionTests does with the library.
            return
        said = self.done("confirm", action, user=1)
        self.assertIn(f"{action}: done: restore report {number} (恢复有效): 异议不成立", said)
        self.assertEqual(self.status(number), "valid")
        listed = [line.split("\t") for line in self.done("registry", "list").splitlines()]
        self.assertTrue(listed and all(len(columns) == 6 for columns in listed), listed)
        decided = next(one for one in self.pending("--all") if one["id"] == action)
        self.assertEqual((decided["state"], decided["askedBy"], decided["decidedBy"]), ("done", "root", "daemon"))
        for words in (("confirm", action), ("confirm", action, "--resume"), ("confirm", action, "--refuse", "--reason", "x")):
            self.assertIn(f"action {action} is done; see `xinbao pending --all`", self.refused(*words, user=1))
        audit = json.loads(self.done("registry", "audit", "--json"))
        self.assertTrue(audit["clean"] and audit["actions"] > 0, audit)

    def test_who_asked_is_refused_whoever_they_say_they_are(self):
        number = self.suspended("one")
        action = self.ask(number)
        self.assertIn("another person must (双人复核)", self.refused("confirm", action))
        # In a namespace of users anybody can call themselves anything.
        if shutil.which("unshare") and subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode == 0:
            result = xinbao("confirm", action, home=self.home, before=NAMESPACE)
            self.assertEqual(result.returncode, INPUT, result.stdout + result.stderr)
            self.assertIn("who runs this cannot be told", result.stderr)
            asked = xinbao("registry", "restore", number, "--reason", "another", home=self.home, before=NAMESPACE)
            self.assertEqual(asked.returncode, INPUT, asked.stdout + asked.stderr)
        self.assertEqual(self.status(number), "suspended")
        refused = json.loads(self.done("confirm", action, "--refuse", "--reason", "不再需要", "--json"))
        self.assertEqual((refused["state"], refused["reason"]), ("refused", "不再需要"))
        self.assertEqual([one for one in self.pending() if one["id"] == action], [])

    def test_what_cannot_be_is_told_at_once(self):
        number = self.issue("valid")
        self.assertIn("is valid and cannot become valid: it is so already",
                      self.refused("registry", "restore", number, "--reason", "x"))
        self.assertIn("there is no objection 77", self.refused("registry", "reject-objection", 77, "--reason", "x"))
        self.assertIn("there is no action 77; see `xinbao pending --all`", self.refused("confirm", 77))

    def trying_out(self, name):
        """A home with development keys, and the number of a report that was issued in it."""
        home = self.folder / name
        share_fonts(home)
        result = xinbao("issue", SMALL, "-o", self.folder / f"{name}.pdf", "--json", home=home)
        self.assertEqual(result.returncode, 0, result.stderr)
        return home, json.loads(result.stdout)["number"]

    def test_a_home_for_trying_out_is_no_way_around(self):
        number = self.suspended("around")
        home, _ = self.trying_out("way")
        shutil.copy(self.home / "keys/registry.secret", home / "keys/registry.secret")
        result = xinbao("registry", "restore", number, "--reason", "x", "--json", "--registry",
                        self.home / "registry.sqlite", home=home)
        self.assertEqual((result.returncode, json.loads(result.stdout)["state"]), (0, "pending"), result.stderr)
        self.assertEqual(self.status(number), "suspended")

    def test_in_a_home_for_trying_out_one_is_enough(self):
        home, number = self.trying_out("trying")
        for command, status in (("suspend", "suspended"), ("restore", "valid")):
            result = xinbao("registry", command, number, "--reason", "x", "--json", home=home)
            self.assertEqual((result.returncode, json.loads(result.stdout)["status"]), (0, status), result.stderr)
        self.assertIn("nothing is to be confirmed", xinbao("pending", home=home).stdout)
        self.assertIn("restore report", xinbao("pending", "--all", home=home).stdout)


if __name__ == "__main__":
    unittest.main()
