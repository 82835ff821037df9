"""Run every benchmark and print its ratio beside its target (`docs/performance.md` says what each means).

    python -m bench [NAME …]

`bench.soak` and `bench.conformance` run alone: they take their time, or files from outside.
"""

from __future__ import annotations

import sys

from bench import analysis, diff, http, lookup, sources, sparql, startup, topics

MODULES = (lookup, topics, analysis, diff, sources, startup, http, sparql)


def main() -> int:
    wanted = sys.argv[1:]
    for module in MODULES:
        if wanted and module.__name__.removeprefix("bench.") not in wanted:
            continue
        for line in module.run():
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
