"""Targets: tables of measure expressions, each answer reasoned by hand from the output contract's rules for measures.

One line is one expression and what it gives, `;;` between measures:

    text => indicator comparator value unit strength

`-` is null, `3..5` a range, the strength may be left out, `none` means no measure. Every text is invented.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measure_expressions_2 import CELLS as CELLS_2
from measure_expressions_2 import KNOWN_WRONG as KNOWN_WRONG_2
from measure_expressions_2 import PROSE as PROSE_2

from policyparse.interpret.targets import read_target_cell, read_target_prose
from policyparse.interpret.years import Years
from policyparse.lexicon import default_lexicon
from policyparse.records import Measure
from policyparse.text import one_line

LEXICON = default_lexicon()
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"

CELLS = """
≥95% => - >= 95 %
≥ 95％ => - >= 95 %
≥95 => - >= 95 -
>90% => - > 90 %
＞90％ => - > 90 %
<5% => - < 5 %
＜0.02‰ => - < 0.02 ‰
≤4‰ => - <= 4 ‰
≤14/10万 => - <= 14 /10万
≤14/10 万 => - <= 14 /10万
10/10万 => - = 10 /10万
不高于20/10万 => - <= 20 /10万
$\\geq 95\\%$ => - >= 95 %
$\\leq 4$‰ => - <= 4 ‰
8.5 => - = 8.5 -
2 => - = 2 -
0 => - = 0 -
3000 => - = 3000 -
1,200 => - = 1200 -
1 200个 => - = 1200 个
12,500户 => - = 12500 户
[0.5] => - = 0.5 -
[15] => - = 15 -
5.5左右 => - ~ 5.5 -
约30% => - ~ 30 %
30%左右 => - ~ 30 %
近800名 => - ~ 800 名
200余家 => - > 200 家
10—15家 => - = 10..15 家
10-15家 => - = 10..15 家
3至5项 => - = 3..5 项
1—2个 => - = 1..2 个
2～3个 => - = 2..3 个
5%—6% => - = 5..6 %
6.5%～7% => - = 6.5..7 %
5至8家 => - = 5..8 家
五至八家 => - = 5..8 家
100％ => - = 100 %
100% => - = 100 %
百分之九十五 => - = 95 %
百分之九十以上 => - >= 90 %
90%以上 => - >= 90 %
90%及以上 => - >= 90 %
90%以下 => - <= 90 %
5%以内 => - <= 5 %
达到90% => - >= 90 %
达到90%以上 => - >= 90 %
达90% => - >= 90 %
不低于90% => - >= 90 %
不少于5个 => - >= 5 个
至少5个 => - >= 5 个
不得低于85% => - >= 85 %
不超过3% => - <= 3 %
不得超过3% => - <= 3 %
超过50% => - > 50 %
突破100亿元 => - > 100 亿元
低于2% => - < 2 %
不少于辖区户数的75% => - >= 75 %
不低于全市总量的三分之一 => - >= - -
控制在8/10万以内 => - <= 8 /10万
控制在4.5%以内 => - <= 4.5 %
控制在120/10万左右 => - ~ 120 /10万
控制在5% => - <= 5 %
保持在95%以上 => - >= 95 %
稳定在75%左右 => - ~ 75 %
保持在100% => - = 100 %
增长1岁 => - increase 1 岁
增长 1 岁 => - increase 1 岁
增长8% => - increase 8 %
增长10%以上 => - increase 10 %
年均增长6% => - increase 6 %
较上年增长5% => - increase 5 %
比2020年提高3个百分点 => - increase 3 个百分点
提高5-10个百分点 => - increase 5..10 个百分点
提高1.5百分点 => - increase 1.5 个百分点
新增2000张 => - increase 2000 张
增加500个 => - increase 500 个
下降3.5% => - decrease 3.5 %
降低15%左右 => - decrease 15 %
减少20% => - decrease 20 %
较2020年下降18% => - decrease 18 %
+2% => - increase 2 %
-3.5% => - decrease 3.5 %
增长到5000人 => - >= 5000 人
提高到90% => - >= 90 %
提升至35%以上 => - >= 35 %
下降到20元以下 => - <= 20 元
下降到30%左右 => - ~ 30 %
降至20 => - <= 20 -
缩短到3个工作日 => - <= 3 个工作日
压减至5天以内 => - <= 5 天
由2家增加到5家 => - >= 5 家
从65%提高到80% => - >= 80 %
翻一番 => - increase - -
比2020年翻一番 => - increase - -
增长1倍 => - increase 1 倍
提高一倍 => - increase 1 倍
1.2亿元 => - = 1.2 亿元
6629.3万人次 => - = 6629.3 万人次
3万元 => - = 3 万元
三万元 => - = 3 万元
5000万元以上 => - >= 5000 万元
1.5亿元左右 => - ~ 1.5 亿元
≥1.8万元/人 => - >= 1.8 万元/人
人均89元 => - = 89 元
10万吨/年 => - = 10 万吨/年
35微克/立方米以下 => - <= 35 微克/立方米
38μg/m³ => - = 38 微克/立方米
2000㎡ => - = 2000 平方米
120平方公里 => - = 120 平方公里
三家 => - = 3 家
三家以上 => - >= 3 家
十个 => - = 10 个
两次 => - = 2 次
一百二十户 => - = 120 户
3.8人 => - = 3.8 人
≥80分 => - >= 80 分
达到四级以上 => - >= 4 级
三分之一以上 => - >= - -
三分之二 => - - - -
八成 => - - - -
八成以上 => - >= - -
半数以上 => - >= - -
全覆盖 => - - - -
零突破 => - - - -
清零 => - - - -
零事故 => - - - -
全省第一 => - - - -
前三名 => - <= 3 名
进入全省前10位 => - <= 10 位
1∶1.2 => - = - -
持续下降 => - decrease - -
逐年提高 => - increase - -
保持稳定 => - - - -
不低于全省平均水平 => - >= - -
高于全市平均水平 => - > - -
高于全国平均水平0.5个百分点 => - increase 0.5 个百分点
力争90%以上 => - >= 90 % aim
争取达到85% => - >= 85 % aim
原则上不超过5% => - <= 5 % principle
85%（2025年） => - = 85 %
每年不少于2次 => - >= 2 次
100%全覆盖 => - = 100 %
城区≥95%，农村≥90% => 城区 >= 95 % ;; 农村 >= 90 %
2021年：30%；2022年：40% => - = 30 % ;; - = 40 %
2024年达到90%，2025年达到95% => - >= 90 % ;; - >= 95 %
国家级1个，省级3个 => 国家级 = 1 个 ;; 省级 = 3 个
≥95%/≥90% => - >= 95 % ;; - >= 90 %
村级覆盖率100%，户级覆盖率90%以上 => 村级覆盖率 = 100 % ;; 户级覆盖率 >= 90 %
完成投资2000万元；新建厂房3万平方米 => 投资 = 2000 万元 ;; 厂房 = 3 万平方米
15家社区食堂达到星级标准。 => 社区食堂达到星级标准 = 15 家
30%的卫生院达到推荐标准 => 卫生院达到推荐标准 = 30 %
各镇40%社区中心推行服务包 => 社区中心推行服务包 = 40 %
举办四次名师讲堂。 => 名师讲堂 = 4 次
完成36项年度任务 => 年度任务 = 36 项
评出示范村30个，后进村6个。 => 示范村 = 30 个 ;; 后进村 = 6 个
1.完成50户改造；2.建成3个示范点 => 改造 = 50 户 ;; 示范点 = 3 个
争取国家专利金奖零突破、省级专利奖获奖12项。 => 国家专利金奖 - - - aim ;; 省级专利奖获奖 = 12 项 aim
项目完工，完成投资600万元。 => 投资 = 600 万元
项目年支出约300万元 => none
完成 => none
达标 => none
— => none
/ => none
完成省下达任务 => none
达到国家标准 => none
对临江市9个园区（基地）涉及的58个企业进行检查。 => none
建成12350平台大厅 => none
完成10个县的先进单位复审工作 => none
每床补贴9000元，按照1:1的比例承担 => none
2023年12月底前完成 => none
"""

PROSE = """
更新改造使用年限超过20年的供热管道420公里。 => 使用年限超过20年的供热管道 = 420 公里
安排专项债券980亿元，比上年多增120亿元。 => 专项债券 = 980 亿元 ;; 专项债券 increase 120 亿元
赤字率拟按3.6%以上安排，赤字规模比去年增加2万亿元。 => 赤字率 >= 3.6 % ;; 赤字规模 increase 2 万亿元
辖区内6亩以下（不含6亩）的土地转让手续由区政府办理。 => none
到2025年，80岁以上独居老人探访率达到98%以上。 => 80岁以上独居老人探访率 >= 98 %
确保一级水源水质达标率达到96%以上，科学处置突发情况。 => 一级水源水质达标率 >= 96 %
农机具检验率85%以上。 => 农机具检验率 >= 85 %
学前教育毛入园率92%。 => 学前教育毛入园率 = 92 %
小学、初中、高中达标比例分别达到70%、50%、30%。 => 小学达标比例 >= 70 % ;; 初中达标比例 >= 50 % ;; 高中达标比例 >= 30 %
镇、村两级预案备案率分别达到90%、75%。 => 镇 >= 90 % ;; 村两级预案备案率 >= 75 %
平原和山区通沥青路比例要分别达到95%、70%以上。 => 平原通沥青路比例 >= 95 % ;; 山区通沥青路比例 >= 70 %
化学需氧量、氨氮排放量分别削减2%、3%。 => 化学需氧量 decrease 2 % ;; 氨氮排放量 decrease 3 %
全区婴儿死亡率、5岁以下儿童死亡率分别控制在3.5‰和4.5‰以下。 => 全区婴儿死亡率 <= 3.5 ‰ ;; 5岁以下儿童死亡率 <= 4.5 ‰
县、乡、村三级分别配备专职人员3名、2名和1名。 => 县 = 3 名 ;; 乡 = 2 名 ;; 村三级 = 1 名
“十三五”期间，全市卫生总投入84亿元。 => none
2015年，全市医疗机构床位总数达到7万张。 => none
甲、乙、丙三类分别达到70、50、30%。 => * >= 70 % ;; * >= 50 % ;; * >= 30 %
病毒治疗率、抑制率达到90%以上。 => 病毒治疗率、抑制率 >= 90 %
办结率、满意率均达到100%。 => 办结率、满意率 >= 100 %
道路事故死亡率力争控制在6/10万以内、溺水率控制在2‰以内。 => 道路事故死亡率 <= 6 /10万 aim ;; 溺水率 <= 2 ‰
确保抽样率不低于3.5%、合同备案率不低于85%。 => 抽样率 >= 3.5 % ;; 合同备案率 >= 85 %
力争空置率下降到10%左右，吨水成本下降到3元以下。非税收入占比提升到25%以上。 => 空置率 ~ 10 % aim ;; 吨水成本 <= 3 元 aim ;; 非税收入占比 >= 25 %
努力减少新增隐患，整改率达到92%以上。 => 整改率 >= 92 %
力争到2025年，普及率达到95%。 => 普及率 >= 95 % aim
户外活动原则上占活动总量三分之一以上。 => 户外活动 >= - - principle
持续提升公众节水意识，并保持在80%以上。 => 公众节水意识 >= 80 %
将社区承担的代办事项提高到60%。 => 社区承担的代办事项 >= 60 %
把集中供养率提高到60%以上。 => 集中供养率 >= 60 %
绿色建筑占比在2021年基础上提高3-5个百分点。 => 绿色建筑占比 increase 3..5 个百分点
床位总数比2020年增长62.06%。 => 床位总数 increase 62.06 %
到2025年，城镇化率达到65%，比2020年提高5个百分点。 => 城镇化率 >= 65 % ;; 城镇化率 increase 5 个百分点
森林覆盖率由35%提高到38%。 => 森林覆盖率 >= 38 %
审批时间由20个工作日缩短到10个工作日。 => 审批时间 <= 10 个工作日
企业开办时间压缩至1个工作日以内。 => 企业开办时间 <= 1 个工作日
承诺时限在法定时限基础上压减60%以上。 => 承诺时限 decrease 60 %
压缩办理时限50%以上。 => 办理时限 decrease 50 %
人均可支配收入年均增长7%，到2025年比2020年翻一番。 => 人均可支配收入 increase 7 % ;; 人均可支配收入 increase - -
规模以上工业增加值增长8%左右。 => 规模以上工业增加值 increase 8 %
地区生产总值增长不低于6%。 => 地区生产总值 increase 6 %
货运量年增长率达到12%以上。 => 货运量年增长率 >= 12 %
一、二级响应演练年增长率达到5%以上。 => 一、二级响应演练年增长率 >= 5 %
居民消费价格涨幅3%左右。 => 居民消费价格涨幅 ~ 3 %
地区生产总值突破1000亿元。 => 地区生产总值 > 1000 亿元
财政收入占GDP比重提高到12%。 => 财政收入占GDP比重 >= 12 %
税收占财政收入比重达到八成以上。 => 税收占财政收入比重 >= - -
PM2.5平均浓度下降到35微克/立方米以下。 => PM2.5平均浓度 <= 35 微克/立方米
总和生育率控制在1.8左右。 => 总和生育率 ~ 1.8 -
出生人口性别比降到108以下。 => 出生人口性别比 <= 108 -
每千户拥有充电桩达到12个，每万名职工有3名心理辅导员。 => 每千户拥有充电桩 >= 12 个 ;; 心理辅导员 = 3 名
每千名老年人拥有养老床位达到40张以上。 => 每千名老年人拥有养老床位 >= 40 张
人均公园绿地面积达到14平方米。 => 人均公园绿地面积 >= 14 平方米
万元GDP用水量较2020年下降16%。 => 万元GDP用水量 decrease 16 %
每个县（市）组建1—3个医共体。 => 医共体 = 1..3 个
每个街道建成一座智慧图书馆。 => 智慧图书馆 = 1 座
每2—5万常住人口范围内办好1所康养中心。 => 康养中心 = 1 所
每个县要办好1所特殊学校、1所少年宫。 => 特殊学校 = 1 所 ;; 少年宫 = 1 所
县级医院配备药师1名以上。 => 药师 >= 1 名
各园区要配备2名以上安全总监。 => 安全总监 >= 2 名
年内新增省级无烟单位（站点）30个以上。 => 省级无烟单位（站点） increase 30 个
新增停车泊位5000个。 => 停车泊位 increase 5000 个
城镇新增就业5万人以上。 => 城镇新增就业 increase 5 万人
新建家政服务站9家，打造夜市品牌4个。 => 家政服务站 = 9 家 ;; 夜市品牌 = 4 个
引进6个以上工业设计团队，定向培养80名技术骨干。 => 工业设计团队 >= 6 个 ;; 技术骨干 = 80 名
培养省级人才20名，市级名师50名。 => 省级人才 = 20 名 ;; 市级名师 = 50 名
年度引育种业团队4个以上、农艺人才15名以上，遴选培养青年工匠60名。 => 种业团队 >= 4 个 ;; 农艺人才 >= 15 名 ;; 青年工匠 = 60 名
力争再建成1—2座调蓄水库、3—4座泵站。 => 调蓄水库 = 1..2 座 aim ;; 泵站 = 3..4 座 aim
力争实现省级课题结项4至6项，国际赛事金牌零的突破。 => 省级课题结项 = 4..6 项 aim ;; 国际赛事金牌 - - - aim
启动试点企业不少于18家，完成7家以上。 => 试点企业 >= 18 家 ;; * >= 7 家
60%的卫生院达到基本标准，力争10%以上的卫生院达到推荐标准。 => 卫生院达到基本标准 = 60 % ;; 卫生院达到推荐标准 >= 10 % aim
重点用能单位100%建立能耗台账。 => 重点用能单位 = 100 %
力争2-3家医院通过五级评审。 => 医院通过五级评审 = 2..3 家 aim
力争2个救治中心通过省级验收。 => 救治中心通过省级验收 = 2 个 aim
城东水厂项目、滨河公园项目等5个项目开工建设。 => 项目开工建设 = 5 个
建设12个物流园和40个冷链站点。 => 物流园 = 12 个 ;; 冷链站点 = 40 个
至少选择1所幼儿园开设托班试点。 => 幼儿园 >= 1 所
打造至少1家示范托育机构。 => 示范托育机构 >= 1 家
选取1-2个县（市）纳入试点。 => 县（市）纳入试点 = 1..2 个
完成不少于8次防汛联合演练。 => 防汛联合演练 >= 8 次
组织开展五次科普进校园活动。 => 科普进校园活动 = 5 次
组织开展专项检查不少于4次。 => 专项检查 >= 4 次
建立1—2家示范机构。 => 示范机构 = 1..2 家
选派60名专科医生外出学习。 => 专科医生外出学习 = 60 名
完成河道保洁员轮训300名。 => 河道保洁员轮训 = 300 名
完成焊工、钳工、电工等5大类近900名技师评定。 => 技师评定 ~ 900 名
完成3000场健康讲座。 => 健康讲座 = 3000 场
完成2万名70岁以上退役军人走访任务。 => 70岁以上退役军人走访任务 = 2 万名
完成投资8.5亿元以上。 => 投资 >= 8.5 亿元
新建改建农村公路120公里。 => 农村公路 = 120 公里
改造老旧小区86个、1.2万户，加装电梯200部。 => 老旧小区 = 86 个 ;; 老旧小区 = 1.2 万户 ;; 电梯 = 200 部
新建、改扩建幼儿园20所；招聘教师不少于300名。 => 幼儿园 = 20 所 ;; 教师 >= 300 名
新建5G基站2000个。 => 5G基站 = 2000 个
全年引进亿元以上项目30个，其中10亿元以上项目5个。 => 亿元以上项目 = 30 个 ;; 10亿元以上项目 = 5 个
培育10个年产值超百亿元的产业集群。 => 年产值超百亿元的产业集群 = 10 个
完成造林10万亩，其中人工造林6万亩、封山育林4万亩。 => 造林 = 10 万亩 ;; 人工造林 = 6 万亩 ;; 封山育林 = 4 万亩
治理水土流失面积50平方公里。 => 水土流失面积 = 50 平方公里
建设高标准农田15万亩，粮食总产量稳定在120万吨以上。 => 高标准农田 = 15 万亩 ;; 粮食总产量 >= 120 万吨
培训新型职业农民1000人次。 => 新型职业农民 = 1000 人次
发放创业担保贷款1亿元以上，带动就业6000人。 => 创业担保贷款 >= 1 亿元 ;; 就业 = 6000 人
争取上级资金3亿元。 => 上级资金 = 3 亿元 aim
积极争取专项债券5亿元。 => 专项债券 = 5 亿元 aim
居民医保财政补助标准提高到610元，政策范围内报销比例稳定在75%左右。 => 居民医保财政补助标准 >= 610 元 ;; 政策范围内报销比例 ~ 75 %
农房保险补贴水平户均达到60元以上。 => 农房保险补贴水平 >= 60 元
扶助资金发放及时率100%。 => 扶助资金发放及时率 = 100 %
住院自付费用控制在总费用的10%以内。 => 住院自付费用 <= 10 %
林地清退任务共45.308亩，其中东洲村清退任务2.17亩。 => 林地清退任务 = 45.308 亩 ;; 东洲村清退任务 = 2.17 亩
完成市下达的6家存栏1500头以上猪场改造任务。 => 存栏1500头以上猪场改造任务 = 6 家
重点推进50个省级重点项目建设。 => 省级重点项目建设 = 50 个
实施重点技改项目120项。 => 重点技改项目 = 120 项
全县80%的乡镇、60%的行政村完成改造任务。 => 乡镇 = 80 % ;; 行政村完成改造任务 = 60 %
三分之一以上的行政村建成美丽乡村。 => 行政村建成美丽乡村 >= - -
行政村收运体系覆盖率达到九成。 => 行政村收运体系覆盖率 >= - -
实现移动执法终端全覆盖。 => 移动执法终端 - - -
推进免费婚检城乡全覆盖，免费孕检覆盖率达80%以上。 => 免费婚检城乡 - - - ;; 免费孕检覆盖率 >= 80 %
化肥农药使用量零增长。 => 化肥农药使用量 - - -
实现“零突破”。 => - - - -
确保不发生重特大生产安全事故。 => 重特大生产安全事故 - - -
不发生输入性虫害。 => 输入性虫害 - - -
确保学校无聚集性疫情发生。 => 聚集性疫情 - - -
牢牢守住不发生规模性返贫的底线。 => 规模性返贫 - - -
综合排名进入全省前三，营商环境评价保持全市第一。 => 综合排名 <= 3 - ;; 营商环境评价 - - -
群众满意度达到95分以上。 => 群众满意度 >= 95 分
平均住院日控制在8天以内。 => 平均住院日 <= 8 天
医护比达到1:1.25。 => 医护比 >= - -
居民平均预期寿命提高1岁。 => 居民平均预期寿命 increase 1 岁
居民平均预期寿命达到78.4岁。 => 居民平均预期寿命 >= 78.4 岁
干部每年至少2个月在村组蹲点。 => * >= 2 个月
新开工1680套（其中人才公寓420套）。 => * = 1680 套 ;; 人才公寓 = 420 套
定期走访（每季度不少于1次）。 => * >= 1 次
高标准农田15万亩，节水灌溉面积5万亩。 => 高标准农田 = 15 万亩 ;; 节水灌溉面积 = 5 万亩
一是新增学位6000个；二是招聘教师300名。 => 学位 increase 6000 个 ;; 教师 = 300 名
1.5家企业完成改造。 => 企业完成改造 = 5 家
１００％的村通硬化路。 => 村通硬化路 = 100 %
新增１，２００张床位。 => 床位 increase 1200 张
新增 1 200 张床位。 => 床位 increase 1200 张
适龄儿童入学率巩固在99.9％以上。 => 适龄儿童入学率 >= 99.9 %
知晓率 $\\geq 75\\%$。 => 知晓率 >= 75 %
粮食播种面积稳定在1200万亩以上、总产达到500万吨。 => 粮食播种面积 >= 1200 万亩 ;; 总产 >= 500 万吨
县乡两级配备专职人员不少于3名。 => 专职人员 >= 3 名
城镇登记失业率4.5%以内。 => 城镇登记失业率 <= 4.5 %
单位GDP能耗下降3.2%，二氧化碳排放下降3.5%以上。 => 单位GDP能耗 decrease 3.2 % ;; 二氧化碳排放 decrease 3.5 %
有效灌溉面积达到30万亩，农田灌溉水有效利用系数提高到0.6。 => 有效灌溉面积 >= 30 万亩 ;; 农田灌溉水有效利用系数 >= 0.6 -
全市高新技术企业达到500家。 => 全市高新技术企业 >= 500 家
近视率每年下降0.5个百分点以上。 => 近视率 decrease 0.5 个百分点
录取率力争突破75%，上线人数超过3000人。 => 录取率 > 75 % aim ;; 上线人数 > 3000 人
组织法律援助案件办理，全年不少于800件。 => 法律援助案件办理 >= 800 件
税收收入完成45亿元，同比增长6%。 => 税收收入 = 45 亿元 ;; 税收收入 increase 6 %
氨氮减排1200吨，关停搬迁化工企业3家。 => 氨氮减排 = 1200 吨 ;; 化工企业 = 3 家
开通公交线路5条，公交站点500米覆盖率达到100%。 => 公交线路 = 5 条 ;; 公交站点500米覆盖率 >= 100 %
食品抽检量达到4批次/千人。 => 食品抽检量 >= 4 批次/千人
市场主体突破20万户，其中企业5万户。 => 市场主体 > 20 万户 ;; 企业 = 5 万户
旅游接待人次、旅游收入分别增长15%和20%以上。 => 旅游接待人次 increase 15 % ;; 旅游收入 increase 20 %
全年接待游客1000万人次，实现旅游收入80亿元，分别增长15%、18%。 => 游客 = 1000 万人次 ;; 旅游收入 = 80 亿元 ;; 游客 increase 15 % ;; 旅游收入 increase 18 %
农村危房改造1500户，硬化道路300公里。 => 农村危房改造 = 1500 户 ;; 道路 = 300 公里
签约项目80个以上，到位资金150亿元。 => 项目 >= 80 个 ;; 到位资金 = 150 亿元
引进世界500强企业2家、上市公司3家。 => 世界500强企业 = 2 家 ;; 上市公司 = 3 家
新增省级示范社10家，力争达到50家。 => 省级示范社 increase 10 家 ;; 省级示范社 >= 50 家 aim
新建村级电站45座，户均增收3000元以上。 => 村级电站 = 45 座 ;; 户均增收 increase 3000 元
个人卫生支出占卫生总费用比例降至28%以下。 => 个人卫生支出占卫生总费用比例 <= 28 %
一般性支出压减5%以上。 => 一般性支出 decrease 5 %
压减学科类培训机构80%以上。 => 学科类培训机构 decrease 80 %
减少行政许可事项30项，取消证明事项50项。 => 行政许可事项 decrease 30 项 ;; 证明事项 = 50 项
党费按时足额收缴率100%。 => 党费按时足额收缴率 = 100 %
年收入10万元以上的村占比达到60%。 => 年收入10万元以上的村占比 >= 60 %
淘汰10蒸吨以下燃煤锅炉30台。 => 10蒸吨以下燃煤锅炉 = 30 台
重污染天数控制在10天以内，优良天数不少于280天。 => 重污染天数 <= 10 天 ;; 优良天数 >= 280 天
每名干部包联2个项目、1家企业。 => 项目 = 2 个 ;; 企业 = 1 家
坚决守住1000万亩耕地保护红线。 => 耕地保护红线 = 1000 万亩
完成2023年度2.6万亩高标准农田建设任务。 => 高标准农田建设任务 = 2.6 万亩
各县至少培育1个特色产业、2个龙头企业。 => 特色产业 >= 1 个 ;; 龙头企业 = 2 个
推动20个合作项目落地见效。 => 合作项目落地见效 = 20 个
巡河每季度不少于1次。 => 巡河 >= 1 次
耕地保有量不低于85万亩。 => 耕地保有量 >= 85 万亩
年末生猪存栏达到50万头、能繁母猪存栏达到5万头。 => * >= 50 万头 ;; 能繁母猪存栏 >= 5 万头
对投资1亿元以上的项目实行专班服务。 => none
对迟报、漏报超过2次的单位通报批评。 => none
依法处理超期90天以上的案件。 => none
对排名后三位的进行约谈，对前10名的通报表扬。 => none
建立由20家单位组成的联席会议制度。 => none
建立三级医疗服务网络，落实“四个意识”。 => none
落实三项制度，深化三大改革，坚持两个确保。 => none
做到“两个维护”，推进“1+X”模式。 => none
加强28种地方良种保护。 => none
实施6项文化润城计划。 => none
持续推进管理24项制度落实。 => none
全面落实12类公共服务项目。 => none
采取引进、培训和支援3种途径。 => none
在4个口岸对入境货物开展检疫。 => none
对全县14个乡（镇）所属的站所进行走访。 => none
为全市79家卫生院配备体检车辆。 => none
按照每人每年15元的标准给予补贴。 => none
对65岁以上老年人免费体检，为35—64岁妇女提供筛查。 => none
拨打12350热线或0000-66778899咨询。 => none
根据临政办〔2021〕15号文件，执行《绿化条例》第12条。 => none
落实第三届第五次会议精神。 => none
实行机房24小时值守制度，封存样品30天。 => none
接到举报后，应在2个工作日内受理，15个工作日内办结。 => none
本办法自2022年1月1日起施行，有效期5年。 => none
申请人应具有2年以上工作经历，年龄不超过45周岁。 => none
每人每月补贴300元，每户最高奖励5000元。 => none
物业费标准为每平方米1.5元。 => none
对年产值首次突破1亿元的企业，一次性奖励50万元。 => none
对新获批的研发平台给予100万元补助。 => none
可申请最高不超过8万元的创业扶持。 => none
结余的40%以上可用于站点运营奖金。 => none
允许不超过五分之一的外聘人员担任股东。 => none
参保人员连续缴费满6个月的，可享受不低于50%的待遇。 => none
中标价低于预算价20%的，应当说明理由。 => none
按照风险补偿金8:2的比例分担。 => none
截至2020年底，全市共有医疗机构500家，床位2万张。 => none
全市现有贫困村50个，贫困人口3.2万人，去年脱贫1.5万人。 => none
近年来，我市先后建成5个国家级平台，获得奖励30项。 => none
已完成拆迁任务16.5亩，未完成3.2亩。 => none
发布了26种农产品的质量标准，实现了零的突破。 => none
目前研发投入占比2.1%。 => none
每半年开展一次督查，每年组织1次应急演练。 => none
原则上每5年修订1次专业目录。 => none
巩固改厕全覆盖成果，构建全覆盖的服务网络。 => none
开展全覆盖拉网式排查。 => none
加强近三年外转率排名前10位的专科能力建设。 => none
各级各部门要第一时间上报，一把手负总责。 => none
优化12350举报平台功能。 => none
认真落实市委十一届三次、四次全会要求。 => none
加快推进总投资25亿元的产业园建设。 => none
利用3至5年时间，逐步形成新格局。 => none
被处罚3次以上的企业列入黑名单。 => none
贷款逾期超过60天的，由银行按比例分担。 => none
围绕省政府确定的六个区域中心，提升能力。 => none
以纪念建市40周年为契机开展展览。 => none
推进2021年“双随机、一公开”抽查。 => none
"""

#: Known and wrong: the past is told without a word that marks it (已, 了, 截至), and the years of the document, which
#: would tell, are not known here.
KNOWN_WRONG = frozenset({"“十三五”期间，全市卫生总投入84亿元。", "2015年，全市医疗机构床位总数达到7万张。"})


def rows(table: str) -> list[tuple[str, str]]:
    return [tuple(line.split(" => ")) for line in table.strip().splitlines()]  # type: ignore[misc]


ALL = [("cell", *row) for row in rows(CELLS)] + [("prose", *row) for row in rows(PROSE)]


ALL_2 = [("cell", *row) for row in rows(CELLS_2)] + [("prose", *row) for row in rows(PROSE_2)]
#: The document that the prose of the second table stands in.
YEARS_2 = Years(period_start=date(2023, 1, 1), period_end=date(2023, 12, 31), issued_on=date(2023, 3, 10))


def read(mode: str, text: str, years: Years | None = None) -> list[Measure]:
    reading = read_target_cell(text, LEXICON) if mode == "cell" else read_target_prose(text, LEXICON, years)
    return reading.value.measures


def spelled(measure: Measure) -> list[str]:
    def number(value: float | None) -> str:
        return "-" if value is None else f"{value:g}"

    value = number(measure.value) + (f"..{measure.upper:g}" if measure.upper is not None else "")
    parts = [measure.indicator or "-", measure.comparator or "-", value, measure.unit or "-"]
    return [*parts, measure.strength] if measure.strength else parts


def is_right(mode: str, text: str, expected: str, years: Years | None = None) -> bool:
    found = [spelled(measure) for measure in read(mode, text, years)]
    wanted = [] if expected == "none" else [part.split() for part in expected.split(" ;; ")]
    if len(found) != len(wanted):
        return False
    return all(
        len(f) == len(w) and all(b in ("*", a) for a, b in zip(f, w, strict=True))
        for f, w in zip(found, wanted, strict=True)
    )


@pytest.mark.parametrize(("mode", "text", "expected"), ALL, ids=[text for _, text, _ in ALL])
def test_expression(mode: str, text: str, expected: str) -> None:
    if text in KNOWN_WRONG:
        assert not is_right(mode, text, expected), "it is right now: take it off the list of known and wrong ones"
        pytest.skip("known and wrong")
    found = " ;; ".join(" ".join(spelled(measure)) for measure in read(mode, text)) or "none"
    assert is_right(mode, text, expected), f"{found} instead of {expected}"


@pytest.mark.parametrize(("mode", "text", "expected"), ALL_2, ids=[text for _, text, _ in ALL_2])
def test_expression_of_the_second_table(mode: str, text: str, expected: str) -> None:
    if text in KNOWN_WRONG_2:
        assert not is_right(mode, text, expected, YEARS_2), (
            "it is right now: take it off the list of known and wrong ones"
        )
        pytest.skip("known and wrong")
    found = " ;; ".join(" ".join(spelled(measure)) for measure in read(mode, text, YEARS_2)) or "none"
    assert is_right(mode, text, expected, YEARS_2), f"{found} instead of {expected}"


def test_the_table_is_large_and_nearly_all_right() -> None:
    assert len(ALL) >= 200
    assert len({text for _, text, _ in ALL}) == len(ALL)
    assert len(KNOWN_WRONG) / len(ALL) < 0.01
    assert {text for _, text, _ in ALL} >= KNOWN_WRONG


@pytest.mark.parametrize(
    ("indicator", "unit", "cell", "expected"),
    [
        ("床位数（张）", None, "2000", "床位数 = 2000 张"),
        ("每千人口床位数（张）", None, "≥8.5", "每千人口床位数 >= 8.5 张"),
        ("孕产妇死亡率（1/10万）", None, "≤14", "孕产妇死亡率 <= 14 /10万"),
        ("孕产妇死亡率（/10万）", None, "14", "孕产妇死亡率 = 14 /10万"),
        ("婴儿死亡率（‰）", None, "<4", "婴儿死亡率 < 4 ‰"),
        ("森林覆盖率(％)", None, "38.5", "森林覆盖率 = 38.5 %"),
        ("粮食产量", "万吨", "120左右", "粮食产量 ~ 120 万吨"),
        ("电话普及率", "％", "95", "电话普及率 = 95 %"),
        ("每千户停车（充电）泊位数", None, "3.5", "每千户停车（充电）泊位数 = 3.5 -"),
        ("出生人口性别比", "—", "≤111", "出生人口性别比 <= 111 -"),
        ("养老床位", "张", "新增500张", "养老床位 increase 500 张"),
        ("抽检点数量", None, "不少于辖区户数的75%", "抽检点数量 >= 75 %"),
        ("绿地面积（公顷）", "亩", "30", "绿地面积 = 30 亩"),
        ("人均预期寿命（岁）", None, "提高1", "人均预期寿命 increase 1 岁"),
        ("空气优良天数比例", None, "持续提高", "空气优良天数比例 increase - -"),
    ],
)
def test_the_name_and_the_unit_column_of_the_row_stand_in(
    indicator: str, unit: str | None, cell: str, expected: str
) -> None:
    measures = read_target_cell(cell, LEXICON, indicator=indicator, unit=unit).value.measures
    assert [" ".join(spelled(measure)) for measure in measures] == [expected]


def test_a_cells_text_is_the_whole_cell_in_one_line() -> None:
    reading = read_target_cell("1.完成50户改造\n2.群众满意率\n达到95%", LEXICON)
    assert reading.value.text == "1.完成50户改造2.群众满意率达到95%"
    assert [spelled(measure) for measure in reading.value.measures] == [
        ["改造", "=", "50", "户"],
        ["群众满意率", ">=", "95", "%"],
    ]
    assert read_target_cell("  ", LEXICON).value.text is None


@pytest.mark.parametrize(
    ("prose", "text"),
    [
        ("全面推进改革。到2025年，覆盖率达到70%以上，服务能力明显提升。", "覆盖率达到70%以上"),
        ("全面推进示范创建，年内新增无烟单位30个以上；加强管理。", "年内新增无烟单位30个以上"),
        ("城区达到30%，农村达到20%；持续做好宣传，新建站点3个。", "城区达到30%；农村达到20%；新建站点3个"),
        ("持续提升公众节水意识，并保持在80%以上。", "持续提升公众节水意识，并保持在80%以上"),
        ("事故率控制在6/10万以内、返修率控制在3‰以内。", "事故率控制在6/10万以内、返修率控制在3‰以内"),
        ("一是完善制度；二是新增学位6000个。", "新增学位6000个"),
        ("全面推进改革，完善制度。", None),
    ],
)
def test_a_target_in_prose_is_the_clauses_that_set_it(prose: str, text: str | None) -> None:
    assert read_target_prose(prose, LEXICON).value.text == text


def test_all_of_a_reading_stands_in_the_text() -> None:
    for mode, text, _ in ALL:
        if "\\" in text:
            continue  # LaTeX remnants are read as the signs they stand for
        line = one_line(text)
        for measure in read(mode, text):
            assert measure.text in line
            name = measure.indicator or ""
            # a list with 分别 may print once what all its names have in common
            cuts = range(len(name)) if "分别" in line else (0,)
            assert not name or any(name[:at] in line and name[at:] in line for at in cuts)


def test_traces_name_the_rule_and_what_was_turned_down() -> None:
    reading = read_target_prose("80岁以上独居老人探访率达到70%以上，每人补贴300元。", LEXICON)
    (trace,) = reading.traces
    assert (trace.field, trace.rule, trace.words) == ("target", "comparator", "80岁以上独居老人探访率达到70%以上")
    assert trace.value == "80岁以上独居老人探访率 >= 70%"
    assert dict(trace.rejected).keys() == {"80岁以上", "300元"}
    (none,) = read_target_prose("推进2021年工作。", LEXICON).traces
    assert (none.rule, none.rejected) == ("no-measure", (("2021", "part of a date"),))


def test_a_short_cell_with_figures_that_say_nothing_is_reported() -> None:
    reading = read_target_cell("90+5", LEXICON)
    assert reading.value.measures == []
    assert [code for code, _ in reading.problems] == ["target-unparsed"]
    assert reading.flags == ("target-unparsed",)
    assert read_target_cell("完成省下达任务", LEXICON).problems == ()


def test_the_indicator_table_of_a_seed_is_read_exactly() -> None:
    path = SHARED / "seeds-gold" / "seed1.json"
    if not path.exists():
        pytest.skip("the shared seeds are not beside the checkout")
    records = json.loads(path.read_text(encoding="utf-8"))["records"]
    indicators = [record for record in records if record["kind"] == "indicator"]
    assert len(indicators) == 26
    for record in indicators:
        (measure,) = read_target_cell(record["target"], LEXICON, indicator=record["task"]).value.measures
        assert (measure.comparator, measure.value, measure.unit or "", measure.indicator) == (
            record["comparator"],
            record["value"],
            record["unit"],
            record["task"],
        )


FRAGMENTS = st.sampled_from(
    [*re.findall(r"[一-鿿]{1,3}|[\d.,%‰/~—-]+", PROSE + CELLS), "\n", "（", "）", "“", "”", "《", "》", "$", "\\"]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(FRAGMENTS, max_size=40).map("".join)))
def test_arbitrary_text_never_raises(text: str) -> None:
    for reading in (read_target_prose(text, LEXICON), read_target_cell(text, LEXICON, indicator=text, unit=text[:6])):
        for measure in reading.value.measures:
            assert measure.upper is None or measure.value is not None
            if "\\" not in text and "\n" not in text:
                assert measure.text in one_line(text)


@pytest.mark.parametrize("piece", ["1", "一", "%", "，", "。", "（", "“", "《", "\n", "$", "达", "无", "每", "新"])
def test_a_long_run_of_one_character_is_read(piece: str) -> None:
    text = piece * 40_000
    read_target_cell(text, LEXICON)
    read_target_prose(text, LEXICON)


def test_a_line_that_is_only_number_and_unit_belongs_to_the_line_above() -> None:
    found = read_target_cell("改造县道\n12公里", LEXICON).value.measures
    assert [(m.text, m.indicator, m.value, m.unit) for m in found] == [("改造县道12公里", "县道", 12, "公里")]
