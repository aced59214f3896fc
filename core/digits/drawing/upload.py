"""An image file that somebody uploads, as a picture; or a sentence on why it cannot be one.

What a file is called does not count, only what is in it. What decoding would cost is worked out before any pixel is
decoded, so that a small file cannot unfold into a large picture. A JPEG is decoded at a fraction of its size, so one of
50 megapixels takes 12 MB.
"""

from __future__ import annotations

import io
import re
import warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from core.digits.pixels import Picture
from core.errors import UploadError

FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "TIFF", "BMP", "GIF")
JPEGS = ("JPEG", "MPO")  # an MPO is several of them, of which the first counts
MOST_BYTES = 15_000_000
MOST_PIXELS = 51_000_000  # of a file
MOST_MEMORY = 64_000_000  # bytes of the decoded picture: 16 megapixels in colour
MOST_DECODED = 130_000_000  # pixels of a JPEG times its scans: each costs as much time as a whole picture
LARGEST = 1000  # pixels of the longer side that are kept: a digit will have 20
LISTED = "PNG, JPEG, WebP, AVIF, TIFF, BMP or GIF"
PLAIN_TIFF = {"raw", "group3", "group4", "tiff_ccitt", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "packbits"}
TILE = (322, 323)  # TIFF's tags of a tile's sides
# Brands of HEIC, and none of AVIF.
HEIC = re.compile(rb"....ftyp(?!.{0,64}avi[fs]).{0,64}(?:hei[cxms]|hev[cxms])", re.DOTALL)
MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")  # of a JPEG, but for those within a scan
SCAN, END = 0xDA, 0xD9


def decoded(content: bytes) -> Picture:
    """The picture in an image file, (H, W, 3) or, where it may be transparent, (H, W, 4) uint8, upright.

    Its longer side has at most 1,000 pixels: a larger picture is scaled down. Of an animation the first image counts.
    Raises UploadError for a file of more than 15 MB or 51 megapixels, of another format, cut off or damaged.
    """
    if not content:
        raise UploadError("This file is empty: choose another.")
    if len(content) > MOST_BYTES:
        raise UploadError(f"This file has {len(content) / 1e6:.1f} MB: at most 15 MB are read, so make it smaller.")
    if HEIC.match(content):
        raise UploadError("This is a HEIC image, which is not read here: share or save it as JPEG.")
    try:
        # It warns of bombs, for which the limit here is lower, and of damage.
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _check(image, content)
            ImageOps.exif_transpose(image, in_place=True)  # decodes
            mode = _mode(image)
            plain = _eight_bits(image).convert(mode)
            plain.thumbnail((LARGEST, LARGEST))
            picture: Picture = np.asarray(plain.convert("RGBA" if mode == "RGBA" else "RGB"), np.uint8)
    except UploadError:
        raise
    except Image.DecompressionBombError as error:  # raised where the size is read
        raise UploadError(_too_large("far more than 51")) from error
    except UnidentifiedImageError as error:
        raise UploadError(f"This is no image that can be read here: choose a {LISTED} file.") from error
    except Exception as error:  # there is no end to what a damaged file may lead to
        raise UploadError("This image is damaged or cut off: save it again, or choose another.") from error
    return picture


def _check(image: Image.Image, content: bytes) -> None:
    """Raises UploadError for what would take long to decode, or much memory; asks a JPEG to come out smaller."""
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise UploadError(_too_large(f"{pixels / 1e6:,.1f}"))
    if image.format in JPEGS and pixels * scans(content) > MOST_DECODED:
        raise UploadError("This image would take too long to decode: save it again as PNG.")
    if image.format == "TIFF":
        tile = [int(image.getexif().get(tag, 0)) for tag in TILE]
        if image.info.get("compression") not in PLAIN_TIFF or tile[0] * tile[1] > MOST_PIXELS:
            raise UploadError("This kind of TIFF is not read here: save it again as PNG.")
    image.draft(None, (LARGEST, LARGEST))
    if image.width * image.height * (1 if _mode(image) == "L" else 4) > MOST_MEMORY:
        megapixels = f"{pixels / 1e6:,.1f}"
        raise UploadError(f"This image has {megapixels} megapixels: save it as JPEG, or scale it down to 16.")


def _mode(image: Image.Image) -> str:
    """What it is to be decoded to; grey takes one byte a pixel, and all else four."""
    if "A" in image.getbands() or "transparency" in image.info:
        return "RGBA"
    return "L" if image.mode in ("1", "L") else "RGB"


def scans(content: bytes) -> int:
    """How many scans a JPEG's first image has; not those of a preview within it, nor of further images behind it."""
    count, place = 0, 2
    while found := MARKER.search(content, place):
        marker, place = found[1][0], found.end()
        if marker == END:
            break
        count += marker == SCAN
        place += int.from_bytes(content[place : place + 2])
    return count


def _too_large(megapixels: str) -> str:
    return f"This image has {megapixels} megapixels: at most 51 are read, so scale it down."


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits a pixel, as some scanners write them, scaled to eight: `convert` alone would cut them off."""
    if not image.mode.startswith(("I", "F")):
        return image
    values = np.asarray(image)
    scaled = np.multiply(values, np.float32(255 / max(values.max(), 1)), dtype=np.float32)
    return Image.fromarray(scaled.round().clip(0, 255).astype(np.uint8))
