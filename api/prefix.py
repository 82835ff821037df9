"""The path under which a proxy serves us: the `root_path` of the server (`shuiguan serve --root-path`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def root_of(scope: Mapping[str, Any]) -> str:
    """The prefix, without a slash at its end; empty for none."""
    return str(scope.get("root_path", "")).rstrip("/")


def path_of(scope: Mapping[str, Any]) -> str:
    """The path below the prefix, which a server puts into `path` or leaves out."""
    path, root = str(scope["path"]), root_of(scope)
    return path.removeprefix(root) if root and path.startswith(f"{root}/") else path
