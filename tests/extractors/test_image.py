"""Pictures: formats, how they lie, sizes, damage, what stands on a page."""

from __future__ import annotations

import io
import socket
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from pdf_building import Pages
from PIL import Image
from scan_building import SONG, accounted, encoded, grids, paragraphs, pictures, read, sheet, song
from typer.testing import CliRunner

from policyparse import extract
from policyparse.cli import app
from policyparse.errors import ExitCode, FileBroken, LimitExceeded, ScanWithoutOcr
from policyparse.extractors import image, ocr_model
from rendering.scan import Scanner

LINE = "各级各部门要切实加强组织领导，完善工作机制。"


def _slip() -> Image.Image:
    """A small picture with one line."""
    paper, pen = sheet(900, 300)
    pen.text((60, 110), "市水务局负责，12月底前完成。", font=song(16), fill="black")
    return paper


WANTED = "市水务局负责,12月底前完成。"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_formats(form: str) -> None:
    data = encoded(_slip(), form)
    document = read(data)
    assert paragraphs(document) == [WANTED]
    assert (document.file.format, document.file.ocr, document.file.pages) == ("image", True, 1)
    assert accounted(document) == document.characters
    assert extract(data).source.format == "image"


def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The models are used as files; the code that could fetch others is never imported, and no connection is made."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    ocr_model.load.cache_clear()
    assert paragraphs(read(encoded(_slip()))) == [WANTED]
    assert "rapidocr" not in sys.modules


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "CMYK", "I;16"])
def test_modes(mode: str) -> None:
    slip = _slip()
    if mode == "I;16":
        slip = Image.fromarray(np.asarray(slip.convert("L")).astype(np.uint16) * 256)
    elif mode in {"RGBA", "LA"}:
        clear = Image.eval(slip.convert("L"), lambda value: 255 - value)  # paper is see-through
        slip = slip.convert(mode)
        slip.putalpha(clear)
    else:
        slip = slip.convert(mode)
    assert paragraphs(read(encoded(slip, "TIFF" if mode == "CMYK" else "PNG"))) == [WANTED]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pictures(turn: int) -> None:
    document = read(encoded(_slip().rotate(-turn, expand=True)))
    assert paragraphs(document) == [WANTED]


def test_exif_says_how_it_lies() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by 90 degrees
    document = read(encoded(_slip().rotate(90, expand=True), "JPEG", exif=exif))
    assert paragraphs(document) == [WANTED]
    assert round(document.pages[0].width) == round(900 * 72 / 200)


def test_each_picture_of_a_tiff_is_a_page() -> None:
    pages = Pages()
    for number in (1, 2):
        for row in range(6):
            pages.text(80, 120 + 28 * row, LINE[: 20 + row], 16, font=SONG)
        pages.text(280, 800, f"— {number} —", 14, font=SONG)
        pages.next()
    first, second = pictures(pages)
    document = read(encoded(first, "TIFF", save_all=True, append_images=[second], compression="tiff_lzw"))
    assert document.file.pages == 2
    assert [a.reason for a in document.set_aside] == ["page-number", "page-number"]
    assert [p.number for p in document.pages] == [1, 2]
    assert accounted(document) == document.characters


@pytest.mark.parametrize(
    ("dpi", "size", "wanted"), [(200, (1654, 2339), 842), (72, (3000, 4242), 842), (96, (800, 600), 600)]
)
def test_the_size_of_a_page(dpi: int, size: tuple[int, int], wanted: int) -> None:
    """A camera says 72 dpi whatever it took; then the proportions of A4 tell."""
    paper = Image.new("L", size, 255)
    data = encoded(paper, dpi=(dpi, dpi))
    with Image.open(io.BytesIO(data)) as picture:
        assert max(size) / image._scale(picture) == pytest.approx(wanted, rel=0.01)


