"""The command line. Data goes to stdout, talk to stderr; `--json` gives data for programs.

Exit codes: 0 done; 1 the answer is no (faults found, checks failed); 2 the call or its input is wrong;
3 nothing to answer from (no release, a damaged one).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

DONE, NO, WRONG_INPUT, NOT_READY = 0, 1, 2, 3
# Modules with commands of their own: each adds them with `add_commands` and sets `run` to what one does.
# Their top level imports nothing heavy, so that `--help` stays fast.
GROUPS: tuple[str, ...] = (
    "diff",
    "export",
    "gaps",
    "leaders",
    "network",
    "office",
    "query",
    "receipts",
)
Run = Callable[[argparse.Namespace], int]
AddCommand = Callable[[str, str], argparse.ArgumentParser]
ROOT = Path(__file__).resolve().parent.parent
BUNDLE = Path(__file__).resolve().parent / "_bundle"


def corpus_folder() -> Path:
    """The corpus of a checkout, or the one the wheel carries."""
    return BUNDLE / "corpus" if BUNDLE.is_dir() else ROOT / "corpus"


def releases_folder() -> Path:
    """`SHUIGUAN_RELEASES`, or `releases` beside the code of a checkout, or in the user's data folder."""
    given = os.environ.get("SHUIGUAN_RELEASES")
    if given:
        return Path(given)
    if BUNDLE.is_dir():
        data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
        return Path(data) / "shuiguan" / "releases"
    return ROOT / "releases"


def reviews_folder() -> Path:
    """`reviews` beside the corpus of a checkout, or beside the releases of an installed one."""
    return releases_folder().parent / "reviews" if BUNDLE.is_dir() else ROOT / "reviews"


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(
        prog="shuiguan", description="谁管：谁该负责这件事，在这里，在那一天，依据是什么。"
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, help_: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=help_, description=help_)
        one.add_argument(
            "--releases", type=Path, default=releases_folder(), help="版本所在文件夹 / folder of releases"
        )
        return one

    build = command("build", "由语料生成新版本 / build a release from the corpus")
    build.add_argument("--corpus", type=Path, default=corpus_folder())
    build.add_argument("--json", action="store_true")
    build.add_argument(
        "--sources", type=Path, metavar="DIR", help="法律文本所在文件夹，写入原文 / quote the texts in DIR"
    )
    build.add_argument(
        "--proposed",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="未审核的候选另成一图 / unreviewed candidates as a graph",
    )
    build.add_argument(
        "--office", metavar="URL", help="台账，已公开的决定一并写入 / take the decisions of this ledger"
    )
    check = command("check", "检查语料 / check the corpus")
    check.add_argument("--corpus", type=Path, default=corpus_folder())
    check.add_argument("--json", action="store_true")
    check.add_argument("--schema", action="store_true", help="输出语料的 JSON Schema / print the JSON Schema")
    lookup = command("lookup", "谁负责 / who is responsible")
    lookup.add_argument("issue", help="事项，用大白话写 / the matter, in plain words")
    lookup.add_argument("--place", help="地点，如 青海省西宁市城西区")
    lookup.add_argument("--level", help="层级：国 省 市 县 乡")
    lookup.add_argument("--on", help="哪一天，YYYY-MM-DD；缺省为今天")
    lookup.add_argument("--json", action="store_true")
    serve = command("serve", "提供服务 / serve the API")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument(
        "--root-path", default="", metavar="PATH",
        help="代理把本服务放在哪个路径下，如 /shuiguan / path under which a proxy serves this",
    )  # fmt: skip
    serve.add_argument(
        "--data",
        type=Path,
        metavar="FILE",
        help="只在 /sparql 提供这个 N-Quads 文件 / serve this file at /sparql alone",
    )
    serve.add_argument(
        "--plain", action="store_true", help="缺省图不取并集 / default graph not the union; with --data"
    )
    evaluate = command("eval", "对评测文件逐行作答 / answer an evaluation file line by line")
    evaluate.add_argument("file", type=Path, help="JSON Lines: id, text, place, level, date")
    releases = command("releases", "列出版本，或用 --use 切换 / list releases, or switch with --use")
    releases.add_argument("--use", metavar="ID")
    releases.add_argument("--json", action="store_true")
    repair = commands.add_parser("repair", help="修复文本 / repair a text damaged in copying")
    repair.add_argument("file", metavar="FILE", help="文件，或 - 表示标准输入 / a file, or - for stdin")
    repair.add_argument("--json", action="store_true", help="输出修复记录 / print the record of repairs")
    repair.add_argument(
        "--quarantined",
        action="store_true",
        help="疑被篡改的页面也读取 / read a page that looks hijacked too",
    )
    _sources_parser(commands.add_parser("sources", help="读取来源文件 / read source documents"))
    for group in GROUPS:
        import_module(f"shuiguan.{group}").add_commands(command)
    return top


