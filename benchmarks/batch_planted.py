"""The archive of the batch benchmarks: documents in every format, some with trouble, and the worker functions for it."""

from __future__ import annotations

import io
import os
import random
import time
import zipfile
from pathlib import Path

from policyparse.batch.model import FileResult, Job, Report
from policyparse.batch.worker import MEMORY, convert, failed

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
#: Short documents: the benchmark is about the batch, not about reading.
_NAMES = ("notice", "work-points", "work-points-owners")
_FORMATS = ("pdf", "docx", "html", "txt", "md")
#: Of a thousand files: cut off, hanging, wanting memory bit by bit, asking for 20 GB at once, crashing.
_TROUBLE = (("broken", 50), ("hang", 10), ("hog", 1), ("huge", 2), ("crash", 2))
_PER_FOLDER = 100


def varied(content: bytes, form: str, number: int) -> bytes:
    """The same document with another hash."""
    if form == "docx":
        file = io.BytesIO(content)
        with zipfile.ZipFile(file, "a") as archive:
            archive.comment = f"copy {number}".encode()
        return file.getvalue()
    mark = {"pdf": f"\n% copy {number}\n", "html": f"<!-- copy {number} -->\n"}.get(form, f"\n\n第{number}份\n")
    return content + mark.encode("gb18030" if form == "html" else "utf-8")


def make_archive(folder: Path, count: int, *, trouble: bool) -> dict[str, int]:
    """Write `count` files; returns how many have which trouble. The same count gives the same files."""
    dice = random.Random(20_250_101)
    planted = {name: max(1, count * per_mille // 1000) if trouble else 0 for name, per_mille in _TROUBLE}
    kinds = [name for name, times in planted.items() for _ in range(times)]
    kinds += ["good"] * (count - len(kinds))
    dice.shuffle(kinds)
    for number, kind in enumerate(kinds):
        form = _FORMATS[number % len(_FORMATS)]
        source = SAMPLES / _NAMES[number // len(_FORMATS) % len(_NAMES)] / f"source.{form}"
        content = varied(source.read_bytes(), form, number)
        if kind == "broken":
            content = content[: len(content) // 3] if form in {"pdf", "docx"} else bytes(range(256)) * 8
        path = folder / f"{number // _PER_FOLDER:02}" / f"{kind}-{number:04}.{form}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (time.time() - 86_400,) * 2)
    return {**planted, "good": kinds.count("good")}


def planted(job: Job, report: Report) -> FileResult:
    """Converts, but does what the name says where it names a trouble."""
    kind = job.path.rsplit(os.sep, 1)[-1].split("-")[0]
    if kind == "hang":
        time.sleep(3600)
    if kind == "crash":
        os.abort()
    if kind == "hog":
        kept = []
        while True:
            kept.append(b"x" * (16 << 20))
    if kind == "huge":
        try:
            bytearray(20 << 30)
        except MemoryError:
            return failed(job, MEMORY, "20 GB refused")
    return convert(job, report)


def echo(job: Job, report: Report) -> FileResult:
    """Does nothing: what remains is the work of the parent."""
    del report
    return FileResult(path=job.name, status="ok", records=1, output=job.outputs[0][1])
