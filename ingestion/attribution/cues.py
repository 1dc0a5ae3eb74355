"""Cues: the lexicon of words that report, and what each says about the source's stance.

Data only, with the inflection that turns lemmas into forms. Written by hand; nothing is learned. Left out on purpose:
verbs that mostly tell what somebody did ("visited", "signed"), and readings that need more than a few words around the
cue.
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
    """One reading of a verb, noun or adjective: its stance, the particles that must follow it, and what it takes.

    `takes` is letters: c a clause or a quote, t a quote or a clause after "that", n a noun phrase, i "to" and an
    infinitive, a something "as" something, r a recipient before the content; and q if the cue may follow its content.
    """

    lemma: str
    stance: Stance
    takes: str
    particles: tuple[str, ...] = ()


# stance, what it takes, lemmas; an underscore joins a verb and its particles
_VERBS = """
asserts   tq   shout yell chant posit
asserts   t    rule
asserts   n    lay_out
opposes   n    chide chastise rebuke scold lambaste berate
supports  n    applaud commend congratulate thank champion
concedes  n    apologize_for apologise_for
asks      n    ask_about
believes  cq   project
concedes  c    agree
asserts   c    find indicate show
believes  a    see view regard perceive
asserts   cnq  say
asserts   cq   state report announce explain conclude testify reiterate note joke quip stress
asserts   tq   add write declare comment remark observe reply respond continue go_on recall blog post answer tweet
asserts   tq   repeat recount
asserts   crq  tell
asserts   tr   inform notify remind brief
asserts   cnq  emphasize emphasise underline underscore point_out disclose
asserts   n    describe express outline reiterate mention discuss echo announce highlight voice point_to quote declare
asserts   n    recall explain repeat stress state speak_about talk_about refer_to comment_on reveal
asserts   t    show signal demonstrate prove hold
asserts   c    make_clear make_it_clear
claims    cq   claim allege argue contend insist assert suggest imply speculate hint
claims    tq   maintain charge boast
claims    c    complain
claims    n    accuse blame claim allege suggest liken assert
claims    a    portray depict characterize characterise describe label brand paint
asserts   n    call dub
concedes  cq   acknowledge admit concede confirm reveal
concedes  c    realize realise recognize recognise know learn understand
concedes  n    acknowledge concede confirm recognize recognise
denies    n    deny refute reject dismiss dispute rebut repudiate disavow contradict rule_out cast_doubt_on
denies    c    deny
declines  i    decline refuse
declines  n    decline refuse rebuff
warns     crq  warn caution
warns     n    warn_of warn_about warn_against fear
warns     c    fear worry
warns     i    threaten fear
demands   c    demand urge propose recommend insist request advise
demands   n    demand urge call_for call_on insist_on push_for press_for appeal_for appeal_to advocate propose recommend
demands   n    request
demands   n    put_pressure_on ask_for lean_on pressure
demands   ir   urge ask order instruct beg implore advise tell warn encourage request exhort press
promises  ciq  promise vow pledge swear
promises  tir  assure promise reassure
promises  n    promise pledge guarantee
promises  t    guarantee
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
    "say": "said", "tell": "told", "write": "wrote written", "think": "thought", "know": "knew known",
    "feel": "felt", "find": "found", "see": "saw seen", "swear": "swore sworn", "speak": "spoke spoken",
    "understand": "understood", "mean": "meant", "seek": "sought", "show": "showed shown", "hold": "held",
    "learn": "learned learnt", "go": "went gone", "put": "put putting", "cast": "cast", "make": "made",
    "admit": "admitted admitting", "plan": "planned planning", "refer": "referred referring",
    "rebut": "rebutted rebutting", "dub": "dubbed dubbing", "slam": "slammed slamming",
    "prefer": "preferred preferring", "quip": "quipped quipping", "label": "labelled labelled labeled",
    "beg": "begged begging", "forecast": "forecast", "commit": "committed committing",
    "signal": "signalled signaled signalling", "lean": "leaned leant", "blog": "blogged blogging",
    "paint": "painted",
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
