"""Plain text that was cut at a fixed width."""

from __future__ import annotations

from policyparse.extractors.plaintext_wrapped import wrapped_runs

SET_IN = """        关于修剪行道树的通知

各街道：
    为确保汛期安全，请各街道组织人员对辖区内的行道树
进行一次全面修剪，重点处理枯枝和遮挡信号灯的枝条，做
到应修尽修。
    一、请于六月底前完成本辖区主要道路两侧行道树的修
剪，并将清单报送区园林所备案，过期不再受理。本次修剪
    二、修剪下来的枝条由区园林所统一清运，各街道要安排
专人在现场维持秩序，防止伤人。
"""


def test_paragraphs_that_are_set_in() -> None:
    lines = SET_IN.split("\n")
    assert wrapped_runs(lines) == {3: 6, 6: 8, 8: 10}


def test_lines_flush_left_end_at_a_mark_or_a_stop() -> None:
    lines = [
        "一、请于六月底前完成本辖区主要道路两侧行道树的修",
        "剪，并将清单报送区园林所备案，过期不再受理。本次",
        "二、修剪下来的枝条由区园林所统一清运，各街道要安",
        "排专人在现场维持秩序，防止伤人，并做好宣传工作。",
        "三、各街道主要负责人要亲自过问，认真组织，确保安全",
        "度汛。",
        "四、其他事项。",
        "五、联系人：略。",
    ]
    assert wrapped_runs(lines) == {0: 2, 2: 4, 4: 6}


def test_a_line_for_each_paragraph_is_left_alone() -> None:
    lines = ["一、完成任务。" * n for n in range(1, 14)]
    assert wrapped_runs(lines) == {}
    assert wrapped_runs([]) == {}
    assert wrapped_runs(["短"] * 40) == {}
