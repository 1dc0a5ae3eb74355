"""Who is quoted, how often and in which words; articles by hand, so that each test says all that it hangs on."""

from pathlib import Path
from typing import Any

import pytest

from assistant.listing import clean, details, footer, nobody
from assistant.quoted import Quoted, Speakers, Wanted, as_json, from_json, manner
from assistant.speakers import is_pronoun, key_of, who
from ingestion.attribution import Polarity, Stance
from ingestion.attribution.sides import Sides, load_sides
from ingestion.errors import BylineError
from ingestion.pipeline import Library, find_files
from tests.attributed import put, said
from tests.conftest import ROOT

SIDES = Sides({"the kremlin": "Russia", "kremlin": "Russia", "moscow": "Russia", "russia": "Russia"})
DAM = (
    "The energy minister said the dam was safe. She added that the spillway held. The ministry has not confirmed that "
    "the dam had passed its inspection. The union may deny that report. Officials reportedly doubted the gates."
)


@pytest.fixture
def dam(library: Library) -> Library:
    """One article with every way of not saying something."""
    put(
        library,
        "dam",
        DAM,
        said(DAM, "The energy minister", "said", "the dam was safe"),
        said(DAM, "She", "added", "the spillway held", means="The energy minister"),
        said(
            DAM,
            "The ministry",
            "has not confirmed",
            "the dam had passed its inspection",
            polarity=Polarity.NEGATIVE,
        ),
        said(DAM, "The union", "may deny", "that report", stance=Stance.DENIES, actual=False),
        said(DAM, "Officials", "doubted", "the gates", hedge="reportedly", anonymous=True, confidence=0.5),
    )
    return library


def found(library: Library, name: str | None = None, about: str | None = None, **more: Any) -> Speakers:
    return who(library, Wanted(name=name, about=about, **more), sides=SIDES)


def one(library: Library, name: str) -> Quoted:
    (speaker,) = found(library, name).speakers
    return speaker


def test_a_pronoun_counts_for_whom_it_means(dam: Library) -> None:
    minister = one(dam, "energy minister")
    assert (minister.times, minister.articles, minister.publishers, minister.origins) == (2, 1, 1, 1)
    assert [s.exact for s in minister.said] == ["the dam was safe", "the spillway held"]
    assert [s.source for s in minister.said] == ["The energy minister", "She"]
    assert "She" not in minister.names


def test_what_was_not_said_never_looks_like_a_statement(dam: Library) -> None:
    (refused,) = one(dam, "ministry").said
    assert (refused.manner, refused.whole) == ("does not assert", True)
    assert refused.exact == "The ministry has not confirmed that the dam had passed its inspection."
    (maybe,) = one(dam, "union").said
    assert (maybe.manner, maybe.exact) == ("might deny", "The union may deny that report.")
    officials = one(dam, "officials")
    assert officials.described
    assert (officials.said[0].hedge, officials.said[0].whole) == ("reportedly", True)
    assert [(c.manner, c.times) for c in one(dam, "ministry").manners] == [("does not assert", 1)]


@pytest.mark.parametrize("stance", Stance)
def test_every_manner_has_words_of_its_own(stance: Stance) -> None:
    ways = {manner(stance, polarity, actual=actual) for polarity in Polarity for actual in (True, False)}
    assert len(ways) == 4
    assert manner(stance, Polarity.POSITIVE, actual=True) == stance.value


def test_quotes_are_the_article_at_their_offsets(dam: Library) -> None:
    for speaker in found(dam, limit=100).speakers:
        for quote in speaker.said:
            assert DAM[quote.start : quote.end] == quote.exact
            passage = dam.store.passage(quote.passage_id)
            assert passage.start <= quote.start < passage.end


def test_a_pronoun_that_means_nobody_for_sure_is_counted_and_left_out(library: Library) -> None:
    text = "It said the line was shut. Nobody is named here, the report was wrong."
    put(library, "line", text, said(text, "It", "said", "the line was shut"), said(text, None, None, "the report"))
    shown = found(library)
    assert (shown.speakers, shown.total, shown.unresolved, shown.unattributed) == ((), 0, 1, 1)


@pytest.mark.parametrize("words", ["he", "They", "the", "both of them", "Some of us", "which"])
def test_pronouns(words: str) -> None:
    assert is_pronoun(words)
    assert not is_pronoun(f"{words} ministers")


