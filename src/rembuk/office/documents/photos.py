"""Whether an uploaded photo is one; when and where it was taken; a small picture for lists."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps

MAX_PIXELS: Final = 60_000_000
"""A phone of 50 megapixels passes; a bomb that unfolds to gigabytes does not."""
THUMB: Final = (480, 480)


@dataclass(frozen=True)
class Photo:
    """A photo that was opened whole. Degrees are decimal, south and west negative."""

    form: Literal["jpg", "png"]
    taken_on: dt.date | None
    lat: float | None
    lon: float | None
    thumb: bytes


def checked(content: bytes) -> Photo:
    """Open a JPG or PNG to the last pixel. Raises ValidationError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
            if picture.width * picture.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            picture.verify()
            picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
            form: Literal["jpg", "png"] = "png" if picture.format == "PNG" else "jpg"
            marks = picture.getexif()
            small = ImageOps.exif_transpose(picture).convert("RGB")
            small.thumbnail(THUMB)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(
            _("Foto ini terlalu besar. Kecilkan ukurannya, lalu unggah.")
        ) from error
    except (
        OSError, ValueError, SyntaxError, TypeError, EOFError, IndexError, KeyError,
        ZeroDivisionError,
    ) as error:  # fmt: skip
        raise ValidationError(
            _("Foto ini rusak atau terpotong. Ambil atau simpan ulang, lalu unggah lagi.")
        ) from error
    out = io.BytesIO()
    small.save(out, "JPEG", quality=78)
    lat, lon = _position(marks)
    return Photo(form, _day(marks), lat, lon, out.getvalue())


def _day(marks: Image.Exif) -> dt.date | None:
    inner = marks.get_ifd(ExifTags.IFD.Exif)
    raw = inner.get(ExifTags.Base.DateTimeOriginal) or marks.get(ExifTags.Base.DateTime)
    try:
        return dt.datetime.strptime(str(raw)[:10], "%Y:%m:%d").date()
    except ValueError:
        return None


def _position(marks: Image.Exif) -> tuple[float | None, float | None]:
    place = marks.get_ifd(ExifTags.IFD.GPSInfo)
    lat = _degrees(place.get(ExifTags.GPS.GPSLatitude), place.get(ExifTags.GPS.GPSLatitudeRef), "S")
    lon = _degrees(
        place.get(ExifTags.GPS.GPSLongitude), place.get(ExifTags.GPS.GPSLongitudeRef), "W"
    )
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        return None, None
    return lat, lon


def _degrees(parts: Any, side: Any, negative: str) -> float | None:
    try:
        whole, minutes, seconds = (float(part) for part in parts)
        found = round(whole + minutes / 60 + seconds / 3600, 6)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    if found != found:
        return None
    return -found if str(side or "").upper().startswith(negative) else found
