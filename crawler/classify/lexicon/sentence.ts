/** Small words that frame a sentence: what leads in to its verb, what ends its object, what says that it is about something else. */

import { wordSet } from './word-set.ts';

/** Adverbs that do not end as most do; the object stands before them. */
export const adverbs = wordSet('again now soon once twice today instantly online offline');

/** Words that open a sentence about the tool without saying what it does. */
export const leadIns = wordSet(
  'this that it the a an tool tools function functions method api endpoint command operation utility helper action which will would can could may ' +
    'is are be being used use uses using useful to for by in of and or allows allow allowing lets let letting enables enable enabling you your user users agent agents ai llm llms model models client clients ' +
    'helps help helping designed intended provides provide providing offers offer ability capability way convenient call calls invoke invokes want wants needed wish need ' +
    'easily quickly simply just also then automatically purpose description summary action task now please should able means means step new recommended primary main advanced basic simple generic powerful fast quick efficient one single ' +
    'mcp server wrapper interface service cli sdk feature mode option deprecated experimental beta alpha preview readonly legacy pro premium free bulk batch v1 v2 v3 unofficial official',
);

/** Words that open a sentence of advice: how to call the tool, what to pass, what another tool does. Its verbs are not this tool's. */
export const adviceLeads = wordSet(
  'if when whenever before after note notes example examples eg ie args arguments argument parameters parameter params param input inputs required requires require requirement requirements must should ' +
    'ensure make see refer provide specify pass supports support only optional optionally default defaults once unless until while because since although however otherwise ' +
    "don't dont do not never no avoid instead prefer always important warning caution tip tips hint hints usage prerequisites prerequisite best common mistakes limitations limitation available accepts accept expects expect " +
    'response responses output outputs result results error errors throws throw tools related alternatives alternative next previous workflow first second third finally keep remember be ask confirm wait check verify consider choose set typical typically useful ' +
    'where what why how who each every some any most more less other another these those there here',
);

/** Words that turn the next verbs into something the tool does not do. */
export const negations = wordSet(
  "not never no without cannot nothing none neither nor don't doesn't dont doesnt won't wont can't cant isn't aren't avoid avoids avoiding instead prevents prevent preventing",
);

/** Words after which a new clause begins whose verbs are a condition, a reason or a purpose of somebody else. */
export const subordinators = wordSet(
  'if when whenever unless until once after before because since while where whether that which who whose so although as than via during upon per like such e.g i.e',
);

/** Prepositions: they end the direct object. */
export const prepositions = wordSet(
  'by from in on at with within into onto for to under over per via using through against as between across about after before during without inside upon based given matching including excluding where that which when if whose so because con de du da del desde en por para par avec pour dans sur com em mit auf für von nach aux для на из в с через',
);

/** Words before a noun. After a verb they show that it is one. */
export const determiners = wordSet(
  'a an the all any each every one two multiple several many some new existing specific specified given your my its their his our this these those current another single more selected up additional custom provided arbitrary either both un una uno unos unas une des ein eine einen einem einer eines um uma el la los las le les der das den dem il',
);

/** Headings of advice: what stands below them is not what the tool does. */
export const adviceHeading = wordSet(
  'when not example examples usage workflow args arguments parameters params returns return requirements prerequisites notes note common mistakes important tips response output input inputs see warning limitations avoid hints best errors error raises',
);
/** Headings of what the tool does. */
export const purposeHeading = wordSet(
  'purpose description summary action overview function does what functionality capabilities',
);

