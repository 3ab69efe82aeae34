"""Elements of the 版头 that office programs' templates print in the page header: they are text of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from policyparse.lexicon import default_lexicon
from policyparse.text import compact, fold


def is_masthead(texts: Iterable[str]) -> bool:
    """Is each of these texts that is not blank 份号, 密级和保密期限, 紧急程度 or 签发人 (GB/T 9704-2012, 7.2.1 to 7.2.6).

    Several may stand in one line. False where all are blank.
    """
    lines = [fold(compact(text)) for text in texts]
    return any(lines) and all(_form().fullmatch(line) for line in lines if line)


@lru_cache(maxsize=1)
def _form() -> re.Pattern[str]:
    words = default_lexicon()["frame"]["masthead"]

    def any_of(name: str) -> str:
        return "(?:" + "|".join(re.escape(fold(word)) for word in sorted(words[name], key=len, reverse=True)) + ")"

    parts = (
        rf"(?:{any_of('copy_labels')}:?[0-9A-Za-z]{{1,12}}|(?:No\.?|№)?\d{{6}})",
        rf"(?:{any_of('classification_labels')}:?)?{any_of('classifications')}(?:[★☆*](?:长期|启用前|\d{{1,3}}(?:年|个月|月|日|天))?)?",
        rf"(?:{any_of('urgency_labels')}:?)?{any_of('urgencies')}",
        rf"{any_of('signer_labels')}:[^:。\d]{{1,12}}",
    )
    return re.compile(f"(?:{'|'.join(parts)})+")
