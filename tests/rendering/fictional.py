"""Fictional task lists made from a random number generator, each row with the record that it must give."""

from __future__ import annotations

from datetime import date
from random import Random

from rendering.content import Column, Row, SectionRow, Table
from rendering.facts import Fact, Measure, Milestone, Step
from rendering.layouts import NAMES

YEAR = 2026
SECTIONS = ("一、夯实产业基础", "二、改善民生服务", "三、建设宜居城乡", "四、守牢安全底线")
CATEGORIES = ("项目建设", "消费扩容", "城市更新", "教育体育", "养老托育", "生态治理", "政务服务", "应急管理")
VERBS = ("推进", "加快", "实施", "完善", "开展", "健全", "组织", "优化")
PLACES = ("滨江片区", "城东新区", "各县（市、区）", "云溪河沿线", "老城区", "开发区", "山区乡镇", "")
THINGS = (
    "公共停车设施建设",
    "社区食堂布点",
    "中小企业数字化改造",
    "“一件事”集成办理",
    "口袋公园建设",
    "农村供水管网改造",
    "校园食堂监督",
    "职业技能培训",
    "老旧管网更新（含燃气、供水、排水管道）",
    "5G应用场景推广",
    "矛盾纠纷多元化解",
    "学生视力筛查",
)
CONTENTS = (
    "摸清底数，建立台账，逐项明确责任人和完成标准。",
    "坚持问题导向，按照轻重缓急分批推进，完成一项、销号一项。",
    "统筹用好各类资金，引导社会力量参与，定期向社会公布进展。",
    "完善标准规范，加强业务培训，每月调度一次进展情况。",
    "落实属地管理责任，强化部门协同，形成齐抓共管的工作局面。",
)
UNITS = (
    "市发展改革委",
    "市教育局",
    "市财政局",
    "市民政局",
    "市水务局",
    "市应急局",
    "市卫生健康委",
    "市住房城乡建设局",
    "市工业和信息化局",
    "各县（市、区）人民政府",
    "市数据局",
    "开发区管委会",
    "市市场监管局",
    "市交通运输局",
)
PEOPLE = ("周明远", "何静", "罗正平", "梁舒", "宋雅琴", "程立新", "韩冬", "秦海", "杜文斌")
#: Target texts with their measure; {n} is a number.
TARGETS = (
    ("新建{n}个", "=", "个"),
    ("完成改造{n}处", "=", "处"),
    ("覆盖率达到{n}%以上", ">=", "%"),
    ("群众满意率不低于{n}%", ">=", "%"),
    ("事故起数下降{n}%", "decrease", "%"),
    ("服务量增长{n}%", "increase", "%"),
    ("平均办理时间不超过{n}天", "<=", "天"),
    ("漏损率控制在{n}%以内", "<=", "%"),
)
STEPS = ("制定工作方案", "完成中期评估", "开展实地督导", "组织总结验收", "公布项目清单", "建立工作台账")


def _end(month: int) -> date:
    return date(YEAR, month, 31 if month in (1, 3, 5, 7, 8, 10, 12) else 28 if month == 2 else 30)


def _deadline(random: Random) -> tuple[str, tuple[Milestone, ...]]:
    month = random.randint(2, 12)
    match random.randrange(6):
        case 0:
            return f"{month}月底前", (Milestone(due=_end(month), year_from="period"),)
        case 1:
            start = random.randint(1, month - 1)
            span = Milestone(start=date(YEAR, start, 1), due=_end(month), year_from="period")
            return f"{start}月-{month}月", (span,)
        case 2:
            return f"{month}月20日前", (Milestone(due=date(YEAR, month, 20), year_from="period"),)
        case 3:
            return "2027年6月底前", (Milestone(due=date(2027, 6, 30), year_from="printed"),)
        case 4:
            return "长期坚持", (Milestone(label="长期坚持"),)
        case _:
            return "每月底前", (Milestone(rrule="FREQ=MONTHLY;BYMONTHDAY=-1"),)


