"""Commands that run for long: the server and the benchmarks."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.console import app, one_sentence, settings_of


@app.command()
@one_sentence
def serve(
    context: typer.Context,
    host: Annotated[
        str | None, typer.Option(help="Address to bind to; loopback unless BYLINE_ACCESS_TOKEN is set.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes a free one.")] = None,
) -> None:
    """Serve the chat and the API."""
    from assistant.web.api import serve as serve_web
    from ingestion.pipeline import Library

    settings = settings_of(context)
    chosen = {k: v for k, v in (("host", host), ("port", port)) if v is not None}
    settings = settings.model_copy(update=chosen)
    with Library(settings.home, cache=settings.cache) as library:
        serve_web(library, settings)


@app.command()
@one_sentence
def evaluate(
    names: Annotated[list[str] | None, typer.Argument(help="Benchmarks; all of them if left out.")] = None,
    data: Annotated[Path | None, typer.Option(help="The folder of the public data; else BYLINE_DATA.")] = None,
    keep: Annotated[Path | None, typer.Option("--json", help="A file to keep the figures in.")] = None,
    plot: Annotated[Path | None, typer.Option(help="A picture to draw of them: .png or .svg.")] = None,
) -> None:
    """Measure Byline on public benchmarks, beside a plain baseline and published figures."""
    from evaluation.report import evaluate as run

    run(names or [], data, kept_at=keep, drawn_at=plot)
