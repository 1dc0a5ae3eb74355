"""What cues say: a table of marked-up sentences made up for these tests, then what must hold for any spans in any text.

[source] {cue} <content>; behind it the stance, "negative" or "unreal" (not actual) where it is, and what stands beside.
"""

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.articles import Span
from ingestion.attribution import Polarity, Stance, Voice
from ingestion.attribution.reading import Reading, read, voice_of

_MARK = re.compile(r"[\[\]{}<>]")
_ROLES = {"[": "source", "{": "cue", "<": "content"}


def marked(sentence: str) -> tuple[str, dict[str, list[Span]]]:
    """The text without its marks, and the spans that they marked."""
    text = ""
    spans: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
    opened: dict[str, int] = {}
    last = 0
    for mark in _MARK.finditer(sentence):
        text += sentence[last : mark.start()]
        last = mark.end()
        if mark.group() in _ROLES:
            opened[_ROLES[mark.group()]] = len(text)
        else:
            role = _ROLES[{"]": "[", "}": "{", ">": "<"}[mark.group()]]
            spans[role].append(Span(opened.pop(role), len(text)))
    return text + sentence[last:], spans


def reading(sentence: str) -> tuple[str, Reading]:
    text, spans = marked(sentence)
    source = next(iter(spans["source"]), None)
    return text, read(text, source=source, cue=next(iter(spans["cue"]), None), content=spans["content"])


def in_words(sentence: str) -> str:
    """A reading as the table writes it."""
    text, found = reading(sentence)
    words = [found.stance.value]
    words += ["negative"] if found.polarity is Polarity.NEGATIVE else []
    words += [] if found.actual else ["unreal"]
    for role in ("hedge", "relay", "cited", "scope"):
        span = getattr(found, role)
        words += [f"{role}={span.of(text)}"] if span else []
    return " ".join(words)


