"""News text -> pairs of evidence and claim with what is right: what the model of
`assistant/entailment.py` learns from.

A claim is a sentence of an article, worded anew by rules that keep what it says (clauses dropped, names shortened,
numbers and reported speech put differently, near synonyms, two sentences joined) and, for the wrong ones, corrupted in
one thing: a number, date or name swapped, a negation added or dropped, a hedge dropped, an opposite put for a word, the
speaker swapped, dropped or invented, the stance turned. Evidence is the sentence with its neighbours, or others of the
article alone. Who says what is what `ingestion.attribution` reads. Left out: paraphrase beyond these rules; it comes
from the tuning halves of the benchmarks (`entailment_training.py`).
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answers import Outcome
from assistant.entailment import OUTCOMES, named_inline
from assistant.questions import terms
from ingestion.articles import Span
from ingestion.attribution import Attribution, Polarity, Stance, Voice
from ingestion.passages import sentences

SUPPORTED = OUTCOMES.index(Outcome.SUPPORTED)
OVERSTATED = OUTCOMES.index(Outcome.OVERSTATED)
MISATTRIBUTED = OUTCOMES.index(Outcome.MISATTRIBUTED)
CONTRADICTED = OUTCOMES.index(Outcome.CONTRADICTED)
NOT_FOUND = OUTCOMES.index(Outcome.NOT_FOUND)
UNSUPPORTED = -1  # it isn't supported, and nothing says in which way

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_UNITS = "two three four five six seven eight nine ten eleven twelve".split()
_NUMBER = re.compile(rf"(?<![\w.,-])(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{'|'.join(_UNITS)})(?![\w-]|[.,]\d)", re.I)
_DATE = re.compile(rf"\b(?:{'|'.join(_MONTHS[:4] + _MONTHS[5:])}|{'|'.join(_DAYS)}|(?:19|20)\d\d)\b")
_NAME = re.compile(r"(?<=[\w,;—-] )(?:[A-Z][\w’'-]+)(?: (?:(?:of|de|van|al|bin) )?[A-Z][\w’'-]+)*")
_TITLED = re.compile(
    r"\b(?:President|Senator|Sen\.|Rep\.|Gov\.|Governor|Secretary|Minister|Mr\.|Mrs\.|Ms\.|Dr\.|Judge) "
    r"(?=[A-Z])"
)
_AUX = re.compile(
    r"\b(is|are|was|were|will|would|can|could|should|has|have|had|did|does|do)\b(?! not|n['’]t| have| n[eo])", re.I
)
_NOT = re.compile(r"\b(is|are|was|were|will|would|can|could|should|has|have|had|did|does|do)(?: not|n['’]t)\b ?", re.I)
_SHORT = {"did not": "didn't", "does not": "doesn't", "is not": "isn't", "was not": "wasn't", "will not": "won't"}
_HEDGES = re.compile(
    r"\b(?:allegedly|reportedly|possibly|probably|likely|perhaps|apparently|potentially|about|nearly|almost|around|"
    r"approximately|suspected|alleged|possible|potential) ",
    re.I,
)
_MAY = re.compile(r"\b(?:may|might|could)\b")
_SOME = {"some": "all", "several": "all", "many": "all", "most": "all", "often": "always", "sometimes": "always"}
_SOME |= {"partly": "entirely", "few": "no", "hopes to": "will", "plans to": "will", "wants to": "will"}
_APART = re.compile(r",\s(?:which|who|whose|a|an|the|according|including|after|while|where)\s[^,.;“”\"]{8,70},\s")
_LEADING = re.compile(r"^(?:[A-Z][^,.;“”\"]{2,45}),\s(?=[\w“\"])")
_ASIDE = re.compile(r"\s\([^()]{2,60}\)")
_ALIKE = """
big/large begin/start began/started begins/starts buy/purchase bought/purchased help/assist helped/assisted
show/demonstrate shows/demonstrates showed/demonstrated about/approximately nearly/almost
end/finish ended/finished people/persons kill/slay also/too yearly/annually each/every needs/requires need/require
happened/occurred happen/occur gave/provided give/provide gives/provides get/obtain got/obtained make/produce
wants/seeks want/seek wanted/sought because/since although/though however/but quickly/rapidly money/funds job/position
attempt/try attempts/tries attempted/tried ask/request asked/requested chance/opportunity children/kids chose/selected
city/town close/shut keep/retain kept/retained killed/slain law/statute leave/depart
meeting/gathering often/frequently part/portion plan/scheme plans/schemes poor/impoverished rich/wealthy
problem/issue problems/issues received/got rule/regulation rules/regulations said/stated sent/dispatched
speech/address stopped/halted stop/halt sure/certain talks/discussions told/informed used/employed use/employ
whole/entire worker/employee workers/employees worried/concerned yet/still attorney/lawyer attorneys/lawyers
doctor/physician doctors/physicians
car/vehicle cars/vehicles fast/quick main/chief new/fresh old/former important/significant hard/difficult
revealed/disclosed reveal/disclose decided/resolved increase/rise increased/rose decrease/fall
decreased/fell election/vote voters/electors support/back supported/backed supports/backs oppose/resist
opposed/resisted opposes/resists firm/company firms/companies report/account reports/accounts allow/permit
allowed/permitted allows/permits build/construct built/constructed hurt/injured injured/wounded accord/agreement
expected/anticipated expects/anticipates believe/think believes/thinks believed/thought
""".split()
_ALIKE += ["per cent/percent", "America/the United States", "announced/made public", "more than/over"]
_OPPOSED = """
increase/decrease increased/decreased rose/fell rise/fall rising/falling more/fewer higher/lower high/low up/down
won/lost win/lose winning/losing before/after support/oppose supported/opposed supports/opposes supporting/opposing
accept/reject accepted/rejected approved/rejected approve/reject allow/forbid allowed/banned begin/end began/ended
first/last early/late earlier/later best/worst better/worse strong/weak open/closed opened/closed guilty/innocent
success/failure succeeded/failed agree/disagree agreed/disagreed legal/illegal public/private major/minor safe/unsafe
likely/unlikely true/false largest/smallest most/least majority/minority inside/outside for/against with/without
arrived/left buy/sell bought/sold hired/fired praised/criticised praise/criticise joined/left always/never
older/younger north/south east/west northern/southern eastern/western former/current improve/worsen improved/worsened
""".split()
_FIRM = {
    "claimed": "proved",
    "alleged": "established",
    "believes": "knows",
    "thinks": "knows",
    "suggested": "confirmed",
}

_TELLING: dict[Stance, tuple[str, ...]] = {
    Stance.ASSERTS: (
        "{S} said {c}",
        "{S} said that {c}",
        "{S} stated that {c}",
        "{C}, {s} said",
        "{C}, according to {s}",
        "According to {s}, {c}",
    ),
    Stance.CLAIMS: ("{S} claimed that {c}", "{S} claimed {c}", "{S} alleged that {c}", "{C}, {s} claimed"),
    Stance.DENIES: ("{S} denied that {c}", "{S} rejected the claim that {c}", "{S} said it was not true that {c}"),
    Stance.WARNS: ("{S} warned that {c}", "{S} cautioned that {c}", "{C}, {s} warned"),
    Stance.BELIEVES: ("{S} believes that {c}", "{S} thinks that {c}", "{C}, {s} believes"),
    Stance.CONCEDES: ("{S} acknowledged that {c}", "{S} admitted that {c}", "{S} conceded that {c}"),
}
_STRONGER = ("{S} proved that {c}", "{S} confirmed that {c}", "{S} showed that {c}")


@dataclass(frozen=True, slots=True)
class Pair:
    """Evidence, a claim, and the place in OUTCOMES of what is right, or UNSUPPORTED."""

    evidence: str
    claim: str
    label: int


@dataclass(frozen=True, slots=True)
class Told:
    """A clause that somebody is reported to say in one sentence."""

    source: str
    content: str
    stance: Stance


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the model reads it, with pronouns named, and who says what in it."""

    text: str
    shown: str
    told: tuple[Told, ...]


