"""Numbers as a spreadsheet shows them: number formats by ECMA-376 part 1, 18.8.30 and 18.8.31.

What is read: General, digits with separators and decimals, per cent and per mille, exponents, dates and times
(also the built-in formats of Chinese office programs), text in the format, sections for signs and
conditions, Chinese numerals (`[DBNum1]`). A fraction format shows its decimal number.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from math import isfinite

#: Built-in formats by number; 27 to 58 are those of the Chinese editions. 14 follows the system: as shown in China.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0', 6: '"¥"#,##0', 7: '"¥"#,##0.00',
    8: '"¥"#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: '"¥"#,##0',
    43: "#,##0.00", 44: '"¥"#,##0.00', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: 'AM/PMh"时"mm"分"', 35: 'AM/PMh"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: 'AM/PMh"时"mm"分"', 56: 'AM/PMh"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
#: Days between the two date systems: the same day is so much smaller in a workbook that counts from 1904.
EPOCH_1904 = 1462
#: General shows so many digits; a number that is longer is rounded (0.1 + 0.2 is 0.3).
_DIGITS = 15
#: Formats longer than this are no formats (hostile input).
_LONGEST_FORMAT = 255

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<ampm>AM/PM|A/P|上午/下午)|(?P<general>General|G/通用格式)"
    r"|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|[eE](?![+\-])|aaaa?|g+)"
    r"|(?P<number>[0#?][0#?,]*(?:\.[0#?]*,*)?(?:[eE][+\-][0#?]+)?|\.[0#?]+)|(?P<percent>[%‰])|(?P<at>@)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\Z")
_DIGIT_NAMES = str.maketrans("0123456789", "〇一二三四五六七八九")
_WEEKDAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Token = tuple[str, str]


@lru_cache(maxsize=512)
def sections(code: str) -> tuple[tuple[Token, ...], ...]:
    """The format's sections, each as (kind, text) tokens."""
    parts: list[tuple[Token, ...]] = []
    tokens: list[Token] = []
    for found in _TOKEN.finditer(code[:_LONGEST_FORMAT]):
        kind = found.lastgroup
        if kind is None:
            continue
        text = found[kind]
        if kind == "other" and text == ";":
            parts.append(tuple(tokens))
            tokens = []
        else:
            tokens.append((kind, text))
    parts.append(tuple(tokens))
    return tuple(parts)


@lru_cache(maxsize=512)
def is_date(code: str) -> bool:
    """Does this format show a date or a time."""
    tokens = sections(code)[0]
    if any(kind == "general" for kind, _ in tokens):
        return False
    elapsed = any(kind == "bracket" and set(text.lower()) <= set("hms") and text for kind, text in tokens)
    return elapsed or any(kind == "date" for kind, _ in tokens)


@lru_cache(maxsize=16384)
def shown(value: float, code: str) -> str:
    """`value` as the format `code` shows it. Never raises; a number that the format cannot show is as in General."""
    if code == "General":
        return general(value)
    parts = sections(code)
    tokens, magnitude = _section(parts, value)
    if is_date(code):
        moment = as_moment(value)
        return general(value) if moment is None else _dated(tokens, moment, value)
    if not tokens or any(kind in {"general", "at"} for kind, _ in tokens):
        wrapped = [general(magnitude) if kind in {"general", "at"} else _literal(kind, text) for kind, text in tokens]
        return "".join(wrapped) or general(value)
    if "/" in code and any(t == ("other", "/") for t in tokens):
        return general(value)
    return _numbered(tokens, magnitude)


def _section(parts: tuple[tuple[Token, ...], ...], value: float) -> tuple[tuple[Token, ...], float]:
    """The section for this value, and the number to show in it (a section for negatives shows no sign)."""
    for tokens in parts[:2]:
        for kind, text in tokens:
            found = _CONDITION.match(text) if kind == "bracket" else None
            if found and _holds(value, found[1], float(found[2])):
                return tokens, value
            if found and tokens is parts[0] and len(parts) > 1:
                return parts[-1 if len(parts) > 2 else 1], value
    if value < 0 and len(parts) > 1:
        return parts[1], -value
    if value == 0 and len(parts) > 2:
        return parts[2], value
    return parts[0], value


