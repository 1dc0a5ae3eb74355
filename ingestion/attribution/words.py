"""Words of the closed classes, and of a few open ones, that tell what stands around a cue.

Data only: each name is a class of English, each word lower case with a straight apostrophe.
"""


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# forms that are nouns at least as often as verbs: a cue only where the words around show a verb
NOUN_OR_VERB = _words(
    "claim claims report reports state states demand demands request requests order orders plan plans hope hopes fear "
    "fears promise promises pledge pledges vow vows support supports call calls comment comments note notes tweet "
    "tweets answer answers estimate estimates forecast forecasts doubt doubts worry worries guess wish wishes show "
    "shows find finds label brand post posts view views question questions threat charge charges remark remarks back "
    "aim aims signal signals wonder wonders press advocate advocates appeal appeals hint hints boast stress express "
    "outline favor favors favour refuse voice dispute disputes pressure warning mean means blast blasts attack repeat "
    "repeats quote quotes boasts voices joke jokes blog blogs blame blames object objects hold holds "
    "project projects rule rules talk talks"
)
BE = _words("is are was were be been being am 's 're 'm")
HAVE = _words("has have had having 've")
MODALS = _words("will would could should may might must can shall 'll 'd wo ca cannot")
AUXILIARIES = BE | HAVE | MODALS | _words("do does did ought to n't not")
NEGATIONS = _words("not n't never hardly cannot")
# "continued to insist", "is expected to announce"; in the second list the report hasn't happened
_CARRIED_ON = _words(
    "continue continues continued continuing appear appears appeared seem seems seemed begin begins began begun"
)
NOT_YET = _words(
    "start started expected likely set due scheduled try tries tried trying fail fails failed failing able ready "
    "going about"
)
CATENATIVES = _CARRIED_ON | NOT_YET | HAVE
ADVERBS = _words(
    "also ever even still just only already later then again once now often first long always yet further too twice "
    "soon not n't instead meanwhile however here there today yesterday perhaps thus so never quite almost nonetheless "
    "nevertheless moreover indeed likewise otherwise besides therefore hence itself himself herself themselves best"
)
NOT_ADVERBS = _words(
    "family july italy ally rally early daily weekly only supply assembly monopoly reply apply rely elderly friendly "
    "likely imply"
)
HEDGES = _words("allegedly reportedly apparently purportedly supposedly")
DETERMINERS = _words(
    "the a an this that these those his her its their our my your some any no another each every such both all many "
    "few several more most other one two three four five six seven eight nine ten"
)
NUMBERS = _words(
    "two three four five six seven eight nine ten half twenty thirty forty fifty sixty seventy eighty ninety"
)
POSSESSIVES = _words("his her its their our my your")
PRONOUNS = _words("he she they i we you it")
SUBJECTS = PRONOUNS | _words("others many some most few nobody everyone everybody none one somebody someone critics")
PLURALS = SUBJECTS | _words("people who that percent police women men and")  # what a bare verb agrees with
PREPOSITIONS = _words(
    "of in on at by for with from into about over under after before against between among through during to as "
    "without within toward towards upon amid despite since until than like via alongside following regarding"
)
ADVERBIAL = _words("in on during after when while before to because following speaking earlier later last")  # opens one
COPULAS = _words("feel feels felt remain remains remained")  # take an adjective, as "be" does
RELATIVES = _words("who which that whom whose")
SUBORDINATORS = _words(
    "because while when if although though unless whereas where whether how why what that since until after before as"
)
COORDINATORS = _words("and or but nor yet")
WH_WORDS = _words("whether if how why what when where who which")
WEEKDAYS = _words("monday tuesday wednesday thursday friday saturday sunday yesterday today tonight")
OUTLETS = _words(
    "ap afp reuters bloomberg cnn nbc cbs abc bbc msnbc fox politico axios interfax tass ria dpa itv npr pbs times "
    "post journal guardian telegraph gazette tribune herald chronicle courier observer newspaper newspapers magazine "
    "network website station outlet outlets agency agencies broadcaster broadcasters radio television tv reporters "
    "journalists press daily weekly media correspondent reporter wire newswire paper dispatch examiner inquirer mirror"
)
PLANS = _words("plan schedule tradition custom protocol procedure design reports size law")  # that nobody utters
TOLD = _words("him her them us me it reporters journalists you lawmakers host parliament")  # told without "that"
# behind a comma, these end a content
TAILS = _words(
    "but which who citing according adding saying noting arguing claiming insisting warning calling stressing urging"
)
RUBRICS = _words(
    "latest update updated analysis watch video photos photo live breaking exclusive opinion correction note source "
    "sources read related poll report reports fact check how why what reality question answer q a summary background "
    "results"
)  # what stands before a colon at the start of a line and isn't somebody
PAST = _words(
    "was were had did became began broke brought built bought came chose cut drew drove ate fell felt fought found "
    "flew forgot gave went got grew held kept knew laid led left lent lost made meant met paid put ran rose saw sold "
    "sent set shook shot sat slept spoke spent stood stole struck took taught told thought threw understood woke wore "
    "won wrote hit hurt let quit spread cited quoted cites quotes interviewed"
)
FINITE = (AUXILIARIES - _words("to be been being having not n't 's")) | PAST

DASHES = frozenset("—–-")
ENDS = frozenset(".?!…")
STOPS = ENDS | DASHES | frozenset(";:()[]")
BORDERS = STOPS | {","}
