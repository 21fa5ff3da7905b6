"""Mutations of XML, workbooks, fonts and PDFs: of their parts, their tables and their objects, and of their bytes."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib

import pikepdf
from mutations_text import HOSTILE, mutated_bytes
from pikepdf import Array, Dictionary, Name, Stream, String

_TAG = re.compile(rb"<[^<>]+>")
_VALUE = re.compile(rb'="[^"]*"')
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NUMBERS = (
    b"0",
    b"-1",
    b"1e9",
    b"1e999",
    b"nan",
    b"1e-320",
    b"9" * 40,
    b"--1",
    b".",
    b"",
    b"2147483648",
    b"-32769",
    b"0.1",
)


def _text(chance: random.Random) -> bytes:
    return str(chance.choice(HOSTILE)).encode("utf-8", "surrogatepass")


def mutated_xml(data: bytes, chance: random.Random) -> bytes:
    """Return XML with a tag, an attribute, a number or a text changed."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        match chance.randrange(10):
            case 0 | 1:
                data = _replaced(
                    _VALUE, data, b'="%s"' % _text(chance).replace(b'"', b"&quot;").replace(b"<", b"&lt;"), chance
                )
            case 2 | 3:
                data = _replaced(_NUMBER, data, chance.choice(_NUMBERS), chance)
            case 4:
                data = _replaced(_TAG, data, b"", chance)
            case 5:
                tags = _TAG.findall(data) or [b""]  # an earlier change may have left none
                data = _replaced(_TAG, data, chance.choice(tags) * chance.choice((1, 2, 500)), chance)
            case 6:
                odd = (
                    b"<!DOCTYPE x [<!ENTITY a 'aa'>]>",
                    b"<!-- x -->",
                    b"<![CDATA[x]]>",
                    b"<?xml version='1.1'?>",
                    b"&a;",
                    b"&#0;",
                    b"&#x202e;",
                    b"<x>" * 3000,
                    b"<x:y/>",
                    b"\0",
                )
                data = _replaced(_TAG, data, chance.choice(odd), chance)
            case 7:
                data = re.sub(
                    rb">([^<>]{2,})<",
                    lambda match: (
                        match[0]
                        if chance.random() < 0.9
                        else b">" + _text(chance).replace(b"<", b"&lt;").replace(b"&", b"&amp;") + b"<"
                    ),
                    data,
                )
            case 8:
                data = mutated_bytes(data, chance)
            case 9:
                start = chance.randrange(len(data) + 1)
                data = data[:start] + data[chance.randrange(start, len(data) + 1) :]
    return data


def _replaced(pattern: re.Pattern[bytes], data: bytes, new: bytes, chance: random.Random) -> bytes:
    places = list(pattern.finditer(data))
    if not places:
        return data
    place = chance.choice(places)
    return data[: place.start()] + new + data[place.end() :]


def mutated_xlsx(data: bytes, chance: random.Random) -> bytes:
    """Return a workbook with a part changed, added, removed or renamed, or with other bytes."""
    if chance.random() < 0.15:
        return mutated_bytes(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    name = chance.choice(list(parts))
    if chance.random() < 0.5:
        name = next(one for one in parts if one.startswith("xl/worksheets/sheet"))
    choice = chance.random()
    if choice < 0.7:
        parts[name] = mutated_xml(parts[name], chance)
    elif choice < 0.8:
        del parts[name]
    elif choice < 0.9:
        parts[
            chance.choice(("xl/vbaProject.bin", "../../evil.xml", "/etc/x", "x" * 400, "xl/worksheets/sheet9.xml"))
        ] = parts[name]
    else:
        parts[chance.choice((name.upper(), name + " ", "a/" + name))] = parts.pop(name)
    out = io.BytesIO()
    packing = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with zipfile.ZipFile(out, "w") as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part), content, packing)  # without the time of day
    return out.getvalue()


