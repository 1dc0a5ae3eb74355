"""The command that shows what a language model is told."""

import sys
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from assistant.cli.console import app, one_sentence, out


@app.command()
@one_sentence
def prompts(
    name: Annotated[str | None, typer.Argument(help="The prompt to show; all are listed if it is left out.")] = None,
) -> None:
    """Show the wording that a language model is given, if one is set."""
    from assistant.prompting import load_template, templates

    if name is not None:
        sys.stdout.write(load_template(name).text + "\n")
        return
    table = Table("name", "version", "purpose", "sha256")
    for template in templates():
        cells = (template.name, str(template.version), template.purpose, template.sha256[:16])
        table.add_row(*(Text(cell) for cell in cells))
    out.print(table)
