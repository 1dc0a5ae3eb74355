"""Stances: for each form of a word that reports, what its source does with the content, by complement and particles.

Data with the index over it: the lexicon of cues.py, which says what rules may look for, and ahead of it tables for cues
that only a trained tagger finds. Written by hand; nothing is learned. Left out: words that report by context alone
("was", "about"), for which there is no stance to tell.
"""

from dataclasses import dataclass

from ingestion.attribution import Stance
from ingestion.attribution.cues import ADJECTIVES as CUE_ADJECTIVES
from ingestion.attribution.cues import NOUNS as CUE_NOUNS
from ingestion.attribution.cues import VERBS as CUE_VERBS
from ingestion.attribution.cues import inflect


@dataclass(frozen=True, slots=True)
class Sense:
    """One reading of a verb. `kinds` is letters, one for each complement that it takes: t a clause or a quotation, w a
    clause behind "whether" or another question word, i "to" and an infinitive, o somebody and an infinitive, a
    something "as" something, n the rest; `*` is any."""

    lemma: str
    stance: Stance
    kinds: str
    particles: tuple[str, ...] = ()


# stance, kinds, lemmas; an underscore joins a verb and its particles, between which other words of the cue may stand
_VERBS = """
asserts  *   say state report announce explain testify note joke quip stress add write declare comment remark observe
asserts  *   reply respond recall tweet retweet blog post email text message text telegraph cable publish broadcast
asserts  *   mention discuss describe express outline reiterate echo highlight voice quote cite reference invoke list
asserts  *   detail chronicle document relate narrate recite read retell recap rehash summarize summarise paraphrase
asserts  *   clarify elaborate specify define illustrate explicate exemplify itemize enumerate tally record log register
asserts  *   proclaim pronounce decree rule hold adjudge sentence certify attest affirm reaffirm corroborate verify
asserts  *   indicate signal show demonstrate prove evidence document reflect betray denote signify
asserts  *   find conclude determine establish calculate compute measure count tabulate poll survey assess deduce
asserts  *   discover
asserts  *   mutter murmur mumble whisper_to shout yell cry scream roar bark growl grunt groan moan sigh sob gasp laugh
asserts  *   chuckle giggle smile grin snap hiss chant sing intone drone gush chime interject
asserts  *   interrupt interpose pipe_up blurt utter speak talk chat muse ponder_aloud reminisce reflect_that opine
asserts  *   continue go_on begin reason
asserts  *   address touch_on dwell_on harp_on expound_on expand_on weigh_in focus_on talk_up talk_about speak_of
asserts  *   make_clear make_plain make_it_clear make_it_plain make_known make_no_secret make_mention make_the_point
asserts  *   put_it put_out lay_out set_out spell_out read_out call_attention draw_attention bring_up break_the_news
asserts  *   inform notify brief apprise update teach preach lecture advertise
asserts  *   refer_to allude_to point_to speak_to speak_about comment_on respond_to reply_to get_across drive_home
asserts  *   identify name introduce announce unveil release issue share air relay convey communicate impart pass_on
asserts  *   credit attribute ascribe trace pin_down rank rate_as list_as title headline caption
asserts  *   compare differentiate distinguish contrast equate pronounce dictate emphasize emphasise underline
asserts  *   underscore
asserts  *   leak tell_of hear_from report_back weigh_in_on take_note
claims   *   claim allege argue contend insist assert maintain posit suggest imply insinuate intimate hint boast brag
claims   *   accuse blame charge fault_with finger implicate incriminate indict impugn liken
asserts  *   call
claims   *   dub term label brand nickname style paint portray depict characterize characterise cast_as frame
claims   *   caricature typecast stereotype tar pigeonhole bill_as pass_off hold_up_as hype
claims   *   complain grumble gripe grouse whine carp bellyache
claims   *   counter rejoin retort parry fire_back shoot_back
claims   *   double_down stick_to_his_guns stand_by dig_in stand_firm stand_pat
claims   *   speculate conjecture profess purport pretend aver avow vouch
claims   *   make_the_case make_a_case point_the_finger point_fingers point_a_finger lay_the_blame pin_the_blame
claims   *   put_the_blame pin_on level_charges exaggerate overstate overplay spin
claims   *   credit_with misstate mischaracterize fabricate lie mislead
asserts  a   describe
asserts  n   find
concedes *   acknowledge admit concede confess own_up come_clean fess_up confirm reveal disclose divulge realize realise
concedes *   recognize recognise know learn understand accept apologize apologise apologise_for regret rue
concedes t   allow grant
asserts  *   allow grant mean look remember know_as know_for
concedes *   repent notice come_to_terms take_responsibility give_in back_down climb_down relent plead_guilty
concedes *   expose uncover unmask eat_his_words take_the_blame bow_to let_slip let_on
concedes t   agree
supports *   agree_with
promises i   agree
promises n   agree
denies   *   deny refute reject dismiss dispute rebut repudiate disavow contradict disclaim disown discount negate
denies   *   rule_out cast_doubt walk_back row_back roll_back take_back back_away backtrack backpedal recant retract
denies   *   debunk disprove discredit pooh-pooh belittle downplay play_down minimize minimise laugh_off wave_away
denies   *   wave_off
denies   *   brush_aside brush_off brush_away shrug_off shrug_aside shoot_down knock_down bat_away bat_down fend_off
denies   *   scoff scotch quash poo-poo push_back push_back_against shake_off swat_away plead_not_guilty pour_scorn
denies   *   contest dissent disagree demur beg_to_differ take_exception put_to_rest give_the_lie nix
denies   *   distance_himself distance_herself distance_itself distance_themselves wash_his_hands
opposes  *   disagree_with
declines *   decline refuse demur_at balk baulk stonewall sidestep dodge duck evade skirt deflect hedge equivocate
declines *   waffle
declines *   withhold clam_up keep_mum stay_silent keep_silent remain_silent keep_quiet stay_mum demure abstain recuse
declines *   refrain shy_away steer_clear no-comment
warns    *   warn caution fear worry threaten alert forewarn flag admonish fret dread agonize agonise
warns    *   sound_the_alarm sound_alarm raise_the_alarm raise_alarm raise_concern raise_concerns raise_fears cry_wolf
warns    *   raise_a_red_flag raise_red_flags raise_the_spectre raise_the_specter ring_alarm foreshadow portend
demands  *   demand urge implore beseech beg exhort entreat importune press pressure petition lobby plead appeal
demands  *   order command direct instruct mandate require compel oblige enjoin subpoena summon bid call_for call_on
demands  *   call_upon advise recommend propose advocate push prod nudge goad counsel encourage coax cajole exhort
demands  *   float_the_idea pitch moot table put_forward submit request solicit seek_from ask_for insist_on clamor
demands  *   clamour agitate campaign_for fight_for press_for push_for lean_on put_pressure invite dare
demands  *   stipulate prescribe forbid prohibit ban bar outlaw challenge_to sue float motion lay_down
demands  *   plead_for plead_with appeal_for appeal_to argue_for make_a_plea make_an_appeal set_a_deadline
demands  oi  tell ask signal shout yell motion write email text
demands  o   challenge warn
demands  *   ask_that
asks     *   ask_about want_to_know like_to_know ask_to_know
asks     *   ask wonder inquire enquire query quiz grill interrogate probe pose puzzle interview poll_about
demands  o   want_from
promises *   promise vow pledge swear assure reassure guarantee commit commit_to undertake volunteer offer
promises *   give_his_word give_her_word give_their_word give_its_word give_assurances sign_up_to dedicate vow_to
intends  *   want plan intend hope aim wish prefer decide seek aspire yearn long crave desire strive mull weigh
intends  *   contemplate consider_whether eye plot scheme envisage resolve opt elect choose prepare mean_to set_out_to
intends  *   look_to look_for would_like toy_with count_on_doing angle_for gear_up set_his_sights set_its_sights push_to
intends  i   look mean propose consider
believes *   believe think predict estimate feel suspect assume doubt expect anticipate forecast reckon guess imagine
believes *   consider deem regard view see perceive judge gauge figure surmise presume infer gather project envision
believes *   foresee foretell prophesy prophesize augur bet wager gamble bank_on count_on tip handicap fancy conceive
believes *   hypothesize hypothesise theorize theorise postulate extrapolate interpret construe rate value appraise
believes *   put_the_odds put_the_chances put_the_chance put_odds take_as take_for look_upon look_on look_at_as
believes *   trust believe_in have_faith have_confidence have_no_doubt have_doubts think_of_as suppose disbelieve
believes *   find_it regard_as treat_as second-guess mistake_for lean_toward lean_towards
believes a   see view regard perceive treat
claims   a   cast
hearsay  *   rumour rumor whisper gossip
supports *   support endorse favor favour praise applaud welcome defend hail laud tout back champion commend
supports *   congratulate
supports *   thank celebrate cheer salute extol exalt glorify honor honour bless embrace espouse approve sanction ratify
supports *   uphold vote_for stump_for root_for rally_behind rally_around side_with stand_with stand_behind get_behind
supports *   throw_support throw_weight throw_backing lend_support lend_backing come_out_for come_out_in_favor
supports *   come_out_in_favour come_out_in_support speak_out_for speak_up_for stick_up_for stand_up_for go_to_bat_for
supports *   revel rejoice delight marvel rave gush_over relish savor savour admire appreciate compliment flatter second
supports *   promote plug trumpet sing_the_praises pay_tribute give_credit heap_praise thumbs-up give_thumbs_up warm_to
supports *   vouch_for concur green-light subscribe_to nominate crow gloat toast cheer_on canvass_for
opposes  *   oppose criticize criticise condemn denounce slam blast decry deplore lament bemoan ridicule mock assail
opposes  *   chide chastise rebuke scold lambaste lambast berate attack bash blister castigate censure deride disparage
opposes  *   excoriate fault flay hammer harangue heckle insult jeer lampoon malign pan pillory rap rip roast savage
opposes  *   scorn sneer skewer slap slate smear snipe spurn snub swipe taunt tease thrash trash trounce upbraid vilify
opposes  *   vent fume rage rant rail seethe bristle bridle storm thunder fulminate inveigh wail whinge tut knock
opposes  *   challenge question protest object complain_about disapprove disdain detest despise hate loathe resent abhor
opposes  *   lash_out hit_out hit_back hit_at strike_back fight_back lay_into tear_into rip_into light_into lace_into
opposes  *   take_aim take_issue take_a_swipe take_a_shot take_a_dig take_a_jab take_shots take_offense take_offence
opposes  *   take_a_dim_view take_to_task take_umbrage go_after call_out call_into_question speak_out speak_out_against
opposes  *   come_out_against come_down_on vote_against rail_against pour_cold_water turn_up_his_nose throw_cold_water
opposes  *   turn_down bawl_out dress_down tell_off tick_off run_down put_down talk_down stand_against
opposes  *   veto overrule overturn resist rebel boycott decry_as damn curse swear_at mourn grieve begrudge
opposes  *   object_to protest_against tee_off give_short_shrift pick_apart make_fun poke_fun poke_holes cry_foul
opposes  *   push_back_on set_his_face draw_the_line square_off clash push_against argue_against
opposes  *   warn_off disagree_over troll shame
"""

