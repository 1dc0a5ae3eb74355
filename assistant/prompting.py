"""The wording that is given to a language model: one Markdown file an act, rendered by Jinja with what belongs in it.

A file has front matter (name, version, purpose) and two blocks, `system` and `user`. Values are never read as a
template. An article's words go in as JSON, between two lines with a mark that is drawn for the occasion and that they
don't hold. Left out: what comes back.
"""

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import frontmatter
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.language_model import Prompt
from ingestion.errors import NotFound

FOLDER = Path(__file__).parent.parent / "prompts"
LONGEST_NAME = 120  # characters of a publisher's or a speaker's name in a prompt
_TAME = str.maketrans("<>[]{}|`", "‹›()()/'")  # what marks up a chat for some models: <|im_start|>, [INST], {{x}}


@dataclass(frozen=True, slots=True)
class Template:
    """One act's wording. `sha256` is of the whole file."""

    name: str
    version: int
    purpose: str
    text: str
    sha256: str


@lru_cache
def load_template(name: str) -> Template:
    """The template of this name. Raises NotFound."""
    path = FOLDER / f"{name}.md"
    if name not in _names():
        raise NotFound(f"there is no prompt {name!r}; there are {', '.join(_names())}")
    raw = path.read_text(encoding="utf-8")
    post = frontmatter.loads(raw)
    return Template(
        str(post["name"]),
        int(str(post["version"])),
        str(post["purpose"]),
        post.content,
        hashlib.sha256(raw.encode()).hexdigest(),
    )


def templates() -> tuple[Template, ...]:
    """All templates, by name."""
    return tuple(load_template(name) for name in _names())


def _names() -> list[str]:
    return sorted(p.stem for p in FOLDER.glob("*.md") if p.stem != "README")


def render(template: Template, **values: Any) -> Prompt:
    """The prompt with these values in it; each has to be named in the template, and each name needs a value."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)  # Jinja's own is for HTML
    compiled = environment.from_string(template.text)
    context = compiled.new_context(values)
    system, user = ("".join(compiled.blocks[block](context)).strip() for block in ("system", "user"))
    return Prompt(system, user)


def tame(text: str, longest: int | None = None) -> str:
    """Somebody's words as a language model may see them: one line, nothing invisible in it, none of the signs that
    mark up a chat. A prompt isn't quoted from, so its words needn't be exact."""
    seen = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(seen.translate(_TAME).split())[:longest]


def draw_mark(texts: Iterable[str]) -> str:
    """A mark that none of these texts holds."""
    held = "\n".join(texts)
    while (mark := secrets.token_hex(8)) in held:
        pass
    return mark


def draw_ids(texts: Sequence[str]) -> list[str]:
    """An id for each of these texts, found in none of them."""
    ids: list[str] = []
    held = "\n".join(texts)
    while len(ids) < len(texts):
        drawn = f"q{secrets.token_hex(3)}"
        if drawn not in held and drawn not in ids:
            ids.append(drawn)
    return ids
