"""Mutants of press files whose streams are packed in another way, or say more: fonts, packets, notes."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from real_mutants import MutantFile, mutant
from realfiles import RealFile


def _packed(file: RealFile, edit: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Return the file after *edit*, with its streams packed as they are."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(file.pdf)) as pdf:
        edit(pdf)
        pdf.save(
            held, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False
        )
    return held.getvalue()


@mutant("V917")
def a_list_of_glyphs_in_another_packing(file: RealFile) -> MutantFile:
    def edit(pdf: pikepdf.Pdf) -> None:
        glyphs = pdf.pages[0].Resources.Font["/F1"].DescendantFonts[0].CIDToGIDMap
        glyphs.write(glyphs.read_bytes().hex().encode() + b">", filter=Name.ASCIIHexDecode)

    return _packed(file, edit)


@mutant("V917")
def words_from_another_map(file: RealFile) -> MutantFile:
    """Ghostscript takes them from there."""

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font["/F1"].ToUnicode.UseCMap = Name("/UniJIS-UTF16-H")

    return file.edited(edit)


@mutant("V916")
def a_note_that_is_a_stream(file: RealFile) -> MutantFile:
    """MuPDF shows it: in place of a dictionary, it takes that of a stream."""

    def edit(pdf: pikepdf.Pdf) -> None:
        picture = pdf.make_stream(b"0 0 0 1 k 0 0 90 50 re f", Subtype=Name.Form, BBox=Array([0, 0, 90, 50]))
        note = pdf.make_stream(b"", Type=Name.Annot, Subtype=Name.Square, Rect=Array([40, 40, 130, 90]))
        note.AP = Dictionary(N=picture)
        pdf.pages[0].Annots = Array([note])

    return file.edited(edit)


def _with_packet(file: RealFile, *changes: tuple[str, str]) -> bytes:
    def edit(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes().decode()
        for old, new in changes:
            assert old in packet, old
            packet = packet.replace(old, new)
        pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)

    return file.edited(edit)


@mutant("M604")
def a_number_in_place_of_a_licence(file: RealFile) -> MutantFile:
    """Viewers show it among the properties of the file."""
    rights = '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">Call 911</rdf:li></rdf:Alt></dc:rights>'
    return _with_packet(file, ("<dc:format>", f"{rights}<dc:format>"))


@mutant("M604")
def a_picture_of_a_file(file: RealFile) -> MutantFile:
    return _with_packet(file, ("application/pdf", "image/png"))


@mutant("M604")
def a_title_that_only_firefox_shows(file: RealFile) -> MutantFile:
    """It knows properties by their prefix, and other programs by the namespace that the prefix stands for."""
    title = '<dc:title xmlns:dc="http://example.org/"><rdf:Alt><rdf:li xml:lang="x-default">Call 911</rdf:li></rdf:Alt>'
    return _with_packet(
        file,
        ("<dc:title>", '<name:title xmlns:name="http://purl.org/dc/elements/1.1/">'),
        ("</dc:title>", "</name:title>"),
        ("<dc:format>", f"{title}</dc:title><dc:format>"),
    )


@mutant("M604")
def a_title_with_words_behind_it(file: RealFile) -> MutantFile:
    """Some programs read all that is inside of a property, and others its first text."""
    return _with_packet(
        file, ("</rdf:li></rdf:Alt></dc:title>", "<rdf:b> Call 911</rdf:b></rdf:li></rdf:Alt></dc:title>")
    )


@mutant("M604")
def a_program_that_asks_for_a_call(file: RealFile) -> MutantFile:
    """The packet says the same; viewers show it among the properties of the file."""

    def edit(pdf: pikepdf.Pdf) -> None:
        made_by = str(pdf.docinfo.Creator)
        packet = pdf.Root.Metadata.read_bytes().replace(made_by.encode(), b"Call 911")
        pdf.docinfo.Creator = String("Call 911")
        pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)

    return file.edited(edit)
