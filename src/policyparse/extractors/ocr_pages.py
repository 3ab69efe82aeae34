"""Pages read by OCR, several at once, handed back in their order; at most one page more than threads is in memory."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from policyparse.extractors.ocr_model import load
from policyparse.extractors.ocr_page import Scanned, read_scan
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.pdf_page import PageContent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class _Work(Generic[Other]):
    """A page that is being read, and what stands for it where OCR is not needed."""

    future: Future[Scanned | None]
    otherwise: Other | None


class Queue(Generic[Other]):
    """Pages on their way. What needs no OCR passes through in its place.

    Threads, because the work is done outside the interpreter's lock; the models are shared, with one thread a call.
    Use it in a `with` statement: leaving it early drops what waits.
    """

    def __init__(self, options: ReadOptions) -> None:
        self._threads = max(1, options.ocr_threads or _cores())
        self._pool: ThreadPoolExecutor | None = None
        self._waiting: deque[Other | _Work[Other]] = deque()

    def __enter__(self) -> Queue[Other]:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def put(self, item: Other) -> None:
        """A page that is read already."""
        self._waiting.append(item)

    def scan(self, picture: NDArray[np.uint8], scale: float, number: int, otherwise: Other | None = None) -> None:
        """A page to read by OCR; see `ocr_page.read_scan`. Raises ExtraMissing where OCR is not installed.

        `otherwise` is handed back where it is a `PageContent` whose text agrees with the picture.
        """
        models = load()
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="ocr")
        layer = otherwise if isinstance(otherwise, PageContent) else None
        work = self._pool.submit(read_scan, models, picture, scale, layer, number)
        self._waiting.append(_Work(work, otherwise))

    def ready(self) -> Iterator[Other | Scanned]:
        """The pages whose turn it is; waits while more pages are under way than there are threads."""
        while self._waiting and (len(self._waiting) > self._threads or not isinstance(self._waiting[0], _Work)):
            yield self._next()

    def rest(self) -> Iterator[Other | Scanned]:
        """All that is left."""
        while self._waiting:
            yield self._next()

    def _next(self) -> Other | Scanned:
        item = self._waiting.popleft()
        if not isinstance(item, _Work):
            return item
        read = item.future.result()
        return item.otherwise if read is None else read  # type: ignore[return-value]


def _cores() -> int:
    affinity: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
