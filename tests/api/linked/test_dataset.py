"""The data set described, and its downloads."""

from __future__ import annotations

import gzip
import hashlib

import pytest
from fastapi.testclient import TestClient
from rdflib import DCAT, DCTERMS, RDF, Graph, Literal, Namespace, URIRef

from graph.release import Release
from ontology.terms import BASE

VOID, SPDX, SH = (
    Namespace("http://rdfs.org/ns/void#"),
    Namespace("http://spdx.org/rdf/terms#"),
    Namespace("http://www.w3.org/ns/shacl#"),
)
DATASET = URIRef(BASE + "dataset")


@pytest.fixture(scope="module")
def described(client: TestClient) -> Graph:
    return Graph().parse(data=client.get("/dataset.ttl").content, format="turtle")


def test_the_forms_of_the_description_say_the_same(client: TestClient, described: Graph) -> None:
    lines = client.get("/dataset", headers={"Accept": "application/n-triples"})
    assert set(Graph().parse(data=lines.content, format="nt")) == set(described)
    page = client.get("/dataset", headers={"Accept": "text/html"}).text
    assert "谁管：生态环境责任归属数据" in page


def test_a_reader_sees_the_data_set_and_its_files_before_its_partitions(client: TestClient) -> None:
    lines = client.get("/dataset.ttl").text.splitlines()
    subjects = [line.split()[0] for line in lines if line.startswith("<")]
    assert subjects[:2] == [f"<{DATASET}#catalog>", f"<{DATASET}>"]
    first = {
        kind: next(i for i, one in enumerate(subjects) if kind in one) for kind in ("/download/", "#class-")
    }
    assert first["/download/"] < first["#class-"]


def test_a_catalogue_finds_what_it_needs(described: Graph, release: Release) -> None:
    (catalogue,) = described.subjects(RDF.type, DCAT.Catalog)
    assert (catalogue, DCAT.dataset, DATASET) in described
    languages = {o.language for o in described.objects(DATASET, DCTERMS.title) if isinstance(o, Literal)}
    assert languages == {"zh", "en"}
    assert described.value(DATASET, DCTERMS.license) == URIRef("https://www.apache.org/licenses/LICENSE-2.0")
    assert described.value(DATASET, DCTERMS.identifier) == Literal(release.id)
    assert list(described.objects(DATASET, URIRef(f"{DCAT}hasVersion"))) == [
        URIRef(f"{BASE}release/{release.id}")
    ]


def test_every_distribution_can_be_fetched_and_is_what_it_says(client: TestClient, described: Graph) -> None:
    distributions = list(described.subjects(RDF.type, DCAT.Distribution))
    assert len(distributions) > 200
    for one in sorted(distributions, key=str)[::12]:
        address = str(described.value(one, DCAT.downloadURL))
        answer = client.get(address.removeprefix("http://testserver"))
        checksum = described.value(one, SPDX.checksum)
        assert answer.status_code == 200
        assert (
            str(described.value(checksum, SPDX.checksumValue)) == hashlib.sha256(answer.content).hexdigest()
        )
        assert str(described.value(one, DCAT.byteSize)) == str(len(answer.content))
        assert answer.headers["content-length"] == str(len(answer.content))
        media = str(described.value(one, DCAT.compressFormat))
        assert media.endswith(answer.headers["content-type"])


def test_the_named_graphs_are_parts_with_titles_and_sizes(described: Graph, release: Release) -> None:
    parts = list(described.objects(DATASET, VOID.subset))
    quads = release.nquads().count(b"\n")
    assert sum(int(str(described.value(part, VOID.triples))) for part in parts) == quads
    law = URIRef(BASE + "graph/noise-law-2021")
    assert Literal("中华人民共和国噪声污染防治法", lang="zh") in set(described.objects(law, DCTERMS.title))


def test_well_known_void_leads_to_the_description(client: TestClient) -> None:
    answer = client.get("/.well-known/void")
    assert (answer.status_code, answer.headers["location"]) == (303, "/dataset")


def test_the_whole_release_is_the_download(client: TestClient, release: Release) -> None:
    answer = client.get(f"/download/{release.id}/shuiguan-{release.id}.nq.gz")
    assert gzip.decompress(answer.content) == release.nquads()
    assert answer.headers["content-type"] == "application/gzip"
    assert f'filename="shuiguan-{release.id}.nq.gz"' in answer.headers["content-disposition"]
    assert "content-encoding" not in answer.headers


def test_a_download_can_be_taken_up_again_and_is_not_sent_twice(client: TestClient, release: Release) -> None:
    path = f"/download/{release.id}/graphs/noise-law-2021.nt.gz"
    whole = client.get(path)
    rest = client.get(path, headers={"Range": "bytes=100-"})
    assert (rest.status_code, rest.content) == (206, whole.content[100:])
    assert rest.headers["content-range"] == f"bytes 100-{len(whole.content) - 1}/{len(whole.content)}"
    same = client.get(path, headers={"Range": "bytes=100-", "If-Range": whole.headers["etag"]})
    other = client.get(path, headers={"Range": "bytes=100-", "If-Range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)
    assert client.get(path, headers={"Range": "bytes=999999999-"}).status_code == 416
    again = client.get(path, headers={"If-None-Match": whole.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(path, headers={"Range": "bytes=0-9"})
    assert (head.content, head.headers["content-length"]) == (b"", str(len(whole.content)))
    assert whole.headers["etag"] == f'"{hashlib.sha256(whole.content).hexdigest()}"'


def test_the_release_in_service_is_current(client: TestClient, release: Release) -> None:
    answer = client.get("/download/current/SHA256SUMS")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/download/{release.id}/SHA256SUMS")
    lines = client.get(answer.headers["location"]).text.splitlines()
    assert f"shuiguan-{release.id}.nq.gz" in {line.split("  ")[1] for line in lines}


@pytest.mark.parametrize("name", ["%E4%B8%AD", "x%0dSet-Cookie:%20a=b", "x%0a", "a%3Fb", "%00", "no.nq"])
def test_nothing_but_a_listed_file_is_current(client: TestClient, name: str) -> None:
    answer = client.get(f"/download/current/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "path",
    ["none/SHA256SUMS", "{id}/no.nq", "{id}/manifest.json", "{id}/../{id}/manifest.json", "{id}/%2e%2e/manifest.json", "{id}/"],
)  # fmt: skip
def test_no_other_file_can_be_fetched(client: TestClient, release: Release, path: str) -> None:
    answer = client.get("/download/" + path.format(id=release.id))
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_the_iri_of_a_graph_or_release_leads_to_its_file(client: TestClient, release: Release) -> None:
    graph = client.get("/graph/noise-law-2021")
    assert graph.headers["location"] == f"/download/{release.id}/graphs/noise-law-2021.ttl.gz"
    assert client.get(f"/release/{release.id}").headers["location"] == f"/download/{release.id}/SHA256SUMS"
    for path in ("/graph/none", "/release/none"):
        assert client.get(path).status_code == 404


def test_the_service_description_tells_editors_of_partitions_examples_and_prefixes(
    client: TestClient,
) -> None:
    said = client.get("/sparql", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=said.content, format="turtle")
    assert len(set(graph.subjects(SH.select, None))) > 10
    assert Literal("sg") in set(graph.objects(None, SH.prefix))
    assert len(set(graph.objects(DATASET, VOID.classPartition))) > 20
