"""Changes between a quotation and an article -> Differences, each pointed at in both texts and named for what it is."""

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.aligning import Change, Run
from assistant.findings import Aspect, Difference
from assistant.quotations import Quotation
from assistant.wordings import Wording
from ingestion.articles import Article, cut_quote

_NEGATION = frozenset("not no never none nobody nothing neither nor without cannot hardly barely scarcely".split())
_MODALS = frozenset("may might can could will would shall should must".split())
_DAYS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday today tomorrow yesterday".split()
)
_NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion "
    "half dozen first second third".split()
)
_CONTRACTED = re.compile(r"\w+n't")


def differences_of(
    changed: Iterable[Change], own: Wording, quotation: Quotation, *, wording: Wording, article: Article
) -> tuple[Difference, ...]:
    """The changes as differences: what is claimed points into the checked text, what is stated into the article."""
    return tuple(_difference(c, own, quotation, wording, article) for c in changed)


def capitals(own: Wording, place: int, wording: Wording, run: Run) -> Iterator[Change]:
    """Words from `place` on that another capital makes another word: "us" for "US". Capitals throughout are a style."""
    if own.text.isupper():
        return
    for n in range(run.last - run.first):
        mine, theirs = own.spelled(place + n), wording.spelled(run.first + n)
        if mine != theirs and any(len(w) > 1 and w.isupper() for w in (mine, theirs)):
            yield Change(place + n, place + n + 1, Run(run.first + n, run.first + n + 1))


def _difference(change: Change, own: Wording, quotation: Quotation, wording: Wording, article: Article) -> Difference:
    claimed = own.span(change.first, change.last) if change.last > change.first else None
    run = change.run
    stated = wording.span(run.first, run.last) if run.last > run.first else None
    mine = [own.spelled(n) for n in range(change.first, change.last)]
    theirs = [wording.spelled(n) for n in range(change.run.first, change.run.last)]
    return Difference(
        aspect=_aspect(mine, theirs),
        start=quotation.start + claimed.start if claimed else None,
        end=quotation.start + claimed.end if claimed else None,
        claimed=claimed.of(own.text) if claimed else None,
        quote=cut_quote(article, stated) if stated else None,
        stated_start=stated.start if stated else None,
        stated_end=stated.end if stated else None,
        stated=stated.of(article.text) if stated else None,
    )


def _aspect(mine: Sequence[str], theirs: Sequence[str]) -> Aspect:
    """What kind of thing differs, the one that weighs most first."""
    ours, others = ({w.casefold() for w in words} for words in (mine, theirs))
    only = ours ^ others
    if any(w in _NEGATION or _CONTRACTED.fullmatch(w) for w in only):
        return Aspect.NEGATION
    if any(w[0].isdigit() or w in _NUMBERS for w in only if w):
        return Aspect.NUMBER
    if only & (_DAYS - _MODALS):
        return Aspect.DATE
    if only & _MODALS:
        return Aspect.MODALITY
    if any(w[:1].isupper() for w in (*mine, *theirs) if w.casefold() in only):
        return Aspect.NAME
    return Aspect.WORDING
