/**
 * Words that carry no meaning of their own for a question about data. What is neither here, nor in the grammar,
 * nor in the model is *unknown*, and an unknown word is never passed over in silence.
 */
const FUNCTION = `
a an the this that these those some any all every each both either another other such same own
i me my mine we us our ours you your yours he she it its they them their one ones
is are was were be been being am do does did done doing have has had having will would shall should can could may might must
isnt arent wasnt werent dont doesnt didnt cant couldnt wont wouldnt im ive id ill lets let whats hows wheres thats theres
of in on at to from for after before above below with without by into onto over under about as than then so but and or nor if while during within across between among per via up down out off through throughout
what which who whom whose when where why how whether
not no yes ok okay well just only also too very really quite rather actually basically exactly precisely roughly approximately approx around about nearly almost simply maybe perhaps please kindly thanks
tell show give display know want need like wish help say said mention describe please pls plz thx btw asap etc eg ie vs versus
much many more most less least few lot lots bit several now today currently still already again ever just here there back away
mean means meaning define defined definition call called count counts
`;

/** Verbs and nouns of any business talk: they name nothing that data would be asked for. */
const LIGHT = `
present get fetch find see look check pull run make made provide report list name summarize summarise understand figure work bring come go going went gone put take took taken turn turned
little number amount total totals overall altogether combined sum entire whole full general generally
current presently lately recently recent far yet date
business company companys organization organisation firm teams data dataset database table tables warehouse record records row rows entry entries figures figure numbers metric metrics kpi kpis measure measures value values stat stats statistics result results performance performing perform performed
case cases thing things way ways kind kinds type sort part parts terms term level levels rate side respect regard regarding concerning based according
happen happened happening occur occurred occurring
looks looking looked seem seems appear appears
hello hi hey dear quick question wondering curious interested ask asking asked answer
breakdown break broken split splits group grouped grouping compared compare comparison against relative
generate generated generating produce produced earn recorded book achieve achieved reach reached hit contribute contributed contributing stand stands stood sit sits comes
period periods time times
use used using include including included
right correct fine good great nice cool interesting sure
people users place point points
often collect collected
different various actual big bigger small smaller large larger huge tiny
came coming gets got gotten getting brings brought takes makes making gave gives given win won wins winning
close closed closes closing sign signed land landed spend spent spends handled raked pulled
hear heard hears saw seen sees serve served handle handles love loved think thought believe guess hope feel working try trying start started begin began keep kept
meeting minute minutes hour hours trouble money dollar dollars usd buck bucks reason names something anything nothing everything everyone anyone somebody everybody nobody none
somewhat exact correctly together combine jointly
stuff couple true truly indeed else
`;

/** Words that only hold a sentence together, or ask. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(FUNCTION.trim().split(/\s+/));

export const LIGHT_WORDS: ReadonlySet<string> = new Set(LIGHT.trim().split(/\s+/));

/** Words that never are the name of something unknown (stems are compared, so plurals are covered). */
export const FILLER_WORDS: ReadonlySet<string> = new Set([...FUNCTION_WORDS, ...LIGHT_WORDS]);

/** Words of the grammar: never corrected into a name of the model when they are spelled right. */
const GRAMMAR = `
why wrong went what drove cause caused causes reason reasons explain explained because behind driver drivers driving led contributed root
drop dropped drops fall fell falls fallen decline declined declines decrease decreased down dip dipped shrink shrank loss lose lost losing slump worse worsened
grow grew grown growth growing grows increase increased increases rise rose rising up jump jumped improve improved improvement gain gained higher lower high low better best worst top bottom largest biggest highest lowest smallest fewest most least leading weakest strongest poorest
miss missed missing below above beneath behind ahead short shortfall beat exceed exceeded underperform underperformed underperforming outperform fail failed failing
healthy health unhealthy okay track worry worried concern concerning acceptable bad shape
compare compared comparison comparing versus against difference differ differs gap
trend trends trending trended evolution evolve evolved develop developed development history timeline progress progression change changed changes changing
share shares proportion fraction percentage portion mix distribution contribution ratio split
running cumulative rolling moving average mean median minimum maximum
by per each every across group grouped
more less greater fewer than over under at least exceeding between
except excluding exclude without apart besides other
mean means meaning define defined definition calculate calculated calculation formula count counts counted
policy policies strategy strategic rule rules guideline guidelines process procedure benchmark threshold thresholds approve approved approval approves allowed eligible
remember forget prefer preference preferences note keep mind know memory memories recall
continue resume left last time previous previously earlier before after prior next following
forecast predict prediction project projection expect expected future
delete update insert drop alter modify remove edit truncate
sort sorted order ordered rank ranked ranking descending ascending
first second third fourth instead rather meant mean no yes only
hello hi hey thanks thank bye goodbye help
sales week month quarter year day half january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday
best rest test west east north south nest vest fast past cast cost post most host list
`;

export const GRAMMAR_WORDS: ReadonlySet<string> = new Set(GRAMMAR.trim().split(/\s+/));

/** Names that stand alone for a number of rows. */
export const COUNT_WORDS: ReadonlySet<string> = new Set(["number", "count", "many"]);
