"""The passage a locator names, down to a sentence and one of the tasks that a sentence counts.

`q_5__para_2__sent_1__item_3` is the third of the tasks listed in the first sentence. Sentences and the tasks
within them are found on demand, since they are places in a paragraph and not divisions of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from loaders.structure.numerals import NUMBER, number_of
from loaders.structure.tree import Node

SENTENCE = re.compile(r"[^。！？!?]*[。！？!?][”’」』）)]*|[^。！？!?]+$")
COUNTED = re.compile(rf"等({NUMBER})(?:项|个|方面|种|类)")
STEP = re.compile(r"^(sent|item)_(\d+)$")
TASK_BEFORE = re.compile("^.*?(?:承担|履行|包括|做好|负责(?!人|同志))")


def nodes_by_locator(tree: Node) -> Mapping[str, Node]:
    """Every division of the tree by its locator, in the order of the text."""
    return {node.locator: node for node in tree.walk()}


def passage(nodes: Mapping[str, Node], locator: str) -> str | None:
    """The words at a locator, with everything below it; None when there is no such place."""
    node = nodes.get(locator)
    if node is not None:
        return node.whole_text()
    steps = locator.split("__")
    found = STEP.match(steps[-1])
    if len(steps) < 2 or not found:
        return None
    around = passage(nodes, "__".join(steps[:-1]))
    parts = (sentences if found.group(1) == "sent" else counted_tasks)(around or "")
    number = int(found.group(2))
    return parts[number - 1] if 0 < number <= len(parts) else None


def sentences(text: str) -> list[str]:
    """The sentences of a text with their full stops."""
    return [found.strip() for found in SENTENCE.findall(text) if found.strip()]


def counted_tasks(sentence: str) -> list[str]:
    """The tasks of 承担甲、乙、丙等3项职责, when there are as many as the sentence says; else none.

    The count settles which 、 stands between two tasks: 、 within the first or the last names is not split when
    the last ones already make up the number.
    """
    found = COUNTED.search(sentence)
    if not found:
        return []
    wanted = number_of(found.group(1))
    listed = TASK_BEFORE.sub("", sentence[: found.start()], count=1)
    parts = listed.split("、")
    if len(parts) > wanted:
        parts = _joined_names(parts, len(parts) - wanted)
    return parts if len(parts) == wanted else []


def _joined_names(parts: list[str], surplus: int) -> list[str]:
    """Parts with bare names (党中央, 国务院) joined to what follows; a task has a verb and is longer than a name."""
    joined: list[str] = []
    for part in parts:
        previous = joined[-1] if joined else ""
        if surplus and previous and previous.endswith(("党中央", "省委", "市委", "县委", "党委")):
            joined[-1] = f"{previous}、{part}"
            surplus -= 1
        else:
            joined.append(part)
    return joined
