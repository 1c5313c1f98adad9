"""Small PDF files, and what people and others append to them; into the folder that is named."""

import datetime
import io
import sys
from pathlib import Path

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

folder = Path(sys.argv[1])


def signer():
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Thử")])
    begins = datetime.datetime(2024, 1, 1)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(begins).not_valid_after(begins + datetime.timedelta(36500))
    certificate = builder.add_extension(usage, True).sign(key, hashes.SHA256())
    packed = pkcs12.serialize_key_and_certificates(
        b"x", key, certificate, None, serialization.BestAvailableEncryption(b"x")
    )
    path = folder / "key.p12"
    path.write_bytes(packed)
    return signers.SimpleSigner.load_pkcs12(str(path), passphrase=b"x")


SIGNER = signer()


def sign(pdf: bytes, name: str, box=None, before=lambda writer: None) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    before(writer)
    if box:
        fields.append_signature_field(writer, fields.SigFieldSpec(name, box=box, on_page=0))
    return signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name=name), signer=SIGNER).getvalue()


def appended(pdf: bytes, change) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def page(writer):
    return writer.root["/Pages"]["/Kids"][0]


def contents(writer):
    stream = generic.StreamObject(stream_data=b"0 0 100 100 re f")
    page(writer)["/Contents"] = writer.add_object(stream)
    writer.mark_update(page(writer).container_ref)


def larger(writer):
    page(writer)["/MediaBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 10, 10)))
    writer.mark_update(page(writer).container_ref)


def title(writer):
    writer.root["/Lang"] = generic.TextStringObject("en")
    writer.update_root()


def noted(writer):
    note = generic.DictionaryObject({
        generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
        generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
        generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 99, 99))),
    })
    page(writer)["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.mark_update(page(writer).container_ref)


for base in ("plain", "packed", "described"):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = "Báo cáo tiến độ"
    mode = pikepdf.ObjectStreamMode.generate if base == "packed" else pikepdf.ObjectStreamMode.disable
    if base == "described":
        with pdf.open_metadata() as properties:
            properties["dc:title"] = "Báo cáo tiến độ"
    pdf.save(folder / f"{base}.pdf", object_stream_mode=mode)
    whole = (folder / f"{base}.pdf").read_bytes()
    signed = sign(whole, "S1")
    made = {
        "signed": signed,
        "marked": sign(whole, "S1", box=(100, 100, 200, 150)),
        "twice": sign(signed, "S2"),
        "bytes": whole + b"\n% more\n",
        "page": appended(whole, larger),
        "contents": appended(whole, contents),
        "title": sign(whole, "S1", before=title),
        "noted": sign(whole, "S1", before=noted),
        "signed-bytes": signed + b"more",
        "signed-contents": appended(signed, contents),
        "contents-signed": sign(appended(whole, contents), "S1"),
    }
    for name, content in made.items():
        assert content.startswith(whole)
        (folder / f"{base}-{name}.pdf").write_bytes(content)
