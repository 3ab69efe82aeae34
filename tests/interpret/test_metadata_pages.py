"""One notice on pages of nine designs: the same metadata from each."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyparse import extract

TITLE = "莲花山县水利局关于做好农村饮水安全工作的通知"
BODY = (
    "<p>各镇人民政府：</p><p>现就有关工作通知如下：</p><p>一、加强监测。各镇要落实专人，9月底前完成排查。</p>"
    "<p>二、强化宣传。开展宣传活动不少于3次。</p><p align=right>莲花山县水利局</p><p align=right>2021年8月2日</p>"
)
NUMBER, INDEX = "莲水发〔2021〕33号", "LHS001/2021-00045"
DESIGNS = {
    "definition list": f"<dl><dt>索引号</dt><dd>{INDEX}</dd><dt>发文机构</dt><dd>莲花山县水利局</dd><dt>发文日期</dt><dd>2021-08-02</dd><dt>文号</dt><dd>{NUMBER}</dd><dt>公开日期</dt><dd>2021-08-05</dd><dt>有效性</dt><dd>有效</dd></dl>",
    "list of spans": f"<ul><li><span>索引号：</span><span>{INDEX}</span></li><li><span>公开主体：</span><span>县水利局</span></li><li><span>文号：</span><span>{NUMBER}</span></li><li><span>发布日期：</span><span>2021-08-05</span></li></ul>",
    "boxes": f"<div><div>索引号：</div><div>{INDEX}</div></div><div><div>文　号：</div><div>{NUMBER}</div></div><div><div>生成日期：</div><div>2021年08月02日</div></div><div><div>公开日期：</div><div>2021年08月05日</div></div>",
    "lines": f"<p>索引号：{INDEX}&nbsp;&nbsp;&nbsp;&nbsp;发布机构：县水利局&nbsp;&nbsp;&nbsp;发布时间：2021-08-05 10:20:33</p><p>文号：{NUMBER}&nbsp;&nbsp;&nbsp;主题分类：水利</p>",
    "table of four columns": f"<table><tr><td>索引号</td><td>{INDEX}</td><td>公开目录</td><td>部门文件</td></tr><tr><td>发布机构</td><td>县水利局</td><td>发布日期</td><td>2021-08-05 16:02</td></tr><tr><td>文件编号</td><td>{NUMBER}</td><td>公开方式</td><td>主动公开</td></tr></table>",
    "table of two columns": f"<table><tr><th>索　引　号：</th><td>{INDEX}</td></tr><tr><th>信息名称：</th><td>{TITLE}</td></tr><tr><th>文　　　号：</th><td>{NUMBER}</td></tr><tr><th>公开日期：</th><td>2021-08-05</td></tr><tr><th>主　题　词：</th><td></td></tr></table>",
    "inline": f"<div>索引号：<em>{INDEX}</em>　文号：<em>{NUMBER}</em>　发布日期：2021-08-05</div>",
    "labels in brackets": f"<div>【索引号】{INDEX}　【发文机关】莲花山县水利局　【文号】{NUMBER}</div><div>【成文日期】2021-08-02　【发布日期】2021-08-05</div>",
    "below the title": "",
}


@pytest.mark.parametrize("design", DESIGNS)
def test_design(design: str, tmp_path: Path) -> None:
    below = f"<div>发布时间：2021-08-05 09:00　来源：县水利局</div><p>{NUMBER}</p><p>索引号：{INDEX}</p>"
    title = f"<h1>{TITLE}</h1>{below if not DESIGNS[design] else ''}"
    file = tmp_path / "page.html"
    file.write_text(
        f"<html><head><meta charset=utf-8><title>{TITLE}_莲花山县人民政府</title></head><body><div class=header><a>首页</a></div>"
        f"{DESIGNS[design]}{title}<div class=content>{BODY}</div><div class=footer>版权所有：莲花山县人民政府</div></body></html>",
        encoding="utf-8",
    )
    document = extract(file)
    meta = document.meta
    assert (meta.title, meta.doc_number, meta.index_number) == (TITLE, NUMBER, INDEX)
    assert (meta.issuer, str(meta.issued_on), str(meta.published_on)) == ("莲花山县水利局", "2021-08-02", "2021-08-05")
    assert meta.recipients == ["各镇人民政府"]
    assert [record.number for record in document.records] == ["一", "二"]
    assert document.coverage.unaccounted == 0
