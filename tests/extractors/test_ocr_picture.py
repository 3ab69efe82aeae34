"""A scanned page made ready: skew, stamps, places on the scan."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scan_building import noisy, sheet, song

from policyparse.extractors.ocr_picture import straighten, to_scan, turned

SCALE = 200 / 72
LINE = "各级各部门要切实加强组织领导，完善工作机制"


def _page(skew: float = 0.0) -> Image.Image:
    paper, pen = sheet()
    for row in range(24):
        pen.text((220, 250 + 75 * row), LINE[: 21 - row % 4], font=song(16), fill="black")
    return paper.rotate(-skew, Image.Resampling.BICUBIC, fillcolor="white") if skew else paper


@pytest.mark.parametrize("skew", [0.0, 0.3, 1.5, -2.2, 5.0, -7.0])
def test_skew_is_undone(skew: float) -> None:
    straight = straighten(noisy(_page(skew)), SCALE)
    assert straight.skew == pytest.approx(-skew, abs=0.07)


def test_a_page_on_its_side_is_straightened_too() -> None:
    straight = straighten(turned(np.asarray(_page(1.2))[:, :, 0], 90)[:, :, None].repeat(3, 2), SCALE)
    assert straight.skew == pytest.approx(-1.2, abs=0.07)


def test_an_empty_page_is_left_alone() -> None:
    straight = straighten(np.full((600, 400, 3), 255, np.uint8), SCALE)
    assert (straight.skew, straight.stamps, straight.margin) == (0.0, (), (0.0, 0.0))


def test_places_lead_back_to_the_scan() -> None:
    """A mark at a known place of the scan: its place on the straight page leads back to it."""
    size = (595.4, 842.0)
    angle = 2.0
    x, y = 500.0, 100.0
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    dx, dy = x - size[0] / 2, y - size[1] / 2
    u, v = cos * dx - sin * dy + size[0] / 2, sin * dx + cos * dy + size[1] / 2  # the scan turned clockwise by `angle`
    back = to_scan((u, v, u, v), angle, size)
    assert back == pytest.approx((x, y, x, y), abs=1e-6)
    x0, y0, x1, y1 = to_scan((u - 20, v - 5, u + 20, v + 5), angle, size)
    assert x0 < x - 19
    assert x1 > x + 19
    assert y1 - y0 == pytest.approx(10 + 40 * sin, abs=0.1)


def test_a_stamp_goes_and_the_text_under_it_stays() -> None:
    paper, pen = sheet()
    pen.text((300, 700), "临江市人民政府办公室", font=song(16), fill="black")
    plain = np.asarray(paper).copy()
    red = Image.new("RGB", paper.size, "white")
    seal = ImageDraw.Draw(red)
    seal.ellipse((420, 560, 750, 890), outline=(214, 30, 40), width=9)
    seal.polygon([(585, 640), (620, 760), (520, 690), (650, 690), (550, 760)], fill=(214, 30, 40))
    stamped = np.minimum(plain, np.asarray(red))
    straight = straighten(stamped, SCALE)
    assert len(straight.stamps) == 1
    assert straight.stamps[0] == pytest.approx((420 / SCALE, 560 / SCALE, 750 / SCALE, 890 / SCALE), abs=3)
    dark, wanted = straight.grey < 128, plain[:, :, 0] < 128
    assert (dark & wanted).sum() > 0.97 * wanted.sum()
    assert (dark & ~wanted).sum() < 0.03 * wanted.sum()
    assert not straight.red.any()


def test_red_print_is_no_stamp() -> None:
    """The issuer's line of a red-head document, single large characters, and a red rule stay."""
    paper, pen = sheet()
    pen.text((180, 300), "临江市人民政府文件", font=song(48), fill=(210, 20, 20))
    pen.text((700, 900), "令", font=song(56), fill=(210, 20, 20))
    pen.line((180, 600, 1480, 600), fill=(210, 20, 20), width=6)
    straight = straighten(np.asarray(paper), SCALE)
    assert straight.stamps == ()
    assert (straight.grey < 128).sum() > 0.95 * (np.asarray(paper)[:, :, 1] < 128).sum()
    assert straight.red.any()


def test_turns_are_clockwise() -> None:
    grey = np.array([[1, 2], [3, 4]], np.uint8)
    assert turned(grey, 90).tolist() == [[3, 1], [4, 2]]
    assert turned(grey, 180).tolist() == [[4, 3], [2, 1]]
    assert turned(grey, 270).tolist() == [[2, 4], [1, 3]]
