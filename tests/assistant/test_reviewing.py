"""A text checked against articles: each sentence's verdict, what differs, and where that stands in both texts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answers import Outcome
from assistant.findings import Aspect
from assistant.reporting import as_json, markdown
from assistant.retrieval import Filters
from assistant.review_page import review_page
from assistant.reviewing import LONGEST, check_text
from assistant.reviews import Checked, Review
from ingestion.errors import BylineError
from ingestion.pipeline import Library, find_files
from tests.conftest import CACHE

HARBOUR = """The port of Aldby reopened on Friday after a closure of nine days.

Marta Lind, the harbour master, said that the dredging had cost 4.2 million crowns. She said that the quay would be
ready in May.

The fishermen's union denied that the channel was safe. "Nobody has measured the channel since 2019," its chairman, Jens
Holm, told Sample Post.

The ministry claimed that the closure had saved lives. The storm may have damaged the northern pier.
"""
FERRY = """The ferry line to Orsk will close in October, the shipping company Nordline said. It carried 120,000
passengers last year.

Nordline will not lay off any of its 80 employees.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("checked")
    for name, publisher, title, body in (
        ("harbour", "Sample Post", "Port of Aldby reopens", HARBOUR),
        ("ferry", "Sample Courier", "Ferry to Orsk to close", FERRY),
    ):
        front = f"---\nid: {name}\npublisher: {publisher}\ntitle: {title}\npublished_at: 2024-04-05T10:00:00Z\n---\n"
        (folder / f"{name}.md").write_text(front + body)
    with Library(folder / "home", cache=CACHE) as opened:
        opened.ingest(find_files(sorted(folder.glob("*.md")), max_bytes=100_000))
        yield opened


def one(library: Library, sentence: str) -> Checked:
    review = check_text(library, sentence)
    assert len(review.sentences) == 1
    return review.sentences[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "The port of Aldby reopened on Friday after a closure of nine days.",
        "Marta Lind said that the dredging had cost 4.2 million crowns.",
        "The dredging cost 4.2 million crowns, according to the harbour master, Marta Lind.",
        "The fishermen's union denied that the channel was safe.",
        "The ferry line to Orsk carried 120,000 passengers last year.",
        "The ministry claimed that the closure had saved lives.",
        "The storm may have damaged the northern pier.",
    ],
)
def test_what_the_articles_say_is_supported(library: Library, sentence: str) -> None:
    finding = one(library, sentence).finding
    assert finding.outcome is Outcome.SUPPORTED, finding
    assert finding.evidence


@pytest.mark.parametrize(
    ("sentence", "outcomes", "aspect"),
    [
        ("The port of Aldby reopened on Friday after a closure of twelve days.", {"contradicted"}, Aspect.NUMBER),
        ("Marta Lind said that the dredging had cost 6.2 million crowns.", {"contradicted"}, Aspect.NUMBER),
        ("The ferry line to Orsk will close in August, Nordline said.", {"contradicted"}, Aspect.DATE),
        ("Jens Holm said that the dredging had cost 4.2 million crowns.", {"misattributed"}, Aspect.SPEAKER),
        ("The fishermen's union said that the channel was safe.", {"contradicted"}, Aspect.STANCE),
        ("The closure saved lives.", {"overstated"}, Aspect.STANCE),
        ("Nordline will lay off some of its 80 employees.", {"contradicted", "overstated"}, None),
        ("The Danish parliament voted for a new budget yesterday.", {"not_found"}, None),
    ],
)
def test_what_they_do_not_say_is_not(
    library: Library, sentence: str, outcomes: set[str], aspect: Aspect | None
) -> None:
    finding = one(library, sentence).finding
    assert finding.outcome.value in outcomes, finding
    if aspect is not None:
        assert aspect in {d.aspect for d in finding.differences}


