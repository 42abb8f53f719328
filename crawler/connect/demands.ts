import { normalize } from 'node:path/posix';
import { placeholder } from './placeholders.ts';

/** Reads off a failed server's output what it wants. Pure; the text is hostile and only ever searched. */

/** Something to add before the next start. */
export type Demand =
  | { kind: 'env'; name: string }
  | { kind: 'option'; flag: string; valueName: string | undefined }
  | { kind: 'positional'; valueNames: string[] }
  | { kind: 'subcommand'; name: string };

/** Subcommands that start a server on stdio, likeliest first. */
const serving = ['stdio', 'serve', 'server', 'start', 'mcp', 'run'];

/** Words in capitals with underscores that are not variables anybody should set. */
const notVariables =
  /^(DOTENV_|ERR_|EAI_|MODULE_|UV_|NODE_(?!RED)|NPM_|V8_|HTTP_|HTTPS_|NO_PROXY|ALL_PROXY|XDG_|LC_|DBUS_|JSON_|UTF_|SELF_SIGNED|UNABLE_TO|CERT_HAS|DEPTH_ZERO|MCP_ERROR|INVALID_|MISSING_|NOT_|YOUR_|REQUEST_|PROTOCOL_|METHOD_|PARSE_|INTERNAL_|CONNECTION_CLOSED|READ_ONLY|O_|S_|STARTUP_|FATAL_|LOG_LEVEL|NO_COLOR|FORCE_COLOR)/;
/** Endings of words that say what went wrong: codes of errors, not variables. */
const errorEnding =
  /_(?:(?:NOT|ALREADY)_[A-Z]+|MISSING|REQUIRED|FAILED|FAILURE|ERROR|INVALID|DENIED|REFUSED|REJECTED|EXPIRED|EXCEEDED|UNAVAILABLE|UNAUTHORIZED|UNREACHABLE|UNSUPPORTED|UNKNOWN|UNDEFINED)$/;
const isVariable = (name: string) => !notVariables.test(name) && !errorEnding.test(name) && name.length <= 80;
/** Endings of variables that servers demand; these are tried before other names. */
const credentialEnding =
  /(KEY|TOKEN|SECRET|PASSWORD|PASS|PAT|ID|URL|URI|HOST|DSN|CREDENTIALS?|FILE|PATH|EMAIL|USER|USERNAME|REGION|DOMAIN|ENDPOINT|ORG|ORGANIZATION|PROJECT|ACCOUNT|WORKSPACE|STRING|SITE|INSTANCE|SID|SUBDOMAIN|DATABASE|SPACE|TEAM|JSON|COOKIE|DIR|DIRECTORY)S?$/;
