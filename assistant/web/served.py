"""What the endpoints share."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from assistant.reranking import Reranker
from assistant.settings import Settings
from assistant.web.guard import Doorkeeper
from ingestion.pipeline import Library


@dataclass(frozen=True, slots=True)
class Served:
    """The library that is served, under which settings and behind whom."""

    library: Library
    settings: Settings
    doorkeeper: Doorkeeper
    reranker: Reranker | None


def _served(request: Request) -> Served:
    served: Served = request.app.state.served
    return served


Shared = Annotated[Served, Depends(_served)]
