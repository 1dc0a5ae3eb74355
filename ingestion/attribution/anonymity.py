"""Anonymity: whether a source is somebody whom the article doesn't name. The words of a source in, yes or no out.

A role that only one can hold ("the prime minister") and a body that speaks ("the ministry", "prosecutors") count as
names. Left out: whether the same somebody is named elsewhere in the article.
"""

import re

from ingestion.attribution.words import PRONOUNS

LONGEST = 300  # characters of a source that are read

_UNNAMED = frozenset(
    "official officials source sources aide aides diplomat diplomats person people insider insiders adviser advisers "
    "advisor advisors witness witnesses man woman men women resident residents analyst analysts expert experts critic "
    "critics observer observers executive executives employee employees staffer staffers operative operatives "
    "ally allies "
    "associate associates banker bankers trader traders lawyer lawyers soldier soldiers officer officers worker "
    "workers "
    "doctor doctors nurse nurses villager villagers neighbour neighbours neighbor neighbors student students survivor "
    "survivors passenger passengers lawmaker lawmakers economist economists investor investors strategist strategists "
    "friend friends colleague colleagues relative relatives activist activists volunteer volunteers scientist "
    "scientists "
    "researcher researchers consultant consultants negotiator negotiators delegate delegates engineer engineers guard "
    "guards driver drivers protester protesters caller commander commanders participant participants envoy envoys "
    "manager managers member members politician politicians someone somebody some others many several minister "
    "ministers "
    "whistleblower whistleblowers tipster guest guests attendee attendees fan fans parent parents teacher teachers "
    "contractor contractors pilot pilots farmer farmers supporter supporters donor donors voter voters".split()
)
_ALWAYS = frozenset("official officials source sources aide diplomat diplomats insider insiders person people".split())
_INDEFINITE = frozenset(
    "a an one another two three four five six seven eight nine ten some several many most few other multiple numerous "
    "various half dozens scores hundreds at".split()
)
_PARTITIVE = frozenset("one two three four five some several many most both all any each half few dozens".split())
_UNKNOWN = re.compile(
    r"\b(?:un(?:named|identified)|anonymous(?:ly)?|anonymity)\b"
    r"|\bnot\s+(?:to\s+)?(?:be|being|want(?:ing)?\s+to\s+be)\s+(?:named|identified|quoted|authori[sz]ed)"
    r"|\b(?:was|were|is|are)\s*(?:n[’']t|not)\s+(?:authori[sz]ed|allowed|permitted)\s+to\s+(?:speak|talk|comment|discuss)"
    r"|\b(?:familiar\s+with|close\s+to|briefed\s+on|with\s+(?:direct\s+)?knowledge\s+of)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[\w’'.-]+|,")
_NOBODY = frozenset(["nobody", "none", "no", "neither", "everyone", "everybody"])
_BORDERS = frozenset(
    "of at in from for with by on who which that whose whom familiar close involved near , and or".split()
)


def is_anonymous(named: str) -> bool:
    """Whether a source is somebody without a name and without a role that only one can hold: "a senior official"."""
    words = _WORDS.findall(named[:LONGEST])
    if len(words) > 2 and words[0].lower() in _PARTITIVE and words[1].lower() == "of":
        words = ["some", *words[3 if words[2].lower() in ("the", "those", "these") else 2 :]]  # one of the officials
    end = next((k for k, word in enumerate(words) if word.lower() in _BORDERS), len(words))
    phrase, behind = words[:end], words[end : end + 2]
    lower = [word.lower() for word in phrase]
    if not phrase or lower[0] in PRONOUNS | _NOBODY:
        return False
    unknown = _UNKNOWN.search(named) is not None
    head = next((k for k in range(end - 1, -1, -1) if lower[k] in _UNNAMED), None)
    if head is None:
        return unknown and not phrase[-1][:1].isupper()
    if lower[max(0, head - 1)] in ("chief", "prime") or any(word[:1].isupper() for word in phrase[head + 1 :]):
        return False  # the prime minister, the official X Y
    if head + 1 < end and not lower[head + 1].endswith(("ed", "ing")):
        return False  # the official gazette; but: people briefed on it
    if behind[:1] == [","] and behind[1:] and behind[1][:1].isupper():
        return False  # a farmer, X Y
    if lower[0] in _INDEFINITE or lower[head] in _ALWAYS or unknown:
        return True
    return lower[head].endswith("s") and lower[0] not in ("the", "these", "those")
