"""The words of the workbook in both languages."""

from __future__ import annotations

from policyparse.problems import CODES, Problem

WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "ledger": "台账",
        "indicators": "指标",
        "problems": "问题",
        "several": "任务台账（{count}份文件）",
        "records": "共{count}项",
        "legend": "截止日期底色：红为已过期，橙为30天内，绿为30天以后；带括号的日期按文件所管年份推定",
        "footer": "第 &P 页 共 &N 页",
        "derived": "本表由台账生成，修改请改台账；共{count}项",
    },
    "en": {
        "ledger": "Ledger",
        "indicators": "Indicators",
        "problems": "Problems",
        "several": "Ledger of {count} documents",
        "records": "{count} records",
        "legend": "Due dates: red is past, orange within 30 days, green later; in brackets: the end of the document's period",
        "footer": "Page &P of &N",
        "derived": "Made from the ledger; edit there. {count} rows",
    },
}

#: Key, Chinese and English name of the indicators' columns.
INDICATORS: tuple[tuple[str, str, str], ...] = (
    ("number", "序号", "No."),
    ("task", "任务", "Task"),
    ("indicator", "指标", "Indicator"),
    ("comparator", "要求", "Comparator"),
    ("value", "数值", "Value"),
    ("upper", "上限", "Upper"),
    ("unit", "单位", "Unit"),
    ("strength", "力度", "Strength"),
    ("due", "目标时间", "Due"),
    ("text", "原文", "Text"),
    ("base", "基期及属性", "Base"),
    ("lead", "牵头单位", "Lead"),
    ("source", "来源页", "Source"),
    ("document", "文件", "File"),
    ("id", "编号", "Id"),
)
PROBLEMS: tuple[tuple[str, str, str], ...] = (
    ("severity", "程度", "Severity"),
    ("number", "序号", "No."),
    ("task", "任务", "Task"),
    ("field", "字段", "Field"),
    ("meaning", "问题", "Problem"),
    ("message", "详情", "Message"),
    ("code", "代码", "Code"),
    ("source", "来源页", "Source"),
    ("document", "文件", "File"),
    ("id", "编号", "Id"),
)
SEVERITIES_ZH = {"error": "错误", "warning": "提醒", "info": "说明"}
COMPARATORS_ZH = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "~": "约", "increase": "增长", "decrease": "下降"}
STRENGTHS_ZH = {"aim": "力争", "principle": "原则上"}

#: What the problem codes mean, in Chinese; a code that is not here is told by its own message.
PROBLEMS_ZH: dict[str, str] = {
    "text-unaccounted": "原文有文字未归入任何任务或结构",
    "deadline-unparsed": "完成时限未能识别",
    "year-unknown": "只有月日，原文未给出年份",
    "date-impossible": "日期不存在",
    "owner-missing": "有责任单位列，但此项为空",
    "owner-unparsed": "责任单位未能拆分识别",
    "target-unparsed": "目标值未能识别",
    "header-guessed": "列的含义由内容或位置推断",
    "header-missing": "表格没有表头，沿用前表的列",
    "column-unknown": "列名未识别，内容列入“其他”",
    "cell-differs": "两种读法结果不同",
    "table-unread": "疑似表格未能读出",
    "page-unreadable": "页面无法读取",
    "page-without-text": "页面只有图片",
    "object-unread": "嵌入对象未读取",
    "text-unmapped": "字符缺少编码，无法读取",
    "text-layer-invisible": "文字层为识别所得，未经核对",
    "number-repeated": "序号重复",
    "number-missing": "序号不连续",
    "number-inferred": "原文缺序号，按前后推定",
    "metadata-conflict": "同一要素有两个不同的值",
    "no-records": "未发现任务",
    "encoding-replaced": "无法解码的字节已被替换",
    "limit-reached": "达到上限，其后未读",
    "text-altered": "单元格无法容纳的字符已去除或截断，原文保存在隐藏表中",
}


def meaning(problem: Problem, headers: str) -> str:
    """What a problem is, in the language of the column names."""
    if headers == "zh":
        return PROBLEMS_ZH.get(problem.code, problem.message)
    return CODES[problem.code][1]