STANCES = """
[The mayor] {said} <the bridge would reopen in May>. | asserts
[The clinic] {added} that <it had run out of vaccine>. | asserts
“<The bridge is safe>,” {said} [the mayor]. | asserts
“<The bridge is safe>.” | asserts
<The bridge is safe>, {according to} [the engineers' guild]. | asserts
[Union]{:} <Steelmaker to shed 1,200 jobs> | asserts
<Two gunboats turned back near the reef> {–} [state media] | asserts
[The court] {ruled} that <the lease was void>. | asserts
[The survey] {found} <that most tenants were satisfied>. | asserts
[The poll] {shows} <the incumbent trailing by six points>. | asserts
[The ministry] {stressed} <that no order had been given>. | asserts
[The agency] {signalled} <that rates would stay high>. | asserts
[The witness] {testified} <that the gate was open>. | asserts
[The committee] {concluded} that <the dam was unsafe>. | asserts
[The union] {frobnicated} <that the mine was closing>. | asserts
[The coach] {made it clear} that <nobody would be dropped>. | asserts
[The agency] {issued a statement saying} <the leak was sealed>. | asserts
[The minister] {took to the airwaves to say} <the strike was over>. | asserts
[The port] {has made no secret of} <its losses>. | asserts
[The minister] {claimed} <the talks had failed>. | claims
[The treasury] {argues} that <the levy is a fee>. | claims
[The envoy] {insisted} <the pact was alive>. | claims
[Kenya] {accused} <the militia of looting aid>. | claims
[The auditors] {fingered} <the warehouse manager>. | claims
[Critics] {have branded} <the plan a land grab>. | claims
[The paper] {cast} <the harbour master as a villain>. | claims
[The ministry] {called} <the photographs recycled>. | asserts
[The mayor] {blamed} <the storm for the delay>. | claims
[The senator] {doubled down on} <his charge that the count was rigged>. | claims
[The army]'s {claim} that <the village was empty> did not hold. | claims
In [Tbilisi]'s {telling}, <the road was cut by landslides>. | claims
In [the bank]'s {account}, <the trader acted alone>. | claims
{Accusations} by [the governor] that <the levy was stolen> were rejected. | claims
[The guild] {was adamant} that <the vote was fair>. | claims
[Rwanda] {denied} that <its troops had crossed the lake>. | denies
[The chain] {has repeatedly denied} <that it took rebates>. | denies
[The ministry]'s {denial} that <drones strayed> calmed nobody. | denies
[The envoy] {dismissed} <the report as gossip>. | denies
[The envoy] {rejected} <the plan as unworkable>. | opposes
[The palace] {brushed aside} <claims that the king was ill>. | denies
[The club] {shrugged off} <reports of a sale>. | denies
[The minister] {walked back} <his promise of a tax cut>. | denies
[The ministry] {downplayed} <the losses>. | denies
[The governor] {said it was untrue} that <the wells were dry>. | denies
[The agency] {said} <the report was false>. | asserts
[The agency] {said} <it was not true that the reactor leaked>. | denies
[The mayor] {said no}. <Would the bridge reopen>, reporters asked. | denies
[The driver] {pleaded not guilty} <to all charges>. | denies
[The minister] {called} <the report baseless>. | denies
[The ministry] {called} <that account “inventive”>. | denies
[She] {described} <the allegations as fabricated>. | denies
[He] {did not call} <the claim false>. | denies negative
[The mayor] {called} <the plan a lie>. | asserts
[She] {described} <the allegations as serious>. | asserts
[The driver] {pleaded guilty} <to two charges>. | concedes
[The report] {was dismissed by} <the palace>. | denies
[The premier] {admitted} <mistakes>. | concedes
[The minister] {conceded} that <the plan had failed>. | concedes
[The chain] {acknowledged} <the error>. | concedes
[The finance ministry] {agreed} that <the books were wrong>. | concedes
[The finance ministry] {agreed to} <publish the books>. | promises
[The finance ministry] {agreed} <to publish the books>. | promises
[The navy] {has confirmed} <that a frigate ran aground>. | concedes
[The agency] {is aware} that <the data leaked>. | concedes
[The fund] {warned} that <prices could double>. | warns
[The union] {warned against} <a strike>. | warns
[Warsaw] {fears} <the ceasefire will freeze the front>. | warns
Growing {fears} in [Warsaw] that <the ceasefire will fail> pushed the cabinet. | warns
[The auditors] {flagged} <three missing payments>. | warns
[The nurses] {expressed concern} that <beds would run out>. | warns
[The nurses] {voiced} <concern that beds would run out>. | warns
[The farmers] {are worried} that <the river will dry up>. | warns
[The junta] {threatened} <to close the border>. | warns
[The guild] {demanded} <the mine be closed>. | demands
[Berlin] {urged} <both sides to stop the shelling>. | demands
[The union] {called for} <an inquiry>. | demands
[The union] {called on} <the owner to open the books>. | demands
[The captain] {told} <the crew to abandon ship>. | demands
[The captain] {told} the crew <to abandon ship>. | demands
[The captain] {asked} <the crew to wait>. | demands
The crew {was told to} <abandon ship>. | demands relay=The crew
[The judge] {ordered} <the ministry to release the tapes>. | demands
[The tenants] {asked for} <a refund>. | demands
[The council] {proposed} <a toll on trucks>. | demands
[The senator] {floated} <a tax on sugar>. | demands
[The ministry] {is calling for} <calm>. | demands
[The bishop] {pleaded for} <mercy>. | demands
[Teachers]' {demand} that <classes shrink> was heard. | demands
[The tenants] {insisted on} <a refund>. | demands
[The bank] {promised} <to refund every customer>. | promises
[Canberra] {vowed} <to train the crews>. | promises
[The bank]'s {pledge} to <refund customers> came late. | promises
[He] {swore} <he would never return>. | promises
[He] {swore} <he was at home that night>. | asserts
[Norway] {plans} <to buy six frigates>. | intends
[The union] {hopes} <to settle by Friday>. | intends
[The fund] {is eyeing} <two ports in the south>. | intends
[The board] {is weighing} <a sale>. | intends
[She] {wants} <the fourth in writing>. | intends
[The club] {is determined} to <keep its captain>. | intends
[The ministry] {has no intention of} <paying>. | intends negative
[The trader] {believes} <rates will fall>. | believes
[Analysts] {put the odds} of <a default at one in four>. | believes
[The bookmakers] {tipped} <the outsider to win>. | believes
[The bank] {doubts} that <the plan will work>. | believes
[The premier] {is confident} <the talks will resume>. | believes
[The union] {was not convinced} that <the books were right>. | believes negative
[The coach] {has no doubt} that <the team will stay up>. | believes
There is no {doubt} in [the ministry] that <the levy works>. | believes
{For} [Hanoi], <the islets are no bargaining chip>. | believes
[Beijing] {sees} <the treaty as a threat>. | believes
In the {view} of [the court], <the lease was void>. | believes
[Economists] {estimate} that <output shrank>. | believes
[The physicists] {hypothesised} that <the crust was thinner>. | believes
[The Chamber of Commerce] {touted} <the tunnel>. | supports
[Japan] {welcomed} <the ruling>. | supports
[The party] {threw its support behind} <the treaty>. | supports
[The guild] {came out in favour of} <the merger>. | supports
[The senator]'s {support for} <the levy> is firm. | supports
[Fans] {revelled in} <the result>. | supports
[The paper] {is backing} <the incumbent>. | supports
[The guild] {came out against} <the merger>. | opposes
[Malaysia] {condemned} <the raid>. | opposes
[The senator] {took aim at} <the levy>. | opposes
[Drivers] {vented} <their anger at the toll>. | opposes
[The club] {spurned} <the offer>. | opposes
[The club] {snubbed} <the league's invitation>. | opposes
[Consumer groups] {hit back} at <the ruling>. | opposes
[The farmers] {are opposed} to <the canal>. | opposes
[The judge] {asked} <whether the tape was complete>. | asks
“<Is the water safe>?” {asked} [the boy]. | asks
[The paper] {wondered} <who would pay>. | asks
[Reporters] {asked about} <the fire>. | asks
[A court] {wants to know} <who set the rate>. | asks
[The airline] {declined to comment} on <the delay>. | declines
[The airline] {declined} <to comment on the delay>. | declines
[He] {would not say} <whether the visa dispute had been raised>. | declines
[He] would not {say} <whether the visa dispute had been raised>. | declines
[The agency] would not {comment} on <the leak>. | declines
[The navy] {won't say} <where the frigate is>. | declines
[The ministry] {would not confirm} <the number of dead>. | declines
[The paper] {could not confirm} <the account>. | declines
[The embassy] {neither confirmed nor denied} <the arrests>. | declines
[The embassy] {refused to confirm or deny} <the arrests>. | declines
[The embassy] refused to {confirm} <the arrests>. | declines
[The chief executive] {declined to say} <how long the plant would run>. | declines
[The guild] {had no comment} on <the vote>. | declines
[The navy] {refused to leave} <the port>. | declines
<The general> {is said} <to have left the capital>. | hearsay
<The general> {is said to} <have left the capital>. | hearsay
It {is rumoured} that <the buyer is a former client>. | hearsay
{Rumour has it} that <the buyer is a former client>. | hearsay
{Word} spread that <the fund was selling>. | hearsay
{Word spread} that <the fund was selling>. | hearsay
<The tanker> {allegedly} <switched off its transponder>. | hearsay hedge=allegedly
<The envoy> {reportedly} <left at dawn>. | hearsay hedge=reportedly
It {was widely believed} that <the general fled>. | believes
The tenants {were told} that <the lift was safe>. | asserts relay=The tenants
It {was announced} that <the road would close>. | asserts
"""

