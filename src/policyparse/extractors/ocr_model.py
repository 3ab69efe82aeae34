"""The OCR models: where text is on a picture (detection), and what a line says (recognition).

The networks are those that the `rapidocr` distribution holds (PP-OCRv6, small; Apache-2.0). Only their
files are used, by onnxruntime, so nothing can be downloaded: rapidocr's own code is never imported.

Pictures are numpy arrays of 8-bit grey, rows by columns; places are in pixels from the top left.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from policyparse.errors import ExtraMissing
from policyparse.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

#: Modules of the extra, by distribution.
MODULES = {"rapidocr": "rapidocr", "onnxruntime": "onnxruntime", "opencv-python-headless": "cv2", "numpy": "numpy"}
#: Detection sees the picture with its longer side at this many pixels (A4 at 110 dpi: small print is 11 pixels high).
LONG_SIDE = 1280
#: The detector's grid: sides are multiples of this.
_GRID = 32
#: From here on a pixel of the detector's map is text, and a region whose mean is below the second is none.
_IS_TEXT, _SURE = 0.3, 0.5
#: The map shows the core of a line; the line's box is larger by this part of area over perimeter (DB, arXiv 1911.08947).
_UNCLIP = 1.6
#: A traditional form gives way to one of the model's next answers with at least this share.
_NEXT, _ALLOWED = 5, 0.1
#: Height of the recogniser's input, and pixels a step of its output.
_HEIGHT, _STEP = 48, 8
#: The widest line that is recognised in one piece, in pixels of the recogniser's input.
_WIDEST = 4000


class Mark(NamedTuple):
    """One recognised character: its middle in pixels of the line's picture, and how sure the model is, 0 to 1.

    Forms of one sign (；and ;) count as one: the score is the sum of theirs.
    """

    text: str
    x: float
    score: float


class Region(NamedTuple):
    """A box in pixels that holds text."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


def missing() -> list[str]:
    """The distributions of the OCR extra that are not installed here."""
    return [name for name, module in MODULES.items() if find_spec(module) is None]


def install_command() -> str:
    """What installs the extra into the Python that runs."""
    python = sys.executable or "python"
    return f'{chr(34) + python + chr(34) if " " in python else python} -m pip install "policyparse[ocr]"'


