"""Cues: the lexicon of words that report, and how one is read where it stands.

In come the words of a sentence; out comes whether a word reports here, with which auxiliaries, negated or not, and real
or not. The lexicon is written by hand; nothing is learned. Left out on purpose: verbs that mostly tell what somebody did
("visited", "signed"), and readings that need more than a few words around the cue.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from ingestion.articles import Span
from ingestion.attribution import Stance

Range = tuple[int, int]  # half open, places of words in one unit


class Form(StrEnum):
    """What an inflected verb can be."""

    BASE = "base"
    PRESENT = "present"  # third person singular
    PAST = "past"  # past tense or past participle
    ING = "ing"


@dataclass(frozen=True, slots=True)
class Cue:
    """One reading of a verb, noun or adjective: its stance, the particles that must follow it, and what it takes.

    `takes` is letters: c a clause or a quote, t a quote or a clause after "that", n a noun phrase, i "to" and an infinitive,
    a something "as" something, r a recipient before the content; and q if the cue may follow what it reports.
    """

    lemma: str
    stance: Stance
    takes: str
    particles: tuple[str, ...] = ()


# stance, what it takes, lemmas; an underscore joins a verb and its particles
_VERBS = """
believes  a    see view regard perceive
asserts   cnq  say
asserts   cq   state report announce explain conclude testify reiterate note joke quip stress
asserts   tq   add write declare comment remark observe reply respond continue go_on recall blog post answer tweet shout repeat recount
asserts   crq  tell
asserts   tr   inform notify remind brief
asserts   cnq  emphasize emphasise underline underscore point_out disclose
asserts   n    describe express outline reiterate mention discuss echo announce highlight voice point_to quote declare
asserts   n    recall explain repeat stress state speak_about talk_about refer_to comment_on reveal
asserts   t    show indicate signal find demonstrate mean prove hold
asserts   c    make_clear make_it_clear
claims    cq   claim allege argue contend insist assert suggest imply speculate hint
claims    tq   maintain charge boast
claims    c    complain
claims    n    accuse blame claim allege suggest liken assert
claims    a    portray depict characterize characterise describe label brand paint
claims    n    call dub
concedes  cq   acknowledge admit concede confirm reveal
concedes  c    realize realise recognize recognise know learn understand
concedes  n    acknowledge admit concede confirm recognize recognise
denies    n    deny refute reject dismiss dispute rebut repudiate disavow contradict rule_out cast_doubt_on
denies    c    deny
declines  i    decline refuse
declines  n    decline refuse rebuff
warns     crq  warn caution
warns     n    warn_of warn_about warn_against fear warn_that
warns     c    fear worry
warns     i    threaten fear
demands   c    demand urge propose recommend insist request advise
demands   n    demand urge call_for call_on insist_on push_for press_for appeal_for appeal_to advocate propose recommend request
demands   n    put_pressure_on ask_for lean_on pressure
demands   ir   urge ask order instruct beg implore advise tell warn encourage request exhort press
promises  ciq  promise vow pledge swear
promises  tir  assure promise reassure
promises  n    promise pledge guarantee
promises  t    guarantee agree
promises  i    agree commit_to
intends   i    want plan intend hope aim wish prefer decide seek
intends   n    want seek plan
believes  cq   believe think predict estimate
believes  c    feel suspect assume doubt expect anticipate hope forecast reckon guess imagine conclude
believes  n    expect predict consider doubt anticipate deem believe_in
believes  i    expect
believes  t    see
supports  n    support endorse favor favour praise applaud welcome defend hail laud tout back
opposes   n    oppose criticize criticise condemn denounce slam blast decry deplore lament bemoan ridicule mock assail
opposes   n    pour_cold_water_on disagree_with speak_out_against object_to rail_against question protest_against
opposes   c    complain lament object
asks      crq  ask
asks      cq   wonder inquire
"""

_NOUNS = """
claims    claim allegation assertion accusation suggestion contention argument insistence speculation rumor rumour
asserts   statement announcement report declaration remark comment
believes  belief view opinion expectation prediction forecast conviction
warns     warning fear concern threat
demands   demand call
promises  promise pledge vow assurance
denies    denial
concedes  admission acknowledgement acknowledgment
"""

# adjectives after a form of "be", "feel" or "remain"
_ADJECTIVES = """
believes  confident convinced certain sure hopeful optimistic pessimistic skeptical sceptical doubtful
warns     concerned worried afraid fearful
claims    adamant
supports  supportive
opposes   opposed
intends   determined willing eager ready
declines  unwilling reluctant
"""

_IRREGULAR = {
    "say": "said", "tell": "told", "write": "wrote written", "think": "thought", "know": "knew known", "feel": "felt",
    "find": "found", "see": "saw seen", "swear": "swore sworn", "speak": "spoke spoken", "understand": "understood",
    "mean": "meant", "seek": "sought", "show": "showed shown", "hold": "held", "learn": "learned learnt", "go": "went gone",
    "put": "put putting", "cast": "cast", "make": "made", "shoot": "shot", "admit": "admitted admitting",
    "plan": "planned planning", "refer": "referred referring", "rebut": "rebutted rebutting", "dub": "dubbed dubbing",
    "slam": "slammed slamming", "prefer": "preferred preferring", "quip": "quipped quipping", "label": "labelled labelled labeled",
    "beg": "begged begging", "forecast": "forecast", "commit": "committed committing", "signal": "signalled signaled signalling",
    "leave": "left", "lean": "leaned leant", "blog": "blogged blogging", "bet": "bet", "paint": "painted",
}  # fmt: skip


def inflect(lemma: str) -> dict[str, Form]:
    """The forms of one verb: claim, claims, claimed, claiming."""
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
    to_ies = lemma.endswith("y") and lemma[-2] not in "aeiou"
    sibilant = lemma.endswith(("s", "sh", "ch", "x", "z", "o"))
    present = lemma[:-1] + "ies" if to_ies else lemma + ("es" if sibilant else "s")
    irregular = _IRREGULAR.get(lemma, "").split()
    past = [w for w in irregular if not w.endswith("ing")] or [lemma[:-1] + "ied" if to_ies else stem + "ed"]
    ing = [w for w in irregular if w.endswith("ing") and w != lemma] or [stem + "ing"]
    forms = {lemma: Form.BASE, present: Form.PRESENT}
    return forms | dict.fromkeys(past, Form.PAST) | dict.fromkeys(ing, Form.ING)


def _read_verbs() -> dict[str, tuple[Form, tuple[Cue, ...]]]:
    """Each form with its readings, those with most particles first."""
    cues: dict[str, list[Cue]] = {}
    for line in _VERBS.strip().splitlines():
        stance, takes, *lemmas = line.split()
        for lemma in lemmas:
            verb, *particles = lemma.split("_")
            cues.setdefault(verb, []).append(Cue(verb, Stance(stance), takes, tuple(particles)))
    table: dict[str, tuple[Form, tuple[Cue, ...]]] = {}
    for verb, readings in cues.items():
        ordered = tuple(sorted(readings, key=lambda cue: -len(cue.particles)))
        for form, kind in inflect(verb).items():
            table.setdefault(form, (kind, ordered))
    return table


def _read_words(table: str, *, plural: bool) -> dict[str, Cue]:
    cues = {}
    for line in table.strip().splitlines():
        stance, *words = line.split()
        for word in words:
            cues[word] = Cue(word, Stance(stance), "c")
            if plural:
                cues[word + "s"] = cues[word]
    return cues


VERBS = _read_verbs()
NOUNS = _read_words(_NOUNS, plural=True)
ADJECTIVES = _read_words(_ADJECTIVES, plural=False)


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())



# ---------------------------------------------------------------- closed classes


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# forms that are nouns at least as often as verbs: a cue only where the words around show a verb
NOUN_OR_VERB = _words(
    "claim claims report reports state states demand demands request requests order orders plan plans hope hopes fear fears promise "
    "promises pledge pledges vow vows support supports call calls comment comments note notes tweet tweets answer answers estimate "
    "estimates forecast forecasts doubt doubts worry worries guess wish wishes show shows find finds label brand post posts view views "
    "question questions threat charge charges remark remarks back aim aims signal signals wonder wonders press advocate advocates "
    "appeal appeals hint hints boast stress express outline favor favors favour refuse voice dispute disputes pressure warning mean "
    "means blast blasts attack repeat repeats quote quotes boasts voices joke jokes blog blogs blame blames object objects hold holds"
)
BE = _words("is are was were be been being am 's 're 'm")
HAVE = _words("has have had having 've")
MODALS = _words("will would could should may might must can shall 'll 'd wo ca cannot")
AUXILIARIES = BE | HAVE | MODALS | _words("do does did ought to n't not")
NEGATIONS = _words("not n't never hardly cannot")
NOBODY = _words("nobody none neither nor no")
# "continued to insist", "is expected to announce"; in the second list the report hasn't happened
_CARRIED_ON = _words("continue continues continued continuing appear appears appeared seem seems seemed begin begins began begun")
_NOT_YET = _words(
    "start started expected likely set due scheduled try tries tried trying fail fails failed failing able ready going about"
)
CATENATIVES = _CARRIED_ON | _NOT_YET | HAVE
ADVERBS = _words(
    "also ever even still just only already later then again once now often first long always ever yet further too twice soon not n't "
    "instead meanwhile however here there today yesterday perhaps thus so never quite almost nonetheless nevertheless moreover "
    "indeed likewise otherwise besides therefore hence"
)
_NOT_ADVERBS = _words(
    "family july italy ally rally early daily weekly only supply assembly monopoly reply apply rely elderly friendly likely imply"
)
HEDGES = _words("allegedly reportedly apparently purportedly supposedly")
DETERMINERS = _words(
    "the a an this that these those his her its their our my your some any no another each every such both all many few several more "
    "most other one two three four five six seven eight nine ten"
)
POSSESSIVES = _words("his her its their our my your")
PRONOUNS = _words("he she they i we you it")
SUBJECTS = PRONOUNS | _words("others many some most few nobody everyone everybody none one somebody someone critics")
PREPOSITIONS = _words(
    "of in on at by for with from into about over under after before against between among through during to as without within toward "
    "towards upon amid despite since until than like via alongside following regarding"
)
ADVERBIAL = _words("in on during after when while before to because following speaking earlier later last")  # opens one
RELATIVES = _words("who which that whom whose")
SUBORDINATORS = _words(
    "because while when if although though unless whereas where whether how why what that since until after before as"
)
COORDINATORS = _words("and or but nor yet")
WH_WORDS = _words("whether if how why what when where who which")
WEEKDAYS = _words("monday tuesday wednesday thursday friday saturday sunday yesterday today tonight")
OUTLETS = _words(
    "ap afp reuters bloomberg cnn nbc cbs abc bbc msnbc fox politico axios interfax tass ria dpa itv npr pbs times post journal "
    "guardian telegraph gazette tribune herald chronicle courier observer newspaper newspapers magazine network website station "
    "outlet outlets agency agencies broadcaster broadcasters radio television tv reporters journalists press daily weekly media "
    "correspondent reporter paper dispatch examiner inquirer mirror"
)
TOLD = _words("him her them us me it reporters journalists you lawmakers host parliament")  # told without "that"
RUBRICS = _words(
    "latest update updated analysis watch video photos photo live breaking exclusive opinion correction note source sources read "
    "related poll report reports fact check how why what reality question answer q a summary background results"
)  # what stands before a colon at the start of a line and isn't somebody
_PAST = _words(
    "was were had did became began broke brought built bought came chose cut drew drove ate fell felt fought found flew forgot gave "
    "went got grew held kept knew laid led left lent lost made meant met paid put ran rose saw sold sent set shook shot sat slept "
    "spoke spent stood stole struck took taught told thought threw understood woke wore won wrote hit hurt let quit spread cited "
    "quoted cites quotes interviewed"
)
_FINITE = (AUXILIARIES - _words("to be been being having not n't 's")) | _PAST


# ---------------------------------------------------------------- words in place

_TOKEN = re.compile(
    r"""``|''|(?:[A-Za-z]\.){2,}
    |\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Jr|Sr|St|Rev|Prof|Adm|Maj|Capt|Inc|Corp|Co|Ltd|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.
    |[A-Z]\.(?=\s[A-Z])
    |\w+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m)\b
    |\d+(?:[.,:/]\d+)*%?|\w+(?:[-‐]\w+)*|[^\w\s]""",
    re.VERBOSE,
)
DASHES = frozenset("—–-")
ENDS = frozenset(".?!…")
STOPS = ENDS | DASHES | frozenset(";:()[]")


class Unit:
    """The words of one sentence, or of several that a quotation joins. `end` leaves final stops out."""

    def __init__(self, text: str, span: Span, quotations: list[Span]) -> None:
        self.text = text
        self.spans = [Span(span.start + m.start(), span.start + m.end()) for m in _TOKEN.finditer(span.of(text))]
        self.words = [s.of(text).lower().replace("’", "'") for s in self.spans]
        self.quoted: list[Span | None] = [None] * len(self.spans)
        at = 0
        for i, token in enumerate(self.spans):
            while at < len(quotations) and quotations[at].end <= token.start:
                at += 1
            if at < len(quotations) and quotations[at].contains(token):
                self.quoted[i] = quotations[at]
        self.end = len(self.words)
        while self.end and self.word(self.end - 1) in ENDS:
            self.end -= 1

    def word(self, i: int) -> str:
        """The word at `i` in lower case: a quotation mark for all that is quoted, nothing outside the unit."""
        if not 0 <= i < len(self.words):
            return ""
        return '"' if self.quoted[i] else self.words[i]

    def any_of(self, words: frozenset[str] | set[str], start: int, end: int) -> bool:
        """Whether one of `words` stands at `start:end`."""
        return any(self.word(k) in words for k in range(max(0, start), end))

    def capital(self, i: int) -> bool:
        """Whether the word at `i` starts with a capital letter."""
        return 0 <= i < len(self.words) and self.text[self.spans[i].start].isupper()

    def span(self, part: Range) -> Span:
        """The characters of the words at `part`."""
        return Span(self.spans[part[0]].start, self.spans[part[1] - 1].end)

    def trim(self, part: Range) -> Range | None:
        """`part` without punctuation at its borders, what is quoted untouched; None if nothing is left."""
        start, end = part
        while start < end and self.word(start) in STOPS | {","} - {"(", "["}:
            start += 1
        while start < end and self.word(end - 1) in STOPS | {","} - {")", "]"}:
            end -= 1
        return (start, end) if start < end else None

    def adverb(self, i: int) -> bool:
        """Whether the word at `i` is an adverb, a negation among them."""
        word = self.word(i)
        return word in ADVERBS or (len(word) > 4 and word.endswith("ly") and word not in _NOT_ADVERBS)

    def finite(self, i: int) -> bool:
        """Whether the word at `i` is surely a finite verb."""
        word = self.word(i)
        if word == "'s":
            return self.word(i - 1) in PRONOUNS | {"that", "there", "who", "what"}
        if word in _FINITE:
            return True
        form = VERBS.get(word, (None,))[0]
        surely = form is Form.PRESENT or (form is Form.PAST and self.word(i + 1) != "by")
        return surely and word not in NOUN_OR_VERB and not self.capital(i)

    def has_verb(self, start: int, end: int) -> bool:
        """Whether something at `start:end` looks like a finite verb."""
        return any(self.finite(k) or (len(self.word(k)) > 4 and self.word(k).endswith("ed")) for k in range(start, end))


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb in place: `start:end` with its auxiliaries and adverbs, `at` the verb itself."""

    start: int
    at: int
    end: int
    form: Form
    readings: tuple[Cue, ...]
    passive: bool
    negated: bool
    actual: bool


