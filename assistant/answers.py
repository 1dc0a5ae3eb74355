"""Evidence, Claim, Verdict, Citation, Statement, Answer: the nouns on the way out.

Only `checking.py` makes a Statement, and only from a Verdict that says supported. `None` means that the source
didn't say.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ingestion.articles import Quote
from ingestion.attribution import Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A quote with who said it and who published it: what may be relied on.

    `quote` is what the source said; where that can't stand alone (unsure, negated, hedged, too short), it is the
    sentence around it. `content` is what was said in either case. `speaker`, `cue` and `via` are the
    article's own words; `speaker` is None in the publisher's own voice, and `via` is the outlet that a second-hand
    report came through; `cited` is whom the speaker leans on in turn. Where the article says only "he" or "the agency"
    here and the name elsewhere, `speaker` is the name and `called` the word that stands here. `holder` is the fullest
    name the article gives the speaker. `sentence` is the sentence alone, `place` its ordinal in the article, from 0.
    """

    quote: Quote
    sentence: Quote
    content: str
    content_start: int  # in the article's text
    place: int
    passage_id: str
    publisher: str | None
    title: str | None
    published_at: datetime | None
    url: str | None
    origin: str  # articles that are copies of one wire story share it
    speaker: str | None = None
    called: str | None = None
    holder: str | None = None
    cue: str | None = None
    cue_is_verb: bool = False  # it reads after the speaker: "the ministry said"
    framing: str | None = None  # the two as they stand, where it doesn't: "claims by Kiev", "according to AP"
    via: str | None = None
    cited: str | None = None
    stance: Stance | None = None  # None in the publisher's own voice
    unnamed: bool = False  # quoted from somebody, it isn't plain from whom
    negated: bool = False
    actual: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody proposes to say over its evidence, first piece first, the quotation left out: unchecked."""

    text: str
    evidence: tuple[Evidence, ...]
    speaker: str | None
    stance: Stance | None


class Outcome(StrEnum):
    """What the check of a claim found."""

    SUPPORTED = "supported"
    OVERSTATED = "overstated"
    MISATTRIBUTED = "misattributed"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A claim with what the check found and why; refused ones go to the log, not to the reader."""

    claim: Claim
    outcome: Outcome
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The numbered pointer that a reader opens."""

    number: int
    quote: Quote
    passage_id: str
    publisher: str | None
    title: str | None
    published_at: datetime | None
    url: str | None
    speaker: str | None
    via: str | None
    cited: str | None
    stance: Stance | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A claim that passed: may be shown. `denies` are the places, in the answer, of the statements it denies.

    `written`: the text is a language model's sentence, and the quotes that it rests on are in the citations alone.
    """

    text: str
    speaker: str | None
    holder: str | None
    via: str | None
    cited: str | None
    stance: Stance | None
    citations: tuple[Citation, ...]
    denies: tuple[int, ...] = ()
    written: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """Who holds what: a holder (speaker, by the fullest name given, else publisher) and the places of its statements in
    the answer.

    `side` is the name under which the table of equivalents groups the holder. `denied_by` are the places of the
    statements that deny one of these.
    """

    holder: str | None
    side: str | None
    statements: tuple[int, ...]
    denied_by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One of those that the question compares, and the places of its statements in the answer."""

    name: str
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A short fact that a statement gives: the characters start:end of the article that its first citation is of.

    `statement` is its place in the answer; two values with one `key` are the same ("six days", "6 days").
    """

    statement: int
    start: int
    end: int
    exact: str
    key: str


@dataclass(frozen=True, slots=True)
class Account:
    """A statement that another one of the answer disagrees with: it denies it, or gives another value.

    `origins` counts the independent origins that give the same account. `superseded`: its publisher has reported
    otherwise since.
    """

    statement: int
    origins: int
    superseded: bool


@dataclass(frozen=True, slots=True)
class Sources:
    """What an answer rests on. Ten outlets that print one wire story are one origin."""

    articles: int
    publishers: int
    origins: int
    searched: int  # articles that could have answered
    searched_publishers: int
    oldest: datetime | None  # of the articles searched
    newest: datetime | None  # of the articles searched: nothing later was found


@dataclass(frozen=True, slots=True)
class PromptUsed:
    """Which wording a language model was given; `sha256` is of its file."""

    name: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What a language model had to do with an answer, and what became of its sentences.

    `passed` were shown as they came, `repaired` after the model had mended them, in the place of `replaced` stands the
    quote, `dropped` aren't shown. `added` are quotes that may not be left out and that it left out. `notice` says why
    the answer is made of quotes alone; then nothing of the model's is in it.
    """

    model: str
    prompts: tuple[PromptUsed, ...]
    passed: int = 0
    repaired: int = 0
    replaced: int = 0
    dropped: int = 0
    added: int = 0
    notice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one question, or why the articles don't give one (then with the nearest passages).

    `partial`: only some of its clauses are answered, `missing` holds the others, and `reason` says so. `confidence` is
    the probability that the articles answer it (see `answerability.py`). `id` is that of its receipt; `understood` is
    the question that was answered, where `question` is what was asked in a conversation. `values` are the short facts
    in its statements and `accounts` the statements that disagree, both with the newest report first. `contradicts` are
    the places of statements that contradict what the question takes for granted; `kind` is what it asks for. `writing`
    is None where no language model was asked.
    """

    id: str
    question: str
    understood: str
    kind: str
    abstained: bool
    partial: bool
    missing: tuple[str, ...]
    reason: str | None
    confidence: float
    statements: tuple[Statement, ...]
    positions: tuple[Position, ...]
    compared: tuple[Compared, ...]
    contradicts: tuple[int, ...]
    values: tuple[Value, ...]
    accounts: tuple[Account, ...]
    sources: Sources
    nearest: tuple[Citation, ...] = ()
    writing: Writing | None = None
