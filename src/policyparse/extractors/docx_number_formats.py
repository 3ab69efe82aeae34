"""Numbers as Word prints them: the values of ST_NumberFormat (ECMA-376 part 1, 17.18.59).

Where Word prints something else than the standard says, Word is followed ([MS-OI29500] 2.1.540, and the field
switches \\* CHINESENUM1-3, GB1-GB4, DBNUM1-4 that name the same formats). Formats of scripts that no Chinese
document uses fall back to decimal figures.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

#: Word counts no further than this; a larger value stands in damaged files only.
_LARGEST: Final = 32767

_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")


def format_number(n: int, name: str) -> str:
    """`n` in the format `name`. What a format cannot express (0, ⑳ and above …) is in decimal figures.

    A `name` of figures (001) is a custom format: so many figures, filled with zeros.
    """
    form = _FORMATS.get(name)
    if form is None and name.isascii() and name.isdigit():
        return str(n).zfill(len(name))
    if form is None or n < 0 or n > _LARGEST:
        return str(n)
    return form(n)


def _digits(figures: str) -> Callable[[int], str]:
    """Figure by figure: 一〇五."""
    return lambda n: "".join(figures[int(c)] for c in str(n))


def _short(figures: str) -> Callable[[int], str]:
    """Tens with 十 up to 99, then figure by figure: 十二, 九十九, 一○○ (chineseCounting)."""
    words = _counting(figures, "十百千", "万", zeros=True, bare_ten=True)
    return lambda n: words(n) if 0 < n < 100 else "".join(figures[int(c)] for c in str(n))


def _counting(
    figures: str, units: str, ten_thousand: str, *, zeros: bool, bare_ten: bool, bare_unit: bool = False
) -> Callable[[int], str]:
    """Counting words: 一百〇五, 一千〇一十.

    `zeros`: a skipped place is spoken. `bare_ten`: 十二, not 一十二, at the very beginning. `bare_unit`: 百, not 一百
    (Japanese).
    """

    def below_ten_thousand(n: int, *, first: bool) -> str:
        text, gap = "", False
        for power, unit in ((3, units[2]), (2, units[1]), (1, units[0]), (0, "")):
            figure = n // 10**power % 10
            if not figure:
                gap = bool(text)
                continue
            if gap and zeros:
                text += figures[0]
            gap = False
            bare = figure == 1 and power > 0 and (bare_unit or (bare_ten and power == 1 and first and not text))
            text += ("" if bare else figures[figure]) + unit
        return text

    def spoken(n: int) -> str:
        if n == 0:
            return figures[0]
        high, low = divmod(n, 10000)
        if not high:
            return below_ten_thousand(low, first=True)
        head = below_ten_thousand(high, first=True) + ten_thousand
        if not low:
            return head
        return head + (figures[0] if zeros and low < 1000 else "") + below_ten_thousand(low, first=False)

    return spoken


def _row(characters: str) -> Callable[[int], str]:
    """One character each (甲乙丙, ①②③); beyond the last, and for 0, decimal."""
    return lambda n: characters[n - 1] if 0 < n <= len(characters) else str(n)


def _run(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


def _letters(first: str) -> Callable[[int], str]:
    """a … z, then aa, bb, cc: Word repeats the letter, it does not carry."""
    return lambda n: chr(ord(first) + (n - 1) % 26) * ((n - 1) // 26 + 1) if n else "0"


def _roman(n: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        text += letters * (n // size)
        n %= size
    return text or "0"


def _sexagenary(n: int) -> str:
    """甲子, 乙丑 … 癸亥: sixty pairs."""
    return _STEMS[(n - 1) % 10] + _BRANCHES[(n - 1) % 12] if 0 < n <= 60 else str(n)


def _ordinal(n: int) -> str:
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def _repeated(marks: str) -> Callable[[int], str]:
    return lambda n: marks[(n - 1) % len(marks)] * ((n - 1) // len(marks) + 1) if n else "0"


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "none": lambda n: "",
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda n: str(n).translate(_FULL_WIDTH),
    "numberInDash": lambda n: f"- {n} -",
    "hex": lambda n: f"{n:X}",
    "ordinal": _ordinal,
    "chicago": _repeated("*†‡§"),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "chineseCounting": _short("○一二三四五六七八九"),
    "taiwaneseCounting": _short("○一二三四五六七八九"),
    # Word prints 〇 here, where the standard has 零
    "chineseCountingThousand": _counting("〇一二三四五六七八九", "十百千", "万", zeros=True, bare_ten=True),
    "taiwaneseCountingThousand": _counting("零一二三四五六七八九", "十百千", "萬", zeros=True, bare_ten=True),
    "japaneseCounting": _counting("〇一二三四五六七八九", "十百千", "万", zeros=False, bare_ten=True, bare_unit=True),
    "chineseLegalSimplified": _counting("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万", zeros=True, bare_ten=False),
    "ideographLegalTraditional": _counting("零壹貳參肆伍陸柒捌玖", "拾佰仟", "萬", zeros=True, bare_ten=False),
    "japaneseLegal": _counting("〇壱弐参四伍六七八九", "拾百阡", "萬", zeros=False, bare_ten=False),
    "ideographDigital": _digits("〇一二三四五六七八九"),
    "japaneseDigitalTenThousand": _digits("〇一二三四五六七八九"),
    "taiwaneseDigital": _digits("○一二三四五六七八九"),
    "ideographTraditional": _row(_STEMS),
    "ideographZodiac": _row(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "decimalEnclosedCircle": _row(_run(0x2460, 0x2473)),
    "decimalEnclosedCircleChinese": _row(_run(0x2460, 0x2469)),  # from 11 on Word prints plain figures
    "decimalEnclosedFullstop": _row(_run(0x2488, 0x249B)),
    "decimalEnclosedParen": _row(_run(0x2474, 0x2487)),
    "ideographEnclosedCircle": _row(_run(0x3220, 0x3229)),  # Word prints ㈠, not ㊀
}