def read_verb(unit: Unit, i: int, low: int) -> Verb | None:
    """The reporting verb at `i`, reaching no further back than `low`; None where the word is a noun or an infinitive."""
    known = VERBS.get(unit.word(i))
    if known is None or (unit.capital(i) and i > low):
        return None
    form, readings = known
    start = _group_start(unit, i, low)
    helpers = [unit.word(k) for k in range(start, i)]
    if unit.word(start - 1) == "to" or not _is_verb(unit, i, form, helpers):
        return None
    be = max((k for k, word in enumerate(helpers) if word in BE), default=None)
    end = i + 1
    while unit.word(end) in ("also", "again") or (unit.adverb(end) and unit.word(end) not in ADVERBS):
        end += 1
    return Verb(
        start=start,
        at=i,
        end=end,
        form=form,
        readings=readings,
        passive=form is Form.PAST and be is not None and not HAVE & set(helpers[be + 1 :]),
        negated=bool(NEGATIONS & set(helpers)) or _by_nobody(unit, start, low),
        actual=not (MODALS | _NOT_YET) & set(helpers)
        and not unit.any_of({"if", "unless", "whether"}, max(low, start - 8), start),
    )


def _by_nobody(unit: Unit, start: int, low: int) -> bool:
    """Whether the subject before `start` denies itself: nobody, none of them, no minister."""
    return unit.any_of(NOBODY, max(low, start - 6), start)