/** Endings of variables that choose among things: any other value breaks a server, so they are set only where they are asked for. */
const choice = /_(?:PROVIDER|MODEL|MODE|TYPE|TRANSPORT|BACKEND|LEVEL|FORMAT|DIMENSIONS?|VERSION|OVERRIDE)$/;
const variable = /(?<![A-Za-z0-9_$-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![A-Za-z0-9_(])/g;
/** Single capital words that are variables only beside such words. */
const singleVariable =
  /(?:environment variable|env(?:ironment)? var|process\.env\.|export |set )\s*[:"'`]?\s*([A-Z][A-Z0-9]{3,})(?![A-Za-z0-9_])/g;

/** What a line says of the variables it names: that they are wanted, or that they may stay away. */
const wants =
  /missing|required?|\bmust\b|not (?:set|found|provided|defined|configured)|please|\bneed|\bset\b|\bexport\b/i;
const spares = /\boptional|\bdefaults? (?:to|is)\b|deprecated|\bignored\b|not required|no longer/i;

/**
 * Names of environment variables a text mentions, the likeliest demand first: those a line asks for before those it merely
 * mentions or says are optional, then credentials before others, then in order of mention. `known` names are left out.
 */
export function mentionedVariables(text: string, known: ReadonlySet<string>): string[] {
  const weights = new Map<string, number>();
  const add = (name: string, weight: number) => weights.set(name, Math.min(weight, weights.get(name) ?? weight));
  for (const line of text.split('\n')) {
    const weight = spares.test(line) ? 2 : wants.test(line) ? 0 : 1;
    for (const [name] of line.matchAll(variable))
      if (isVariable(name) && (weight === 0 || !choice.test(name))) add(name, weight);
  }
  for (const [, name = ''] of text.matchAll(singleVariable)) if (!notVariables.test(`${name}_`)) add(name, 0);
  const rank = (name: string) => (weights.get(name) ?? 0) * 2 + (credentialEnding.test(name) ? 0 : 1);
  return [...weights.keys()].filter((name) => !known.has(name)).sort((left, right) => rank(left) - rank(right));
}

/** Names of variables a text says are all required: given at once, for a server may want more of them than it may have starts. */
export function requiredTogether(text: string, known: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  let listing = false;
  for (const line of text.split('\n')) {
    const isItem = /^\s*(?:[-*•]|\d+[.)])\s*\W?[A-Z][A-Z0-9]*_/.test(line);
    const isDemand = /\b(?:missing|required|must (?:all )?be (?:set|provided|defined)|(?:is|are) not set)\b/i.test(
      line,
    );
    const isChoice = /\b(?:or|either|one of|any of|optional)\b/i.test(line);
    if (!isChoice && (isDemand || (isItem && listing)))
      for (const name of mentionedVariables(line, known)) found.add(name);
    listing = !isChoice && ((isDemand && /:\s*$/.test(line)) || (isItem && listing));
  }
  return [...found];
}

/** Whether a text complains about arguments rather than the environment. */
export function complainsAboutArguments(text: string): boolean {
  return /^[ \t]*usage\b|usage:|command[- ]line argument|missing (?:required )?(?:arg|param|option|flag|--|positional)|required (?:option|argument|parameter|flag)|(?:is|are) required.{0,200}--|--[a-z][a-z-]{1,40}.{0,40}(?:(?:is|are) required|must be (?:provided|specified|set))|provide (?:at least )?(?:one|a|an|the).{0,40}(?:argument|director|path|url|--)|must (?:specify|provide|pass|be provided).{0,60}(?:argument|director|path|--|string|url)|not enough (?:non-option )?arguments|unknown command|no (?:director|path|command|connection string|database)|\b(?:first|positional) arg(?:ument)?\b|as an? arg(?:ument)?\b/im.test(
    text,
  );
}

/** An address that a usage message shows where an argument belongs: `redis://host:port`. */
const databaseAddress = /(?:^|\s)(postgres(?:ql)?|mysql|mongodb|redis):\/\/\S+/i;

/** What a text says is missing on the command line, likeliest first. `given` are the arguments of the failed start. */
export function demandedArguments(text: string, given: readonly string[]): Demand[] {
  const demands: Demand[] = [];
  const add = (demand: Demand) => {
    if (demand.kind === 'option' && given.some((arg) => arg === demand.flag || arg.startsWith(`${demand.flag}=`)))
      return;
    if (demand.kind === 'subcommand' && given.includes(demand.name)) return;
    if (demands.some((other) => JSON.stringify(other) === JSON.stringify(demand))) return;
    demands.push(demand);
  };
  const prose = withoutOptionLists(text);
  const option = (flag: string, valueName: string | undefined) => add({ kind: 'option', flag, valueName });

  // `error: required option '-t, --token <token>' not specified` (commander).
  for (const [, flag = '', value] of text.matchAll(
    /required option '?(?:-\w,\s*)?(--[a-z][\w-]{0,60})(?:[ =]<([^>]{1,80})>)?/gi,
  ))
    option(flag, value ?? flag);
  // `Missing required argument: token`, `Missing required arguments: a, b` (yargs).
  for (const [, names = ''] of text.matchAll(
    /missing required arguments?: ([a-z][\w-]{0,60}(?:, [a-z][\w-]{0,60})*)/gi,
  )) {
    for (const name of names.split(', ')) option(`--${name}`, name);
  }
  // `--token is required`, `--organization-slug must be provided`, `Please provide --api-key`.
  for (const [, flag = ''] of prose.matchAll(
    /(--[a-z][\w-]{0,60})(?:=?<[^>]{1,80}>)?["'`]?(?: \w+)? (?:is|are|must be|flag is|argument is|option is) (?:required|provided|specified|set|missing)/gi,
  ))
    option(flag, flag);
  for (const [, flag = ''] of prose.matchAll(
    /(?:provide|specify|pass|use|using|via|with|set|missing)(?: the| a| an| one of| either)?(?: required)?(?: flag| option| argument)?:? ["'`]?(--[a-z][\w-]{0,60})/gi,
  ))
    option(flag, flag);
  // `Mod location is required. Please provide it as the first argument.`
  for (const [, name = ''] of prose.matchAll(
    /([\w-]{1,40}) (?:is|are|was not) (?:required|missing|provided|specified|needed)[^\n]{0,80}\b(?:first|positional|command[- ]line) arg(?:ument)?\b/gi,
  ))
    add({ kind: 'positional', valueNames: [name] });
  for (const [, name = ''] of prose.matchAll(
    /(?:provide|specify|pass|give) (?:me )?(?:an?|the|your) ([\w-]{1,40})(?: [\w-]{1,20})? as (?:an?|the)?(?: first| only| positional| command[- ]line)? ?arg(?:ument)?\b/gi,
  ))
    add({ kind: 'positional', valueNames: [name] });
  // `Use demo mode: --demo`: data of its own, no account.
  for (const [flag] of prose.matchAll(/(?<![\w-])--(?:demo|mock)(?:-mode)?(?![\w=-])/g)) option(flag, undefined);
  // `Command line argument: --dsn="…"`, `--token or -t command line argument`.
  for (const [, after, before] of prose.matchAll(
    /command[- ]line (?:argument|option|flag)s?:? ["'`]?(--[a-z][\w-]{0,60})|(--[a-z][\w-]{0,60})["'`]?(?: or -\w)? command[- ]line (?:argument|option|flag)/gi,
  )) {
    const flag = after ?? before ?? '';
    option(flag, flag);
  }
  for (const { flag, valueName } of optionsNamedByComplaint(text)) option(flag, valueName);
  const usage = /usage:?\s*([^\n]+)/i.exec(text)?.[1];
  if (usage !== undefined) {
    for (const [, flag = '', value] of withoutOptional(usage).matchAll(/(--[a-z][\w-]{0,60})[ =]<([^>]{1,80})>/gi))
      option(flag, value);
    if (/(^|[\s[<(|])stdio([\s\]>)|]|$)/m.test(text)) add({ kind: 'subcommand', name: 'stdio' });
    const positionals = [
      ...withoutOptional(usage)
        .replace(/(?<=^|\s)--?[\w-]+[ =]<[^>]{1,80}>/g, '')
        .matchAll(/<([^>]{1,80})>/g),
    ]
      .map(([, name = '']) => name)
      .filter((name) => !/^(?:sub-?)?(?:command|cmd)$/i.test(name));
    const address = databaseAddress.exec(withoutOptional(usage))?.[1];
    if (address !== undefined) add({ kind: 'positional', valueNames: [`${address}-url`] });
    if (positionals.length > 0) add({ kind: 'positional', valueNames: positionals });
    else if (/\[[^\]]*(dir|path|folder|root)[^\]]*\]/i.test(usage))
      add({ kind: 'positional', valueNames: ['directory'] });
  }
  if (/--stdio\b/.test(text)) option('--stdio', undefined);
  if (
    /(?:director(?:y|ies)|path|folder).{0,60}(?:argument|required|must|provide|specif)|(?:provide|specify|pass|at least one).{0,60}(?:director|path|folder)/i.test(
      text,
    )
  ) {
    add({ kind: 'positional', valueNames: ['directory'] });
  }
  if (
    /(?:connection string|database url|database path).{0,80}(?:argument|required|must|provide|specif)|(?:provide|specify|pass).{0,60}(?:connection string|database url)/i.test(
      text,
    )
  ) {
    add({ kind: 'positional', valueNames: ['database-url'] });
  }
  // `Unknown command: undefined. Expected 'init' or 'run'.`
  const expected = /unknown command[^\n]*expected ([^\n]+)/i.exec(text)?.[1] ?? '';
  const offered = [...expected.matchAll(/['"`](\w[\w-]*)['"`]/g)].map(([, name = '']) => name);
  for (const name of [...serving, ...offered]) if (offered.includes(name)) add({ kind: 'subcommand', name });
  for (const name of servingCommands(text)) add({ kind: 'subcommand', name });
  return demands;
}

/** Subcommands a help text lists that start a server, likeliest first. */
function servingCommands(text: string): string[] {
  if (!/\bcommands\s*(?::|$)|[[<]command[\]>]|command was not/im.test(text)) return [];
  const listed =
    /^[ \t]{0,6}(?:[\w.@/-]+ ){0,2}([a-z][\w-]*(?:[|,] ?[a-z][\w-]*){0,4})(?:[ \t]{2,}(\S[^\n]*)|[ \t]*\[[^\n]*|[ \t]*)$/gm;
  // One command may have several names: `serve|mcp`, `serve, mcp`.
  const commands = [...text.matchAll(listed)].flatMap(([, names = '', summary = '']) =>
    names.split(/[|,] ?/).map((name) => ({ name, summary })),
  );
  const known = serving.filter((name) => commands.some((command) => command.name === name));
  const described = commands
    .filter(
      ({ summary }) => /\b(?:start|run|serve|launch)/i.test(summary) && /\bMCP\b|model context protocol/i.test(summary),
    )
    .map(({ name }) => name);
  return [...new Set([...known, ...described])];
}

/** Options of a help text that take a value and whose name the complaint above it has in it. */
function optionsNamedByComplaint(text: string): { flag: string; valueName: string }[] {
  const complaint = /^.*\b(?:error|failed|missing|required|unable|cannot|invalid)\b.*$/im.exec(text)?.[0] ?? '';
  const words = ` ${complaint.toLowerCase().replace(/[^a-z0-9]+/g, ' ')} `;
  const listed = /^[ \t]+(?:-\w, )?(--[a-z][a-z-]{3,})[ =](?:<([^>]{1,80})>|(?:string|path|file|value|url)\b)/gm;
  return [...text.matchAll(listed)]
    .map(([, flag = '', value]) => ({ flag, valueName: value ?? flag }))
    .filter(({ flag }) => words.includes(` ${flag.slice(2).replaceAll('-', ' ')} `));
}

/** Whether a text shows the placeholder as a value that was not accepted: `…, actual "placeholder"`. */
export function refusesPlaceholder(text: string): boolean {
  return new RegExp(`\\b(?:actual|received|got|value|but)\\b\\W{0,4}["'\`]${placeholder}["'\`]`, 'i').test(text);
}

/** Whether a text says that the placeholder was read as JSON. */
export function readsPlaceholderAsJson(text: string): boolean {
  return new RegExp(`["'\`]${placeholder}["'\`] is not valid JSON`).test(text);
}

/** Whether a text complains that something is no whole address. */
export function refusesAddress(text: string): boolean {
  return /\binvalid (?:\w{1,20} )?ur[li]\b|\bERR_INVALID_URL\b|failed to parse ur[li]\b|must be a (?:valid |full )?ur[li]\b/i.test(
    text,
  );
}

/** Whether a text says that the server waits for HTTP requests instead of messages on stdin. */
export function servesHttpInstead(text: string): boolean {
  return /(?:listening|running|started|available|ready)\s{1,8}(?:on|at|via)?\s{0,8}(?:port|https?:\/\/|0\.0\.0\.0|localhost|127\.0\.0\.1|http)|(?:streamable ?http|sse) (?:server|endpoint|transport)[^\n]{0,200}(?:port|listening|started|available)/i.test(
    text,
  );
}

/** Whether a text says the network was wanted and not there. */
export function complainsAboutNetwork(text: string): boolean {
  return /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ENETDOWN|getaddrinfo|fetch failed|no such host|dial tcp|ERR_NAME_NOT_RESOLVED|network (?:error|is unreachable)|socket hang up|ETIMEDOUT|name or service not known|temporary failure in name resolution|max retries exceeded/i.test(
    text,
  );
}

/** Most ports that one text is taken to ask for. */
const maxPorts = 4;

/** Ports that a text says were sought and refused. */
export function refusedPorts(text: string): number[] {
  const found = new Set<number>();
  for (const line of text.split('\n')) {
    if (!/refused|ETIMEDOUT|timed out|(?:could not|cannot|can't|failed to|unable to) connect/i.test(line)) continue;
    for (const [, address, named] of line.matchAll(
      /(?:[\w-]\.[\w.-]*\w|localhost|\]|::1)(?:', ?|:)(\d{1,5})(?![\d.])|\bport[ =:]{1,2}(\d{1,5})\b/gi,
    ))
      found.add(Number(address ?? named));
  }
  return [...found].filter((port) => port > 0 && port < 65_536).slice(0, maxPorts);
}

/** Whether a text says that a list was wanted where something else was. */
export function wantsLists(text: string): boolean {
  return /\b(?:invalid|unexpected) response\b|\bis not iterable\b|\.(?:map|filter|forEach|find|some|every|reduce|slice|sort|flatMap|join) is not a function|expected (?:an )?array|must be an array|list indices|'dict' object has no attribute 'append'/i.test(
    text,
  );
}

/** Whether a text says that a list was looked for in something that was not there, by no name. */
export function wantsListBelow(text: string): boolean {
  return /of undefined \(reading '(?:map|filter|forEach|find|some|every|reduce|slice|sort|flatMap|join|length|includes|\d+)'\)|\bundefined is not iterable\b/.test(
    text,
  );
}

/** The field of an answer that a text says should have been a list: `page.items is not iterable`. */
export function wantedField(text: string): string | undefined {
  const field =
    /[\w$)\]]\??\.(\w{1,40})(?: is not iterable|\??\.(?:map|filter|forEach|find|some|every|reduce|slice|sort|flatMap|join) is not a function)/.exec(
      text,
    )?.[1];
  // What HTTP clients call the answer itself.
  return field === undefined || /^(?:data|body|result|response|json|__proto__)$/.test(field) ? undefined : field;
}

/** Whether a text asks for credentials in words, with no variable named. */
export function complainsAboutCredentials(text: string): boolean {
  return /api[ _-]?key|access[ _-]?token|auth(?:entication|orization)? (?:token|required|failed|error)|credential|unauthori[sz]ed|not (?:logged in|authenticated)|please (?:log ?in|authenticate)|missing (?:token|secret|password)|\b401\b/i.test(
    text,
  );
}

/** Whether a text says that it waits for a person to log in with a browser. */
export function waitsForLogin(text: string): boolean {
  return /(?:visit|open|go to|opening|navigate to|browse to)\b[^\n]{0,80}\b(?:url|link|browser|page|https?:)[^\n]{0,200}(?:auth|log ?in|sign ?in|oauth|device)|(?:authori[sz]e|log ?in|sign ?in|authenticate)\b[^\n]{0,60}\b(?:visiting|opening|in your browser|this (?:url|link))/i.test(
    text,
  );
}

/** Whether a text says that the server would have ended and was kept from it (`keep-going.mts`). */
export function wasKeptGoing(text: string): boolean {
  return text.includes('[toolrisk keeps it going');
}

/** The native addon a text says could not be loaded, if any: installation runs no build scripts. */
export function missingAddon(text: string): string | undefined {
  const named =
    /Could not locate the bindings file|node_modules\/((?:@[\w.-]{1,214}\/)?[\w.-]{1,214})\/[^\n]{0,300}\.node\b|Could not load the "([\w-]+)" module|No native build was found|was compiled against a different Node\.js version|Cannot find module '([^']{0,300}\.node|\.{1,2}\/(?:build\/Release|out)\/\w{1,80})'|prebuilds?\b[^\n]{0,300}not found/i.exec(
      text,
    );
  if (named === null) return undefined;
  const owner = /node_modules\/((?:@[\w.-]{1,214}\/)?[\w.-]{1,214})\//.exec(
    text.slice(Math.max(0, named.index - 200), named.index + 2_000),
  );
  return named[1] ?? named[2] ?? owner?.[1] ?? named[3] ?? 'a native addon';
}

/** A module a text says is missing altogether. */
export function missingModule(text: string): string | undefined {
  return /(?:Cannot find (?:module|package)|No module named) '([^']+)'/.exec(text)?.[1];
}

/** Whether a text asks for several variables and names none. */
export function wantsUnnamedVariables(text: string): boolean {
  return /\b(?:missing|required|set|provide|need)\b[^\n]{0,60}\benv(?:ironment)? var(?:iable)?s\b/i.test(text);
}

/** What the SDK will not let a server do that was written for an older one: its words. */
export function refusedBySdk(text: string): string | undefined {
  return /\bServer does not support [\w ]{1,60} \(required for [\w/]{1,60}\)/.exec(text)?.[0];
}

/** Whether a text says that a placeholder was taken for the path of a file. */
export function missesPlaceholderFile(text: string): boolean {
  return new RegExp(
    `^(?=.*[\\s/"'\`]${placeholder}(?![\\w-])).*(?:ENOENT|no such file|not found|not exist|cannot (?:open|read))`,
    'im',
  ).test(text);
}

/** The folder of the package that a text says something could not be written to. */
export function packageWrittenTo(text: string): string | undefined {
  return /(?:EROFS|EACCES|EPERM|read-only file system|ENOENT[^\n]{0,60}\bmkdir\b)[^\n]{0,120}?((?:\/[\w.@+-]{1,80}){1,8}?\/node_modules\/(?:@[\w.-]{1,80}\/)?[\w.-]{1,80})\//i.exec(
    text,
  )?.[1];
}

