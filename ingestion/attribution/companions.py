"""Companions: what stands beside a cue. Who was told, whom a report leans on, where it was said, what keeps it at a
distance, and whether its source has a name. A clause in, spans out.

Left out: recipients in other sentences, and whether a name elsewhere in the article stands for an unnamed source.
"""

import re

from ingestion.articles import Span
from ingestion.attribution import Stance
from ingestion.attribution.clause import Clause, Range
from ingestion.attribution.heads import VERB, Head
from ingestion.attribution.stances import VERBS
from ingestion.attribution.words import BE, DETERMINERS, HEDGES, OUTLETS, POSSESSIVES, PREPOSITIONS, PRONOUNS, WEEKDAYS

PHRASE = 24  # words of a noun phrase
NEAR = 6  # words around a cue

_TELLING = frozenset(
    "tell inform notify assure reassure remind brief advise ask warn promise update alert apprise teach convince "
    "persuade address interview email text question press guarantee show".split()
)
_SAID_TO = frozenset(
    "say confirm admit reveal disclose explain speak talk write complain confess announce comment testify "
    "report suggest "
    "describe mention insist confide acknowledge whisper express repeat indicate concede promise pledge deny".split()
)
_MARKS = frozenset(["“", "”", '"', "``", "''", "‘", "’", "'"])
_STOPS = frozenset(",;:.?!()[]—–-…") | _MARKS
_ENDING = WEEKDAYS | frozenset(
    "on in at by during after before when while as that because via to if about earlier later last this early late "
    "saying adding whether how why what where over through but since until following asking who which under without "
    "despite afterward afterwards immediately directly repeatedly again".split()
)
_TOWARDS = frozenset(
    "close adviser advisers adviser's aide aides ambassador envoy secretary next advisor advisors".split()
)
_VENUES = (
    r"interviews?|comments?|remarks?|statements?|e-?mails?|letters?|messages?|memos?|notes?|testimony|address|speech|"
    r"briefing|submission|conversation|call|presentation"
)
_HEARING = re.compile(
    rf"\bin\s+(?:an?|the|his|her|their|its|some)?\s*(?:[\w’'-]+\s+){{0,3}}?(?:{_VENUES})\s+(?:(?:sent|given|made)\s+)?"
    r"(?:to|with)\s+|\bin\s+an?\s+(?:[\w’'-]+\s+){0,3}?interview\s+(?:for|on)\s+"
    r"|\b(?:speaking|talking|writing|testifying)\s+(?:[\w-]+ly\s+)?(?:to|with|before)\s+|\baddressing\s+",
    re.IGNORECASE,
)
_CITING = re.compile(r"\b(?:citing|quoting|cit(?:es|ed)|quot(?:es|ed)|according\s+to)\s+", re.IGNORECASE)
_RECORDS = frozenset(
    "people person document documents report reports data figures records statement letter letters poll polls "
    "survey study "
    "studies source official officials aide aides police ministry agency government company companies court witnesses "
    "witness diplomat diplomats statistics estimates filing filings research email emails memo memos papers staff "
    "spokeswoman spokesman spokesperson analysts analyst residents resident executives executive transcript".split()
)
_AGENTIVE = re.compile(
    r"(?<!fact)(?<!num)(?<!mat)(?<!ord)(?<!pow)(?<!err)(?:[^aeiou]ers?|tors?|ists?|ians?|men|women|ees)$"
)
_SCOPE = re.compile(
    r"\bon\s+(?:the\s+)?condition\s+of\s+anonymity\b|\bbehind\s+closed\s+doors\b|\bbehind\s+the\s+scenes\b"
    r"|\b(?:on|off)\s+the\s+record\b|\bin\s+(?:public|private)\b|\bin\s+confidence\b|\bon\s+background\b"
    r"|\b(?:publicly|privately|openly|confidentially|anonymously)\b",
    re.IGNORECASE,
)
_ANONYMITY = re.compile(r"anonymity|anonymously", re.IGNORECASE)
_NO_SCOPE = re.compile(r"\s+(?:held|traded|owned|funded|financed|listed|run|available|elected|known|gay|hostile)\b")
_ADJECTIVAL = frozenset("alleged purported so-called supposed ostensible reputed".split())
_ADVERBIAL = HEDGES | {"seemingly", "ostensibly", "reputedly", "evidently"}
_WHAT = re.compile(
    r"\bwhat\s+(?:(?:it|he|she|they|we|I|some|many|critics)|(?:the|a|an|its|his|her|their)\s+[\w-]+(?:\s+[\w-]+)?|[A-Z][\w.-]*)"
    r"\s+(?:(?:has|have|had|also|later|repeatedly)\s+)*"
    r"(?:call(?:s|ed)?|term(?:s|ed)?|describe[sd]?\s+as|label(?:s|led|ed)?(?:\s+as)?|dub(?:s|bed)?|characteri[sz]e[sd]?\s+as"
    r"|refer(?:s|red)?\s+to\s+as|says?\s+(?:is|are|was|were)|said\s+(?:is|are|was|were|had\s+been))\b"
)