def _target(random: Random, length: int) -> tuple[str, tuple[Measure, ...]]:
    texts: list[str] = []
    measures: list[Measure] = []
    for template, comparator, unit in random.sample(TARGETS, length):
        number = random.randint(2, 98)
        texts.append(template.format(n=number))
        measures.append(Measure(comparator=comparator, value=float(number), unit=unit))
    return "，".join(texts) + "。", tuple(measures)


def _steps(random: Random, length: int) -> tuple[Step, ...]:
    months = sorted(random.sample(range(2, 13), length))
    ends = ["；"] * (length - 1) + ["。"]
    return tuple(
        Step(text=f"{month}月底前{random.choice(STEPS)}{end}", due=_end(month))
        for month, end in zip(months, ends, strict=True)
    )


def _row(random: Random, number: int, category: str, size: int) -> Row:
    target, measures = _target(random, random.randint(1, size))
    deadline, milestones = _deadline(random)
    steps = _steps(random, random.randint(1, 2 * size))
    body = "".join(random.sample(CONTENTS, random.randint(1, size)))
    units = random.sample(UNITS, random.randint(2, 2 + size))
    leaders = tuple(random.sample(PEOPLE, random.randint(1, 2)))
    task = f"{random.choice(VERBS)}{random.choice(PLACES)}{random.choice(THINGS)}"
    fact = Fact(
        number=str(number),
        task=task,
        content=body,
        target=target,
        measures=measures,
        deadline=deadline,
        milestones=milestones,
        leaders=leaders,
        lead=tuple(units[:1]),
        support=tuple(units[1:]),
        steps=steps,
    )
    values = {
        "number": str(number),
        "category": category,
        "task": task,
        "content": body,
        "target": target,
        "deadline": deadline,
        "steps": "".join(step.text for step in steps),
        "leaders": " ".join(leaders),
        "lead": "、".join(units[:1]),
        "support": "、".join(units[1:]),
    }
    return Row(values=values, fact=fact)


#: Relative widths of the columns.
WIDTHS = {"number": 0.6, "category": 1.0, "task": 2.0, "content": 3.0, "target": 2.4, "deadline": 1.2, "steps": 3.2}


def task_table(random: Random, *, rows: int, sections: int, group: int, size: int) -> Table:
    """A task list of `rows` rows under `sections` section rows; a category stands over `group` rows or fewer.

    `size` 1 to 3 says how long the cells are.
    """
    printed: list[Row | SectionRow] = []
    starts = {round(place * rows / sections) for place in range(sections)} if sections else set()
    titles = iter(SECTIONS)
    names = list(CATEGORIES)
    random.shuffle(names)
    left = 0
    category = -1
    for number in range(rows):
        if number in starts:
            printed.append(SectionRow(text=next(titles)))
            left = 0
        if left == 0:
            category += 1
            left = random.randint(1, group)
        left -= 1
        printed.append(_row(random, number + 1, names[category % len(names)], size))
    columns = tuple(Column(key=key, names=(NAMES[key][0],), width=WIDTHS.get(key, 1.1)) for key in NAMES)
    return Table(columns=columns, rows=tuple(printed))


def contacts_table(random: Random, columns: int) -> Table:
    """A table that hands out no work, with the same number of columns as the table before it (2 or more)."""
    keys = ("unit", "person", "phone", "room", "post", "address")[: max(columns, 2)]
    names = dict(zip(keys, ("联系单位", "联系人", "联系电话", "房间号", "邮政编码", "通信地址"), strict=False))
    rows = []
    for unit in random.sample(UNITS, 4):
        cells = (unit, random.choice(PEOPLE), f"0000-{random.randint(1000000, 9999999)}", "302", "000000", "望江路88号")
        rows.append(Row(values=dict(zip(keys, cells, strict=False))))
    return Table(
        columns=tuple(Column(key=key, names=(names[key],)) for key in keys), rows=tuple(rows), caption="附：联系方式"
    )
