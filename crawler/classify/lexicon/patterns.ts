/** Expressions over short texts: names and descriptions of parameters, a few words of a description. */

/** Names of parameters that may take a statement. */
export const freeFormNames = /query|statement|pipeline|expression|script|aggregation|filter/i;

/** Descriptions of parameters: what the caller writes is run. */
export const runsIt =
  /\b(to (execute|run|evaluate|eval)|executed?|evaluated?|(java)?script (code|function|expression)|shell|command( line)? to|code to|python code|bash|terminal|arbitrary)\b/i;

/** Descriptions of parameters: a program in so many words. */
export const isProgram =
  /\b(shell|bash|terminal|system|command|javascript|js|python|code|script)\b.{0,20}\b(to )?(execute|run|evaluate)d?\b|\b(execute|run|evaluate)s?\b.{0,20}\b(command|code|script|javascript|python)\b/i;

/** Descriptions of parameters: a query in a query language. */
export const queryText =
  /\b(sql|cypher|graphql|sparql|soql)\b.{0,40}\b(quer|statement|to (run|execute))|\b(query|statement|mutation)s? to (be )?(run|execute)/i;

/** A statement that may change data: any at all, or named by its keyword. */
export const writesInQuery =
  /\b(any|arbitrary|raw)\b.{0,20}\b(sql|statement|quer(y|ies))\b|\b(INSERT|UPDATE|DELETE|DROP|ALTER|TRUNCATE)\b/;