def _sources_parser(sources: argparse.ArgumentParser) -> None:
    subcommands = sources.add_subparsers(dest="subcommand", required=True, metavar="SUBCOMMAND")

    def subcommand(name: str, help_: str) -> argparse.ArgumentParser:
        one = subcommands.add_parser(name, help=help_, description=help_)
        if name != "read":
            one.add_argument("--corpus", type=Path, default=corpus_folder())
        return one

    def reading(one: argparse.ArgumentParser) -> None:
        one.add_argument(
            "--quarantined",
            action="store_true",
            help="疑被篡改的页面也读取 / read a page that looks hijacked too",
        )

    read = subcommand(
        "read", "读取文件：标题、文号、大纲、清单 / title, number, outline, list rows of a file"
    )
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--json", action="store_true")
    reading(read)
    extract = subcommand("extract", "找出责任候选 / find candidate duties in files or folders")
    extract.add_argument("files", type=Path, nargs="+", metavar="FILE")
    extract.add_argument("--jsonl", action="store_true", help="每行一个候选 / one candidate per line")
    reading(extract)
    propose = subcommand("propose", "写出审核草稿 / write a draft for review")
    propose.add_argument("file", type=Path, metavar="FILE")
    propose.add_argument(
        "--output", "-o", type=Path, metavar="DRAFT", help="缺省为标准输出 / default: stdout"
    )
    reading(propose)
    decide = subcommand("decide", "执行草稿上的决定 / carry out the decisions of an edited draft")
    decide.add_argument("draft", type=Path, metavar="DRAFT")
    decide.add_argument("--by", required=True, metavar="NAME", help="谁决定的 / who decided")
    for one in (propose, decide):
        one.add_argument(
            "--reviews",
            type=Path,
            default=reviews_folder(),
            help="审核记录所在文件夹 / folder of decisions",
        )
    verify = subcommand("verify", "用法律文本核对每处引用 / check every citation against texts")
    verify.add_argument("folder", type=Path, metavar="DIR")
    verify.add_argument(
        "--coverage", action="store_true", help="列出语料未收的条款 / list what the corpus leaves out"
    )
    verify.add_argument("--json", action="store_true")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    from graph.errors import (
        BadRequest,
        CorpusRefused,
        ReleaseDamaged,
        ReleaseMissing,
        ShuiguanError,
        UnreadableDocument,
    )

    given = parser().parse_args(arguments)
    from shuiguan import commands

    run: Run = getattr(given, "run", None) or getattr(commands, given.command)
    try:
        return run(given)
    except CorpusRefused as error:
        commands.say_faults(error)
        return NO
    except BadRequest as error:
        commands.say(f"{error.parameter}: {error.zh}\n{error.parameter}: {error.en}")
        return WRONG_INPUT
    except UnreadableDocument as error:
        name = f"{given.file}: " if "file" in given else ""
        commands.say(f"{name}{error.zh}\n{name}{error.en}")
        return WRONG_INPUT
    except (ReleaseMissing, ReleaseDamaged) as error:
        commands.say(f"{error.zh}\n{error.en}")
        return NOT_READY
    except ShuiguanError as error:
        commands.say(f"{error.zh}\n{error.en}")
        return NO
    except BrokenPipeError:
        sys.stderr.close()
        return DONE


if __name__ == "__main__":
    sys.exit(main())
