"""Commands that bring articles in, list them and take them out."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from assistant.cli.console import app, desk_of, err, one_sentence, out, settings_of
from ingestion.errors import BylineError

articles_app = typer.Typer(help="The articles in the library: list, show, remove.", invoke_without_command=True)
app.add_typer(articles_app, name="articles")


@app.command()
@one_sentence
def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files or folders: .md, .txt, .html, .jsonl.")],
) -> None:
    """Read articles into the library. Files that can't be read are listed with the reason."""
    from ingestion.pipeline import Change, find_files

    settings = settings_of(context)
    missing = [p for p in paths if not p.exists()]
    if missing:
        raise BylineError(f"there is nothing at {missing[0]}; name a file or a folder that exists")
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} files"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with desk_of(settings) as desk, Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("starting", total=None)
        report = desk.ingest(
            find_files(paths, max_bytes=settings.max_file_bytes),
            lambda path: progress.update(task, advance=1, description=Path(path).name),
        )
    counts = ", ".join(f"{report.count(c)} {c}" for c in Change if report.count(c)) or "nothing new"
    out.print(Text(f"{len(report.articles)} articles: {counts}. {len(report.skipped)} files skipped."))
    foreign = [a.path for a in report.articles if not a.english]
    if foreign:
        out.print(Text(f"{len(foreign)} not in English, read for quotation marks alone: {', '.join(foreign)}"))
    for skipped in report.skipped:
        out.print(Text(f"  skipped {skipped.path}: {skipped.reason}"), soft_wrap=True)


@articles_app.callback()
@one_sentence
def articles(context: typer.Context) -> None:
    """List the articles."""
    if context.invoked_subcommand is None:
        _list_articles(context)


@articles_app.command("list")
@one_sentence
def list_articles(context: typer.Context) -> None:
    """List every version of every article."""
    _list_articles(context)


def _list_articles(context: typer.Context) -> None:
    with desk_of(settings_of(context)) as desk:
        listed = desk.articles()
    table = Table("id", "title", "publisher", "published", "status")
    for a in listed:
        date = f"{a.published_at:%Y-%m-%d}" if a.published_at else "unknown"
        table.add_row(*(Text(c) for c in (a.id, a.title or "untitled", a.publisher or "unknown", date, a.status)))
    out.print(table)


@articles_app.command("show")
@one_sentence
def show_article(context: typer.Context, article_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Print one article."""
    with desk_of(settings_of(context)) as desk:
        text = desk.text(article_id)
    out.print(Text(text), soft_wrap=True)


@articles_app.command("remove")
@one_sentence
def remove_article(context: typer.Context, article_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Forget an article in all its versions."""
    with desk_of(settings_of(context)) as desk:
        desk.remove(article_id)
    out.print(Text(f"removed {article_id}"))


@app.command()
@one_sentence
def status(context: typer.Context) -> None:
    """Say what the library holds."""
    settings = settings_of(context)
    with desk_of(settings) as desk:
        counts = desk.status()
    out.print(Text(f"library at {settings.home}"), soft_wrap=True)
    for name, value in counts.items():
        out.print(Text(f"  {name}: {value}"))


@app.command()
@one_sentence
def rebuild(context: typer.Context) -> None:
    """Build the indexes anew from the store; embeddings are kept."""
    with desk_of(settings_of(context)) as desk, err.status("rebuilding the indexes"):
        desk.rebuild()
    out.print(Text("the indexes are fresh"))
