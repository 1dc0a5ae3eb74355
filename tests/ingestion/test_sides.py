"""Sides: the table that is shipped, a user's changes to it, and files that are broken."""

import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.attribution.sides import SHIPPED, Sides, load_sides
from ingestion.errors import BylineError

US = "United States government"


@pytest.fixture(scope="module")
def shipped() -> Sides:
    return load_sides()


def written(folder: Path, text: str) -> Path:
    path = folder / "sides.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("Washington", US),
        ("the White House", US),
        ("The Biden administration", US),
        ("US State Department", US),
        ("U.S. State Department", US),
        ("the U.S.", US),
        (US, US),
        ("THE PENTAGON", US),
        ("Moscow", "Russia"),
        ("Moscow's", "Russia"),
        ("Moscow’s", "Russia"),
        ("Kremlin", "Russia"),
        ("the Kremlin,", "Russia"),
        ("Russia's Foreign Ministry", "Russia"),
        ("Russia’s foreign ministry", "Russia"),
        ("a spokesman for the Kremlin", "Russia"),
        ("Kremlin spokesman", "Russia"),
        ("the Kremlin's spokeswoman", "Russia"),
        ("Kremlin spokesman Dmitry Peskov", "Russia"),
        ("Kyiv", "Ukraine"),
        ("Kiev", "Ukraine"),
        ("10 Downing Street", None),
        ("Number 10", "United Kingdom government"),
        ("the Élysée", "France"),
        ("EU", "European Union"),
        ("NATO", "NATO"),
        ("Washington Post", None),
        ("Washington state", None),
        ("George Washington", None),
        ("former Kremlin spokesman", None),
        ("critics of the Kremlin", None),
        ("he", None),
        ("", None),
    ],
)
def test_whose_side_a_name_is(shipped: Sides, name: str, side: str | None) -> None:
    assert shipped.of(name) == side


def test_the_table_is_shipped_with_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    data = project["tool"]["setuptools"]["package-data"]
    assert SHIPPED.name in data["ingestion.attribution"]
    assert SHIPPED.is_file()


def test_a_user_adds_names_and_sides_and_takes_names_away(tmp_path: Path) -> None:
    text = (
        "sides:\n  russia:\n    - the Smolenka\n  World Health Organization:\n    - WHO\nremove:\n  - the washington\n"
    )
    sides = load_sides(written(tmp_path, text))
    assert sides.of("the Smolenka") == "Russia"
    assert sides.of("WHO") == sides.of("the World Health Organization") == "World Health Organization"
    assert sides.of("Washington") is None
    assert sides.of("the White House") == US


def test_the_form_that_the_file_documents_works(tmp_path: Path) -> None:
    lines = [line.removeprefix("#") for line in SHIPPED.read_text().splitlines() if line.startswith("#   ")]
    sides = load_sides(written(tmp_path, "\n".join(lines)))
    assert sides.of("the Smolenka") == "Russia"
    assert sides.of("Washington") is None


def test_a_later_file_moves_a_name(tmp_path: Path) -> None:
    sides = load_sides(written(tmp_path, "sides:\n  Washington State: [Washington]\n"))
    assert sides.of("Washington") == "Washington State"


def test_an_empty_file_changes_nothing(tmp_path: Path, shipped: Sides) -> None:
    assert load_sides(written(tmp_path, "# nothing yet\n")) == shipped


def test_a_name_once_removed_stays_removed(tmp_path: Path) -> None:
    first = written(tmp_path, "remove: [NATO]")
    second = tmp_path / "more.yaml"
    second.write_text("sides:\n  NATO: [the alliance]\n")
    sides = load_sides(first, second)
    assert sides.of("NATO") is None
    assert sides.of("the alliance") == "NATO"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sides:\n  Russia: [Moscow\n", "line 3"),
        ("sides:\n\t- x\n", "line 2"),
        ("sides:\n  Norway:\n    - NO\n", "sides > Norway > 0"),
        ("sides:\n  Norway: Oslo\n", "sides > Norway"),
        ("sides:\n  Norway: [Oslo]\n  Norway: [Bergen]\n", "line 3 repeats 'Norway'"),
        ("side:\n  Norway: [Oslo]\n", "side isn't in the form"),
        ("- Oslo\n", "the file isn't in the form"),
        ("sides:\n  Norway: [Oslo]\n  Sweden: [the Oslo]\n", "'the Oslo' is on two sides"),
        ("sides:\n  Norway: ['...']\n", "empty name"),
        ("remove: [Atlantis]\n", "'Atlantis' is on no side"),
        ("a: !!python/name:os.system\n", "line 1"),
        ("&a\nsides: *a\n", "isn't"),
        ("sides: \x00\n", "isn't YAML"),
        ("[" * 3000, "isn't YAML"),
    ],
)
def test_a_broken_file_says_where_and_what_to_mend(tmp_path: Path, text: str, told: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BylineError) as raised:
        load_sides(path)
    message = str(raised.value)
    assert str(path) in message
    assert told in message
    assert "\n" not in message


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "missing.yaml", tmp_path, binary):
        with pytest.raises(BylineError, match=path.name):
            load_sides(path)


@given(st.text())
def test_any_name_can_be_looked_up(name: str) -> None:
    assert Sides({"kremlin": "Russia"}).of(name) in (None, "Russia")


@given(st.text(max_size=80))
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("sides") / "sides.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(BylineError):
        assert load_sides(path).names
