"""text -> Review: what the articles say of each sentence that somebody wrote; the story of `byline check`.

Each sentence that claims something is looked for by itself, judged against what is found (`judging.py`), and where it
isn't supported its clauses are judged too, so that the reader sees which one. Its quotations are looked up
(`tracing.py`), and a citation that it carries is checked against what it points to (`citations.py`). Left out: what
claims nothing (questions, headings, a list of sources); it is counted.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from assistant.answers import Evidence, Outcome
from assistant.citations import Cited, article_of, cited_in, references_of, without_citations
from assistant.entailment import likeliest
from assistant.evidence import SentenceEvidence, gather
from assistant.findings import Finding
from assistant.judging import Checker, judged, load_checker
from assistant.pointing import Claimed
from assistant.queries import Query
from assistant.questions import terms
from assistant.quotations import Quotation, find_quotations
from assistant.retrieval import Filters, passing, search
from assistant.reviews import Checked, CitationFinding, Review
from assistant.traces import Fault, QuotationFinding
from assistant.tracing import look_up
from ingestion.articles import Span, normalise
from ingestion.attribution import Attribution
from ingestion.attribution.pipeline import attribute
from ingestion.errors import BylineError
from ingestion.passages import sentences
from ingestion.pipeline import Library

LONGEST = 50_000  # characters of a text
PASSAGES = 8  # looked at for one sentence
READ = 260  # words of the likeliest sentences that are judged by, over all articles
SHORTEST = 4  # words of a sentence that claims something
SURE_OF_QUOTATION = 0.95  # that a quotation with a fault is none that the articles hold
CLAUSE = 4  # words of a clause that does

_JOINT = re.compile(
    r",\s+(?:and|while|but|which|who|whereas|although|though|because|after|before)\s|;\s+|\s(?:and|while|but|whereas)\s",
    re.I,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|do|does|did|\w+(?:ed|s))\b"
)
_GRAVEST = (Fault.NOT_FOUND, Fault.STITCHED, Fault.SOMEONE_ELSE, Fault.CROPPED, Fault.ALTERED)  # the gravest last
_OUTCOME_OF = {
    Fault.NOT_FOUND: Outcome.NOT_FOUND,
    Fault.STITCHED: Outcome.CONTRADICTED,
    Fault.SOMEONE_ELSE: Outcome.MISATTRIBUTED,
    Fault.CROPPED: Outcome.OVERSTATED,
    Fault.ALTERED: Outcome.CONTRADICTED,
}
_OF_ONE = {
    Outcome.SUPPORTED: "this article says so",
    Outcome.OVERSTATED: "this article says less",
    Outcome.MISATTRIBUTED: "this article gives it to somebody else",
    Outcome.CONTRADICTED: "this article says otherwise",
    Outcome.NOT_FOUND: "this article doesn't say it",
}
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a checked text that claims something, with what it carries."""

    span: Span
    claimed: Claimed
    quotations: tuple[Quotation, ...]
    cited: tuple[Cited, ...]


