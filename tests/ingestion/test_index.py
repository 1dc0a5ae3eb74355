"""A generation finds its own records, and a damaged one is refused before it is opened."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from ingestion.embedding import Encoder
from ingestion.errors import IndexDamaged
from ingestion.index import Record, build_generation, open_index

TEXTS = {
    "p1": ("a1", "The canal was blocked by a container ship for six days."),
    "p2": ("a1", "Tugs and dredgers freed the ship at high tide."),
    "p3": ("a2", "The telescope unfolded its mirror a million miles away."),
    "p4": ("a3", "The canal authority asked the owners for compensation."),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    folder = tmp_path_factory.mktemp("built") / "index"
    vectors = encoder.encode([text for _, text in TEXTS.values()])
    records = [
        Record(name, article, text, "Suez" if article == "a1" else None, None, vector)
        for (name, (article, text)), vector in zip(TEXTS.items(), vectors, strict=True)
    ]
    build_generation(folder, records, revision=7, removals=0, embedding="m")
    return folder


@pytest.fixture
def folder(tmp_path: Path, built: Path) -> Path:
    return shutil.copytree(built, tmp_path / "index")


def generation(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text()


def test_both_indexes_find_and_filter(folder: Path, encoder: Encoder) -> None:
    index = open_index(folder)
    try:
        assert (index.revision, index.embedding) == (7, "m")
        near = index.dense(encoder.encode([TEXTS["p3"][1]])[0], 4)
        assert near[0].passage_id == "p3"
        assert near[0].score == pytest.approx(1, abs=1e-3)
        assert len(near) == 4
        assert {h.article_id for h in index.dense(encoder.encode(["canal"])[0], 4, ["a1"])} == {"a1"}
        assert {h.passage_id for h in index.keyword("Which canals?", 9)} == {"p1", "p4"}
        assert {h.passage_id for h in index.keyword("canal", 9, ["a3"])} == {"p4"}
        assert {h.passage_id for h in index.keyword("suez", 9)} == {"p1", "p2"}  # by their title
        assert index.keyword("the of zebra", 9) == ()
        assert index.keyword('title:x AND "(', 9) == ()  # words, not a query language
    finally:
        index.close()


def test_opening_and_searching_leave_the_generation_as_it_was(folder: Path) -> None:
    for _ in range(2):
        index = open_index(folder)
        index.dense(np.ones(384, dtype=np.float32), 2)
        index.close()
    assert [p.name for p in folder.iterdir() if p.name.startswith("opened-")] == []


@pytest.mark.parametrize("file", ["dense/*/header.bin", "dense/chroma.sqlite3", "keyword/*.term", "manifest.json"])
@pytest.mark.parametrize("harm", ["truncate", "delete", "flip"])
def test_any_damage_is_noticed_before_opening(folder: Path, file: str, harm: str) -> None:
    (victim,) = generation(folder).glob(file)
    raw = bytearray(victim.read_bytes())
    if harm == "delete":
        victim.unlink()
    elif harm == "truncate":
        victim.write_bytes(raw[: len(raw) // 2])
    else:
        raw[len(raw) // 2] ^= 0xFF
        victim.write_bytes(raw)
    with pytest.raises(IndexDamaged):
        open_index(folder)


def test_a_new_generation_that_cannot_be_verified_leaves_the_old_one(folder: Path) -> None:
    broken = Record("p9", "a9", "words", None, None, np.zeros(384, dtype=np.float32))
    with pytest.raises(IndexDamaged, match="p9"):
        build_generation(folder, [broken], revision=8, removals=0, embedding="m")
    index = open_index(folder)
    assert index.revision == 7
    index.close()
    assert len(list(folder.glob("generation-*"))) == 1


def test_an_empty_library_has_an_empty_index(tmp_path: Path) -> None:
    build_generation(tmp_path / "index", [], revision=0, removals=0, embedding="m")
    index = open_index(tmp_path / "index")
    assert index.dense(np.ones(384, dtype=np.float32), 3) == ()
    assert index.keyword("anything", 3) == ()
    index.close()
