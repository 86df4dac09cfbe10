import type { Cue } from "./reading.ts";

const DOWN =
  "drop(?:ped|s|ping)?|fall(?:en|s|ing)?|fell|declin(?:e|ed|es|ing)|decreas(?:e|ed|es|ing)|down|dip(?:ped|s)?|shr(?:ink|ank|unk)|slump(?:ed)?|(?:los(?:e|t|s|ses|ing)|gave up)(?: ground)?|losers?|decliners?|wors(?:e|en|ened)|slip(?:ped)?|weak(?:er|ened)?|reduc(?:e|ed|tion)|lower|fewer|less";
/** Verbs whose "up" is no direction: "what share do they make up". */
const UP_TO_NOTHING =
  "ma(?:k(?:e|es|ing)|de)|add(?:s|ed|ing)?|sum(?:s|med|ming)?|total(?:s|led)?|end(?:s|ed)?|br(?:eak|oke|oken)|open(?:s|ed)?|s(?:et|plit)|sign(?:s|ed|ing)?|c(?:o|a)me|look|follow|back|bring|show(?:s|ed)?|wrap|clean";
const UP = `gr(?:ow|ew|own|ows|owing|owth)|increas(?:e|ed|es|ing)|r(?:ise|ose|isen|ising)|(?<!\\b(?:${UP_TO_NOTHING}) )up|jump(?:ed|s)?|improv(?:e|ed|es|ing|ement)|climb(?:ed)?|gain(?:ed|s)?(?: ground)?|gainers?|risers?|climbers?|surg(?:e|ed)|spik(?:e|ed)|higher|bigger|rebound(?:ed)?`;
const BELOW =
  "(?:(?:furthest |farthest |most |further )?(?:miss(?:ed|es|ing)?|shortfall|short ?fall|under ?perform(?:ed|s|ing)?|fail(?:ed)?|fell short|fall short|(?:short|below|under|behind|shy) (?:of )?(?:the |our |its |their |plan|@x\\d+ )?))";

