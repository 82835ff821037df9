"""`shuiguan office`: the ledger of unassigned matters, from a terminal.

Whoever may open the database may do everything here: the names given with `--by` are recorded, not checked.
Roles and log-ins belong to the API.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from shuiguan.__main__ import AddCommand

Sub = Callable[[str, str], argparse.ArgumentParser]
DEPARTMENT = "部门类型，可写 类型=机构编号 或 类型:机构名称 / a kind of department"


def add_commands(command: AddCommand) -> None:
    office = command("office", "协调办公室：无人牵头的事项 / matters that nobody leads")
    subcommands = office.add_subparsers(dest="subcommand", required=True, metavar="SUBCOMMAND")

    def sub(name: str, help_: str) -> argparse.ArgumentParser:
        one = subcommands.add_parser(name, help=help_, description=help_)
        one.add_argument("--releases", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        one.add_argument(
            "--office", metavar="URL", help="台账数据库：文件或 postgresql://… / the ledger's database"
        )
        one.add_argument("--json", action="store_true")
        one.set_defaults(run=partial(_run, name))
        return one

    _ledger(sub)
    _intake(sub)
    _consulting(sub)
    _deciding(sub)
    _clock(sub)
    _out(sub)
    _key(sub("key", "API 密钥 / keys of the API"))


def _run(name: str, given: argparse.Namespace) -> int:
    from shuiguan import office_clock, office_commands, office_keys, office_out

    commands = {
        **office_commands.COMMANDS,
        **office_clock.COMMANDS,
        **office_keys.COMMANDS,
        **office_out.COMMANDS,
    }
    return commands[name](given)


def office_url(releases: Path) -> str:
    """`SHUIGUAN_OFFICE_URL`, or a file beside the folder of releases."""
    return os.environ.get("SHUIGUAN_OFFICE_URL") or str(releases.absolute().parent / "office.sqlite")


def _ledger(sub: Sub) -> None:
    sub("migrate", "建立或更新数据表 / make or change the tables")
    sub("head", "导出链头，另存备查 / print the end of the chain, to be kept elsewhere")
    verify = sub("verify", "核对台账 / check the ledger")
    verify.add_argument("--head", type=Path, metavar="FILE", help="先前导出的链头 / a head exported before")
    sub("reconcile", "使图谱与台账一致 / bring the graph in line with the ledger")
    listed = sub("list", "列出事项 / list matters")
    listed.add_argument("--state", help="状态，如 consulting")
    listed.add_argument("--topic", help="事项编号 / id of a topic")
    listed.add_argument("--place", help="地点，含其下各级 / place, and all within it")
    show = sub("show", "一件事项的现状和经过 / one matter and what was done to it")
    show.add_argument("matter")


def _signed(one: argparse.ArgumentParser, *, matter: bool = True, reason: bool = False) -> None:
    if matter:
        one.add_argument("matter")
        one.add_argument(
            "--version", type=int, help="所见版本，缺省为现状 / the version seen; default: as it stands"
        )
    one.add_argument("--by", required=True, metavar="NAME", help="谁办的 / who does it")
    one.add_argument("--reason", required=reason, help="理由 / why")
    one.add_argument("--key", help="幂等键，重试时用同一个 / the same for a retry")


def _intake(sub: Sub) -> None:
    opening = sub("open", "登记一件 / register a matter")
    opening.add_argument("description", nargs="?", help="事项，用大白话写")
    opening.add_argument(
        "--lookup",
        metavar="FILE",
        help="从一次查询登记：其答案或收据（lookup --json），- 为标准输入 / from a lookup: its answer or receipt",
    )
    opening.add_argument("--place", help="地点，如 青海省西宁市城西区")
    opening.add_argument("--level", help="层级：国 省 市 县 乡")
    opening.add_argument("--on", metavar="DAY", help="哪天发生，YYYY-MM-DD；缺省为今天")
    opening.add_argument(
        "--channel", default="other", help="来源渠道，如 hotline petition inspection returned"
    )
    opening.add_argument("--number", help="来件编号 / its number where it came from")
    opening.add_argument("--topic", help="事项编号 / id of a topic")
    opening.add_argument("--draft", action="store_true", help="只登记，暂不受理 / not accepted yet")
    opening.add_argument("--keep-personal-data", metavar="WHY", help="保留电话、证件号的理由")
    _signed(opening, matter=False)
    paste = sub("paste", "登记从表格粘贴的多行 / register rows pasted from a sheet")
    paste.add_argument("file", help="文件，或 - 表示标准输入 / a file, or - for stdin")
    paste.add_argument("--preview", action="store_true", help="只预览 / show only")
    _signed(paste, matter=False)
    _signed(sub("accept", "受理 / accept"))
    correct = sub("correct", "更正描述、事项或原因 / correct description, topic or cause")
    correct.add_argument("--description")
    correct.add_argument("--topic", help="事项编号 / id of a topic")
    correct.add_argument("--cause", help="no-lead undesignated overlap new-matter inactive-owner")
    _signed(correct, reason=True)


def _consulting(sub: Sub) -> None:
    consult = sub("consult", "征求意见 / ask departments")
    consult.add_argument("--ask", required=True, nargs="+", metavar="DEPARTMENT", help=DEPARTMENT)
    consult.add_argument("--due", required=True, metavar="DAY", help="答复期限 / to answer by")
    _signed(consult)
    position = sub("position", "记录部门意见 / record a department's position")
    position.add_argument("--of", required=True, metavar="DEPARTMENT", help=DEPARTMENT)
    position.add_argument("--stance", required=True, choices=("ours", "not-ours", "ours-if"))
    position.add_argument("--on", metavar="DAY", help="答复日，缺省为今天 / default: today")
    position.add_argument("--basis", help="所称依据 / the basis it claims")
    position.add_argument("--condition", help="有条件的，写条件 / for ours-if")
    position.add_argument("--instead", metavar="DEPARTMENT", help="主张由谁 / whom it names instead")
    position.add_argument(
        "--attachment", type=Path, metavar="FILE", help="来函，只记摘要 / only its digest is kept"
    )
    _signed(position)
    transfer = sub("transfer", "记录部门间转办 / record a hand-over between departments")
    transfer.add_argument("--giver", required=True, metavar="DEPARTMENT", help=DEPARTMENT)
    transfer.add_argument("--taker", required=True, metavar="DEPARTMENT", help=DEPARTMENT)
    transfer.add_argument("--on", metavar="DAY", help="缺省为今天 / default: today")
    _signed(transfer, reason=True)


def _instrument(one: argparse.ArgumentParser) -> None:
    one.add_argument("--number", required=True, help="文号 / number of the instrument")
    one.add_argument("--decided-by", required=True, nargs="+", metavar="TYPE", help="决定机关，如 government")
    one.add_argument("--decided-in", required=True, metavar="PLACE", help="哪里的机关 / of which place")
    one.add_argument("--decided-on", required=True, metavar="DAY", help="作出日 / day of the decision")


def _deciding(sub: Sub) -> None:
    propose = sub("propose", "拟定决定报审 / put up a decision")
    _instrument(propose)
    propose.add_argument("--lead", required=True, metavar="DEPARTMENT", help=DEPARTMENT)
    propose.add_argument("--with", dest="cooperators", nargs="+", default=(), metavar="DEPARTMENT")
    propose.add_argument("--topics", nargs="+", metavar="ID", help="缺省为本事项 / default: the matter's own")
    propose.add_argument("--settles", nargs="+", default=(), metavar="DUTY", help="所填补的待指定条款")
    propose.add_argument("--place", help="适用地域，缺省为决定机关所在地 / default: where it is decided")
    propose.add_argument("--from", dest="valid_from", required=True, metavar="DAY", help="生效日 / first day")
    propose.add_argument("--until", metavar="DAY", help="不再有效的第一天 / first day no longer")
    propose.add_argument("--follows", metavar="DECISION", help="接替哪个决定 / the decision it follows")
    propose.add_argument(
        "--beside", metavar="WHY", help="为何与上下级地域的决定并存 / why beside a nested one"
    )
    propose.add_argument("--backdated", metavar="WHY", help="为何补录或追溯 / why a day is past")
    propose.add_argument("--holds", nargs="+", default=(), metavar="CONDITION", help="具备的程序条件")
    propose.add_argument("--fails", nargs="+", default=(), metavar="CONDITION", help="不具备的程序条件")
    _signed(propose)
    _signed(sub("send-back", "退回修改 / send back"), reason=True)
    _signed(sub("approve", "审定 / approve"))
    publish = sub("publish", "公开，决定进入图谱 / publish; the decision enters the graph")
    publish.add_argument("--where", required=True, help="在哪里公开 / where it was made public")
    publish.add_argument("--on", metavar="DAY", help="公开日，缺省为今天 / default: today")
    _signed(publish)
    revoke = sub("revoke", "拟撤销；再由另一人 --confirm / put up a revocation; another person confirms")
    for name in ("--number", "--decided-in", "--decided-on", "--ends-on"):
        revoke.add_argument(name)
    revoke.add_argument("--decided-by", nargs="+", default=(), metavar="TYPE")
    revoke.add_argument("--backdated", metavar="WHY", help="为何追溯终止 / why its end is past")
    revoke.add_argument("--confirm", action="store_true", help="审定撤销 / carry it out")
    revoke.add_argument("--refuse", action="store_true", help="不予撤销 / keep the decision")
    _signed(revoke)
    _signed(sub("leave", "有主不作为的，转提醒督办 / leave for supervision"), reason=True)
    close = sub("close", "办结 / close")
    close.add_argument(
        "--outcome", required=True, help="decided revoked has-lead duplicate out-of-scope minor withdrawn"
    )
    close.add_argument("--duplicate-of", metavar="MATTER")
    _signed(close, reason=True)


def _clock(sub: Sub) -> None:
    _signed(sub("pause", "中止计时 / pause the clock"), reason=True)
    _signed(sub("resume", "恢复计时 / resume the clock"), reason=True)
    extend = sub("extend", "延期 / extend a limit")
    extend.add_argument("--until", required=True, metavar="DAY", help="延到哪天 / the new day")
    extend.add_argument("--rule", help="哪个期限，缺省为内部目标 / which limit; default: the internal target")
    _signed(extend, reason=True)


def _out(sub: Sub) -> None:
    paper = sub("paper", "一页会商材料 / the one-page consultation paper")
    paper.add_argument("matter")
    paper.add_argument("--format", choices=("docx", "html"), default="docx")
    paper.add_argument("--convenor", default="协调办公室", help="召集单位 / who convenes")
    ledger = sub("ledger", "一个时期的台账 / the ledger of a period")
    ledger.add_argument("--period", required=True, help="2026-11、2026-Q4 或 2026 / a month, quarter or year")
    ledger.add_argument("--counts", action="store_true", help="只要数目 / only the counts of a report")
    ledger.add_argument("--format", choices=("csv", "json", "md", "xlsx"), default="csv")
    reminders = sub("reminders", "到期、临期和逾期的期限 / limits due, coming and overdue")
    reports = sub("reports", "一地的月报、季报、年报 / regular reports of a place")
    reports.add_argument("--place", required=True, help="地点 / place")
    calendar = sub("calendar", "期限日历（iCalendar） / feed of deadlines")
    calendar.add_argument("--address", default="", help="事项链接的前缀 / put before a number to make a link")
    for one in (ledger, reminders, calendar):
        one.add_argument("--place", help="只要这个地方的 / only of this place")
    for one in (reminders, reports):
        one.add_argument("--on", metavar="DAY", help="哪天，缺省为今天 / default: today")
        one.add_argument("--format", choices=("csv", "json", "md", "xlsx"), default="md")
    for one in (paper, ledger, reminders, reports, calendar):
        one.add_argument("--output", "-o", type=Path, metavar="FILE", help="缺省为标准输出 / default: stdout")


def _key(key: argparse.ArgumentParser) -> None:
    actions = key.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, help_: str) -> argparse.ArgumentParser:
        one = actions.add_parser(name, help=help_, description=help_)
        one.add_argument("--releases", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        one.add_argument("--office", metavar="URL", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        one.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        return one

    def signed(one: argparse.ArgumentParser) -> None:
        one.add_argument("--by", required=True, metavar="NAME", help="谁办的 / who does it")
        one.add_argument("--reason", required=True, help="理由 / why")

    add = action("add", "发一把密钥，只显示一次 / make a key, shown once")
    add.add_argument("holder", help="持有人或系统，台账记这个名字 / the holder, as the ledger will name it")
    add.add_argument("--roles", required=True, nargs="+", metavar="ROLE", help="reader clerk approver admin")
    add.add_argument(
        "--scopes", nargs="+", metavar="OPERATION", help="只许这些操作 / only these, as open read pause"
    )
    add.add_argument("--ends-on", metavar="DAY", help="从这天起失效 / first day on which it no longer holds")
    signed(add)
    action("list", "列出密钥 / list keys")
    revoke = action("revoke", "撤销一把 / revoke one")
    revoke.add_argument("id")
    signed(revoke)
    action("log", "发放和撤销的记录 / who made and revoked which, and why")