NEGATED = """
[The ministry] {has not confirmed} <that it sent troops>. | concedes negative
[The ministry] has not {confirmed} <that it sent troops>. | concedes negative
[The ministry] hasn't {confirmed} <that it sent troops>. | concedes negative
[Volta Rail] {has not said} <when the trains will return>. | asserts negative
[The European Commission] {has yet to say} <who would pay>. | asserts negative
[The European Commission] has yet to {say} <who would pay>. | asserts negative
[It] {did not deny} <some never will>. | denies negative
[The firm] {never denied} <it was paid>. | denies negative
[The firm] never {denied} <it was paid>. | denies negative
[The authority] {stopped short of recommending} <a ban>. | demands negative
[The authority] stopped short of {accusing} <the firm of fraud>. | claims negative
[The authority] {stopped short of accusing} <the firm of fraud>. | claims negative
[The report] {failed to mention} <the leak>. | asserts negative
[The report] failed to {mention} <the leak>. | asserts negative
[The minister] left without {saying} <where he was going>. | asserts negative
[The court] {no longer believes} <the witness>. | believes negative
[The court] no longer {believes} <the witness>. | believes negative
[The council] {hardly mentioned} <the toll>. | asserts negative
[Nobody in the Polish cabinet] {believes} <the corridor will open this year>. | believes negative
[No analyst] {expects} <a cut>. | believes negative
[None of the ministers] {mentioned} <the toll>. | asserts negative
[Few economists] {predicted} <the crash>. | believes negative
[A few economists] {predicted} <the crash>. | believes
[Neither side] {confirmed} <the truce>. | concedes negative
[No. 10] {said} <the summit was off>. | asserts
[nobody in uniform] {will admit} <to having looked>. | concedes negative
[No one] {claimed} <that the bridge was safe>. | claims negative
[The embassy] neither {confirmed} nor denied <the arrests>. | concedes negative
[The embassy] neither confirmed nor {denied} <the arrests>. | denies negative
[The embassy] did not confirm or {deny} <the arrests>. | denies negative
Nor did [the ministry] {say} <who would pay>. | asserts negative
[The ministry] {said} <it did not send troops>. | asserts
[The ministry] {not only said} <it sent troops>, it named them. | asserts
Not only did [the ministry] {say} <it sent troops>, it named them. | asserts
[The ministry] {said nothing about} <the fire>. | asserts negative
[The ministry] {made no mention of} <the fire>. | asserts negative
[The ministry] {gave no indication} that <it would yield>. | asserts negative
There was no {suggestion} from [the court] that <the tape was false>. | claims negative
[The union] {does not support} <the merger>. | supports negative
[The union] {wouldn't rule out} <a strike>. | denies negative
[The union] {cannot deny} that <the vote was close>. | denies negative
[The mayor] rather than {denying} <the report> sought to bury it. | denies negative
"""

