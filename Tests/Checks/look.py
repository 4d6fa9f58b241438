"""What every page must be, wherever a check looks at one. Its picture is kept for people to look at."""
import functools
import importlib.util
import json
import pathlib

from support import SCRATCH

SHOTS = SCRATCH / "screenshots"
SIZES = {"phone": (390, 844, True), "small": (320, 568, True), "desk": (1280, 900, False)}


@functools.cache
def axe():
    """axe-core, as a package of PyPI carries it."""
    package = importlib.util.find_spec("axe_playwright_python")
    return (pathlib.Path(package.origin).parent / "axe.min.js").read_text()


def barriers(page):
    """What axe calls serious or critical by WCAG 2.2, A and AA, and by its own best practice; one line a rule and element."""
    page.value(axe() + "; 0")
    found = page.value("""(async () => {
        const found = await axe.run(document, {resultTypes: ['violations']});
        return JSON.stringify(found.violations.filter(one => ['serious', 'critical'].includes(one.impact))
          .flatMap(one => one.nodes.map(node => `${one.id} ${node.target}: ${node.failureSummary}`))); })()""")
    return json.loads(found)


def resize(page, size):
    width, height, phone = SIZES[size]
    page.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2 if phone else 1,
              mobile=phone)


def look(case, page, name):
    """Fails the test unless the page fits its window, names its fields and its language, has one heading above all, and
    keeps out nobody who reads it by other means."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(SHOTS / f"{name}.png")
    case.assertLessEqual(page.overflow(), 0, f"{name}: wider than the window")
    unlabelled = page.value("""[...document.querySelectorAll('input:not([type=hidden]), textarea, select')]
        .filter(e => !e.labels.length).map(e => e.name).join()""")
    case.assertEqual(unlabelled, "", f"{name}: fields without a label")
    case.assertEqual(page.value("document.querySelectorAll('h1').length"), 1, name)
    case.assertEqual(page.value("document.documentElement.lang"), "zh-CN", name)
    doubles = page.value("""(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
        return ids.filter((id, place) => ids.indexOf(id) !== place).join(); })()""")
    case.assertEqual(doubles, "", f"{name}: an id twice")
    if page.script:
        case.assertEqual(barriers(page), [], name)


def look_at_all_sizes(case, page, name):
    for size in SIZES:
        resize(page, size)
        look(case, page, f"{name}-{size}")
