"""Every code of the checks: severity, what is wrong and what was expected in both languages, whether --fix may act.

docs/checks.md repeats them with an example each; a test compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from policyparse.problems import Severity

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """`zh`, `en` with {places}; `rule_zh`, `rule_en` say what was expected where no value does. `safe`: --fix applies it."""

    severity: Severity
    zh: str
    en: str
    rule_zh: str | None = None
    rule_en: str | None = None
    safe: bool = False

    def message(self, lang: Language, words: Mapping[str, str]) -> str:
        return _filled(self.zh if lang == "zh" else self.en, words)

    def rule(self, lang: Language, words: Mapping[str, str]) -> str | None:
        text = self.rule_zh if lang == "zh" else self.rule_en
        return _filled(text, words) if text is not None else None


def _filled(template: str, words: Mapping[str, str]) -> str:
    for name, word in words.items():
        template = template.replace("{" + name + "}", word if name.startswith("place_") else _short(word))
    return template


def _short(text: str) -> str:
    """A value inside a sentence: one line, not too long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:57] + "…"


def _check(
    severity: Severity, zh: str, en: str, rule_zh: str | None = None, rule_en: str | None = None, *, safe: bool = False
) -> Check:
    return Check(severity=severity, zh=zh, en=en, rule_zh=rule_zh, rule_en=rule_en, safe=safe)


