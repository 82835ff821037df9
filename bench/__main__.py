"""Run every benchmark and print its ratio beside its target (`docs/performance.md` says what each means)."""

from __future__ import annotations

import sys

from bench import analysis, diff, http, lookup, sources, startup, topics


def main() -> int:
    for module in (lookup, topics, analysis, diff, sources, startup, http):
        for line in module.run():
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
