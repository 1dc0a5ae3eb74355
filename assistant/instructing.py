"""Does a text tell its reader, or a machine that reads it, what to do or to say? Such text isn't shown to a language
model; it may still be quoted. For recall: a reported "ignore the warning" costs only that the model doesn't see it.
"""

import re

_TO_A_MACHINE = re.compile(
    r"\b(?:system prompt|prompt injection|language models?|chat ?bots?|AI (?:assistant|model|system|agent)s?|LLMs?|"
    r"as an AI|(?:virtual|digital|automated) assistants?|jailbreak|developer mode|DAN mode|role ?play)\b"
    r"|\b(?:previous|prior|above|earlier|preceding|foregoing|all|your|these|following|new|original|initial|other|any)\s+"
    r"(?:\w+\s+){0,2}(?:instructions?|prompts?|directions?|directives?|guidelines|commands?|rules)\b"
    r"|\b(?:to|for|by|your|the|this|every|any|each)\s+(?:reader|user|assistant|summar(?:y|ies)|summari[sz]er|answer|reply|"
    r"response|output)s?\b.{0,60}\b(?:must|should|shall|has to|have to|needs? to|is to|are to|ought)\b"
    r"|\b(?:summaries|answers|replies|responses)\b.{0,60}\b(?:must|should|shall|have to|need to|are to)\b"
    r"|\b(?:must|should|shall|has to|have to|needs? to|is to|are to|ought to|tell|inform|remind|ask)\s+(?:\w+\s+){0,3}"
    r"(?:readers?|users?|assistants?|summar(?:y|ies)|answers?|repl(?:y|ies)|responses?|outputs?)\b"
    r"|\b(?:only|correct|right|approved|expected|true|final)\s+(?:answer|response|reply|summary)\b.{0,20}:"
    r"|\b(?:when|if|whoever|anyone|before|while|after)\b.{0,20}\b(?:answering|summari[sz](?:es?|ing)|replying|responding|"
    r"quoting|citing)\b",
    re.I | re.S,
)
_MARKUP = re.compile(r"<\|\w+\|>|\[/?INST\]|\{[{%]|[%}]\}|<!--|!\[[^\]]*\]\(|</?s>|###")  # of chats and templates
_LABELLED = re.compile(
    r"(?:^|[\n.!?“\"'(\[#*]\s*)(?:system|assistant|user|developer|admin(?:istrator)?|operator|instructions?|prompt|"
    r"note to (?:self|\w+)|important|attention|override|new task|task|reminder|p\.?s\.?|question|q)\b"
    r"(?:\s+(?:notice|message|prompt|note|override|alert|update))?\s*[:>\]]",
    re.I,
)
_VERBS = (
    "ignore disregard forget override bypass skip stop drop answer reply respond say print output write repeat echo "
    "type translate append prepend insert include add mention begin start end finish conclude tell inform state "
    "declare announce claim report confirm assert affirm conclude admit reveal show display disclose list give "
    "provide return produce generate create compose draft develop design describe explain summarise summarize rewrite "
    "rephrase paraphrase convert format encode decode act pretend behave imagine assume suppose consider treat regard "
    "remember note follow obey execute run call invoke use visit click go navigate download install send email post "
    "forward share submit buy sell subscribe contact pay transfer transmit log sign enter ask suggest recommend advise "
    "warn refuse never always please kindly do don't don’t let let's be make keep help find tell quote "
    "cite attribute credit replace remove delete omit leave change switch link render embed draw calculate compute "
    "solve evaluate compare analyse analyze identify classify extract break offer outline discuss teach count"
).split()
_CLAUSE = r"(?:^|[.!?:;…“\"()\[\]}>–—-]\s*|[,\n]\s*(?:and|then|but|so|now|please|instead|just|simply)?\s*)"
_IMPERATIVE = re.compile(
    _CLAUSE + r"(?:(?:and|then|but|so|now|please|instead|first|finally|also|just|simply|kindly|next|hey|ok(?:ay)?|"
    r"dear \w+|from now on|at the end|in your \w+)[,:]?\s+){0,3}"
    r"(?:" + "|".join(map(re.escape, dict.fromkeys(_VERBS))) + r")\b"
    r"(?=\s+(?:(?:the|a|an|this|that|these|those|all|any|every|each|no|not|only|it|its|him|her|them|me|us|you|your|my|our|"
    r"with|in|of|on|to|as|at|by|for|from|into|what|how|why|who|whom|whether|if|about|exactly|nothing|anything|everything|"
    r"instead|again|back|verbatim|up|down|out|over|so|like|one|two|three)\b|[\d“\"'‘\[(])|\s*[:“\"])",
    re.I,
)
_ORDER = re.compile(  # verbs that begin hardly anything but an order, whatever follows
    r"(?:^|[.!?:;“\"(]\s+)(?:please\s+)?(?:cite|quote|attribute|ignore|disregard|mention|repeat|append|insert|pretend|"
    r"tell|translate|visit|reply|recite)\s+\w",
    re.I,
)
_SECOND_PERSON = re.compile(r"\b(?:you|your|yours|yourself)\b", re.I)
_QUESTION = re.compile(r"\?\s*[”\"')\]]*\s*$")


def instructs(text: str) -> bool:
    """Whether it does, as far as such rules can see: it speaks to a machine or to "you", orders, or asks."""
    outside = re.sub(r"“[^“”]*”|\"[^\"]*\"", " ", text)  # what somebody is quoted as saying may well say "you"
    return bool(
        _TO_A_MACHINE.search(text)
        or _MARKUP.search(text)
        or _LABELLED.search(text)
        or _IMPERATIVE.search(text)
        or _ORDER.search(text)
        or _SECOND_PERSON.search(outside)
        or _QUESTION.search(text)
    )
