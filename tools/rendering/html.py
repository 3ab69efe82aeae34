"""Content as a page of a government's web site: navigation, breadcrumb, a list of metadata, the text, a footer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Literal

from rendering.content import (
    AttachmentMark,
    Block,
    Box,
    Content,
    Heading,
    Imprint,
    Masthead,
    PageBreak,
    Paragraph,
    Recipients,
    SideBySide,
    Signature,
    Table,
    Title,
    Web,
)
from rendering.grid import GridCell, Line, body_lines, header_lines

NAVIGATION = ("首页", "市情概览", "政务公开", "政务服务", "互动交流", "数据发布", "专题专栏")
TOOLS = ("打印本页", "关闭窗口", "字号：大 中 小", "分享到：微信 微博")
LINKS = ("中国政府网", "省人民政府门户网站", "县区政府网站", "部门网站")


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlStyle:
    """`encoding` is that of the bytes, `declared` what the page says it is. `layout_tables`: the text stands in
    nested tables, as on old sites. `header_marked`: header cells are th in a thead. `web`: the site around it."""

    encoding: Literal["utf-8", "gb18030", "utf-16"] = "utf-8"
    declared: str | None = None
    layout_tables: bool = False
    header_marked: bool = True
    masthead: bool = True
    site: bool = True


PLAIN = HtmlStyle()


def render_html(content: Content, style: HtmlStyle = PLAIN) -> bytes:
    """The page as bytes in `style.encoding`."""
    body = "\n".join(line for block in content.blocks for line in _block(block, style))
    page = _page(content, body, style) if style.site and content.web is not None else _bare(content, body, style)
    return page.encode(style.encoding)


def _charset(style: HtmlStyle) -> str:
    return style.declared or style.encoding


def _bare(content: Content, body: str, style: HtmlStyle) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="{_charset(style)}">\n'
        f"<title>{escape(content.meta.title)}</title>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _page(content: Content, body: str, style: HtmlStyle) -> str:
    web = content.web
    assert web is not None
    article = f'<div id="zoom" class="article-content">\n{body}\n</div>'
    if style.layout_tables:
        article = (
            '<table width="960" border="0" cellspacing="0" cellpadding="0"><tr><td>\n'
            '<table width="100%" border="0"><tr><td class="bt">&nbsp;</td></tr>\n'
            f"<tr><td>\n{article}\n</td></tr></table>\n</td></tr></table>"
        )
    navigation = "".join(f'<li><a href="/{n}/">{name}</a></li>' for n, name in enumerate(NAVIGATION))
    crumbs = " &gt; ".join(f'<a href="#">{escape(name)}</a>' for name in web.path)
    related = "".join(f'<li><a href="/t{n}.html">{escape(name)}</a></li>' for n, name in enumerate(web.related))
    links = "".join(f"<option>{name}</option>" for name in LINKS)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={_charset(style)}">
<title>{escape(content.meta.title)}_{escape(web.site)}</title>
<meta name="SiteName" content="{escape(web.site)}">
<meta name="ArticleTitle" content="{escape(content.meta.title)}">
<meta name="PubDate" content="{web.published_on.isoformat()} 09:30">
<style>.nav li {{ display: inline }} .article-content p {{ text-indent: 2em }}</style>
<script>var site = "{escape(web.site)}"; function fontSize(n) {{ return n + "px"; }}</script>
</head>
<body>
<div class="header"><img src="/logo.png" alt="{escape(web.site)}"><form><input value="请输入关键词"><button>搜索</button></form></div>
<ul class="nav">{navigation}</ul>
<div class="breadcrumb">当前位置：{crumbs} &gt; 正文</div>
{_metadata(content, web)}
<h1 class="title">{escape(content.meta.title)}</h1>
<div class="info">发布时间：{web.published_on.isoformat()} 来源：{escape(content.meta.issuer or web.site)} 浏览次数：<span id="hits">208</span> 次</div>
<div class="tools">{"".join(f"<span>{tool}</span>" for tool in TOOLS)}</div>
{article}
<div class="related"><h3>相关文件</h3><ul>{related}</ul></div>
<div class="footer">
<select><option>友情链接</option>{links}</select>
<p>主办单位：{escape(web.site)}办公室&nbsp;&nbsp;承办单位：{escape(web.site)}政务数据中心</p>
<p>网站标识码：0000000000&nbsp;&nbsp;备案序号：000000号&nbsp;&nbsp;联系电话：0000-0000000</p>
</div>
</body>
</html>
"""