/** Folders a server may be given files in, as it sees them. */
export interface OwnFolders {
  home: string;
  work: string;
}

/** Kinds of files that hold configuration or credentials. */
const fileName = String.raw`(?:\.env|[\w.-]*\w\.(?:json|ya?ml|toml|ini|conf|cfg|env|txt|key|pem|token))(?![\w.-]*\w)`;
/** Most files one start is given. */
const maxFiles = 4;

/**
 * Files a text says are missing, as absolute paths: only such as lie in the server's own folders, whatever the text
 * says, for it may name any path at all.
 */
export function demandedFiles(text: string, own: OwnFolders): string[] {
  const found = new Set<string>();
  const isOwn = (path: string) => [own.home, own.work].some((folder) => path.startsWith(`${folder}/`));
  const add = (path: string) => {
    const plain = normalize(path.replace(/^~(?=\/)/, own.home));
    if (isOwn(plain) && plain.length <= 300) found.add(plain);
  };
  const absolute = /(?<![\w.~/-])(~?\/[\w./@+-]*[\w-])/g;
  for (const line of text.split('\n')) {
    if (
      !/ENOENT|no such file|not found|\bno [\w .]{1,30} found\b|not exist|missing|could(?: not|n't) (?:find|read|open|load)|please (?:place|put|create|copy|save|download)/i.test(
        line,
      )
    )
      continue;
    const paths = [...line.matchAll(absolute)].map(([, path = '']) => path);
    const isFile = (path: string) => new RegExp(`(?:^|/)${fileName}$`).test(path);
    for (const path of paths.filter(isFile)) add(path);
    // `not found at: ./credentials.json`, `ENOENT: no such file or directory, open 'config.json'`.
    const relative = new RegExp(`(?<![\\w./~-])(?:\\./|(?<=\\bopen ['"\`]))((?:[\\w-]{1,60}/){0,4}${fileName})`, 'g');
    for (const [, path] of line.matchAll(relative)) add(`${own.work}/${path}`);
    // `Place keys.json in the current directory or ~/.acme`: named apart from its folder.
    const names = [...line.matchAll(new RegExp(`(?<![\\w./~-])${fileName}`, 'g'))].map(([name]) => name);
    const folders = paths.filter((path) => !isFile(path));
    if (/(?:current|working) (?:working )?(?:directory|folder)/i.test(line)) folders.push(own.work);
    for (const name of names) for (const folder of folders) add(`${folder}/${name}`);
  }
  const files = [...found].slice(0, maxFiles);
  return files.filter((path) => !files.some((other) => path.startsWith(`${other}/`)));
}

/** Leaves out the lines of a help text that list options: what they say of one another is no demand. */
function withoutOptionLists(text: string): string {
  return text.replace(/^[ \t]+(?:-\w,? )?--[a-z][\w-]*[^\n]*[^\s\n][ \t]{2,}\S[^\n]*$/gim, '');
}

/** Leaves out what a usage line marks as optional. */
function withoutOptional(usage: string): string {
  let text = usage;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\[[^[\]]*\]/g, ' ');
  }
  return text;
}