def test_damage_is_refused() -> None:
    data = encoded(_slip())
    for broken in (data[: len(data) // 2], data[:60], data[:8] + bytes(50)):
        with pytest.raises(FileBroken, match="fresh copy"):
            read(broken)
    jpeg = encoded(_slip(), "JPEG")
    with pytest.raises(FileBroken, match="fresh copy"):
        read(jpeg[: len(jpeg) // 2])


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    packed = zlib.compress(bytes(1000))
    body = b"IDAT" + packed
    data += struct.pack(">I", len(packed)) + body + struct.pack(">I", zlib.crc32(body))
    with pytest.raises(LimitExceeded, match="60000 × 60000"):
        read(data)


def test_a_picture_without_text() -> None:
    with pytest.raises(FileBroken, match="no text was found"):
        read(encoded(Image.new("RGB", (600, 400), "white")))
    with pytest.raises(FileBroken, match="nothing to read"):
        read(encoded(Image.new("RGB", (5, 5), "white")))


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ocr_model, "missing", lambda: ["rapidocr"])
    path = tmp_path / "a.png"
    path.write_bytes(encoded(_slip()))
    done = CliRunner().invoke(app, ["extract", str(path)])
    assert done.exit_code == ExitCode.EXTRA_MISSING
    assert done.output.strip().endswith('-m pip install "policyparse[ocr]"')
    assert len(done.output.strip().splitlines()) == 1


def test_never_is_never() -> None:
    with pytest.raises(ScanWithoutOcr, match="--ocr never"):
        read(encoded(_slip()), ocr="never")


def test_wrongly_named(tmp_path: Path) -> None:
    for name, data in (("a.png", b"%not a picture"), ("b.jpg", b""), ("c.tif", b"plain words")):
        path = tmp_path / name
        path.write_bytes(data)
        done = CliRunner().invoke(app, ["extract", str(path)])
        assert done.exit_code == ExitCode.INPUT, name
        assert name in done.output
        assert len(done.output.strip().splitlines()) == 1
    (tmp_path / "d.pdf").write_bytes(encoded(_slip()))
    assert CliRunner().invoke(app, ["extract", str(tmp_path / "d.pdf")]).exit_code == ExitCode.DONE


def test_a_table_with_merged_cells_and_writing_downwards() -> None:
    paper, pen = sheet(1400, 900)
    xs, ys = (100, 200, 500, 1300), (100, 200, 420, 640)
    for y in ys:
        pen.line((xs[0] if y not in (420,) else xs[1], y, xs[-1], y), fill="black", width=2)
    for x in xs:
        pen.line((x, ys[0], x, ys[-1]), fill="black", width=2)
    for place, text in enumerate(("类别", "序号", "工作任务")):
        pen.text((xs[place] + 12, 130), text, font=song(10.5), fill="black")
    for place, char in enumerate("城乡建设"):
        pen.text((130, 260 + 60 * place), char, font=song(12), fill="black")
    for row, (number, task) in enumerate((("一", "完成供水管网改造"), ("2", "建设口袋公园3个"))):
        pen.text((330, ys[row + 1] + 90), number, font=song(10.5), fill="black")
        pen.text((520, ys[row + 1] + 90), task, font=song(10.5), fill="black")
    (grid,) = grids(read(encoded(paper)))
    assert grid == [
        ["类别", "序号", "工作任务"],
        ["城乡建设", "一", "完成供水管网改造"],
        ["城乡建设", "2", "建设口袋公园3个"],
    ]


def test_a_table_of_three_lines() -> None:
    pages = Pages()
    for y, width in ((120, 1.2), (150, 0.6), (270, 1.2)):
        pages.line(70, y, 525, y, width)
    rows = [
        ("序号", "指标名称", "基期值", "目标值"),
        ("1", "城镇新增就业", "1.2万人", "1.5万人"),
        ("2", "空气优良天数比率", "85.1%", "88%"),
        ("3", "森林覆盖率", "31.5%", "32%"),
        ("4", "登记失业率", "4.2%", "4.5%以内"),
    ]
    for row, texts in enumerate(rows):
        for x, text in zip((80, 150, 320, 430), texts, strict=True):
            pages.text(x, 140 + 28 * row, text, 10.5, font=SONG)
    (grid,) = grids(read(encoded(pictures(pages, Scanner(skew=-0.8, noise=8))[0])))
    assert grid == [list(row) for row in rows]


def test_two_columns_are_read_one_after_the_other() -> None:
    pages = Pages()
    left = [
        "各级各部门要切实加强组织",
        "领导，完善工作机制，层层",
        "压实责任，细化工作措施，",
        "确保各项任务落到实处。",
    ]
    right = [
        "要加强督促检查，建立台账",
        "管理制度，定期通报进展情",
        "况，对工作不力的单位予以",
        "约谈，重要情况及时报告。",
    ]
    for row in range(12):
        pages.text(60, 100 + 22 * row, left[row % 4], 14, font=SONG)
        pages.text(330, 100 + 22 * row, right[row % 4], 14, font=SONG)
    text = "".join(paragraphs(read(encoded(pictures(pages, Scanner(skew=0.6))[0]))))
    assert text == ("".join(left) * 3 + "".join(right) * 3).replace("，", ",")
