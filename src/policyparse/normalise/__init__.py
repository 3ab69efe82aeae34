"""Document to tidy Document: page furniture, paragraphs and rows over page breaks, joined tables, columns."""

from __future__ import annotations

from policyparse.document import Document
from policyparse.lexicon import Lexicon
from policyparse.normalise.below import apart
from policyparse.normalise.beside import unstack
from policyparse.normalise.flat import unflatten
from policyparse.normalise.model import Tidy
from policyparse.normalise.paragraphs import rejoin, set_aside_furniture
from policyparse.normalise.tables import join_tables
from policyparse.normalise.turned import turn

__all__ = ["Tidy", "normalise"]


def normalise(document: Document, lexicon: Lexicon) -> Tidy:
    """Tidy the document. Never raises on any content; what was decided is in `decisions`."""
    blocks, aside, decisions = set_aside_furniture(unflatten(document.blocks, lexicon))
    blocks, joined = rejoin(blocks)
    single = turn(apart(unstack(blocks, lexicon), lexicon), lexicon)
    tidy, tables = join_tables(single, lexicon, document.hints.get("title", ""))
    return Tidy(
        document=document,
        blocks=tuple(tidy),
        set_aside=(*document.set_aside, *aside),
        problems=document.problems,
        decisions=(*decisions, *joined, *tables),
    )
