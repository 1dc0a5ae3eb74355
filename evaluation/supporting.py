"""What the benchmarks of checking share: claims against texts, as `byline check` sees them, and the measures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answers import Outcome
from assistant.retrieval import Filters
from assistant.reviewing import check_text
from assistant.reviews import Review
from evaluation.harness import Values
from evaluation.ranking import Text, library_of
from ingestion.errors import BylineError


@dataclass(frozen=True, slots=True)
class Claim:
    """A text of one or more sentences, the article it is checked against, and whether that supports it."""

    article_id: str
    text: str
    supported: bool


def reviews(claims: Sequence[Claim], articles: Sequence[Text], step: Callable[[], None]) -> list[Review | None]:
    """Each claim checked against its own article alone; None where it holds nothing that can be checked."""
    found: list[Review | None] = []
    with library_of(articles) as library:
        for claim in claims:
            try:
                found.append(check_text(library, claim.text, Filters(articles=(claim.article_id,))))
            except BylineError:
                found.append(None)
            step()
    return found


def support(review: Review | None) -> float:
    """How likely all of a text is supported: that of its weakest sentence; 0 where nothing could be checked."""
    if review is None or not review.sentences:
        return 0.0
    return min(
        s.finding.support if s.finding.outcome is Outcome.SUPPORTED else min(s.finding.support, 0.499)
        for s in review.sentences
    )


def balanced_accuracy(said: Values, true: Values) -> float:
    """The mean of the shares of supported and of unsupported claims that are said to be so; nan without both."""
    yes, no = said[true > 0] > 0, said[true <= 0] > 0
    return float((yes.mean() + 1 - no.mean()) / 2) if len(yes) and len(no) else float("nan")


def macro_f1(said: Values, true: Values) -> float:
    """The mean of the two labels' F1."""

    def f1(label: float) -> float:
        both = float(((said == label) & (true == label)).sum())
        return 2 * both / max(1.0, float((said == label).sum() + (true == label).sum()))

    return float(np.mean([f1(1.0), f1(0.0)]))
