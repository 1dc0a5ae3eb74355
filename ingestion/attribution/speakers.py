"""Who a source is: text and attributions in, the same attributions with their speakers out.

Reads an article once for phrases that name people and bodies (by capitals, and nouns of roles and kinds), joins those
that share a name, then walks through them: a pronoun takes the phrase before it that fits it best, a short form ("the
agency") the latest that answers to its noun. What isn't sure enough has no speaker. Left out: pronouns that point
forward, clauses as antecedents, who holds an office where the text doesn't say, and genders told by first names.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from ingestion.articles import Span
from ingestion.attribution import Attribution, Speaker, Voice
from ingestion.attribution import words as w
from ingestion.attribution.phrases import (
    BODIES,
    DETS,
    FIRMS,
    GROUPS,
    LOOSE,
    PLACES,
    POINTERS,
    VAGUE,
    Phrase,
    Text,
    Who,
    read_phrase,
    scan_phrases,
    unknown_phrase,
)

LOOK_BACK = 60  # phrases before a pronoun or short form that are weighed at most: keeps time linear
NEAR = 2  # sentences before its own in which a pronoun looks for whom it means
SURE = 0.5  # what is less sure than this has no speaker


def resolve(text: str, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The same attributions in the same order, each with its speaker, or None where that isn't sure enough."""
    walk = _Walk(Text(text), attributions)
    return tuple(replace(a, speaker=walk.speaker(a.source)) for a in attributions)


def name_of(text: str, mention: Span) -> str:
    """The name to show and to group by: "Joe Biden" for "Joe Biden, who …", "Emmanuel Macron" for "its head, …"."""
    return _name_in(mention.of(text))


@lru_cache(maxsize=20_000)  # the same few hundred mentions are asked for with every answer
def _name_in(mention: str) -> str:
    read = Text(mention)
    phrase = read_phrase(read, 0, len(read.low), trust=True) if read.low else None
    if phrase is None or phrase.pronoun:
        return " ".join(read.text.split())
    start = phrase.start
    definite = read.low[start] in DETS and not read.acronym(start)
    if definite and phrase.name and start + 1 < phrase.end:
        start += 1
    name = " ".join(read.span(start, phrase.end).of(read.text).split())
    return name[0].lower() + name[1:] if definite and start == phrase.start else name


# ---------------------------------------------------------------- names


def _name(phrases: Sequence[Phrase]) -> None:
    """Give the phrases that share a name one Who, whose mention is the earliest of the fullest."""
    fuller = _fuller({p.name: p.alias for p in phrases if p.name and not p.pronoun})
    known: dict[tuple[str, ...], Who] = {}
    for p in phrases:
        if not p.name:
            continue
        name, rank = fuller[p.name], (len(p.name), min(3, p.described))
        who = known.setdefault(name, Who(p.span, rank, name, None, p.plural))
        if rank > who.rank:
            who.mention, who.rank = p.span, rank
        who.person = p.person if who.person is None or p.person else who.person
        who.gender = who.gender or p.gender
        who.nouns.update(p.nouns)
        who.marks.update(p.name)
        p.who = who