# ---------------------------------------------------------------- hedge


def hedge_in(clause: Clause, head: int | None) -> Span | None:
    """What keeps the report at a distance, at the cue or at the beginning of the content; `head` is its verb."""
    start, end = clause.cue
    places = [*range(start, end), *range(start - 1, max(clause.low, clause.before - 3) - 1, -1)]
    places += [k for k in range(end, min(end + 3, clause.high)) if not clause.content[k]]
    if clause.source:
        places += range(max(clause.low, clause.source[0] - 3), clause.source[0])
        places += range(clause.source[1], min(clause.source[1] + 2, clause.high))
    opening = next((k for k in range(end, len(clause.words)) if clause.content[k]), None)
    if opening is None:
        opening = next((k for k, inside in enumerate(clause.content) if inside), None)
    if opening is not None and not _MARKS & {clause.word(opening), clause.word(opening - 1)}:
        places += range(opening, min(opening + NEAR, len(clause.words)))
    found = next((k for k in places if k >= 0 and _hedges(clause, k, head)), None)
    called = _what_called(clause, opening)
    if called:
        return called
    return clause.span((found, found + 1)) if found is not None else None


def _hedges(clause: Clause, k: int, head: int | None) -> bool:
    word = clause.word(k)
    if word in _ADVERBIAL:
        return k != head
    if (
        word not in _ADJECTIVAL
        or k == head
        or clause.word(k + 1) in ("that", "to", "by", ",")
        or not clause.word(k + 1)
    ):
        return False
    ahead = clause.word(k - 1)
    if ahead in BE:
        return False
    opens = ahead in DETERMINERS | POSSESSIVES | {"'s", "of", "for"} or not ahead.isalnum()
    return opens or clause.content[k] or word in ("so-called", "purported", "ostensible")


def _what_called(clause: Clause, opening: int | None) -> Span | None:
    """ "What it called", in the sentence at the cue or at the beginning of the content."""
    if not clause.spans or clause.low >= clause.high:
        return None
    start, end = clause.cue
    first = clause.spans[max(clause.low, clause.before - 4)].start
    last = clause.spans[min(len(clause.spans), max(end + NEAR, (opening or 0) + NEAR)) - 1].end
    for match in _WHAT.finditer(clause.text, first, max(first, last)):
        at_cue = start < end and match.start() < clause.span(clause.cue).end <= match.end()
        at_content = opening is not None and abs(match.start() - clause.spans[opening].start) <= 12
        if at_cue or at_content:
            return Span(*match.span())
    return None


# ---------------------------------------------------------------- relay, cited