UNREAL = """
[The Treasury] {could argue} <the levy is a fee>. | claims unreal
[Chișinău] {may say} <the clause no longer applies>. | asserts unreal
[Chișinău] may {say} <the clause no longer applies>. | asserts unreal
If [the commission] {confirms} <the missile came from the east>, the treaty applies. | concedes unreal
Unless [the court] {rules} that <the lease is void>, the tenants stay. | asserts unreal
If it rains, [the club] {said}, <the match is off>. | asserts
Asked whether [it] {supports} <the canal>, the ministry hung up. | supports unreal
[The mayor] {is expected to announce} <a curfew>. | asserts unreal
[The mayor] is expected to {announce} <a curfew>. | asserts unreal
[The mayor] {plans to announce} <a curfew>. | asserts unreal
[The mayor] is to {say} <that the curfew is over>. | asserts unreal
[The mayor] {is to say} <that the curfew is over>. | asserts unreal
[The mayor] {threatened to deny} <the permits>. | denies unreal
[The mayor] {will tell} parliament <that the curfew is over>. | asserts unreal relay=parliament
Years later [the mayor] {would deny} <ever meeting the guild>. | denies unreal
[The mayor] {would only say} that <the curfew was over>. | asserts
[The mayor] would say only that <the curfew was over>. | asserts
[The mayor] {would say only} that <the curfew was over>. | asserts
[The mayor] {must admit} that <the curfew failed>. | concedes
[This newspaper] {can reveal} that <the curfew was illegal>. | concedes
[The mayor] {might not agree} that <the curfew failed>. | concedes negative unreal
Does [the ministry] {believe} <that the bridge is safe>? | believes unreal
[The ministry] {continued to insist} <the bridge was safe>. | claims
[The ministry] continued to {insist} <the bridge was safe>. | claims
[The ministry] {went on to say} <the bridge was safe>. | asserts
[The ministry] {has said} <the bridge would be safe>. | asserts
[The ministry] had {said} <the bridge might be safe>. | asserts
[The ministry] wants the company to {admit} <the bridge is unsafe>. | concedes unreal
[The ministry] {is likely to oppose} <the toll>. | opposes unreal
[The ministry] {should explain} <why the bridge fell>. | asserts unreal
[The ministry]'d {say} <the bridge was safe>. | asserts unreal
"""

