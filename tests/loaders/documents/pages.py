"""Six made-up pages in the forms that government sites publish in, with what a reader must get of each.

`lost` words must not come out, `kept` words must, `tables` is the number of tables of data.
"""

from __future__ import annotations

from dataclasses import dataclass

LONG = "各级各有关部门要按照管发展必须管环保的要求，切实履行职责，建立台账，定期调度，推动各项任务落到实处。"


@dataclass(frozen=True)
class Sample:
    """A page and what must and must not be read of it; `declared` are some of its statements."""

    name: str
    html: str
    title: str
    kept: tuple[str, ...]
    lost: tuple[str, ...]
    tables: int = 0
    declared: tuple[tuple[str, str], ...] = ()


NOTICE = Sample(
    "a notice in the content system of a provincial office, with an info table",
    f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>关于做好扬尘管控工作的通知_云岭省生态环境厅</title>
<meta name="SiteName" content="云岭省生态环境厅"><meta name="ArticleTitle" content="关于做好扬尘管控工作的通知">
<meta name="PubDate" content="2024-05-06 10:20"><meta name="ContentSource" content="大气处"><meta name="ColumnName" content="通知公告">
<script>var a = "<p>脚本里的字</p>"; document.write(a)</script><style>.x{{color:red}}</style></head><body>
<div class="header"><a href="/">首页</a><a href="/a">机构</a><a href="/b">新闻</a><a href="/c">公开</a><a href="/d">服务</a></div>
<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; <a href="/c">政务公开</a> &gt; <a href="/x">通知公告</a></div>
<div class="wrap"><table class="info"><tr><td>索 引 号：</td><td>000014349/2024-00011</td><td>发文机关：</td><td>云岭省生态环境厅</td></tr>
<tr><td>文　　号：</td><td>云环发〔2024〕12号</td><td>成文日期：</td><td>2024年5月1日</td></tr>
<tr><td>标题：</td><td>关于做好扬尘管控工作的通知</td><td>有效性：</td><td>有效</td></tr></table>
<h1>关于做好扬尘管控工作的通知</h1><p class="meta">发布时间：2024-05-06 10:20 来源：大气处 浏览次数：<span id="hits">17</span></p>
<div class="TRS_Editor"><p>各市州生态环境局：</p><p>　　为做好春季扬尘管控，现通知如下。</p><p><strong>一、明确分工</strong></p>
<p>　　（一）住房城乡建设部门牵头房屋工地扬尘。{LONG}</p><p>　　（二）交通运输部门牵头公路工地扬尘。{LONG}</p>
<p style="display:none">隐藏的字</p><p style="text-align:right">云岭省生态环境厅<br>2024年5月1日</p></div>
<div class="fujian">附件：1. <a href="/f/1.docx">任务分工表.docx</a></div>
<div class="share">分享到：<a>微信</a><a>微博</a></div>
<div class="related"><h3>相关新闻</h3><ul><li><a href="1">我省召开会议部署工作</a></li><li><a href="2">某市开展检查</a></li><li><a href="3">专家谈治理</a></li></ul></div></div>
<div class="footer"><p>主办：云岭省生态环境厅 地址：春城路1号</p><p>滇ICP备00000001号</p></div></body></html>""",
    "关于做好扬尘管控工作的通知",
    (
        "各市州生态环境局：",
        "一、明确分工",
        "（一）住房城乡建设部门牵头",
        "云岭省生态环境厅",
        "附件：1. 任务分工表.docx",
        "发布时间：2024-05-06",
    ),
    ("脚本里的字", "隐藏的字", "当前位置", "我省召开会议", "地址：春城路", "微博", "专家谈治理", "首页"),
    declared=(
        ("文号", "云环发〔2024〕12号"),
        ("发文机关", "云岭省生态环境厅"),
        ("成文日期", "2024年5月1日"),
        ("索引号", "000014349/2024-00011"),
        ("PubDate", "2024-05-06 10:20"),
    ),
)

LIST = Sample(
    "a responsibility list as a table with merged cells",
    f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>云岭省生态环境保护责任清单-云岭省人民政府</title></head><body>
<div id="nav"><ul><li><a href="#">要闻</a></li><li><a href="#">公开</a></li><li><a href="#">互动</a></li></ul></div>
<div class="main"><h2 class="title">云岭省生态环境保护责任清单</h2><div class="pages-date">2024-03-01 08:30 来源： 省政府办公厅</div>
<div class="pages_content" id="UCAP-CONTENT"><p>　　按照职责分工，省级部门责任如下。{LONG}</p>
<table border="1"><thead><tr><th>部门</th><th>责任事项</th><th>依据</th></tr></thead><tbody>
<tr><td rowspan="2">省水利厅</td><td>指导河湖水域岸线管理。</td><td>水法</td></tr><tr><td>监督河道采砂。</td><td>河道管理条例</td></tr>
<tr><td>省公安厅</td><td colspan="2">查处机动车鸣笛<br>和飙车噪声。</td></tr></tbody></table>
<p>　　本清单由省生态环境厅负责解释。</p></div></div>
<div class="foot">版权所有：云岭省人民政府　网站标识码：5300000001</div></body></html>""",
    "云岭省生态环境保护责任清单",
    ("按照职责分工", "本清单由省生态环境厅负责解释。"),
    ("要闻", "网站标识码"),
    tables=1,
)

