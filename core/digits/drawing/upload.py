"""An image file that somebody uploads, as a picture; or a sentence on why it cannot be one.

What a file is called does not count, only what is in it. Its size is read and judged before any pixel is decoded, so
that a small file cannot unfold into a large picture.
"""

from __future__ import annotations

import io
import warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from core.digits.preprocess import Picture
from core.errors import UploadError

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF")
MOST_BYTES = 2_000_000
MOST_PIXELS = 4_000_000
MOST_SCANS = 64  # of a JPEG: each costs as much time as a whole picture, and is small in the file
LARGEST = 1000  # pixels of the longer side that are kept: a digit will have 20
LISTED = "PNG, JPEG, WebP, BMP or GIF"


def decoded(content: bytes) -> Picture:
    """The picture in an image file, (H, W, 3) or, where it may be transparent, (H, W, 4) uint8, upright.

    Its longer side has at most 1,000 pixels: a larger picture is scaled down. Of an animation the first image counts.
    Raises UploadError for a file of more than 2 MB or 4 megapixels, of another format, cut off or damaged.
    """
    if not content:
        raise UploadError("This file is empty: choose another.")
    if len(content) > MOST_BYTES:
        raise UploadError(f"This file has {len(content) / 1e6:.1f} MB: at most 2 MB are read, so make it smaller.")
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=FORMATS) as image:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit here is far lower
            _check(*image.size)
            if image.format == "JPEG" and content.count(b"\xff\xda") > MOST_SCANS:
                raise UploadError("This image would take too long to decode: save it again as PNG.")
            upright = ImageOps.exif_transpose(image)  # decodes
            transparent = "A" in upright.getbands() or "transparency" in upright.info
            plain = _eight_bits(upright).convert("RGBA" if transparent else "RGB")
            plain.thumbnail((LARGEST, LARGEST))
            picture: Picture = np.asarray(plain, np.uint8)
    except UploadError:
        raise
    except Image.DecompressionBombError as error:  # raised where the size is read
        raise UploadError(_too_large("far more than 4")) from error
    except UnidentifiedImageError as error:
        raise UploadError(f"This is no image that can be read here: choose a {LISTED} file.") from error
    except Exception as error:  # there is no end to what a damaged file may lead to
        raise UploadError("This image is damaged or cut off: save it again, or choose another.") from error
    return picture


def _check(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise UploadError(_too_large(f"{width * height / 1e6:,.1f}"))


def _too_large(megapixels: str) -> str:
    return f"This image has {megapixels} megapixels: at most 4 are read, so scale it down."


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits a pixel, as some scanners write them, scaled to eight: `convert` alone would cut them off."""
    if not image.mode.startswith(("I", "F")):
        return image
    values = np.asarray(image, np.float64)
    return Image.fromarray((values / max(values.max(), 1) * 255).round().clip(0, 255).astype(np.uint8))