def test_one_speaker_by_its_name_without_article_and_capitals(library: Library) -> None:
    for number, source in enumerate(("The port authority", "the Port Authority", "port authority")):
        text = f"On day {number} {source} said the basin was clean enough."
        article = said(text, source, "said", "the basin was clean enough")
        put(library, f"port-{number}", text, article, publisher=f"Paper {number % 2}")
    authority = one(library, "port authority")
    assert (authority.times, authority.articles, authority.publishers, authority.origins) == (3, 3, 2, 3)
    assert key_of("  The  Port Authority, ") == "port authority"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("US President Joe Biden", "joe biden"),
        ("Secretary of State Antony Blinken", "antony blinken"),
        ("Kremlin spokesman Dmitry Peskov", "dmitry peskov"),
        ("President Biden", "president biden"),  # a surname alone may be another's
        ("the Director of the Port Authority", "director of the port authority"),
        ("the chief executive", "chief executive"),
        ("our office", "office"),
        ("harbour office", "harbour office"),
    ],
)
def test_titles_and_articles_are_no_part_of_a_name(name: str, key: str) -> None:
    assert key_of(name) == key


def test_speakers_of_one_side_stand_together_and_stay_apart(library: Library) -> None:
    text = (
        "Moscow denied that a war was planned. The harbour office said the line was closed. The harbour office said "
        "the ferry was sold. The Kremlin said the talks were useful. The Moscow Zoo said the bears were asleep."
    )
    put(
        library,
        "side",
        text,
        said(text, "Moscow", "denied", "a war was planned", stance=Stance.DENIES),
        said(text, "The harbour office", "said", "the line was closed"),
        said(text, "The harbour office", "said", "the ferry was sold"),
        said(text, "The Kremlin", "said", "the talks were useful"),
        said(text, "The Moscow Zoo", "said", "the bears were asleep"),
    )
    every = [(key_of(s.name), s.side, s.times) for s in found(library).speakers]
    assert every[0] == ("harbour office", None, 2)
    places = [n for n, (_, side, _) in enumerate(every) if side == "Russia"]
    assert len(places) == 2
    assert places[1] == places[0] + 1
    moscow = found(library, "moscow").speakers
    assert [key_of(s.name) for s in moscow] == ["moscow", "kremlin", "moscow zoo"]
    assert [s.side for s in moscow] == ["Russia", "Russia", None]
    assert [s.said[0].exact for s in moscow[:2]] == ["a war was planned", "the talks were useful"]


def test_a_name_is_found_in_whole_words_of_what_it_is_called(library: Library) -> None:
    text = "The head of the Harl water board warned that it was empty. He said the gates were shut for good."
    means = "The head of the Harl water board"
    put(
        library,
        "board",
        text,
        said(text, means, "warned", "it was empty", stance=Stance.WARNS),
        said(text, "He", "said", "the gates were shut for good", means=means),
    )
    for name in ("harl", "HARL WATER", "the water board", "board"):
        assert one(library, name).times == 2
    for name in ("har", "water harl", "he"):
        assert found(library, name).speakers == ()


def test_nested_words_count_as_told_by_the_outer_speaker(library: Library) -> None:
    text = "The newspaper reported that the ministry promised new boats. The union denied that the port had lied to it."
    put(
        library,
        "nested",
        text,
        said(text, "The newspaper", "reported", "the ministry promised new boats"),
        said(text, "the ministry", "promised", "new boats", level=1, parent=0, stance=Stance.PROMISES),
        said(text, "The union", "denied", "the port had lied to it", stance=Stance.DENIES),
        said(text, "the port", "had lied", "lied to it", level=1, parent=2),
    )
    ministry = one(library, "ministry")
    assert ministry.told_by_others == 1
    assert (key_of(ministry.said[0].told_by or ""), ministry.said[0].manner) == ("newspaper", "promises")
    port = one(library, "port").said[0]
    assert (port.manner, port.actual, port.whole) == ("might assert", False, True)
    assert port.exact == "The union denied that the port had lied to it."


def test_nobody_tells_of_themselves(library: Library) -> None:
    text = "The union said it hoped to meet again."
    outer = said(text, "The union", "said", "it hoped to meet again")
    inner = said(text, "it", "hoped", "to meet again", means="The union", level=1, parent=0, stance=Stance.INTENDS)
    put(library, "union", text, outer, inner)
    union = one(library, "union")
    assert (union.times, union.told_by_others) == (2, 0)
    assert {s.told_by for s in union.said} == {None}


def test_discontinuous_content_is_shown_in_its_sentence(library: Library) -> None:
    text = "The line, the harbour office said, will close in May."
    put(library, "line", text, said(text, "the harbour office", "said", "The line", "will close in May"))
    quote = one(library, "harbour office").said[0]
    assert (quote.exact, quote.whole) == (text, True)