def _group_start(unit: Unit, i: int, low: int) -> int:
    """Where the verb group of the verb at `i` starts: has long denied, continued to insist, is expected to announce."""
    k = i
    while k > low:
        before = unit.word(k - 1)
        if before == "to" and k - 2 >= low and unit.word(k - 2) in CATENATIVES:
            k -= 2
        elif before == "to" and k - 3 >= low and unit.word(k - 2) == "on" and unit.word(k - 3) in ("went", "goes", "gone"):
            k -= 3
        elif (before in AUXILIARIES and before not in ("to", "'s")) or unit.adverb(k - 1):
            k -= 1
        elif before == "'s" and unit.finite(k - 1):
            k -= 1
        else:
            break
    while k < i and k == low and unit.adverb(k):
        k += 1
    return k


def _is_verb(unit: Unit, i: int, form: Form, helpers: list[str]) -> bool:
    """Whether the lexicon's word at `i` is used as a verb, by its neighbours."""
    word, before, after = unit.word(i), unit.word(i - 1), unit.word(i + 1)
    if AUXILIARIES & set(helpers):
        return True
    if before == "'s" or before in DETERMINERS - SUBJECTS - {"this", "that", "all"}:
        return False
    if form is Form.BASE and not _fits_plural(unit, i):
        return False
    if word in NOUN_OR_VERB:
        opens = after in DETERMINERS | PRONOUNS | WH_WORDS | {"that", "to", '"', "there", ":", "for", "on"} or unit.capital(i + 1)
        return opens and before not in PREPOSITIONS | COORDINATORS and (before != "," or form is Form.ING)
    return form is not Form.PAST or after != "by"


def _fits_plural(unit: Unit, i: int) -> bool:
    """Whether the bare form at `i` can be a finite verb: a plural before it, "and indicate that", or ", say experts"."""
    before, after = unit.word(i - 1), unit.word(i + 1)
    if (before in ("and", "or") and after == "that") or (before in (",", '"') and unit.word(i) == "say"):
        return True
    if before in PREPOSITIONS | DETERMINERS - SUBJECTS:
        return False
    return any(_plural(unit.word(k)) for k in range(max(0, i - 8), i))


def _plural(word: str) -> bool:
    if word in SUBJECTS | {"people", "who", "that", "percent", "police", "women", "men", "and"}:
        return True
    return word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "'s"))
