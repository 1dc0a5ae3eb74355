"""Who a source is: short articles made up for these tests, then what must hold for any text.

In a marked-up article [x] is a source, and [x → y] one whose speaker should be y; [x → ?] must stay unresolved. What is
in {} is the content of the source before or after it; a source within {} is nested.
"""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.articles import Span
from ingestion.attribution import Attribution, Stance, Voice
from ingestion.attribution.speakers import name_of, resolve

MARK = re.compile(r"\[([^\]→]+?)(?: → ([^\]]+))?\]|[{}]")


def unmark(marked: str) -> tuple[str, list[Attribution], list[str | None]]:
    """The article, its attributions, and who each source should be."""
    text, at = "", 0
    sources: list[tuple[Span, str, int]] = []
    contents: list[Span] = []
    opened: list[int] = []
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark.group() == "{":
            opened.append(len(text))
        elif mark.group() == "}":
            contents.append(Span(opened.pop(), len(text)))
        else:
            sources.append((Span(len(text), len(text) + len(mark[1])), mark[2] or mark[1], len(opened)))
            text += mark[1]
    text += marked[at:]
    outer = [s for s in sources if s[2] == 0]
    attributions = []
    for source, _, depth in sources:
        around = [c for c in contents if c.contains(source)]
        free = [c for c in contents if not c.overlaps(source)]
        holder = min(around, key=lambda c: c.end - c.start) if around else None
        content = min(free, key=lambda c: gap(c, source), default=Span(source.end, source.end + 1))
        parent = None
        if depth and holder:
            owner = min(outer, key=lambda s: gap(holder, s[0]))
            parent = sources.index(owner)
        attributions.append(made(text, source, content, parent))
    return text, attributions, [None if want == "?" else want for _, want, _ in sources]