def relay_in(clause: Clause, head: Head, stance: Stance) -> Span | None:
    """Who was told: behind the cue, as the subject of "was told by", as the one interviewed with."""
    start, end = clause.cue
    if start == end:
        return None
    if head.lemma in _TELLING and head.part == VERB:
        if _passive(clause, head.at):
            return _subject(clause)
        told = None if stance is Stance.DEMANDS else _recipient(clause, end)
        if told:
            return told
    quoting = _quoting(clause)
    if quoting:
        return quoting
    if head.lemma in _SAID_TO and head.part == VERB:
        at = next((k for k in range(end, min(end + 4, clause.high)) if clause.word(k) == "to"), end)
        if clause.word(end - 1) == "to":
            at = end - 1
        between = all(clause.adverb(k) for k in range(end, at))
        if clause.word(at) == "to" and between and not clause.content[at] and not clause.infinitive(at):
            return _phrase(clause, at + 1)
    return _heard(clause)


def _passive(clause: Clause, head: int) -> bool:
    """Was told, were assured: a form of "be" ahead, no other verb between."""
    words = clause.words[clause.before : head]
    return bool(BE & set(words)) and not clause.word(head).endswith("ing")


def _subject(clause: Clause) -> Span | None:
    """The noun phrase ahead of a passive cue."""
    end = clause.before
    start = end
    while start > clause.low and end - start < PHRASE:
        word = clause.word(start - 1)
        if word in _STOPS | {"that", "and", "but", "which", "who", "when", "while", "if"} or clause.finite(start - 1):
            break
        start -= 1
    return _named(clause, (start, end))


def _recipient(clause: Clause, at: int) -> Span | None:
    """Who is told, right behind the cue and ahead of the content."""
    while clause.adverb(at) and at < clause.high:
        at += 1
    if clause.content[at : at + 1] != [False] or (clause.source and clause.source[0] == at):
        return None
    return None if clause.word(at) in _ENDING | _STOPS | {"of"} else _phrase(clause, at)


def _quoting(clause: Clause) -> Span | None:
    """AP quoted X as saying; X was quoted by AP as saying: the relay is AP."""
    for k in range(clause.low, clause.high):
        if clause.word(k) not in ("quoted", "cited", "quotes", "cites"):
            continue
        passive = clause.word(k + 1) == "by" and clause.word(k - 1) in BE
        if passive and clause.any_of({"as"}, k, clause.cue[1]):
            return _phrase(clause, k + 2)
        if clause.source and clause.source[0] == k + 1 and clause.source[1] <= clause.cue[0]:
            start = k
            while start > clause.low and k - start < 8 and clause.word(start - 1) not in _STOPS:
                start -= 1
            return _named(clause, (start, k))
    return None


def _heard(clause: Clause) -> Span | None:
    """In an interview with X, speaking to X, somewhere in the sentence outside content and source."""
    for match in _HEARING.finditer(clause.text, *_region(clause)):
        at = _place(clause, match.end())
        if at is None or clause.content[at] or _in(clause.source, at):
            continue
        found = _phrase(clause, at)
        if found:
            return found
    return None


def cited_in(clause: Clause) -> Span | None:
    """Whom a report that has a source of its own leans on."""
    if clause.source is None:
        return None
    for match in _CITING.finditer(clause.text, *_region(clause)):
        at = _place(clause, match.end())
        first = _place(clause, match.start())
        if at is None or first is None or clause.content[at] or _in(clause.source, at) or _in(clause.source, first):
            continue
        if match.group().startswith("According"):
            continue  # opens a sentence, and is a report of its own
        if match.group().startswith("according") and _in(clause.cue, first):
            continue
        if match.group().lower().startswith(("quoted", "cited", "cites", "quotes")) and not _in(clause.cue, first):
            continue
        found = _phrase(clause, at, full=True)
        if found and (not match.group().lower().startswith("citing") or _can_tell(found.of(clause.text))):
            return found
    return None


def _can_tell(phrase: str) -> bool:
    """Whether a phrase behind "citing" is a source and no reason: two officials, but not low growth."""
    words = re.split(r"\s+(?:of|at|in|from|for|with|by|who|close|familiar|to|on|about|involved)\s+", phrase)[0].split()
    head = next((word for word in reversed(words) if not word.endswith("ed")), words[-1])  # people briefed on it
    if head.lower() in PRONOUNS | POSSESSIVES:
        return False
    return head[:1].isupper() or head.lower() in _RECORDS | OUTLETS or _AGENTIVE.search(head.lower()) is not None