def check_text(
    library: Library,
    text: str,
    filters: Filters = Filters(),  # noqa: B008 (frozen)
    *,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Review:
    """Where each sentence of a text stands against the articles that pass the filters.

    `progress` is told how many sentences of how many are done. Raises BylineError for a text that is empty or longer
    than LONGEST characters, and for a library without such articles.
    """
    text = normalise(text)
    if not text.strip():
        raise BylineError("the text is empty; give one in words")
    if len(text) > LONGEST:
        raise BylineError(f"the text has {len(text):,} characters, the limit is {LONGEST:,}; check it in parts")
    checker = replace(load_checker(), sides=library.sides)
    found = list(read_text(text, checker))
    articles = passing(filters, library.current())
    evidence = evidence_for(library, [s.claimed.text for s in found], filters) if articles else [()] * len(found)
    checked: list[Checked] = []
    with ThreadPoolExecutor(
        os.cpu_count() or 1, thread_name_prefix="checking"
    ) as threads:  # the models let go of Python
        for one in threads.map(partial(_checked, checker, library, filters), found, evidence):
            checked.append(one)
            progress(len(checked), len(found))
    words = sum(len(s.span.of(text).split()) for s in found)
    return Review(text=text, sentences=tuple(checked), skipped=len(text.split()) - words, searched=len(articles))


def read_text(text: str, checker: Checker) -> Iterator[Sentence]:
    """The sentences that claim something, with who says what in them, their quotations and citations."""
    attributions = attribute(text, checker.tagger)
    quotations = find_quotations(text, checker.tagger)
    body_end, references = references_of(text)
    for span in sentences(text[:body_end]):
        own = span.of(text)
        inside = tuple(q for q in quotations if span.overlaps(Span(q.start, q.end)) and span.start <= q.start)
        claims = len(own.split()) >= SHORTEST and not _HEADING.match(own) and not own.rstrip(" \"”’'").endswith("?")
        if not claims and not inside:
            continue
        claimed = Claimed(without_citations(own), span.start, tuple(_within(attributions, span)))
        yield Sentence(span, claimed, inside, cited_in(own, span.start, references))


def _within(attributions: Sequence[Attribution], sentence: Span) -> Iterator[Attribution]:
    """The attributions that have content in a sentence, as they stand in it alone."""

    def cut(span: Span | None) -> Span | None:
        if span is None or not span.overlaps(sentence):
            return None
        return Span(max(span.start, sentence.start) - sentence.start, min(span.end, sentence.end) - sentence.start)

    for a in attributions:
        content = tuple(c for c in map(cut, a.content) if c is not None)
        if content and (cut(a.source) or cut(a.cue)):
            yield replace(
                a,
                source=cut(a.source),
                cue=cut(a.cue),
                content=content,
                hedge=None,
                relay=None,
                cited=None,
                scope=None,
                speaker=None,
            )


def evidence_for(library: Library, claims: Sequence[str], filters: Filters) -> list[tuple[Evidence, ...]]:
    """For each claim the evidence of the likeliest sentences, the likeliest first."""
    articles = passing(filters, library.current())
    index = library.index()
    every = filters == Filters() and index.removals == library.store.removals
    vectors = library.encoder.encode(claims)
    hits = [
        search(
            Query((claim,), (), frozenset(), ()),
            index=index,
            vectors=vector[None],
            articles=articles,
            every=every,
            count=PASSAGES,
        )
        for claim, vector in zip(claims, vectors, strict=True)
    ]
    found = gather({hit.passage_id: hit for some in hits for hit in some}.values(), store=library.store)
    passages = [{hit.passage_id for hit in some} for some in hits]
    known, _ = library.embed(f.sentence.exact for f in found)
    matrix = np.stack([known[f.sentence.exact] for f in found]) if found else np.zeros((0, vectors.shape[1]))
    return [
        tuple(_likeliest(claim, found, matrix @ vector, own))
        for claim, vector, own in zip(claims, vectors, passages, strict=True)
    ]


def _likeliest(
    claim: str, found: Sequence[SentenceEvidence], likeness: npt.NDArray[np.float32], passages: set[str]
) -> Iterator[Evidence]:
    """The evidence of the likeliest sentences of all that were found for the text, this claim's passages or not."""
    texts = [f.sentence.exact for f in found]
    own = terms(claim)
    shared = [len(own & terms(t)) / max(1, len(own)) for t in texts]
    chosen = likeliest(claim, texts, likeness, words=READ)
    for place in sorted(chosen, key=lambda n: -(float(likeness[n]) + shared[n])):
        yield from found[place].evidence


def _checked(
    checker: Checker, library: Library, filters: Filters, sentence: Sentence, evidence: Sequence[Evidence]
) -> Checked:
    finding = judged(sentence.claimed, evidence, checker)
    parts = () if finding.outcome is Outcome.SUPPORTED else tuple(_parts(sentence.claimed, evidence, checker))
    quotations = tuple(look_up(library, q, filters) for q in sentence.quotations if not q.scare)
    return Checked(
        finding=_with_quotations(finding, quotations),
        parts=parts,
        quotations=quotations,
        citations=tuple(_cited(c, sentence.claimed, finding, library, checker) for c in sentence.cited),
    )


def _parts(claim: Claimed, evidence: Sequence[Evidence], checker: Checker) -> Iterator[Finding]:
    """The clauses of a sentence, each judged by itself; none where there is only one."""
    ends = [m.start() for m in _JOINT.finditer(claim.text)]
    starts = [0, *(m.end() for m in _JOINT.finditer(claim.text))]
    spans = [Span(a, b) for a, b in zip(starts, [*ends, len(claim.text)], strict=True)]
    clauses = [s for s in spans if len(s.of(claim.text).split()) >= CLAUSE and _VERB.search(s.of(claim.text))]
    for span in clauses if len(clauses) > 1 else ():
        attributions = tuple(_within(claim.attributions, span))
        yield judged(Claimed(span.of(claim.text), claim.start + span.start, attributions), evidence, checker)


def _with_quotations(finding: Finding, quotations: Sequence[QuotationFinding]) -> Finding:
    """A sentence whose quotation isn't right isn't supported, however well the rest of it is."""
    faults = [(fault, q) for q in quotations for fault in q.faults]
    if not faults or finding.outcome is not Outcome.SUPPORTED:
        return finding
    fault, quotation = max(faults, key=lambda f: _GRAVEST.index(f[0]))
    return replace(
        finding,
        outcome=_OUTCOME_OF[fault],
        confidence=max(finding.confidence, SURE_OF_QUOTATION),
        why=quotation.why,
        differences=(*finding.differences, *quotation.differences),
    )


def _cited(cited: Cited, claim: Claimed, finding: Finding, library: Library, checker: Checker) -> CitationFinding:
    """What the article that a citation points to says of its sentence."""
    article = article_of(cited.target, library.current())
    outcome, why = Outcome.NOT_FOUND, "it points to none of the articles"
    if article is not None:
        (evidence,) = evidence_for(library, [claim.text], Filters(articles=(article.id,)))
        own = judged(claim, evidence, checker)
        outcome, why = own.outcome, _OF_ONE[own.outcome]
        if finding.outcome is Outcome.SUPPORTED and outcome is not Outcome.SUPPORTED:
            why += "; another article does say so"
    return CitationFinding(
        start=cited.start,
        end=cited.end,
        exact=cited.exact,
        article_id=article.id if article else None,
        title=article.title if article else None,
        outcome=outcome,
        why=why,
    )
