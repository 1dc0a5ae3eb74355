"""What an answer's statements add up to: who holds what, which of them disagree, and what they rest on."""

from assistant.answers import Account, Position, Sources, Statement, Value
from assistant.questions import Question
from assistant.speakers import key_of
from assistant.values import disagreeing, same_value
from ingestion.attribution.sides import Sides
from ingestion.store import Listed, Store


def accounts_in(
    question: Question, statements: tuple[Statement, ...], values: tuple[Value, ...], store: Store
) -> tuple[Account, ...]:
    """The statements that disagree with another, by a denial or by the value they give, the newest report first."""
    differing = set(disagreeing(question, values, statements))
    denying = {place for place, s in enumerate(statements) if s.denies}
    denied = {place for s in statements for place in s.denies}
    origins = [{store.origin(c.quote.article_id, c.quote.version) for c in s.citations} for s in statements]
    places = sorted(differing | denying | denied, key=lambda place: (-_published(statements[place]), place))
    return tuple(
        Account(
            place,
            origins=len(
                origins[place].union(*(origins[n] for n in differing if same_value(values, place, n)))
                if place in differing
                else origins[place]
            ),
            superseded=place in differing
            and any(
                statements[n].citations[0].publisher == statements[place].citations[0].publisher is not None
                and _published(statements[n]) > _published(statements[place])
                and not same_value(values, place, n)
                for n in differing
            ),
        )
        for place in places
    )


def _published(statement: Statement) -> float:
    """When its first citation was published, in seconds; what gives no date counts as the oldest."""
    published = statement.citations[0].published_at
    return published.timestamp() if published else float("-inf")


def positions_in(statements: tuple[Statement, ...], sides: Sides) -> tuple[Position, ...]:
    """Who holds what, in the order they first speak, holders of one side together."""
    held: dict[str, list[int]] = {}
    holders: dict[str, str | None] = {}
    for place, statement in enumerate(statements):
        holder = statement.holder or statement.citations[0].publisher
        key = key_of(holder or "")
        holders.setdefault(key, holder)
        held.setdefault(key, []).append(place)
    positions = [
        Position(
            holder=holders[key],
            side=sides.of(holders[key] or ""),
            statements=tuple(places),
            denied_by=tuple(n for n, s in enumerate(statements) if set(s.denies) & set(places)),
        )
        for key, places in held.items()
    ]
    first = {p.side: n for n, p in reversed(list(enumerate(positions))) if p.side}
    order = sorted(range(len(positions)), key=lambda n: (first.get(positions[n].side or "", n), n))
    return tuple(positions[n] for n in order)


def sources_of(statements: tuple[Statement, ...], searched: tuple[Listed, ...], store: Store) -> Sources:
    """What the statements rest on, and what was searched."""
    cited = {(c.quote.article_id, c.quote.version): c.publisher for s in statements for c in s.citations}
    dates = [a.published_at for a in searched if a.published_at]
    return Sources(
        articles=len(cited),
        publishers=len({p for p in cited.values() if p}),
        origins=len({store.origin(*article) for article in cited}),
        searched=len(searched),
        searched_publishers=len({a.publisher for a in searched if a.publisher}),
        oldest=min(dates, default=None),
        newest=max(dates, default=None),
    )
