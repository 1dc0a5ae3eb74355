"""Receipt -> Verification: does what an answer rested on still stand, and what has changed since? Needs no network."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.pipeline import ask
from assistant.receipts import Cited, Receipt, digest_of, id_of, sha256, thresholds
from assistant.reranking import Reranker
from assistant.retrieval import passing
from ingestion.articles import Status
from ingestion.attribution.pipeline import REVISION
from ingestion.errors import BylineError, NotFound
from ingestion.pipeline import Library


@dataclass(frozen=True, slots=True)
class Check:
    """One thing checked. `holds` is None where it neither holds nor fails: it has changed since."""

    what: str
    holds: bool | None
    found: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of an answer. `holds`: the receipt is as it was issued, and every quote is where it says, word for
    word; `changed`: something is otherwise than when the answer was given."""

    answer_id: str
    question: str
    holds: bool
    changed: bool
    checks: tuple[Check, ...]


def verify(receipt: Receipt, library: Library, *, reranker: Reranker | None = None) -> Verification:
    """Check a receipt against the library as it is now, and the second stage that is set now."""
    checks = tuple(_checks(receipt, library, reranker))
    return Verification(
        receipt.id,
        receipt.question,
        holds=all(c.holds is not False for c in checks),
        changed=any(c.holds is not True for c in checks),
        checks=checks,
    )


def _checks(receipt: Receipt, library: Library, reranker: Reranker | None) -> Iterator[Check]:
    intact = id_of(receipt) == receipt.id
    yield Check("receipt", intact, "as it was issued" if intact else "was changed after it was issued")
    for cited in receipt.cited:
        yield Check(f"quote [{cited.number}] in {cited.article_id}", *_stands(cited, library))
    yield _settings(receipt, library, reranker)
    now = passing(receipt.filters, library.current())
    same = digest_of(now) == receipt.articles
    yield Check(
        "articles searched",
        True if same else None,
        f"the same {len(now)}" if same else f"other ones: {receipt.searched} then, {len(now)} now",
    )
    if receipt.writing is None:  # a language model need not write the same twice
        yield _again(receipt, library, reranker)


def _stands(cited: Cited, library: Library) -> tuple[bool | None, str]:
    try:
        article = library.store.article(cited.article_id, cited.version)
    except NotFound:
        return False, "the article, or this version of it, is not in the library"
    if sha256(article.text[cited.start : cited.end]) != cited.sha256:
        return False, "other words stand at its place"
    if article.status is Status.CURRENT:
        return True, "word for word where it was, in the current version"
    notice = f": {article.notice}" if article.notice else ""
    return None, f"word for word where it was, in a version that is {article.status} now{notice}"


def _settings(receipt: Receipt, library: Library, reranker: Reranker | None) -> Check:
    second = reranker.revision if reranker else None
    mine = {"embedding": library.model, "attribution": REVISION, "reranker": second, **thresholds()}
    then = {
        "embedding": receipt.embedding,
        "attribution": receipt.attribution,
        "reranker": receipt.reranker,
        **receipt.thresholds,
    }
    differing = [name for name in sorted(mine | then) if mine.get(name) != then.get(name)]
    if not differing:
        return Check("settings", True, "the same")
    return Check("settings", None, "; ".join(f"{n}: {then.get(n)} then, {mine.get(n)} now" for n in differing))


def _again(receipt: Receipt, library: Library, reranker: Reranker | None) -> Check:
    """The question, asked once more of the library as it is."""
    try:
        answer = ask(
            library,
            receipt.question,
            receipt.filters,
            understood=receipt.understood,
            keep=False,
            reranker=reranker,
        )
    except BylineError as error:
        return Check("asked again", None, str(error))
    if answer.id == receipt.id:
        return Check("asked again", True, "the same answer, byte for byte")
    if answer.abstained != receipt.abstained:
        return Check(
            "asked again", None, "now the articles don't say" if answer.abstained else "now there is an answer"
        )
    places = {(c.article_id, c.version, c.start, c.end) for c in receipt.cited}
    shown = [c.quote for s in answer.statements for c in s.citations] or [c.quote for c in answer.nearest]
    anew = {(q.article_id, q.version, q.start, q.end) for q in shown}
    if anew == places:
        return Check("asked again", None, "the same quotes, from other articles searched or with other scores")
    return Check(
        "asked again", None, f"{len(places & anew)} of its {len(places)} quotes again, {len(anew - places)} others"
    )
