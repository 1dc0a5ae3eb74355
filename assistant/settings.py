"""Settings: read once, at the edge, and handed down. Each can be set by a BYLINE_… environment variable."""

from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a user may set. Sizes in bytes."""

    model_config = SettingsConfigDict(env_prefix="BYLINE_", frozen=True)

    home: Path = Field(default_factory=lambda: platformdirs.user_data_path("byline"))
    """The folder that holds the library."""
    cache: Path = Field(default_factory=lambda: platformdirs.user_cache_path("byline"))
    """Where the exported embedding model is kept; may be deleted at any time."""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    access_token: SecretStr | None = None
    """Asked of every client; needed to bind to anything but loopback."""
    max_file_bytes: int = Field(default=10_000_000, gt=0)
    max_body_bytes: int = Field(default=50_000_000, gt=0)
