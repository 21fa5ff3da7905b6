"""Mutations of YAML, PO and JSON: what a hand, a hostile hand or a broken program makes of a good file."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import yaml

Tree = Any

HOSTILE: list[Any] = [
    None, True, False, 0, -1, 1, 3, 10**9, 10**30, -0.5, 1e308, 0.1, [], {}, "", " ", "~", "0", "-1pt", "0pt", "1e9pt",
    "99999in", "9pt", "nan", "inf", "NaNpt", "x" * 400, "é" * 3000, "٣٤", "1/2", "{", "}", "{hotline}", "{nobody}",
    "{hotline.x}", "{0}", "**", "**x", "**a** **b**", "<b>x</b>", "&amp;", "a\u202eb", "\u2067", "\u2069", "a\x07b",
    "\x1b[2J", "\x9b31m", "a\nb", "a\tb", "\u2028", "\ufeff", "\ud7ff\ue000", "../../etc/passwd", "/dev/zero",
    "../messages/about.yaml", "C:\\x", "a/b", ".", "..", "-x", "--help", "$(id)", "`id`", "tel:1", "tel:+1888373788",
    "sms:1", "https://example.org", "http://x", "javascript:alert(1)", "data:,x", "mailto:a@b", "https://a@b/", "911",
    "1-888-373-7888", "18883737888", "2026-02-30", "2026-11-24", "9999-12-31", "0000-00-00", "en", "ar", "xx", "zz-ZZ",
    "zh-Hant-TW-x-y", "Arab", "Latn", "Qaaa", "rtl", "hotline", "card.headline", "alt.qr.hotline", "signs", "regular",
    "noto-sans", "wallet-card", "press", "paper", "accent", "front", "H1", "\U0001f600", "กขค", "漢字" * 50, "e\u0301" * 60,
    "a" + "\u0301" * 500, "ﷺ" * 40, ["x"], [None], [[[]]], {"x": 1}, {"": ""}, {"text": "x"}, ["ar", "ar"], [0, 0],
]  # fmt: skip
"""Values that are wrong, odd, dangerous, or right in another place."""

KEYS = ["", "x", "text", "when", "extends", "message", "contact", "role", "kind", "\u202ekey", "a b", "1", "null", "-"]


def mutated_yaml(data: bytes, chance: random.Random) -> bytes:
    """Return *data* with its tree changed, or its lines, or its bytes."""
    choice = chance.random()
    if choice < 0.62:
        tree = _changed_tree(yaml.load(data, Loader=_Loader), chance)
        return yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000).encode(
            "utf-8", "surrogatepass"
        )
    if choice < 0.88:
        return _changed_lines(data, chance)
    return mutated_bytes(data, chance)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Reads scalars as text, so that the file that is written again means the same."""


_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    def ignore_aliases(self, data: object) -> bool:
        return True


def _changed_tree(tree: Tree, chance: random.Random) -> Tree:
    for _ in range(chance.choice((1, 1, 1, 1, 2, 3))):
        holder, key = chance.choice(list(_places(tree)))
        _change(holder, key, tree, chance)
    return tree


def _places(tree: Tree) -> list[tuple[Any, Any]]:
    """Return every place of *tree*, as what holds it and its key there."""
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else []
        for key in keys:
            found.append((node, key))
            waiting.append(node[key])
    return found or [({"x": tree}, "x")]


def _change(holder: Any, key: Any, tree: Tree, chance: random.Random) -> None:
    match chance.randrange(12):
        case 0 | 1 | 2 | 3 | 4:
            holder[key] = chance.choice(HOSTILE)
        case 5:
            del holder[key]
        case 6:
            other, there = chance.choice(_places(tree))
            holder[key] = json.loads(json.dumps(other[there]))
        case 7 if isinstance(holder, dict):
            holder[chance.choice([*KEYS, f"{key}x", str(key)[:-1]])] = holder.pop(key)
        case 7 | 8 if isinstance(holder, list):
            holder.extend(json.loads(json.dumps([holder[key]])) * chance.choice((1, 2, 50)))
        case 9:
            value = holder[key]
            for _ in range(chance.choice((1, 2, 40, 300))):
                value = {"x": value} if chance.random() < 0.5 else [value]
            holder[key] = value
        case 10 if isinstance(holder[key], str):
            holder[key] = _changed_text(holder[key], chance)
        case _ if isinstance(holder, dict):
            holder[chance.choice(KEYS)] = chance.choice(HOSTILE)
        case _:
            holder[key] = chance.choice(HOSTILE)


