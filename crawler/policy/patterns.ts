/**
 * Regular expressions for the arguments of a call. They say what may pass wherever that can be said in one line; where a
 * list of what may not is needed beside it, an `instead` says less in a pattern that allows, for places that cannot refuse
 * by pattern. All of them mean the same in RE2 and in Python, and in JavaScript with a leading `(?i)` as its flag `i`.
 */

/** Text as a pattern that matches it and nothing else. */
export const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** What makes a whole pattern blind to case, in RE2 and Python. */
const anyCase = '(?i)';

/** Endings of public names beside those of two letters. Not all there are: an address with another one has to be listed. */
const publicEndings =
  'com|org|net|edu|gov|mil|int|info|biz|name|pro|app|dev|cloud|tech|site|online|website|blog|news|wiki|page|shop|store|xyz|tools|software|systems|network|agency|studio|design|media|live|world|space|email|support|health|finance|bank|academy|museum|science|social|chat|games';

const afterHost = '(?:[/?#][^\\s\\\\]*)?$';

/** Hosts of a list; `*.example.com` stands for every name below it. */
const listedHosts = (hosts: readonly string[]): string =>
  hosts
    .map((host) =>
      host.startsWith('*.') ? `(?:[A-Za-z0-9_-]+\\.)+${escapePattern(host.slice(2))}` : escapePattern(host),
    )
    .join('|');

/** Addresses on the hosts of the list: by `https`, and by `http` where the host is this machine. */
const listedAddresses = (hosts: readonly string[]): string[] => {
  const own = hosts.filter((host) => /^(localhost|127\.0\.0\.1)(:|$)/.test(host));
  return [
    ...(hosts.length > 0 ? [`https://(?:${listedHosts(hosts)})(?::443)?`] : []),
    ...(own.length > 0 ? [`http://(?:${listedHosts(own)})`] : []),
  ];
};

/** Addresses on the hosts of the list. */
export const hostPattern = (hosts: readonly string[]): string => `^(?:${listedAddresses(hosts).join('|')})${afterHost}`;

/**
 * `https` addresses of public names, or of the list: no numbers in place of a name, no name without a dot, no ending that
 * is used inside networks, no user name. It reads text and does not know where a name leads.
 */
export const addressPattern = (hosts: readonly string[]): string => {
  const open = `https://(?:[A-Za-z0-9_-]+\\.)+(?:[a-z]{2}|${publicEndings})(?::[0-9]{1,5})?`;
  return `^(?:${[open, ...listedAddresses(hosts)].join('|')})${afterHost}`;
};

/** Paths that climb, hidden files and folders, and files that hold keys. */
export const gravePathPattern = (): string =>
  `${anyCase}(?:^|[/\\\\])(?:\\.(?:\\.|[a-z0-9_])|~|id_(?:rsa|dsa|ecdsa|ed25519)|authorized_keys|credentials|secrets|shadow|passwd|kubeconfig)|\\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|env|tfstate)$|[\\x00-\\x1f%]`;

const plainPart = '[A-Za-z0-9_][A-Za-z0-9_ -]*';
const plainEnding =
  '(?:txt|md|csv|tsv|json|xml|html|css|js|ts|tsx|jsx|py|go|rs|java|c|h|cpp|rb|sh|log|pdf|png|jpg|jpeg|gif|svg|docx|xlsx)';

/** Paths under a folder; where none is named, paths that are relative to wherever the server works. */
export const pathPattern = (root: string): string => {
  if (root === '') return '^(?:[^/\\\\~:][^:]*)?$';
  return `^${escapePattern(root.replace(/[/\\]+$/, ''))}(?:[/\\\\].*)?$`;
};

/** Paths of plain names under a folder that end as ordinary files do: for places that cannot refuse by pattern. */
export const plainPathPattern = (root: string): string => {
  const start = root === '' ? '^(?:\\./)?' : `^${escapePattern(root.replace(/[/\\]+$/, ''))}(?:/|$)`;
  return `${start}(?:${plainPart}/)*(?:${plainPart}\\.${plainEnding})?$`;
};

/** Characters that mean nothing to a shell. */
const harmless = 'A-Za-z0-9_./:=@,+% \\t-';

/** Commands whose first word is on the list, without separators, redirection, substitution, quotes or line ends. */
export const commandPattern = (commands: readonly string[]): string =>
  `^ *(?:${commands.map(escapePattern).join('|')})(?:[ \\t][${harmless}]*)?$`;

/** One argument of a command: nothing that means something to a shell. */
export const wordPattern = (): string => `^[${harmless}]*$`;

/** Words of query languages that change something, run something, or reach files and other machines. */
const changingWords =
  'into|outfile|dumpfile|copy|insert|update|delete|merge|replace|upsert|drop|alter|create|truncate|rename|grant|revoke|call|exec|execute|do|set|remove|detach|foreach|load\\w*|pg_(?:read|ls|sleep|terminate|cancel|reload|rotate|write|file)\\w*|sleep|benchmark|lo_\\w+|dblink\\w*|xp_\\w+|set_config|setval|nextval|analy[sz]e|vacuum|attach|pragma|lock|unload|install|query_to_xml|openrowset|opendatasource|utl_\\w+|dbms_\\w+|sys_exec|sys_eval';

/** Statements in which a changing word stands anywhere, in a text or a comment too. */
export const changingStatementPattern = (): string => `${anyCase}\\b(?:${changingWords})\\b|\\$\\w*\\$|\\\\`;

/** One statement that begins with a reading word. */
export const statementPattern = (): string => `${anyCase}^\\s*(?:select|show|describe|explain|match)\\s[^;]*;?\\s*$`;

/** A plain `select` without functions, for places that cannot refuse by pattern. */
export const plainStatementPattern = (): string => {
  const name = '[A-Za-z0-9_.]+';
  const value = `(?:[0-9.]+|'[A-Za-z0-9_ @.:-]*')`;
  const test = `${name} *(?:=|<>|<|>|<=|>=| like ) *${value}`;
  return `${anyCase}^ *select +(?:\\*|count\\(\\*\\)|${name}(?: *, *${name})*) +from +${name}(?: +where +${test}(?: +(?:and|or) +${test})*)?(?: +order +by +${name}(?: +(?:asc|desc))?)?(?: +limit +[0-9]+)? *;?$`;
};

/** E-mail addresses at the domains of the list, one or several with commas, with or without a name before them. */
export const mailPattern = (domains: readonly string[]): string => {
  const one = `(?:[^@<>,;\\s][^@<>,;]*<)?[A-Za-z0-9._%+-]+@(?:${domains.map(escapePattern).join('|')})>?`;
  return `${anyCase}^\\s*${one}(?:\\s*[,;]\\s*${one})*\\s*$`;
};

/** Methods of a request that read. */
export const readingMethods = ['GET', 'HEAD', 'get', 'head'] as const;