OLD = Sample(
    "an old page laid out with tables, without any class",
    f"""<html><head><title>青石市噪声管理办法</title></head><body bgcolor=white><table width=960 align=center><tr><td>
<table><tr><td><a href=a>首页</a></td><td><a href=b>概况</a></td><td><a href=c>法规</a></td><td><a href=d>留言</a></td></tr></table></td></tr>
<tr><td><table width=100%><tr><td width=200><table><tr><td><a href=1>局长信箱</a></td></tr><tr><td><a href=2>在线举报</a></td></tr><tr><td><a href=3>下载中心</a></td></tr></table></td>
<td><table width=100%><tr><td align=center><font size=5><b>青石市噪声管理办法</b></font></td></tr><tr><td>
<font>　　第一条 为了防治噪声污染，制定本办法。<br>　　第二条 本办法适用于本市。<br><br>　　第三条 公安机关负责社会生活噪声。{LONG}<br>　　第四条 城市管理部门负责工地夜间噪声。{LONG}<br>　　第五条 本办法自2011年1月1日起施行。</font></td></tr></table></td></tr></table></td></tr>
<tr><td align=center>地址：青石市中山路 邮编：000000 您是第1234位访客</td></tr></table></body></html>""",
    "青石市噪声管理办法",
    (
        "第一条 为了防治噪声污染，制定本办法。",
        "第四条 城市管理部门负责",
        "第五条 本办法自2011年1月1日起施行。",
    ),
    ("局长信箱", "首页", "在线举报", "位访客"),
)

NEWS = Sample(
    "a news item in divisions with related news between and after the paragraphs",
    f"""<!DOCTYPE html><html><head><meta charset=utf-8><title>省生态环境厅负责人就《云岭省湖泊保护条例》答记者问 - 云岭日报</title></head><body>
<nav><a href=1>时政</a><a href=2>经济</a><a href=3>社会</a></nav><header class="top-bar"><form><input value="搜索的字"><button>搜索</button></form></header>
<article><h1>省生态环境厅负责人就《云岭省湖泊保护条例》答记者问</h1><div class="info"><span>2024-07-09 07:15:00</span><span>来源：云岭日报</span><span>编辑：王某</span></div>
<div class="article-content"><div>问：条例为什么要修订？</div><div>答：湖泊保护涉及多个部门。{LONG}</div><div class="related-box"><a href=1>链接一条新闻标题</a><a href=2>链接另一条新闻标题</a><a href=3>第三条新闻</a></div>
<div>问：谁来牵头？</div><div>答：由各级湖长牵头，水利部门承担日常工作。{LONG}</div><figure><img src="http://elsewhere.invalid/1.jpg" onerror="alert(1)"><figcaption>图为湖泊</figcaption></figure></div></article>
<aside><h4>热门推荐</h4><ol><li><a href=1>排行第一的新闻</a></li><li><a href=2>排行第二的新闻</a></li></ol></aside>
<iframe src="http://elsewhere.invalid/"></iframe><footer>云岭日报社 版权所有 互联网新闻信息服务许可证</footer></body></html>""",
    "省生态环境厅负责人就《云岭省湖泊保护条例》答记者问",
    ("问：条例为什么要修订？", "问：谁来牵头？", "答：由各级湖长牵头", "来源：云岭日报"),
    ("时政", "搜索", "链接一条新闻标题", "排行第一", "许可证"),
)

