"""Phrases: the words of an article that name people and bodies, by their capitals and by nouns of roles and kinds.

An article in, its phrases out, with what each answers to. Left out: who the phrases are (speakers.py), and names in
lower case.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from ingestion.articles import Span
from ingestion.attribution import Attribution
from ingestion.attribution import words as w
from ingestion.attribution.cues import VERBS
from ingestion.attribution.quotations import find_quotations
from ingestion.passages import sentences


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_HE = _words("mr mr. sir king prince spokesman chairman congressman businessman father son husband brother man pope")
_SHE = _words(
    "mrs mrs. ms ms. miss dame queen princess spokeswoman chairwoman congresswoman businesswoman mother daughter wife "
    "sister woman duchess actress"
)
_PEOPLE = _HE | _SHE | _words(
    "president minister secretary chair chief head director spokesperson premier chancellor governor senator speaker "
    "mayor ambassador envoy representative commissioner general colonel captain admiral commander officer adviser aide "
    "advisor official lawmaker deputy politician leader judge justice prosecutor lawyer attorney professor dr. doctor "
    "scientist researcher expert analyst economist historian astronomer engineer author writer journalist reporter "
    "correspondent editor critic activist campaigner witness resident founder executive banker investor trader person "
    "diplomat secretary-general administrator inspector investigator supervisor counterpart candidate negotiator "
    "rapporteur teacher student farmer worker archbishop bishop lobbyist supporter opponent democrat republican "
    "senators pilot physician player co-founder vice-president source insider"
)  # fmt: skip
BODIES = _words(
    "agency ministry authority company firm group bank court union government administration department office council "
    "commission committee board parliament senate congress club association organisation organization institute "
    "institution university party fund alliance bloc newspaper paper journal magazine broadcaster channel network "
    "outlet website embassy army navy regime manufacturer airline insurer corporation federation foundation charity "
    "subsidiary watchdog tribunal assembly cabinet country republic"
)
_THINGS = _words("report study statement review text survey poll article letter communique declaration document order")
_EITHER = _words("manager owner operator agent provider regulator contractor partner rival buyer supplier side team")
_NOUNS = _PEOPLE | BODIES | _THINGS | _EITHER
_PLURALS = _words("people police men women media critics authorities children")
PLACES = _words(
    "washington moscow kyiv kiev london paris berlin brussels beijing tehran jerusalem ankara tokyo delhi warsaw rome "
    "russia ukraine china france germany britain iran israel india japan turkey poland italy spain egypt taiwan panama "
    "canada australia brazil mexico syria iraq pakistan belarus england america europe nato"
)
FIRMS = _words("inc corp co ltd plc ag sa holdings marine motors shipping kaisha airlines financial systems energy")
_PAPERS = _words("post times journal guardian telegraph tribune herald gazette chronicle mirror")
_KNOWN = {  # what a name answers to that doesn't hold the noun
    **dict.fromkeys(
        "ap|associated press|reuters|afp|tass|interfax|dpa|nasa|esa|fdic|iaea|fbi|cia".split("|"), "agency"
    ),
    **dict.fromkeys("bbc|cnn|nbc|cbs|cnbc|sky news".split("|"), "broadcaster network channel"),
    **{"nato": "alliance bloc organisation", "eu": "bloc union", "european union": "bloc", "hsbc": "bank"},
}
_DOERS = {"manages": "manager", "operates": "operator", "owns": "owner", "runs": "operator"}
_ADJECTIVES = _words("official executive independent chief general representative expert republican democrat")
LOOSE = _words("agency company firm group organisation organization club institute newspaper broadcaster")
_OFFICES = _words("state defense defence energy commerce labor education health transportation agriculture")
VAGUE = _words("'s same said very latter new former top current")
_MONTHS = _words("january february march april may june july august september october november december last earlier")
_CLOSED = w.DETERMINERS | w.PREPOSITIONS | w.SUBORDINATORS | w.COORDINATORS | w.AUXILIARIES | w.WEEKDAYS | _MONTHS
_FUNCTION = _CLOSED | w.ADVERBS | w.RELATIVES | (w.SUBJECTS - {"critics"}) | _words("there him me us them asked")
DETS = w.DETERMINERS | w.POSSESSIVES
POINTERS = {  # pronouns, as the form that tells whom they may mean
    **{p: p for p in "he she it they i we who you this these those".split()},
    **{"him": "he", "himself": "he", "her": "she", "herself": "she", "itself": "it", "them": "they", "which": "who"},
    **{"themselves": "they", "me": "i", "myself": "i", "us": "we", "that": "this"},
}
GROUPS = _words("both all none neither either former latter two three four five six others' rest")
_OPENERS = w.POSSESSIVES | _words("the a an this several some many two three four five")
_CLOSERS = frozenset(",.;:)—–?!")
_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen)\.|\w+(?:[-‐&]\w+)*(?:['’](?!s\b)\w+)?|['’]s\b|[^\w\s]"
)
_AGENTS = re.compile(r"\w{3,}(?:ers|ors|ists|ians)")  # bondholders, economists
_NO_AGENTS = _words(
    "numbers matters papers orders powers quarters letters centers borders computers winters waters towers figures "
    "factors errors others rumours doors floors containers barriers carriers motors tankers headquarters brothers"
)
_AGENT = re.compile(r"(?:er|or|ist|ian|ant|man)s?$")
_DEMONYM = re.compile(r"\w+(?:ian|ese|ish|ean)|french|dutch|german|american|greek|israeli|iraqi|saudi|us|uk|eu|u\.s\.")


@dataclass(slots=True, eq=False)
class Who:
    """Somebody or something that an article speaks of; `person` is None where that isn't clear."""

    mention: Span
    rank: tuple[int, int]  # of that mention: words of the name, words that describe
    name: tuple[str, ...]
    person: bool | None
    plural: bool
    gender: str = ""  # "he" or "she" once known
    nouns: set[str] = field(default_factory=set)  # what it answers to
    marks: set[str] = field(default_factory=set)  # all words that it was called by