def _holds(value: float, sign: str, limit: float) -> bool:
    return {
        "<": value < limit,
        ">": value > limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[sign]


def general(value: float) -> str:
    """A number without a format: whole ones without a point, others with at most 15 digits."""
    if not isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 10**_DIGITS:
        return str(int(value))
    text = f"{value:.{_DIGITS}g}"
    if "e" not in text:
        return text
    if abs(value) < 1e-9 or abs(value) >= 1e20:
        return text.upper()
    return format(Decimal(text), "f")


def _numbered(tokens: tuple[Token, ...], value: float) -> str:
    percent = sum(1 for kind, text in tokens if kind == "percent" and text == "%")
    mille = sum(1 for kind, text in tokens if kind == "percent" and text == "‰")
    try:
        scaled = Decimal(repr(value)) * (Decimal(100) ** percent) * (Decimal(1000) ** mille)
    except InvalidOperation:
        return general(value)
    out: list[str] = []
    done = False
    for kind, text in tokens:
        if kind == "number":
            if not done:
                out.append(_digits(scaled, text, value))
            done = True
        else:
            out.append(_literal(kind, text))
    return "".join(out).strip()


def _digits(number: Decimal, mask: str, value: float) -> str:
    if "e" in mask.lower():
        places = len(mask.lower().split("e")[0].partition(".")[2])
        return f"{value:.{places}E}"
    bare = mask.rstrip(",")
    number /= Decimal(1000) ** (len(mask) - len(bare))  # each comma at the end divides by 1,000
    whole, _, fraction = bare.partition(".")
    places = len(fraction)
    try:
        rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return general(value)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    integer, point, rest = text.partition(".")
    least = sum(1 for c in fraction if c == "0")
    while len(rest) > least and rest.endswith("0"):
        rest = rest[:-1]
    sign = "-" if integer.startswith("-") else ""
    integer = integer.removeprefix("-")
    zeros = sum(1 for c in whole if c == "0")
    if integer == "0" and not zeros and rest:
        integer = ""
    if not any(c in "123456789" for c in integer + rest):
        sign = ""
    return sign + integer.rjust(zeros, "0") + (point + rest if rest else "")


def as_moment(value: float) -> datetime | None:
    """The day and time of a serial number, or None where it is out of range. Excel's 1900 has a 29 February."""
    if not 0 <= value < 2958466:
        return None
    base = datetime(1899, 12, 31) if value < 60 else datetime(1899, 12, 30)
    return base + timedelta(seconds=round(value * 86400))


def _dated(tokens: tuple[Token, ...], moment: datetime, value: float) -> str:
    out: list[str] = []
    half = any(kind == "ampm" for kind, _ in tokens)
    chinese = any(kind == "bracket" and text.lower() == "dbnum1" for kind, text in tokens)
    last = ""
    for at, (kind, text) in enumerate(tokens):
        if kind == "date":
            low = text.lower()
            following = next((t.lower() for k, t in tokens[at + 1 :] if k == "date"), "")
            minutes = low[0] == "m" and len(low) < 3 and (last == "h" or following.startswith("s"))
            piece = f"{moment.minute:0{len(low)}d}" if minutes else _date_piece(low, moment, half=half)
            out.append(_in_words(piece, low[0]) if chinese else piece)
            last = low[0]
        elif kind == "ampm":
            out.append("上午" if moment.hour < 12 else "下午")
        elif kind == "bracket" and text and set(text.lower()) <= set("hms"):
            scale = {"h": 24, "m": 1440, "s": 86400}[text[0].lower()]
            out.append(str(int(value * scale + 1e-6)).rjust(len(text), "0"))
            last = text[0].lower()
        elif kind == "number":
            out.append(text)
        else:
            out.append(_literal(kind, text))
    return "".join(out).strip()


def _date_piece(code: str, moment: datetime, *, half: bool) -> str:
    first, size = code[0], len(code)
    if first in "ye":
        return f"{moment.year % 100:02d}" if first == "y" and size <= 2 else str(moment.year)
    if first == "m":
        return _MONTHS[moment.month - 1] if size >= 3 else f"{moment.month:0{size}d}"
    if first == "d":
        return f"周{_WEEKDAYS[moment.weekday()]}" if size >= 3 else f"{moment.day:0{size}d}"
    if first == "a":
        return ("星期" if size == 4 else "") + _WEEKDAYS[moment.weekday()]
    if first == "h":
        hour = (moment.hour % 12 or 12) if half else moment.hour
        return f"{hour:0{min(size, 2)}d}"
    if first == "s":
        return f"{moment.second:0{min(size, 2)}d}" if size > 1 else str(moment.second)
    return ""


def _in_words(piece: str, kind: str) -> str:
    """Chinese numerals: a year digit by digit, a month or day as a number (30 is 三十)."""
    if not piece.isdigit():
        return piece
    number = int(piece)
    if kind in "ye" or number > 99:
        return piece.translate(_DIGIT_NAMES)
    tens, ones = divmod(number, 10)
    if not tens:
        return piece[-1].translate(_DIGIT_NAMES)
    head = "" if tens == 1 else str(tens).translate(_DIGIT_NAMES)
    return head + "十" + (str(ones).translate(_DIGIT_NAMES) if ones else "")


def _literal(kind: str, text: str) -> str:
    """What a token that shows no digit prints. `[$¥-804]` prints its currency sign; other brackets print nothing."""
    if kind == "bracket":
        return text[1:].partition("-")[0] if text.startswith("$") else ""
    return text if kind in {"quoted", "escaped", "percent", "other"} else ""
