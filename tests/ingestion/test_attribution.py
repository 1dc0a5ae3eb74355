"""Who said what: a table of sentences made up for these tests, then what must hold for any text."""

from dataclasses import dataclass
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.articles import Span
from ingestion.attribution import Attribution, Polarity, Stance, Voice, pipeline


def attribute(text: str) -> tuple[Attribution, ...]:
    """By rules alone: what they are sure of is no matter of training."""
    return pipeline.attribute(text, None)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one attribution should be, in words."""

    source: str | None
    cue: str | None
    content: tuple[str, ...]
    voice: Voice = Voice.INDIRECT
    stance: Stance = Stance.ASSERTS
    polarity: Polarity = Polarity.POSITIVE
    actual: bool = True
    hedge: str | None = None
    relay: str | None = None
    cited: str | None = None
    level: int = 0


def said(source: str | None, cue: str | None, *content: str, **more: object) -> Said:
    return Said(source=source, cue=cue, content=content, **more)  # type: ignore[arg-type]


def in_words(text: str, found: Attribution) -> Said:
    def words(span: Span | None) -> str | None:
        return None if span is None else span.of(text)

    return Said(
        source=words(found.source),
        cue=words(found.cue),
        content=tuple(span.of(text) for span in found.content),
        voice=found.voice,
        stance=found.stance,
        polarity=found.polarity,
        actual=found.actual,
        hedge=words(found.hedge),
        relay=words(found.relay),
        cited=words(found.cited),
        level=found.level,
    )


DIRECT = [
    (
        "“The bridge will reopen in May,” the mayor said.",
        said("the mayor", "said", "The bridge will reopen in May,", voice=Voice.DIRECT),
    ),
    (
        '"The bridge will reopen in May," said Westport Bridges, the owner of the road.',
        said("Westport Bridges, the owner of the road", "said", "The bridge will reopen in May,", voice=Voice.DIRECT),
    ),
    (
        "“We will rebuild. We will not wait for winter,” said the prime minister.",
        said("the prime minister", "said", "We will rebuild. We will not wait for winter,", voice=Voice.DIRECT),
    ),
    (
        "“The road,” the captain said, “is closed until dawn.”",
        said("the captain", "said", "The road,", "is closed until dawn.", voice=Voice.DIRECT),
    ),
    (
        "“The road is closed,” the captain said. “Nobody gets through tonight.”",
        said("the captain", "said", "The road is closed,", "Nobody gets through tonight.", voice=Voice.DIRECT),
    ),
    (
        "“The ice,” said the St. Lawrence Institute, which runs the station, “is thinner than ever.”",
        said("the St. Lawrence Institute", "said", "The ice,", "is thinner than ever.", voice=Voice.DIRECT),
    ),
    (
        "“Stay inside,” the police chief said in a statement. Shops stayed shut.",
        said("the police chief", "said", "Stay inside,", voice=Voice.DIRECT),
    ),
    (
        "“It was dark. I heard a bang,” she recalled.",
        said("she", "recalled", "It was dark. I heard a bang,", voice=Voice.DIRECT),
    ),
    (
        "The premier admitted: “We were wrong.”",
        said("The premier", "admitted", "We were wrong.", voice=Voice.DIRECT, stance=Stance.CONCEDES),
    ),
    (
        "“Is the water safe?” the boy asked.",
        said("the boy", "asked", "Is the water safe?", voice=Voice.DIRECT, stance=Stance.ASKS),
    ),
    (
        "“I have never met him,” Ms. Larsen told the Copenhagen Post.",
        said("Ms. Larsen", "told", "I have never met him,", voice=Voice.DIRECT, relay="the Copenhagen Post"),
    ),
    ("City Hall: “No new stadium”", said("City Hall", ":", "No new stadium", voice=Voice.DIRECT)),
]

INDIRECT = [
    ("The mayor said that the bridge would reopen.", said("The mayor", "said", "the bridge would reopen")),
    ("The mayor said the bridge would reopen.", said("The mayor", "said", "the bridge would reopen")),
    ("He said he would resign on Friday.", said("He", "said", "he would resign on Friday")),
    ("The mayor said on Tuesday that the pool would close.", said("The mayor", "said", "the pool would close")),
    (
        "In a statement on Tuesday, the firm said it had lost 4 million.",
        said("the firm", "said", "it had lost 4 million"),
    ),
    (
        "The villagers had been warned, the mayor said on Friday.",
        said("the mayor", "said", "The villagers had been warned"),
    ),
    (
        "The villagers, the mayor said, had been warned.",
        said("the mayor", "said", "The villagers", "had been warned"),
    ),
    ("Greta Lund, 34, said her house had shaken.", said("Greta Lund, 34", "said", "her house had shaken")),
    (
        "Two witnesses, who asked not to be named, said that the driver was asleep.",
        said("Two witnesses", "said", "the driver was asleep"),
    ),
    (
        "A senior official who asked not to be named said the fine would be waived.",
        said("A senior official who asked not to be named", "said", "the fine would be waived"),
    ),
    (
        "Aides said Mr. Speaker was delayed by the storm.",
        said("Aides", "said", "Mr. Speaker was delayed by the storm"),
    ),
    (
        "According to the harbour office, two ferries were delayed.",
        said("the harbour office", "According to", "two ferries were delayed"),
    ),
    (
        "Two ferries were delayed, according to Lars Berg, a spokesman for the port.",
        said("Lars Berg, a spokesman for the port", "according to", "Two ferries were delayed"),
    ),
    # not a denial of the report: what is asserted is that it was false
    ("The agency said the report was false.", said("The agency", "said", "the report was false")),
    (
        "As Reuters reported on Monday, the deal is dead.",
        said("Reuters", "reported", "the deal is dead"),
    ),
    ("Governor Says Schools Will Reopen", said("Governor", "Says", "Schools Will Reopen")),
    (
        "Harbank, which runs the fund, said it was sound.",
        said("Harbank", "said", "it was sound"),
    ),
    (
        "Skagen Line, founder of the owner, Skagen Shipping, said the ship was dry.",
        said("Skagen Line, founder of the owner, Skagen Shipping", "said", "the ship was dry"),
    ),
    ("Moody's said the bank was sound.", said("Moody's", "said", "the bank was sound")),
    ("The fund said several times that it was sound.", said("The fund", "said", "it was sound")),
    ("Italy said the lake was full.", said("Italy", "said", "the lake was full")),
    ("Storm kills four, officials say", said("officials", "say", "Storm kills four")),
    ("City Hall: Budget talks have failed", said("City Hall", ":", "Budget talks have failed")),
    (
        "Villagers were told by the army that the road was mined.",
        said("the army", "were told by", "the road was mined", relay="Villagers"),
    ),
    (
        "Tehran, which says the site is civilian, barred the inspectors.",
        said("Tehran", "says", "the site is civilian"),
    ),
    (
        "The deal, which Ankara says is dead, was signed in 2011.",
        said("Ankara", "says", "The deal", "is dead"),
    ),
    (
        "The mayor said the bridge would reopen “well before the summer”.",
        said("The mayor", "said", "the bridge would reopen “well before the summer”", voice=Voice.MIXED),
    ),
    (
        "The army said it “regrets the loss of life” and would open an inquiry.",
        said("The army", "said", "it “regrets the loss of life” and would open an inquiry", voice=Voice.MIXED),
    ),
]

THROUGH_OTHERS = [
    (
        "A harbour official told AP that the crane had failed twice.",
        said("A harbour official", "told", "the crane had failed twice", relay="AP"),
    ),
    (
        "Larsen told the newspaper she had never met him.",
        said("Larsen", "told", "she had never met him", relay="the newspaper"),
    ),
    (
        "AP reported on Monday, citing two officials, that the crane had failed twice.",
        said("AP", "reported", "the crane had failed twice", cited="two officials"),
    ),
    (
        "The crane had failed twice, Reuters reported, citing a senior port official.",
        said("Reuters", "reported", "The crane had failed twice", cited="a senior port official"),
    ),
    (
        "“I left early,” Hew said in court, according to a transcript.",
        said("Hew", "said", "I left early,", voice=Voice.DIRECT, cited="a transcript"),
    ),
    (
        "The envoy was quoted by Interfax as saying that the pact was void.",
        said("The envoy", "as saying", "the pact was void", relay="Interfax"),
    ),
    (
        "Reuters quoted an official as saying that the mine was flooded.",
        said("an official", "as saying", "the mine was flooded", relay="Reuters"),
    ),
]

STANCES = [
    (
        "The company denied that its trucks had crossed the border.",
        said("The company", "denied", "its trucks had crossed the border", stance=Stance.DENIES),
    ),
    (
        "The governor said it was untrue that the wells were dry.",
        said("The governor", "said it was untrue that", "the wells were dry", stance=Stance.DENIES),
    ),
    (
        "The agency said it was not true that the reactor had leaked.",
        said("The agency", "said it was not true that", "the reactor had leaked", stance=Stance.DENIES),
    ),
    (
        "The report was dismissed by the ministry as nonsense.",
        said("the ministry", "was dismissed by", "The report", stance=Stance.DENIES),
    ),
    (
        "The envoy claims that nobody will sign.",
        said("The envoy", "claims", "nobody will sign", stance=Stance.CLAIMS),
    ),
    (
        "The fund warned that prices could double.",
        said("The fund", "warned", "prices could double", stance=Stance.WARNS),
    ),
    (
        "The president threatened to close the border.",
        said("The president", "threatened", "to close the border", stance=Stance.WARNS),
    ),
    (
        "The guild demanded that the mine be closed.",
        said("The guild", "demanded", "the mine be closed", stance=Stance.DEMANDS),
    ),
    (
        "Berlin urged both sides to stop the shelling.",
        said("Berlin", "urged", "both sides to stop the shelling", stance=Stance.DEMANDS),
    ),
    (
        "The bank promised to refund every customer.",
        said("The bank", "promised", "to refund every customer", stance=Stance.PROMISES),
    ),
    ("Norway plans to buy six frigates.", said("Norway", "plans", "to buy six frigates", stance=Stance.INTENDS)),
    (
        "The judge asked whether the tape was complete.",
        said("The judge", "asked", "whether the tape was complete", stance=Stance.ASKS),
    ),
    (
        "The airline declined to comment on the delay.",
        said("The airline", "declined", "to comment on the delay", stance=Stance.DECLINES),
    ),
    (
        "The farmers support the new canal.",
        said("The farmers", "support", "the new canal", stance=Stance.SUPPORTS),
    ),
    (
        "The trade minister criticised the tariff.",
        said("The trade minister", "criticised", "the tariff", stance=Stance.OPPOSES),
    ),
    (
        "The minister conceded that the plan had failed.",
        said("The minister", "conceded", "the plan had failed", stance=Stance.CONCEDES),
    ),
    (
        "The envoy is confident that the talks will resume.",
        said("The envoy", "is confident", "the talks will resume", stance=Stance.BELIEVES),
    ),
    (
        "It is widely believed that the general fled.",
        said(None, "is widely believed", "the general fled", stance=Stance.BELIEVES),
    ),
]

NOT_SO = [
    (
        "The central bank has not said when rates will fall.",
        said("The central bank", "has not said", "when rates will fall", polarity=Polarity.NEGATIVE),
    ),
    (
        "The premier never said that the wall would fall.",
        said("The premier", "never said", "the wall would fall", polarity=Polarity.NEGATIVE),
    ),
    (
        "Nobody in the village believes the well is safe.",
        said(
            "Nobody in the village",
            "believes",
            "the well is safe",
            stance=Stance.BELIEVES,
            polarity=Polarity.NEGATIVE,
        ),
    ),
    (
        "The union may announce that the strike is over.",
        said("The union", "may announce", "the strike is over", actual=False),
    ),
    (
        "If the minister says that the tax is dead, markets will rise.",
        said("the minister", "says", "the tax is dead", actual=False),
    ),
    (
        "The president is expected to announce that the base will close.",
        said("The president", "is expected to announce", "the base will close", actual=False),
    ),
    (
        "The senator allegedly told aides that the vote was bought.",
        said("The senator", "allegedly told", "the vote was bought", hedge="allegedly", relay="aides"),
    ),
]


AROUND = [  # what stands between cue and content, or behind the cue, and may not turn round who said what
    (
        "The city continues to deny that the well is dry.",
        said("The city", "continues to deny", "the well is dry", stance=Stance.DENIES),
    ),
    (
        "The pump is due on Friday, the water board said this week, after floods delayed it.",
        said("the water board", "said", "The pump is due on Friday"),
    ),
    (
        "The board has said since 2015 that the well will close, but it gave no date.",
        said("The board", "has said", "the well will close"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), DIRECT + INDIRECT + THROUGH_OTHERS + STANCES + NOT_SO + AROUND)
def test_one_attribution(text: str, expected: Said) -> None:
    assert [in_words(text, found) for found in attribute(text)] == [expected]


SEVERAL = [
    (
        "The mayor said the plan was dead and insisted that no vote was needed.",
        [
            said("The mayor", "said", "the plan was dead"),
            said("The mayor", "insisted", "no vote was needed", stance=Stance.CLAIMS),
        ],
    ),
    (
        "Police said the driver fled, but witnesses say he stayed.",
        [said("Police", "said", "the driver fled"), said("witnesses", "say", "he stayed")],
    ),
    (
        "“We lost,” he said, adding that the vote was fair.",
        [
            said("he", "said", "We lost,", voice=Voice.DIRECT),
            said("he", "adding", "the vote was fair"),
        ],
    ),
    (
        "The ministry rejected claims that the dam was unsafe.",
        [
            said("The ministry", "rejected", "claims that the dam was unsafe", stance=Stance.DENIES),
            said(None, "claims", "the dam was unsafe", stance=Stance.CLAIMS, level=1),
        ],
    ),
    (
        "The envoy said that Paris claims that Berlin believes the truce will hold.",
        [
            said("The envoy", "said", "Paris claims that Berlin believes the truce will hold"),
            said("Paris", "claims", "Berlin believes the truce will hold", stance=Stance.CLAIMS, level=1),
            said("Berlin", "believes", "the truce will hold", stance=Stance.BELIEVES, level=2),
        ],
    ),
    (
        "Moscow opposes NATO's expansion, which it sees as a threat.",
        [
            said("Moscow", "opposes", "NATO's expansion", stance=Stance.OPPOSES),
            said("it", "sees as", "NATO's expansion", "a threat", stance=Stance.BELIEVES),
        ],
    ),
    (
        "Kiev claims that the regions are being propped up by Russia, which has openly supported them.",
        [
            said("Kiev", "claims", "the regions are being propped up by Russia", stance=Stance.CLAIMS),
            said("Russia", "has openly supported", "them", stance=Stance.SUPPORTS),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_several_attributions(text: str, expected: list[Said]) -> None:
    assert [in_words(text, found) for found in attribute(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n\t",
        "The bridge was built in 1902.",
        "The so-called “green wall” is a row of shrubs.",
        "The play “Three Tall Ships” opened in March.",
        "The minister is expected to resign on Friday.",
        "The claims were settled and the report was long.",
        "Background: the talks have failed before.",
    ],
)
def test_the_publishers_own_voice_has_no_attribution(text: str) -> None:
    assert attribute(text) == ()


def test_text_around_an_attribution_stays_outside() -> None:
    text = "The river rose by two metres. The mayor said that the worst was over. Rain is forecast."
    (found,) = attribute(text)
    assert found.content[0].of(text) == "the worst was over"


def test_a_quotation_without_a_speaker_has_no_source() -> None:
    text = "The crowd grew. “We will not leave until he goes.” The square was full."
    (found,) = attribute(text)
    assert in_words(text, found) == said(None, None, "We will not leave until he goes.", voice=Voice.DIRECT)


def test_parents_are_places() -> None:
    found = attribute("Rain fell. The envoy said that Paris claims that Berlin believes the truce will hold.")
    assert [a.parent for a in found] == [None, 0, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Kyiv's claim that the depot burned was repeated on television.",
            said("Kyiv", "claim", "the depot burned", stance=Stance.CLAIMS),
            marks=pytest.mark.xfail(strict=True, reason="needs a parser: where a clause inside a subject ends"),
        ),
        pytest.param(
            "The spokesman neither confirmed nor denied the report.",
            said("The spokesman", "neither confirmed nor denied", "the report", stance=Stance.DECLINES),
            marks=pytest.mark.xfail(strict=True, reason="read as a negated denial"),
        ),
        pytest.param(
            "“The dam held,” the chief engineer said. He added that the lake was full. “It was close.”",
            said("the chief engineer", "said", "The dam held,", "It was close.", voice=Voice.DIRECT),
            marks=pytest.mark.xfail(strict=True, reason="a quotation on its own goes on with the last one only"),
        ),
    ],
)
def test_not_yet(text: str, expected: Said) -> None:
    assert in_words(text, attribute(text)[0]) == expected


# ---------------------------------------------------------------- any text

PIECES = st.sampled_from(
    [
        *"said says told claims that by who which and but if n't not has is to".split(),
        *"AP Mr. he mayor The Kyiv's it 42 itself times".split(),
        *"according citing expected as quoted saying denied confident".split(),
        *["“", "”", '"', "' ", "‘", "’", "``", "''", ",", ".", "?", "!", ":", ";", "(", ")", "—", "…"],
        *["“We will go,”", "\n", "\n\n", "é", "\u200d", "\u00a0"],
    ]
)


@given(st.text() | st.lists(PIECES, max_size=60).map(" ".join) | st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_text_has_attributions_within_it(text: str) -> None:
    found = attribute(text)
    for attribution in found:
        spans = [*attribution.content, attribution.source, attribution.cue, attribution.hedge, attribution.relay]
        for span in [*spans, attribution.cited]:
            assert span is None or (0 <= span.start < span.end <= len(text) and span.of(text).strip())
        if attribution.parent is not None:
            parent = found[attribution.parent]
            assert parent.level == attribution.level - 1
            assert any(outer.contains(inner) for outer in parent.content for inner in attribution.content)


REPEATED = [
    *['"', '"a ', "“", "'a ", 'He said "a b c." "x y z." ', "(", ", ", "a", "A. ", "A: "],
    *["said ", "the ", "word ", "he said, ", "has said not ", ", said Yan ", "X, who said, ", "is expected to say "],
]


@pytest.mark.parametrize("piece", REPEATED)
def test_time_grows_with_the_text(piece: str) -> None:
    started = process_time()
    attribute(piece * (100_000 // len(piece)))
    assert process_time() - started < 10  # a square of the length would take minutes
