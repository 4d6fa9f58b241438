"""Broken outlines cannot pass: each glyph as poppler draws it is compared with the same character drawn by FreeType
from the original font file, at the same place and size. Text extraction alone stays green while glyphs are broken."""
import functools
import pathlib
import re
import subprocess
import unittest

import freetype
import numpy
import pikepdf

from support import ROOT, examples, issued, picture

# Poppler places small glyphs on quarter pixels: the finer the raster, the less that shows in the comparison.
DPI = 432
SCALE = DPI / 72
# A broken outline correlates below 0.7; what two rasterisers make of one outline, above 0.95.
LEAST_CORRELATION = 0.88


@functools.cache
def font_files():
    """PostScript name -> (file, face index), as fontconfig tells."""
    files = {}
    for line in subprocess.run(
            ["fc-list", "-f", "%{postscriptname}\t%{file}\t%{index}\n"], stdout=subprocess.PIPE, text=True).stdout.splitlines():
        name, file, index = line.split("\t")
        files[name] = (file, int(index) & 0xFFFF)
    for file in (ROOT / "fonts/files").glob("*.otf"):
        files[freetype.Face(str(file)).postscript_name.decode()] = (str(file), 0)
    return files


@functools.cache
def face(name):
    file, index = font_files()[name]
    return freetype.Face(file, index)


def to_unicode(font):
    """Code -> text, from a font's ToUnicode."""
    cmap = bytes(font.ToUnicode.read_bytes()).decode("latin-1")
    text = lambda digits: bytes.fromhex(digits).decode("utf-16-be")
    table = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, value in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            table[int(code, 16)] = text(value)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
        for first, last, value in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = text(value)
            for code in range(int(first, 16), int(last, 16) + 1):
                table[code] = start[:-1] + chr(ord(start[-1]) + code - int(first, 16))
    return table


def widths(font):
    """Code -> advance in 1/1000 em, from a CID font's W and DW."""
    descendant = font.DescendantFonts[0]
    table, default = {}, float(descendant.get("/DW", 1000))
    entries = list(descendant.get("/W", []))
    while entries:
        first, second = int(entries.pop(0)), entries.pop(0)
        if isinstance(second, pikepdf.Array):
            table.update({first + offset: float(width) for offset, width in enumerate(second)})
        else:
            width = float(entries.pop(0))
            table.update({code: width for code in range(first, int(second) + 1)})
    return table, default


def placed_glyphs(page):
    """(font name, text, size, x, y in points from the bottom left) of every upright glyph that a page shows."""
    fonts = {name: (str(font.BaseFont).split("+")[-1].removesuffix("-Identity-H"), to_unicode(font), *widths(font))
             for name, font in page.Resources.Font.items()}
    matrix = line = numpy.eye(3)
    font, size, spacing = None, 0.0, 0.0

    def moved(x, y):
        return numpy.array([[1, 0, 0], [0, 1, 0], [x, y, 1]], float)

    for operands, operator in pikepdf.parse_content_stream(page):
        operator = str(operator)
        if operator == "BT":
            matrix = line = numpy.eye(3)
        elif operator == "Tf":
            font, size = fonts[str(operands[0])], float(operands[1])
        elif operator in ("Td", "TD"):
            line = matrix = moved(float(operands[0]), float(operands[1])) @ line
        elif operator == "Tm":
            a, b, c, d, e, f = map(float, operands)
            line = matrix = numpy.array([[a, b, 0], [c, d, 0], [e, f, 1]])
        elif operator in ("Tj", "TJ"):
            name, texts, table, default = font
            for element in operands[0] if operator == "TJ" else operands:
                if isinstance(element, pikepdf.String):
                    codes = bytes(element)
                    for high, low in zip(codes[::2], codes[1::2]):
                        code = high << 8 | low
                        if matrix[0, 1] == 0:
                            yield name, texts.get(code, ""), size * matrix[0, 0], matrix[2, 0], matrix[2, 1]
                        matrix = moved(table.get(code, default) / 1000 * size + spacing, 0) @ matrix
                else:
                    matrix = moved(-float(element) / 1000 * size, 0) @ matrix
        elif operator == "Tc":
            spacing = float(operands[0])
        elif operator in ("'", '"', "T*", "TL", "Tw", "Tz", "Ts"):
            raise AssertionError("the check does not know the operator " + operator)


