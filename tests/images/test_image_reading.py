"""What can be read of any image: its kind, its labels and its codes; a broken or a hostile one is a finding."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pytest
from image_mutants_picture import code_picture
from imagefiles import real, with_chunks
from PIL import Image

from flyers import limits
from flyers.proof.images import Chunk, labels_of, read_image
from flyers.proof.objects import UnreadableError
from flyers.proof.run import image_proof


def _foreign(draw: Callable[[Image.Image], None] = lambda _: None) -> bytes:
    picture, data = Image.new("RGB", (400, 400), "white"), io.BytesIO()
    draw(picture)
    picture.save(data, "PNG")
    return data.getvalue()


def test_an_image_of_others_is_searched_for_codes_alone() -> None:
    assert image_proof(_foreign()).codes == ()
    assert (
        image_proof(_foreign(lambda picture: picture.paste(code_picture("https://example.org", 5), (9, 9)))).codes == ()
    )
    evil = image_proof(_foreign(lambda picture: picture.paste(code_picture("javascript:alert(1)", 5), (9, 9))))
    assert evil.codes == ("I008",)


@pytest.mark.parametrize("kind", ["L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_kind_of_png_can_be_read(kind: str) -> None:
    data = io.BytesIO()
    Image.new(kind, (20, 10)).save(data, "PNG")
    reading = read_image(data.getvalue())
    assert reading.size == (20, 10)
    assert reading.pixels().shape == (10, 20)


def test_an_image_larger_than_any_of_ours_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "IMAGE_BYTES", 1000)
    with pytest.raises(UnreadableError, match="MB"):
        read_image(real().png)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + b"\xff" * 40, b"%PDF-1.7"])
def test_labels_of_broken_files_are_none(data: bytes) -> None:
    assert labels_of(data) == {}
    assert image_proof(data).codes == ("I001",)


@pytest.mark.parametrize("kind", ["iTXt", "zTXt", "iCCP"])
def test_a_part_that_unpacks_to_much_is_not_unpacked(kind: str) -> None:
    bomb = zlib.compress(bytes(80_000_000))
    data = {"iTXt": b"Title\0\1\0\0\0", "zTXt": b"Title\0\0", "iCCP": b"profile\0\0"}[kind] + bomb
    png = with_chunks(real().png, lambda chunks: [chunks[0], Chunk(kind, data), *chunks[1:]])
    found = image_proof(png, real().expectation, alt=real().alt, text=real().text)
    assert found.codes in (("I001",), ("I004",), ("I003",))
