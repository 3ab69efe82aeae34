"""Pages of real government sites, where they are at hand: the whole article and nothing besides."""

from pathlib import Path

import pytest
from html_pages import read_bytes
from lxml import etree

from policyparse.document import Table
from policyparse.text import compact

FOLDER = Path(__file__).resolve().parents[2] / ".." / "shared" / "real"
PAGES = sorted(FOLDER.glob("*.html"))
#: Where these sites keep the article. The reader does not know these names.
ARTICLES = "//*[@id='UCAP-CONTENT'] | //div[contains(@class, 'article_content')] | //*[@id='con_con']"

pytestmark = pytest.mark.skipif(not PAGES, reason="the folder of real documents (../shared/real) is not at hand")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_article_of_a_real_page(path: Path) -> None:
    data = path.read_bytes()
    document = read_bytes(data)
    tree = etree.fromstring(data, parser=etree.HTMLParser(encoding="utf-8"))
    article = tree.xpath(ARTICLES)[0]
    for element in article.iter("script", "style"):
        element.text = ""
    blocks = [
        "".join(cell.text for cell in block.cells) if isinstance(block, Table) else block.text
        for block in document.blocks
    ]
    before, article_text, after = compact("".join(blocks)).partition(compact("".join(article.itertext())))
    assert article_text, "the article is not whole or not in order"
    assert not after
    # before it stand at most the page's metadata tables or the title that the article itself lacks
    assert len(before) < 250
