"""Settings: read once, at the edge, and handed down. Each can be set by a BYLINE_… environment variable."""

from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.language_model import OLLAMA, Kind, LanguageModel, usable_address


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
    reranker: str | None = Field(default=None, min_length=1, max_length=1_000)
    """A cross-encoder that reads the best sentences again: a folder, or a name in the local cache; none by default."""
    max_file_bytes: int = Field(default=10_000_000, gt=0)
    max_body_bytes: int = Field(default=50_000_000, gt=0)
    model: str | None = Field(default=None, min_length=1, max_length=200)
    """The language model that writes answers, by the name its server knows it by; none unless this is set."""
    model_kind: Kind = Kind.OPENAI_LIKE
    """How its server is spoken to."""
    model_url: str | None = Field(default=None, validate_default=True)
    """Its server's address; Ollama's own by default where the kind is that."""
    model_key: SecretStr | None = None
    """The server's API key, if it asks for one."""
    model_seconds: float = Field(default=60.0, gt=0, le=300)
    """How long the model may take for one answer, everything included; then the quotes alone are shown."""
    model_tokens: int = Field(default=1_000, ge=50, le=100_000)
    """At most so many tokens come back for one prompt."""
    model_evidence: int = Field(default=12_000, ge=500, le=1_000_000)
    """At most so many characters of evidence go into a prompt."""

    @field_validator("model_url")
    @classmethod
    def _address(cls, url: str | None, info: ValidationInfo) -> str | None:
        if url is not None:
            return usable_address(url)
        if info.data.get("model") and info.data.get("model_kind") is Kind.OPENAI_LIKE:
            raise ValueError("BYLINE_MODEL is set, and its server has no address, such as http://127.0.0.1:8080/v1")
        return None

    def language_model(self) -> LanguageModel | None:
        """The language model that these settings name; None where they name none."""
        if self.model is None:
            return None
        return LanguageModel(
            kind=self.model_kind,
            name=self.model,
            url=self.model_url or OLLAMA,
            key=self.model_key,
            seconds=self.model_seconds,
            tokens=self.model_tokens,
            evidence=self.model_evidence,
        )
