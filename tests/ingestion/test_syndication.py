"""Copies of one wire story are one origin; two stories on one event are two."""

from pathlib import Path

import frontmatter
import pytest

from ingestion.syndication import origin_of, signature

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def signatures() -> dict[str, bytes]:
    return {p.stem: signature(frontmatter.load(str(p)).content) for p in sorted(CORPUS.glob("*.md"))}


def test_a_wire_copy_with_small_edits_has_the_origin_of_the_first(signatures: dict[str, bytes]) -> None:
    known = [("wire", signatures["ukraine-2021-wire-decade"], "wire")]
    assert origin_of("daily", signatures["ukraine-2021-wire-decade-daily"], known) == "wire"
    third = [*known, ("daily", signatures["ukraine-2021-wire-decade-daily"], "wire")]
    assert origin_of("post", signatures["ukraine-2021-wire-decade-daily"], third) == "wire"


def test_no_other_two_starter_articles_are_copies(signatures: dict[str, bytes]) -> None:
    copies = {"ukraine-2021-wire-decade-daily", "ukraine-2021-troop-numbers.v1"}
    known = []
    for name, own in signatures.items():
        if name not in copies:
            assert origin_of(name, own, known) == name
            known.append((name, own, name))
