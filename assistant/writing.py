"""Evidence that answers -> Statements that a language model wrote over it, each through the gate; or the quotes alone.

What may not be left out stands beside what the model wrote: a denial and what it denies, a source that disagrees, what
contradicts the question, each of those that it compares. A model that fails, or of which nothing passes, costs nothing
but time: the answer is the quotes then, with a notice. Left out: what the model is told (`drafting.py`).
"""

import logging
import time
from collections import Counter
from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, replace

from assistant.answering import propose
from assistant.answers import Claim, Evidence, Statement, Writing
from assistant.checking import admit
from assistant.drafting import MOST, Drafted, Fate, draft, prompts_used
from assistant.findings import Finding
from assistant.instructing import instructs
from assistant.judging import load_checker
from assistant.language_model import LanguageModel, ModelError, load_client
from ingestion.articles import Quote
from ingestion.store import Store

log = logging.getLogger(__name__)
INSTEAD = "these are the articles' own words"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader should know about an answer while it is made."""

    text: str


def write(
    question: str,
    evidence: Sequence[Evidence],
    *,
    needed: Collection[Quote],
    quoted: tuple[Statement, ...],
    model: LanguageModel,
    store: Store,
    act: str = "drafting",
    most: int = MOST,
) -> Generator[Statement | Notice, None, tuple[tuple[Statement, ...], Writing]]:
    """Statements as they pass, and at the end all of them in their order, with what became of the model's sentences.

    `quoted` is the answer without a model, which takes the place of what was yielded where the model fails; `needed`
    are the quotes that may not be left out. `act` is the prompt's, of which at most so many sentences are wanted.
    """
    checker = load_checker()
    load_client(model.kind)
    until = time.monotonic() + model.seconds
    writing = Writing(model=model.name, prompts=prompts_used(act))
    fates: Counter[Fate] = Counter()
    passed: list[Claim | Finding] = []
    shown: tuple[Statement, ...] = ()
    try:
        fit = [e for e in evidence if not _is_told(e, store)]
        for drafted in draft(question, fit, model=model, checker=checker, until=until, act=act, most=most):
            shown, fate = _admitted(drafted, passed, shown, store)
            fates[fate] += 1
            if fate is not Fate.DROPPED:
                yield shown[-1]
    except ModelError as error:
        log.warning("the answer is made of quotes alone: %s", error)
        notice = f"{str(error)[0].upper()}{str(error)[1:]}; {INSTEAD}."
        yield Notice(notice)
        return quoted, replace(writing, notice=notice)
    writing = replace(
        writing,
        passed=fates[Fate.PASSED],
        repaired=fates[Fate.REPAIRED],
        replaced=fates[Fate.REPLACED],
        dropped=fates[Fate.DROPPED],
    )
    if not fates[Fate.PASSED] + fates[Fate.REPAIRED]:
        notice = f"Nothing that the language model wrote passed the check; {INSTEAD}."
        yield Notice(notice)
        return quoted, replace(writing, replaced=0, dropped=fates.total(), notice=notice)
    left_out = propose([e for e in evidence if e.quote in needed and not _covered(e, passed)])
    everything = admit([*passed, *left_out], store=store)
    yield from everything[len(shown) :]
    return everything, replace(writing, added=len(everything) - len(shown))


def _is_told(evidence: Evidence, store: Store) -> bool:
    """Whether the sentence, or one beside it, tells its reader what to do: what follows may be what it wants said."""
    quote = evidence.sentence
    text = store.article(quote.article_id, quote.version).text
    sentences = [s for p in store.passages_of(quote.article_id, quote.version) for s in p.sentences]
    beside = sentences[max(0, evidence.place - 1) : evidence.place + 2]
    return any(instructs(sentence.of(text)) for sentence in beside)


def _admitted(
    drafted: Drafted, passed: list[Claim | Finding], shown: tuple[Statement, ...], store: Store
) -> tuple[tuple[Statement, ...], Fate]:
    """The statements with this one among them, if the gate lets it through."""
    if drafted.claim is None:
        return shown, Fate.DROPPED
    with_it = admit([*passed, drafted.claim], store=store)
    if len(with_it) == len(shown):
        return shown, Fate.DROPPED
    passed.append(drafted.claim)
    return with_it, drafted.fate


def _covered(evidence: Evidence, passed: Sequence[Claim | Finding]) -> bool:
    """Whether something that is shown rests on the evidence."""
    return any(evidence in claim.evidence for claim in passed)