/** Before a gerund that is the action: `for sending`. */
export const gerundLeads = wordSet('for by of');
/** After a noun these lead to the verb: `a tool that sends`. */
export const verbLeads = wordSet('to that which will can and or then also it tool');
/** Verbs of tools that offer something. */
export const offers = wordSet('provide provides offer offers');
/** What is offered, where the real verb comes later: `a way to send`. */
export const abilities = wordSet(
  'ability way capability capabilities access interface tool tools functionality user users you to support',
);
/** Whom or what an opening verb addresses: `use this to send`. */
export const addressees = wordSet('this to you your it when for the users agents if in as');
/** Verbs that may open a sentence about the tool without saying what it does. */
export const openers = wordSet(
  'use uses using provide provides help helps allow allows let lets enable enables call calls invoke invokes offer offers read',
);
/** Those that never say it. */
export const framers = wordSet('use uses using provide provides help helps allow allows let lets offer offers');
/** Nouns of the tool itself. */
export const frameNouns = wordSet(
  'tool tools action actions function functions command commands method methods service services operation operations new one step steps mode modes option options feature features interface interfaces',
);
/** Before a noun. */
export const nounLeads = wordSet('for by of in from with');
/** Verbs that say that what another verb says begins. */
export const beginning = wordSet('start begin');
/** Nouns of what goes on: a verb before one says of what kind it is. */
export const happenings = wordSet('operation process job task request event action');
/** Nouns by which a heading without a verb says that something is given: `Rainfall data`. */
export const headingEnds = wordSet('data dataset datasets series');
/** Nouns of many commands: `Storage operations`. */
export const families = wordSet('operations commands actions tools utilities');
/** Words before a list of what a tool can do. */
export const listers = wordSet('supports includes support');

/** Words that join verbs. */
export const joins = wordSet('and or then und et y e oder ou o');
/** Words between a subject and its verb, or behind `and`, that only say when or besides. */
export const asideAdverbs = wordSet('also then afterwards subsequently finally thereby thus immediately in-place');
/** Words that point at what the sentence before spoke of. */
export const pointers = wordSet('those these each it they them');
/** Methods of HTTP, as verbs. */
export const httpMethods = wordSet('get post put patch delete');
/** Words of a name that is a request of the caller’s choice, where a method of HTTP ends it. */
export const requestWords = wordSet('api http rest request');
/** Words that end the clause of the main verb. */
export const clauseEnds = wordSet(
  'if when unless once until because before after so where while instead than like such whose that which who',
);
/** Words for a part of the data: what is said of one is not said of the tool. */
export const parts = wordSet(
  'property properties field fields parameter parameters attribute attributes column columns value values flag',
);
/** Words after which a phrase is a condition, or denied. */
export const conditional = wordSet('if when unless before until without not never instead otherwise');
/** Words of names that join two verbs: `create_or_update`. */
export const nameJoins = wordSet('and or then');
/** Articles and the like: what comes before one is a verb. */
export const opensThing = wordSet('a an the one all any your this');
/** Subjects that stand for the tool. */
export const subjects = wordSet('this it tool');
/** Words that say that the tool can or will do what follows. */
export const modals = wordSet('will can also');
/** Words that open what is said of a thing: one that is a base form and stands before them is no verb (`This link should …`). */
export const predicated = wordSet('should must may might would could shall is was has');
/** Words after which a verb follows. */
export const toVerbs = wordSet('to for by of');
/** After an opening verb these say that the real verb comes later. */
export const goesOn = wordSet('to when this');
/** Pronouns that are objects. */
export const pronouns = wordSet('it them him her this these those everything');
/** Forms of `be` in a passive that says what a call does. */
export const passives = wordSet('is are gets get be been being');
/** Words after which a passive is a condition or a description of something else. */
export const passiveStops = wordSet(
  'if when whenever once after before until while unless where that which who whose how whether since because as can could may might should must have has had was were only already not never no nothing none nobody cannot example deprecated otherwise than',
);
/** Words of a text that says where something is put: one of them is in every match of `putAtPath`. */
export const putDown = wordSet('written saved stored dumped exported copied file');
/** Words before a list of what managing a thing means. */
export const lists = wordSet('including like such as');
/** Nouns made of verbs, as lists of operations have them. */
export const actionNouns: ReadonlyMap<string, string> = new Map(
  'creation:create deletion:delete removal:remove cancellation:cancel termination:terminate revocation:revoke modification:modify insertion:insert execution:execute erasure:erase destruction:destroy'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);
/** Words before a read-only statement that turn it into a property of something else. */
export const notItself = wordSet(
  'create creates creating set sets with a an as for if when on in into to via using are grant grants replica user access has have fields not through unless',
);
/** Ends of a read-only statement that speaks of what the call itself does. */
export const callNouns = wordSet(
  'sql query queries cypher select statement statements transaction transactions operation tool command',
);
/** Words of a name that say nothing. */
export const hollowWords = wordSet('mcp api tool v x');

/** Of what a call gave back: what happens to it happens by the call (`jobs returned are removed`). */
export const handedOut = wordSet('returned fetched retrieved read delivered received consumed popped');
