"""Uploaded files: pictures come out as they are, everything else as a sentence, quickly."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from core.digits.drawing import upload
from core.digits.drawing.upload import LARGEST, MOST_BYTES, decoded, scans
from core.digits.preprocess import stages
from core.errors import UploadError

LOSSLESS: dict[str, dict[str, Any]] = {
    "PNG": {},
    "BMP": {},
    "GIF": {},
    "WEBP": {"lossless": True},
    "TIFF": {"compression": "tiff_lzw"},
}


def page(height: int = 40, width: int = 60) -> np.ndarray:
    """A black bar on white paper, off its centre, so that a mirrored picture is another one."""
    picture = np.full((height, width, 3), 255, np.uint8)
    picture[5:30, 10:18] = 0
    return picture


def encoded(picture: np.ndarray, form: str, **how: Any) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, form, **how)
    return buffer.getvalue()


def png_of_size(width: int, height: int) -> bytes:
    """A small PNG file that claims any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("form", LOSSLESS)
def test_a_picture_comes_out_as_it_went_in(form: str) -> None:
    assert np.array_equal(decoded(encoded(page(), form, **LOSSLESS[form]))[..., :3], page())


@pytest.mark.parametrize("form", ["JPEG", "MPO", "AVIF"])
def test_a_photograph_comes_out_nearly_so(form: str) -> None:
    assert np.abs(decoded(encoded(page(), form, quality=95)).astype(int) - page()).mean() < 3


def test_a_fax_is_read() -> None:
    fax = encoded(page()[..., 0] > 128, "TIFF", compression="group4")
    assert np.array_equal(decoded(fax), page())


def test_a_phone_s_photograph_of_48_megapixels_is_read() -> None:
    """Baseline JPEG, as phones write it, is decoded at a fraction of its size."""
    phone = Image.fromarray(page(60, 80)).resize((8000, 6000), Image.Resampling.NEAREST)
    buffer = io.BytesIO()
    phone.save(buffer, "JPEG", exif=b"", comment=b"\xff\xda" * 9)  # what looks like scans, and is a comment
    small = decoded(buffer.getvalue())
    assert small.shape == (750, 1000, 3)
    assert scans(buffer.getvalue()) == 1
    assert np.abs(small[::12, ::12][5:30, 9:19].astype(int) - page(60, 80)[5:30, 9:19]).mean() < 60


def test_what_is_transparent_stays_so() -> None:
    picture = np.dstack([page(), np.where(page()[..., 0] == 0, 255, 0).astype(np.uint8)])
    assert np.array_equal(decoded(encoded(picture, "PNG"))[..., 3], picture[..., 3])


def test_a_photograph_taken_upside_down_is_upright() -> None:
    turned = Image.Exif()
    turned[0x0112] = 3  # orientation: rotated by 180°
    content = encoded(page()[::-1, ::-1], "PNG", exif=turned)
    assert np.array_equal(decoded(content), page())


def test_sixteen_bits_a_pixel_are_scaled_and_not_cut_off() -> None:
    grey = page()[..., 0].astype(np.uint16) * 257
    assert np.array_equal(decoded(encoded(grey, "PNG"))[..., 0], page()[..., 0])


def test_a_large_picture_is_scaled_down_and_read_the_same() -> None:
    small = decoded(encoded(page(800, 1200), "PNG"))
    assert small.shape == (round(LARGEST * 2 / 3), LARGEST, 3)
    blocks = encoded(page().repeat(20, axis=0).repeat(20, axis=1), "PNG")
    # The page is as small as the network's own images, in which no line is made thinner.
    large, before = (
        next(stage.image for stage in stages(each, off={"thinned"}) if stage.name == "fitted")
        for each in (decoded(blocks), page())
    )
    assert np.abs(large - before).max() < 0.1


