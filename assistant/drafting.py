"""Evidence -> Claims and Findings, with a language model: what it proposes to say, sentence by sentence, each judged.

The evidence goes in under ids drawn for this prompt; what comes back is a JSON array of sentences with such ids, read
as it comes. A sentence that passes goes on as it is. One that says too much, or gives the words to somebody else, is
mended once by the model, else the quote itself takes its place; any other is dropped. Left out: what may be shown,
which the gate decides again.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from assistant.answering import propose
from assistant.answers import Claim, Evidence, Outcome, PromptUsed
from assistant.checking import check_written, in_full
from assistant.findings import Finding
from assistant.instructing import instructs
from assistant.judging import Checker
from assistant.language_model import LanguageModel, ModelError, stream
from assistant.plainness import cleaned
from assistant.prompting import LONGEST_NAME, draw_ids, draw_mark, load_template, render, tame

MOST = 8  # sentences of one answer
MENDABLE = (Outcome.OVERSTATED, Outcome.MISATTRIBUTED)
_DECODER = json.JSONDecoder()
_ARRAY = re.compile(r"\[\s*(?=[{\]])")


class Fate(StrEnum):
    """What became of a sentence of the model's."""

    PASSED = "passed"
    REPAIRED = "repaired"
    REPLACED = "replaced"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence's fate, and what goes on in its place: a finding, the claim that quotes instead, or nothing."""

    fate: Fate
    claim: Claim | Finding | None


class _Sentence(BaseModel):
    """What a model returns for each sentence."""

    sentence: Annotated[str, Field(min_length=1, max_length=2_000)]
    evidence: Annotated[list[str], Field(min_length=1, max_length=20)]


def prompts_used(act: str = "drafting") -> tuple[PromptUsed, ...]:
    """The wordings that a draft is made with."""
    return tuple(PromptUsed(t.name, t.version, t.sha256) for t in map(load_template, (act, "repairing")))


def draft(
    question: str,
    evidence: Sequence[Evidence],
    *,
    model: LanguageModel,
    checker: Checker,
    until: float,
    act: str = "drafting",
    most: int = MOST,
) -> Iterator[Drafted]:
    """What the model makes of the evidence, until it ends or time is up. Raises ModelError.

    `until` is on `time.monotonic`; `act` names the prompt, in which `question` is what the sentences are to be about.
    """
    shown = _fitting(evidence, model.evidence)
    if not shown:
        return
    failed: list[tuple[Finding, list[Evidence]]] = []
    said: set[str] = set()
    cited: set[Evidence] = set()
    for finding, named in _judged(_asked(act, shown, model, until, question=tame(question), most=most), checker):
        if finding.exact.casefold() in said:
            continue
        said.add(finding.exact.casefold())
        if finding.outcome is Outcome.SUPPORTED:
            cited.update(finding.evidence)
            yield Drafted(Fate.PASSED, finding)
        elif finding.outcome in MENDABLE:
            failed.append((finding, named))  # mended later: a server may serve but one at a time
        else:
            yield Drafted(Fate.DROPPED, None)
        if len(said) == most:
            break
    for finding, named in failed:
        mended = _mended(finding, named, model, checker, until)
        quoted = next(iter(finding.evidence or named))
        if mended:
            cited.update(mended.evidence)
            yield Drafted(Fate.REPAIRED, mended)
        elif quoted in cited:
            yield Drafted(Fate.DROPPED, None)
        else:
            cited.add(quoted)
            yield Drafted(Fate.REPLACED, propose([quoted])[0])


def _mended(
    finding: Finding, evidence: Sequence[Evidence], model: LanguageModel, checker: Checker, until: float
) -> Finding | None:
    """The sentence as the model corrects it, told what is wrong; None where that doesn't pass either."""
    reply = _asked("repairing", evidence, model, until, sentence=tame(finding.exact), why=tame(finding.why))
    try:
        again = next(_judged(reply, checker), None)
    except ModelError:
        return None
    return again[0] if again and again[0].outcome is Outcome.SUPPORTED else None


def _asked(
    act: str, evidence: Sequence[Evidence], model: LanguageModel, until: float, **values: Any
) -> Iterator[tuple[str, list[Evidence]]]:
    """What the model returns to one prompt: sentences, each with the evidence that it names; none where it names what
    it wasn't given. Raises ModelError."""
    texts = [tame(in_full(e).quote.exact) for e in evidence]
    ids = draw_ids(texts)
    given = dict(zip(ids, evidence, strict=True))
    quotes = [_piece(name, text, e) for (name, e), text in zip(given.items(), texts, strict=True)]
    mark = draw_mark([json.dumps(quotes, ensure_ascii=False), *map(str, values.values())])
    prompt = render(load_template(act), evidence=quotes, mark=mark, **{"most": MOST, **values})
    with closing(stream(model, prompt, until=until)) as pieces:
        for returned in read_sentences(pieces):
            named = [given.get(name.strip(" []()")) for name in dict.fromkeys(returned.evidence)]
            known = [e for e in named if e is not None]
            yield cleaned(returned.sentence, ids), known if len(known) == len(named) else []


def _piece(name: str, text: str, evidence: Evidence) -> dict[str, str]:
    """One quote as the model sees it. Titles and authors stay out: they don't speak, and could only mislead."""
    who = {"publisher": evidence.publisher, "speaker": evidence.holder or evidence.speaker, "through": evidence.via}
    date = f"{evidence.published_at:%-d %B %Y}" if evidence.published_at else None
    given = {k: tame(v, LONGEST_NAME) for k, v in (who | {"published": date}).items() if v and not instructs(v)}
    return {"id": name, "text": text, **given}


def _judged(
    proposed: Iterable[tuple[str, list[Evidence]]], checker: Checker
) -> Iterator[tuple[Finding, list[Evidence]]]:
    for sentence, evidence in proposed:
        yield check_written(sentence, evidence, checker), evidence


def _fitting(evidence: Sequence[Evidence], most: int) -> list[Evidence]:
    """As many from the start as go into a prompt, in characters."""
    fitting: list[Evidence] = []
    for piece in evidence:
        most -= len(in_full(piece).quote.exact) + 2 * LONGEST_NAME
        if most < 0:
            break
        fitting.append(piece)
    return fitting


def read_sentences(pieces: Iterable[str]) -> Iterator[_Sentence]:
    """The sentences of a reply, each as soon as it is whole; what stands around the array isn't read.

    An entry that is no sentence with evidence comes as an empty one. Raises ModelError for what holds no such array, or
    breaks off within it.
    """
    text, at = "", -1
    for piece in pieces:
        text += piece
        if at < 0:
            opened = _ARRAY.search(text)
            if not opened:
                continue
            at = opened.end()
        if "}" not in piece and "]" not in piece:
            continue  # nothing has become whole
        while True:
            at += len(text) - at - len(text[at:].lstrip(" \t\r\n,"))
            if text[at : at + 1] == "]":
                return
            if text[at : at + 1] not in ("{", ""):
                raise ModelError("the language model sent what is no list of sentences")
            try:
                entry, at = _DECODER.raw_decode(text, at)
            except (json.JSONDecodeError, RecursionError):
                break  # not whole yet, or never
            try:
                yield _Sentence.model_validate(entry)
            except ValidationError:
                yield _Sentence.model_construct(sentence="", evidence=[])
    raise ModelError("the language model broke off, or sent what is no list of sentences")
