"""Read a YAML file into plain values that remember their line.

Dates stay text (pydantic reads them), duplicate keys are faults, and tags that build objects are refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from graph.errors import CorpusFault

Path_ = tuple[str | int, ...]


class _Loader(yaml.CSafeLoader):
    """Scalars follow the YAML core schema without timestamps."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@dataclass
class YamlFile:
    """A file's value, with the line on which each part of it begins."""

    name: str
    value: object
    lines: dict[Path_, int] = field(default_factory=dict)

    def line_of(self, path: Path_) -> int:
        """Line of the nearest part of the file that encloses `path`, counted from 1."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(path: Path, name: str, faults: list[CorpusFault]) -> YamlFile | None:
    """The file's value, or None with the reason added to `faults`."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        faults.append(CorpusFault(name, 0, "不是UTF-8编码", f"not UTF-8: {error.reason}"))
        return None
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        result = YamlFile(name, None)
        if node is not None:
            _note_lines(node, (), result.lines, name, faults)
            result.value = loader.construct_document(node)
        return result
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        faults.append(CorpusFault(name, line, "YAML格式错误", f"bad YAML: {error.problem}"))
    except yaml.YAMLError as error:
        faults.append(CorpusFault(name, 0, "YAML格式错误", f"bad YAML: {error}"))
    finally:
        loader.dispose()
    return None


def _note_lines(
    node: yaml.Node, path: Path_, lines: dict[Path_, int], name: str, faults: list[CorpusFault]
) -> None:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            word = str(key.value)
            if word in seen:
                line = key.start_mark.line + 1
                faults.append(CorpusFault(name, line, f"键重复：{word}", f"duplicate key: {word}"))
            seen.add(word)
            _note_lines(value, (*path, word), lines, name, faults)
            lines[(*path, word)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _note_lines(value, (*path, index), lines, name, faults)
