"""Pictures (PNG, JPEG, TIFF, BMP, WebP) to a Document, by OCR. Each picture of a TIFF is a page.

The page's size in points follows from the picture's resolution where that is plausible; else a picture in the
proportions of A4 is an A4 page, and any other has 96 pixels an inch (`_scale`).

Origins: `page` from 1, `bbox` in points from the picture's top left (as EXIF says that it stands), the smallest
upright box around the text where the page is skewed.

Problems: `page-unreadable`, `stamp-removed`, `limit-reached`.
"""

from __future__ import annotations

import io
from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, Any

from policyparse.document import Document, FileInfo
from policyparse.errors import FileBroken, LimitExceeded, ScanWithoutOcr
from policyparse.extractors import ocr_model
from policyparse.extractors.ocr_doubts import doubts_of
from policyparse.extractors.ocr_page import Scanned
from policyparse.extractors.ocr_pages import Queue
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.paged import Scan, State, finish, read_pages
from policyparse.extractors.pdf_draft import Draft, prepare
from policyparse.origin import Origin
from policyparse.problems import Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: More pixels than this are no page (A2 at 600 dpi has 140 million, A4 35).
MAX_PIXELS = 150_000_000
#: More pictures than this in one TIFF are no document.
MAX_PAGES = 2_000
#: Larger pictures are made smaller before they are read: no longer side than this, in pixels.
_LONGEST = 4000
#: Smaller pictures hold no text.
_LEAST = 16
#: The longer side of a page, in points: from a slip to A1.
_LEAST_PAGE, _MOST_PAGE = 140.0, 2400.0
#: A4, in points, and how far proportions may be from it.
_A4, _NEAR = (595.28, 841.89), 0.03
#: Pixels a point of a picture that says nothing: screens have 96 pixels an inch.
_SCREEN = 96 / 72


def read(data: bytes, file: FileInfo, options: ReadOptions) -> Document:
    """Read a picture. Raises FileBroken, LimitExceeded, and ScanWithoutOcr where OCR is not installed or forbidden."""
    total = _check(data)
    if options.ocr == "never":
        raise ScanWithoutOcr("this is a picture and --ocr never forbids to read it; use --ocr auto")
    if ocr_model.missing():
        told = "this is a picture; reading it needs the OCR extra policyparse[ocr]"
        raise ScanWithoutOcr(f"{told}: {ocr_model.install_command()}")
    state = State()
    read_pages(_drafts(data, min(total, MAX_PAGES), state, options), state)
    if total > MAX_PAGES:
        message = f"only the first {MAX_PAGES} of {total} pictures were read"
        state.problems.append(Problem(code="limit-reached", message=message))
    return finish(state, file, "image", total, options)


def _check(data: bytes) -> int:
    """The number of pictures. Raises FileBroken, LimitExceeded."""
    with _opened(data) as picture:
        _check_size(picture.size)
        return int(getattr(picture, "n_frames", 1))


def _check_size(size: tuple[int, int]) -> None:
    wide, high = size
    if wide * high > MAX_PIXELS:
        raise LimitExceeded(
            f"the picture has {wide} × {high} pixels, more than {MAX_PIXELS // 1_000_000} million; scan it at 300 dpi or less"
        )
    if min(size) < _LEAST:
        raise FileBroken(f"the picture has only {wide} × {high} pixels: nothing to read; get a fresh copy")


def _opened(data: bytes) -> Any:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 (heavy)

    Image.MAX_IMAGE_PIXELS = None  # `_check_size` is the limit, and it is asked before any pixel is read
    try:
        return Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "BMP", "WEBP"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise FileBroken("the picture is damaged or cut off; get a fresh copy") from error


def decode(data: bytes) -> NDArray[np.uint8]:
    """The first picture of a file as RGB, no longer side than `_LONGEST`. Raises FileBroken, LimitExceeded."""
    with _opened(data) as picture:
        return _page(picture, 0)[0]


def decode_all(data: bytes, numbers: Container[int]) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """The pictures with these numbers (from 1) as RGB, as they were read; one at a time in memory. Raises FileBroken."""
    with _opened(data) as picture:
        for index in range(min(MAX_PAGES, int(getattr(picture, "n_frames", 1)))):
            if index + 1 in numbers:
                yield index + 1, _page(picture, index)[0]


def _drafts(data: bytes, total: int, state: State, options: ReadOptions) -> Iterator[Draft]:
    done = 0

    def noted(pages: Iterator[Scanned | None]) -> Iterator[Draft]:
        nonlocal done
        for page in pages:
            done += 1
            if options.on_page:
                options.on_page(done, total)
            if page is not None:
                state.scans[page.content.number] = Scan(
                    why="", place=page.to_scan, stamps=page.stamps, unread=page.unread, doubts=doubts_of(page)
                )
                if options.on_content:
                    options.on_content(page.content, page.to_scan)
                yield prepare(page.content)

    queue: Queue[None] = Queue(options)
    with queue, _opened(data) as picture:
        for index in range(total):
            try:
                pixels, scale = _page(picture, index)
            except FileBroken as error:
                if total == 1:
                    raise
                message = f"page {index + 1} was left out, the others were read: {error}"
                origin = Origin(page=index + 1)
                state.problems.append(Problem(code="page-unreadable", message=message, source=(origin,)))
                queue.put(None)
            else:
                queue.scan(pixels, scale, index + 1)
            yield from noted(queue.ready())
        yield from noted(queue.rest())


def _page(picture: Any, index: int) -> tuple[NDArray[np.uint8], float]:
    """The picture of a page as RGB, and its pixels a point. Raises FileBroken, LimitExceeded."""
    import numpy as np  # noqa: PLC0415 (an extra)
    from PIL import Image, ImageOps  # noqa: PLC0415 (heavy)

    try:
        picture.seek(index)
        _check_size(picture.size)
        scale = _scale(picture)
        ratio = min(1.0, _LONGEST / max(picture.size))
        size = tuple(max(1, round(side * ratio)) for side in picture.size)
        if ratio < 1.0 and picture.format == "JPEG":
            picture.draft("RGB", size)
        picture.load()
        page = ImageOps.exif_transpose(picture) or picture
        if page.mode in ("RGBA", "LA", "PA") or "transparency" in page.info:
            page = page.convert("RGBA")
            page = Image.alpha_composite(Image.new("RGBA", page.size, "white"), page)
        if page.mode.startswith("I;16") or page.mode == "I":
            page = Image.fromarray((np.asarray(page, np.uint32) >> 8).astype(np.uint8))
        page = page.convert("RGB")
        if max(page.size) > _LONGEST:
            page.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
        return np.array(page), scale * ratio
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, MemoryError) as error:
        raise FileBroken("the picture is damaged or cut off; get a fresh copy") from error


def _scale(picture: Any) -> float:
    """Pixels a point."""
    wide, high = picture.size
    across = picture.info.get("dpi", (0, 0))[0]
    stated = float(across) / 72 if across else 0.0
    if stated and _LEAST_PAGE <= max(wide, high) / stated <= _MOST_PAGE and abs(stated - 1.0) > 0.01:
        return stated
    long_side = max(wide, high)
    if abs(long_side / min(wide, high) / (_A4[1] / _A4[0]) - 1) < _NEAR:
        return float(long_side / _A4[1])
    if _LEAST_PAGE <= long_side / _SCREEN <= _MOST_PAGE / 2:
        return _SCREEN
    return float(long_side / _A4[1])
