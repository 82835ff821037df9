"""Run every benchmark and print its ratio beside its target (`docs/performance.md` says what each means).

    python -m bench [NAME …]

`bench.soak` and `bench.conformance` run alone: they take their time, or files from outside.
"""

from __future__ import annotations

import sys

from bench import analysis, diff, http, lookup, sources, sparql, startup, topics

MODULES = (lookup, topics, analysis, diff, sources, startup, http, sparql)


def main() -> int:
    wanted, known = sys.argv[1:], [module.__name__.removeprefix("bench.") for module in MODULES]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; known: {', '.join(known)}", file=sys.stderr)
        return 2
    for name, module in zip(known, MODULES, strict=True):
        if wanted and name not in wanted:
            continue
        for line in module.run():
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