def gap(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


def made(text: str, source: Span | None, content: Span, parent: int | None = None) -> Attribution:
    voice = Voice.DIRECT if text[content.start : content.start + 1] == '"' else Voice.INDIRECT
    word = re.compile(r"\w+").search(text, source.end) if source else None
    return Attribution(
        source=source,
        cue=Span(*word.span()) if word else None,
        content=(content,),
        voice=voice,
        stance=Stance.ASSERTS,
        level=int(parent is not None),
        parent=parent,
        confidence=1.0,
        method="test",
    )


NAMES = [
    "[US President Joe Biden] said {it was late}.",
    "US President Joe Biden spoke. [Biden → US President Joe Biden] said {it was late}.",
    "[Biden → US President Joe Biden] said {it was late}. Later US President Joe Biden left.",
    "Joe Biden spoke first. [Biden → US President Joe Biden] said {so}. US President Joe Biden left. Joe Biden slept.",
    "Joe Biden spoke, then Jill Biden did. [Biden] said {it was late}.",
    "[Senior US officials] said {it was late}. [Some lobbyists] said {no}.",
    "[A spokesman for the ministry] said {so}. [A spokesman for the bank] said {no}.",
    "The European Space Agency (ESA) met in Paris. [ESA → The European Space Agency (ESA)] said {it was ready}.",
    "[The Associated Press] reported {a plan}. [The AP → The Associated Press] reported {another}.",
    "[The FDIC → the Federal Deposit Insurance Corporation] said {so} for the Federal Deposit Insurance Corporation.",
    "[The Washington Post] reported {a plan}. [The Post → The Washington Post] named {nobody}.",
    "The Washington Post was read in Washington. [Washington] said {no}.",
    "[The Bank of England] warned {them}. [England] expects {more}.",
    "[Shoei Kisen Kaisha, the Japanese owner,] said {no}. "
    "[Shoei Kisen → Shoei Kisen Kaisha, the Japanese owner,] said {no}.",
    "[Its Foreign Ministry] said {no}.",
    "President Abdel Fattah al-Sisi spoke. [Sisi → President Abdel Fattah al-Sisi] said {it was over}.",
]
PEOPLE = [
    "[President Joe Biden] said {it was late}. [He → President Joe Biden] said {he was tired}.",
    "President Joe Biden arrived in Warsaw. [He → President Joe Biden] said {it was late}.",
    'President Joe Biden arrived. "It is late," [he → President Joe Biden] said. {}',
    "The minister arrived. Nothing happened for an hour. [He → The minister] said {it was late}.",
    "[Queen Elizabeth] said {so}. [She → Queen Elizabeth] added {more}. [She → Queen Elizabeth] added {more}.",
    "The spokeswoman met the chairman. [She → The spokeswoman] said {it was late}.",
    "The spokeswoman met the chairman. [He → the chairman] said {it was late}.",
    "Mr. Speaker rose. [He → Mr. Speaker] said {order was order}.",
    "[The minister] told the president {that [he → The minister] was right}.",
    "[Joe Biden] said {[he → Joe Biden] believed in it}.",
    "Chancellor Olaf Scholz met President Emmanuel Macron. [He → Chancellor Olaf Scholz] said {it went well}.",
    "Chancellor Olaf Scholz and President Emmanuel Macron met. [He → ?] said {it went well}.",
    "The king met the prince. The pope met the king. [She → ?] said {nothing}.",
    "[He → ?] said {nothing}.",
    "The ministry met. [He → ?] said {nothing}.",
    "President Joe Biden spoke. It rained. It rained more. It rained on. [He → ?] said {nothing}.",
    '[Joe Biden] said {"[I → Joe Biden] think so"}.',
    '[Joe Biden] said {"[we → Joe Biden] know that"}.',
    "[I → ?] think {so}. [We → ?] know {so}. [You → ?] know {so}.",
    'President Joe Biden spoke. [Chancellor Olaf Scholz] said: {"[He → President Joe Biden] said so"}.',
    "[Elizabeth Warren, a Democrat,] asked Chairman John Kennedy {why}. [He → Chairman John Kennedy] answered {so}.",
    "President Vladimir Putin, [who → President Vladimir Putin] said {so}, left.",
    "{President Vladimir Putin was right}, [he → ?] said.",
    "A spokesman for the Kremlin came. [He → A spokesman for the Kremlin] said {no}.",
    "Kremlin spokesman Dmitry Peskov came. [He → Kremlin spokesman Dmitry Peskov] said {no}.",
]
OTHERS = [
    "[Moscow] said {that [it → Moscow] would not attack}.",
    "[NASA] found {a fault}. [It → NASA] said {the fault was small}.",
    "President Joe Biden praised the agency. [It → the agency] said {it was glad}.",
    "[President Joe Biden] left. [It → ?] said {nothing}.",
    "[The report] was long. [It → The report] said {that costs rose}.",
    "[Prosecutors] asked for more. [They → Prosecutors] said {it was needed}.",
    "[Officials at NASA] met. [They → Officials at NASA] said {it was needed}.",
    "[The chairman] met. [They → ?] said {it was needed}.",
    "France and Germany met. [They → France and Germany] said {it was late}.",
    "The lawyers and the judges met. [They → The lawyers and the judges] said {no}.",
    "The lawyers met the judges. [They → The lawyers] said {no}.",
    "[The three → ?] said {no}. [Others] said {yes}.",
    "[Psaki, the press secretary,] said {that Washington was glad, and that [it → Washington] hoped for more}.",
]
SHORT = [
    "[AP] has reported {a plan}. [The agency → AP] claims {so}.",
    "[Reuters] reported {a plan}. It rained. [The agency → Reuters] said {more}.",
    "[The Bank of England] warned {them}. [The bank → The Bank of England] said {more}.",
    "[Nordic Lines, a Norwegian shipping company,] lost it. "
    "[The company → Nordic Lines, a Norwegian shipping company,] said {so}.",
    "[Evergreen Marine] runs it. [The company → Evergreen Marine] said {so}.",
    "[Foreign Minister Sergei Lavrov] spoke. [The minister → Foreign Minister Sergei Lavrov] said {no}.",
    "[The foreign minister of Ukraine] spoke. [The minister → The foreign minister of Ukraine] said {no}.",
    "[US President Joe Biden] spoke. [The president → US President Joe Biden] said {no}.",
    "[US President Joe Biden] spoke. [The French president] said {no}.",
    "[A report by the scientists] came. [The report → A report by the scientists] said {so}.",
    "[A senior US official] came. [The official → A senior US official] said {so}.",
    "[The ministry] said {no}.",
    "[The union] said {no}. [The court] said {yes}.",
    "[The Suez Canal Authority] closed it. [The canal authority → The Suez Canal Authority] said {so}.",
    "[The canal authority → the Suez Canal Authority] closed it. It belongs to the Suez Canal Authority.",
    "[NATO] met. [The alliance → NATO] said {so}.",
    "[The Biden administration] met. [The administration → The Biden administration] said {so}.",
    "[The foreign ministers of France and Germany] met. "
    "[The ministers → The foreign ministers of France and Germany] said {so}.",
    "[US President Joe Biden] spoke. [The presidents] said {so}.",
    "Treasury Secretary Janet Yellen wrote a letter. [The secretary → Treasury Secretary Janet Yellen] said {so}.",
]


@pytest.mark.parametrize("marked", NAMES + PEOPLE + OTHERS + SHORT)
def test_who_is_meant(marked: str) -> None:
    text, attributions, wanted = unmark(marked)
    found = [a.speaker.mention.of(text) if a.speaker else None for a in resolve(text, attributions)]
    assert [f and f.removesuffix(",") for f in found] == [w and w.removesuffix(",") for w in wanted]


def speaker_of(marked: str, number: int = -1) -> float | None:
    text, attributions, _ = unmark(marked)
    speaker = resolve(text, attributions)[number].speaker
    return speaker.confidence if speaker else None


def test_confidence_is_honest() -> None:
    assert speaker_of("[President Joe Biden] said {so}.") == 1.0
    assert speaker_of("President Joe Biden spoke. [He] said {so}.") == 0.9
    rivals = speaker_of("Chancellor Olaf Scholz met President Emmanuel Macron. [He] said {so}.")
    assert rivals is not None
    assert 0.5 <= rivals <= 0.75


def test_everything_but_the_speaker_is_kept() -> None:
    text, attributions, _ = unmark("President Joe Biden came. [He] said {so}. [Critics] said {no}.")
    for before, after in zip(attributions, resolve(text, attributions), strict=True):
        assert (before.source, before.content, before.parent) == (after.source, after.content, after.parent)


def test_without_a_source_nobody_spoke() -> None:
    (found,) = resolve("It is said.", [made("It is said.", None, Span(0, 2))])
    assert found.speaker is None


def test_parents_that_go_round_in_circles_end() -> None:
    text = "He said she said."
    attributions = [made(text, Span(0, 2), Span(3, 7), 1), made(text, Span(8, 11), Span(12, 16), 0)]
    assert len(resolve(text, attributions)) == 2


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("the US President Joe Biden, who spoke in Kyiv", "US President Joe Biden"),
        ("a senior US official", "a senior US official"),
        ("Osama Rabie, the chairman of the Suez Canal Authority", "Osama Rabie"),
        ("The French president, Emmanuel Macron", "Emmanuel Macron"),
        ("his national security adviser, Jake Sullivan", "Jake Sullivan"),
        ("The White House", "White House"),
        ("the Bank of England", "Bank of England"),
        ("the European Space Agency (ESA)", "European Space Agency"),
        ("The ministry", "the ministry"),
        ("AP", "AP"),
        ("He", "He"),
        ("Greg Becker, who led Silicon Valley Bank", "Greg Becker"),
        ("the foreign minister of Ukraine, who was in Kyiv", "the foreign minister of Ukraine"),
        ("Secretary of State\nAntony Blinken", "Secretary of State Antony Blinken"),
        ("", ""),
    ],
)
def test_the_name_to_show(mention: str, name: str) -> None:
    text = f"Yesterday {mention} spoke."
    assert name_of(text, Span(10, 10 + len(mention))) == name