def _fuller(names: dict[tuple[str, ...], str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Each name's fullest form, itself where two different ones would do: Biden for Joe and for Jill Biden."""
    index: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name, alias in names.items():
        initials = "".join(word[0] for word in name if word not in ("of", "and", "for"))
        for key in {f"<{name[0]}", f">{name[-1]}", f"={alias}", f"={initials}"}:
            if len(index[key]) < LOOK_BACK and len(name) > 1:
                index[key].append(name)
    found = {}
    for name in names:
        ends = [n for n in index[f">{name[-1]}"] if _shortens(n, name)]
        starts = [n for n in index[f"<{name[0]}"] if n[: len(name)] == name and set(n[len(name) :]) <= FIRMS | BODIES]
        same = index[f"={name[0]}"] if len(name) == 1 else []
        options = [*ends, *(starts if name[0] not in PLACES else []), *same]
        best = max(options, key=len, default=name)
        found[name] = best if all(n == best or n == best[-len(n) :] or n == best[: len(n)] for n in options) else name
    return found


def _shortens(full: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether `name` is the end of `full`, as a surname is."""
    place = len(name) == 1 and name[0] in PLACES | BODIES
    return full[-len(name) :] == name and not place and not {"of", "for", "and"} & set(full)


# ---------------------------------------------------------------- who is meant


class _Walk:
    """One pass through the phrases of an article, each settled with what stands before it."""

    def __init__(self, read: Text, attributions: Sequence[Attribution]) -> None:
        self.read, self.attributions = read, attributions
        self.sources: dict[Span, Phrase] = {}
        for a in attributions:
            if a.source and (phrase := self.sources.get(a.source) or self._source(a.source)):
                self.sources[a.source] = phrase
                phrase.said.append(a)
        first: dict[int, Phrase] = {}
        for phrase in self.sources.values():
            first.setdefault(bisect_left(read.starts, phrase.span.start), phrase)
        scanned = list(scan_phrases(read, first))
        seen = {id(p) for p in scanned}
        extra = [p for p in self.sources.values() if id(p) not in seen]
        self.phrases = sorted([*scanned, *extra], key=lambda p: p.start)
        self._weigh()
        self.phrases.sort(key=lambda p: p.start)
        self.starts = [p.start for p in self.phrases]
        self.answers: dict[str, list[Phrase]] = defaultdict(list)  # by noun
        self.own: dict[str, Who] = {}
        _name(self.phrases)
        whos = {id(p.who): p.who for p in self.phrases if p.who}
        self.named: dict[str, list[Who]] = defaultdict(list)
        for who in whos.values():
            for noun in who.nouns:
                self.named[noun].append(who)
        for phrase in self.phrases:
            self._settle(phrase)

    def speaker(self, source: Span | None) -> Speaker | None:
        phrase = self.sources.get(source) if source else None
        if phrase is None or phrase.who is None or phrase.sure < SURE:
            return None
        return Speaker(phrase.who.mention, round(phrase.sure, 2))

    def _source(self, span: Span) -> Phrase | None:
        start, end = bisect_left(self.read.starts, span.start), bisect_left(self.read.starts, span.end)
        if start >= end or span.end > len(self.read.text):
            return None
        if end - start == 1 and self.read.low[start] in POINTERS and not (start and self.read.acronym(start)):
            return Phrase(span, start, end, end, pronoun=POINTERS[self.read.low[start]])
        phrase = read_phrase(self.read, start, end, trust=True) or unknown_phrase(self.read, start, end)
        phrase.span = span
        return phrase

    def _weigh(self) -> None:
        """Set how likely each phrase is meant later: subjects and sources most, what is quoted least."""
        read, seen, before = self.read, set[int](), None
        content = read.inside([s for a in self.attributions if a.level == 0 for s in a.content])
        for p in list(self.phrases):
            sentence, previous = read.sentence[p.start], read.word(p.start - 1)
            low = previous in w.PREPOSITIONS or read.word(p.after) == "'s"
            first = sentence not in seen and not low
            seen |= {sentence} if first else set()
            p.weight = 2.0 * (first or bool(p.said)) + 1.5 * bool(p.said) - 1.5 * low
            p.weight -= 2.0 * bool(read.quoted[p.start]) + 1.0 * bool(content[p.start] and not p.said)
            if previous == "and" and before and before.after == p.start - 1:
                p.weight = before.weight
                both = Phrase(Span(before.span.start, max(before.span.end, p.span.end)), before.start, p.end, p.after)
                both.plural, both.weight = True, before.weight + 1.5 * (before.plural or p.plural)
                self.phrases.append(both)
            before = p

    def _settle(self, phrase: Phrase) -> None:
        if phrase.settled:
            return
        phrase.settled = True  # before anything else: parents may go round in circles
        if phrase.pronoun:
            phrase.who, phrase.sure = self._antecedent(phrase)
        elif phrase.who:
            phrase.sure = 1.0 if phrase.name == phrase.who.name else 0.95
        elif phrase.short:
            phrase.who, phrase.sure = self._answering(phrase)
        if phrase.who is None and not phrase.pronoun:
            phrase.who = self._itself(phrase)
        if phrase.who and not phrase.pronoun:
            first, last = (bisect_left(self.read.starts, at) for at in (phrase.span.start, phrase.span.end))
            phrase.who.marks.update(self.read.low[first : min(last, first + LOOK_BACK)])
        for noun in phrase.who.nouns if phrase.who else ():
            self.answers[noun].append(phrase)

    def _itself(self, phrase: Phrase) -> Who | None:
        """A phrase that nothing before it explains: what it says is all that is known."""
        low = self.read.low[phrase.start : phrase.end]
        if set(low) <= GROUPS | DETS:
            return None
        who = Who(phrase.span, (0, phrase.described), (), phrase.person, phrase.plural, phrase.gender)
        who.nouns.update(phrase.nouns)
        return self.own.setdefault(" ".join(low[1:]), who) if phrase.short else who

    def _answering(self, phrase: Phrase) -> tuple[Who | None, float]:
        """The latest before a short form that answers to its noun and bears its modifiers."""
        noun = phrase.nouns[0]
        modifiers = {m for m in self.read.low[phrase.start + 1 : phrase.end - 1] if m not in VAGUE}
        found: list[Phrase] = []
        for other in islice(reversed(self.answers[noun]), LOOK_BACK):
            who = other.who
            if who and other.start < phrase.start and who.plural == phrase.plural and modifiers <= who.marks:
                found.append(other)
        near = [p for p in found if self._distance(p, phrase) <= NEAR]
        if not near and not modifiers and noun in LOOSE and not phrase.plural:
            loose = [p for p in self._before(phrase) if p.who and p.weight >= 2 and p.who.name and not p.who.nouns]
            loose = [p for p in loose if p.who and p.who.person is not True and len(p.who.name) == 1]
            if loose:
                return loose[-1].who, 0.6
        bodies = [who for who in self.named[noun] if who.person is False and modifiers <= who.marks]
        if not found and len(bodies) == 1 and not phrase.plural:
            return bodies[0], 0.7  # named only later
        if not found or not (found[0].who and (found[0].who.name or found[0].who.rank[1] > len(modifiers))):
            return None, 1.0
        rivals = len({id(p.who) for p in found}) - 1
        return found[0].who, min(found[0].sure, 0.9 if not rivals else 0.75 if near else 0.6)

    def _antecedent(self, phrase: Phrase) -> tuple[Who | None, float]:
        """Whom a pronoun means and how surely; None where two would do."""
        form = phrase.pronoun
        told = self._parent(phrase)
        quoted = bool(self.read.quoted[phrase.start]) or any(
            self.attributions[a.parent].voice is Voice.DIRECT for a in phrase.said if a.parent is not None and told
        )
        if form in ("i", "we"):
            return (told.who, 0.9 if form == "i" else 0.8) if told and quoted else (None, 0.0)
        if form == "who":
            just = [p for p in self._before(phrase) if p.after in (phrase.start, phrase.start - 1)]
            return (just[-1].who, 0.9) if just else (None, 0.0)
        if form not in ("he", "she", "it", "they"):
            return None, 0.0
        cues = [a.cue.of(self.read.text).lower() for a in phrase.said if a.cue]
        answers = any(cue.startswith(("answer", "repl", "respon")) for cue in cues)  # X asked Y. He answered: Y
        scores: dict[int, float] = {}
        best: dict[int, Phrase] = {}
        for p in self._before(phrase):
            if p.who is None or not _fits(p.who, form) or (quoted and told and p.who is told.who):
                continue
            if any(content.contains(p.span) for a in phrase.said for content in a.content):
                continue  # "Putin was right, he said": somebody else
            score = self._nearness(p, phrase) + p.weight - _doubt(p.who, form)
            score += (
                1.5 * (p.who.gender == form) + 6.0 * self._together(p, phrase, told) - 4.0 * (answers and bool(p.said))
            )
            if score > scores.get(id(p.who), -9.0):
                scores[id(p.who)], best[id(p.who)] = score, p
        if told and told.who and told.start < phrase.start and not quoted and _fits(told.who, form):
            between = any(told.start < p.start and p.who is not told.who for p in best.values())
            return self._learn(told.who, form, min(told.sure, 0.6 if between else 0.9))
        order = sorted(scores, key=lambda who: -scores[who])
        if not order:
            return None, 0.0
        first = best[order[0]]
        if len(order) == 1:
            sure = (0.9, 0.9, 0.8)[self._distance(first, phrase)]
        else:
            margin = scores[order[0]] - scores[order[1]]
            sure = 0.75 if margin >= 3 else 0.7 if margin >= 2 else 0.55 if margin >= 1 else 0.0
        nearer = any(p.start > first.start and self._distance(p, phrase) == 0 for p in best.values())
        if form == "they" and nearer and self._distance(first, phrase) == 0:
            return None, 0.0  # depositors …, after officials had begun a rescue that they …
        return self._learn(first.who, form, min(first.sure, sure))

    def _learn(self, who: Who | None, form: str, sure: float) -> tuple[Who | None, float]:
        """What a sure pronoun tells about whom it means."""
        if who and sure >= 0.8 and form in ("he", "she", "it"):
            who.person = form != "it" if who.person is None else who.person
            who.gender = who.gender or (form if who.person else "")
        return (who, sure) if sure >= SURE else (None, 0.0)

    def _parent(self, phrase: Phrase) -> Phrase | None:
        """The source of the attribution whose content holds this source."""
        for a in phrase.said:
            if a.parent is not None and 0 <= a.parent < len(self.attributions):
                source = self.attributions[a.parent].source
                parent = self.sources.get(source) if source else None
                if parent and parent is not phrase:
                    self._settle(parent)
                    return parent
        return None

    def _before(self, phrase: Phrase) -> list[Phrase]:
        """The phrases close enough before `phrase`, in order."""
        end = bisect_left(self.starts, phrase.start)
        near = self.phrases[max(0, end - LOOK_BACK) : end]
        return [p for p in near if self._distance(p, phrase) <= NEAR]

    def _nearness(self, one: Phrase, other: Phrase) -> float:
        """How much `one` is favoured by its place; less where `other` doesn't open its own paragraph."""
        between = self.read.text[self.read.starts[one.start] : self.read.starts[other.start]]
        line = between.rfind("\n")
        opens = self.read.sentence[other.start] == self.read.sentence[self._at(other, line - len(between))]
        same = 3.2 + 2.0 * (one.weight >= 2)  # the subject of its own sentence is what a pronoun means first
        return (same, 3.0, 0.5)[self._distance(one, other)] - (0.0 if line < 0 else 0.5 if opens else 2.5)

    def _at(self, phrase: Phrase, offset: int) -> int:
        """The word that many characters from `phrase`."""
        return min(bisect_left(self.read.starts, self.read.starts[phrase.start] + offset), phrase.start)

    def _together(self, one: Phrase, other: Phrase, told: Phrase | None) -> bool:
        """Whether `one` leads the content that holds them both: Y in X said that Y … and that it."""
        contents = [c for a in told.said for c in a.content] if told else []
        led = self.read.word(one.start - 1) not in w.PREPOSITIONS and one.who is not (told and told.who)
        return led and any(c.contains(one.span) and c.contains(other.span) for c in contents)

    def _distance(self, one: Phrase, other: Phrase) -> int:
        return self.read.sentence[other.start] - self.read.sentence[one.start]


def _fits(who: Who, form: str) -> bool:
    """Whether `form` can stand for `who`."""
    if form == "they" or who.plural:
        return form == "they" and who.plural
    return who.person is not True if form == "it" else who.person is not False and who.gender in ("", form)


def _doubt(who: Who, form: str) -> float:
    """How much less likely a pronoun means somebody of whom it isn't clear what they are."""
    if who.person is not None or who.plural:
        return 0.0
    return 1.0 if (len(who.name) > 1) != (form == "it") else 1.5
