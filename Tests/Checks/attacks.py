"""What forgers do to a signed report: functions from the bytes of a PDF to the bytes of another. They know nothing of
our own reader and writer; pikepdf and pyHanko do the work, as they would do it for anybody."""
import datetime
import io
import re

import pikepdf
from asn1crypto import keys, x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def byte_range(pdf):
    """The numbers of the first /ByteRange: all is signed but what stands between."""
    return tuple(int(number) for number in BYTE_RANGE.search(pdf).groups())


def signer_names(pdf):
    """The names of the signer and of the one who issued its certificate."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    certificate = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0].signer_cert
    return certificate.subject.dump(), certificate.issuer.dump()


def impostor(pdf=None):
    """A signer from an authority that has the names of the true one, and keys of its own."""
    day = datetime.timedelta(days=1)
    now = datetime.datetime.now(datetime.timezone.utc)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    if pdf:
        subject, issuer = (x509.Name(name) for name in map(parsed_name, signer_names(pdf)))
    else:
        subject, issuer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("Mallory", "Nobody"))

    def certificate(name, public, is_authority):
        return (
            x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(public)
            .serial_number(x509.random_serial_number()).not_valid_before(now - 900 * day)
            .not_valid_after(now + 900 * day)
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
            .add_extension(x509.KeyUsage(
                not is_authority, not is_authority, False, False, False, is_authority, is_authority, False, False),
                critical=True)
            .sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))
    root = asn1_x509.Certificate.load(certificate(issuer, root_key.public_key(), True))
    own = asn1_x509.Certificate.load(certificate(subject, key.public_key(), False))
    store = SimpleCertificateStore()
    store.register_multiple([root])
    private = keys.PrivateKeyInfo.load(key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return signers.SimpleSigner(signing_cert=own, signing_key=private, cert_registry=store)


def parsed_name(der):
    """The attributes of a name in DER."""
    return [
        x509.NameAttribute(x509.ObjectIdentifier(pair["type"].dotted), pair["value"].native)
        for relative in asn1_x509.Name.load(der).chosen for pair in relative]


def saved(pdf):
    output = io.BytesIO()
    pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
    return output.getvalue()


class Lawless(signers.PdfSigner):
    """Does not mind that a certification forbids all changes."""

    def _enforce_certification_constraints(self, reader):
        pass


def sign(pdf, signer, certify=True, name="Signature"):
    """Signed by somebody, as a certification without changes, or as a signature on top of what is there."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    fields.append_signature_field(writer, fields.SigFieldSpec(name))
    metadata = signers.PdfSignatureMetadata(
        field_name=name, certify=certify, docmdp_permissions=MDPPerm.NO_CHANGES, md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES)
    output = io.BytesIO()
    Lawless(metadata, signer).sign_pdf(writer, output=output)
    return output.getvalue()


def updated(pdf, change):
    """An incremental update; `change` gets the writer."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


# The attacks

def flip_byte_in_page(pdf):
    """One bit of what the first page shows."""
    start = pdf.index(b"stream\n") + len(b"stream\n")
    place = (start + pdf.index(b"endstream", start)) // 2
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1:]


def swap_page_incrementally(pdf):
    """The first page shows something else; the signed bytes stay as they are."""
    def change(writer):
        page, _ = writer.find_page_for_modification(0)
        page.get_object()["/Contents"] = writer.add_object(
            generic.StreamObject(stream_data=b"q 0 0 0 rg 72 700 200 50 re f Q"))
        writer.update_container(page.get_object())
    return updated(pdf, change)


def strip_signature(pdf):
    """The same report, as if nobody had ever signed it."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for key in ("/AcroForm", "/Perms"):
            if key in document.Root:
                del document.Root[key]
        for page in document.pages:
            if "/Annots" in page:
                del page["/Annots"]
        return saved(document)


def resign_as_same_named_authority(pdf):
    """Signed anew by an authority of the same name."""
    return sign(strip_signature(pdf), impostor(pdf))


def add_annotation(pdf):
    """A note on top of the page, which covers what it says."""
    def change(writer):
        page, _ = writer.find_page_for_modification(0)
        note = generic.DictionaryObject({
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (72, 600, 400, 800))),
            generic.pdf_name("/DA"): generic.pdf_string("/Helv 24 Tf 0 g"),
            generic.pdf_name("/Contents"): generic.pdf_string("无行政处罚")})
        page = page.get_object()
        notes = generic.ArrayObject(page.get("/Annots", ()))
        notes.append(writer.add_object(note))
        page["/Annots"] = notes
        writer.update_container(page)
    return updated(pdf, change)


