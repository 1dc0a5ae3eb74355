"""What all tests share: one exported model, a guard on the network, and small libraries."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import platformdirs
import pytest

from ingestion.embedding import Encoder, load_encoder
from ingestion.pipeline import Library

ROOT = Path(__file__).parent.parent
CACHE = platformdirs.user_cache_path("byline")


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches anything but this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple):
            host = str(address[0])
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise RuntimeError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The real embedding model, exported once."""
    return load_encoder(CACHE)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library of its own."""
    with Library(tmp_path / "home", cache=CACHE) as opened:
        yield opened


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a Markdown article with front matter and say where it is."""

    def write_article(file: str, body: str, **front: object) -> Path:
        path = tmp_path / "articles" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"{key}: {value}" for key, value in front.items()]
        path.write_text("\n".join(["---", *lines, "---", body]))
        return path

    return write_article
