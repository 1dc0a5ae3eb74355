"""The trained model, joined with the rules: what ships, what it finds that no rule did, and any text at all."""

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.articles import Span
from ingestion.attribution import Attribution
from ingestion.attribution.languages import is_english
from ingestion.attribution.pipeline import attribute
from ingestion.attribution.tagger import FOLDER, load_tagger
from ingestion.attribution.windows import WINDOW, pack, pieces_of, read_paragraphs

MEGABYTES = 25

MARKS = ["“", "”", '"', "'", "\n", "\n\n", ",", ".", "?", "(", ")", "\t", "\x00", "\u200b"]
WORDS = [
    "the mayor",
    "said",
    "that",
    "denied",
    "ÉTÉ",
    "港",
    "😀",
    "according to",
    "AP",
    "the bridge would reopen",
    "TOLD",
]
PIECES = st.lists(st.sampled_from([*MARKS, *WORDS, "x" * 150, "citing", "He", "n't"]), max_size=60).map(" ".join)


def found_in(text: str) -> tuple[Attribution, ...]:
    return attribute(text, load_tagger())


def test_the_model_is_small_enough_to_ship() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= MEGABYTES * 1_000_000


def test_the_model_runs_without_torch() -> None:
    program = (
        "import sys; from ingestion.attribution.pipeline import attribute;"
        "from ingestion.attribution.tagger import load_tagger;"
        "assert attribute('The dam is safe, the ministry said.', load_tagger());"
        "sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "Fishermen on both shores have long grumbled that the quotas favour the larger trawlers.",
            "Fishermen on both shores",
            "grumbled",
            "the quotas favour the larger trawlers",
        ),
        (
            "Traders are betting that the bank will cut rates in June.",
            "Traders",
            "are betting",
            "the bank will cut rates in June",
        ),
    ],
)
def test_it_finds_what_no_rule_does(text: str, source: str, cue: str, content: str) -> None:
    by_rules = [a for a in attribute(text, None) if a.source and source in a.source.of(text)]
    assert not by_rules
    found = next(a for a in found_in(text) if a.source and source in a.source.of(text))
    assert found.cue
    assert cue in found.cue.of(text)
    assert content in found.content[0].of(text)


def test_what_is_reported_inside_a_content_is_nested() -> None:
    text = "The agency reported on Monday that the governor had promised that the schools would stay open."
    outer, inner = found_in(text)
    assert (outer.level, inner.level, inner.parent) == (0, 1, 0)
    assert outer.content[0].contains(inner.content[0])


def test_nobody_speaks_from_another_paragraph_than_their_cue() -> None:
    text = (
        "Local fishermen denied that the water was clean.\n\n"
        "A senior official told Sample Wire that the basin would be tested again in June."
    )
    assert [a.source.of(text) for a in found_in(text) if a.source] == ["Local fishermen", "A senior official"]


def test_a_relay_is_no_part_of_the_content() -> None:
    text = "The minister told Reuters on Friday that the talks had failed."
    (found,) = found_in(text)
    assert [part.of(text) for part in found.content] == ["the talks had failed"]
    assert found.relay
    assert found.relay.of(text) == "Reuters"


@given(PIECES | st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_spans_inside_it(text: str) -> None:
    found = found_in(text)
    for place, attribution in enumerate(found):
        for span in filter(None, [attribution.source, attribution.cue, attribution.hedge, *attribution.content]):
            assert 0 <= span.start < span.end <= len(text)
        if attribution.parent is not None:
            parent = found[attribution.parent]
            assert attribution.parent < place
            assert any(part.contains(attribution.content[0]) for part in parent.content)


@pytest.mark.parametrize(
    "text",
    [
        "the mayor said that the bridge " * 1_700,
        "“the mayor said " * 3_000,
        "x" * 50_000,
        "THE MAYOR SAID THAT THE BRIDGE WOULD REOPEN. " * 600,
        ", " * 25_000,
        "a\n" * 25_000,
    ],
    ids=["no sentence end", "marks never closed", "one word", "all capitals", "commas", "lines"],
)
def test_broken_input_is_read_whole(text: str) -> None:
    for attribution in found_in(text):
        assert all(part.of(text).strip() for part in attribution.content)


@given(PIECES | st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_windows_hold_every_word_once(text: str) -> None:
    tagger = load_tagger()
    paragraphs = list(read_paragraphs(text, Span(0, len(text)), tagger._tokenizer))
    windows = list(pack(paragraphs))
    words = [word for window in windows for paragraph in window for word in paragraph.words]
    assert words == sorted(words)
    assert all(left.end <= right.start for left, right in pairwise(words))
    for window in windows:
        ids, firsts = pieces_of(window)
        assert len(ids) <= WINDOW
        assert len(firsts) == sum(len(paragraph.words) for paragraph in window)


GERMAN = (
    "Der Minister sagte am Montag, die Regierung habe in der vergangenen Woche keine Entscheidung getroffen. „Wir "
    "werden die Frage noch einmal prüfen“, teilte ein Sprecher in Berlin mit, der nicht genannt werden wollte."
)


def test_another_language_gives_its_quotations_and_nobody_who_said_them() -> None:
    assert not is_english(GERMAN)
    (found,) = found_in(GERMAN)
    assert found.content[0].of(GERMAN) == "Wir werden die Frage noch einmal prüfen"
    assert (found.source, found.cue, found.method) == (None, None, "quotation marks")