CHECKS: dict[str, Check] = {
    # the table
    "table-missing": _check("error", "没有找到任务表", "no table of tasks was found", "有“任务”列的表", "a table with a column of tasks"),
    "header-missing": _check("error", "表格没有表头", "the table has no header row", "一行列名", "a row of column names"),
    "column-missing": _check("error", "缺少“{column_zh}”列", "the column “{column_en}” is missing", "“{column_zh}”列", "a column “{column_en}”"),
    "column-absent": _check("warning", "没有“{column_zh}”列", "there is no column “{column_en}”", "“{column_zh}”列", "a column “{column_en}”"),
    "column-doubled": _check("error", "“{column}”列重复，先见于 {first}", "the column “{column}” is doubled, first at {first}", "每列只出现一次", "each column once"),
    "column-unnamed": _check("warning", "{value} 所在的列没有列名", "the column of “{value}” has no name", "列名", "a column name"),
    "merged-hides-value": _check("error", "合并单元格下隐藏着“{value}”", "a merged cell hides “{value}”", "取消合并后确认内容", "unmerge and decide"),
    "row-hidden": _check("warning", "该行被隐藏", "the row is hidden", "取消隐藏或删除", "unhide or delete it"),
    "column-hidden": _check("warning", "“{column}”列被隐藏", "the column “{column}” is hidden", "取消隐藏", "unhide it"),
    "sheet-hidden": _check("warning", "工作表“{value}”被隐藏", "the sheet “{value}” is hidden", "取消隐藏或删除", "unhide or delete it"),
    "formula-uncomputed": _check("warning", "公式没有保存计算结果", "the formula has no stored result", "用办公软件打开并保存一次", "open it in an office program and save it"),
    "cell-error": _check("error", "公式出错：{value}", "the formula failed: {value}", "有效的值", "a value"),
    "encoding-replaced": _check("warning", "{value} 个字符无法解码", "{value} characters fit no encoding", "UTF-8 或 GB18030 编码", "UTF-8 or GB18030"),
    # the text of cells
    "text-invisible": _check("warning", "含有看不见的字符（{names}）", "invisible characters ({names})", "去除不可见字符", "no invisible characters", safe=True),
    "digits-full-width": _check("warning", "“{value}”含全角数字", "“{value}” has full-width digits", "半角数字", "half-width digits", safe=True),
    "line-break": _check("warning", "单元格内有换行", "a line break inside the cell", "一行文字", "one line", safe=True),
    "text-cut": _check("warning", "文字恰为 {length} 个字符，可能被截断", "the text is exactly {length} characters long and may be cut off", "完整的文字", "the whole text"),
    "number-as-text": _check("warning", "数字“{value}”以文本形式存储", "the number {value} is stored as text", "数字", "a number", safe=True),
    "date-as-text": _check("warning", "日期“{value}”以文本形式存储", "the date {value} is stored as text", "日期", "a date", safe=True),
    "date-serial": _check("warning", "日期显示为序列数 {value}", "the date shows as the serial number {value}", "日期", "a date", safe=True),
    "date-not-iso": _check("warning", "“{value}”不是标准日期格式", "“{value}” is no ISO date", "2026-06-30 这样的日期", "a date like 2026-06-30", safe=True),
    # numbers
    "number-doubled": _check("error", "序号 {value} 重复，先见于 {first}", "the number {value} is doubled, first at {first}", "不重复的序号", "a number of its own"),
    "number-gap": _check("warning", "序号 {value} 之前缺 {missing}", "no {missing} before the number {value}"),
    "number-empty": _check("warning", "没有序号", "the number is empty", "序号", "a number"),
    # the task
    "task-empty": _check("error", "任务为空", "the task is empty", "任务名称", "a task"),
    # time
    "deadline-unreadable": _check("warning", "“{value}”不是可识别的时限", "“{value}” is no known expression of time", "6月底前、2026年12月31日、每季度末等", "such as 6月底前, 2026年12月31日, 每季度末"),
    "date-impossible": _check("error", "“{value}”是不存在的日期", "“{value}” is a date that does not exist", "存在的日期", "a date that exists"),
    "deadline-contradicts": _check("error", "完成时限“{value}”与日期列“{other}”（{other_cell}）不一致", "the deadline “{value}” contradicts the date “{other}” in {other_cell}"),
    "deadline-outside-period": _check("warning", "{due} 超出文件所管时段（{period}）", "{due} lies outside the document's period ({period})", "{period} 之内", "within {period}"),
    "deadline-before-start": _check("warning", "{due} 早于起始日 {start}", "{due} lies before the start, {start}", "不早于 {start}", "not before {start}"),
    "dates-reversed": _check("error", "起始日 {start} 晚于截止日 {due}", "the start {start} lies after the due date {due}", "起始日不晚于截止日", "a start not after the due date"),
    # target
    "target-contradicts": _check("error", "目标值 {value} 与目标文字“{other}”（{other_cell}）不一致", "the target value {value} and the target's text “{other}” ({other_cell}) disagree"),
    "percent-over-100": _check("error", "“{clause}”：{percent} 超过100%", "“{clause}”: {percent} is over 100 %", "不超过100%", "100 % at most"),
    # owners
    "owner-missing": _check("warning", "没有责任单位或责任人", "no unit and no person answers for it", "责任单位", "a unit"),
    "owner-in-both": _check("error", "“{unit}”既是牵头又是配合", "“{unit}” both leads and supports", "只在一列出现", "in one column only"),
    "unit-doubled": _check("warning", "“{unit}”在同一单元格内重复", "“{unit}” stands twice in one cell", "每个单位一次", "each unit once"),
    "unit-near-miss": _check("warning", "“{unit}”与表中别处的“{suggestion}”（{count} 处）相近，可能写错", "“{unit}” is close to “{suggestion}” elsewhere in the table ({count} times)"),
    "unit-brackets": _check("warning", "“{value}”括号不配对", "unbalanced brackets in “{value}”", "成对的括号", "brackets in pairs"),
    "units-unseparated": _check("warning", "“{unit}”含多个单位而没有分隔", "“{unit}” names several units without a separator"),
    "person-in-unit-column": _check("warning", "单位列中有人名“{unit}”", "the person “{unit}” in a column of units", "单位名称", "a unit"),
    "unit-in-person-column": _check("warning", "人员列中有单位“{unit}”", "the unit “{unit}” in a column of people", "姓名", "a person's name"),
    # closed lists and ids
    "kind-unknown": _check("error", "“{value}”不是可用的类型", "“{value}” is no known kind", "任务、指标、项目", "task, indicator or project"),
    "value-not-listed": _check("warning", "“{value}”不在下拉列表之内", "“{value}” is none of the dropdown's choices"),
    "id-doubled": _check("error", "编号 {value} 重复，先见于 {first}", "the id {value} is doubled, first at {first}", "不重复的编号", "an id of its own"),
    "id-unknown": _check("error", "原文件中没有编号 {value}", "the source has no id {value}", "原文件中的编号", "an id of the source"),
    # against the source
    "edited": _check("info", "与原文不同：原文{place_zh}为“{expected}”", "differs from the source, which has “{expected}” ({place_en})"),
    "record-missing": _check("warning", "原文的任务“{expected}”（{place_zh}）不在表中", "the source's task “{expected}” ({place_en}) is not in the table"),
    "record-added": _check("info", "原文中没有任务“{value}”", "the source has no task “{value}”"),
    # JSON
    "schema": _check("error", "不符合 JSON Schema：{reason_zh}", "against the JSON Schema: {reason}"),
    "schema-enum": _check("error", "“{value}”不在可用的值之内", "“{value}” is none of the allowed values"),
    "schema-missing": _check("error", "缺少字段 {name}", "the field {name} is missing", "字段 {name}", "the field {name}"),
    "schema-unknown": _check("error", "没有名为 {name} 的字段", "there is no field {name}", "Schema 中的字段", "a field of the schema"),
}  # fmt: skip