/** Before such a keyword: it is refused. */
export const refused =
  /\b(no|not|never|without|only|cannot|can't|refuse[sd]?|reject(s|ed)?|block(s|ed)?|forbid(s|den)?|disallow(s|ed)?|except|instead|than)\b[^.]*$/i;

/** Reading and writing are both on offer: nothing is enforced. */
export const bothWays = /\bread[- /]?(and|or)?[- /]?write\b|\bset read_?-?only\b/i;

/** Names of switches that hold a query to reading, where the caller turns them. */
export const readOnlySwitch = /^read_?-?only(_?mode)?$/i;

/** What opens a description of a switch before it says what it does. */
export const switchLead =
  /^(if|when) (true|set|enabled)[^,]*,\s*|^whether (or not )?to\s+|^set (this )?to true to\s+|^(also|optionally)\s+/i;

/** Parameters that say what their tool deletes. */
export const toDelete = /\bto (permanently )?(delete|destroy|erase|purge|wipe)\b/i;

/** Descriptions of numbers: what lies beyond is deleted. */
export const deletesBeyond =
  /\b(everything|all|those|any|anything|items|rows|files|entries|versions|older|others?|the rest)\b.{0,30}\b(is|are|gets?|will be) (permanently )?(deleted|removed|erased|purged|dropped)\b/i;

/** Descriptions of switches: what the tool shows is sent to somebody. */
export const sendsIt =
  /^(actually |really |also )?(send|publish|post|email|e-mail|deliver)s? (it|this|them|the (message|mail|e-?mail|draft|post|newsletter|invitations?))\b/i;

/** Numbers of things that are deleted. */
export const deletedCount = /^(delete|remove|purge)[_-]?(count|number|lines|items|rows)$/i;

/** Names of numbers that commit somebody to pay. */
export const committedMoney =
  /(^| )(reward|prize|bounty|payout|bid|cpc|cpm|cpa)( |$)|(^| )(daily|lifetime|total|campaign|max) budget( |$)|(^| )budget( (usd|eur|gbp|cents|amount|micros)|$)|(^| )(pay|bonus) ([a-z0-9]+ )?(usd|eur|gbp|cents)( |$)/;

/** Filters, not modes: what a reader is asked for. */
export const filters = /\b(filter|only|match(es|ing)?|by (type|kind|action)|events?|of type)\b/i;

/** Readers whose actions are what happened, not what to do. */
export const records =
  /log|event|history|audit|activit|trail|metric|permission|endpoint|route|operation|request|type|schema|doc|api/i;

/** Phrases that say in the third person what the call does besides. */
export const thirdPerson =
  /ly (deletes|erases|removes|destroys|wipes|purges)\b|\b(deletes|erases|destroys|wipes|purges)\b.*\b(permanently|irreversibly|irrevocably|forever)\b|\bmark(s|ed)\b|\b(is|are) (consumed|dequeued|acknowledged|charged|billed|debited)\b|\bmak(e|es|ing)\b.* (disappear|vanish)|\b(evaluates|executes|runs)\b.* as\b|\bceases?\b/i;

/** Names of switches that trade or pay. */
export const tradesNow =
  /^(auto_?)?(execute|place|submit|confirm)_?(the_?)?(trade|order|buy|sell|payment|purchase|swap|transfer)/i;

/** Methods of HTTP that change something, at the end of a name. */
export const changingMethods = /^(post|put|patch)$/;

/** Names of tools with a verb in them that only ever reads. */
export const plainReader = /(^|[_.-])(get|list|fetch|search|find|show|read|query|check|view|describe)([_.-]|[A-Z]|$)/;

/** Names of parameters whose values are what to do. */
export const actionNames =
  /^(sub[_-]?)?(action|operation|op|command|cmd|method|verb|task|request)s?([_-]?(type|name))?$/i;

/** Names of parameters that take an address to be told at. */
export const callbackName = /^(callback|notification|webhook)_?-?(url|uri)$/i;

/** Names of objects that hold what a command of the tool's own takes. */
export const argumentsName = /^param(eter)?s$/i;

/** Names of parameters that pick such a command. */
export const commandName = /^commands?$/i;

/** Names of parameters that hold a program to be run later. */
export const programName = /^(command|cmd|script)$/i;

/** Names of parameters that choose among programs somebody keeps: what such a job does is up to the one that is named. */
export const keptProgram = /^(test_?)?(script|suite)(_?(name|path|file|id))?$|^test$/i;

/** Names of parameters that say which part of an API is called. */
export const endpointName = /^(endpoint|route|resource)$/i;

/** Descriptions of parameters: something is saved there. */
export const savesInWords =
  /\b(save[sd]?|saving|writ(e|es|ten|ing)|stored?|download(ed|s)?|output|export(ed)?|dump(ed)?)\b/i;

/** Descriptions of parameters: something is read from there. */
export const loadsInWords =
  /\b(upload|read from|load(ed)? from|input file|existing|source file|to (read|analy[sz]e|parse|upload|open|search))\b/i;

/** Names of parameters that say where a result goes. */
export const outputName = /^(output|save|dest|download|local|export|out|write|result)/i;

/** Names of parameters that can mean nothing but the place where a result is put down. */
export const putsDown =
  /^(output|save|download|export|dump)_?(to_?)?(path|file_?path|dir|directory|folder)$|^(save|write)_?to$/i;

/** And that it goes into a file. */
export const fileInName = /path|file|dir|folder/i;

/** Names of parameters that say how a result looks, not where it goes. */
export const formInName = /format|type|mode/i;

/** Names of lists of what a call deletes beside what it creates or changes: `{ create: […], update: […], delete: […] }`. */
export const deletionList = /^(delete|destroy|purge)([_-]?[a-z]*)?$/i;

/** Pointers to rights that are handed out: a flag among them is somebody's later freedom, not part of this call. */
export const grants = /\/(permission|role|scope|right|acl|polic|capabilit|access)[^/]*\//i;

/** Ends of names of switches that drop parts of an answer, not things. */
export const droppedParts = /(branch|empty|null|na|nan|duplicates?|header|index|whitespace|column)s?$/i;

/** A way back is denied. */
export const deniesUndo =
  /\b(cannot|can't|can not|never|not|no)\b[^.]{0,30}\b(undone|restored|recovered|undo|recover|restore)\b|permanent|irrevers/i;

/** What a tool gives back that opens a door. */
export const handsOut =
  /\breturn(s|ed|ing)? (the |an? |new |its |smtp |api |login |access )*(credentials?|passwords?|api keys?|secrets?|private keys?)\b/i;

/** Names of switches that lay open what is kept hidden else. */
export const revealsSecrets =
  /^(reveal|unmask)(_?(secrets?|values?|passwords?))?$|^(show|include|return|with|expose)_?(secrets?|passwords?|credentials?|secret_?values?|decryption)$/i;

/** Of secrets, the values are not given back. */
export const valuesKept =
  /\bvalues? (is|are) (never|not|masked|hidden|redacted|omitted)\b|\b(without|no|not|excluding)( the| their| its)?( secret| actual)* values?\b/i;

/** Names of parameters that name the image of a container. */
export const imageName = /^((docker|container)_?-?)?image(_?-?(name|ref|uri|tag))?$/i;

/** Names of parameters that choose a place to talk, not a person. */
export const roomName = /channel|chat|attendee/i;

/** Names of parameters that choose what a change applies to. */
export const matchers = /^(where|filter|query|condition|criteria|selector|match)/i;

/** Names of parameters that choose where value goes. */
export const destinations =
  /^(to|destination|beneficiary|payee|recipient|address|vpa|iban)$|(^|_)to(_|$|A)|toA|Address$/;

/** A file that stood there is replaced, and nobody is asked. */
export const overwriting =
  /\b(completely|unconditionally|silently) (overwrit|replac)|\b(overwrit|replac)\w*\b[^.]{0,60}\b(without (asking|warning|confirm)|unconditional)/i;

/** A request of the caller's choice, by a method that changes something. */
export const anyRequest =
  /\b(POST|PUT|PATCH)\b[^.]{0,40}\b(any|arbitrary|given|specified|provided|raw|custom)\b[^.]{0,20}\b(path|endpoint|url|URL|resource|route|api|API)\b|\b(any|arbitrary|raw|custom)\b[^.]{0,20}\b(POST|PUT|PATCH)\b/;

/** The text says that what is given comes back changed: `from the given text`, `returns it`. */
export const givenBack =
  /\b(given|provided|supplied|input)\b|\breturn(s|ing)?\b|\b(from|in|of|off|into|to) (a |an |the |your |two |plain )*(text|string|list|array|number|snippet|source code|code|json|html|markdown|csv|xml|yaml|sentence|paragraph|word)s?\b|^\w+ (two |a |an |the |plain )*(text|string|number|json|html|markdown|csv|xml|yaml|list|array|sentence|image)s?\b/i;

/** How long a call listens: `for a few seconds`, `until a timeout`. */
export const forAWhile =
  /\bfor (a few|some|\d+|the given|n|up to|a number of)\b.{0,12}\b(s|sec|secs|seconds?|minutes?|ms|milliseconds?)\b|\bbriefly\b|\b(until|or) (a |the )?time-?out\b|\bwaits? for\b/i;

/** Names of parameters that say how long, or how much of it. */
export const whileName = /^(seconds|duration|time_?out|wait|listen|max_?(wait|messages|events|duration|seconds))/i;

/** A result is put down at a path: `A copy is written to /tmp/report.json`. */
export const putAtPath =
  /\b(is|are|gets?|be) (also )?(written|saved|stored|dumped|exported|copied) (to|in|at|into|under) [`"']?(~|\.{0,2}\/|[A-Z]:\\)\w|\b([Ee]xport|[Ss]ave|[Dd]ump|[Ww]rite|[Bb]ack)s?\b[^.]{0,60}\b(to|in|into) (a|the) (new )?file (on|in) (the|a|your) \w/;

/** Descriptions of parameters: a program in a named language, whatever the parameter is called. */
export const languageCode =
  /\b(python|javascript|js|typescript|shell|bash|lua|ruby|groovy|powershell|applescript)\b.{0,20}\b(code|script|snippet|expression|function|lambda|command|program)s?\b.{0,40}\b(execut|evaluat|run\b|eval\b)|\b(python|javascript|js|shell|bash|lua|ruby|groovy|powershell)\b.{0,60}\b(is|are|gets|be) (executed|evaluated|run)\b/i;

/** What `languageCode`, `queryText`, `toDelete` and `deletesBeyond` cannot do without: most descriptions have none of it. */
export const saidWith = /execut|eval|\brun|quer|statement|delete|destroy|erase|purge|wipe|removed|dropped/i;

/** Names of lists of what is taken off or away. */
export const removalList = /^(remove|drop|clear)([_-]?[a-z]*)?$/i;

/** What a description says of an endpoint that is an address, and not one of the service's own kinds of content. */
export const addressWords = /:\/\/|\b(?:urls?|uris?|address|host|http|webhook)\b/i;

/** What is said of a value that is no path, whatever it is called: the contents of a file, or an address. */
export const noPath =
  /^(?:the )?(?:full |raw |complete )*(?:contents?|text|urls?)\b|\bcontents? of\b|\bnot (?:the |a )?(?:file )?path\b/i;

/** What is said of a value that is an amount of money or of an asset. */
export const amountWords = /\b(?:amount|price|wei|ether|tokens?|currency|money|cents|usd|eur|sats?)\b/i;

/** Names of addresses that are a fact about somebody or something as often as a place to go to. */
export const factAddress = /(?:^|[_-]|[a-z])(?:domain|host|hostname|website|webpage|link|origin)s?$/i;

/** Names of what one reaches a person by that are a fact about them as often. */
export const factRecipient = /^(?:emails?|phone|address|chat|channel|destination)$/i;

/** Languages in which something is found in a text, and nothing changed. */
export const findsInText = /\b(?:xpath|json ?path|jmespath|css selector|regex|regular expression)\b/i;

/** Names of what is claimed, in logic and elsewhere. */
export const claim = /^statements?$/i;

/** What says only how it went. */
export const outcome = /^returns? (?:a )?\W?(?:true|false|ok|success|boolean|null|nothing|void|none)\b/i;

/** Verbs that take apart what was put together. */
export const takesOff = /^(detach|dis)/;

/** Having something done by somebody: `get funds sent`. */
export const causative = /^get\b/i;
