"""Shapes that give themselves away, whatever their words are: a unit in, one find out or None.

Headlines ("…: union", "… – media"), tellings ("In X's telling, …"), questions that went unanswered ("Asked whether …,
X declined to comment") and hearsay that nobody is named for ("allegedly", "rumour has it"). The tagger, trained on
running text, takes most of them in pieces: here the rules stand alone.
"""

from ingestion.attribution import Stance
from ingestion.attribution.cues import Cue
from ingestion.attribution.finds import Find
from ingestion.attribution.sources import subject_before
from ingestion.attribution.units import Range, Unit
from ingestion.attribution.words import BE, DASHES, HEDGES, POSSESSIVES, WH_WORDS

TELLING = 0.9  # confidence
SHORT_NAME, LONGEST_NAME = 2, 5  # words of a headline's source: whatever they are, and if they name a speaker
_SAYS = Cue("say", Stance.ASSERTS, "c")
_VERSIONS = frozenset("telling account view version words opinion judgment judgement reckoning estimation eyes".split())
_SPEAKERS = frozenset(  # what a headline's last words name
    "media report reports survey poll police union unions lawyer lawyers prosecutor prosecutors official officials "
    "minister ministry study source sources court judge company agency government president spokesman spokeswoman "
    "document documents newspaper papers paper scientists researchers experts expert watchdog leader army".split()
)
_REFUSES = frozenset("declined declines refused refuses".split())
_TALK = frozenset("word talk rumor rumour gossip".split())
_ANSWERS = frozenset("comment answer say elaborate respond reply".split())


def read_headline(unit: Unit) -> Find | None:
    """What a line without a full stop gives to the name behind its dash or colon."""
    line = unit.text.find("\n", unit.spans[-1].end) if unit.spans else 0
    rest = unit.text[unit.spans[-1].end : line if line >= 0 else len(unit.text)] if unit.spans else ""
    k = next((k for k in range(unit.end - 1, 1, -1) if unit.word(k) in DASHES | {":"}), None)
    if k is None or unit.end != len(unit.words) or rest.strip() or not 0 < unit.end - k - 1 <= LONGEST_NAME:
        return None
    start = unit.spans[0].start
    opens = start == 0 or unit.text[start - 1] == "\n"
    short = unit.end - k - 1 <= SHORT_NAME and not unit.has_verb(k + 1, unit.end)
    names = short or unit.word(unit.end - 1) in _SPEAKERS or all(_names(unit, j) for j in range(k + 1, unit.end))
    if not opens or not names or unit.any_of({"-", "–", "—", ":"}, 0, k):
        return None
    return Find(
        cue=(k, k + 1), reading=_SAYS, source=(k + 1, unit.end), content=[(0, k)], confidence=TELLING, trusted=True
    )


def _names(unit: Unit, i: int) -> bool:
    return unit.capital(i) or unit.word(i) in ("of", "the", "'s")


def read_telling(unit: Unit) -> Find | None:
    """In X's telling, …; by her own account, …: at the start of the unit."""
    if unit.word(0) not in ("in", "by"):
        return None
    k = next((k for k in range(2, min(unit.end, 12)) if unit.word(k) in _VERSIONS), None)
    if k is None or unit.word(k + 1) != ",":
        return None
    owner = k - 1 - (unit.word(k - 1) == "own")
    source: Range | None = (1, owner) if unit.word(owner) == "'s" else None
    if unit.word(owner) in POSSESSIVES:
        source = (owner, owner + 1)
    if unit.word(owner) == "'" and unit.word(owner - 1).endswith("s"):
        source = (1, owner)
    content = unit.trim((k + 2, unit.end)) if k + 2 < unit.end else None
    if source is None or content is None or source[0] >= source[1]:
        return None
    return Find(cue=(k, k + 1), reading=_SAYS, source=source, content=[content], confidence=TELLING, trusted=True)


def read_asked(unit: Unit) -> Find | None:
    """Asked whether …, X declined to comment: X declines what was asked."""
    if unit.word(0) != "asked" or unit.word(1) not in WH_WORDS | {"about", "by"}:
        return None
    k = next((k for k in range(4, unit.end) if unit.word(k) in _REFUSES and unit.word(k + 1) == "to"), None)
    if k is None or unit.word(k + 2) not in _ANSWERS:
        return None
    source = subject_before(unit, k, 0)
    question = next((j for j in range(1, k) if unit.word(j) in WH_WORDS | {"about"}), None)
    if source is None or question is None:
        return None
    comma = next((j for j in range(source[0] - 1, question, -1) if unit.word(j) == ","), None)
    content = unit.trim((question, comma)) if comma else None
    if content is None:
        return None
    return Find(cue=(k, k + 1), reading=_SAYS, source=source, content=[content], confidence=TELLING, trusted=True)


def read_hearsay(unit: Unit) -> Find | None:
    """Rumour has it that …; word is that …; or, where no other cue stands, what is allegedly so."""
    for k in range(unit.end):
        if unit.quoted[k]:
            continue
        if unit.word(k) in ("rumor", "rumour") and (unit.word(k + 1), unit.word(k + 2)) == ("has", "it"):
            return _heard(unit, (k, k + 3), [(k + 3 + (unit.word(k + 3) == "that"), unit.end)], trusted=True)
        that = next((j for j in range(k + 1, min(unit.end, k + 8)) if unit.word(j) == "that"), None)
        if unit.word(k) in _TALK and that and unit.word(that - 1) in BE:
            return _heard(unit, (k, k + 1), [(that + 1, unit.end)], trusted=True)
        if unit.word(k) in HEDGES - {"apparently"}:
            return _heard(unit, (k, k + 1), [(0, k), (k + 1, unit.end)], trusted=False)
    return None


def _heard(unit: Unit, cue: Range, parts: list[Range], *, trusted: bool) -> Find | None:
    content = [trimmed for part in parts if part[0] < part[1] and (trimmed := unit.trim(part))]
    if not content:
        return None
    return Find(cue=cue, reading=_SAYS, source=None, content=content, confidence=TELLING, trusted=trusted)