@dataclass(slots=True, eq=False)
class Phrase:
    """One mention. `start`, `end`, `after` and `inner` count words: those that name it, and where reading goes on."""

    span: Span
    start: int
    end: int
    after: int
    inner: int = 0  # where the names of its complements start
    pronoun: str = ""
    name: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    alias: str = ""
    described: int = 0
    person: bool | None = None
    plural: bool = False
    gender: str = ""
    short: bool = False
    weight: float = 0.0  # how likely a later pronoun means it
    said: list[Attribution] = field(default_factory=list)
    who: Who | None = None
    sure: float = 1.0
    settled: bool = False


# ---------------------------------------------------------------- words


class Text:
    """The words of an article, each with its sentence and whether it is quoted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [Span(*m.span()) for m in _TOKEN.finditer(text)]
        self.starts = [s.start for s in self.spans]
        self.low = [s.of(text).lower().replace("’", "'") for s in self.spans]
        quotations = find_quotations(text, Span(0, len(text)))
        self.quoted = self.inside(quotations)
        # a quotation of several sentences is one step away, not several
        firsts = {bisect_left(self.starts, s.start) for s in sentences(text)}
        opened = {bisect_left(self.starts, q.start) for q in quotations}
        new = [i in firsts and (not self.quoted[i] or i in opened) for i in range(len(self.low))]
        self.sentence = list(accumulate(new))
        self.first = [i == 0 or i in firsts or text[s.start - 1 : s.start] in '“"' for i, s in enumerate(self.spans)]
        self.named = {low for i, low in enumerate(self.low) if self.upper(i) and not self.first[i]} | PLACES

    def inside(self, spans: Sequence[Span]) -> list[int]:
        """For each word, how many of `spans` hold it."""
        steps = Counter[int]()
        for span in spans:
            steps[bisect_left(self.starts, span.start)] += 1
            steps[bisect_left(self.starts, span.end)] -= 1
        return list(accumulate(steps[i] for i in range(len(self.low))))

    def span(self, start: int, end: int) -> Span:
        return Span(self.spans[start].start, self.spans[end - 1].end)

    def word(self, i: int) -> str:
        return self.low[i] if 0 <= i < len(self.low) else ""

    def upper(self, i: int) -> bool:
        return self.text[self.starts[i]].isupper() or self.low[i].startswith(("al-", "el-"))  # al-Sisi

    def acronym(self, i: int) -> bool:
        return len(self.low[i]) > 1 and self.spans[i].of(self.text).isupper()

    def capital(self, i: int, *, trust: bool = False) -> bool:
        """Whether the word at `i` looks like part of a name; `trust` its capital at the start of a sentence."""
        if not 0 <= i < len(self.low) or not self.upper(i):
            return False
        if self.acronym(i):
            return True
        if self.low[i] in _FUNCTION:
            return False
        if trust or not self.first[i] or self.low[i] in self.named or self.noun(i + 1)[0]:
            return True
        return self.capital(i + 1) or (self.word(i + 1) == "and" and self.capital(i + 2))

    def noun(self, i: int) -> tuple[str, bool]:
        """The singular of the noun of a role or kind at `i` and whether it is a plural; "" where there is none."""
        low = self.word(i)
        if low in _NOUNS:
            return low, False
        if low in _PLURALS:
            return low, True
        singulars = (low[:-1], low[:-3] + "y", low[:-2] + "an") if low.endswith(("s", "men")) else ()
        known = next((single for single in singulars if single in _NOUNS), "")
        name = low in _KNOWN or (low and self.upper(i) and (not self.first[i] or low in self.named))
        agents = not name and _AGENTS.fullmatch(low) and low not in _NO_AGENTS and low not in VERBS
        return (known, True) if known else (low, True) if agents else ("", False)

    def verb(self, i: int) -> bool:
        low = self.low[i]
        return low in w.PAST or low.endswith("ed") or (low in VERBS and not self.noun(i + 1)[0])


# ---------------------------------------------------------------- phrases


def read_phrase(read: Text, i: int, end: int, *, trust: bool = False) -> Phrase | None:
    """The phrase at word `i`, no longer than to `end`; `trust` that all of it is one, as sources are."""
    phrase = _core(read, i, end, trust=trust)
    if phrase is None:
        return None
    _complete(read, phrase, end)
    if read.word(phrase.after) == "(" and read.word(phrase.after + 2) == ")" and read.acronym(phrase.after + 1):
        phrase.alias = read.low[phrase.after + 1]
        phrase.after += 3
    if phrase.after < end - 1 and read.word(phrase.after) == ",":
        _appose(read, phrase, end, trust=trust)
    if read.word(phrase.after) in ("that", "which"):
        phrase.nouns += tuple(_DOERS.get(read.word(phrase.after + 1), "").split())
    if phrase.name and phrase.person is not True and {*phrase.nouns} & (_EITHER | {"firm"}) | {*phrase.name} & FIRMS:
        phrase.nouns += ("company",)
    who = phrase.after + (read.word(phrase.after) == ",")
    if phrase.person is None and read.word(who) in ("who", "which"):
        phrase.person = read.word(who) == "who"
    last = end if trust else phrase.after
    phrase.span = read.span(i, max(last, phrase.end))
    if trust and read.word(phrase.after) in ("and", "or") and phrase.after < end - 1:
        phrase.name, phrase.plural, phrase.short, phrase.end = (), True, False, end
    return phrase


def _core(read: Text, i: int, end: int, *, trust: bool = False) -> Phrase | None:
    """[determiner] [modifiers] [noun] [name], the last two or one of them."""
    k = i
    while k < end and read.low[k] in DETS and not read.acronym(k):
        k += 1
    noun = run = last = -1
    head, plural, j = "", False, k
    while j < min(end, k + 12):
        low, (single, many) = read.low[j], read.noun(j)
        if single and (single in _PEOPLE or many or not read.upper(j)):
            noun, run, last, head, plural = j, -1, j, single, many
        elif read.capital(j, trust=trust):
            if run >= 0 and last < j - 1 and not trust:
                break
            run, last = (run if run >= 0 and last == j - 1 else j), j
        elif noun == j - 1 >= 0 and low == "of" and read.word(j + 1) in _OFFICES:
            j = noun = last = j + 1
        elif run >= 0 and last == j - 1 and _links(read, run, j):
            last = j
        elif low == "'s" and j > k and (trust or (k > i and any(read.noun(n)[0] for n in range(j + 1, j + 4)))):
            noun, run, last, head, k = -1, -1, -1, "", j + 1
        elif noun >= 0 or low in _FUNCTION or not low[0].isalnum() or j - max(k, last) > 3:
            break  # three modifiers at most
        if last < j and not trust and read.verb(j):
            break
        j += 1
    # what no word of ours names (NATO | states, sanctions | Biden) is what it says
    open_noun = last + 1 < end and read.low[last + 1].isalnum() and read.low[last + 1] not in _FUNCTION
    open_ended = run >= 0 and open_noun
    if last < 0 or (trust and not head and (open_ended or (k == i and run > i))):
        return unknown_phrase(read, i, end) if trust else None
    if not trust and open_ended and not head and _DEMONYM.fullmatch(read.low[last]):
        return None  # Russian | troops
    if run > k and not head:  # four major NATO
        i = k = run
    if not trust and last == noun and head in _ADJECTIVES and open_noun:
        return None  # the official | verdict
    if k == i and not trust and run < 0 and not plural and not (read.upper(i) and last > i):
        return None  # a bare noun
    name = tuple(low.removeprefix("al-").removeprefix("el-") for low in read.low[run : last + 1]) if run >= 0 else ()
    phrase = Phrase(read.span(i, last + 1), i, last + 1, last + 1, last + 1, name=name, plural=plural)
    phrase.nouns = (head,) if head else ()
    phrase.described = last + 1 - k - len(name)
    phrase.person = (
        True
        if head in _PEOPLE | _PLURALS or (plural and _AGENTS.fullmatch(head))
        else False
        if head in BODIES | _THINGS
        else None
    )
    phrase.gender = "he" if head in _HE else "she" if head in _SHE else ""
    if name and phrase.person is None:
        kinds = BODIES | FIRMS | _PAPERS
        body = read.acronym(last) or read.word(i) == "the" or kinds & set(name) or name[-1] in PLACES
        phrase.person = False if body else None
    if phrase.person is not True:
        phrase.nouns += tuple(n for n in name if n in BODIES) + tuple(_KNOWN.get(" ".join(name), "").split())
        phrase.nouns += ("newspaper", "paper") if name and name[-1] in _PAPERS else ()
    phrase.short = read.word(i) in ("the", "this", "that") and not name and last < noun + 1
    if len(name) == 1 and name[0] in BODIES and not head:
        phrase.name, phrase.short = (), True
    return phrase


def _links(read: Text, run: int, j: int) -> bool:
    """Whether the word at `j` goes on with the name that starts at `run`: Bank | of England."""
    if not read.capital(j + 1) or read.word(j) not in ("of", "and", "for", "&", "de", "van", "bin", "al"):
        return False
    offices = {"department", "ministry", "office", "committee", "board", "agency", "council"}
    if read.word(j) in ("and", "for"):
        whole = read.word(run - 1) == "the" and read.word(j + 2) in BODIES  # the Securities and Markets Authority
        return whole or bool(offices & set(read.low[run:j]))
    return read.word(j) != "of" or bool((BODIES | {"house", "organization"}) & set(read.low[run:j]))


def unknown_phrase(read: Text, i: int, end: int) -> Phrase:
    """A source without any noun that is known: initial investigations, some of them."""
    k = next((k for k in range(i, end) if read.low[k] not in DETS), end - 1)
    last = next((k for k in range(k + 1, end) if read.low[k] in _FUNCTION | {","}), end)
    person = None if _AGENT.search(read.low[last - 1]) else False
    return Phrase(read.span(i, end), i, end, last, i + 1, person=person, plural=read.low[last - 1].endswith("s"))


def _complete(read: Text, phrase: Phrase, end: int) -> None:
    """Take in what belongs to the noun: the chairman | of the authority | for trade."""
    for _ in range(2):
        word, head = read.word(phrase.after), phrase.nouns[0] if phrase.nouns else ""
        after = (
            {"by"} if head in _THINGS else {"to"} if head in ("adviser", "advisor", "envoy", "ambassador") else set()
        )
        if word != "of" and (phrase.name or word not in after | {"for", "at", "from"}):
            return
        inner = _core(read, phrase.after + 1, end) if phrase.after + 1 < end else None
        if inner is None:
            inner = _plain(read, phrase.after + 1, end)
        if inner is None:
            return
        phrase.described += inner.end - phrase.after
        phrase.after, phrase.short = inner.end, False
        phrase.end = phrase.end if phrase.name else inner.end


def _plain(read: Text, i: int, end: int) -> Phrase | None:
    """What follows "of" and names nobody: the ship."""
    k = i + (read.word(i) in DETS)
    j = k
    while j < min(end, k + 3) and read.low[j].isalpha() and read.low[j] not in _FUNCTION and not read.verb(j):
        j += 1
    return Phrase(read.span(i, j), i, j, j) if j > k else None


def _appose(read: Text, phrase: Phrase, end: int, *, trust: bool) -> None:
    """Take in what stands behind the comma where it tells who this is: X, the chairman of Y; its chairman, X."""
    inner = _core(read, phrase.after + 1, end, trust=False)
    if inner is None:
        return
    _complete(read, inner, end)
    if not trust and inner.after < len(read.low) and read.low[inner.after] not in _CLOSERS:
        return
    if phrase.name and inner.nouns and not inner.plural and (not inner.name or read.word(inner.start) in DETS):
        phrase.nouns += inner.nouns
        phrase.described += inner.after - inner.start
        phrase.person = inner.person if phrase.person is None or inner.person else phrase.person
        phrase.gender, phrase.after = phrase.gender or inner.gender, inner.after
    elif phrase.nouns and not phrase.name and not phrase.plural and inner.end - inner.start == len(inner.name):
        phrase.name, phrase.nouns, phrase.short = inner.name, phrase.nouns + inner.nouns, False
        phrase.start, phrase.end, phrase.after, phrase.inner = inner.start, inner.end, inner.after, inner.end
        phrase.person = inner.person if phrase.person is None else phrase.person


def scan_phrases(read: Text, sources: dict[int, Phrase]) -> Iterator[Phrase]:
    """All phrases of the article in order, the sources among them; `sources` by their first word."""
    ends = {sentence: i + 1 for i, sentence in enumerate(read.sentence)}
    i = inner = 0
    while i < len(read.low):
        phrase = sources.get(i)
        if phrase is None and read.low[i] in ("he", "she"):
            phrase = Phrase(read.spans[i], i, i + 1, i + 1, pronoun=read.low[i])
        elif phrase is None and (read.capital(i) or read.low[i] in _OPENERS or read.noun(i)[0]):
            limit = min(ends[read.sentence[i]], i + 40)
            phrase = _core(read, i, limit) if i < inner else read_phrase(read, i, limit)
        if phrase is None or (i < inner and not phrase.name and not phrase.said):
            i += 1
            continue
        yield phrase
        inner = max(inner, phrase.after)  # of complements and appositions only the names are read
        i = max(i + 1, phrase.inner)
