"""The eyebrow (版头, GB/T 9704-2012, 7.2): 份号, 密级和保密期限, 紧急程度, issuer line, 发文字号, 签发人."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.interpret.frame_draft import Draft
from policyparse.interpret.frame_lines import EYEBROW, Line, is_org, place_of
from policyparse.interpret.frame_words import DATE, NUMBER, ORDER, Words
from policyparse.text import fold

#: 临江市人民政府令第12号: who issues it.
_ORDER_OF = re.compile(rf"(?P<issuer>[\u4e00-\u9fff]{{2,30}}?)(?:令|公告|通告)[(]?{ORDER}")


def read_eyebrow(draft: Draft, head: Sequence[Line], words: Words) -> None:
    """Keep the elements of the eyebrow in these lines, and give the lines the role `masthead`."""
    for line in head:
        if not draft.free(line.at):
            continue
        match line.form:
            case "copy-number":
                found = words.copy_number.fullmatch(line.folded)
                draft.add("copy_number", (found and (found["labelled"] or found["bare"])) or "", "eyebrow", line.at)
            case "classification":
                draft.add("classification", _after_label(line.text), "eyebrow", line.at)
            case "urgency":
                draft.add("urgency", _after_label(line.text), "eyebrow", line.at)
            case "signer":
                draft.add("signer", _after_label(line.text), "eyebrow", line.at)
            case "number":
                _read_number(draft, line, words)
            case "issuer-head":
                _read_issuer_head(draft, line, words)
                continue
            case _:
                continue
        draft.mark("masthead", [line.at])
    for line in head:  # a number in brackets below the title
        if line.form == "bracket" and draft.free(line.at) and words.number.fullmatch(line.folded):
            _read_number(draft, line, words)
            draft.mark("masthead", [line.at])
        elif line.form == "bracket" and draft.free(line.at):
            _read_number_and_date(draft, line)


def _read_number_and_date(draft: Draft, line: Line) -> None:
    """（临政办函〔2022〕44号，2022年9月26日）below the title."""
    found = re.fullmatch(rf"[(](?P<number>{NUMBER})[,、;](?P<date>{DATE})[)]", line.folded)
    if found is None:
        return
    text = line.text[1:-1]
    draft.add("doc_number", text[: place_of(text, len(found["number"]))], "below-the-title", line.at)
    draft.add("date_at_title", found["date"], "below-the-title", line.at)
    draft.mark("masthead", [line.at])


def _after_label(text: str) -> str:
    for colon in ":：":
        text = text.partition(colon)[2] if colon in text else text
    return text


def _read_number(draft: Draft, line: Line, words: Words) -> None:
    """`临政发〔2020〕1号`, also with label, brackets around it, or 签发人 behind it."""
    text = line.text
    found = words.number.fullmatch(line.folded)
    if found and found["signer"]:
        cut = max(text.rfind(":"), text.rfind("："))
        draft.add("signer", text[cut + 1 :], "eyebrow", line.at)
        text = text[: text.index("号") + 1]
    text = _after_label(text).strip()
    if text[:1] in "(（" and text[-1:] in ")）" and text[-2:-1] == "号":
        text = text[1:-1]
    if re.fullmatch(ORDER, fold(text)):
        text = _of_order(draft, line, words) + text
    order = _ORDER_OF.match(fold(text))
    if order and is_org(order["issuer"], words):
        draft.add("issuer", text[: place_of(text, len(order["issuer"]))], "issuer-line", line.at)
    draft.add("doc_number", text, "eyebrow", line.at)


def _of_order(draft: Draft, line: Line, words: Words) -> str:
    """临江市人民政府令 above 第12号: both make the number."""
    above = draft.lines[line.at - 1] if draft.free(line.at - 1) else None
    if above is None or not above.folded.endswith("令") or not is_org(above.folded[:-1], words):
        return ""
    draft.mark("masthead", [above.at])
    return above.text


def _read_issuer_head(draft: Draft, line: Line, words: Words) -> None:
    """The issuer line `…文件`; joint issuers stand above and below the word 文件, each on a line of its own."""
    found = words.issuer_head.fullmatch(line.folded)
    if found is None:
        return
    lines = draft.lines
    near = lines[line.at + 1 : line.at + 3]
    if found["issuer"] and not is_org(found["issuer"], words) and not any(x.form in EYEBROW for x in near):
        return  # 政策文件: the name of a column, not of an issuer
    first = last = line.at
    while draft.free(first - 1) and lines[first - 1].form == "org":
        first -= 1
    while (first < line.at or not found["issuer"]) and draft.free(last + 1) and lines[last + 1].form == "org":
        last += 1
    for at in range(first, last + 1):
        text = lines[at].text
        draft.add("issuer", text[: place_of(text, len(found["issuer"]))] if at == line.at else text, "issuer-line", at)
    if found["number"]:  # 临江市人民政府文件临政发〔2020〕1号: printed behind it
        text = line.text
        draft.add("doc_number", text[place_of(text, found.start("number")) :], "eyebrow", line.at)
    draft.mark("masthead", range(first, last + 1))