DISCLOSURE = Sample(
    "a disclosure page whose info box is a list and whose text stands in font and span",
    f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>市政府信息公开</title></head><body><div class="container">
<div class="location"><span>您当前的位置：</span><a href=1>首页</a>&gt;<a href=2>公开目录</a></div>
<div class="xxgk-head"><ul><li><b>索引号：</b>JH/2023-00007</li><li><b>文号：</b>金湖政办发〔2023〕9号</li><li><b>发布机构：</b>金湖市人民政府办公室</li><li><b>发布日期：</b>2023-04-02</li><li><b>有效性：</b></li></ul></div>
<div class="con"><div class="bt">金湖市人民政府办公室关于印发餐饮油烟整治方案的通知</div><div id="zoom"><span><font>各县、区人民政府：</font></span><p><span>　　《餐饮油烟整治方案》已经市政府同意，现印发给你们。{LONG}</span></p><p>　　一、城管部门牵头露天烧烤整治。{LONG}</p><p>　　二、市场监管部门配合。</p><ol><li>摸排底数。</li><li>分类整治。</li></ol><p align="right">金湖市人民政府办公室</p><p align="right">二〇二三年三月三十日</p></div></div>
<div class="bottom-nav"><p>上一篇：<a href=9>另一份文件的通知</a></p><p>下一篇：<a href=8>再一份文件的通知</a></p></div></div><div class="dibu">主办单位：金湖市人民政府 苏ICP备00000002号</div></body></html>""",
    "金湖市人民政府办公室关于印发餐饮油烟整治方案的通知",
    ("各县、区人民政府：", "一、城管部门牵头", "1. 摸排底数。", "二〇二三年三月三十日"),
    ("您当前的位置", "另一份文件", "再一份文件"),
    declared=(
        ("文号", "金湖政办发〔2023〕9号"),
        ("发布机构", "金湖市人民政府办公室"),
        ("发布日期", "2023-04-02"),
    ),
)

SHORT = Sample(
    "a short reply with two small tables, one of contacts and one of phones",
    """<!DOCTYPE html><html><head><meta charset="utf-8"><title>关于夜间施工投诉的答复</title></head><body><div id="menu"><a href=1>网站首页</a> <a href=2>信访</a> <a href=3>查询</a></div>
<div class="detail"><h1>关于夜间施工投诉的答复</h1><div class="detail-content"><p>来信收悉。夜间施工噪声由城市管理部门受理。</p>
<table><tr><td>受理部门</td><td>电话</td></tr><tr><td>市城市管理局</td><td>12319</td></tr><tr><td>市生态环境局</td><td>12369</td></tr></table><p>感谢来信。</p>
<table><tr><th>类别</th><th>牵头</th><th>配合</th></tr><tr><td>工地噪声</td><td>城管</td><td>住建</td></tr></table></div></div><div class="copyright">市信访局</div></body></html>""",
    "关于夜间施工投诉的答复",
    ("来信收悉。夜间施工噪声由城市管理部门受理。", "感谢来信。"),
    ("网站首页", "市信访局"),
    tables=2,
)

SAMPLES = (NOTICE, LIST, OLD, NEWS, DISCLOSURE, SHORT)