def test_only_the_current_version_of_current_articles_counts(library: Library, tmp_path: Path) -> None:
    def ingest(body: str, status: str = "current") -> None:
        path = tmp_path / "a.md"
        path.write_text(f"---\nid: a\nstatus: {status}\n---\n{body}")
        library.ingest(find_files([path], max_bytes=1_000_000))

    ingest("The harbour office said that the ferry was sold last week.")
    ingest("The harbour office said that the ferry was not for sale at all.")
    assert [s.exact for s in one(library, "harbour office").said] == ["the ferry was not for sale at all"]
    ingest("The harbour office said that the ferry was not for sale at all.", status="withdrawn")
    assert found(library).total == 0
    assert found(library).articles == 0


# ---- topics


@pytest.fixture
def topics(library: Library) -> Library:
    text = (
        "The harbour office said the ferry line would close in May. The harbour office said its canteen served soup. "
        "The union said ferries were the only way across the bay. The minister said taxes would rise for everybody."
    )
    put(
        library,
        "ferry",
        text,
        said(text, "The harbour office", "said", "the ferry line would close in May"),
        said(text, "The harbour office", "said", "its canteen served soup"),
        said(text, "The union", "said", "ferries were the only way across the bay"),
        said(text, "The minister", "said", "taxes would rise for everybody"),
    )
    return library


def test_a_topic_keeps_what_is_about_it(topics: Library) -> None:
    shown = found(topics, about="ferries").speakers
    assert {key_of(s.name): [q.exact for q in s.said] for s in shown} == {
        "harbour office": ["the ferry line would close in May"],
        "union": ["ferries were the only way across the bay"],
    }
    assert [key_of(s.name) for s in found(topics, about="raising taxes").speakers] == ["minister"]
    assert found(topics, "minister", "ferries").speakers == ()


def test_a_topic_is_found_by_likeness_too(topics: Library) -> None:
    assert [key_of(s.name) for s in found(topics, about="fiscal increases").speakers] == ["minister"]


def test_what_a_speaker_is_quoted_on(topics: Library) -> None:
    office = one(topics, "harbour office")
    assert {"canteen", "soup", "ferry"} & set(office.on)
    assert not {"harbour", "office"} & set(office.on)


# ---- nobody, pages, bad input


def test_nobody_of_that_name_gives_the_nearest_ones(dam: Library) -> None:
    shown = found(dam, "minstry")
    assert shown.speakers == ()
    assert "ministry" in [key_of(name) for name in shown.nearest]
    assert found(dam, "zzzzqqq").nearest == ()
    assert nobody(shown, Wanted(name="minstry")).startswith("Nobody of the name 'minstry' is quoted in 1 article. ")


def test_pages(dam: Library) -> None:
    first, second = found(dam, limit=2), found(dam, limit=2, offset=2)
    assert (first.total, second.total) == (4, 4)
    assert len({s.name for s in (*first.speakers, *second.speakers)}) == 4
    assert found(dam, "minister", quotes=1).speakers[0].times == 2
    assert len(found(dam, "minister", quotes=1).speakers[0].said) == 1
    assert "2 of 4 speakers" in footer(first, Wanted(limit=2))


@pytest.mark.parametrize(
    "wanted",
    [{"name": ""}, {"name": " … "}, {"name": "x" * 301}, {"about": "?"}, {"limit": 0}, {"offset": -1}, {"quotes": 501}],
)
def test_what_cannot_be_looked_for_is_one_sentence(wanted: dict[str, Any]) -> None:
    with pytest.raises(BylineError):
        Wanted(**wanted)


def test_a_topic_of_empty_words_is_one_sentence(dam: Library) -> None:
    with pytest.raises(BylineError, match="topic"):
        found(dam, about="what about it")


def test_json_and_back(dam: Library) -> None:
    shown = found(dam)
    assert from_json(as_json(shown)) == shown


def test_articles_words_are_one_clean_line(library: Library) -> None:
    text = "The [bold]red[/bold] \x1b[31mbureau said that all was\n\nwell <script>alert(1)</script> today."
    article = said(text, "The [bold]red[/bold] \x1b[31mbureau", "said", "all was\n\nwell <script>alert(1)</script>")
    put(library, "hostile", text, article)
    (speaker,) = found(library).speakers
    lines = ["".join(words for words, _ in pieces) for pieces in details(speaker)]
    assert any("“all was well <script>alert(1)</script>”" in line for line in lines)
    assert "\x1b" not in "".join([*lines, clean(speaker.name)])
    assert "\n" not in "".join(lines)


def test_on_real_articles(library: Library) -> None:
    library.ingest(find_files([ROOT / "corpus"], max_bytes=10_000_000))
    shown = who(library, Wanted(name="Moscow"), sides=load_sides())
    assert "Moscow" in [s.name for s in shown.speakers]
    assert {"Russia"} <= {s.side for s in shown.speakers}
    assert {s.name for s in who(library, Wanted(name="biden"), sides=load_sides()).speakers}
