"""A real server in a process of its own, as a user starts it, and articles to give it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

DEADLINE = 120  # seconds; the first start on a machine exports the embedding model
BYLINE = (sys.executable, "-c", "from assistant.cli import main; main()")

DAM = """---
id: dam
title: "Minister: the Harl dam is safe"
publisher: Sample Wire
published_at: 2024-03-05T10:00:00Z
url: https://example.org/dam?a=1&b=2
---
The Harl dam was built in 1962. "The dam is safe," the energy minister said on Tuesday.

The engineers' union denied that the dam had passed its last inspection. "Nobody has inspected the spillway since 2019,"
the union's chairman told reporters.
"""
FERRY = """---
id: ferry
title: "Ferry line to Orsk closes"
publisher: Sample Courier
published_at: 2024-04-01T08:00:00Z
---
The ferry line to Orsk will close in May, the harbour office said. It carried 12,000 passengers last year.

According to the harbour office, the line lost two million crowns in 2023.
"""


def written(text: str, article_id: str) -> str:
    """The same article under another id, in words of its own, so that it is no copy."""
    front, body = text.split("---\n", 2)[1:]
    lines = [f"id: {article_id}" if line.startswith("id:") else line for line in front.splitlines()]
    return "\n".join(["---", *lines, "---", body])


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address, its folder and its process."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> int:
        """Ask it to stop, and say with which code it did."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


def byline(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [*BYLINE, "--home", str(home), *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=False,
    )


@contextmanager
def serving(home: Path, **environment: str) -> Iterator[Server]:
    """A server on a free port, ended afterwards."""
    home.mkdir(parents=True, exist_ok=True)
    log = home.parent / f"{home.name}.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [*BYLINE, "--home", str(home), "serve", "--port", "0"],
            env=os.environ | environment,
            stdout=sink,
            stderr=sink,
        )
        try:
            yield Server(_address(home / "server.json", process, log), home, process)
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(timeout=30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def _address(note: Path, process: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        if note.exists():
            return str(json.loads(note.read_text())["url"])
        assert process.poll() is None, log.read_text()
        time.sleep(0.05)
    raise AssertionError(f"the server didn't start: {log.read_text()}")


def upload(client: httpx.Client, **files: str | bytes) -> dict[str, Any]:
    """Ingest files, named without their suffix where it is .md."""
    parts = [
        (name if "." in name else f"{name}.md", raw.encode() if isinstance(raw, str) else raw)
        for name, raw in files.items()
    ]
    reply = client.post("/v1/articles", files=[("files", part) for part in parts])
    assert reply.status_code == 200, reply.text
    report: dict[str, Any] = reply.json()
    return report
