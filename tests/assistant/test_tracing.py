"""Quotations and excerpts are looked up word for word: what is true passes, and what is wrong is named and shown."""

from collections.abc import Iterator

import pytest

from assistant import shelves
from assistant.findings import Aspect
from assistant.quotations import find_quotations
from assistant.retrieval import Filters
from assistant.traces import Fault, Match, QuotationFinding
from assistant.tracing import look_up, trace
from ingestion.attribution.tagger import load_tagger
from ingestion.errors import BylineError
from ingestion.pipeline import File, Library
from tests.conftest import CACHE

DAM = """---
id: dam
title: The Harl dam
publisher: Sample Wire
published_at: 2024-03-05T10:00:00Z
url: https://example.org/dam
---
Officials visited the Harl dam on Tuesday. “The dam is safe and nobody has to leave the valley,” said Ann Lee, the
energy minister. “We will spend 40 million crowns on the spillway this year,” she added.

The engineers' union denied that the dam had passed its last inspection in 2019. “We would support the plan if the
minister published the report,” Bert Okafor, its chairman, told reporters. He does not believe the repairs were finished
in time. There is no evidence that the turbine hall was flooded in March.

The mayor of Orsk asked: “Will the ferry line to the islands be closed for ever?” The harbour office lost two million
crowns in 2023, according to its own report.
"""
COPY = DAM.replace("id: dam", "id: copy").replace("Sample Wire", "Sample Courier").replace("03-05", "03-06")
BRIDGE = """---
id: bridge
title: The bridge at Orsk
publisher: Sample Post
published_at: 2024-04-01T08:00:00Z
---
The bridge at Orsk was closed to lorries in April after engineers had found a long crack in its third pillar.
"""

