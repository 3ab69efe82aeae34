"""Regions to recognised lines: upright, turned, or set from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from policyparse.extractors.ocr_model import Mark, Models, Region
from policyparse.extractors.ocr_regions import TALL, crop, runs
from policyparse.text import is_cjk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

#: A line that runs upwards is read with this score; characters set one below the other give nothing that way. A line that
#: runs downwards reads as they do: it must be clearly surer.
_SURE_TURNED, _CLEARLY = 0.8, 0.05
#: So many places of left-over ink are looked at on one page, and text of this score is taken.
_MOST_LEFT, _LEFT_SCORE = 150, 0.55
#: A region whose text has no better score than this is no text (a part of a picture, a tick, dirt).
_NO_TEXT = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One recognised line. `region`: on the reading picture turned clockwise by `turn` degrees, which makes the line read
    from left to right. `marks` are in pixels from the region's left. `em`: the size of print, in pixels, where it is known; then the region is the
    em box of its character.
    """

    region: Region
    marks: tuple[Mark, ...]
    turn: int = 0
    em: float | None = None

    @property
    def text(self) -> str:
        return "".join(mark.text for mark in self.marks)

    @property
    def score(self) -> float:
        """The mean of its characters, 0 where there are none."""
        printed = [mark.score for mark in self.marks if mark.text != " "]
        return sum(printed) / len(printed) if printed else 0.0


def read_regions(models: Models, clean: Grey, regions: Iterable[Region], usual: float) -> list[Read]:
    """Recognise each region. `usual`: height of most lines, in pixels."""
    found: list[Read] = []
    single: list[Read] = []
    for region in regions:
        if region.height > TALL * region.width and region.height > 1.3 * usual:
            found.extend(_tall(models, clean, region))
        else:
            read = Read(region=region, marks=tuple(models.recognise(crop(clean, region))))
            (single if len(read.text) == 1 and is_cjk(read.text) else found).append(read)
    for stack in _stacks(single, usual):
        found.extend(_turned(models, clean, stack) if len(stack) > 1 else stack)
    return [read for read in found if read.marks and read.score >= _NO_TEXT]


def read_left_over(models: Models, clean: Grey, places: Sequence[Region], usual: float) -> tuple[list[Read], int]:
    """Text at places of left-over ink, and how many places were not looked at because they are too many."""
    reads = read_regions(models, clean, places[:_MOST_LEFT], usual)
    sure = [read for read in reads if read.score >= _LEFT_SCORE and read.text.strip(" .,'`~·:;|丨")]
    return sure, max(0, len(places) - _MOST_LEFT)


def _tall(models: Models, clean: Grey, region: Region) -> list[Read]:
    """A high and narrow region: characters set one below the other, or a line that is turned."""
    upwards, downwards = _both_turns(models, clean, region)
    if _mean(upwards) >= max(_SURE_TURNED, _mean(downwards)):
        return upwards
    upright = _downwards(models, crop(clean, region), region)
    return upright if _mean(upright) + _CLEARLY > _mean(downwards) else downwards


def _stacks(single: Sequence[Read], usual: float) -> list[list[Read]]:
    """Single characters one close below the other."""
    stacks: list[list[Read]] = []
    for read in sorted(single, key=lambda r: r.region.y0):
        x = read.region.x0 + read.region.x1
        for stack in stacks:
            last = stack[-1].region
            if abs(last.x0 + last.x1 - x) < 0.5 * usual and -0.5 * usual < read.region.y0 - last.y1 < 0.3 * usual:
                stack.append(read)
                break
        else:
            stacks.append([read])
    return stacks


def _turned(models: Models, clean: Grey, stack: list[Read]) -> list[Read]:
    """The characters of a stack as they are, or as one line that runs upwards: the model knows turned characters too."""
    boxes = [read.region for read in stack]
    whole = Region(
        min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes)
    )
    upwards, downwards = _both_turns(models, clean, whole)
    turned = len(upwards[0].text) == len(stack) and _mean(upwards) >= max(_SURE_TURNED, _mean(downwards))
    return upwards if turned else stack


def _both_turns(models: Models, clean: Grey, region: Region) -> list[list[Read]]:
    """A region read as a line that runs upwards, and as one that runs downwards."""
    import numpy as np  # noqa: PLC0415 (an extra)

    rows, columns = clean.shape
    picture = crop(clean, region)
    ways = []
    for turn in (90, 270):
        marks = tuple(models.recognise(np.ascontiguousarray(np.rot90(picture, -turn // 90))))
        if turn == 90:
            moved = Region(rows - region.y1, region.x0, rows - region.y0, region.x1)
        else:
            moved = Region(region.y0, columns - region.x1, region.y1, columns - region.x0)
        ways.append([Read(region=moved, marks=marks, turn=turn)])
    return ways


def _mean(reads: Sequence[Read]) -> float:
    return sum(read.score for read in reads) / len(reads) if reads else 0.0


def _downwards(models: Models, picture: Grey, region: Region) -> list[Read]:
    """The characters of a column laid side by side and recognised as one line; each is a line of its own again."""
    import numpy as np  # noqa: PLC0415 (an extra)

    dark = picture < int(picture.min()) / 2 + int(np.median(picture)) / 2
    wide = picture.shape[1]
    bands: list[tuple[int, int]] = []
    for start, end in runs(dark.any(1)):
        # the strokes of one character may stand apart: 二, 三, 亏
        if bands and end - bands[-1][0] <= 1.05 * wide * 0.9 and start - bands[-1][1] < 0.2 * wide:
            bands[-1] = (bands[-1][0], end)
        else:
            bands.append((start, end))
    bands = [band for band in bands if band[1] - band[0] >= 0.05 * wide]
    if len(bands) < 2:
        return [Read(region=region, marks=tuple(models.recognise(picture)))]
    side = max(wide, *(b - a for a, b in bands))
    paper = int(np.median(picture))
    strip = np.full((side + 4, len(bands) * side), paper, np.uint8)
    for place, (start, end) in enumerate(bands):
        top = (side + 4 - (end - start)) // 2
        strip[top : top + end - start, place * side : place * side + wide] = picture[start:end]
    reads: dict[int, list[Mark]] = {}
    for mark in models.recognise(strip):
        if mark.text != " ":
            reads.setdefault(min(len(bands) - 1, int(mark.x / side)), []).append(mark)
    em = median(b - a for a, b in bands if b - a > 0.6 * wide) if any(b - a > 0.6 * wide for a, b in bands) else wide
    found = []
    for place, marks in sorted(reads.items()):
        middle = region.y0 + (bands[place][0] + bands[place][1]) / 2
        box = Region(region.x0, middle - em / 2, region.x1, middle + em / 2)
        own = tuple(mark._replace(x=min(mark.x - place * side, float(wide))) for mark in marks)
        found.append(Read(region=box, marks=own, em=em))
    return found
