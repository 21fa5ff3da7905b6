"""Texts have a greatest length, and the checks of a text take a time that is proportional to it."""

from __future__ import annotations

import itertools
import time

import pytest

from flyers import limits
from flyers.content import schema, yamlfile
from flyers.content.schema import MapOf, Record, Text
from flyers.errors import ContentError, TranslationError
from flyers.translation import po
from flyers.translation.checks import safety

KIND = Record({"texts": MapOf(Text())})


def test_a_long_text_is_an_error_with_its_line() -> None:
    long = "x" * (limits.TEXT_CHARACTERS + 1)
    schema.check(yamlfile.parse(f"texts:\n  a: {long[1:]}\n".encode(), "x.yaml"), KIND)
    with pytest.raises(ContentError, match="2001 characters") as caught:
        schema.check(yamlfile.parse(f"texts:\n  a: {long}\n".encode(), "x.yaml"), KIND)
    assert caught.value.source is not None
    assert caught.value.source.line == 2


def test_a_long_name_is_an_error_with_its_line() -> None:
    with pytest.raises(ContentError, match="400 letters") as caught:
        schema.check(yamlfile.parse(f"texts:\n  {'x' * 400}: a\n".encode(), "x.yaml"), KIND)
    assert caught.value.source is not None
    assert caught.value.source.line == 2


def test_a_long_translation_is_an_error_with_its_line() -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    entry = f'msgctxt "a.b"\nmsgid "x"\nmsgstr "{"y" * (limits.TEXT_CHARACTERS + 1)}"\n'
    with pytest.raises(TranslationError, match="2001 characters") as caught:
        po.read(head + entry, "es.po")
    assert caught.value.source is not None
    assert caught.value.source.line == 6


WORDS = ["a", "-", "a-", "1", "1 ", "<", "< ", "</ ", "&a", "&#1", "{", " "]


@pytest.mark.parametrize("name", ["_ADDRESS", "_TAG", "_NUMBER", "_ASIDE", "_BESIDE", "_PLAIN_WORDS", "_SUSPECT"])
def test_each_search_in_a_text_is_linear(name: str) -> None:
    for first, word in itertools.product(["", "<", "&", "{", "1"], WORDS):
        text = first + word * (50_000 // len(word))
        start = time.process_time()
        getattr(safety, name).findall(text)
        assert time.process_time() - start < 1, text[:9]


@pytest.mark.parametrize("tag", ["<b>", "< b >", "</b>", "< / b", "<!doctype", "<?xml ?>", "<br/>", "&amp;", "&#8203;"])
def test_tags_are_found_as_before(tag: str) -> None:
    match = safety._TAG.search(f"a {tag} b")
    assert match is not None
    assert match[0].startswith(tag.rstrip(">"))


@pytest.mark.parametrize("address", ["ab.com", "a-b.org", "visit my-site.help now", "www.x", "a@b", "https://x"])
def test_addresses_are_found_as_before(address: str) -> None:
    assert safety._ADDRESS.search(address)


@pytest.mark.parametrize("text", ["a.com", "etc.", "one. common", "fin.computer"])
def test_what_is_no_address_is_not_found(text: str) -> None:
    assert not safety._ADDRESS.search(text)
