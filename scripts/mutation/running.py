"""The tests of a build with mutants: which come to which mutant, and which notice it."""
import dataclasses
import os
import re
import resource
import signal
import subprocess
import tempfile
import threading
import time

from . import schemata

# A mutant's time is that of its tests without it, so many times, and so much more.
PATIENCE, GRACE = 5, 10
# Waiting is no work: how much longer than its processor time a run may last, since it shares the machine.
SLACK = 8
MEMORY = 6 << 30
# Suites of less than so many seconds are run together, before the others.
QUICK = 3
# Swift Testing goes on after a failure; its line about it is enough.
FAILURE = re.compile(r"(?:\x1b\[\d*m)*✘(?:\x1b\[\d*m)* Test (.*?)(?: recorded an issue| failed)")


@dataclasses.dataclass(frozen=True)
class Suite:
    """Tests that are run together."""
    name: str
    # Seconds of processor time and of the clock, without a mutant.
    work: float
    wall: float
    # A byte for each number of a point: whether the suite comes to it.
    reached: bytes


def filter_of(names):
    return "^(?:" + "|".join(re.escape(name).replace(r"\ ", " ") for name in names) + ")/"


@dataclasses.dataclass
class Outcome:
    # killed, crashed, timed out: noticed; survived: run, and not noticed; unreached: no test comes there.
    state: str
    # The first that failed.
    test: str = ""

    @property
    def is_noticed(self):
        return self.state not in ("survived", "unreached")


class Tests:
    def __init__(self, build, environment=None):
        self.build, self.environment = build, dict(os.environ, **(environment or {}))
        self.environment.pop(schemata.VARIABLE, None)
        self.environment.pop(schemata.TRACE, None)
        # A crash is an outcome; where it was is not asked.
        self.environment["SWIFT_BACKTRACE"] = "enable=no"

    def suites(self, targets, without=()):
        """The suites of test targets, the quickest first, without some. One that fails without a mutant would notice anything."""
        listed = subprocess.run(
            [self.build.tests, "--testing-library", "swift-testing", "--list-tests"], cwd=self.build.scratch, check=True,
            capture_output=True, text=True, env=self.environment).stdout
        names = {suite_of(line) for line in listed.splitlines() if line.split(".")[0] in targets} - {*without}
        suites = []
        for name in sorted(names):
            suite = self.measured(name)
            if suite:
                suites.append(suite)
        return sorted(suites, key=lambda suite: suite.work)

    def measured(self, name):
        with tempfile.NamedTemporaryFile() as trace:
            trace.truncate(self.build.count)
            outcome, work, wall, output = self.run([name], {schemata.TRACE: trace.name}, 1200, 3600)
            if outcome.is_noticed:
                print(f"mutate: left out, since it fails without any mutant: {name} ({outcome.state})\n{output[-1500:]}", flush=True)
                return None
            reached = trace.read()
        print(f"mutate: {work:6.1f} s  {name}", flush=True)
        return Suite(name, work, wall, reached)

    def outcome(self, suites, number, point):
        """What becomes of a mutant of a point, given the point's number and the mutant's."""
        near = [suite for suite in suites if suite.reached[point]]
        quick, slow = [suite for suite in near if suite.work < QUICK], [suite for suite in near if suite.work >= QUICK]
        for group in (quick, slow):
            if group:
                limit = PATIENCE * sum(suite.work for suite in group) + GRACE
                wall = SLACK * (limit + PATIENCE * sum(suite.wall for suite in group))
                outcome, *_ = self.run(
                    [suite.name for suite in group], {schemata.VARIABLE: str(number)}, limit, wall)
                if outcome.is_noticed:
                    return outcome
        return Outcome("survived" if near else "unreached")

    def run(self, names, environment, work, wall):
        """Runs suites up to the first that fails. Gives what became of them, their times, and what they said."""
        def limit():
            resource.setrlimit(resource.RLIMIT_CPU, (int(work) + 1, int(work) + 2))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        begin = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="mutant-", ignore_cleanup_errors=True) as folder:
            process = subprocess.Popen(
                [self.build.tests, "--testing-library", "swift-testing", "--filter", filter_of(names)], cwd=self.build.scratch,
                env=dict(self.environment, TMPDIR=folder, **environment), stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", preexec_fn=limit)
            # Only the tests' own process is ended: what it started ends with it, in order. `Popen.kill` would collect the
            # process, and with it what is known of its time.
            is_late = threading.Event()
            timer = threading.Timer(wall, lambda: (is_late.set(), os.kill(process.pid, signal.SIGKILL)))
            timer.start()
            output, failure = [], None
            for line in process.stdout:
                output.append(line)
                failure = FAILURE.match(line)
                if failure:
                    os.kill(process.pid, signal.SIGKILL)
                    break
            process.stdout.close()
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
            timer.cancel()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = usage.ru_utime + usage.ru_stime
        outcome = Outcome(
            state_of(process.returncode, bool(failure), is_late.is_set()), failure.group(1) if failure else "")
        return outcome, seconds, time.monotonic() - begin, "".join(output)


def state_of(code, failed, is_late):
    if failed:
        return "killed"
    if is_late or code in (-signal.SIGXCPU, -signal.SIGKILL):
        return "timed out"
    return "survived" if code == 0 else "killed" if code > 0 else "crashed"


def suite_of(test):
    """`ReportsTests.Minors/aCase()` is of `ReportsTests.Minors`."""
    return test.rsplit("/", 1)[0]