def _region(clause: Clause) -> tuple[int, int]:
    """The characters of the sentence."""
    if clause.low >= min(clause.high, len(clause.spans)):
        return 0, 0
    return clause.spans[clause.low].start, clause.spans[min(clause.high, len(clause.spans)) - 1].end


def _place(clause: Clause, offset: int) -> int | None:
    """The word that starts at `offset`."""
    return next((k for k in range(clause.low, clause.high) if clause.spans[k].start == offset), None)


def _in(part: Range | None, k: int) -> bool:
    return part is not None and part[0] <= k < part[1]


def _phrase(clause: Clause, start: int, *, full: bool = False) -> Span | None:
    """The noun phrase that starts at `start`; if `full`, with its places and relative clauses."""
    k = start
    while k < min(clause.high, start + PHRASE) and not clause.content[k] and not _ends(clause, start, k, full):
        k += 1
    return _named(clause, (start, k))


def _ends(clause: Clause, start: int, k: int, full: bool) -> bool:
    """Whether the word at `k` can't belong to the noun phrase that starts at `start`."""
    word, before = clause.word(k), clause.word(k - 1)
    if _in(clause.cue, k) or (clause.source is not None and k == clause.source[0] and k > start):
        return True
    if word in _STOPS:
        return not _possessive(clause, k) and not (word == "." and len(before) == 1)
    if (word == "to" and before in _TOWARDS) or (full and word in ("on", "by") and before.endswith("ed")):
        return False
    if full and word in ("in", "at", "who", "about"):
        return word == "in" and not clause.capital(k + 1) and clause.word(k + 1) not in DETERMINERS
    if k == start:
        return False
    if word in ("and", "or"):
        return not clause.capital(k + 1)
    return word in _ENDING or (not full and (clause.finite(k) or clause.adverb(k)))


def _possessive(clause: Clause, k: int) -> bool:
    """Whether the apostrophe at `k` closes a plural: the victims' families."""
    touching = k > 0 and clause.spans[k - 1].end == clause.spans[k].start and clause.word(k - 1).endswith("s")
    return clause.word(k) == "'" and touching and clause.word(k + 1).isalpha()


def _named(clause: Clause, part: Range) -> Span | None:
    """`part` where somebody can stand there: words, and no lone time or preposition."""
    start, end = part
    while start < end and (clause.word(start) in ("and", "then") or not clause.word(start)[:1].isalnum()):
        start += 1
    while end > start and (not clause.word(end - 1)[-1:].isalnum() or clause.word(end - 1) in _ENDING | {"'s"}):
        end -= 1
    if start >= end or clause.word(start) in _ENDING | PREPOSITIONS:
        return None
    return clause.span((start, end))


# ---------------------------------------------------------------- scope


def scope_in(clause: Clause) -> Span | None:
    """Where it was said: the nearest of the words that tell it, outside the content."""
    start, end = clause.cue
    if start == end:
        return None
    found: list[tuple[int, Span]] = []
    for match in _SCOPE.finditer(clause.text, *_region(clause)):
        k = _place(clause, match.start())
        if k is None or clause.content[k] or _NO_SCOPE.match(clause.text, match.end(), match.end() + 20):
            continue
        anonymous = _ANONYMITY.search(match.group()) is not None
        if _in(clause.source, k) and not anonymous:
            continue
        away = 0 if start <= k < end else min(abs(k - clause.before), abs(k - end))
        other = _another_report(clause, min(k, start), max(k, end))
        if anonymous or away == 0 or (away <= 2 * NEAR and not other):
            found.append((away, Span(*match.span())))
    return min(found)[1] if found else None


def _another_report(clause: Clause, low: int, high: int) -> bool:
    """Whether another verb that reports stands between: "while" it privately feared."""
    between = [k for k in range(low, high) if not _in(clause.cue, k) and not _in(clause.source, k)]
    return any(
        clause.word(k) in VERBS and clause.finite(k) and not clause.content[k] and not clause.helper(k) for k in between
    ) or any(clause.word(k) in ("while", "but", "though", ";") for k in between)
