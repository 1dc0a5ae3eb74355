"""Speakers -> lines for a terminal or a pipe, as pieces of words with a style each; the command line prints them.

Articles' words are shown, never read as markup: a piece is only words.
"""

from collections.abc import Iterator

from assistant.quoted import Quoted, Said, Speakers, Wanted
from ingestion.articles import normalise

NAMES = 6  # other words for a speaker that are shown

Piece = tuple[str, str]  # words, and a style of rich's


def heading(speaker: Quoted) -> list[Piece]:
    """Who, how often and where."""
    others = f", {speaker.told_by_others} of them as told by others" if speaker.told_by_others else ""
    where = f"in {_count(speaker.articles, 'article')} of {_count(speaker.publishers, 'known publisher')}"
    if speaker.origins < speaker.articles:
        where += f" ({_count(speaker.origins, 'independent origin')})"
    return [(clean(speaker.name), "bold"), (f": {_count(speaker.times, 'time')}{others}, {where}", "")]


def how(speaker: Quoted) -> str:
    """The manners, each with how often."""
    return ", ".join(f"{c.manner} {c.times}" for c in speaker.manners)


def on(speaker: Quoted) -> str:
    """What a speaker is quoted on."""
    return ", ".join(clean(word) for word in speaker.on)


def details(speaker: Quoted) -> Iterator[list[Piece]]:
    """What there is to say of a speaker below its heading, the quotes last."""
    if speaker.described:
        yield [("a description, not a name: articles may mean different ones by it", "dim")]
    others = [clean(name) for name in speaker.names if name != speaker.name]
    if others:
        more = f" and {len(others) - NAMES} more" if len(others) > NAMES else ""
        yield [("called ", "dim"), (f"{', '.join(others[:NAMES])}{more}", "")]
    yield [("how: ", "dim"), (how(speaker), "")]
    if speaker.on:
        yield [("on: ", "dim"), (on(speaker), "")]
    for said in speaker.said:
        yield from _quote(said)
    if speaker.times > len(speaker.said):
        yield [(f"and {speaker.times - len(speaker.said)} more, in --json", "dim")]


def footer(found: Speakers, wanted: Wanted) -> str:
    """How much of it was shown, and what belongs to nobody."""
    shown = _count(found.total, "speaker")
    if len(found.speakers) < found.total:
        shown = f"{len(found.speakers)} of {shown} (--limit shows more)"
    return f"{shown}; {_count(found.articles, 'article')} read. {_left_out(found, wanted)}"


def nobody(found: Speakers, wanted: Wanted) -> str:
    """The sentence where no speaker was found, with the nearest names."""
    about = f" about {clean(wanted.about)!r}" if wanted.about else ""
    named = f" of the name {clean(wanted.name)!r}" if wanted.name else ""
    nearest = f" The nearest names: {', '.join(map(clean, found.nearest))}." if found.nearest else ""
    return f"Nobody{named} is quoted{about} in {_count(found.articles, 'article')}.{nearest} {_left_out(found, wanted)}"


def clean(words: str) -> str:
    """Words on one line, without control characters."""
    return " ".join(normalise(words).split())


def _quote(said: Said) -> Iterator[list[Piece]]:
    plain = said.actual and said.polarity == "positive"
    asides = [
        f"as told by {clean(said.told_by)}" if said.told_by else "",
        f"told to {clean(said.relay)}" if said.relay else "",
        f"citing {clean(said.cited)}" if said.cited else "",
        f"hedged: “{clean(said.hedge)}”" if said.hedge else "",
        clean(said.scope) if said.scope else "",
        f"read with {said.confidence:.0%} confidence" if said.confidence < 0.6 else "",
    ]
    words = f"“{clean(said.exact)}”"
    manner = (said.manner, "cyan" if plain else "bold yellow")
    yield [manner, (", in the sentence ", "dim") if said.whole else (": ", ""), (words, "")]
    date = f"{said.published_at:%-d %B %Y}" if said.published_at else "date unknown"
    publisher = clean(said.publisher or "publisher unknown")
    notes = [publisher, date, *filter(None, asides), f"passage {said.passage_id}"]
    yield [(f"  {'; '.join(notes)}", "dim")]


def _left_out(found: Speakers, wanted: Wanted) -> str:
    about = " about it" if wanted.about else ""
    return (
        f"Left out{about}: {_count(found.unresolved, 'quote')} by a pronoun that may mean several, "
        f"{_count(found.unattributed, 'quote')} without a source."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