def read(text: str, attributions: Sequence[Attribution]) -> list[Sentence]:
    """The sentences of an article that are long enough to claim something, and short enough to be read."""
    return [
        Sentence(span.of(text), named_inline(text, span, attributions), tuple(_told(text, span, attributions)))
        for span in sentences(text)
        if 5 <= len(span.of(text).split()) <= 60 and "\n" not in span.of(text)
    ]


def _told(text: str, sentence: Span, attributions: Sequence[Attribution]) -> Iterator[Told]:
    for a in attributions:
        if (
            a.level == 0
            and a.source
            and a.cue
            and a.stance in _TELLING
            and a.polarity is Polarity.POSITIVE
            and a.actual
            and a.voice is Voice.INDIRECT
            and len(a.content) == 1
            and sentence.contains(a.content[0])
            and sentence.contains(a.cue)
        ):
            content = re.sub(r"^that ", "", a.content[0].of(text)).strip(" ,.")
            between = text[a.cue.end : a.content[0].start].strip(" ,") if a.cue.end <= a.content[0].start else ""
            source = a.speaker.mention.of(text) if a.speaker and a.speaker.confidence >= 0.8 else a.source.of(text)
            clause = between in ("", "that") and re.match(
                r"(?:[A-Z]|the |a |an |it |he |she |they |there |we |his |her )", content
            )
            named = len(source) < 60 and not re.fullmatch(r"(?:he|she|it|they|who|we|i|that|which)", source, re.I)
            if clause and named and 4 <= len(content.split()) <= 40 and not re.search(r"[“”\"\n]", content):
                yield Told(source.strip(" ,"), content, a.stance)


