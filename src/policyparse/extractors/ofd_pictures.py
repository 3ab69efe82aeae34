"""The picture of an OFD page: its image objects on white paper, for OCR.

Images are multimedia of the resources (GB/T 33190-2016, 7.9 and clause 10): an image fills the unit square of its
object's space. Where two lie over each other the darker ink shows, so that a white background hides nothing.
"""

from __future__ import annotations

import math
import posixpath
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from policyparse.errors import FileBroken, LimitExceeded
from policyparse.extractors import image
from policyparse.extractors.ofd_package import Package
from policyparse.extractors.pdf_pdfium import Matrix
from policyparse.origin import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Pixels a point of the page's picture: 200 dpi at least, the resolution of its sharpest image at most, and no longer
#: side than this, in pixels.
_SCALE: Final = 200 / 72
_LONGEST: Final = 4000


class Media(NamedTuple):
    """An image of the package: its part's name, the base folder that its list names, and the part that lists it."""

    name: str
    base: str
    beside: str


class Placed(NamedTuple):
    """An image on a page. `way` leads from the unit square to the page, in points; what is outside `box` is cut off."""

    media: Media
    way: Matrix
    box: Box


def paint(package: Package, images: Sequence[Placed], width: float, height: float) -> NDArray[np.uint8] | None:
    """The page of this size (points) as an RGB picture; None where one of its images cannot be decoded."""
    import numpy as np  # noqa: PLC0415 (an extra)

    decoded = []
    for placed in images:
        data = _data(package, placed.media)
        try:
            decoded.append(image.decode(data) if data is not None else None)
        except (FileBroken, LimitExceeded):
            return None
    if not decoded or any(pixels is None for pixels in decoded):
        return None
    shown = [(pixels, placed) for pixels, placed in zip(decoded, images, strict=True) if pixels is not None]
    finest = max(pixels.shape[1] / max(1.0, math.hypot(*placed.way[:2])) for pixels, placed in shown)
    scale = min(max(_SCALE, min(finest, 2 * _SCALE)), _LONGEST / max(width, height))
    paper = np.full((max(1, round(height * scale)), max(1, round(width * scale)), 3), 255, np.uint8)
    for pixels, placed in shown:
        _lay(paper, pixels, placed, scale)
    return paper


def _data(package: Package, media: Media) -> bytes | None:
    for name in (posixpath.join(media.base, media.name), media.name):
        if package.locate(name, media.beside):
            return package.data(name, media.beside)[0]
    return None


def _lay(paper: NDArray[np.uint8], pixels: NDArray[np.uint8], placed: Placed, scale: float) -> None:
    """Print an image on the paper."""
    import cv2  # noqa: PLC0415 (an extra)
    import numpy as np  # noqa: PLC0415 (an extra)

    a, b, c, d, e, f = (value * scale for value in placed.way)
    across, down = (max(1, min(_LONGEST, round(side))) for side in (math.hypot(a, b), math.hypot(c, d)))
    if across < pixels.shape[1] or down < pixels.shape[0]:
        size = (min(across, pixels.shape[1]), min(down, pixels.shape[0]))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    high, wide = pixels.shape[:2]
    # the middle of pixel 0 is at half a pixel of the image, and so on the paper
    way = np.array([[a / wide, c / high, e], [b / wide, d / high, f]])
    way[:, 2] += way[:, :2] @ [0.5, 0.5] - 0.5
    printed = cv2.warpAffine(
        pixels, way, (paper.shape[1], paper.shape[0]), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)
    )
    x0, y0 = (max(0, math.floor(value * scale)) for value in placed.box[:2])
    x1, y1 = (max(0, math.ceil(value * scale)) for value in placed.box[2:])
    paper[y0:y1, x0:x1] = np.minimum(paper[y0:y1, x0:x1], printed[y0:y1, x0:x1])