def drawn_by_freetype(name, character, size, x, y):
    """(grey picture of the one glyph, its left column and top row on the page's raster), y downwards."""
    source = face(name)
    index = source.get_char_index(character)
    source.set_char_size(round(size * 64), 0, DPI, DPI)
    column, row = int(x), int(y)
    source.set_transform(
        freetype.Matrix(0x10000, 0, 0, 0x10000), freetype.Vector(round((x - column) * 64), -round((y - row) * 64)))
    source.load_glyph(index, freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP)
    source.glyph.render(freetype.FT_RENDER_MODE_NORMAL)
    bitmap = source.glyph.bitmap
    if not bitmap.rows or not bitmap.width:
        return None
    pixels = numpy.array(bitmap.buffer, dtype=float).reshape(bitmap.rows, bitmap.pitch)[:, :bitmap.width]
    return pixels, column + source.glyph.bitmap_left, row - source.glyph.bitmap_top


def agreement(pixels, raster, left, top):
    """Highest correlation of the drawn glyph with the page around its place: rasterisers snap glyphs to whole or
    quarter pixels, so a pixel either way is no difference."""
    expected = numpy.pad(pixels, MARGIN)
    best = 0.0
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            y, x = top + dy - MARGIN, left + dx - MARGIN
            shown = raster[max(y, 0):y + expected.shape[0], max(x, 0):x + expected.shape[1]]
            if shown.shape == expected.shape:
                # On a dark ground the glyph is light: the same shape, the other way round.
                best = max(best, abs(correlation(softened(expected), softened(shown))))
    return best


# Empty border around a glyph, pixels: it shows that nothing else is drawn there.
MARGIN = 1


def softened(picture):
    """3 × 3 weighted means, against differences of anti-aliasing."""
    for axis in (0, 1):
        picture = (numpy.roll(picture, 1, axis) + 2 * picture + numpy.roll(picture, -1, axis)) / 4
    return picture


def correlation(a, b):
    a, b = a - a.mean(), b - b.mean()
    norm = numpy.sqrt((a * a).sum() * (b * b).sum())
    return float((a * b).sum() / norm) if norm else 0.0


class GlyphsAreWhole(unittest.TestCase):
    def check(self, example, page_limit=30):
        pdf, _ = issued(example)
        best, tries = {}, {}
        with pikepdf.open(pdf) as document:
            for number, page in enumerate(document.pages[:page_limit], 1):
                height = float(page.MediaBox[3])
                raster = None
                for name, text, size, x, y in placed_glyphs(page):
                    glyph = name, text
                    if len(text) != 1 or size < 6 or best.get(glyph, 0) >= LEAST_CORRELATION or tries.get(glyph, 0) > 3:
                        continue
                    drawn = drawn_by_freetype(name, text, size, x * SCALE, (height - y) * SCALE)
                    if drawn is None:
                        continue
                    if raster is None:
                        raster = 255.0 - picture(pdf, number, DPI)
                    # A neighbour that reaches into a glyph's box (the f of a Latin word) spoils one place, not four.
                    tries[glyph] = tries.get(glyph, 0) + 1
                    best[glyph] = max(best.get(glyph, 0), agreement(drawn[0], raster, *drawn[1:]))
        lowest = sorted((value, *glyph) for glyph, value in best.items())
        print(f"{example.name}: {len(best)} distinct glyphs, lowest agreement {lowest[:1]}")
        self.assertGreater(len(best), 100)
        bad = [glyph for glyph in lowest if glyph[0] < LEAST_CORRELATION]
        self.assertEqual(bad[:10], [], f"{len(bad)} of {len(best)} glyphs differ from the font's")

    def test_every_example(self):
        for example in examples():
            with self.subTest(example.name):
                self.check(example)

    def test_a_different_character_is_noticed(self):
        """The check itself can fail: look-alikes, and a glyph that lost a part, fall below the bound."""
        name = next(n for n in font_files() if n.startswith("NotoSerifCJKsc-Regular"))
        page = numpy.zeros((80, 80))
        whole, left, top = drawn_by_freetype(name, "鑫", 9, 10, 60)
        page[top:top + whole.shape[0], left:left + whole.shape[1]] = whole
        self.assertGreater(agreement(whole, page, left, top), 0.99)
        page[top + whole.shape[0] * 2 // 3:] = 0
        self.assertLess(agreement(whole, page, left, top), LEAST_CORRELATION, "a third of the glyph is gone")
        other, left, top = drawn_by_freetype(name, "己", 9, 10, 60)
        page[:] = 0
        page[top:top + other.shape[0], left:left + other.shape[1]] = other
        whole, left, top = drawn_by_freetype(name, "已", 9, 10, 60)
        self.assertLess(agreement(whole, page, left, top), 0.99, "look-alikes differ")


if __name__ == "__main__":
    unittest.main()
