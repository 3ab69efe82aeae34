"""What a column means by where it stands: the task among unknown columns, categories left of it, a second task column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from policyparse.lexicon import Lexicon
from policyparse.normalise.column_cells import Profile
from policyparse.normalise.column_names import also_names, names_a_goal, plain_name
from policyparse.normalise.model import Column, Field, NameRule
from policyparse.text import fold

#: A task has at least so many Chinese characters on average (the shortest real ones: 植树造林, 修桥铺路).
_TASK_LENGTH = 4
#: Under 专科名称 names are as short as 儿科.
_NAME_LENGTH = 2
#: What tells how a task is done is so many times as long as its title.
_HOW = 1.5
#: A category has at least so many (产业, 交通).
_CATEGORY_LENGTH = 2


def by_position(
    columns: list[Column], profiles: Sequence[Profile], cells: Sequence[Sequence[str]], lexicon: Lexicon
) -> list[Column]:
    """Where no column is the task: the unknown one with the longest texts; where two share a header: the first is
    the category; unknown columns left of the task that stand for several rows are categories too."""
    columns = _goal_of_content(_split_tasks(columns, profiles, lexicon), lexicon)
    columns = _task(columns, profiles, cells, lexicon)
    return _categories(columns, profiles)


def _task(
    columns: list[Column], profiles: Sequence[Profile], cells: Sequence[Sequence[str]], lexicon: Lexicon
) -> list[Column]:
    fields = {c.field for c in columns}
    if fields & {"task", "indicator"} or not fields & {"owner", "lead", "deadline", "target", "steps", "leader"}:
        return columns
    both = next((c for c in columns if c.field == "target" and also_names(c.name, {"task", "content"}, lexicon)), None)
    if both is not None and "content" not in fields:
        return _set(
            columns, both, "task", "lexicon", f"names what to do too, and no other column does ({both.evidence})"
        )
    for name in ("content", "problem"):
        if name in fields:
            first = min((c for c in columns if c.field == name), key=lambda c: (_order(c, name, lexicon), c.index))
            named = [
                c
                for c in columns
                if is_title(c, lexicon)
                and _titles_rows(c, profiles[c.index], _NAME_LENGTH)
                and (_is_work(c, lexicon) or not _has_problem(c, columns))
            ]
            left = [
                c
                for c in columns[: first.index]
                if _titles_rows(c, profiles[c.index])
                and not names_a_subject(c, lexicon)
                and not _has_problem(c, columns)
            ]
            title = next(iter(named or left), None)
            if title is not None:
                return _set(columns, title, "task", "position", f"a text of its own for every row, beside {first.name}")
            return _set(
                columns, first, "task", first.rule or "position", f"no other column is the task ({first.evidence})"
            )
    owners = [c for c in columns if c.field in {"owner", "lead", "support", "leader"} and not is_weak(c, lexicon)]
    if not fields & {"deadline", "target", "steps"} and not owners:
        return columns
    unknown = [c for c in columns if c.field is None and _tells(profiles[c.index])]
    if unknown and (fields & {"deadline", "target", "steps"} or not _has_contacts(columns, cells, lexicon)):
        best = max(unknown, key=lambda c: (profiles[c.index].length, -c.index))
        if profiles[best.index].shared_over_rows:  # a project over its steps
            best = next((c for c in unknown if c.index > best.index and _titles_rows(c, profiles[c.index])), best)
        title = next((c for c in unknown if c.index < best.index and _titles_rows(c, profiles[c.index])), None)
        if title is not None and profiles[best.index].length < _HOW * profiles[title.index].length:
            return _set(columns, title, "task", "position", "a text of its own for every row, and no longer ones")
        if title is not None:
            columns = _set(columns, best, "content", "position", f"the longest texts, right of {title.name}")
            return _set(
                columns, title, "task", "position", "a text of its own for every row, left of the longest texts"
            )
        return _set(columns, best, "task", "position", "the longest texts among the unknown columns")
    goal = next((c for c in columns if c.field == "target" and profiles[c.index].chinese >= _TASK_LENGTH), None)
    if goal is not None:
        return _set(columns, goal, "task", "position", "no column but the target says what to do")
    return columns


def _has_problem(column: Column, columns: Sequence[Column]) -> bool:
    """What stands left of a problem is what has it: the lake, the firm."""
    return any(other.field == "problem" for other in columns[column.index :])


def _order(column: Column, name: Field, lexicon: Lexicon) -> int:
    """Which of several columns says best what to do: 整改措施 before 整改要求, as the lexicon orders the parts."""
    bare = plain_name(column.name)
    entry = lexicon["columns"][name]
    parts = [fold(part) for part in (*entry.get("first", []), *entry.get("parts", []))]
    return next((n for n, part in enumerate(parts) if bare.endswith(part)), len(parts))


def _tells(cells: Profile) -> bool:
    """Words that may say what to do: no units, people or days."""
    others = max(cells.shapes[shape] for shape in ("unit", "person", "date"))
    return cells.chinese >= _TASK_LENGTH and 2 * others <= cells.looked


def _titles_rows(column: Column, cells: Profile, shortest: int = _TASK_LENGTH) -> bool:
    """An unknown column with words for every row, no two alike."""
    return (
        column.field is None
        and cells.chinese >= shortest
        and cells.filled == cells.rows == cells.distinct
        and cells.filled > 1
    )


def _categories(columns: list[Column], profiles: Sequence[Profile]) -> list[Column]:
    """Unknown columns of words left of the task whose cells stand for several rows."""
    task = next((c for c in columns if c.field in {"task", "indicator"}), None)
    if task is None or (profiles[task.index].shared_over_rows and task.index == 0):
        return columns
    has_names = any(c.path for c in columns)
    for column in columns[: task.index]:
        cells = profiles[column.index]
        if (
            column.field is None
            and (column.path or has_names)
            and cells.shared_over_rows
            and cells.filled < profiles[task.index].filled + (cells.distinct < cells.filled)
            and cells.chinese >= _CATEGORY_LENGTH
            and not cells.quantities
        ):
            columns = _set(
                columns, column, "category", "position", "stands left of the task for several rows at a time"
            )
    return columns


def is_weak(column: Column, lexicon: Lexicon) -> bool:
    """单位名称, 姓名: whom a list is about, not who does the work."""
    return plain_name(column.name) in {fold(name) for name in lexicon["columns"]["owner"]["weak"]}


def _has_contacts(columns: Sequence[Column], cells: Sequence[Sequence[str]], lexicon: Lexicon) -> bool:
    """A list of contacts (联系人, 电话, 邮编): its longest column is an address and no task."""
    parts = [fold(part) for part in lexicon["columns"]["contact"]["parts"]]
    names = [text for column in columns for text in column.path] + [texts[0] for texts in cells if texts]
    return any(part in plain_name(text) for text in names for part in parts)


def _split_tasks(columns: list[Column], profiles: Sequence[Profile], lexicon: Lexicon) -> list[Column]:
    """Of several task columns, those left of the last that are merged or repeated over rows are categories."""
    tasks = [c for c in columns if c.field == "task"]
    for left, right in pairwise(tasks):
        if _are_beside(left, right):
            for one, other in ((left, right), (right, left)):
                columns = _set(columns, one, None, "position", f"a list of its own beside {' / '.join(other.path)}")
    tasks = [c for c in columns if c.field == "task"]
    if len(tasks) < 2:
        return columns
    if len(tasks) == 2:
        second = _by_words(tasks, lexicon)
        taken = any(c.field == "target" for c in columns)
        alone = not any(profiles[c.index].shared_over_rows for c in tasks)
        # a group of tasks stands left of them: a goal on their right is theirs, however often it is the same
        if second is not None and not (second[1] == "target" and taken) and (alone or second == (tasks[1], "target")):
            return _set(columns, second[0], second[1], "lexicon", f"beside the task ({second[0].evidence})")
    inner = _innermost(tasks, profiles, lexicon)
    outer = [c for c in tasks if c is not inner]
    shared = [c for c in outer if c.path == inner.path]
    for column in outer:
        cells = profiles[column.index]
        repeated = cells.distinct < cells.filled or cells.filled < profiles[inner.index].filled
        if column in shared:
            columns = _set(columns, column, "category", "lexicon", "the first of two columns under one header")
        elif repeated:
            columns = _set(columns, column, "category", "position", "stands left of the task and is merged over rows")
        elif names_a_goal(inner.name, lexicon) and not any(c.field == "target" for c in columns):
            columns = _set(columns, inner, "target", "lexicon", f"names a goal beside the task {column.name}")
            inner = column
        else:
            # two columns of one entry each: the first names the task, the later one says what is done
            columns = _set(columns, inner, "content", "position", "a second task column that is not merged")
            inner = column
    return columns


def _are_beside(first: Column, second: Column) -> bool:
    """Two lists beside one another: columns of one name under two group headers, each with columns of its own."""
    return first.index + 1 < second.index and first.name == second.name and first.path[0] != second.path[0]


def _by_words(tasks: Sequence[Column], lexicon: Lexicon) -> tuple[Column, Field] | None:
    """Which of two task columns is the target or the content by its own words, wherever it stands; None where these
    do not tell: 目标任务 is the target, 改革举措 the content, and what stands beside 任务名称 is content too."""
    goals = [c for c in tasks if names_a_goal(c.name, lexicon)]
    if len(goals) == 1:
        return goals[0], "target"
    ends = tuple(fold(part) for part in lexicon["columns"]["content"]["parts"])
    hows = [c for c in tasks if plain_name(c.name).endswith(ends)]
    if len(hows) == 1:
        return hows[0], "content"
    titles = [c for c in tasks if is_title(c, lexicon)]
    if len(titles) == 1:
        return next(c for c in tasks if c is not titles[0]), "content"
    return None


def _goal_of_content(columns: list[Column], lexicon: Lexicon) -> list[Column]:
    """Where the only task column names a goal (目标任务) and one that says what is done stands left of it (工作内容),
    that one is the task and the other its target."""
    tasks = [c for c in columns if c.field == "task"]
    content = next((c for c in columns if c.field == "content"), None)
    if (
        len(tasks) != 1
        or content is None
        or content.index > tasks[0].index
        or any(c.field == "target" for c in columns)
    ):
        return columns
    if not names_a_goal(tasks[0].name, lexicon):
        return columns
    columns = _set(columns, tasks[0], "target", "lexicon", f"names a goal, right of {content.name}")
    return _set(columns, content, "task", content.rule or "lexicon", f"says what is done, left of {tasks[0].name}")


def _innermost(tasks: Sequence[Column], profiles: Sequence[Profile], lexicon: Lexicon) -> Column:
    """The last task column, or the last whose cells stand for one row each where others stand for several."""
    single = [c for c in tasks if not profiles[c.index].shared_over_rows and not names_a_goal(c.name, lexicon)]
    last = tasks[-1]
    return single[-1] if single and profiles[last.index].shared_over_rows else last


def is_title(column: Column, lexicon: Lexicon) -> bool:
    """任务名称, 突破项目: the name of what is done; 企业名称 is whom it is done at."""
    if names_a_subject(column, lexicon):
        return False
    titles = tuple(fold(word) for word in lexicon["columns"]["task"]["titles"])
    return plain_name(column.name).endswith(titles) or _is_work(column, lexicon)


def _is_work(column: Column, lexicon: Lexicon) -> bool:
    return plain_name(column.name).endswith(tuple(fold(word) for word in lexicon["columns"]["task"]["works"]))


def names_a_subject(column: Column, lexicon: Lexicon) -> bool:
    """企业名称, 点位: whom or what a list is about."""
    return plain_name(column.name).startswith(tuple(fold(word) for word in lexicon["columns"]["owner"]["subjects"]))


def _set(columns: list[Column], which: Column, field: Field | None, rule: NameRule, evidence: str) -> list[Column]:
    changed = replace(which, field=field, rule=rule, evidence=evidence)
    return [changed if c.index == which.index else c for c in columns]
