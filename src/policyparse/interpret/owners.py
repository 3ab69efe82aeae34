"""Owners: who leads, who supports, which people answer. Reads table cells, brackets and statements in prose.

Rules: output contract, Owner. All words are data (`lexicon/organisations.toml`). No function raises on
any text.
"""

from __future__ import annotations

from policyparse.interpret.owner_cells import read_owner_cells
from policyparse.interpret.owner_parts import (
    Part,
    Stated,
    only_owner,
    opens_with_label,
    section_owner,
    split_parts,
)
from policyparse.interpret.owner_reading import read
from policyparse.interpret.owner_rules import OwnerRules
from policyparse.interpret.owner_statement import parse
from policyparse.interpret.owner_words import words_of
from policyparse.interpret.reading import Reading
from policyparse.interpret.units import NOTHING_KNOWN, Known
from policyparse.lexicon import Lexicon
from policyparse.records import Owner

__all__ = [
    "OwnerRules",
    "Part",
    "Stated",
    "only_owner",
    "opens_with_label",
    "read_owner_cells",
    "read_owner_text",
    "section_owner",
    "split_parts",
]


def read_owner_text(text: str, rules: OwnerRules, lexicon: Lexicon, known: Known = NOTHING_KNOWN) -> Reading[Owner]:
    """One owner statement without its outer brackets: `市教育局牵头，市财政局配合`.

    `rules` are those that earlier statements set; what this one sets for later ones is not returned
    (see `split_parts`). Flags: `owner-inherited`, `owner-unparsed`; problem: `owner-unparsed`.
    """
    return read(parse(text, words_of(lexicon), known), rules, text)
