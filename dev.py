#!/usr/bin/env python3
"""Set up and run the project with nothing but Python 3.11: `python3 dev.py TASK`.

setup   make .venv with exactly the locked packages
serve   set up, build the graph release from the corpus, serve http://127.0.0.1:8000
test    set up, run every check and test
check   set up, check style, types and the corpus only
bench   set up, run the benchmarks and print ratios
lock    renew requirements/*.txt from pyproject.toml (needs the network)
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "requirements" / "dev.txt"
INPUTS = (LOCK, ROOT / "pyproject.toml")
CHECKS: tuple[tuple[str, ...], ...] = (
    ("-m", "ruff", "check", "."),
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "mypy"),
    ("-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"),
    ("-m", "shuiguan", "check"),
)


def say(message: str) -> None:
    print(f"dev.py: {message}", file=sys.stderr, flush=True)


def run(arguments: Sequence[str]) -> int:
    """Run the project's Python; returns its exit code."""
    return subprocess.call([str(PYTHON), *arguments], cwd=ROOT)


def setup() -> None:
    """Make the environment unless it already matches the lock. Ends the program when it cannot."""
    if sys.version_info < (3, 11):  # noqa: UP036  # the user's Python may be older than ours
        sys.exit("dev.py: 需要 Python 3.11 或更新 / Python 3.11 or newer is needed")
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in INPUTS)).hexdigest()
    stamp = VENV / ".ready"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("建立 .venv / making .venv")
    try:
        venv.EnvBuilder(with_pip=True, clear=VENV.exists()).create(VENV)
    except subprocess.CalledProcessError:
        sys.exit("dev.py: venv 不完整，请安装 python3-venv / venv is incomplete: install python3-venv")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    say("安装锁定的软件包 / installing the locked packages")
    subprocess.check_call([*pip, "--require-hashes", "-r", str(LOCK)])
    subprocess.check_call([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    stamp.write_text(wanted)


def check() -> int:
    """Every check, all of them even when one fails; 1 when any did."""
    results = []
    for arguments in CHECKS:
        say("检查 / checking: " + " ".join(arguments[1:3]))
        results.append(run(arguments))
    return int(any(results))


def test(arguments: Sequence[str]) -> int:
    failed = check()
    say("测试 / testing")
    return run(["-m", "pytest", *arguments]) or failed


def serve(arguments: Sequence[str]) -> int:
    return run(["-m", "shuiguan", "build"]) or run(["-m", "shuiguan", "serve", *arguments])


def lock() -> int:
    compile_ = ["-m", "uv", "pip", "compile", "-q", "--universal", "--generate-hashes", "--no-header"]
    compile_ += ["--python-version", "3.11", "--no-annotate", "pyproject.toml"]
    run(["-m", "pip", "install", "--quiet", "uv"])
    return run([*compile_, "-o", "requirements/run.txt"]) or run(
        [*compile_, "--extra", "test", "--extra", "bench", "requirements/build.in", "-o", str(LOCK)]
    )


def main(arguments: Sequence[str]) -> int:
    """Run one task; returns its exit code, 2 for an unknown one."""
    task, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    tasks = {
        "setup": lambda: 0,
        "serve": lambda: serve(rest),
        "test": lambda: test(rest),
        "check": check,
        "bench": lambda: run(["-m", "bench", *rest]),
        "lock": lock,
    }
    if task not in tasks:
        print(__doc__, file=sys.stderr)
        return 2
    setup()
    return tasks[task]()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