def replace_attachment(pdf, name="report.json", data=b"{}"):
    """Other data in the file, which is written anew."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.attachments[name] = pikepdf.AttachedFileSpec(document, data, filename=name)
        return saved(document)


def replace_attachment_incrementally(pdf, name="report.json", data=b"{}"):
    """Other data in an update; the signed bytes stay as they are."""
    def change(writer):
        names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
        for index in range(0, len(names), 2):
            if names[index] == name:
                files = names[index + 1]["/EF"]
                reference = writer.add_object(generic.StreamObject(stream_data=data))
                files["/F"] = files["/UF"] = reference
                writer.update_container(files)
    return updated(pdf, change)


def replace_attachment_and_resign(pdf, name="report.json", data=b"{}"):
    """Other data, under the signature of an authority of the same name."""
    return sign(strip_signature(replace_attachment(pdf, name, data)), impostor(pdf))


def append_second_signature(pdf):
    """Somebody else signs the certified file as well."""
    return sign(pdf, impostor(), certify=False, name="Second")


def token_of_another(pdf, other):
    """The token of another report, under the signature of an authority of the same name."""
    with pikepdf.open(io.BytesIO(other)) as document:
        token = document.attachments["token.cbor"].get_file().read_bytes()
    return replace_attachment_and_resign(pdf, "token.cbor", token)


def append_bytes(pdf):
    """Something behind the end."""
    return pdf + b"% nothing to see here\n"


def hide_in_padding(pdf):
    """Something in the room behind the signature, which nobody signs."""
    _, start, end, _ = byte_range(pdf)
    hidden = b"feedface"
    return pdf[:end - 1 - len(hidden)] + hidden + pdf[end - 1:]


def empty_signature(pdf):
    """Universal signature forgery: a signature that a lax program cannot check, and so does not refuse."""
    _, start, end, _ = byte_range(pdf)
    return pdf[:start] + b"<" + b"0" * (end - start - 2) + b">" + pdf[end:]


def null_byte_range(pdf):
    """The same by a /ByteRange of nothing."""
    found = BYTE_RANGE.search(pdf)
    return pdf[:found.start()] + b"/ByteRange null".ljust(len(found[0])) + pdf[found.end():]


def widen_gap(pdf):
    """Less is signed than seems to be: the hole is larger than the signature."""
    _, start, end, length = byte_range(pdf)
    found = BYTE_RANGE.search(pdf)
    wide = f"/ByteRange[0 {start} {end + 40} {length - 40}".encode()
    return pdf[:found.start()] + wide.ljust(len(found[0]) - 1) + b"]" + pdf[found.end():]


def wrap_signature(pdf):
    """Signature wrapping: the second signed part is moved to the end, and between the two comes a catalogue of
    references that leads to another page and to a signature dictionary with a /ByteRange of the new places. The signed
    bytes are whole, and in order, and their digest is the one that was signed."""
    _, start, end, length = byte_range(pdf)
    first, hole, last = pdf[:start], pdf[start:end], pdf[end:]
    table_at = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root, contents = document.Root, document.pages[0].Contents.objgen[0]
        signature = root.Perms.DocMDP.objgen[0]
        catalog, info = root.objgen[0], document.docinfo.objgen[0]
        size = int(document.trailer.Size)
    offsets = {int(match[1]): match.start() for match in re.finditer(rb"(?<=\n)(\d+) 0 obj\n", pdf)}
    page = b"q 0 0 0 rg 72 700 200 50 re f Q"
    # The signature dictionary as it was, to the number.
    old = pdf[pdf.index(b"<<", offsets[signature]):pdf.index(b"\nendobj", offsets[signature])]
    shift = 0
    for _ in range(4):  # The size of the injected part decides its own numbers.
        moved = f"/ByteRange[0 {start} {end + shift} {length}]".encode()
        new = {
            contents: b"<</Length %d>>\nstream\n%s\nendstream" % (len(page), page),
            signature: BYTE_RANGE.sub(moved.ljust(60), old)}
        # The table stands where the signed end says that one stands; the objects follow.
        place = table_at + 20 * size + 200
        objects, places = b"", {}
        for number, body in new.items():
            places[number] = place + len(objects)
            objects += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table = b"xref\n0 %d\n0000000000 65535 f \n" % size
        for number in range(1, size):
            offset = offsets.get(number)
            if offset is not None and offset > start:
                offset += shift
            offset = places.get(number, offset)
            table += b"0000000000 65535 f \n" if offset is None else b"%010d 00000 n \n" % offset
        table += b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\n" % (size, catalog, info)
        injected = b"\n" * (table_at - end) + table.ljust(20 * size + 200) + objects
        shift = len(injected)
    return first + hole + injected + last


def all_attacks(pdf, other):
    """Each by its name: the altered file."""
    made = {
        attack.__name__: attack(pdf) for attack in (
            flip_byte_in_page, swap_page_incrementally, strip_signature, resign_as_same_named_authority, add_annotation,
            replace_attachment, replace_attachment_incrementally, replace_attachment_and_resign,
            append_second_signature, append_bytes, hide_in_padding, empty_signature, null_byte_range, widen_gap,
            wrap_signature)}
    made["token_of_another"] = token_of_another(pdf, other)
    return made
