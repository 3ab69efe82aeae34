"""Doubts of OCR reach the record, the field and the score; nothing is changed."""

from __future__ import annotations

import pytest

from policyparse.document import Cell, Document, Doubt, FileInfo, Page, Paragraph, Table
from policyparse.interpret.assemble import interpret
from policyparse.lexicon import default_lexicon
from policyparse.normalise import normalise
from policyparse.origin import Origin
from policyparse.problems import Problem
from policyparse.records import PolicyDocument

HEAD = ("序号", "工作任务", "完成时限", "责任单位")
FILE = FileInfo(path="x.pdf", format="pdf", sha256="", size_bytes=0, pages=1, ocr=True)


def _document(rows: list[tuple[str, ...]], doubts: tuple[Doubt, ...] = (), ocr: bool = True) -> PolicyDocument:
    """A list on page 1: cells of 100 by 20 points from the top left."""
    cells = [
        Cell(
            row=r,
            col=c,
            text=text,
            origin=Origin(page=1, bbox=(100.0 * c, 40.0 + 20 * r, 100.0 * c + 100, 60.0 + 20 * r), table=0, row=r),
        )
        for r, row in enumerate([HEAD, *rows])
        for c, text in enumerate(row)
    ]
    table = Table(
        cells=tuple(cells), rows=len(rows) + 1, cols=4, origin=Origin(page=1, bbox=(0, 40, 400, 200), table=0)
    )
    title = Paragraph(text="云溪市2026年重点任务清单", origins=(Origin(page=1, bbox=(100.0, 10.0, 300.0, 30.0)),))
    document = Document(
        file=FILE,
        blocks=(title, table),
        characters=0,
        pages=(Page(number=1, width=400, height=600, ocr=ocr),),
        doubts=doubts,
    )
    words = default_lexicon()
    return interpret(normalise(document, words), words).document


def _doubts(document: PolicyDocument) -> list[Problem]:
    return [p for p in document.problems if p.code == "low-ocr-confidence"]


ROWS = [
    ("1", "建设口袋公园3个", "10月底前", "市林业局"),
    ("2", "完成供水管网改造", "12月底前", "市水务局"),
]


def _doubt(text: str, context: str, start: int, x: float, y: float, score: float = 0.41) -> Doubt:
    origin = Origin(page=1, bbox=(x, y, x + 10, y + 10))
    return Doubt(text=text, context=context, start=start, score=score, origin=origin)


def test_a_doubt_names_record_field_and_score() -> None:
    document = _document(ROWS, (_doubt("林", "市林业局", 1, 310, 65),))
    first, second = document.records
    (problem,) = _doubts(document)
    assert (problem.record, problem.field, problem.severity) == (first.id, "owner", "warning")
    assert "市[林]业局” (0.41)" in problem.message
    assert problem.source[0].page == 1
    assert "low-ocr-confidence" in first.flags
    assert "low-ocr-confidence" not in second.flags
    assert first.owner.lead == ["市林业局"]


def test_doubts_of_one_field_are_one_problem() -> None:
    doubts = (_doubt("口", "建设口袋公园", 2, 120, 65), _doubt("3", "公园3个", 2, 170, 65, 0.7))
    (problem,) = _doubts(_document(ROWS, doubts))
    assert problem.field == "task"
    assert "(0.41)" in problem.message
    assert "(0.70)" in problem.message


def test_a_doubt_in_the_title_names_the_metadata() -> None:
    document = _document(ROWS, (_doubt("溪", "云溪市2026", 1, 110, 15),))
    (problem,) = _doubts(document)
    assert (problem.record, problem.field) == (None, "meta.title")
    assert all("low-ocr-confidence" not in record.flags for record in document.records)


def test_a_doubt_elsewhere_names_the_page() -> None:
    (problem,) = _doubts(_document(ROWS, (_doubt("序", "序号", 0, 10, 45),)))
    assert (problem.record, problem.field) == (None, None)
    assert "page 1" in problem.message


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (("1", "建设口袋公园", "10月底前", "市林业局负贲"), "owner", "负贲"),
        (("1", "新增学位30O0个", "10月底前", "市教育局"), "task", "O"),
        (("1", "建设口袋公园", "3月一10月", "市林业局"), "deadline", "一"),
        (("1", "完成年度口标任务", "10月底前", "市林业局"), "task", "口标"),
        (("1", "建设口袋公园", "10月未前", "市林业局"), "deadline", "未"),
    ],
)
def test_known_confusions_are_told_and_kept(row: tuple[str, ...], field: str, words: str) -> None:
    document = _document([row, ROWS[1]])
    told = [p for p in _doubts(document) if p.field == field]
    assert [p.record for p in told] == [document.records[0].id]
    assert f"“{words}”" in told[0].message
    assert "low-ocr-confidence" in document.records[0].flags
    texts = (document.records[0].task, document.records[0].deadline.text, document.records[0].owner.text)
    assert row[1] in texts
    assert row[2] in texts


@pytest.mark.parametrize(
    "task",
    ["扩大出口标准化规模", "每日标准化作业", "改造县道一期工程", "若干万元以上项目", "建设APP平台1个", "第一季度完成"],
)
def test_words_that_only_look_like_confusions(task: str) -> None:
    assert _doubts(_document([("1", task, "10月底前", "市林业局"), ROWS[1]])) == []


def test_pages_with_their_own_text_are_not_suspected() -> None:
    assert _doubts(_document([("1", "新增学位30O0个", "10月底前", "市教育局"), ROWS[1]], ocr=False)) == []