_NOUNS = """
claims    claim allegation assertion accusation suggestion contention argument insistence account version telling
claims    retelling
claims    insinuation innuendo implication boast charge complaint grievance characterization characterisation depiction
claims    portrayal narrative story line thesis theory hint excuse pretext spin exaggeration lie indictment grumble
claims    rhetoric talking-point blame case
asserts   statement announcement report declaration remark comment word words message speech testimony affidavit
asserts   affirmation observation explanation description assessment conclusion finding verdict ruling judgment
asserts   ajudgement
asserts   answer response reply tweet post note letter email memo interview news release briefing broadcast article
asserts   column editorial book survey poll study data figures evidence proof indication sign signal point joke quip
asserts   pronouncement proclamation reminder mention discussion clarification anecdote reference statistic result
asserts   analysis
asserts   caption headline slogan chant motto quote quotation
believes  belief view opinion expectation prediction forecast conviction estimate estimation projection assumption
believes  presumption perception impression feeling sense sentiment thinking mind eyes judgement suspicion confidence
believes  faith optimism pessimism scepticism skepticism doubt doubts guess hunch hypothesis intuition outlook prognosis
believes  prophecy calculation notion idea reckoning trust certainty uncertainty bet understanding interpretation
warns     warning fear concern threat worry alarm anxiety caution ultimatum apprehension unease misgiving dread
demands   demand call request order plea appeal proposal recommendation advice instruction directive petition
demands   command mandate pressure push bid urging exhortation guidance edict decree prescription requirement campaign
promises  promise pledge vow assurance guarantee commitment oath undertaking offer reassurance
intends   hope plan intention aim wish goal desire ambition decision intent aspiration preference determination
intends   willingness
intends   eagerness objective agenda resolve strategy vision dream
denies    denial rebuttal refutation rejection repudiation disavowal dismissal retraction disclaimer
concedes  admission acknowledgement acknowledgment confession concession apology confirmation revelation disclosure
concedes  realization realisation recognition knowledge regret awareness
supports  support endorsement praise approval backing applause defense defence advocacy acclaim gratitude thanks
supports  blessing
supports  tribute admiration enthusiasm congratulations compliment
opposes   opposition criticism condemnation objection protest attack denunciation disapproval outrage anger fury
opposes   dissatisfaction rebuke jab swipe ridicule backlash outcry hostility resistance dissent scorn contempt
opposes   discontent
opposes   disagreement frustration disdain broadside tirade rant
asks      question query inquiry enquiry questioning
declines  refusal silence reluctance unwillingness
hearsay   rumor rumour gossip hearsay whisper speculation chatter buzz legend talk
"""