def _metadata(content: Content, web: Web) -> str:
    meta = content.meta
    rows = (
        ("索 引 号", web.index_number, "主题分类", web.category),
        (
            "发文机关",
            meta.issuer or web.issuer or "",
            "成文日期",
            _day(meta.issued_on.isoformat()) if meta.issued_on else "",
        ),
        ("标　　题", meta.title, "发布日期", _day(web.published_on.isoformat())),
        ("发文字号", meta.doc_number or "", "有 效 性", "有效"),
    )
    lines = "\n".join(
        "<tr>" + "".join(f"<td><b>{a}：</b></td><td>{escape(b)}</td>" for a, b in ((w, x), (y, z))) + "</tr>"
        for w, x, y, z in rows
    )
    return f'<table class="metadata">\n{lines}\n</table>'


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def _block(block: Block, style: HtmlStyle) -> Iterator[str]:
    match block:
        case Masthead():
            if style.masthead:
                yield f'<p style="text-align:center;color:red;font-size:36px">{escape(block.issuer_line)}</p>'
            yield f'<p style="text-align:center">{escape(block.number)}</p>'
        case Title():
            yield f'<p style="text-align:center"><strong>{"<br>".join(map(escape, block.lines))}</strong></p>'
            if block.subtitle:
                yield f'<p style="text-align:center">{escape(block.subtitle)}</p>'
        case Recipients() | AttachmentMark():
            yield f"<p>{escape(block.text)}</p>"
        case Heading():
            yield f"<p>&emsp;&emsp;<strong>{escape(block.text)}</strong></p>"
        case Paragraph():
            lead = f"<strong>{escape(block.lead)}</strong>" if block.lead else ""
            yield f"<p>&emsp;&emsp;{lead}{escape(block.text)}</p>"
        case Signature():
            yield f'<p style="text-align:right">{escape(block.issuer)}</p>'
            yield f'<p style="text-align:right">{escape(block.day)}</p>'
        case Box():
            yield '<table border="1" class="box"><tr><td>'
            yield f"<p><strong>{escape(block.title)}</strong></p>"
            yield from (f"<p>{escape(item.full)}</p>" for item in block.items)
            yield "</td></tr></table>"
        case Table():
            yield from _table(block, style)
        case SideBySide():
            yield '<table border="0"><tr>'
            for table in (block.left, block.right):
                yield "<td>"
                yield from _table(table, style)
                yield "</td>"
            yield "</tr></table>"
        case Imprint():
            yield from (f"<p>{escape(line)}</p>" for line in block.lines)
            yield f"<p>{escape(block.printed_by)}　　　　{escape(block.printed_on)}</p>"
        case PageBreak():
            return


def _table(table: Table, style: HtmlStyle) -> Iterator[str]:
    if table.caption:
        yield f'<p style="text-align:center"><strong>{escape(table.caption)}</strong></p>'
    if table.note:
        yield f'<p style="text-align:right">{escape(table.note)}</p>'
    yield '<table border="1" cellspacing="0">'
    tag = "th" if style.header_marked else "td"
    header = [_row(line, tag) for line in header_lines(table)]
    yield from ("<thead>", *header, "</thead>") if header and style.header_marked else header
    yield "<tbody>"
    yield from (_row(line, "td") for line in body_lines(table))
    yield "</tbody>"
    yield "</table>"
    yield from (f"<p>{escape(note)}</p>" for note in table.notes)


def _row(line: Line, tag: str) -> str:
    return "<tr>" + "".join(_cell(cell, tag) for cell in line if cell is not None) + "</tr>"


def _cell(cell: GridCell, tag: str) -> str:
    spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    spans += f' colspan="{cell.col_span}"' if cell.col_span > 1 else ""
    text = "<br>".join(escape(line) for line in cell.text.split("\n"))
    return f"<{tag}{spans}>{f'<b>{text}</b>' if cell.bold and tag == 'td' else text}</{tag}>"
