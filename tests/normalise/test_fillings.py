"""What the normaliser says of its decisions: which cells were filled and why, why tables were joined or stay apart."""

from policyparse.api import extract_stages
from policyparse.normalise.model import Decision


def decisions(body: str, stage: str) -> list[Decision]:
    stages = extract_stages(f"<html><body>{body}</body></html>".encode(), name="x.html")
    return [d for d in stages.tidy.decisions if d.stage == stage]


def rows(*lines: str) -> str:
    return "".join(f"<tr>{line}</tr>" for line in lines)


def cells(*texts: str) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


HEAD = cells("序号", "类别", "工作任务", "责任单位")


def test_filled_cells_are_told_with_the_reason() -> None:
    body = rows(
        HEAD,
        '<td>1</td><td rowspan="3">水利</td>' + cells("修建河堤", "县水务局"),
        cells("2", "疏浚水渠", "县农业局"),
        cells("3", "加固水库", "县水务局"),
        cells("4", "林业", "补种林带", "县林业局"),
        cells("5", "", "防治虫害", "县林业局"),
        '<td colspan="2">合计</td>' + cells("五项", ""),
    )
    told = decisions(f"<table>{body}</table>", "rows")
    assert [(d.rule, d.evidence, [o.row for o in d.origins]) for d in told] == [
        ("cell-filled-from-above", "类别: “水利” in 2 rows, a merged cell covers them", [2, 3]),
        ("cell-filled-from-above", "类别: “林业” in 1 row, empty below that cell", [5]),
        ("cell-filled-from-left", "类别: “合计” in 1 row, a merged cell reaches over from the left", [6]),
    ]


def test_joins_quote_their_evidence() -> None:
    first = f"<table>{rows(HEAD, cells('1', '水利', '修建河堤', '县水务局'), cells('2', '水利', '疏浚水渠', '县农业局'))}</table>"
    second = f"<table>{rows(HEAD, cells('3', '林业', '补种林带', '县林业局'))}</table>"
    other = f"<table>{rows(cells('姓名', '电话', '传真', '邮箱'), cells('秦海', '5550101', '5550102', '无'))}</table>"
    assert [(d.rule, d.evidence) for d in decisions(first + second, "join")] == [
        ("joined-same-header", "the header comes again, the numbers go on (2, 3)")
    ]
    (apart,) = decisions(first + "<p>以下为农业部门的工作，由各县另行安排。</p>" + second, "join")
    assert apart.rule == "apart-text-between"
    assert "“以下为农业部门的工作，由各县另行安排。”" in apart.evidence
    (apart,) = decisions(first + other, "join")
    assert apart.rule.startswith("apart-")
    assert "姓名、电话、传真、邮箱" in apart.evidence


def test_codes_are_no_task_and_are_not_filled_down() -> None:
    """Two-figure codes with a leading zero under 项目: an empty one is that of a group, not the one above."""
    body = rows(
        '<td colspan="3">项目</td><td colspan="2">支出</td>',
        '<td colspan="2">部门支出科目编码</td><td rowspan="2">支出分类名称</td><td rowspan="2">合计</td><td rowspan="2">本级</td>',
        cells("类", "款"),
        cells("501", "", "河道支出", "300", "300"),
        cells("501", "01", "清淤", "100", "100"),
        cells("501", "09", "护岸", "200", "200"),
        cells("502", "", "水库支出", "50", "50"),
        cells("502", "01", "加固", "50", "50"),
    )
    stages = extract_stages(f"<table>{body}</table>".encode(), name="x.html")
    (table,) = stages.result.tables
    assert [row[1] for row in table.rows if row[0] == "502"] == ["", "01"]