_ADJECTIVES = """
believes  confident convinced certain sure hopeful optimistic pessimistic skeptical sceptical doubtful unsure uncertain
believes  unconvinced positive bullish bearish sanguine dubious suspicious mistrustful upbeat gloomy
warns     concerned worried afraid fearful anxious wary apprehensive alarmed nervous uneasy fretful cautious
claims    adamant insistent emphatic unequivocal unrepentant defiant
asserts   clear explicit frank candid blunt
concedes  aware mindful conscious sorry apologetic regretful remorseful ashamed resigned
supports  supportive glad happy pleased proud delighted thrilled thankful grateful enthusiastic ecstatic complimentary
supports  thankful relieved fond
opposes   opposed critical angry furious outraged upset disappointed unhappy dismayed appalled disgusted horrified
opposes   oscornful
opposes   dismissive scathing contemptuous frustrated disgruntled indignant irate hostile incensed enraged saddened
opposes   resentful averse intolerant annoyed
intends   determined willing eager ready keen intent poised prepared inclined bent desperate committed
declines  unwilling reluctant loath hesitant noncommittal non-committal coy silent mum tight-lipped evasive guarded
asks      curious
"""

# forms that no rule of `inflect` makes
_FORMS = {
    "stand": "stood", "take": "took taken taking", "come": "came coming", "throw": "threw thrown", "give": "gave given",
    "hit": "hit hitting", "shoot": "shot", "strike": "struck", "bring": "brought", "bet": "bet betting", "dig": "dug",
    "foresee": "foresaw foreseen", "foretell": "foretold", "draw": "drew drawn", "lay": "laid", "set": "set setting",
    "run": "ran running", "break": "broke broken", "teach": "taught", "have": "had has", "fight": "fought",
    "let": "let",
    "forbid": "forbade forbidden forbidding", "bid": "bid bidding", "uphold": "upheld", "withhold": "withheld",
    "tear": "tore torn", "read": "read", "sing": "sang sung", "keep": "kept", "stick": "stuck", "retell": "retold",
    "lie": "lied lying", "mislead": "misled", "choose": "chose chosen", "begin": "began begun", "hear": "heard",
    "overturn": "overturned", "undertake": "undertook undertaken", "get": "got getting", "pay": "paid", "eat": "ate",
    "mean": "meant", "shake": "shook shaken", "light": "lit", "broadcast": "broadcast", "mistake": "mistook mistaken",
    "seek": "sought", "leave": "left", "cry": "cried", "spin": "spun", "wear": "wore",
    "ring": "rang rung", "bear": "bore", "fess": "fessed", "text": "texted", "back": "backed", "plead": "pled pleaded",
    "remain": "remained", "stay": "stayed", "agree": "agreed", "disagree": "disagreed", "guarantee": "guaranteed",
    "decree": "decreed", "eye": "eyed eyeing",
}  # fmt: skip

