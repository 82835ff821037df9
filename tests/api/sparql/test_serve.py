"""`shuiguan serve --data FILE` as a process of its own."""

from __future__ import annotations

import os
from pathlib import Path

import httpx2

from bench.servers import shuiguan


def test_a_file_is_served_with_the_limits_that_are_set(small_file: Path) -> None:
    with shuiguan(small_file, plain=True, settings={"SHUIGUAN_SPARQL_SECONDS": "7"}) as server:
        with httpx2.Client(timeout=30, trust_env=False) as client:
            answer = client.get(server.get("SELECT ?s { ?s ?p ?o }"))
        assert answer.headers["x-timeout-seconds"] == "7"
        assert answer.headers["shuiguan-release"].startswith("small.nq@")
        assert len(answer.json()["results"]["bindings"]) == 1


def test_another_content_under_the_same_name_has_another_etag(tmp_path: Path) -> None:
    file = tmp_path / "data.nq"
    tags = []
    for number in range(2):
        file.write_text(f'<http://e/a> <http://e/p> "{number}" .\n', "utf-8")
        os.utime(file, ns=(number, number))
        with shuiguan(file) as server, httpx2.Client(timeout=30, trust_env=False) as client:
            tags.append(client.get(server.url, params={"query": "ASK {}"}).headers["etag"])
    assert tags[0] != tags[1]
