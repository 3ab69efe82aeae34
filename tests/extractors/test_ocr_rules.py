"""Ruling lines by morphology."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from scan_building import noisy, sheet, song

from policyparse.extractors.ocr_model import Models, Region
from policyparse.extractors.ocr_regions import find_regions, left_over
from policyparse.extractors.ocr_rules import Ruling, find_rules

SCALE = 200 / 72
XS, YS = (200, 420, 900, 1450), (300, 420, 540, 700)


def _grid(colour: str = "black", width: int = 2) -> Image.Image:
    paper, pen = sheet(1654, 1000)
    for y in YS:
        pen.line((XS[0], y, XS[-1], y), fill=colour, width=width)
    for x in XS:
        pen.line((x, YS[0], x, YS[-1]), fill=colour, width=width)
    for row in range(3):
        for column in range(3):
            pen.text((XS[column] + 20, YS[row] + 30), "工作任务日目", font=song(10.5), fill="black")
    return paper


def _places(ruling: Ruling) -> tuple[list[int], list[int]]:
    return sorted(round(r.at) for r in ruling.across), sorted(round(r.at) for r in ruling.down)


def _near(found: list[int], wanted: tuple[int, ...]) -> bool:
    return len(found) == len(wanted) and all(abs(a - b) <= 3 for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize("colour", ["black", "#b0b0b0", "#c00000"])
@pytest.mark.parametrize("width", [1, 2, 6])
def test_rules_of_a_grid(colour: str, width: int) -> None:
    ruling = find_rules(noisy(_grid(colour, width), 6)[:, :, 1], SCALE)
    across, down = _places(ruling)
    assert _near(across, YS)
    assert _near(down, XS)


def test_rules_go_and_text_stays() -> None:
    grey = np.asarray(_grid())[:, :, 0]
    ruling = find_rules(grey, SCALE)
    for x in XS:
        assert ruling.clean[YS[0] : YS[-1], x - 3 : x + 4].min() > 200
    inside = np.s_[YS[0] + 8 : YS[1] - 8, XS[0] + 8 : XS[1] - 8]
    assert (ruling.clean[inside] < 150).sum() == (grey[inside] < 150).sum() > 500


def test_strokes_and_dashes_of_text_are_no_rules() -> None:
    paper, pen = sheet(1654, 1000)
    pen.text((200, 200), "二〇二六年一月三十一日——王三丰工日目田", font=song(22), fill="black")
    pen.text((200, 320), "目标：口、一、二、三、十", font=song(10.5), fill="black")
    pen.text((200, 420), "— 3 —", font=song(14), fill="black")
    ruling = find_rules(np.asarray(paper)[:, :, 0], SCALE)
    assert (ruling.across, ruling.down) == ((), ())


def test_a_rule_that_is_broken_goes_on() -> None:
    paper = _grid()
    pixels = np.asarray(paper)[:, :, 0].copy()
    pixels[YS[1] - 5 : YS[1] + 6, 600:640] = 255
    pixels[YS[1] - 5 : YS[1] + 6, 690:720] = 255  # what is left between the gaps is short
    ruling = find_rules(pixels, SCALE)
    assert ruling.clean[YS[1] - 2 : YS[1] + 3, 650:680].min() > 200


class _Detector(Models):
    """A detector that answers with given regions."""

    def __init__(self, regions: list[Region]) -> None:
        super().__init__(detector=None, recogniser=None, characters=(), foreign=frozenset(), forms={})
        object.__setattr__(self, "_regions", regions)

    __slots__ = ("_regions",)

    def detect(self, grey: object, long_side: int = 0) -> list[Region]:
        return list(self._regions)


def test_regions_end_at_rules() -> None:
    """A region over three cells is parted at their rules; one that reaches into the next cell is drawn back."""
    ruling = find_rules(np.asarray(_grid())[:, :, 0], SCALE)
    over = Region(215.0, 320.0, 1000.0, 370.0)
    into = Region(910.0, 450.0, 1455.0, 500.0)
    regions = find_regions(_Detector([over, into]), ruling)
    spans = sorted((round(r.y0), round(r.x0), round(r.x1)) for r in regions)
    cells = ((200, 420), (420, 900), (900, 1450), (900, 1450))
    for (_, x0, x1), (low, high) in zip(spans, cells, strict=True):
        assert low < x0 < x1 < high


def test_ink_that_the_detector_missed_is_found_or_joined() -> None:
    grey = np.asarray(_grid())[:, :, 0]
    ruling = find_rules(grey, SCALE)
    half = Region(240.0, 325.0, 330.0, 365.0)  # the first characters of the first cell only
    lines, places = left_over(ruling, [half], 40.0)
    assert len(lines) == 1
    assert len(places) >= 8  # the other cells
    assert all(not (p.x0 < x < p.x1) for p in places for x in XS)
