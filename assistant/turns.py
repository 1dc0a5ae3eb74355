"""Turns of a conversation: what was understood of each, and what its answer said."""

from dataclasses import dataclass

TURNS = 8  # turns looked back at most
SO = "Who said so"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of an earlier answer: the number of its first citation, who holds it, and its words."""

    number: int
    holder: str | None
    publisher: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A turn, as a question that stands alone: `asks`, and in brackets what it is `about` if that isn't in it.

    `citation` is the number of the citation that it points to.
    """

    asks: str
    about: str = ""
    citation: int | None = None

    @property
    def aside(self) -> bool:
        """Whether it asks about the answer before it: what follows asks on from the question before that."""
        return self.citation is not None or self.asks == SO

    @property
    def text(self) -> str:
        """The question to answer."""
        bare = self.asks.rstrip(" ?.!")
        return f"{bare} ({self.about})?" if self.about else self.asks


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier turn: what it was understood as, and what the answer said."""

    understood: Understood
    said: tuple[Said, ...] = ()