def require(what: str) -> None:
    """Raise ExtraMissing with the command that installs the extra, unless it is here. `what` says what needs it."""
    lacking = missing()
    if lacking:
        raise ExtraMissing(f"{what} and needs the OCR extra ({', '.join(lacking)} missing): {install_command()}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """Both networks, ready. They may be used from several threads at once; each call takes `threads` threads."""

    detector: Any
    recogniser: Any
    characters: tuple[str, ...]
    foreign: frozenset[int]  #: places in `characters` of traditional forms and kana
    forms: Mapping[
        int, tuple[int, ...]
    ]  #: by place in `characters`: the places of all forms of that sign, where it has several

    def detect(self, grey: Grey, long_side: int = LONG_SIDE) -> list[Region]:
        """The lines of text on an upright picture, in no order."""
        import cv2  # noqa: PLC0415 (an extra)
        import numpy as np  # noqa: PLC0415

        rows, columns = grey.shape
        ratio = min(1.0, long_side / max(rows, columns)) if max(rows, columns) > _GRID else 1.0
        high, wide = (max(_GRID, round(n * ratio / _GRID) * _GRID) for n in (rows, columns))
        small = cv2.resize(grey, (wide, high), interpolation=cv2.INTER_AREA).astype(np.float32) / 127.5 - 1
        answer = self.detector.run(None, {self.detector.get_inputs()[0].name: np.repeat(small[None, None], 3, 1)})
        chance = answer[0][0, 0]
        found, labels, stats, _ = cv2.connectedComponentsWithStats((chance > _IS_TEXT).astype(np.uint8))
        sums = np.bincount(labels.ravel(), weights=chance.ravel(), minlength=found)
        across, down = columns / wide, rows / high
        regions = []
        for number in range(1, found):
            x, y, width, height, size = (int(v) for v in stats[number])
            if min(width, height) < 2 or sums[number] / size < _SURE:
                continue
            more = width * height * _UNCLIP / (2 * (width + height))
            regions.append(
                Region(
                    max(0.0, (x - more) * across),
                    max(0.0, (y - more) * down),
                    min(float(columns), (x + width + more) * across),
                    min(float(rows), (y + height + more) * down),
                )
            )
        return regions

    def recognise(self, line: Grey) -> list[Mark]:
        """The characters of a picture of one line, from left to right; blanks are `" "`."""
        import cv2  # noqa: PLC0415 (an extra)
        import numpy as np  # noqa: PLC0415

        rows, columns = line.shape
        if not rows or not columns:
            return []
        wide = min(_WIDEST, max(2 * _STEP, round(columns * _HEIGHT / rows / _STEP) * _STEP))
        shrinks = rows > _HEIGHT
        method = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
        scaled = cv2.resize(line, (wide, _HEIGHT), interpolation=method).astype(np.float32) / 127.5 - 1
        answer = self.recogniser.run(None, {self.recogniser.get_inputs()[0].name: np.repeat(scaled[None, None], 3, 1)})
        steps = answer[0][0]
        best = steps.argmax(1)
        scores = steps.max(1)
        pixels = columns / len(best)
        marks: list[Mark] = []
        start = 0
        # a run of equal answers is one character, 0 is the gap between two (CTC)
        for end in range(1, len(best) + 1):
            if end < len(best) and best[end] == best[start]:
                continue
            if best[start]:
                peak = start + int(scores[start:end].argmax())
                middle = (start + end) / 2
                choice = int(best[start])
                if choice in self.foreign:
                    choice = self._native(choice, steps[peak])
                forms = self.forms.get(choice)
                score = steps[peak, choice] if forms is None else steps[peak, list(forms)].sum()
                marks.append(Mark(self.characters[choice], middle * pixels, float(score)))
            start = end
        return marks

    def _native(self, choice: int, shares: Any) -> int:
        """In place of a character that these documents do not print: the likeliest one that they do, if the model allows it."""
        for other in shares.argsort()[::-1][:_NEXT]:
            if shares[other] < _ALLOWED:
                break
            if other and int(other) not in self.foreign:
                return int(other)
        return choice


@lru_cache(maxsize=1)
def load(threads: int = 1) -> Models:
    """The models, loaded once a process (0.1 s, some 130 MB). Raises ExtraMissing where the extra is not whole."""
    require("reading pictures")
    import onnxruntime  # noqa: PLC0415 (an extra)

    folder = _folder()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena keeps the memory of the largest page for ever
    options.log_severity_level = 3
    sessions = []
    for pattern in ("*_det_*.onnx", "*_rec_*.onnx"):
        path = max(folder.glob(pattern), default=None)
        if path is None:
            raise ExtraMissing(f"the models of rapidocr are not in {folder}; {install_command()} --force-reinstall")
        sessions.append(onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]))
    listed = sessions[1].get_modelmeta().custom_metadata_map["character"].splitlines()
    characters = ("", *listed, " ")
    return Models(
        detector=sessions[0],
        recogniser=sessions[1],
        characters=characters,
        foreign=_foreign(characters),
        forms=_forms(characters),
    )


def _foreign(characters: Sequence[str]) -> frozenset[int]:
    """Kana, and Chinese characters outside GB 2312, which holds none of the traditional forms."""
    found = set()
    for place, character in enumerate(characters):
        if "\u3040" <= character <= "\u30ff":
            found.add(place)
        elif "\u4e00" <= character <= "\u9fff":
            try:
                character.encode("gb2312")
            except UnicodeEncodeError:
                found.add(place)
    return frozenset(found)


def _forms(characters: Sequence[str]) -> dict[int, tuple[int, ...]]:
    groups: dict[str, list[int]] = {}
    for place, character in enumerate(characters):
        if character.strip():
            groups.setdefault(fold(character), []).append(place)
    return {place: tuple(group) for group in groups.values() if len(group) > 1 for place in group}


def _folder() -> Path:
    """Where rapidocr keeps its models; found without importing it."""
    spec = find_spec("rapidocr")
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) / "models" if places else Path("models")
