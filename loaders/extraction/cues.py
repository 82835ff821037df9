"""The words that say what a body does in a provision: before its name, after it, and the verbs of one that acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """What a body is in its clause. An approver is a permitter or a decider, by what it approves."""

    AGENT = "agent"
    APPROVER = "approver"
    COOPERATOR = "cooperator"
    DECIDER = "decider"
    PUNISHER = "punisher"
    RECIPIENT = "recipient"
    PERMITTER = "permitter"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Rule:
    """A place settled by the words right before a name, right after it, or both."""

    name: str
    place: Place
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None


# Words right before a name.
BY = re.compile(r"由(?:[^，。；由]{1,14}(?:或者|和|、|或|以及|及))?(?:其)?$")
BY_FAR = re.compile(r"(?<![理自])由(?!于)(?:(?!部门|机关|单位|企业)[^，。；由为于报经向]){1,16}$")
WITH = re.compile(
    r"(?:(?:会同|商请|商|会商|征求|征得|商同|联合)(?:(?!部门|机构|机关|政府)[^，。；由的]){0,10}、?|协商|联同)$"
)
HEARS = re.compile("(?:听取|研究)$")
OPINION_OF = re.compile("^(?:、[^，。；]{0,16})?的意见")
AND = re.compile("与$")
NOT_OWNED = re.compile("^(?!的)")
WITH_OBJECT = re.compile(r"(?:组织|组织和|协调|统筹|吸收|邀请)$")
REPORTED = re.compile(
    r"(?:报请|报经|报送|呈报|提请|上报|逐级报|依法报|应当报|分别报|并报|，报|须报|报|层报|送)$"
)
TOLD = re.compile(
    r"(?:抄送|抄报|抄告|通报|告知|通知|移送|移交|转送|反馈|报告|送交|提交|推送|书面告知|同时告知|转交)$"
)
TOWARDS = re.compile(r"(?:向|到|至|告|给|报)$")
THROUGH = re.compile(r"(?:报经|须经|应当经|应经|可经|依法经|并经|未经|经过|经|取得|征得|获得)$")
UNDER = re.compile(
    r"(?:接受|服从|按照|依照|根据|依据|遵守|符合|执行|遵照|参照|违反|配合|拒绝|阻挠|阻碍|妨碍|对|将|把|属于|纳入|代表|因|除|以及时|列入)$"
)
ABOUT = re.compile(
    r"(?:配合|协助|协同|责令|督促|约谈|要求|指导|支持|监督|鼓励|委托|授权|为|给予|责成|指定|明确|确定|建议|依靠|敦促|考核|检查|督导|加强对|推动|引导|协助和|成立|设立|交由|交|是|作为|所属)$"
)
OBTAINS = re.compile("(?:取得|申领|领取|持有?|办理|获得|凭)$")
# Words right after a name.
DISPUTED = re.compile(
    "^(?:依法|书面)?(?:提出|提起)?(?:申请|请求)[^，。；]{0,4}(?:调解|复议|裁决|仲裁|复审|复核)"
)
SANCTIONS = re.compile("^(?:依法)?(?:责令|决定责令)")
ISSUED = re.compile("^(?:(?:依法)?(?:核发|颁发|发放|批准|出具|签发|制发)的|的(?:书面)?证明)")
NETWORKED = re.compile("^(?:的)?[^，。；]{0,16}联网")
DUTIES_OF = re.compile("^的(?:主要|具体|法定)?(?:职责|任务|职权)(?:是|为|包括|如下)")
OWNED = re.compile(
    r"^(?:的(?!应当|，|由|可以)|(?:及其|和其他|和)?(?:直属单位|工作人员|直接负责|负责人|主要负责人|领导|法定代表人|所属|网站|门户))"
)
RULED = re.compile(
    r"^(?:会同[^，。；]{0,24}?)?(?:依法|统一|有关|另行)?(?:的)?(?:规定|要求|划定|确定|公布|制定|发布|批准|核定|认可|委托|组织|核准|审定|许可|备案|编制|公告|依法(?:批准|确定|划定))的"
)
APPROVES = re.compile(
    r"^(?:(?:商|会同|征求)[^，。；]{0,24}?(?:后)?)?(?:依法|的?书面|的|审查|审核|组织)?(?:批准|审批|核准|同意|许可|审定|验收|决定|审查|审核|核定|认定|认可|组织验收|办理)(?!成立的|设立的|建立的)"
)
APPLIES = re.compile(
    r"^(?:依法|书面|重新|及时|逐级)*(?:申请|申领|申办|报批|(?:提出|提交|递交)[^，。；]{0,24}申请|(?:申请)?办理[^，。；]{0,24}(?:手续|许可|证|登记|审批)|领取|取得[^，。；]{0,20}(?:证|许可))"
)
RECEIVES = re.compile(
    r"^(?:依法|书面|如实|及时|定期|实名|主动|立即|逐级|公开|事先|预先|提前|按时|同时|统一|按规定|按照规定|备案|申报|报告|举报|投诉|检举|控告|反映|提供|报送|提交|登记|通报|移送|移交|报备|报|备|反馈|汇报|提出|申诉|说明|缴纳|建议|上传|传送|公布|告知)"
)
FILED = re.compile(r"^(?:依法|及时)?(?:、[^，。；]{0,20})?(?:备案|备查|报告|存档|登记备案|核备)")
MODAL = re.compile(
    r"^(?:(?:按照|依照|根据|依据|在)[^，。；]{0,40}?)?(?:和|并|也|还|均|都|共同|分别|及时|依法|依照|按照|根据|可以|应当|应|有权|负责|必须|须|要|不得|主管|统一|具体|承担|履行|对|实施|制定|组织|建立|加强|会同|作出|做好|开展|行使|责令|处|没收|吊销|给予|查处|编制|监督|管理|协助|配合|是本)"
)
# A subject may follow these at the beginning of a clause.
ADVERBIAL = re.compile(
    r"^(?:本(?:市|省|区|县|州|级)|同时|并且|并|但是|但|其中|必要时|因此|或者|以及|经批准后|有关|全市|全省|情节严重的|逾期不改正的|拒不改正的|涉及[^，]{0,20}的|[（(][一二三四五六七八九十]+[）)]|由)*$"
)

# Verbs of a body that acts; the first in a stretch says its part. 责令制定 and the like are tasks given, not sanctions.
VERBS = re.compile(
    "|".join(
        f"(?P<{part}>{words})"
        for part, words in (
            (
                "punisher",
                r"责令|处[^，。；罚]{1,24}罚|罚款|没收|吊销|暂扣|警告|拘留|处分(?!决定|的)|(?<!受到)(?<!受)处罚(?!的|情况|信息|记录|权)|取缔|予以关闭|强制拆除|扣押|查封|查处(?!情况|的|过程|中)|依法处理"
                r"|依法予以处理|通报批评|批评教育|追究|收缴|强制(?:清除|执行)|(?:依照|依据|按照|根据)[^。；，]{0,30}(?:法律|法规|规定)(?:(?!调查|组织|调解|作出)[^。；，]){0,8}处理(?!设施|规划|厂|方案)|给予[^，。；]{0,8}处理",
            ),
            (
                "permitter",
                r"(?<!暂停)(?<!停止)审批|核发|颁发[^，。；]{0,16}证|发放[^，。；]{0,12}证|准予|不予(?:批准|许可)|(?:实施|作出|办理)[^，。；]{0,16}许可"
                r"|发给[^，。；]{0,12}证|审核批准|换发|受理[^，。；]{0,8}申请|审查[^，。；]{0,10}申请|不得(?:批准|核发)|组织验收|进行验收|核准",
            ),
            (
                "decider",
                r"批准|审定|审核|(?:予以|有权)撤销|调解|裁决|裁定|协调解决|审查|决定(?!的)|审议|仲裁",
            ),
            (
                "cooperator",
                r"配合|协助|协同|共同做好|(?:按照|依据|依照|根据|在|依)[^，。；]{0,16}(?:职责|分工|职权)[^，。；]{0,12}(?:做好|开展|实施|负责|落实|承担|履行|参与|共同)"
                r"(?![^，。；]*(?:监督|监管|检查|监测))[^，。；]{0,30}(?:相关|有关)",
            ),
            (
                "supervisor",
                r"(?:指导|协调)(?:[、和](?:指导|协调))*[、和](?:督促|监督|检查)|监督管理(?!信息|系统|平台|体系|效能|能力|机制|队伍|办法|制度)|监督检查|统一监督|监管(?!信息|系统|平台|体系|效能|能力|机制|队伍|制度)|(?<!技术)监督(?!管理|信息|系统|平台|体系|机制|队伍|电话)|执法检查|检查|检察建议|公益诉讼|抽查|抽测|督促|约谈|监测(?!预警|信息|机制|网络|系统|平台|体系|数据|设备|设施|技术)|监视|督查|督导|督办|巡查|核查|考核|稽查|^应当要求",
            ),
            (
                "lead",
                r"组织|编制|制定|制订|拟订|拟定|修订|划定|公布|建立|受理|主管(?!部门|机关|机构)|领导|统筹|推进|确定|(?<![的关])规定(?![的处予])|协调|健全|完善|宣传|指导|设立|设置|发布|登记|提供|提出|采取"
                r"|划分|建设(?![项工单用])|推广|安排|牵头|代为|调查|公开|支持|鼓励|扶持|保障|奖励|表彰|普及|通报|报告|移送|告知|开展(?![^，。；]*(?:监督|监管|检查))|落实|纳入|加大",
            ),
        )
    )
)
# Light words whose object says what is done: 负责 … 的监督管理.
LIGHT_SUPERVISION = re.compile(
    r"(?:负责|主管|加强|对|实施|实行|履行|承担|开展|进行|强化)[^，。；]*?(?:监督管理|监管|监督检查|执法检查|监督|巡查|督查|检查)(?:等)?(?:工作|职责|执法|责任)?(?:，|。|；|$)"
)
# Words that may stand between a name and its verb and are none themselves.
ACTS_AS = re.compile(
    r"^[^，。；]{0,24}作出[^，。；]{0,24}(?:的|后)$|^(?:等)?(?:每届|由[^，。；]{1,30}组成|实行[^，。；]{0,16}负责制)|^(?:等)?(?:负责人)?(?:担任|组成|兼任|参加|为成员)"
)
# Verbs whose approval is of a plan or another authority's act, not of an application.
PLANS = re.compile(
    "规划|计划|预案|名录|目录|区划|标准|(?:分配|调度|实施|防治|治理|划定|调整)方案|停业|关闭|停产|搬迁"
)
APPLICANT = re.compile(
    "单位|个人|企业|经营者|申请|者应当|项目|工程|从事|任何|确需|需要|必须|外国人|作业|采集|猎捕|进入|因[^，]{2,30}的"
)
APPLICATION = re.compile("申请|许可|[^有]证(?:明|书|$|，|。|的|件)|报告书|报告表|登记")
# 报经有批准权的人民政府批准，责令停业.
HIGHER = re.compile("有(?:批准|审批)权的|责令|停业|关闭")
# A body that fails its duty is the one complained of, and takes no part.
FAILS = re.compile(
    r"^(?:等)?(?:及其工作人员)?(?:在[^，。；]{0,30}中)?(?:(?!应当|可以|有权|对)[^，。；]){0,6}(?:违反|未[依按履]|不依法|不履行|玩忽职守|滥用职权|徇私舞弊|有下列(?:行为|情形)|超越职权|截留|挪用|拒不)"
)
CONDITION = re.compile("(?:的|时|后|前|之日起[^，。；]{0,12})$")
RULES: Sequence[Rule] = (
    Rule("asked-to-decide", Place.DECIDER, TOWARDS, DISPUTED),
    Rule("asked-to-sanction", Place.PUNISHER, REPORTED, SANCTIONS),
    Rule("duties-of", Place.AGENT, None, DUTIES_OF),
    Rule("consulted", Place.COOPERATOR, WITH),
    Rule("consulted", Place.COOPERATOR, HEARS, OPINION_OF),
    Rule("owner", Place.NOTHING, AND, NETWORKED),
    Rule("together-with", Place.COOPERATOR, AND, NOT_OWNED),
    Rule("organised", Place.COOPERATOR, WITH_OBJECT),
    Rule("filed-with", Place.RECIPIENT, REPORTED, FILED),
    Rule("approved-by", Place.APPROVER, REPORTED, APPROVES),
    Rule("approved-by", Place.APPROVER, THROUGH, APPROVES),
    Rule("issued-by", Place.PERMITTER, OBTAINS, ISSUED),
    Rule("ruled-by", Place.NOTHING, None, RULED),
    Rule("owner", Place.NOTHING, None, OWNED),
    Rule("under", Place.NOTHING, UNDER),
    Rule("by", Place.AGENT, BY),
    Rule("applied-to", Place.PERMITTER, TOWARDS, APPLIES),
    Rule("told", Place.RECIPIENT, TOLD),
    Rule("reported-to", Place.RECIPIENT, TOWARDS, RECEIVES),
    Rule("reported-to", Place.RECIPIENT, REPORTED),
    Rule("by", Place.AGENT, BY_FAR),
    Rule("object", Place.NOTHING, ABOUT),
    Rule("object", Place.NOTHING, TOWARDS),
)
