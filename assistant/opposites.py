"""Does a sentence say another thing than a question asks, though it holds nearly all of its words?

"The largest" where the question asks for the smallest, a question with a "not" that the sentence hasn't, no date where
it asks when: what one word changes, likeness and shared words can't see. English, by rules, with a list of opposites. A
name that the article lacks is no sign: counted as one, it took MultiHop-RAG's null questions from .988 to .974.
"""

import re
from collections import defaultdict

from assistant.questions import Kind, Question, stems
from assistant.scoring import Scored
from assistant.values import sought

_NOT = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|hardly|lack\w*|fail\w*)\b|n['’]t\b", re.I
)
_PAIRS = """
first last, first second, second third, large small, larger smaller, largest smallest, big little, more less, more
fewer, most least, most fewest, high low, higher lower, highest lowest, weak strong, weaker stronger, weakest
strongest, similar different, same different, precede succeed, precede follow, before after, accept refuse, accept
reject, pro anti, upper lower, simple complex, simple complicated, older newer, oldest newest, oldest youngest, young
old, best worst, better worse, good bad, increase decrease, rise fall, win lose, victory defeat, gain lose, gain loss,
north south, east west, northern southern, eastern western, northeast southwest, northwest southeast, begin end, start
end, start stop, begin finish, open close, internal external, inside outside, public private, early late, earlier
later, earliest latest, long short, longest shortest, wide narrow, fast slow, faster slower, hot cold, rich poor, male
female, men women, man woman, export import, buy sell, enter leave, join leave, arrive depart, allow prevent, allow
forbid, support oppose, agree disagree, include exclude, positive negative, major minor, majority minority, maximum
minimum, legal illegal, dependent independent, success failure, succeed fail, create destroy, build destroy, attack
defend, ally enemy, easy difficult, hard easy, heavy light, dark light, dry wet, ancient modern, formal informal,
direct indirect, primary secondary, active passive, above below, over under, push pull, lend borrow, birth death, born
died, alive dead, full empty, left right, top bottom, appear disappear, summer winter, day night, near far
"""
_OPPOSITES: defaultdict[str, set[str]] = defaultdict(set)
for _pair in _PAIRS.split(","):
    (_one,), (_other,) = map(stems, _pair.split())
    _OPPOSITES[_one].add(_other)
    _OPPOSITES[_other].add(_one)


def mismatches(question: Question, best: Scored) -> int:
    """How many signs there are that the best sentence answers another question than this."""
    found = best.found
    words, around = found.sentence.exact, f"{found.passage_text} {found.title or ''}"
    said, asked = stems(words), stems(question.text) - stems(around)
    dated = question.kind in (Kind.WHEN, Kind.HOW_MANY)
    return sum(
        (
            bool(_NOT.search(question.text)) and not _NOT.search(words),
            any(_OPPOSITES.get(word, set()) & said for word in asked),
            dated and not sought(question, words, found.evidence[0].published_at),
        )
    )
