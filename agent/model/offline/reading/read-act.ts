import { LIFTED } from "./read-names.ts";
import type { Act } from "./reading.ts";
import type { Scan } from "./scan.ts";

/** Acts by their wording; the first that fits. Patterns run over the masked question. */
const ACTS: readonly (readonly [Act, RegExp])[] = [
  [
    "change-data",
    /^(?:please |can you |could you )*(?:delete|remove|drop|truncate|insert|update|alter|overwrite|erase|wipe|set|edit|modify)\b.*(?:@x\d+|\b(?:rows?|records?|tables?|data|database|everything|all)\b)/,
  ],
  [
    "coverage",
    /\b(?:how (?:fresh|recent|current|old|complete|up to date) (?:is|are)|(?:is|are)) (?:the|your|our|this|these) (?:data|numbers|figures)(?: (?:fresh|recent|current|complete|live|up to date|real time))?\b(?! (?:on|of|about)\b)|\bhow far back\b.*\b(?:data|go|reach)\b|\b(?:until|till|up to|through|from|since) when\b.*\bdata\b|\bwhat (?:period|dates?|years?|time(?: ?(?:frame|span|period)| @x\d+)?)\b.*\bdata\b|\bdata\b.*\b(?:last )?(?:updated|refreshed|loaded)\b|\b(?:last|latest|newest) (?:date|day|update) (?:of|in|for) (?:the |your |our )?data\b|\bwhere (?:do|does) (?:the|this|these|your|our) (?:data|numbers|figures) come from\b|\bhow much (?:data|history) (?:do|is|are)\b/,
  ],
  [
    "about-me",
    /\bwhat (?:do|did) you (?:know|remember|have)(?: saved| stored)?(?: about (?:me|us)| of me)\b|\bwhat (?:have you|are you) (?:saved|stored|remember(?:ed)?|keeping|learned)\b|\bmy preferences\b|\bwhat are my\b.*\bpreferences?\b/,
  ],
  [
    "recall",
    /\b(?:continue|resume|pick up|carry on|go on|take up)\b.*\b(?:left off|last time|we were|stopped|conversation|earlier|before|yesterday|previous(?:ly)?|analysis|work)\b|\bwhere (?:did|were) we\b|\bwhat (?:did|have) (?:we|you|i) (?:find|found|discuss(?:ed)?|learn(?:ed)?|conclude[d]?|look(?:ed)? (?:at|into)|talk(?:ed)? about|discover(?:ed)?)\b|\b(?:previous|earlier|past|last) (?:findings?|analys[ei]s|sessions?|conclusions?|results?|conversations?)\b|\b(?:key |our |my |the )+findings\b|^(?:please )?(?:continue|resume)\b[. !]*$|\bremind me\b/,
  ],
  [
    "forget",
    /^(?:please )?(?:forget|don t remember|do not remember|clear|erase)\b.*\b(?:that|this|it|everything|all|preference|preferences|memory|memories|me|about|what|my)\b|^forget\b/,
  ],
  [
    "remember",
    /\b(?:remember|keep in mind|don t forget|do not forget)\b(?: that| this)?|(?:^|\b(?:please|also|and) )note\b(?: that| this)?|^(?:please )?(?:i|we) (?:always |usually |generally )?(?:prefer|like to see|look after|am responsible for|m responsible for|only care about|care about|work (?:in|for|on|with))\b|\bfrom now on\b|^(?:please )?always (?:show|give|use)\b|\bmy (?:name|region|role|team|area|job) is\b/,
  ],
  [
    "thanks",
    /^(?:ok |okay |great |perfect |cool |nice |awesome )*(?:thanks?(?: you)?|thx|cheers|much appreciated|that is all|that s all|great|perfect|awesome|cool|nice|ok|okay|got it|bye|goodbye)(?: so much| very much| a lot| a bunch| for .*)?(?: ,? ?(?:that|this|it)(?: s| is)? (?:all|great|good|perfect|helpful|it|enough).*)?$/,
  ],
  [
    "greet",
    /^(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|howdy|greetings)(?: there| again| team| everyone)?$/,
  ],
  [
    "help",
    /\b(?:what can (?:you|i) (?:do|ask|answer|help)|help me(?: get started)?$|how (?:do|can) (?:i|you) (?:use|help|work)|who are you|what are you|what (?:kinds? of )?questions|what (?:data|information|metrics|tables) (?:do you|can you|are|is)\b|get(?:ting)? started)|^help$/,
  ],
];

/** An order to do something in the world, whatever the model's names in it. */
const COMMAND =
  /^(?:please |can you |could you )*(?:cancel|create|send|e-?mail|schedule|refund|transfer|renew|upgrade|downgrade|assign|notify|charge|invoice|approve|reject|book|reset|rename|merge|archive|terminate) (?:(?:the|our|all|an?|this|that|my|every|[A-Za-z]+'s)\b|(?:[a-z]+ )?(?:no\.? |number |#)?(?:[a-z]{0,4}-?)?\d+\b)/;

const ME = /\b(?:me|us)\b/;

/** "Give Globex a 10% discount". */
const GRANT =
  /^(?:please |can you |could you )*(?:give|offer|grant|apply) .{2,60}\b(?:discount|refund|credit|raise|bonus|extension|voucher)s?\b/;

/** What the person does; `ask` unless the wording says otherwise. */
export function readAct(scan: Scan, text: string): Act {
  const plain = text.trim().toLowerCase();
  if (COMMAND.test(plain) || (GRANT.test(plain) && !ME.test(plain))) return "change-data";
  // "Remove the West filter" changes the question, not the data.
  if (LIFTED.test(scan.masked)) return "ask";
  for (const [act, pattern] of ACTS) {
    if (scan.take(pattern)) return act;
  }
  return "ask";
}
