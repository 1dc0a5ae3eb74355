"""A library: what comes in, what changes, what is skipped, and what survives."""

import contextlib
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.pipeline import ask
from ingestion.articles import Status
from ingestion.embedding import Encoder
from ingestion.errors import LibraryInUse, NotFound
from ingestion.pipeline import Change, IngestReport, Library, find_files
from tests.conftest import CACHE

Write = Callable[..., Path]
HARBOUR = "The harbour reopened on Friday, the port authority said. Fishermen denied that it was safe."
LIMIT = 10_000


class Unembedding(Library):
    """A library whose model may not be used."""

    @property
    def encoder(self) -> Encoder:
        raise AssertionError("something was embedded")


def ingest(library: Library, *paths: Path) -> IngestReport:
    report = library.ingest(find_files(paths, max_bytes=LIMIT))
    library.index()
    return report


def test_the_same_bytes_again_change_nothing_and_embed_nothing(library: Library, write: Write) -> None:
    path = write("a.md", HARBOUR, id="harbour")
    first = ingest(library, path)
    assert (first.count(Change.ADDED), first.embedded > 0) == (1, True)
    before = (library.store.counts(), library.store.revision, sorted((library.home / "index").iterdir()))
    again = ingest(library, path)
    assert (again.count(Change.UNCHANGED), again.embedded, again.skipped) == (1, 0, ())
    assert (library.store.counts(), library.store.revision, sorted((library.home / "index").iterdir())) == before


def test_changed_bytes_make_a_new_version_and_the_old_one_still_opens(library: Library, write: Write) -> None:
    path = write("a.md", HARBOUR, id="harbour")
    ingest(library, path)
    old = library.store.article("harbour")
    old_passage = next(library.store.passages())[0].id
    write("a.md", HARBOUR.replace("Friday", "Sunday"), id="harbour")
    assert ingest(library, path).count(Change.NEW_VERSION) == 1
    assert "Sunday" in library.store.article("harbour").text
    assert library.store.article("harbour", old.version).status is Status.SUPERSEDED
    assert "Friday" in library.store.article("harbour", library.store.passage(old_passage).version).text
    shown = ask(library, "When did the harbour reopen?")
    assert {c.quote.version for s in shown.statements for c in s.citations} == {
        library.store.article("harbour").version
    }


def test_going_back_to_the_old_bytes_makes_them_current_again(library: Library, write: Write) -> None:
    path = write("a.md", HARBOUR, id="harbour")
    ingest(library, path)
    write("a.md", HARBOUR.replace("Friday", "Sunday"), id="harbour")
    ingest(library, path)
    write("a.md", HARBOUR, id="harbour")
    report = ingest(library, path)
    assert (report.count(Change.STATUS), report.embedded) == (1, 0)
    assert "Friday" in library.store.article("harbour").text
    assert library.store.counts()["current"] == 1


def test_withdrawing_and_removing_take_effect_at_once(library: Library, write: Write) -> None:
    path = write("a.md", HARBOUR, id="harbour", publisher="Sample Post")
    ingest(library, path)
    assert not ask(library, "When did the harbour reopen?").abstained
    passage = next(library.store.passages())[0].id
    write("a.md", HARBOUR, id="harbour", publisher="Sample Post", status="withdrawn", notice="It was never closed.")
    assert ingest(library, path).count(Change.STATUS) == 1
    assert ask(library, "When did the harbour reopen?").abstained
    cited = library.store.article("harbour", library.store.passage(passage).version)
    assert (cited.status, cited.notice) == (Status.WITHDRAWN, "It was never closed.")
    library.remove("harbour")
    with pytest.raises(NotFound, match="harbour"):
        library.store.article("harbour")
    with pytest.raises(NotFound):
        library.remove("harbour")


def test_a_stale_hit_is_dropped_when_the_index_is_behind(library: Library, write: Write) -> None:
    """The store decides, even against an index that was swapped in behind its back."""
    ingest(library, write("a.md", HARBOUR, id="harbour"))
    index = library.index()
    library.store.remove("harbour")
    library.index = lambda: index  # type: ignore[method-assign]  # an index that never learns
    assert ask(library, "When did the harbour reopen?").nearest == ()


def test_what_cannot_be_read_is_listed_with_the_reason_and_the_rest_goes_on(library: Library, write: Write) -> None:
    good = write("good.md", HARBOUR, id="harbour")
    folder = good.parent
    (folder / "copy.md").write_bytes(good.read_bytes())
    (folder / "empty.txt").write_bytes(b" \n")
    (folder / "latin.txt").write_bytes("Stra\xdfe".encode("latin-1"))
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "sheet.xlsx").write_bytes(b"PK")
    (folder / "big.txt").write_text("word " * LIMIT)
    (folder / "zz-bad.md").write_text("---\nid: z\npublished_at: yesterday\n---\nText.\n")
    write("zz-same-id.md", "Another text altogether.", id="harbour")
    report = ingest(library, folder)
    reasons = {Path(s.path).name: s.reason for s in report.skipped}
    assert [Path(a.path).name for a in report.articles] == ["copy.md"]
    assert "same bytes" in reasons["good.md"]
    assert "no text" in reasons["empty.txt"]
    assert "UTF-8" in reasons["latin.txt"]
    assert "PNG" in reasons["picture.txt"] or "binary" in reasons["picture.txt"]
    assert ".md" in reasons["sheet.xlsx"]
    assert "limit" in reasons["big.txt"]
    assert "yesterday" in reasons["zz-bad.md"]
    assert "harbour" in reasons["zz-same-id.md"]
    assert len(reasons) == 8