# cues that are neither verb, noun nor adjective
OTHERS = {
    "for": Stance.BELIEVES, "to": Stance.BELIEVES, "in the eyes of": Stance.BELIEVES, "in the view of": Stance.BELIEVES,
    "in the opinion of": Stance.BELIEVES, "in the mind of": Stance.BELIEVES, "against": Stance.OPPOSES,
    "anti": Stance.OPPOSES, "pro": Stance.SUPPORTS, "in favor of": Stance.SUPPORTS, "in favour of": Stance.SUPPORTS,
    "not guilty": Stance.DENIES, "guilty": Stance.CONCEDES,
}  # fmt: skip

# what a rejection of them says: that they are untrue, or that they are unwanted
REPORTED = frozenset(
    "report reports claim claims allegation allegations accusation accusations rumour rumours rumor rumors suggestion "
    "suggestions speculation account accounts story stories assertion assertions charge charges notion insinuation "
    "insinuations theory theories talk version finding findings conclusion fear fears criticism idea".split()
)
WANTED = frozenset(
    "plan plans proposal proposals call calls demand demands offer offers bid bids request requests deal deals motion "
    "appeal appeals petition treaty draft bill law laws amendment agreement compromise ceasefire truce invitation "
    "candidate nominee application ultimatum terms pact merger takeover budget budgets levy tax reform reforms "
    "referendum measure measures policy policies resolution nomination project deadline".split()
)
REJECTING = frozenset("dismiss reject brush shrug shoot bat spurn scoff discount knock wave quash pour laugh".split())