def _changed_text(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return chance.choice((
        text[:at] + str(chance.choice(HOSTILE)) + text[at:],
        text[:at],
        text * chance.choice((2, 10, 200)),
        text.upper(),
        "".join(chance.sample(text, len(text))),
        text[:at] + chance.choice("{}*&<>\u202e\u2067\u200d\u0301 -0") + text[at:],
    ))  # fmt: skip


def _changed_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    line = lines[at]
    match chance.randrange(9):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, line)
        case 2:
            lines[at] = b" " * chance.randrange(1, 5) + line
        case 3:
            lines[at] = line.lstrip()
        case 4:
            lines[at] = b"\t" + line
        case 5:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], line
        case 6:
            key, colon, _ = line.partition(b":")
            odd = (
                b"&a x",
                b"*a",
                b"!!python/object:os.system x",
                b"!x",
                b"|",
                b">-",
                b"[",
                b'"',
                b"{a: 1",
                b"- -",
                b"? x",
            )
            lines[at] = key + colon + b" " + chance.choice(odd)
        case 7:
            lines = lines[:at]
        case 8:
            lines.insert(
                at, chance.choice((b"---", b"...", b"%YAML 1.1", b"<<: *a", b"x: 1", b"#", b"? [a]\n: b", b"\xff"))
            )
    return b"\n".join(lines)


def mutated_bytes(data: bytes, chance: random.Random) -> bytes:
    """Return *data* with bytes changed, removed, added, or cut off."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        at = chance.randrange(len(out) + 1)
        match chance.randrange(6):
            case 0 if at < len(out):
                out[at] = chance.randrange(256)
            case 1:
                del out[at : at + chance.choice((1, 2, 16, 200))]
            case 2:
                out[at:at] = chance.choice((b"\0", b"\xff", b"\r", b"\x1b[2J", "\u202e".encode(), b"A" * 5000, b"\n\n"))
            case 3 if at < len(out):
                out[at] ^= 1 << chance.randrange(8)
            case 4:
                there = chance.randrange(len(out) + 1)
                out[at:at] = out[there : there + 40]
            case 5 if chance.random() < 0.2:
                del out[at:]
    return bytes(out)


def mutated_json(data: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.2:
        return mutated_bytes(data, chance)
    return json.dumps(_changed_tree(json.loads(data), chance), ensure_ascii=chance.random() < 0.5).encode(
        "utf-8", "surrogatepass"
    )


_PO_TEXT = re.compile(r'(?m)^(msgctxt|msgid|msgstr) "(.*)"$')


def mutated_po(data: bytes, chance: random.Random) -> bytes:
    """Return a catalog with a text, a line or an entry changed."""
    choice = chance.random()
    if choice < 0.12:
        return mutated_bytes(data, chance)
    text = data.decode("utf-8")
    if choice < 0.6:
        places = list(_PO_TEXT.finditer(text))
        for _ in range(chance.choice((1, 1, 2, 5))):
            place = chance.choice(places)
            value = chance.choice((str(chance.choice(HOSTILE)), _changed_text(place[2], chance)))
            value = (
                value if chance.random() < 0.2 else value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            )
            text = text.replace(place[0], f'{place[1]} "{value}"', 1)
        return text.encode("utf-8", "surrogatepass")
    entries = text.split("\n\n")
    at = chance.randrange(len(entries))
    match chance.randrange(8):
        case 0:
            del entries[at]
        case 1:
            entries.insert(at, chance.choice(entries))
        case 2:
            entries[at] = (
                chance.choice(("#, fuzzy\n", "#, fuzzy, x\n", '#| msgid "x"\n', "#: \n", "#\n", "#,\n")) + entries[at]
            )
        case 3:
            entries[at] = "\n".join("#~ " + line for line in entries[at].split("\n"))
        case 4:
            entries[at] = entries[at].replace(
                'msgstr "', chance.choice(('msgstr[0] "', 'msgid_plural "x"\nmsgstr[0] "', "msgstr '", "msgstr ")), 1
            )
        case 5:
            lines = entries[at].split("\n")
            del lines[chance.randrange(len(lines))]
            entries[at] = "\n".join(lines)
        case 6:
            entries[0] = chance.choice(
                ("", entries[0].replace("UTF-8", chance.choice(("latin-1", "utf-7", "x", "utf-16"))))
            )
        case 7:
            chance.shuffle(entries)
    return "\n\n".join(entries).encode("utf-8")
