"""Commands that write down: a summary, and an answer that was kept, in a format of the user's."""

import sys
from typing import Annotated

import typer
from rich.markdown import Markdown

from assistant.cli.console import app, desk_of, err, one_sentence, out, settings_of

_FORMATS = "terminal, markdown, html (a page to send to somebody), json; csl-json or bibtex: only what it cites."
_TERMINAL = "terminal"


@app.command()
@one_sentence
def summarize(
    context: typer.Context,
    articles: Annotated[list[str] | None, typer.Argument(metavar="[ARTICLE]...", help="Ids of articles.")] = None,
    topic: Annotated[str | None, typer.Option(help="What all articles say on this, instead.")] = None,
    speaker: Annotated[str | None, typer.Option(help="What this speaker says in all articles, instead.")] = None,
    sentences: Annotated[int, typer.Option(help="At most so many statements.")] = 8,
    publisher: Annotated[str | None, typer.Option(help="Only articles of this publisher.")] = None,
    since: Annotated[str | None, typer.Option(help="Only articles published on this day or later: 2021-12-07.")] = None,
    until: Annotated[str | None, typer.Option(help="Only articles published on this day or before.")] = None,
    form: Annotated[str, typer.Option("--format", help=_FORMATS)] = _TERMINAL,
    write: Annotated[
        bool | None,
        typer.Option(
            "--write/--quotes",
            help="Let the language model that BYLINE_MODEL names write, each sentence checked; or give quotes alone."
            " By default it writes where there is one.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Summarise articles, a topic or a speaker: quotes with who said them, dates, who holds what, what was used."""
    from assistant.dates import parse_date
    from assistant.retrieval import Filters
    from assistant.summaries import Subject

    subject = Subject(articles=tuple(articles or ()), topic=topic, speaker=speaker, sentences=sentences)
    filters = Filters(
        publisher=publisher,
        since=parse_date(since) if since else None,
        until=parse_date(until, end_of_day=True) if until else None,
    )
    with desk_of(settings_of(context)) as desk, err.status("reading the articles"):
        shown = desk.summarize(subject, filters, form=_asked(form), write=write)
    _print(shown, form)


@app.command()
@one_sentence
def export(
    context: typer.Context,
    answer: Annotated[str, typer.Argument(help="The id that stands under an answer.")],
    form: Annotated[str, typer.Option("--format", help=_FORMATS)] = _TERMINAL,
) -> None:
    """Write down an answer as it was given, or what it cites."""
    with desk_of(settings_of(context)) as desk:
        shown = desk.export(answer, _asked(form))
    _print(shown, form)


def _asked(form: str) -> str:
    """What a desk is asked for: a terminal shows Markdown."""
    return "markdown" if form == _TERMINAL else form


def _print(shown: str, form: str) -> None:
    if form == _TERMINAL:
        out.print(Markdown(shown, hyperlinks=False))
    else:
        sys.stdout.write(shown)