WORDS = st.sampled_from(
    'He he she They it I we who the The agency minister president Biden Joe NATO AP said , . " “ ” ( ) \n of and '
    "'s a Its Mr. officials al-Sisi Secretary State 7 — é".split(" ")
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=60).map(" ".join))


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[Attribution]]:
    text = draw(TEXTS)
    count = draw(st.integers(0, 6))
    attributions = []
    for _ in range(count):
        start = draw(st.integers(0, len(text) + 3))
        source = draw(st.one_of(st.none(), st.just(Span(start, start + draw(st.integers(0, 12))))))
        content = Span(*sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text))))))
        parent = draw(st.one_of(st.none(), st.integers(0, count + 1)))
        attributions.append(made(text, source, content, parent))
    return text, attributions


@given(articles())
@settings(max_examples=400, deadline=None)
def test_whatever_the_text_a_mention_lies_in_it(article: tuple[str, list[Attribution]]) -> None:
    text, attributions = article
    found = resolve(text, attributions)
    assert len(found) == len(attributions)
    for a in found:
        if a.speaker is None:
            continue
        assert a.source
        assert a.speaker.mention.end <= len(text)
        assert a.speaker.mention.of(text).strip()
        assert 0.5 <= a.speaker.confidence <= 1.0
        if a.source.of(text) in ("He", "he", "she", "it", "They", "I", "we"):
            assert a.speaker.mention != a.source
        assert isinstance(name_of(text, a.speaker.mention), str)


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
@settings(deadline=None)
def test_any_span_has_a_name(text: str, start: int, length: int) -> None:
    assert isinstance(name_of(text, Span(start, start + length)), str)


def test_a_long_article_is_read_to_its_end() -> None:
    piece = "President Joe Biden met officials of the European Space Agency. [He] said {so}. [The agency] said {no}. "
    text, attributions, _ = unmark(piece)
    whole, many = text * 900, []
    for number in range(900):
        for a in attributions:
            at = number * len(text)
            assert a.source
            content = Span(a.content[0].start + at, a.content[0].end + at)
            many.append(made(whole, Span(a.source.start + at, a.source.end + at), content))
    names = {s.speaker and name_of(whole, s.speaker.mention) for s in resolve(whole, many)[-4:]}
    assert names == {"President Joe Biden", "European Space Agency"}
