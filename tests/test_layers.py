"""The import rules of the architecture: packages look one way, outside libraries stay in their rooms."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("ingestion", "assistant", "evaluation")
MODULES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))

FORBIDDEN = {"ingestion": ("assistant", "evaluation"), "assistant": ("evaluation",), "evaluation": ()}
NOUNS = {  # modules of nouns, and what of ours they may import
    "ingestion/articles.py": {"ingestion.errors"},
    "ingestion/attribution/__init__.py": {"ingestion.articles"},
    "ingestion/passages.py": {"ingestion.articles"},
    "assistant/quoted.py": {"ingestion.attribution", "ingestion.errors"},
    "assistant/answers.py": {"ingestion.articles", "ingestion.attribution"},
}
ROOMS = {  # outside library -> where it may be imported
    "chromadb": {"ingestion/index.py", "evaluation/baseline.py"},
    "llama_index": {"ingestion/index.py", "assistant/language_model.py", "evaluation/baseline.py"},
    "openai": {"assistant/language_model.py"},
    "ollama": {"assistant/language_model.py"},
    "jinja2": {"assistant/prompting.py"},
    "tantivy": {"ingestion/index.py"},
    "rapidfuzz": {"assistant/aligning.py", "evaluation/quotations.py"},
    "sqlite3": {"ingestion/database.py"},
    "sentence_transformers": {"ingestion/embedding.py", "assistant/reranking.py", "evaluation/baseline.py"},
    "torch": {"ingestion/embedding.py", "evaluation/tagger_training.py", "evaluation/entailment_training.py"},
    "onnxruntime": {
        "ingestion/embedding.py",
        "ingestion/attribution/tagger.py",
        "assistant/entailment.py",
        "evaluation/tagger_training.py",
        "evaluation/entailment_training.py",
    },
    "trafilatura": {"ingestion/readers/web_page.py"},
    "matplotlib": {"evaluation/plots.py"},
    "fastapi": {"assistant/web"},
    "starlette": {"assistant/web"},
    "gradio": {"assistant/web"},
    "uvicorn": {"assistant/web"},
    "typer": {"assistant/cli"},
    "rich": {"assistant/cli", "evaluation"},
}
MAKERS = {  # noun -> the one module that may construct it
    "Statement": "assistant/checking.py",
    "Quote": "ingestion/articles.py",
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_packages_look_one_way(path: Path) -> None:
    package = name(path).split("/")[0]
    tops = {module.split(".")[0] for module in imports(path)}
    if not name(path).startswith("assistant/cli"):  # the command reaches everything
        assert not tops & set(FORBIDDEN[package])
    if package == "assistant" and not name(path).startswith(("assistant/web", "assistant/cli")):
        assert not any(module.startswith("assistant.web") for module in imports(path))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_outside_libraries_stay_in_their_rooms(path: Path) -> None:
    for module in imports(path):
        rooms = ROOMS.get(module.split(".")[0])
        if rooms is not None:
            assert name(path).startswith(tuple(rooms)), f"{module} is imported outside its room"


@pytest.mark.parametrize("path", NOUNS)
def test_nouns_import_only_nouns_to_their_left(path: str) -> None:
    ours = {m for m in imports(ROOT / path) if m.split(".")[0] in PACKAGES}
    assert ours <= NOUNS[path]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nouns_are_made_in_one_place(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            maker = MAKERS.get(node.func.id)
            assert maker in (None, name(path)), f"{node.func.id} is made only in {maker}"


def test_there_is_no_import_cycle() -> None:
    graph = {}
    for path in MODULES:
        module = name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        graph[module] = {m for m in imports(path) if m.split(".")[0] in PACKAGES}
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join((*trail, module))
        if module not in done:
            for target in graph.get(module, ()):
                visit(target, (*trail, module))
            done.add(module)

    for module in graph:
        visit(module, ())