BESIDE = """
[The broker] {reportedly told} clients <the fund was closed>. | asserts hedge=reportedly relay=clients
[The broker] reportedly {told} clients <the fund was closed>. | asserts hedge=reportedly relay=clients
[The ministry] {denied} <the alleged plot>. | denies hedge=alleged
[The ministry] {said} <the site was apparently empty>. | asserts hedge=apparently
[The ministry] {condemned} <the so-called reform>. | opposes hedge=so-called
[The ministry] {alleged} that <the site was empty>. | claims
The ministry closed what [it] {called} <a nest of spies>. | claims hedge=what it called
[The minister] {condemned} <what he called a nest of spies>. | opposes hedge=what he called
[She] {said} “<the alleged plot was real>.” | asserts
[A harbour official] {told} AP <the crane had failed twice>. | asserts relay=AP
[The envoy] {told} reporters in Geneva that <the pact was void>. | asserts relay=reporters
“<There is no annex>,” [the president] {told} reporters on Monday. | asserts relay=reporters
“<There is no annex>,” [the president] {told} the Financial Times in an interview. | asserts relay=the Financial Times
“<I would sell>,” [she] {told} the Bergen paper Fjordavisen. | asserts relay=the Bergen paper Fjordavisen
[She] {told} her hosts that <the atolls had been patient>. | asserts relay=her hosts
The finance director {was told by} [auditors] that <the books did not add up>. | asserts relay=The finance director
[He] {assured} them <the October coupon would be paid>. | promises relay=them
[The minister] {said} in an interview with the BBC that <the levy was dead>. | asserts relay=the BBC
[The minister] {said} in comments to the Dublin Gazette that <the levy was dead>. | asserts relay=the Dublin Gazette
Speaking to state television, [the minister] {said} <the levy was dead>. | asserts relay=state television
[The minister] {said} in a statement to the Dublin Gazette that <the levy was dead>. | asserts relay=the Dublin Gazette
[The minister] {wrote} on Facebook that <the levy was dead>. | asserts
[The minister] {said} in a statement that <the levy was dead>. | asserts
[A spokesman] {confirmed} to Reuters that <the levy was dead>. | concedes relay=Reuters
[The boy] {asked} the minister <whether the water was safe>. | asks relay=the minister
Interfax quoted [an official] {as saying} <the mine was flooded>. | asserts relay=Interfax
[Reuters] {reported}, citing three diplomats, that <the draft was dropped>. | asserts cited=three diplomats
<The crane failed>, [Reuters] {reported}, citing a senior port official. | asserts cited=a senior port official
[Nikkei] {said}, citing people close to the talks, that <a name was settled>. | asserts cited=people close to the talks
[Le Monde] {cited} a senior official {as saying} <the pact was void>. | asserts cited=a senior official
<The plant is closing>, [the paper] {reported}, quoting union leaders. | asserts cited=union leaders
[The paper] {reported} <that the plant is closing>, according to two managers. | asserts cited=two managers
<The plant closed>, [it] {reported}, citing two people briefed on it. | asserts cited=two people briefed on it
[The minister] resigned, citing low growth, and {said} <the levy failed>. | asserts
[The paper] {reported}, based on documents seen by the BBC, <that the plant is closing>. | asserts
[Executives at the toy maker] {privately admit} <the recall was late>. | concedes scope=privately
[none] {has publicly acknowledged} <anyone was hurt>. | concedes negative scope=publicly
Behind closed doors, [ministers] {admit} <the levy is dead>. | concedes scope=Behind closed doors
[Ministers] {admit} in private that <the levy is dead>. | concedes scope=in private
[An official] {said} on condition of anonymity that <the levy was dead>. | asserts scope=on condition of anonymity
[A banker, who was not authorized to speak publicly], {said} <two bids had come in>. | asserts
[The privately held firm] {said} <two bids had come in>. | asserts
[The firm] {said} <it would publicly apologise>. | asserts
"""


