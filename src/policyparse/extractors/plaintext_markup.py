"""Markup remnants in text files: tags, emphasis, LaTeX. What they stand for is kept, what only marks is named."""

from __future__ import annotations

import html
import re

from policyparse.text import compact, tidy_blanks

#: Tags that end a line, and tags that only mark. Anything else in angle brackets is text.
_TAG = re.compile(
    r"</?(?P<name>p|br|div|li|tr|b|strong|i|em|u|s|span|font|sup|sub|center|small|big|a)(?:\s[^<>]{0,200})?/?>", re.I
)
_LINE_TAGS = {"p", "br", "div", "li", "tr"}
_EMPHASIS = re.compile(r"(\*\*|__|(?<!\*)\*(?!\*))(?=\S)([^*\n]{1,300}?)(?<=\S)\1")
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|middot|mdash|ndash|hellip|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
#: `$…$` is LaTeX where it holds a command, or nothing but figures and signs.
_MATH = re.compile(r"\$(?P<body>[^$\n]{1,120})\$")
_FIGURES = re.compile(r"[\d\s.,%+\-<>=≥≤~/()^{}°²³]+$")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)")
_WRAPPERS = {"text", "mathrm", "mathbf", "mathit", "mbox", "rm", "bf", "left", "right", "displaystyle"}
_SIGNS = {
    "geq": "≥",
    "ge": "≥",
    "geqslant": "≥",
    "leq": "≤",
    "le": "≤",
    "leqslant": "≤",
    "gt": ">",
    "lt": "<",
    "sim": "~",
    "times": "×",
    "div": "÷",
    "pm": "±",
    "cdot": "·",
    "circ": "°",
    "approx": "≈",
    "neq": "≠",
    "rightarrow": "→",
    "to": "→",
    "permil": "‰",
    "textperthousand": "‰",
    "%": "%",
    "$": "$",
    "_": "_",
    "&": "&",
    "#": "#",
    "{": "{",
    "}": "}",
}
_SPACES = {",", ";", ":", " ", "!", "quad", "qquad"}
_POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def clean(raw: str) -> tuple[str, str]:
    """`raw` with its markup read, and the non-blank characters that only marked.

    The non-blank characters of both add up to those of `raw`. Line tags become "\\n".
    """
    if not any(mark in raw for mark in "<$*_&"):
        return tidy_blanks(raw), ""
    removed: list[str] = []
    text = _MATH.sub(lambda m: _math(m, removed), raw)
    text = _TAG.sub(lambda m: _tag(m, removed), text)
    text = _EMPHASIS.sub(lambda m: _unmark(m, removed), text)
    text = _ENTITY.sub(lambda m: _entity(m, removed), text)
    return "\n".join(line for line in tidy_blanks(text).split("\n") if line), compact("".join(removed))


def _tag(match: re.Match[str], removed: list[str]) -> str:
    removed.append(match[0])
    return "\n" if match["name"].lower() in _LINE_TAGS else ""


def _unmark(match: re.Match[str], removed: list[str]) -> str:
    removed.append(match[1] * 2)
    return match[2]


def _entity(match: re.Match[str], removed: list[str]) -> str:
    char = html.unescape(match[0])
    kept = len(compact(char))
    removed.append(match[0][kept:])
    return char


def _math(match: re.Match[str], removed: list[str]) -> str:
    """`$\\geq 95\\%$` is ≥95%. A body with a command that stands for no character stays as printed."""
    body = match["body"]
    if "\\" not in body and not _FIGURES.match(body):
        return match[0]
    gone: list[str] = ["$$"]
    known = True

    def command(m: re.Match[str]) -> str:
        nonlocal known
        name = m[0][1:]
        if name in _SIGNS:
            gone.append("\\" if _SIGNS[name] == name else name)
            return _SIGNS[name]
        if name in _SPACES:
            gone.append(m[0])
            return " "
        if name in _WRAPPERS:
            gone.append(m[0])
            return ""
        known = False
        return m[0]

    text = _COMMAND.sub(command, body)
    if not known:
        return match[0]

    def power(m: re.Match[str]) -> str:
        digits = m[1] or m[2]
        gone.append(m[0].replace(digits, "", 1))
        return digits.translate(_POWERS)

    text = re.sub(r"\^(?:\{(\d{1,3})\}|(\d))", power, text)
    braces = "".join(c for c in text if c in "{}")
    gone.append(braces)
    removed.extend(gone)
    # LaTeX sets its own distances: the blanks of the source are none of the printed text
    return re.sub(r"\s+", "", text.replace("{", "").replace("}", ""))