class Generator:
    """The pairs of one article after another, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311 (training data, no secret)
        self.alike = _table(_ALIKE)
        self.opposed = _table(_OPPOSED)

    def pairs(self, article: Sequence[Sentence], count: int) -> Iterator[Pair]:
        """About `count` pairs, of as many sentences."""
        if len(article) < 6:
            return
        names = sorted({m.group() for s in article for m in _NAME.finditer(s.text) if len(m.group()) > 3})
        sources = sorted({t.source for s in article for t in s.told})
        places = [n for n, s in enumerate(article)]
        told = [n for n, s in enumerate(article) if s.told]
        for _ in range(count):
            place = self.draw.choice(told if told and self.draw.random() < 0.45 else places)
            yield from self._of(article, place, names, sources)

    def corrupted(self, claim: str, text: str) -> tuple[str, int] | None:
        """The claim with one thing wrong, taken from `text` where it can be, and in which way; None where it can't."""
        names = sorted({m.group() for m in _NAME.finditer(text) if len(m.group()) > 3})
        return self._corrupted(claim, read(text, ()), names)

    def _of(self, article: Sequence[Sentence], place: int, names: list[str], sources: list[str]) -> Iterator[Pair]:
        sentence = article[place]
        evidence = self._evidence(article, place)
        if sentence.told and self.draw.random() < 0.75:
            told = self.draw.choice(sentence.told)
            claim, label = self._retold(told, sources)
        else:
            claim, label = sentence.text, SUPPORTED
            roll = self.draw.random()
            if roll < 0.12 and place + 1 < len(article) and not re.search(r"[“”\"]", claim + article[place + 1].text):
                claim = f"{claim.rstrip('.')}, and {_lower(article[place + 1].text)}"
                evidence = self._evidence(article, place, always=(place, place + 1))
            elif roll < 0.18 and sources and not sentence.told:
                claim, label = f"{self.draw.choice(sources)} said that {_lower(claim)}", MISATTRIBUTED
        claim = self.reworded(claim)
        if label == SUPPORTED and self.draw.random() < 0.5:
            found = self._corrupted(claim, article, names)
            if found is not None:
                yield Pair(evidence, *found)
                if self.draw.random() < 0.5:
                    yield Pair(evidence, claim, SUPPORTED)
                return
        if label == SUPPORTED and self.draw.random() < 0.16:
            yield Pair(self._evidence(article, place, without=True), claim, NOT_FOUND)
            return
        yield Pair(evidence, claim, label)

    def _evidence(
        self, article: Sequence[Sentence], place: int, *, without: bool = False, always: tuple[int, ...] = ()
    ) -> str:
        """The sentence and some others, in the article's order; without it, those that share most words with it."""
        own = terms(article[place].text)
        likest = sorted(
            (n for n in range(len(article)) if n != place), key=lambda n: -len(own & terms(article[n].text))
        )[:4]
        chosen = set(likest[: self.draw.choice((0, 1, 1, 2, 3))]) | set(always)
        if self.draw.random() < 0.5:
            chosen |= {n for n in (place - 1, place + 1) if 0 <= n < len(article) and self.draw.random() < 0.6}
        chosen = chosen - {place} if without else chosen | {place}
        if without and not chosen:
            chosen = set(likest[:2])
        return " ".join(article[n].shown for n in sorted(chosen))

    def _retold(self, told: Told, sources: list[str]) -> tuple[str, int]:
        """What somebody says, told by another sentence; rightly in half of the cases."""
        roll = self.draw.random()
        others = [s for s in sources if not terms(s) & terms(told.source)]
        if roll < 0.45:
            return self._tell(told.source, told.content, told.stance), SUPPORTED
        if roll < 0.62 and others:
            return self._tell(self.draw.choice(others), told.content, told.stance), MISATTRIBUTED
        if roll < 0.82:
            fact = told.content[0].upper() + told.content[1:] + "."
            return fact, CONTRADICTED if told.stance is Stance.DENIES else OVERSTATED
        if told.stance is Stance.DENIES:
            return self._tell(told.source, told.content, Stance.ASSERTS), CONTRADICTED
        if roll < 0.94 or told.stance not in (Stance.CLAIMS, Stance.BELIEVES, Stance.ASSERTS):
            return self._tell(told.source, told.content, Stance.DENIES), CONTRADICTED
        if told.stance is Stance.ASSERTS:
            return self._tell(told.source, told.content, Stance.ASSERTS), SUPPORTED
        return _fill(self.draw.choice(_STRONGER), told.source, told.content), OVERSTATED

    def _tell(self, source: str, content: str, stance: Stance) -> str:
        return _fill(self.draw.choice(_TELLING[stance]), source, content)

    def reworded(self, claim: str) -> str:
        """Another wording of the same, or of less."""
        for change, chance in (
            (self._without_asides, 0.3),
            (self._synonyms, 0.55),
            (self._short_names, 0.35),
            (self._numbers, 0.4),
            (self._contracted, 0.4),
        ):
            if self.draw.random() < chance:
                claim = change(claim)
        return claim

    def _without_asides(self, claim: str) -> str:
        pattern = self.draw.choice((_APART, _LEADING, _ASIDE))
        shorter = pattern.sub(" " if pattern is _APART else "", claim, count=1)
        return shorter[:1].upper() + shorter[1:] if len(shorter.split()) >= 5 else claim

    def _synonyms(self, claim: str) -> str:
        words = [w for w in self.alike if re.search(rf"\b{re.escape(w)}\b", claim)]
        for word in self.draw.sample(words, min(len(words), self.draw.randint(1, 3))):
            claim = re.sub(rf"\b{re.escape(word)}\b", self.draw.choice(self.alike[word]), claim, count=1)
        return claim

    def _short_names(self, claim: str) -> str:
        claim = _TITLED.sub("", claim) if self.draw.random() < 0.5 else claim
        names = list(re.finditer(r"\b[A-Z][a-z]+ (?:[A-Z]\. )?([A-Z][a-z]{2,})\b(?! [A-Z])", claim))
        if names and self.draw.random() < 0.6:
            name = self.draw.choice(names)
            claim = claim[: name.start()] + name[1] + claim[name.end() :]
        return claim

    def _numbers(self, claim: str) -> str:
        claim = re.sub(r"(\d) ?(?:%|percent|per cent)", rf"\1{self.draw.choice(('%', ' percent', ' per cent'))}", claim)
        claim = re.sub(
            r"\$([\d.,]+) (million|billion)", r"\1 \2 dollars" if self.draw.random() < 0.5 else r"$\1 \2", claim
        )
        if self.draw.random() < 0.5:
            claim = re.sub(r"\b([2-9]|1[0-2])\b(?![.,:]\d|%)", lambda m: _UNITS[int(m[1]) - 2], claim, count=1)
            return re.sub(r"\b(\d{1,3}),000\b", r"\1 thousand", claim)
        return re.sub(r"\b(\d{1,3}),(\d{3})\b", r"\1\2", claim)

    def _contracted(self, claim: str) -> str:
        for long, short in _SHORT.items():
            claim = claim.replace(long, short) if self.draw.random() < 0.5 else claim.replace(short, long)
        return claim

    def _corrupted(self, claim: str, article: Sequence[Sentence], names: list[str]) -> tuple[str, int] | None:
        """The claim with one thing wrong, and in which way; None where nothing offers itself."""
        ways = [
            (self._other_number, CONTRADICTED),
            (self._other_date, CONTRADICTED),
            (lambda c: self._other_name(c, names), NOT_FOUND),
            (self._negated, CONTRADICTED),
            (self._surer, OVERSTATED),
            (self._opposite, CONTRADICTED),
            (lambda c: self._other_end(c, article), NOT_FOUND),
        ]
        self.draw.shuffle(ways)
        for way, label in ways:
            wrong = way(claim)
            if wrong is not None and wrong != claim:
                return wrong, label
        return None

    def _other_number(self, claim: str) -> str | None:
        found = list(_NUMBER.finditer(claim))
        if not found:
            return None
        old = self.draw.choice(found)
        if old.group().lower() in _UNITS:
            new = self.draw.choice([u for u in _UNITS if u != old.group().lower()])
        else:
            digits = old.group().replace(",", "")
            value = float(digits)
            changed = self.draw.choice((value * 2, value + 1, value * 10, max(1.0, value / 2), value + 10, value * 1.3))
            if 1900 <= value <= 2100:
                changed = value + self.draw.choice((-3, -2, -1, 1, 2))
            new = (
                f"{changed:.1f}"
                if "." in digits
                else f"{round(changed):,}"
                if "," in old.group()
                else f"{round(changed)}"
            )
            if new == old.group():
                return None
        return claim[: old.start()] + new + claim[old.end() :]

    def _other_date(self, claim: str) -> str | None:
        found = list(_DATE.finditer(claim))
        if not found:
            return None
        old = self.draw.choice(found)
        kind = _MONTHS if old.group() in _MONTHS else _DAYS if old.group() in _DAYS else None
        new = (
            self.draw.choice([k for k in kind if k != old.group()])
            if kind
            else str(int(old.group()) + self.draw.choice((-2, -1, 1, 2)))
        )
        return claim[: old.start()] + new + claim[old.end() :]

    def _other_name(self, claim: str, names: list[str]) -> str | None:
        found = [m for m in _NAME.finditer(claim) if m.group() not in _MONTHS + _DAYS and len(m.group()) > 3]
        if not found:
            return None
        old = self.draw.choice(found)
        size = len(old.group().split())
        fitting = [
            n
            for n in names
            if not set(n.split()) & set(old.group().split())
            and n not in claim
            and len(n.split()) == size
            and n not in _MONTHS + _DAYS
        ]
        return claim[: old.start()] + self.draw.choice(fitting) + claim[old.end() :] if fitting else None

    def _negated(self, claim: str) -> str | None:
        if _NOT.search(claim) and self.draw.random() < 0.8:
            return _NOT.sub(r"\1 ", claim, count=1)
        found = list(_AUX.finditer(claim))
        if not found:
            return None
        verb = self.draw.choice(found)
        return claim[: verb.end()] + " not" + claim[verb.end() :]

    def _surer(self, claim: str) -> str | None:
        ways = []
        if _MAY.search(claim):
            ways.append(lambda: _MAY.sub("will", claim, count=1))
        if _HEDGES.search(claim):
            ways.append(lambda: _HEDGES.sub("", claim, count=1))
        loose = [w for w in _SOME if re.search(rf"\b{w}\b", claim)]
        if loose:
            word = self.draw.choice(loose)
            ways.append(lambda: re.sub(rf"\b{word}\b", _SOME[word], claim, count=1))
        firm = [w for w in _FIRM if re.search(rf"\b{w}\b", claim)]
        if firm:
            ways.append(lambda: re.sub(rf"\b{firm[0]}\b", _FIRM[firm[0]], claim, count=1))
        return self.draw.choice(ways)() if ways else None

    def _opposite(self, claim: str) -> str | None:
        words = [w for w in self.opposed if re.search(rf"\b{w}\b", claim)]
        if not words:
            return None
        word = self.draw.choice(words)
        return re.sub(rf"\b{word}\b", self.draw.choice(self.opposed[word]), claim, count=1)

    def _other_end(self, claim: str, article: Sequence[Sentence]) -> str | None:
        """The claim up to a preposition, then what follows such a one in another sentence."""
        cuts = list(re.finditer(r" (?:in|on|to|for|with|after|by|from|at|that|of) ", claim))
        cuts = [c for c in cuts if len(claim[: c.start()].split()) >= 3 and len(claim[c.end() :].split()) >= 2]
        if not cuts:
            return None
        cut = self.draw.choice(cuts)
        ends = [
            s.text[m.end() :]
            for s in article
            if s.text not in claim
            for m in re.finditer(re.escape(cut.group()), s.text)
            if 2 <= len(s.text[m.end() :].split()) <= 15
        ]
        ends = [e for e in ends if len(terms(e) - terms(claim)) >= 2 and not re.search(r"[“”\"]", e)]
        return claim[: cut.end()] + self.draw.choice(ends) if ends else None


def _fill(template: str, source: str, content: str) -> str:
    s = source[0].lower() + source[1:] if source.startswith(("The ", "A ", "An ")) else source
    S = s[0].upper() + s[1:]  # noqa: N806 (as in the templates)
    filled = template.format(S=S, s=s, c=_lower(content), C=content[0].upper() + content[1:])
    return filled + "."


def _lower(text: str) -> str:
    """A sentence as it reads after "that": its first word small if it is an article or a pronoun."""
    first, _, rest = text.partition(" ")
    small = {"The", "A", "An", "It", "He", "She", "They", "There", "This", "That", "These", "Those", "His", "Her", "In"}
    return f"{first.lower()} {rest}" if first in small else text


def _table(pairs: Sequence[str]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for left, right in (pair.split("/") for pair in pairs):
        table.setdefault(left, []).append(right)
        table.setdefault(right, []).append(left)
    return table
