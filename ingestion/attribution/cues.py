"""The lexicon of attribution: which words report, and what each says about the source's stance.

Data only, with the inflection that turns lemmas into forms. Hand written; nothing is learned. Left out on purpose: verbs
that mostly tell what somebody did ("visited", "signed"), and readings that need more than a few words around the cue.
"""

from dataclasses import dataclass
from enum import StrEnum

from ingestion.attribution import Stance


class Form(StrEnum):
    """What an inflected verb can be."""

    BASE = "base"
    PRESENT = "present"  # third person singular
    PAST = "past"  # past tense or past participle
    ING = "ing"


@dataclass(frozen=True, slots=True)
class Cue:
    """One reading of a verb or noun: its stance, the particles that must follow, and what it takes.

    `takes` is letters: c a clause or a quote, t a clause only after "that", n a noun phrase, i "to" and an infinitive, a "as",
    p only what its particles bring, r a recipient before the content, q may stand before or after its content.
    """

    lemma: str
    stance: Stance
    takes: str
    particles: tuple[str, ...] = ()


# stance, what it takes, lemmas; an underscore joins a verb and its particles
_VERBS = """
asserts   cnq  say
asserts   cq   state report announce add write explain declare comment remark observe reply respond continue conclude testify
asserts   cq   reiterate recall note go_on joke quip blog post answer tweet shout stress repeat recount
asserts   crq  tell
asserts   tr   inform notify remind brief
asserts   cnq  emphasize emphasise underline underscore point_out disclose
asserts   n    describe express outline reiterate mention discuss echo announce highlight voice point_to quote declare
asserts   n    recall explain repeat stress state speak_about talk_about refer_to comment_on reveal
asserts   t    show indicate signal find demonstrate mean prove hold
asserts   c    make_clear make_it_clear
claims    cq   claim allege argue contend insist maintain assert suggest charge imply speculate boast hint
claims    c    complain
claims    n    accuse blame claim allege suggest liken assert
claims    a    portray depict characterize characterise describe label brand paint
claims    n    call dub
concedes  cq   acknowledge admit concede confirm reveal
concedes  c    realize realise recognize recognise know learn understand
concedes  n    acknowledge admit concede confirm recognize recognise
denies    n    deny refute reject dismiss dispute rebut repudiate disavow contradict rule_out cast_doubt_on shoot_down
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
believes  n    expect predict favor_of consider doubt anticipate deem believe_in
believes  i    expect
believes  a    see view regard perceive
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


# forms that are nouns at least as often as verbs: a cue only where the words around show a verb
NOUN_OR_VERB = _words(
    "claim claims report reports state states demand demands request requests order orders plan plans hope hopes fear fears promise "
    "promises pledge pledges vow vows support supports call calls comment comments note notes tweet tweets answer answers estimate "
    "estimates forecast forecasts doubt doubts worry worries guess wish wishes show shows find finds label brand post posts view views "
    "question questions threat charge charges remark remarks back aim aims signal signals wonder wonders press "
    "appeal appeals hint hints boast stress express outline favor favors favour refuse voice dispute disputes pressure warning mean "
    "means blast blasts attack repeat repeats quote quotes boasts voices joke jokes blog blogs blame blames "
    "object objects hold holds"
)
BE = _words("is are was were be been being am 's 're 'm isn't aren't wasn't weren't")
MODALS = _words(
    "will would could should may might must can shall 'll 'd won't wouldn't couldn't shouldn't can't cannot mustn't if whether to"
)
AUXILIARIES = (
    BE
    | MODALS - {"if", "whether"}
    | _words("has have had having do does did hasn't haven't hadn't don't doesn't didn't 've ought")
)
NEGATIONS = _words("not n't never no nobody neither nor none hardly cannot")
# "continued to insist", "is expected to announce"
CATENATIVES = _words(
    "continue continues continued continuing try tries tried trying appear appears appeared seem seems seemed begin begins began "
    "begun start starts started go goes going went fail fails failed failing able expected likely set due scheduled used ready quick "
    "tend tends tended have has had"
)
UNREAL_CATENATIVES = _words(
    "expected likely set due scheduled fail fails failed failing try tries tried trying able going"
)
ADVERBS = _words(
    "also ever even still just only already later then again once now often first long always yet further too twice rather soon "
    "instead meanwhile however here there today yesterday perhaps thus so never not quite almost nonetheless nevertheless "
    "moreover indeed likewise otherwise besides therefore hence"
)
NOT_ADVERBS = _words(
    "family july italy ally rally early daily weekly only supply assembly monopoly reply apply rely elderly friendly likely lovely"
)
DETERMINERS = _words(
    "the a an this that these those his her its their our my your some any no another each every such both all many few several more "
    "most other one two three four five six seven eight nine ten"
)
POSSESSIVES = _words("his her its their our my your")
PRONOUNS = _words("he she they i we you it")
SUBJECT_WORDS = PRONOUNS | _words("others many some most both few nobody everyone everybody none one somebody someone")
PREPOSITIONS = _words(
    "of in on at by for with from into about over under after before against between among through during to as without within toward "
    "towards upon amid despite since until than like via amongst alongside following regarding"
)
RELATIVES = _words("who which that whom whose")
SUBORDINATORS = _words(
    "because while when if although though unless whereas where whether how why what that since until after before as"
)
COORDINATORS = _words("and or but nor yet")
COMPLEMENTIZERS = _words("that whether if how why what when where who which")
DAYS = _words(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight earlier last this later recently"
)
WEEKDAYS = _words(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight mon tue wed thu fri sat sun"
)
HEDGES = _words("allegedly reportedly apparently purportedly supposedly alleged purported reported supposed")
HEDGE_ADVERBS = _words("allegedly reportedly apparently purportedly supposedly")
OUTLETS = _words(
    "ap afp reuters bloomberg cnn nbc cbs abc bbc msnbc fox politico axios interfax tass ria dpa itv npr pbs times post journal "
    "guardian telegraph gazette tribune herald chronicle courier observer newspaper newspapers magazine network website station "
    "outlet outlets agency agencies broadcaster broadcasters radio television tv reporters journalists press daily weekly media "
    "correspondent reporter paper dispatch examiner inquirer mirror"
)
PAST_VERBS = _words(
    "was were had did became began broke brought built bought came chose cut drew drove ate fell felt fought found flew forgot gave "
    "went got grew held kept knew laid led left lent lost made meant met paid put ran rose saw sold sent set shook shot shut cited quoted cites quotes interviewed sat slept "
    "spoke spent stood stole struck took taught told thought threw understood woke wore won wrote hit hurt let quit spread took"
)
FINITE = (AUXILIARIES - _words("to be been being having")) | PAST_VERBS