/** Each cue and the wording that gives it. Order does not matter: all that match hold. */
export const CUES: readonly (readonly [Cue, RegExp])[] = [
  ["why", /\b(?:but |and |so )?why(?: did| is| are| was| were| do| does| have| has)?\b/],
  [
    "why",
    /\bwhat(?: is| was| s| are| were| has| have)?(?: the| our)?(?: main| biggest| root| real| key| primary| likely)* ?(?:drove|drives|driv(?:er|ing)s?|caus(?:e|es|ed|ing)|reasons?|explanation|explains?|behind|went wrong|went right|happened|led to|contributed to)\b(?: of| for| behind| to| with)?/,
  ],
  [
    "why",
    /\b(?:how come|root causes?|reasons? (?:for|behind|why)|drivers? (?:of|behind)|caus(?:e|es|ed) (?:of|by)|because of what|what made|what changed|explain(?: why| the| this| that| our)?|reasons?|to blame|responsible for|what accounts for|account for)\b/,
  ],
  ["why", /\bwhat (?:do|did|can|could) (?:we|you|i) (?:attribute|blame)\b/],
  [
    "health",
    /\b(?:is|are|was|were|looks?|how)\b.*\b(?:healthy|health|ok|okay|on track|(?:in )?(?:good|bad) shape|(?:good|high|low|fast|quick|short|many|few) enough|too [a-z]+|acceptable|alarming|worr(?:y|ied|ying)|concern(?:ed|ing)?|a problem|fine|good|bad|normal)\b/,
  ],
  [
    "health",
    /\bwhat(?: is| are| s| would be| counts as|) (?:considered )?(?:an? )?(?:good|healthy|normal|acceptable|bad) @x\d+/,
  ],
  [
    "health",
    /\b(?:should (?:we|i) (?:be )?(?:worry|worried|concerned?)|healthy|unhealthy|health check|on track|too (?:[a-z]+)|how (?:good|bad|healthy))\b/,
  ],
  [
    "benchmark",
    /\b(?:(?:industry|market|sector|peer) )?(?:benchmarks?|(?:industry|market|sector|peer) (?:average|norm|median|standard))\b/,
  ],
  [
    "compare",
    /\b(?:how (?:does|do|did|is|are|has|have)\b.*\b)?(?:compar(?:e|es|ed|ing|ison|isons)|versus|vs|against|relative to|in contrast to|stack(?:s|ed)? up|side by side|next to each other)\b(?: with| to| against| of| between)?/,
  ],
  ["compare", /\b(?:the )?(?:difference|gap|delta)(?:s)? (?:between|from|to|in)\b/],
  ["compare", /\b(?:differ|outperform(?:ed|s)?)\b/],
  ["compare", /\b(?:better|worse)\b(?= @t\d| than|$)/],
  ["ratio", /\b(?:the )?ratios? (?:of|between)\b/],
  [
    "trend",
    /\b(?:trend(?:s|ed|ing|line)?|evol(?:ve|ved|ution)|develop(?:ed|ment|ing)?|over time|time ?line|time ?series|histor(?:y|ical|ically)|progress(?:ion|ed)?|chang(?:e|ed|es|ing) over|curve|trajectory)\b|\bgetting (?:more|fewer|less|better|worse|higher|lower|bigger|smaller|larger|faster|slower|longer|shorter|cheaper|any better|any worse)(?: or (?:more|fewer|less|better|worse|higher|lower|bigger|smaller|faster|slower))?\b/,
  ],
  [
    "define",
    /\bwhat (?:does|do|did) .*\b(?:mean|stand for|refer to|include|exclude|consist of)\b|\bwhat (?:is meant by|is the (?:definition|meaning|formula)|are the definitions?)\b.*|\b(?:included in|part of|defin(?:e|es|ed|ition|itions|ing)|meaning of|mean by|formula (?:for|of)|stand(?:s)? for)\b/,
  ],
  [
    "define",
    /\bhow (?:is|are|do (?:we|you)|does (?:the company|one|it)|was)\b.*\b(?:calculat(?:e|ed)|comput(?:e|ed)|measur(?:e|ed)|defin(?:e|ed)|count(?:ed)?|work(?:ed)? out|determin(?:e|ed))\b/,
  ],
  [
    "define",
    /\b(?:what|who) (?:counts|qualifies|is considered|do (?:we|you) (?:count|mean|call))\b(?: as| by)?/,
  ],
  [
    "know",
    /^when (?:is|are|does|do|was) .*\b(?:called|considered|counted|classified|qualif\w+|regarded|deemed)\b/,
  ],
  [
    "know",
    /\b(?:what|how) (?:should|shall|ought|must) (?:we|i|you|they|one) (?:to )?(?:do|change|react|respond|act|handle|improve|fix)\b|\bhow (?:can|could|might|do|should|shall) (?:we|i) (?:improve|increase|reduce|lower|raise|boost|grow|fix|cut|avoid|prevent|stop|win)\b|\b(?:recommend(?:ation|ations|ed)?|advice|advise)\b/,
  ],
  [
    "know",
    /\b(?:affect(?:s|ed)?|impact(?:s|ed)?|effects? (?:of|on)|influence[sd]?|consequences?)\b/,
  ],
  [
    "know",
    /\b(?:polic(?:y|ies)|strateg(?:y|ies|ic)|rules?|guidelines?|process(?:es)?|procedures?|approv(?:e|es|ed|al|als)|allowed|eligib(?:le|ility)|tiers?|competitors?|promotions?|campaigns?|initiatives?|who is responsible|who owns|notice period|where (?:does|do|did) .* come from|documents?|documentation|announce(?:d|ment)?|effective|took effect|introduc(?:e|ed|tion)|according to)\b/,
  ],
  [
    "list",
    /\b(?:(?:list|enumerate|print)(?: me| us)?(?: all| out| every)?\b(?=.*(?:\brows?\b|\brecords?\b|\bentries\b|\bdetails?\b|@x\d+))|(?:show|give|display)(?: me| us)? (?:all|every|each|the (?:individual|single|detailed))\b(?=.*(?:\brows?\b|\brecords?\b|\bentries\b|@x\d+)))/,
  ],
  [
    "list",
    /^(?:show|list|give|display)(?: me| us)?(?: all| the| every| our)* (?:@x\d+ )*@x\d+ with (?:their |the )?@x\d+/,
  ],
  ["list", /\bnames? (?:of|all|the|our)\b/],
  [
    "list",
    /^(?:which|what) (?:different |kinds of )?@x\d+ (?:do (?:we|you) (?:have|sell|offer|carry|stock|run|operate)|are there|exist)\b/,
  ],
  [
    "list",
    /^(?:who|which|what) (?:are|were) (?:the |our |all |my )*(?:newest |latest |most recent |oldest )?@x\d+/,
  ],
  ["define", /^(?:so )?what (?:is|are|s) (?:an? )?@x\d+$/],
  [
    "count",
    /\b(?:how many|(?:the )?(?:number|count|nr|no) of|count(?:s)? of|count (?:the|all|our)?|how often)\b(?: different| distinct| unique| total| of)*/,
  ],
  [
    "forecast",
    /\b(?:forecast(?:s|ed)?|predict(?:ion|ed|s)?|project(?:ion|ions|ed)|outlook|will|going to|expect(?:ed)?(?: to)?|next (?:year|quarter|month|week)|in the future|extrapolat\w+|what if|would happen)\b/,
  ],
  [
    "overview",
    /\bhow (?:is|are|was|were|has|have|did|does|do)(?: the| our)? @x\d+(?: @x\d+)? (?:been )?(?:doing|do|going|perform(?:ing|ed)?|looking|far(?:e|ing|ed)|holding up)\b/,
  ],
  [
    "overview",
    /^how(?: is| are| was| did)? (?:the |our )?(?:business|company|things|sales)(?: do| doing| going| look| looking)?$/,
  ],
  [
    "price",
    /\b(?:most |least )?(?:expensive|pric(?:ey|iest)|cheap(?:est|er)?|dear(?:est)?|costl(?:y|iest))\b/,
  ],
  ["what-is", /^(?:so )?what (?:is|are|s|was|were) (?:the |our |an? )?@x\d+(?: @x\d+)?$/],
  [
    "sort",
    /\b(?:sort|order|rank|sorted|ordered|ranked)\b(?: (?:it|them|that|this|these|those))?(?: by)?/,
  ],
  ["refers", /\b(?:it|both|that|this|they|them|those|these|there|its|their|same)\b/],
  [
    "same-rows",
    /\b(?:(?:for|of|in|among|from|with|by) (?:those|these|them|that one|the same)|there)(?= ?$| in @t| @t)/,
  ],
  ["up", /\b(?:so|that|this|unusually) (?:high|many|much|large|big)\b/],
  ["down", /\b(?:so|that|this|unusually) (?:low|few|little|small)\b/],
  ["asks-direction", /^(?:and )?(?:by )?how (?:much|far) (?:did|has|have|does|is|was|were)\b/],
  ["asks-direction", /^(?:did|has|have|is|are|was|were|do|does)\b/],
  [
    "overview",
    /\b(?:how (?:are|were|did|is|was|have|has|do) (?:we|the (?:business|company)|things|business|it|us|our (?:business|company))(?: been)?(?: doing| do| going| perform(?:ing|ed)?| look(?:ing)?)?|overview|summary|summari[sz]e|key (?:figures|numbers|metrics)|kpis?|performance|big picture|snapshot of (?:the )?business)\b/,
  ],
  [
    "share",
    /\b(?:share(?:s)?(?: of)?|proportion(?: of)?|fraction(?: of)?|(?:what )?percent(?:age)?(?: of)?|(?:how much|what part) of|portion of|ma(?:k(?:e|es|ing)|de) up|(?:as an?|in|as) (?:shares?|percent(?:age)?s?)|mix|distribution|contribut(?:ion|ions|e|es|ed)(?: to| of)?|relative weight)\b/,
  ],
  [
    "target",
    /\b(?:(?:vs|versus|against|to|with|on|hit|reach|meet|met|beat|of|above|below) )?(?:the |our |its |their )?(?:targets?|goals?|plan|quotas?|budget(?:ed)?|objectives?)\b/,
  ],
  ["below-target", new RegExp(`\\b${BELOW}`)],
  [
    "above-target",
    /\b(?:ma(?:de|ke) (?:it|their numbers?)|beat|beaten|exceed(?:ed|s)?|(?:above|over|ahead of) (?:the |our |its |their |@x\d+)?|over ?achieved?|hit(?:ting)?|met|meet(?:ing)?|reach(?:ed|es|ing)?|achiev(?:ed?|es|ing))\b/,
  ],
  [
    "growth",
    /\b(?:growth(?: rates?)?|rate of (?:growth|change)|(?:percent(?:age)? |relative )?chang(?:e|es|ed)(?: (?:per|by|each|from))?|(?:month|quarter|year|week) (?:over|on|by) (?:month|quarter|year|week))\b/,
  ],
  [
    "relative",
    /\b(?:fast(?:er|est)?|quick(?:er|est|ly)?|slow(?:er|est|ly)?|gr(?:ew|ow|ows|own|owing|owth)|percent(?:age)?|relative(?:ly)?|rates?)\b/,
  ],
  [
    "best-period",
    /\b(?:which|what|when)\b.*\b(?:best|highest|strongest|peak(?:ed)?|largest|biggest|record|(?<!\bat )most)\b/,
  ],
  [
    "worst-period",
    /\b(?:which|what|when)\b.*\b(?:worst|lowest|weakest|smallest|poorest|trough|slowest|(?<!\bat )least|fewest)\b/,
  ],
  ["first-time", /\b(?:when|(?:first|last) (?:time|@t\d+|day|week|month|quarter|year))\b/],
  ["maximum", /\b(?:max(?:imum)?)\b/],
  ["minimum", /\b(?:min(?:imum)?)\b/],
  ["median", /\bmedian\b/],
  ["average", /\b(?:average|avg|mean|typical(?:ly)?|on average)\b/],
  [
    "ahead",
    /\b(?:which|who|what)(?: one| of (?:them|the two|those|these))? (?:is|was|were|are|did|does|had|has|comes|came)(?: been)?(?: the)? (?:ahead|higher|bigger|larger|better|greater|more|in front|leading|on top|stronger|behind|lower|smaller|worse|weaker|less)\b(?! than| @x)/,
  ],
  [
    "running-total",
    /\b(?:running (?:total|sum)|cumulativ(?:e|ely)|accumulat(?:ed|ive)|to date total)\b/,
  ],
  [
    "moving-average",
    /\b(?:(?:@n\d+ )?(?:month|week|day|quarter|period)? ?(?:moving|rolling|trailing) (?:average|mean|avg))\b/,
  ],
  [
    "continues",
    /^(?:and|what about|how about|also|same (?:for|but|thing)|now|then|ok|okay|only|just|but|or|plus|instead|with|without|for|in|by|as)\b/,
  ],
  ["corrects", /^(?:no|nope|sorry|actually|wait|i mean[t]?|not)\b.*|\bi meant\b|\binstead\b/],
  [
    "moves",
    /\b(?:grew|grow(?:s|n|ing)?|rose|ris(?:e|es|en|ing)|increas(?:e|ed|es|ing)|declin(?:e|ed|es|ing)|decreas(?:e|ed|es|ing)|drop(?:s|ped|ping)?|fell|fall(?:s|en|ing)?|shr(?:ank|unk|ink)|improv(?:e|ed|es|ing)|worsen(?:ed|s|ing)?|slipped|jumped|climbed|(?<!\b(?:we|you|they|i) )(?:gain(?:s|ed|ing)?|lost|loses?|losing)(?= ?$| ground| (?:the |our )?(?:most |least |some |any )?@[xt])|trending (?:up|down)(?:wards?)?|(?:go|goes|going|went) (?:up|down))\b/,
  ],
  ["down", new RegExp(`\\b(?:${DOWN})\\b`)],
  ["up", new RegExp(`\\b(?:${UP})\\b`)],
];

/** Cues whose pattern spans more words than it explains: they hold, but take nothing. */
export const LOOSE: ReadonlySet<Cue> = new Set([
  "relative",
  "moves",
  "asks-direction",
  "what-is",
  "refers",
  "health",
  "define",
  "best-period",
  "worst-period",
  "first-time",
  "corrects",
  "continues",
]);

/** Words that the loose cues explain. */
export const LOOSE_WORDS =
  /\b(?:healthy|unhealthy|health|ok|okay|on track|good|bad|shape|enough|too (?:long|short|slow|fast|large|small|big|expensive|cheap|old|late|weak|strong)|too|high|low|acceptable|alarming|worr(?:y|ied|ying)|concern(?:ed|ing)?|problem|fine|normal|defin(?:e|es|ed|ition|itions)|mean(?:s|t|ing)?|formula|calculat(?:e|ed)|comput(?:e|ed)|measur(?:e|ed)|count(?:s|ed)?|considered|qualifies|determined|call|best|highest|strongest|peak(?:ed)?|largest|biggest|record|worst|lowest|weakest|smallest|poorest|slowest|faster|fastest|quicker|quickest|slower|no|nope|sorry|wait|instead|rather|same|plus|left)\b/;
