"""The HTTP API: translates requests into calls of the pipelines, and nothing else; `serve` runs it with the chat.

The work blocks, so endpoints are plain functions on Starlette's threads; the library is safe to call from several.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, FastAPI, File, Form, Query, Request, Response, UploadFile
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Match

from assistant import speakers
from assistant.quoted import LONGEST, MOST, MOST_QUOTES, Wanted
from assistant.reranking import load_reranker
from assistant.settings import Settings
from assistant.web import answers_api, checking_api, models, summaries_api
from assistant.web.article_page import POLICY, article_page, missing_page
from assistant.web.attribution_models import ArticleAttributions, SpeakerList
from assistant.web.guard import Doorkeeper, guard
from assistant.web.problems import HANDLERS, Problem, declared
from assistant.web.served import Served, Shared
from assistant.web.serving import run
from ingestion.articles import Status
from ingestion.errors import NotFound
from ingestion.pipeline import File as ArticleFile
from ingestion.pipeline import Library, too_large
from ingestion.readers import Skipped

Version = Annotated[str | None, Query(max_length=200, description="By default the current one.")]
router = APIRouter()


def create_app(library: Library, settings: Settings) -> FastAPI:
    """The API over an open library, behind its guard; without the chat."""
    app = FastAPI(
        title="Byline",
        version="0.1.0",
        description="Answers questions from curated articles, with verbatim quotes, and never loses who said it.",
        docs_url=None,  # its page loads scripts from a content network
        redoc_url=None,
    )
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)
    doorkeeper = Doorkeeper(settings.access_token)
    reranker = load_reranker(settings.reranker) if settings.reranker else None
    app.state.served = Served(library, settings, doorkeeper, reranker)
    app.include_router(answers_api.router)
    app.include_router(checking_api.router)
    app.include_router(summaries_api.router)
    app.include_router(router)
    # Innermost first. CORS is named, and empty, because Gradio would otherwise echo any Origin.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=settings.max_body_bytes)
    app.add_middleware(guard, settings=settings, doorkeeper=doorkeeper)
    _describe_problems(app)
    return app


def serve(library: Library, settings: Settings) -> None:
    """Serve the chat and the API until stopped. Raises BylineError where the address can't be used, or is open."""

    def build() -> FastAPI:
        from assistant.web.chat import mount_chat  # Gradio takes seconds to import: only for a page that is served

        app = create_app(library, settings)
        mount_chat(app, library, settings)
        return app

    run(build, home=library.home, settings=settings)


@router.get("/healthz", summary="Is the server up?", tags=["server"])
async def healthz() -> models.Health:
    """Asks for no token and touches no data."""
    return models.Health(status="ok")


@router.get("/login", include_in_schema=False)
def login_page(served: Shared) -> Response:
    """The page that asks for the access token."""
    return served.doorkeeper.page()


@router.post("/login", include_in_schema=False)
def login(request: Request, served: Shared, token: Annotated[str, Form(max_length=1_000)]) -> Response:
    """Let a browser in."""
    return served.doorkeeper.enter(token, secure=request.url.scheme == "https")


@router.get("/v1/articles", summary="List articles", tags=["articles"], responses=declared(401, 403, 422))
def list_articles(
    served: Shared,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
    status: Annotated[Status | None, Query(description="Only versions with this status.")] = None,
) -> models.ArticleList:
    """Every version of every article, by id, then in the order they were added."""
    listed = served.library.store.listed(status)
    page = [models.ListedArticle.of(a) for a in listed[offset : offset + limit]]
    return models.ArticleList(articles=page, total=len(listed), limit=limit, offset=offset)


@router.post(
    "/v1/articles", summary="Ingest files", tags=["articles"], responses=declared(400, 401, 403, 413, 422, 503)
)
def ingest(
    served: Shared,
    background: BackgroundTasks,
    files: Annotated[list[UploadFile], File(description="Articles: .md, .txt, .html, .jsonl.")],
) -> models.Report:
    """Read files into the library. A file that can't be read is skipped, with the reason; the others go on."""
    limit = served.settings.max_file_bytes
    report = served.library.ingest(_received(file, limit) for file in files)
    background.add_task(served.library.index)  # not now: many requests in a row shall not each wait for an index
    return models.Report.of(report)


def _received(upload: UploadFile, limit: int) -> ArticleFile | Skipped:
    name = upload.filename or "a file without a name"
    raw = upload.file.read(limit + 1)
    return too_large(name, upload.size or len(raw), limit) if len(raw) > limit else ArticleFile(name, raw)


@router.get(
    "/v1/articles/{article_id}", summary="One article", tags=["articles"], responses=declared(401, 403, 404, 422)
)
def show_article(
    article_id: str,
    served: Shared,
    version: Version = None,
) -> models.WholeArticle:
    """One version of an article, with its text: every quote is the characters `start:end` of it."""
    store = served.library.store
    return models.WholeArticle.whole(store.article(article_id, version), store.listed(article_id=article_id))


