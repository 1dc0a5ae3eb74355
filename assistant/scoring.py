"""How well each sentence answers a question.

A sentence's score is a weighted sum of its likeness to the question (MiniLM, sentence and passage) and of the share of
the question's words that it and its surroundings hold, rare words counting more, with a bonus for the kind of thing
asked for and for the speaker asked about. Left out: what the score means for the question (`answerability.py`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.evidence import SentenceEvidence
from assistant.questions import Kind, Question, initials, terms

KIND = 0.06  # for what the question asks for, taken off where it is missing
ASKED = 0.08  # for the speaker asked about
LEAD = 0.5  # of a word that the article is about, where the sentence doesn't say it
LEAD_LENGTH = 200  # characters of the article's first line that say what it is about
SPEAKER_WORD = 0.4  # weight of a word of the speaker asked about

_NUMBER = re.compile(
    r"\d[\d.,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?|millions?|billions?)\b",
    re.I,
)
_DATE = re.compile(
    r"\b\d{3,4}s?\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|"
    r"Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|last|first|after|before|until|century|decade|year|month|week)\b"
)
_CAUSE = re.compile(
    r"\b(?:because|since|due to|owing to|as a result|therefore|so that|in order to|caused?|led to|reasons?|blamed)\b",
    re.I,
)
_NAME = re.compile(r"(?<=[\s(“\"])[A-Z]\w+")
_SOUGHT = {
    Kind.WHEN: _DATE,
    Kind.HOW_MANY: _NUMBER,
    Kind.WHERE: _NAME,
    Kind.WHO: _NAME,
    Kind.WHY: _CAUSE,
}


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with its score, what the score is made of, and whether its article holds all the names asked about.

    `likeness` and `around` are cosines of the question to the sentence and its passage, `coverage` and `near` shares
    of the question's words in the sentence and in it, its passage and its title together.
    """

    found: SentenceEvidence
    score: float
    named: bool
    likeness: float
    around: float
    coverage: float
    near: float


def score(
    question: Question,
    found: Sequence[SentenceEvidence],
    *,
    vector: npt.NDArray[np.float32],
    vectors: Mapping[str, npt.NDArray[np.float32]],
    rarity: Callable[[str], float],
) -> tuple[Scored, ...]:
    """Every sentence with its score, best first. `vectors` holds the embedding of each sentence and passage by text,
    `rarity` tells how much a stem tells."""
    weights = _weights(question, rarity)
    articles = {item.sentence.article_id: item for item in found}
    names = {article: _names_all(question, item) for article, item in articles.items()}
    leads = {article: terms(_lead(item)) for article, item in articles.items()}
    scored = []
    for item in found:
        words = item.sentence.exact
        leaning = [e.quote.exact for e in item.evidence if e.quote.span.contains(item.sentence.span)]
        whole = max([words, *leaning], key=len)  # "he called it …" counts with the sentence that says who
        own = terms(whole) | initials(whole)
        likeness = float(vector @ vectors[words])
        around = float(vector @ vectors[item.passage_text])
        coverage = _coverage(weights, own, leads[item.sentence.article_id])
        near = _coverage(
            weights, own | terms(item.passage_text) | terms(item.title or "") | initials(item.passage_text)
        )
        total = 0.45 * likeness + 0.15 * around + 0.28 * coverage + 0.12 * near + _bonus(question, item)
        scored.append(Scored(item, total, names[item.sentence.article_id], likeness, around, coverage, near))
    return tuple(sorted(scored, key=lambda s: (-s.score, s.found.sentence.article_id, s.found.sentence.start)))


def _names_all(question: Question, item: SentenceEvidence) -> bool:
    published = item.evidence[0].published_at
    day = f"{published:%A} {published.day} {published:%B %Y}" if published else ""
    text = f"{item.title or ''}\n{item.article_text}\n{day}".casefold()
    short = initials(item.article_text)
    return all(name in short or re.search(rf"\b{re.escape(name)}", text) for name in question.names)


def _weights(question: Question, rarity: Callable[[str], float]) -> dict[str, float]:
    """How much each of the question's words tells: more if it is rare, less if it belongs to the speaker asked about,
    who counts as a speaker."""
    speaker = terms(question.speaker or "")
    return {t: (SPEAKER_WORD if t in speaker else 1.0) * rarity(t) for t in question.terms}


def _lead(item: SentenceEvidence) -> str:
    """What says what an article is about: its title and its first line."""
    return f"{item.title or ''} {item.article_text[:LEAD_LENGTH].splitlines()[0]}"


def _coverage(weights: Mapping[str, float], words: frozenset[str], understood: frozenset[str] = frozenset()) -> float:
    """The share of the question's words; one that is `understood` counts in part where it isn't said."""
    total = sum(weights.values())
    return sum(w if t in words else LEAD * w * (t in understood) for t, w in weights.items()) / total if total else 0.0


def _bonus(question: Question, item: SentenceEvidence) -> float:
    bonus = KIND * fits(question, item.sentence.exact)
    if question.speaker:
        wanted = terms(question.speaker)
        if any(e.speaker and wanted & terms(e.speaker) for e in item.evidence):
            bonus += ASKED
    return bonus


def fits(question: Question, words: str) -> int:
    """Whether a sentence holds what the question asks for and doesn't itself name: 1 yes, -1 no, 0 for a question that
    asks for nothing that can be told by its form."""
    pattern = _SOUGHT.get(question.kind)
    if pattern is None:
        return 0
    named = question.text.casefold()
    return 1 if any(m.group().casefold() not in named for m in pattern.finditer(words)) else -1