def rows(table: str) -> list[tuple[str, str]]:
    cases = [line.rpartition(" | ") for line in table.strip().splitlines()]
    return [(sentence, expected) for sentence, _, expected in cases]


@pytest.mark.parametrize(("sentence", "expected"), rows(STANCES + NEGATED[1:] + UNREAL[1:] + BESIDE[1:]))
def test_readings(sentence: str, expected: str) -> None:
    assert in_words(sentence) == expected


ANONYMOUS = """
a senior official | several officials | White House officials | the official | a person familiar with the matter
people briefed on the talks | sources | a diplomat who asked not to be named | an aide to the minister | a banker
two of his aides | one of the diplomats | Some | residents | a federal official, who spoke on condition of anonymity
analysts at the bank | an unnamed minister | the source | three European diplomats | a spokesman who requested anonymity
"""
NAMED = """
the White House | the ministry | police | prosecutors | the judge | the prime minister | He | they | Warsaw | who
the chief executive of the ferry line | a court | the official gazette | nobody | No official | The Times | the mayor
a spokeswoman for the navy | the House of Representatives | the auditors' report | none of the ministers
Kenya and Uganda | the retired owner of the ferry line | Norway, an ally of the fund
"""


def cells(table: str) -> list[str]:
    return [cell.strip() for line in table.strip().splitlines() for cell in line.split(" | ")]


@pytest.mark.parametrize("source", cells(ANONYMOUS))
def test_sources_without_a_name(source: str) -> None:
    assert reading(f"[{source}] {{said}} <the bridge was safe>.")[1].anonymous


@pytest.mark.parametrize("source", cells(NAMED))
def test_sources_with_a_name_or_a_role(source: str) -> None:
    assert not reading(f"[{source}] {{said}} <the bridge was safe>.")[1].anonymous


COMMITTED = """
[The chain] {acknowledged} <the error>.
[The premier] {admitted} <that the plan had failed>.
[The navy] {has confirmed} <that a frigate ran aground>.
[This newspaper] {can reveal} that <the curfew was illegal>.
[She] {pointed out} that <the road was closed>.
[The judge] {noted} that <the tape was short>.
[He] {realised} <the door was open>.
[Everyone] {knows} <that the well is dry>.
[The data] {show} <that output fell>.
[The firm]'s {admission} that <the pipe leaked> came late.
"""
UNCOMMITTED = """
[The chain] {said} <the error was small>.
[The chain] {has not acknowledged} <the error>.
[The chain] {may acknowledge} <the error>.
[The chain] {reportedly acknowledged} <the error>.
[The chain] {would not confirm} <the error>.
If [the chain] {admits} <the error>, it pays.
[Nobody] {admitted} <the error>.
[He] {knows} <whether the door was open>.
[He] {claimed} <the door was open>.
[The agency] {found} <the plan too dear>.
"""


@pytest.mark.parametrize("sentence", COMMITTED.strip().splitlines())
def test_cues_that_take_their_content_for_true(sentence: str) -> None:
    assert reading(sentence)[1].committed


@pytest.mark.parametrize("sentence", UNCOMMITTED.strip().splitlines())
def test_cues_that_leave_it_open(sentence: str) -> None:
    assert not reading(sentence)[1].committed