def test_a_difference_points_into_both_texts(library: Library) -> None:
    text = "A first sentence about nothing much. Marta Lind said that the dredging had cost 6.2 million crowns."
    checked = check_text(library, text).sentences[-1]
    (difference,) = [d for d in checked.finding.differences if d.aspect is Aspect.NUMBER]
    assert text[difference.start : difference.end] == difference.claimed == "6.2 million"
    assert difference.quote is not None
    article = library.store.article(difference.quote.article_id).text
    assert article[difference.stated_start : difference.stated_end] == difference.stated == "4.2 million"


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ('"Nobody has measured the channel since 2019," Jens Holm told Sample Post.', True),
        ("“Nobody has measured the channel since 2019,” Jens Holm told Sample Post.", True),
        ('"Somebody has measured the channel since 2019," Jens Holm told Sample Post.', False),
        ('"Nobody has measured the channel since 2019," Marta Lind said.', False),
    ],
)
def test_a_sentence_is_no_better_than_its_quotation(library: Library, sentence: str, right: bool) -> None:
    checked = one(library, sentence)
    assert [q.holds for q in checked.quotations] == [right]
    if not right:
        assert checked.finding.outcome is not Outcome.SUPPORTED


def test_a_citation_is_checked_against_what_it_points_to(library: Library) -> None:
    text = (
        "The ferry line to Orsk carried 120,000 passengers last year [1]. "
        "The port of Aldby reopened on Friday after a closure of nine days [1].\n\n[1] Ferry to Orsk to close"
    )
    right, wrong = check_text(library, text).sentences
    assert [c.article_id for c in (*right.citations, *wrong.citations)] == ["ferry", "ferry"]
    assert right.citations[0].outcome is Outcome.SUPPORTED
    assert wrong.finding.outcome is Outcome.SUPPORTED
    assert wrong.citations[0].outcome is not Outcome.SUPPORTED
    assert "another article" in wrong.citations[0].why


def test_what_claims_nothing_is_left_out_and_counted(library: Library) -> None:
    review = check_text(library, "# The port\n\nWhen did the port reopen? The port of Aldby reopened on Friday.")
    assert [s.finding.exact for s in review.sentences] == ["The port of Aldby reopened on Friday."]
    assert review.skipped == len("# The port When did the port reopen?".split())


def test_only_the_articles_that_are_named_count(library: Library) -> None:
    sentence = "The ferry line to Orsk carried 120,000 passengers last year."
    elsewhere = check_text(library, sentence, Filters(articles=("harbour",)))
    assert not elsewhere.holds
    assert elsewhere.searched == 1
    assert check_text(library, sentence, Filters(articles=("ferry",))).holds


@pytest.mark.parametrize(("text", "words"), [("  \n", "empty"), ("x" * (LONGEST + 1), "limit")])
def test_a_text_that_cannot_be_checked_is_refused_in_one_sentence(library: Library, text: str, words: str) -> None:
    with pytest.raises(BylineError, match=words):
        check_text(library, text)


def test_reports_show_markup_and_do_nothing_with_it(library: Library) -> None:
    review = check_text(
        library, "<img src=x onerror=alert(1)> said **the port** [of](javascript:alert(1)) Aldby closed."
    )
    page = review_page(review)
    assert "<img" not in page
    assert "href=" not in page
    assert "[of](javascript" not in markdown(review)


def test_progress_and_json_tell_of_every_sentence(library: Library) -> None:
    told: list[tuple[int, int]] = []
    review: Review = check_text(
        library,
        "The port of Aldby reopened on Friday. The ferry line to Orsk will close in October, Nordline said.",
        progress=lambda done, of: told.append((done, of)),
    )
    assert told == [(1, 2), (2, 2)]
    shaped = as_json(review)
    assert sum(shaped["counts"].values()) == len(shaped["sentences"]) == 2


def test_the_same_text_gives_the_same_review(library: Library, write: Callable[..., Path]) -> None:
    text = "The closure saved lives. The port of Aldby reopened on Friday after a closure of twelve days."
    assert as_json(check_text(library, text)) == as_json(check_text(library, text))