@pytest.mark.parametrize(("width", "height"), [(8001, 8000), (51_000_001, 1), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_would_unfold_is_not_unfolded(width: int, height: int) -> None:
    content = png_of_size(width, height)
    assert len(content) < 200
    with pytest.raises(UploadError, match=r"megapixels"):
        decoded(content)


def test_a_file_that_is_too_large_is_not_even_opened() -> None:
    with pytest.raises(UploadError, match="15 MB"):
        decoded(encoded(page(), "PNG") + b"\0" * MOST_BYTES)


@pytest.mark.parametrize("form", ["JPEG", "MPO"])
def test_a_jpeg_of_very_many_scans_is_not_decoded(form: str) -> None:
    """What each costs is counted, so an image of one megapixel may have more of them than a larger one."""
    content = encoded(page(1000, 1000), form, progressive=True)
    assert scans(content) == 10
    start = content.index(b"\xff\xda")
    repeated = content[start : content.index(b"\xff\xc4", start)]
    decoded(content[:start] + repeated * 20 + content[start:])
    with pytest.raises(UploadError, match="too long"):
        decoded(content[:start] + repeated * 130 + content[start:])


@pytest.mark.parametrize("form", ["TIFF", "AVIF", "WEBP", "GIF", "PNG"])
def test_a_bomb_of_any_format_is_refused_before_it_is_decoded(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = encoded(page(600, 500), form)
    monkeypatch.setattr(upload, "MOST_MEMORY", 1_000_000)
    monkeypatch.setattr(ImageFile.ImageFile, "load", None)
    with pytest.raises(UploadError, match=r"0\.3 megapixels: save it as JPEG"):
        decoded(bomb)


def tiff(**tags: int) -> bytes:
    """A small TIFF file that claims anything."""
    numbers = {"width": 256, "height": 257, "compression": 259, "tile_width": 322, "tile_height": 323, "offsets": 324}
    entries = {numbers[name]: value for name, value in tags.items()} | {258: 8, 262: 1, 277: 1, 325: 100}
    found = b"".join(struct.pack("<HHII", tag, 4, 1, entries[tag]) for tag in sorted(entries))
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + found + bytes(200)


def test_a_tiff_with_jpeg_or_huge_tiles_is_not_decoded() -> None:
    with pytest.raises(UploadError, match="kind of TIFF"):
        decoded(encoded(page(), "TIFF", compression="jpeg"))
    with pytest.raises(UploadError, match="kind of TIFF"):
        decoded(tiff(width=60, height=40, compression=5, tile_width=60_000, tile_height=60_000, offsets=120))


def test_heic_is_said_to_be_what_it_is() -> None:
    for brands in (b"heic\0\0\0\0mif1heic", b"mif1\0\0\0\0mif1heic", b"msf1\0\0\0\0hevc"):
        with pytest.raises(UploadError, match=r"HEIC.* as JPEG"):
            decoded(b"\0\0\0\x18ftyp" + brands + bytes(200))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><script>alert(1)</script>",
        b"PK\x03\x04" + b"\0" * 100,
        b"\x80\x04\x95" + b"\0" * 50,
    ],
)
def test_what_is_no_picture_is_said(content: bytes) -> None:
    with pytest.raises(UploadError, match=r"\.$"):
        decoded(content)


@pytest.mark.parametrize("form", ["PPM", "ICO", "TGA", "JPEG2000"])
def test_other_formats_are_not_decoded_whatever_they_are_called(form: str) -> None:
    with pytest.raises(UploadError, match="choose a PNG"):
        decoded(encoded(page(), form))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "BMP", "AVIF", "TIFF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_that_is_cut_off_is_said(form: str, share: float) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (60, 60, 3), np.uint8)
    content = encoded(noise, form)
    with pytest.raises(UploadError):
        decoded(content[: int(share * len(content))])


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["PNG", "JPEG", "WEBP", "BMP", "GIF", "AVIF", "TIFF"]),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=8),
)
def test_damage_leads_to_a_picture_or_to_a_sentence(form: str, damage: list[tuple[int, int]]) -> None:
    content = bytearray(encoded(page(), form))
    for place, value in damage:
        content[place % len(content)] = value
    try:
        picture = decoded(bytes(content))
    except UploadError:
        return
    assert picture.dtype == np.uint8
    assert picture.shape[2] in (3, 4)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_noise_is_never_more_than_a_sentence(content: bytes) -> None:
    with pytest.raises(UploadError):
        decoded(content)