VOICES = """
“<The bridge is safe>,” the mayor said. | direct
<“The bridge is safe,”> the mayor said. | direct
"<The bridge is safe>," the mayor said. | direct
"<The bridge is safe," the mayor said, "and it is open>." | mixed
“<The road>,” the captain said, “<is closed until dawn>.” | direct
“It rained. <The road is closed>. It will open at dawn,” the captain said. | direct
The mayor said <the bridge was “safe as houses”>. | mixed
The mayor said <the bridge was safe>. | indirect
“Nonsense,” the mayor said; <the bridge was safe>. | indirect
``<The bridge is safe>,'' the mayor said. | direct
‘<The bridge is safe>,’ the mayor said. | direct
“<The bridge is safe,” she said>, “<and open>.” | mixed
<“> he said. | indirect
“<It goes on and never closes>. | direct
"""


@pytest.mark.parametrize(("sentence", "voice"), rows(VOICES))
def test_voices(sentence: str, voice: str) -> None:
    text, spans = marked(sentence)
    assert voice_of(text, spans["content"]) is Voice(voice)


def test_a_quotation_over_paragraphs_is_direct() -> None:
    text, spans = marked("“<The bridge is safe>.\n“<It is open>,” the mayor said.")
    assert voice_of(text, spans["content"]) is Voice.DIRECT


def test_nothing_is_read_from_nothing() -> None:
    assert read("", source=None, cue=None, content=[]).stance is Stance.ASSERTS
    assert voice_of("", []) is Voice.INDIRECT


# ---------------------------------------------------------------- any spans in any text

PIECES = st.sampled_from(
    [
        *"the ministry said has not denied would say told reporters that if it to by as for never nor neither".split(),
        *"according citing quoting interview with what it called alleged reportedly official who asked whether".split(),
        *["“", "”", '"', "'", "’", "’s", ",", ".", "?", ":", "–", "\n", "n't", "é", "\u200d", "\u00a0", "No.", "U.S."],
    ]
)
TEXTS = st.text(max_size=80) | st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=40).map("".join)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, Span | None, Span | None, list[Span]]:
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    spans = st.tuples(places, places).map(lambda ends: Span(min(ends), max(ends)))
    return text, draw(st.none() | spans), draw(st.none() | spans), draw(st.lists(spans, max_size=3))


@given(texts_with_spans())
@settings(max_examples=600, deadline=None)
def test_any_spans_have_a_reading_within_the_text(case: tuple[str, Span | None, Span | None, list[Span]]) -> None:
    text, source, cue, content = case
    found = read(text, source=source, cue=cue, content=content)
    for span in (found.hedge, found.relay, found.cited, found.scope):
        assert span is None or (span.end <= len(text) and span.of(text).strip())
    assert not (found.committed and found.polarity is Polarity.NEGATIVE)
    assert found == read(text, source=source, cue=cue, content=content)
    assert voice_of(text, content) in Voice


def test_what_stands_far_off_changes_nothing() -> None:
    sentence = "[The broker] {reportedly told} clients <the fund was closed>."
    text, spans = marked(sentence)
    far = "Nobody denied it, citing two officials. " * 40 + "\n"
    moved = {role: [Span(s.start + len(far), s.end + len(far)) for s in own] for role, own in spans.items()}
    read_far = read(far + text + "\n" + far, source=moved["source"][0], cue=moved["cue"][0], content=moved["content"])
    assert read_far.hedge
    assert read_far.hedge.start == len(far) + text.index("reportedly")
    assert in_words(sentence) == "asserts hedge=reportedly relay=clients"
    assert (read_far.stance, read_far.polarity, read_far.cited) == (Stance.ASSERTS, Polarity.POSITIVE, None)


@pytest.mark.parametrize(
    "piece", ["said ", "“", '"a ', "not to ", "in an interview ", "the official of ", "what it ", "a"]
)
def test_time_does_not_grow_with_the_text(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    spans = [Span(n, n + 30) for n in range(100_000, 150_000, 1_000)]
    started = process_time()
    for span in spans:
        part = Span(span.end + 1, span.end + 200)
        read(text, source=Span(span.start - 20, span.start - 1), cue=span, content=[part])
        voice_of(text, [part])
    assert process_time() - started < 2
