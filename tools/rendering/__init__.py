"""Documents for samples and tests: one content model, rendered as PDF, DOCX, HTML, plain text and Markdown.

    facts.py      what a record must say; becomes expected.json
    content.py    what a document says, without any layout
    grid.py       a table of the content model as header, rows and spans, dressed in other names and orders
    layouts.py    Dress (names, columns, header levels) and Layout (paper, rules, page breaks)
    pdf*.py, docx.py, html.py, text.py   the renderers
    documents/    fictional documents

Everything is deterministic: the same content gives the same bytes on every run.
"""