@router.get(
    "/v1/articles/{article_id}/attributions",
    summary="Who says what in an article",
    tags=["speakers"],
    responses=declared(401, 403, 404, 422, 503),
)
def show_attributions(
    article_id: str,
    served: Shared,
    version: Version = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> ArticleAttributions:
    """Every attribution of one version, with exact spans and words; what none holds, the publisher says itself."""
    speakers.read_anew(served.library)
    store = served.library.store
    article = store.article(article_id, version)
    found = store.attributions(article.id, article.version)
    return ArticleAttributions.of(article, found, limit=limit, offset=offset)


@router.get("/articles/{article_id}", include_in_schema=False)
def read_article(
    article_id: str,
    served: Shared,
    version: Version = None,
    quote: Annotated[str | None, Query(pattern=r"^\d{1,9}:\d{1,9}$")] = None,
) -> Response:
    """A page for people: the article with who says what in it, and the characters `quote` marked."""
    speakers.read_anew(served.library)
    store = served.library.store
    headers = {"content-security-policy": POLICY}
    try:
        article = store.article(article_id, version)
    except NotFound:
        return HTMLResponse(missing_page(), status_code=404, headers=headers)
    page = article_page(
        article,
        store.attributions(article.id, article.version),
        store.passages_of(article.id, article.version),
        store.listed(article_id=article.id),
        quote=quote,
    )
    return HTMLResponse(page, headers=headers)


@router.get("/v1/speakers", summary="Who is quoted", tags=["speakers"], responses=declared(400, 401, 403, 422, 503))
def list_speakers(
    served: Shared,
    name: Annotated[str | None, Query(max_length=LONGEST, description="Whole words of a name, or a side.")] = None,
    about: Annotated[str | None, Query(max_length=LONGEST, description="Only what they say about this.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 20,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
    quotes: Annotated[int, Query(ge=0, le=MOST_QUOTES, description="At most so many of each speaker.")] = 10,
) -> SpeakerList:
    """Speakers of the current articles, the most quoted first; with `about`, the most to the topic.

    Speakers of one side stand together and keep their own names and words. Nobody found is an answer too, with the
    nearest names.
    """
    wanted = Wanted(name=name, about=about, limit=limit, offset=offset, quotes=quotes)
    found = speakers.who(served.library, wanted, sides=served.library.sides)
    return SpeakerList.of(found, wanted)


@router.delete(
    "/v1/articles/{article_id}",
    summary="Forget an article",
    tags=["articles"],
    status_code=204,
    responses=declared(401, 403, 404, 422),
)
def remove_article(article_id: str, served: Shared) -> None:
    """Forget an article in all its versions; takes effect with the next question."""
    served.library.remove(article_id)


@router.get(
    "/v1/passages/{passage_id}", summary="Open a citation", tags=["articles"], responses=declared(401, 403, 404, 422)
)
def show_passage(passage_id: str, served: Shared) -> models.OpenedPassage:
    """A passage of any version: an old citation still opens, with where its article stands."""
    store = served.library.store
    passage = store.passage(passage_id)
    return models.OpenedPassage.of(passage, store.article(passage.article_id, passage.version))


@router.get("/v1/status", summary="What the library holds", tags=["server"], responses=declared(401, 403))
def status(served: Shared) -> models.LibraryStatus:
    """Counts."""
    return models.LibraryStatus(**served.library.store.counts())


@router.post("/v1/index", summary="Rebuild the indexes", tags=["server"], responses=declared(401, 403, 503))
def rebuild(served: Shared) -> models.LibraryStatus:
    """Build the indexes anew from the store; embeddings are kept."""
    served.library.rebuild()
    return models.LibraryStatus(**served.library.store.counts())


@router.api_route("/v1/{rest:path}", methods=["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"], include_in_schema=False)
def unknown(rest: str, request: Request) -> None:
    """Nothing under /v1 falls through to the chat, which takes every other address."""
    allowed: set[str] = set()
    for route in (
        *answers_api.router.routes,
        *checking_api.router.routes,
        *summaries_api.router.routes,
        *router.routes,
    ):
        if route.matches(request.scope)[0] is Match.PARTIAL:
            allowed |= getattr(route, "methods", set())
    raise HTTPException(405, headers={"Allow": ", ".join(sorted(allowed))}) if allowed else HTTPException(404)


def _describe_problems(app: FastAPI) -> None:
    """Declare Problem once, and our 422 in place of the framework's, which we never send."""
    plain: Callable[[], dict[str, Any]] = app.openapi

    def described() -> dict[str, Any]:
        schema = plain()
        schemas = schema["components"]["schemas"]
        schemas["Problem"] = Problem.model_json_schema()
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        return schema

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's documented way to extend the description