@pytest.mark.parametrize("harm", ["delete", "truncate", "pointer"])
def test_a_lost_or_damaged_index_comes_back_without_embedding(tmp_path: Path, write: Write, harm: str) -> None:
    home = tmp_path / "home"
    with Library(home, cache=CACHE) as library:
        ingest(library, write("a.md", HARBOUR, id="harbour"))
        before = ask(library, "When did the harbour reopen?")
    if harm == "delete":
        subprocess.run(["rm", "-r", home / "index"], check=True)
    elif harm == "truncate":
        (header,) = home.glob("index/generation-*/dense/*/header.bin")
        header.write_bytes(header.read_bytes()[:10])
    else:
        (home / "index" / "CURRENT").write_text("generation-nowhere")
    with Unembedding(home, cache=CACHE) as library:
        assert library.index().revision == library.store.revision
    with Library(home, cache=CACHE) as library:
        assert ask(library, "When did the harbour reopen?") == before


def test_a_second_process_is_refused_within_a_second(library: Library) -> None:
    began = time.monotonic()
    with pytest.raises(LibraryInUse, match="--home"):
        Library(library.home, cache=CACHE)
    assert time.monotonic() - began < 1


INGEST = """
import sys
from pathlib import Path
from ingestion.pipeline import Library, find_files
with Library(Path(sys.argv[1]), cache=Path(sys.argv[3])) as library:
    library.ingest(find_files([Path(sys.argv[2])], max_bytes=10_000), progress=lambda path: print(path, flush=True))
    library.index()
"""


@pytest.mark.slow
def test_killed_again_and_again_nothing_acknowledged_is_lost(tmp_path: Path, write: Write) -> None:
    """Twelve kills at random moments of one ingestion that is started anew each time, its index included."""
    moments = random.Random(20)  # noqa: S311 (not for secrets)
    for n in range(60):
        folder = write(
            f"{n:02}.md", f"The mayor of town {n} said that it was quiet.\n\n{HARBOUR}", id=f"t{n:02}"
        ).parent
    home = tmp_path / "home"
    acknowledged: set[str] = set()
    for _ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", INGEST, home, folder, CACHE],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(moments.uniform(0.3, 5))
        process.kill()
        said, _ = process.communicate()
        acknowledged |= {f"t{Path(line).stem}" for line in said.splitlines() if line.endswith(".md")}
        with Library(home, cache=CACHE) as library:
            assert acknowledged <= {a.id for a in library.store.listed()}
    assert acknowledged
    with Library(home, cache=CACHE) as library:
        ingest(library, folder)
        assert library.store.counts()["current"] == 60
        for n in (0, 30, 59):
            assert not ask(library, f"What did the mayor of town {n} say?").abstained


@pytest.mark.parametrize("after", [1, 4, "index"])
def test_killed_in_the_middle_nothing_acknowledged_is_lost(tmp_path: Path, write: Write, after: int | str) -> None:
    for n in range(8):
        folder = write(
            f"{n}.md", f"The mayor of town {n} said that bridge {n} was closed.\n\n{HARBOUR}", id=f"t{n}"
        ).parent
    home = tmp_path / "home"
    process = subprocess.Popen(
        [sys.executable, "-c", INGEST, home, folder, CACHE],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    acknowledged = []
    if after == "index":
        acknowledged = [process.stdout.readline().strip() for _ in range(8)]
        while not list(home.glob("index/generation-*/dense")):
            assert process.poll() is None
    else:
        acknowledged = [process.stdout.readline().strip() for _ in range(int(after))]
    process.kill()
    process.communicate()
    with Library(home, cache=CACHE) as library:
        kept = {a.id for a in library.store.listed()}
        assert {f"t{Path(p).stem}" for p in acknowledged} <= kept
        report = library.ingest(find_files([folder], max_bytes=LIMIT))
        assert report.count(Change.UNCHANGED) == len(kept)
        assert report.count(Change.ADDED) == 8 - len(kept)
        interrupted = ask(library, "What did the mayor of town 3 say?")
        passages = [(p.id, text) for p, text, *_ in library.store.passages()]
    with Library(tmp_path / "other", cache=CACHE) as library:
        library.ingest(find_files([folder], max_bytes=LIMIT))
        assert [(p.id, text) for p, text, *_ in library.store.passages()] == passages
        assert ask(library, "What did the mayor of town 3 say?") == interrupted