TRAM = """---
id: tram
title: The tram
publisher: Sample Post
status: withdrawn
notice: No motor burned out.
---
The tram to the harbour stopped for an hour on Sunday after a motor under its last wagon had burned out.
"""


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Three articles, one of them a copy, and one that was withdrawn; no test changes it."""
    with Library(tmp_path_factory.mktemp("stocked") / "home", cache=CACHE) as library:
        files = {"dam": DAM, "copy": COPY, "bridge": BRIDGE, "tram": TRAM}
        library.ingest(File(f"{name}.md", text.encode()) for name, text in files.items())
        yield library


def looked_up(library: Library, text: str) -> QuotationFinding:
    (quotation,) = (q for q in find_quotations(text, load_tagger()) if not q.level)
    finding = look_up(library, quotation)
    for place in finding.places:
        article = library.store.article(place.evidence.quote.article_id, place.evidence.quote.version)
        assert article.text[place.evidence.quote.start : place.evidence.quote.end] == place.evidence.quote.exact
    for d in finding.differences:
        assert d.claimed is None or (d.start is not None and text[d.start : d.end] == d.claimed)
    return finding


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("“The dam is safe and nobody has to leave the valley,” Ann Lee said.", Match.EXACT),
        ('"the dam is safe and nobody has to\nleave the val-\nley", Lee said.', Match.TYPOGRAPHY),
        ("Lee said: “The dam is safe … nobody has to leave the valley.”", Match.TYPOGRAPHY),
        ("Lee said: “[The government] will spend 40 million crowns on the spillway this year.”", Match.TYPOGRAPHY),
        ("The energy minister said: “[W]e will spend 40 million crowns on the spillway”.", Match.TYPOGRAPHY),
        (
            "“The bridge at Orsk was closed to lorries in April – after engineers had found a long crack.”",
            Match.TYPOGRAPHY,
        ),
    ],
)
def test_what_is_true_passes(stocked: Library, text: str, match: Match) -> None:
    finding = looked_up(stocked, text)
    assert (finding.faults, finding.match) == ((), match), finding.why


@pytest.mark.parametrize(
    ("text", "aspect", "claimed", "stated"),
    [
        ("“The dam is not safe and nobody has to leave the valley.”", Aspect.NEGATION, "not", None),
        ("“We will spend 400 million crowns on the spillway this year.”", Aspect.NUMBER, "400", "40"),
        ("“We may spend 40 million crowns on the spillway this year.”", Aspect.MODALITY, "may", "will"),
        ("“The bridge at Harl was closed to lorries in April.”", Aspect.NAME, "Harl", "Orsk"),
        ("“The dam is safe and everybody has to leave the valley.”", Aspect.NEGATION, "everybody", "nobody"),
        ("“We will spend 40 million on the spillway this year.”", Aspect.WORDING, None, "crowns"),
        ("“The dam is [not] safe and nobody has to leave the valley.”", Aspect.NEGATION, "not", None),
    ],
)
def test_an_alteration_is_pointed_at_in_both_texts(
    stocked: Library, text: str, aspect: Aspect, claimed: str | None, stated: str | None
) -> None:
    finding = looked_up(stocked, text)
    assert finding.faults == (Fault.ALTERED,)
    (difference,) = finding.differences
    assert (difference.aspect, difference.claimed, difference.stated) == (aspect, claimed, stated)
    assert finding.places[0].evidence.publisher == "Sample Wire" or "bridge" in text


@pytest.mark.parametrize(
    "text",
    [
        "The union says: “the dam had passed its last inspection in 2019”.",
        "Okafor said: “We would support the plan.”",
        "“believe the repairs were finished in time.”",
        "“the turbine hall was flooded in March”",
        "The mayor of Orsk said: “The ferry line to the islands be closed for ever.”",
        "Lee said: “The dam is … has to leave the valley.”",
    ],
)
def test_a_crop_that_turns_the_meaning_is_caught(stocked: Library, text: str) -> None:
    finding = looked_up(stocked, text)
    assert Fault.CROPPED in finding.faults, finding.why
    assert finding.turns or finding.match is Match.ALTERED


@pytest.mark.parametrize(
    "text",
    [
        "The union denied that “the dam had passed its last inspection in 2019”.",
        "Okafor said they “would support the plan” if the minister published the report.",
        "There is no evidence that “the turbine hall was flooded in March”.",
    ],
)
def test_what_the_text_says_itself_is_not_cut_away(stocked: Library, text: str) -> None:
    assert Fault.CROPPED not in looked_up(stocked, text).faults


def test_words_given_to_another(stocked: Library) -> None:
    finding = looked_up(stocked, "“The dam is safe and nobody has to leave the valley,” Bert Okafor said.")
    assert (finding.faults, finding.match, finding.credited) == ((Fault.SOMEONE_ELSE,), Match.EXACT, "Ann Lee")
    both = looked_up(stocked, "“The dam is safe and all have to leave the valley,” Bert Okafor said.")
    assert both.faults == (Fault.ALTERED, Fault.SOMEONE_ELSE)


@pytest.mark.parametrize("named", ["The energy minister", "Lee", "The article", "Sample Wire", "She"])
def test_words_given_to_whom_the_article_may_mean(stocked: Library, named: str) -> None:
    assert looked_up(stocked, f"{named} said: “The dam is safe and nobody has to leave the valley.”").faults == ()


def test_words_stitched_together_and_words_in_no_article(stocked: Library) -> None:
    stitched = looked_up(stocked, "“The dam is safe and nobody has found a long crack in its third pillar.”")
    assert stitched.faults == (Fault.STITCHED,)
    assert {p.evidence.quote.article_id for p in stitched.places} >= {"bridge"}
    missing = looked_up(stocked, "“Parliament dissolved itself over a dispute on herring quotas.”")
    assert (missing.faults, missing.match) == ((Fault.NOT_FOUND,), Match.NOT_FOUND)
    assert looked_up(stocked, "The “herring experts” left.").faults == ()


def test_an_excerpt_is_traced_to_who_had_it_first_and_who_copied_it(stocked: Library) -> None:
    found = trace(stocked, "The dam is safe and nobody has to leave the valley")
    assert found.match is Match.EXACT
    assert [p.evidence.publisher for p in found.places] == ["Sample Wire", "Sample Courier"]
    assert (found.origins, found.searched) == (1, 3)
    assert found.places[0].evidence.holder == "Ann Lee"
    only = trace(stocked, "The dam is safe and nobody has to leave", Filters(publisher="sample courier"))
    assert [p.evidence.publisher for p in only.places] == ["Sample Courier"]


def test_an_excerpt_of_a_withdrawn_article_is_found_with_its_notice(stocked: Library) -> None:
    found = trace(stocked, "after a motor under its last wagon had burned out")
    assert (found.places[0].status.value, found.places[0].notice) == ("withdrawn", "No motor burned out.")
    assert "No motor burned out." in found.why


def test_an_excerpt_that_is_in_none_says_so(stocked: Library) -> None:
    found = trace(stocked, "Parliament dissolved itself over a dispute on herring quotas.")
    assert (found.match, found.places, found.origins) == (Match.NOT_FOUND, (), 0)


def test_words_that_every_text_has_are_found_too(stocked: Library) -> None:
    assert trace(stocked, "that the").match is not Match.NOT_FOUND


@pytest.mark.parametrize(
    "excerpt",
    [
        "The dam is safe and nobody has to leave the valley",
        "that the",
        "after a motor under its last wagon had burned out",
        "Parliament dissolved itself over a dispute on herring quotas.",
        "this year,” she added.\n\nThe engineers' union denied",
    ],
)
def test_many_articles_give_what_few_do(stocked: Library, monkeypatch: pytest.MonkeyPatch, excerpt: str) -> None:
    few = trace(stocked, excerpt)
    monkeypatch.setattr(shelves, "SCANNED", 0)
    many = trace(stocked, excerpt)
    assert (many.match, set(many.places)) == (few.match, set(few.places))


@pytest.mark.parametrize("excerpt", ["", " … ", "word " * 5_000])
def test_what_cannot_be_traced_is_refused(stocked: Library, excerpt: str) -> None:
    with pytest.raises(BylineError, match="the excerpt"):
        trace(stocked, excerpt)
