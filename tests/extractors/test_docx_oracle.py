"""LibreOffice's text export as the oracle for automatic numbers."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from docx_building import item, level, numbering, package, par, read_bytes, row, table, texts

from policyparse.text import compact

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")

#: Formats that LibreOffice prints as Word does, up to the number of items below.
FORMATS = (
    "decimal",
    "decimalZero",
    "upperRoman",
    "lowerLetter",
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCountingThousand",
    "ideographTraditional",
    "ideographZodiac",
    "decimalEnclosedCircle",
    "decimalEnclosedCircleChinese",
    "chineseLegalSimplified",
    "ideographLegalTraditional",
)
TWO_LISTS = (
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>'
)
DOCUMENTS = {
    "formats": (
        "".join(item(f"{name}项", num) for num, name in enumerate(FORMATS, 1) for _ in range(10)),
        "".join(
            f'<w:abstractNum w:abstractNumId="{n}">{level(0, name, "%1、")}</w:abstractNum>'
            for n, name in enumerate(FORMATS)
        )
        + "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(len(FORMATS))),
    ),
    "levels": (
        "".join(item(f"第{depth}级", level=depth) for depth in (0, 1, 2, 2, 1, 2, 0, 1, 2, 0, 0, 1)) + par("正文"),
        numbering(
            level(0, "chineseCountingThousand", "%1、"),
            level(1, "chineseCountingThousand", "（%2）"),
            level(2, "decimal", "%1.%2.%3"),
        ),
    ),
    "restarts": (
        "".join(item("事项", num) for num in (1, 1, 2, 2)),
        numbering(level(0, "decimal", "%1."), lists=TWO_LISTS),
    ),
    "parent-left-out": (
        "".join(item("事项", level=depth) for depth in (1, 1, 0, 1)),
        numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")),
    ),
    "cells": (
        table(
            row("序号", "任务"),
            *(row(f"<w:tc>{item('')}</w:tc>", name) for name in ("修路", "架桥", "植树")),
            widths=(1000, 3000),
        )
        + item("验收"),
        numbering(level(0, "decimal", "%1")),
    ),
}


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The documents as LibreOffice prints them, by name. One run converts them all."""
    folder = tmp_path_factory.mktemp("oracle")
    for name, (body, numbers) in DOCUMENTS.items():
        (folder / f"{name}.docx").write_bytes(package(body, numbering=numbers))
    assert SOFFICE is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.docx") for name in DOCUMENTS]
    command = [
        SOFFICE,
        profile,
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(folder),
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: (folder / f"{name}.txt").read_text(encoding="utf-8-sig") for name in DOCUMENTS}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_numbers_as_libreoffice_prints_them(name: str, exports: dict[str, str]) -> None:
    body, numbers = DOCUMENTS[name]
    assert compact("".join(texts(read_bytes(package(body, numbering=numbers))))) == compact(exports[name])
