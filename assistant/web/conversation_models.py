"""The shapes of conversations at the border of the API."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from assistant import rendering
from assistant.dialogue import Exchange, PastTurn
from assistant.web.models import MAX_QUESTION, Answer, Question, example
from ingestion import kept
from ingestion.articles import Status

_CONVERSATION = {
    "id": "3c59dc048e885024",
    "title": "What did Germany say about the pipeline?",
    "begun": "2021-12-09T09:00:00Z",
    "turned": "2021-12-09T09:04:00Z",
    "turns": 2,
}


class NewTurn(Question):
    """A question in a conversation, and which articles may answer it."""

    model_config = example(question="And Germany?")

    understood: str | None = Field(
        None, max_length=MAX_QUESTION, description="What the last turn should have been understood as."
    )


class Title(BaseModel):
    """What a conversation is to be called."""

    model_config = example(title="The pipeline")

    title: str = Field("", max_length=300)


class Conversation(BaseModel):
    """A conversation, without its turns."""

    model_config = example(**_CONVERSATION)

    id: str
    title: str
    begun: datetime
    turned: datetime = Field(description="When its last turn was added.")
    turns: int

    @classmethod
    def of(cls, conversation: kept.Conversation) -> "Conversation":
        """The conversation in JSON's own types."""
        return cls(**{name: getattr(conversation, name) for name in cls.model_fields})


class ConversationList(BaseModel):
    """A page of the list of conversations."""

    model_config = example(conversations=[_CONVERSATION], total=1, limit=50, offset=0)

    conversations: list[Conversation]
    total: int
    limit: int
    offset: int


class Fallen(BaseModel):
    """A citation whose article no longer stands; `status` is null where the article isn't there any more."""

    model_config = example(number=1, status="withdrawn", notice="Withdrawn by the publisher on 10 December 2021.")

    number: int
    status: Status | None
    notice: str | None


class Turn(BaseModel):
    """A question with its answer. `understood` is the question that was answered, `citation` the one it points to;
    `answer` is null where an article that it cites has been removed."""

    model_config = ConfigDict(extra="forbid")

    place: int = Field(description="In the conversation, from 1.")
    question: str
    understood: str
    citation: int | None
    answer: Answer | None
    fallen: list[Fallen]

    @classmethod
    def of(cls, exchange: Exchange) -> "Turn":
        """A turn that was just answered."""
        answer = rendering.as_json(exchange.answer)
        return cls.past(PastTurn(exchange.place, exchange.question, exchange.understood, answer, ()))

    @classmethod
    def past(cls, turn: PastTurn) -> "Turn":
        """A turn that was kept."""
        return cls(
            place=turn.place,
            question=turn.question,
            understood=turn.understood.text,
            citation=turn.understood.citation,
            answer=Answer.model_validate(turn.answer) if turn.answer else None,
            fallen=[Fallen(number=f.number, status=f.status, notice=f.notice) for f in turn.fallen],
        )


class WholeConversation(Conversation):
    """A conversation with its turns."""

    model_config = ConfigDict(extra="forbid")

    said: list[Turn]

    @classmethod
    def whole(cls, conversation: kept.Conversation, turns: tuple[PastTurn, ...]) -> "WholeConversation":
        """The conversation and its turns."""
        return cls(**Conversation.of(conversation).model_dump(), said=[Turn.past(t) for t in turns])