def mutated_font(data: bytes, chance: random.Random) -> bytes:
    """Return an OpenType font with values in a table or in its directory changed."""
    count = struct.unpack(">H", data[4:6])[0]
    tables = [struct.unpack(">4sLLL", data[12 + 16 * index : 28 + 16 * index]) for index in range(count)]
    out = bytearray(data)
    if chance.random() < 0.1:
        return mutated_bytes(data, chance)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        index = chance.randrange(count)
        tag, _sum, offset, length = tables[index]
        match chance.randrange(6):
            case 0 | 1 | 2:
                at = offset + min(int(chance.expovariate(1 / 40)), max(length - 2, 0))
                out[at : at + 2] = struct.pack(
                    ">H", chance.choice((0, 1, 0x7FFF, 0x8000, 0xFFFF, chance.randrange(65536)))
                )
            case 3:
                at = offset + chance.randrange(max(length, 1))
                out[at] = chance.randrange(256)
            case 4:
                entry = 12 + 16 * index
                place = chance.choice((8, 12))
                out[entry + place : entry + place + 4] = struct.pack(
                    ">L", chance.choice((0, 1, 0xFFFFFFFF, length // 2, len(data) - 1))
                )
            case 5:
                out[12 + 16 * index : 16 + 16 * index] = chance.choice((b"xxxx", b"CFF ", b"glyf", b"fvar", tag[::-1]))
    return bytes(out)


def mutated_profile(data: bytes, chance: random.Random) -> bytes:
    """Return an ICC profile with its header, its directory or its tables changed."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 2, 8))):
        at = chance.choice((chance.randrange(128), chance.randrange(128, 260), chance.randrange(len(data) - 4)))
        out[at : at + 4] = chance.choice(
            (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\0\0\0\1", b"CMYK", b"RGB ", b"\x7f\xff\xff\xff")
        )
    return bytes(out) if chance.random() < 0.9 else bytes(out[: chance.randrange(len(out))])


# -- PDF ---------------------------------------------------------------------------------------------------------------


def mutated_pdf(data: bytes, chance: random.Random) -> bytes:
    """Return a PDF with objects or drawing instructions changed, or with other bytes."""
    if chance.random() < 0.25:
        return mutated_bytes(data, chance)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        objects = [one for one in pdf.objects if isinstance(one, (Dictionary, Array, Stream))]
        for _ in range(chance.choice((1, 1, 2, 5))):
            if chance.random() < 0.4:
                _change_stream(chance.choice([one for one in objects if isinstance(one, Stream)]), chance)
            else:
                _change_object(chance.choice([*objects, pdf.Root, pdf.pages[0].obj]), objects, chance)
        out = io.BytesIO()
        pdf.save(out, static_id=True, fix_metadata_version=False)  # the record may be a stream no longer
    return out.getvalue()


_VALUES = (
    0, -1, 1, 2**31 - 1, True, False, None, b"", b"\xfe\xff\xd8\x00", "x", "/Type", "/Page", "/Pages", "/Font", "/None",
    "/DeviceRGB", "/Pattern", "/Identity-H", "/S", "/P", [], [0, 0, 0, 0], [1, 2], {}, {"/Type": "/Page"}, "x" * 5000,
)  # fmt: skip


def _value(chance: random.Random) -> object:
    value = chance.choice(_VALUES)
    if isinstance(value, bytes):
        return String(value)
    if isinstance(value, str):
        return Name(value) if value.startswith("/") else String(value)
    if isinstance(value, list):
        return Array(value)
    if isinstance(value, dict):
        return Dictionary({key: Name(name) for key, name in value.items()})
    return value


def _change_object(one: pikepdf.Object, objects: list[pikepdf.Object], chance: random.Random) -> None:
    if isinstance(one, Array):
        if not len(one):
            one.append(_value(chance))
            return
        at = chance.randrange(len(one))
        match chance.randrange(4):
            case 0:
                del one[at]
            case 1:
                one[at] = chance.choice(objects)
            case 2:
                one.append(chance.choice(objects))
            case _:
                one[at] = _value(chance)
        return
    keys = sorted(one.keys() - {"/Length", "/Filter"})  # pikepdf has them in the order of a set
    if not keys:
        return
    key = chance.choice(keys)
    match chance.randrange(5):
        case 0:
            del one[key]
        case 1:
            one[key] = chance.choice(objects)
        case 2:
            one[
                Name(
                    "/"
                    + chance.choice(("Kids", "Parent", "Rotate", "Contents", "Annots", "K", "Resources", "UserUnit"))
                )
            ] = chance.choice([*objects, 90, 0.5, Array([1])])
        case _:
            value = _value(chance)
            if value is None:
                del one[key]
            else:
                one[key] = value


_OPERATORS = (
    b"q",
    b"Q",
    b"BT",
    b"ET",
    b"Do",
    b"Tf",
    b"re",
    b"W n",
    b"EMC",
    b"BDC",
    b"cm",
    b"Tj",
    b"gs",
    b"sh",
    b"'",
    b"BI ID EI",
    b"d0",
    b"c",
    b"y",
)


def _change_stream(stream: Stream, chance: random.Random) -> None:
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:
        return
    match chance.randrange(7):
        case 0 | 1:
            data = _replaced(_NUMBER, data, chance.choice(_NUMBERS), chance)
        case 2:
            data = _replaced(
                re.compile(rb"(?<=[ \n])[A-Za-z*'\"]{1,3}(?=[ \n])"), data, chance.choice(_OPERATORS), chance
            )
        case 3:
            lines = data.split(b"\n")
            del lines[chance.randrange(len(lines))]
            data = b"\n".join(lines)
        case 4:
            lines = data.split(b"\n")
            lines.insert(chance.randrange(len(lines)), chance.choice(_OPERATORS) + b" " + chance.choice(lines))
            data = b"\n".join(lines)
        case 5:
            data = mutated_bytes(data, chance)
        case 6:
            data = zlib.compress(data)[: chance.randrange(200)]
    stream.write(data)
