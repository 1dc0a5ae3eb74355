"""The words of one turn -> what it does: asks on, changes the subject, corrects the turn before, points at a citation.

English, by patterns. What it asks is left to conversation.py.
"""

import re
from dataclasses import dataclass

WH = r"(?:who|whom|whose|what|which|when|where|why|how)"
AUX = (
    r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|shall|may|might|must"
    r"|(?:is|are|was|were|do|does|did|has|have|had|wo|would|could|should)n['’]t)"
)
PREPOSITION = (
    r"(?:about|on|in|at|by|from|for|with|to|after|before|since|until|during|under|according to|of|near|over|as to|"
    r"because of|against|without|between)"
)
_SMALL_TALK = re.compile(
    r"^(?:(?:ok(?:ay)?|thanks?(?: you)?(?: very much| a lot)?|great|good|right|fine|alright|all right|hm+|well|oh|ah|"
    r"i see|so|and|but|or|then|also|now|please|yes|yeah|yep|sure|interesting|really|got it|makes sense|hello|hi|"
    r"by the way|btw|actually|just|no|nope)\b(?!['’])(?![ ](?:much|many|long|far)\b)[\s,.;:!–—-]*)+",
    re.I,
)
_THANKS = re.compile(r"(?:(?:ok|okay|great|good|right|fine|ah|oh|alright)\b[\s,.!]*)*thank", re.I)
_SWITCH = re.compile(
    r"\b(?:subject|topic|next|unrelated|(?:mov|switch|chang)\w+|something else|something different|elsewhere|"
    r"(?:an?other|new|different) (?:question|thing|matter|point|one)|"
    r"on a different note|separate(?:ly)?)\b",
    re.I,
)
_LEAD = re.compile(
    r"^(?P<lead>[^:?,.;–—]{3,60})(?:[:.;–—]|,(?=\s(?:but )?(?:who|what|when|where|why|how|which|did))|\s-)\s+", re.I
)
_ABOUT = re.compile(r"(?:about|on|regarding|as for|concerning)\b", re.I)
_SWITCH_BARE = re.compile(
    r"^(?:(?:on )?(?:an?)?(?:other|different|new|next) (?:subject|topic|question)|something else|next(?: question)?)\b"
    r"[\s,.;:!–—-]*",
    re.I,
)
_MEANT = (
    r"(?:(?:what )?i(?:['’]?d)? (?:really |actually |rather )?(?:meant|mean)(?: to ask)?\b|(?<![\w'’] )meant\b"
    r"|i ?['’]?(?:was|am|m) (?:really |actually )?"
    r"(?:asking (?:about|for)?|talking about|after|thinking of|interested in)"
    r"|i (?:wanted|want)(?: to know)?(?: about)?\b|i asked (?:about|for)?)"
)
_TAKEN_BACK = (
    r"(?:sorry|correction|scratch that|make that|rather|oops|wait|i (?:said|should have said)|"
    r"that['’]?s not what i (?:meant|asked)(?: for)?|(?:the )?wrong \w+)"
)
_SORRY = rf"(?:{_TAKEN_BACK}|no|nope|actually|but|thanks|hm+|not quite|i see|not that(?: one)?)"
_CORRECTION = re.compile(
    rf"^(?P<sorry>(?:{_SORRY}\b[\s,.;:!–—-]*)*)"
    rf"(?:(?P<meant>{_MEANT})[\s,:]*"
    rf"|not (?P<not>[^,.;–—]+?)(?:[,.;–—]|\s-\s)\s*(?:but |rather )?(?:{_MEANT})?[\s,:]*)",
    re.I,
)
_TAKES_BACK = re.compile(
    rf"^(?P<sorry>(?:(?:no|hm+|but)\b[\s,.]*)*(?:{_TAKEN_BACK}\b[\s,.;:!–—-]*)+)(?P<meant>)(?P<not>)", re.I
)
_NOT_THAT = re.compile(r",?\s+(?:and |but )?(?:not|rather than|instead of) (?P<not>[^,?]+)[?.!]*$", re.I)
_POINTED_AT = "citation|source|quote|quotation|statement|point|reference|passage|footnote|link|article|paper"
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CITATION = re.compile(
    rf"\[(?P<n>\d+)\]|\b(?:{_POINTED_AT}|number|no\.?|nr\.?|#)\s*#?(?P<m>\d+)\b|(?<!\w)#(?P<k>\d+)\b"
    rf"|\b(?:{_POINTED_AT}|number) (?P<w>{'|'.join(_NUMBERS)})\b"
    rf"|\b(?:the |that |your )?(?P<o>{'|'.join(_ORDINALS)}|last|final|top|\d+(?:st|nd|rd|th)) (?:one|{_POINTED_AT})\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Read:
    """A turn without what is said beside asking. `replaces` is what a correction takes back, in its words."""

    text: str
    switches: bool = False
    thanks: bool = False
    corrects: bool = False
    replaces: str = ""


def read_turn(turn: str) -> Read:
    """Read a turn."""
    bare = _SMALL_TALK.sub("", turn).strip()
    if switched := _switched(bare):
        return Read(switched, switches=True)
    corrected = _CORRECTION.match(turn) or _CORRECTION.match(bare) or _TAKES_BACK.match(turn)
    if corrected and (corrected["sorry"] or corrected["meant"] or corrected["not"]):
        rest = (turn if corrected.string == turn else bare)[corrected.end() :].strip(" ,:")
        replaces = corrected["not"] or ""
        if unwanted := _NOT_THAT.search(rest):
            rest, replaces = rest[: unwanted.start()], unwanted["not"]
        if rest.strip(" ?.!"):
            return Read(_SMALL_TALK.sub("", rest).strip() or rest, corrects=True, replaces=_bare(replaces))
    return Read(bare or turn, thanks=bool(_THANKS.match(turn)))


def _switched(text: str) -> str:
    """What is asked behind words that change the subject; "" without them."""
    lead = _LEAD.match(text)
    if (
        lead
        and (_SWITCH.search(lead["lead"]) or _ABOUT.match(lead["lead"]))
        and not re.match(rf"(?:{WH}|{AUX})\b", lead["lead"], re.I)
    ):
        rest = text[lead.end() :].strip()
        return _SMALL_TALK.sub("", rest) or rest
    bare = _SWITCH_BARE.match(text)
    return text[bare.end() :].strip() if bare else ""


def _bare(words: str) -> str:
    bare = re.sub(r"^(?:the|an?|about|for|that|this|it)\b\s*(?:one)?\s*", "", words.strip(), flags=re.I)
    return bare.strip()


def pointed_at(turn: str, last: int) -> tuple[int, tuple[int, int]] | None:
    """The number of the citation that a turn points to, of an answer whose last is `last`, and where it does so."""
    found = _CITATION.search(turn)
    if found is None:
        return None
    digits = found["n"] or found["m"] or found["k"]
    if digits:
        number = int(digits)
    elif found["w"]:
        number = _NUMBERS.index(found["w"].casefold()) + 1
    else:
        which = found["o"].casefold()
        number = (
            _ORDINALS.index(which) + 1 if which in _ORDINALS else int(which[:-2]) if which[0].isdigit() else
            1 if which == "top" else last
        )  # fmt: skip
    return max(1, min(number, last)), found.span()