# the noun that they take tells the stance: express concern, voice support, make a promise
_LIGHT = (
    "express voice issue make give raise offer reiterate repeat share lend hold have level file lodge show "
    "signal renew "
    "release publish deliver send restate reaffirm put cast feel harbor harbour convey register find "
    "maintain announce declare emphasize emphasise stress underline underscore float spread"
)


def _forms(lemma: str) -> set[str]:
    """Every form of a verb, a few that don't exist among them."""
    forms = {*inflect(lemma), *_FORMS.get(lemma, "").split()}
    consonant = lemma[-1:] not in "aeiouwxy" and lemma[-2:-1] in tuple("aeiou") and lemma[-3:-2] not in tuple("aeiou")
    return forms | ({lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"} if consonant else set())


def _kinds(takes: str) -> str:
    """The kinds of complement that a cue of cues.py takes, in the letters used here."""
    kinds = {"c": "tw", "t": "t", "q": "t", "n": "n", "i": "i", "a": "a"}
    return "".join(kinds.get(letter, "") for letter in takes) + ("o" if {"r", "i"} <= set(takes) else "")


def _rows(table: str) -> list[tuple[Stance, list[str]]]:
    return [(Stance(stance), words) for stance, *words in map(str.split, table.strip().splitlines())]


def _read_verbs() -> dict[str, tuple[Sense, ...]]:
    """Each form with its senses: most particles first, then ours, those for one complement ahead of those for any."""
    senses: dict[str, list[Sense]] = {}
    for stance, (kinds, *lemmas) in _rows(_VERBS):
        for lemma in lemmas:
            verb, *particles = lemma.split("_")
            sense = Sense(verb, stance, kinds, tuple(particles))
            for form in _forms(verb):
                senses.setdefault(form, []).append(sense)
    for own in senses.values():
        own.sort(key=lambda sense: sense.kinds == "*")
    for form, (_, cues) in CUE_VERBS.items():
        senses.setdefault(form, []).extend(Sense(c.lemma, c.stance, _kinds(c.takes), c.particles) for c in cues)
    return {form: tuple(sorted(own, key=lambda sense: -len(sense.particles))) for form, own in senses.items()}


def _read_nouns() -> dict[str, Stance]:
    nouns = {form: cue.stance for form, cue in CUE_NOUNS.items()}
    for stance, words in _rows(_NOUNS):
        for word in words:
            ending = word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"
            nouns |= {word: stance, ending: stance, word + "es": stance}
    return nouns


VERBS = _read_verbs()
NOUNS = _read_nouns()
ADJECTIVES = {form: cue.stance for form, cue in CUE_ADJECTIVES.items()} | {
    word: stance for stance, words in _rows(_ADJECTIVES) for word in words
}
LIGHT = {form: lemma for lemma in _LIGHT.split() for form in _forms(lemma)}
