"""What the checks share: the finished command, the examples as PDFs (made once), and other people's readers."""
import atexit
import dataclasses
import functools
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = pathlib.Path(os.environ.get("XINBAO_COMMAND", ROOT / ".build/release/xinbao"))
# One home for all checks: the fonts are prepared once.
HOME = ROOT / ".build/checks/home"
# Each process that runs checks has its own.
SCRATCH = ROOT / ".build/checks" / os.environ.get("PYTEST_XDIST_WORKER", "")
# What the commands remember of the bundles that they saw, of this process's only: the user's own is none of its business.
os.environ["XDG_STATE_HOME"] = str(SCRATCH / f"state-{os.getpid()}")
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)
SMALL = ROOT / "examples/enterprise.json"
# A report that a later one like it supersedes: public reports live side by side.
QUESTIONED = ROOT / "examples/no-violation-clean.json"
QUESTION = ("--report", "no-violation", "--domains", "all", "--from", "2023-11-20", "--to", "2026-11-19",
            "--purpose", "listing")


def xinbao(*arguments, stdin=None, env=None, cwd=ROOT, home=HOME, timeout=300, before=()):
    """Runs the command, with other words `before` it if given; text output, never raises on its status."""
    if arguments and arguments[0] == "issue" and home == HOME:
        # The examples are of a few subjects; what one check issues must not supersede what another one looks at. Their
        # files stay from one run to the next.
        arguments = (*arguments, "--keep-earlier", "--overwrite")
    environment = dict(os.environ, XINBAO_HOME=str(home), **(env or {}))
    return subprocess.run(
        [*before, str(COMMAND), *map(str, arguments)], input=stdin, env=environment, cwd=cwd, timeout=timeout,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace")


def issue(file, pdf, *options, registry=None, **more):
    """Issues a report that is thrown away with its folder, its registry too: it is nobody's newer report."""
    registry = registry or pathlib.Path(pdf).parent / "registry.sqlite"
    return xinbao("issue", file, "-o", pdf, "--registry", registry, *options, **more)


def run(*arguments, **options):
    """Runs another program, which must succeed; its standard output as bytes."""
    return subprocess.run(
        list(map(str, arguments)), check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options).stdout


@functools.cache
def huge_example():
    """The file with 5,000 penalties is too large to keep: its generator writes it."""
    folder = SCRATCH / "examples"
    folder.mkdir(parents=True, exist_ok=True)
    run("python3", ROOT / "examples/generate.py", "--huge", folder)
    return next(folder.glob("*5000*.json"))


@dataclasses.dataclass(frozen=True)
class Example:
    """A report that examples/README.md shows how to make."""
    name: str
    file: pathlib.Path
    options: tuple[str, ...] = ()


@functools.cache
def examples():
    """Every command `xinbao issue` of examples/README.md: what users are told to type is what is tested."""
    text = (ROOT / "examples/README.md").read_text()
    found = []
    for command in re.findall(r"xinbao (issue [^`\n]+)", text):
        words = shlex.split(command)
        output = words.pop(words.index("-o") + 1)
        words.remove("-o")
        file = huge_example() if "5000" in words[1] else ROOT / words[1]
        found.append(Example(pathlib.Path(output).stem, file, tuple(words[2:])))
    return found


def issued(example):
    """The example's report as a PDF file, and what the command said of it (--json). A file alone: by default options."""
    return made(example if isinstance(example, Example) else Example(example.stem, example))


@functools.cache
def made(example):
    SCRATCH.mkdir(parents=True, exist_ok=True)
    pdf = SCRATCH / (example.name + ".pdf")
    result = xinbao("issue", example.file, "-o", pdf, "--json", *example.options)
    if result.returncode != 0:
        raise AssertionError(f"{example.name}: issue failed: {result.stderr}")
    return pdf, json.loads(result.stdout)


def new_home(folder):
    """A home of its own, with the fonts of all checks."""
    if not (HOME / "fonts").is_dir():
        issued(SMALL)
    home = pathlib.Path(folder) / "home"
    home.mkdir()
    (home / "fonts").symlink_to(HOME / "fonts")
    return home


def squash(text):
    """Text without what page layout adds: all white space, and form feeds."""
    return re.sub(r"[\s\u3000]+", "", text)


def attachment(pdf, name):
    """An embedded file, taken out by qpdf."""
    return run("qpdf", "--show-attachment=" + name, pdf)


def picture(pdf, page, dpi, gray=True):
    """A page drawn by poppler, as a numpy array."""
    import numpy
    from PIL import Image
    with tempfile.TemporaryDirectory() as folder:
        options = ["-gray"] if gray else []
        run("pdftoppm", *options, "-r", str(dpi), "-f", str(page), "-l", str(page), "-singlefile", pdf, folder + "/page")
        return numpy.asarray(Image.open(next(pathlib.Path(folder).iterdir())))


class PostgresServer:
    """A server of its own on a unix socket, gone afterwards."""

    def __enter__(self):
        script = ROOT / "Sources/DatabaseTesting/Resources/postgres-server.sh"
        self.process = subprocess.Popen(
            ["sh", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        folder = self.process.stdout.readline().strip()
        if not folder:
            raise AssertionError(self.process.stderr.read())
        self.url = f"postgres://xinbao@/postgres?host={folder}"
        return self

    def __exit__(self, *_):
        # The server ends with the standard input of what started it.
        self.process.communicate(timeout=60)
