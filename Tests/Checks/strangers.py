"""Strangers who want a service to answer nobody else: each kind is a coroutine that goes on until it is cancelled.

    strangers.py PORT KIND

Strangers come from addresses of their own in 127.0.0.0/8, as many as a kind names."""
import asyncio
import itertools
import json
import os
import pathlib
import random
import resource
import sys
import zlib

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "VerificationSiteTests/Fixtures"
MB = 1 << 20


def post(path, kind, *more):
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: x", f"Content-Type: {kind}", *more, "", ""]).encode()


async def connect(port, stranger):
    return await asyncio.open_connection("127.0.0.1", port, local_addr=(f"127.0.2.{stranger + 1}", 0))


async def converse(port, stranger, talk):
    """Talks over one connection after the other; whatever a stranger meets, it comes again."""
    while True:
        try:
            reader, writer = await connect(port, stranger)
            try:
                await talk(reader, writer)
            finally:
                writer.close()
        except (OSError, asyncio.IncompleteReadError):
            pass
        await asyncio.sleep(0.02)


def crowd(port, strangers, each, talk):
    return [converse(port, stranger, talk) for stranger in range(strangers) for _ in range(each)]


# Item by item: what it is, and how many come from how many addresses.

def slow_uploads(port):
    """80 uploads from 10 addresses that announce 10 MB and send a kilobyte a second."""
    async def talk(reader, writer):
        writer.write(post("/api/v1/verify/file", "application/pdf", f"Content-Length: {10 * MB}") + b"%PDF-1.7\n")
        while not reader.at_eof():
            writer.write(b"x" * 1024)
            await writer.drain()
            await asyncio.sleep(1)
    return crowd(port, 10, 8, talk)


def held_uploads(port):
    """40 uploads from 10 addresses that send 19 MB of 20 at once, and then hardly anything: 760 MB."""
    async def talk(reader, writer):
        writer.write(post("/api/v1/verify/file", "application/pdf", f"Content-Length: {20 * MB}"))
        for _ in range(19):
            writer.write(bytes(MB))
            await writer.drain()
        while not reader.at_eof():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(1)
    return crowd(port, 10, 4, talk)


def endless_bodies(port):
    """200 bodies without end from 10 addresses, to addresses that take none, a small one, or a file."""
    heads = itertools.cycle([
        post("/", "text/plain", "Transfer-Encoding: chunked"), post("/nowhere", "text/plain", "Transfer-Encoding: chunked"),
        post("/v", "application/x-www-form-urlencoded", "Transfer-Encoding: chunked"),
        post("/api/v1/verify/file", "application/pdf", "Transfer-Encoding: chunked")])

    async def talk(reader, writer):
        writer.write(next(heads))
        while True:
            writer.write(b"400\r\n" + b"a" * 0x400 + b"\r\n")
            await writer.drain()
            await asyncio.sleep(0.05)
    return crowd(port, 10, 20, talk)


def connections(port):
    """4,300 connections from one address that say nothing."""
    async def talk(reader, writer):
        await reader.read(1)
    return crowd(port, 1, 4300, talk)


def slow_forms(port):
    """1,500 forms from 5 addresses that never end."""
    async def talk(reader, writer):
        writer.write(post("/v", "application/x-www-form-urlencoded", "Content-Length: 4000") + b"digits=")
        while not reader.at_eof():
            writer.write(b"1")
            await writer.drain()
            await asyncio.sleep(5)
    return crowd(port, 5, 300, talk)


def requests(port, strangers, each, messages):
    messages = itertools.cycle(messages)

    async def talk(reader, writer):
        while True:
            writer.write(next(messages))
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
            await reader.readexactly(length)
    return crowd(port, strangers, each, talk)


def body(path, kind, content):
    return post(path, kind, f"Content-Length: {len(content)}") + content


def guesses(port):
    """Numbers and codes that nobody issued, over 8 connections of one address."""
    def guess():
        number = f"20261125{random.randrange(10**9):09}{random.randrange(10**5):05}"
        return body("/api/v1/verify/number", "application/json",
                    json.dumps({"number": number, "checkCode": f"{random.randrange(10**8):08}"}).encode())
    return requests(port, 1, 8, [guess() for _ in range(1000)])


def pdf(objects):
    file, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(file)
    size = len(objects) + 1
    file += b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(file + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start))


def tree(kids):
    """A PDF whose tree of attachments names one large object again and again."""
    return pdf([b"<</Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>", b"<</Type/Pages/Kids[]>>",
                b"<</Kids[" + b"4 0 R " * kids + b"]>>", b"<</Names[]/More(" + b"x" * (4 * MB) + b")>>"])


def scan(pages):
    """A copy of 15 MB, on each page the same 60,000 curves."""
    dice = random.Random(7)
    curves = b"0.1 w\n" + b"".join(
        b"%d %d m %d %d %d %d %d %d c S\n" % tuple(dice.randrange(600) for _ in range(8)) for _ in range(60_000))
    curves += b"%" + b"x" * (15 * MB - len(curves))
    kids = b"".join(b"%d 0 R " % (4 + page) for page in range(pages))
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
                b"<</Length %d>>stream\n%s\nendstream" % (len(curves), curves)]
               + [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>"] * pages)


def bombs(port):
    """Files that are made to take long, over 8 connections of one address."""
    picture = (FIXTURES / "finder-patterns.png").read_bytes()
    zeros = b"%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode/Length 1>>stream\n" + zlib.compress(bytes(50 * MB))
    return requests(port, 1, 8, [
        body("/api/v1/verify/file", kind, content) for kind, content in [
            ("application/pdf", tree(100)), ("image/png", picture), ("application/pdf", tree(10_000)), ("application/pdf", zeros)]])


def waiting_copies(port):
    """20 copies of 15 MB from 2 addresses, which arrive at once and wait for their turn: 300 MB."""
    copy = body("/api/v1/verify/file", "application/pdf", scan(100 if float(os.environ.get("XINBAO_ATTACK_SECONDS", "3")) >= 30 else 3))
    return requests(port, 2, 10, [copy])


KINDS = {kind.__name__: kind for kind in (
    slow_uploads, held_uploads, endless_bodies, connections, slow_forms, guesses, bombs, waiting_copies)}


async def main(port, kind):
    await asyncio.gather(*KINDS[kind](port))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
