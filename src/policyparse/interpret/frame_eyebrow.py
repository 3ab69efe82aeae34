"""The eyebrow (版头, GB/T 9704-2012, 7.2): 份号, 密级和保密期限, 紧急程度, issuer line, 发文字号, 签发人."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.interpret.frame_draft import Draft
from policyparse.interpret.frame_lines import EYEBROW, Line, is_org
from policyparse.interpret.frame_words import Words


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
    draft.add("doc_number", text, "eyebrow", line.at)


def _read_issuer_head(draft: Draft, line: Line, words: Words) -> None:
    """The issuer line `…文件`; joint issuers stand above and below the word 文件, each on a line of its own."""
    lines = draft.lines
    found = words.issuer_head.fullmatch(line.folded)
    number = found["number"] if found else None
    text = line.text
    if number:
        # 临江市人民政府文件临政发〔2020〕1号: the number is printed behind it
        cut = text.rfind("文件") + 2
        draft.add("doc_number", text[cut:], "eyebrow", line.at)
        text = text[:cut]
    near = lines[line.at + 1 : line.at + 3]
    if found and found["issuer"] and not is_org(found["issuer"], words) and not any(x.form in EYEBROW for x in near):
        return  # 政策文件: the name of a column, not of an issuer
    first = line.at
    while draft.free(first - 1) and lines[first - 1].form == "org":
        first -= 1
    last = line.at
    if not found or not found["issuer"] or first < line.at:
        while draft.free(last + 1) and lines[last + 1].form == "org":
            last += 1
    for at in range(first, last + 1):
        words_at = text if at == line.at else lines[at].text
        bare = words_at.rstrip()
        bare = bare[: len(bare) - len("文件")] if at == line.at and bare.endswith("文件") else bare
        draft.add("issuer", bare if at != line.at or text.rstrip().endswith("文件") else words_at, "issuer-line", at)
    draft.mark("masthead", range(first, last + 1))
