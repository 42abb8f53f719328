import { generateKeyPairSync } from 'node:crypto';

/** Values that satisfy a server's first look at its configuration and lead nowhere. None is a credential of anybody. */

/** The value where nothing says what kind is wanted. */
export const placeholder = 'placeholder';

/** Files a placeholder may point to, by what the variable asks for. */
export interface PlaceholderFiles {
  /** A JSON document shaped like the common credential files. */
  json: string;
  /** A text file with nothing of use in it: one line that TOML, YAML, INI and `.env` read as a comment. */
  text: string;
  /** An empty directory that may be written to. */
  directory: string;
}

/** Shape of a value by the name that asks for it; the first that matches wins. */
const shapes: readonly { name: RegExp; value: (files: PlaceholderFiles) => string }[] = [
  {
    name: /(^|_)(DATABASE_URL|POSTGRES(QL)?_(URL|URI|CONNECTION_STRING)|PG_?URL|POSTGRES_DSN)$/,
    value: () => 'postgresql://placeholder:placeholder@db.example.com:5432/placeholder',
  },
  {
    name: /(^|_)(MONGO(DB)?_(URL|URI)|MDB_MCP_CONNECTION_STRING|MONGODB_CONNECTION_STRING)$/,
    value: () => 'mongodb://db.example.com:27017/placeholder',
  },
  { name: /(^|_)MYSQL_(URL|URI|DSN)$/, value: () => 'mysql://placeholder:placeholder@db.example.com:3306/placeholder' },
  { name: /(^|_)REDIS_(URL|URI)$/, value: () => 'redis://cache.example.com:6379' },
  { name: /(^|_)(CONNECTION_STRING|DB_URL|DB_URI|DSN)$/, value: () => 'https://placeholder@placeholder.example.com/1' },
  {
    name: /(^|_)(CREDENTIALS?|SERVICE_ACCOUNT|OAUTH|CLIENT_SECRETS?|KEYS?|TOKENS?)(_JSON)?_(FILE|PATH|FILE_PATH|FILENAME)$/,
    value: (files) => files.json,
  },
  { name: /(^|_)(APPLICATION_CREDENTIALS|KUBECONFIG)$/, value: (files) => files.json },
  { name: /_(JSON)$/, value: () => placeholderJson() },
  { name: /_(FILE|FILEPATH|FILE_PATH)$/, value: (files) => files.text },
  {
    name: /(^|_)(DIR|DIRS|DIRECTORY|DIRECTORIES|FOLDER|PATH|PATHS|ROOT|WORKSPACE|HOME|VAULT)$/,
    value: (files) => files.directory,
  },
  {
    name: /(^|_)(URL|URI|ENDPOINT|BASE_?URL|API_?URL|SITE|WEBHOOK|API_BASE|ISSUER|INSTANCE_URL)$/,
    value: () => 'https://placeholder.example.com',
  },
  { name: /(^|_)(HOST|HOSTNAME|DOMAIN|SERVER|SUBDOMAIN)$/, value: () => 'placeholder.example.com' },
  { name: /(^|_)PORT$/, value: () => '8443' },
  { name: /(^|_)(E?MAIL|EMAIL_ADDRESS|USER_EMAIL)$/, value: () => 'placeholder@example.com' },
  // Of the numbers that are kept for fiction.
  { name: /(^|_)PHONE(_NUMBER)?$/, value: () => '+12025550100' },
  { name: /(^|_)REGION$/, value: () => 'us-east-1' },
  { name: /(^|_)(SUBSCRIPTION_ID|TENANT_ID|UUID|GUID)$/, value: () => '00000000-0000-4000-8000-000000000000' },
  // The smallest key of the curve that most chains use: known to everybody, it is nobody's.
  { name: /(^|_)PRIVATE_KEY$/, value: () => `0x${'1'.padStart(64, '0')}` },
  { name: /(^|_)(ACCOUNT_SID)$/, value: () => `AC${'0'.repeat(32)}` },
  { name: /(^|_)(TIMEOUT|TIMEOUT_MS|LIMIT|MAX|COUNT|SIZE|SECONDS)$/, value: () => '30' },
  { name: /(^|_)(ENABLED?|DEBUG|READ_?ONLY|VERBOSE|SECURE|SSL|TLS)$/, value: () => 'true' },
  { name: /(^|_)(TOOLS|TOOLSETS|TOOL_GROUPS)$/, value: () => 'all' },
];

let credentials: string | undefined;

/**
 * Content of the JSON file and of JSON variables: the fields that readers of credentials and of cluster configurations look
 * for. Some read the key at once, so that one is made, which nobody has seen and no account knows.
 */
export function placeholderJson(): string {
  credentials ??= JSON.stringify({ ...credentialFields, private_key: makeKey() });
  return credentials;
}

const makeKey = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });

const credentialFields = {
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'placeholder', cluster: { server: 'https://placeholder.example.com' } }],
  users: [{ name: 'placeholder', user: { token: 'placeholder' } }],
  contexts: [{ name: 'placeholder', context: { cluster: 'placeholder', user: 'placeholder' } }],
  'current-context': 'placeholder',
  type: 'service_account',
  project_id: 'placeholder',
  private_key_id: 'placeholder',
  client_email: 'placeholder@example.com',
  client_id: 'placeholder',
  token_uri: 'https://placeholder.example.com/token',
  installed: {
    client_id: 'placeholder',
    client_secret: 'placeholder',
    redirect_uris: ['http://localhost:3000/oauth2callback'],
  },
};

/** Content of the text file. */
export const placeholderText = '# placeholder\n';

/** Whether a value was published by an author and may be used as it is: short, printable, and no template. */
function isUsableDefault(value: string | undefined): value is string {
  return (
    value !== undefined &&
    value !== '' &&
    value.length <= 500 &&
    !/[<>${}\u0000-\u001F]/.test(value) &&
    !/^your[-_ ]/i.test(value)
  );
}

/**
 * A harmless value for a variable or option, by its name. `hint` is what the server printed about it: where that names
 * a prefix the value must begin with, or shows an example of it, the value is of that form.
 */
export function placeholderFor(name: string, files: PlaceholderFiles, declaredDefault?: string, hint = ''): string {
  if (isUsableDefault(declaredDefault)) return declaredDefault;
  const key = name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+/, '');
  const prefix = requiredPrefix(name, hint);
  if (prefix !== undefined) return `${prefix}${'0'.repeat(40)}`;
  const shape = requiredShape(name, files, hint) ?? (hint.includes(name) ? undefined : textOfPattern(hint));
  if (shape !== undefined) return shape;
  const like = likeExample(name, files, hint);
  if (like !== undefined) return like;
  for (const shape of shapes) if (shape.name.test(key)) return shape.value(files);
  return placeholder.padEnd(requiredLength(name, hint) ?? 0, '0');
}

/** The prefix a message says a value must have: `must start with "sk_"`, `expected format: xoxb-…`. */
export function requiredPrefix(name: string, text: string): string | undefined {
  const at = text.indexOf(name);
  const near = at === -1 ? text : text.slice(Math.max(0, at - 300), at + 400);
  const match =
    /(?:start(?:s|ing)?|begin(?:s|ning)?|prefixed)\s+(?:with|by)(?:\s+either)?[:\s]{0,20}["'`]?([A-Za-z][A-Za-z0-9]{0,14}(?:[-_.][A-Za-z0-9]{1,10})*[-_.])/i.exec(
      near,
    );
  // `Expected sk_* (secret key)`.
  return match?.[1] ?? /expected\s+["'`]?([A-Za-z]\w{0,14}[-_])(?:\*|\.\.\.|…|x{3,})/i.exec(near)?.[1];
}

/** What a complaint may call the shape of a value, and a value of it. */
const namedShapes: readonly { says: RegExp; value: (files: PlaceholderFiles) => string }[] = [
  { says: /\be-?mail\b/i, value: () => 'placeholder@example.com' },
  { says: /\b(?:uuid|guid)\b/i, value: () => '00000000-0000-4000-8000-000000000000' },
  { says: /\bjson\b/i, value: () => placeholderJson() },
  { says: /\b(?:url|uri)\b|https?:\/\//i, value: () => 'https://placeholder.example.com' },
  { says: /\b(?:integer|number|numeric)\b/i, value: () => '30' },
  { says: /\b(?:boolean|true or false)\b/i, value: () => 'true' },
  { says: /\b(?:director(?:y|ies)|folder)\b/i, value: (files) => files.directory },
];

/**
 * A value of the shape a message says a value must have: `ACME_SITE must be a valid URL`, `Invalid email (path:
 * ["ACME_USER"])`. Only where the line names the variable, or the one after it does.
 */
export function requiredShape(name: string, files: PlaceholderFiles, text: string): string | undefined {
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    if (line.length > 2_000 || !/\b(?:valid|invalid|must (?:be|match)|expected|pattern|not an?)\b/i.test(line))
      continue;
    const near = [line, ...lines.slice(at + 1, at + 6)].join('\n');
    // Its own line, or below it in what validators print as JSON.
    if (!line.includes(name) && !(/["']?(?:message|validation|format)["']?\s*:/.test(line) && near.includes(name)))
      continue;
    const said = line.replaceAll(name, '');
    const matching = textOfPattern(said);
    if (matching !== undefined) return matching;
    const shape = namedShapes.find(({ says }) => says.test(said));
    if (shape) return shape.value(files);
  }
  return undefined;
}

/** Longest run that a pattern may ask for, characters. */
const maxPatternRun = 256;

/**
 * A text that a pattern in a message accepts: `matching the pattern ^acme_[a-f0-9]{32}$`. Only fixed text and classes with
 * a count are understood; undefined where the message has no pattern or a cleverer one.
 */
export function textOfPattern(message: string): string | undefined {
  const pattern = /\b(?:match(?:es|ing)?|pattern|regex)\b[^\n^]{0,40}\^([^\n^$]{1,200})\$/i.exec(message)?.[1];
  if (pattern === undefined) return undefined;
  const part =
    /\[([A-Za-z0-9])[^\]^\\]{0,40}\](?:\{(\d{1,3})(?:,\d{0,4})?\}|([+*?]))?|\\d(?:\{(\d{1,3})(?:,\d{0,4})?\}|([+*?]))?|\\([-./_])|([\w:@ -])/y;
  let text = '';
  while (part.lastIndex < pattern.length) {
    const found = part.exec(pattern);
    if (!found) return undefined;
    const [, first, times, more, digits, moreDigits, escaped, plain] = found;
    const count = Math.min(Number(times ?? digits ?? ((more ?? moreDigits) === '+' ? 8 : 1)), maxPatternRun);
    text += escaped ?? plain ?? (first ?? '0').repeat(count);
  }
  return text;
}

/** Length of a value that satisfies a complaint that names no other, characters. */
const longLength = 40;

/** How long a message says a value must be, characters: `ACME_KEY must be at least 32 characters`, `Invalid key format`. */
export function requiredLength(name: string, text: string): number | undefined {
  for (const line of text.split('\n')) {
    const ofAnother = !line.includes(name) && /[A-Z]_[A-Z]/.test(line);
    if (ofAnother) continue;
    const length = Number(
      /(?:at least|minimum(?: of)?|exactly|must be) (\d{1,3}) (?:or more )?char/i.exec(line)?.[1] ?? 0,
    );
    if (length > 0) return length;
    if (/too short|invalid\b[^\n]{0,40}\b(?:key|token|secret)\b[^\n]{0,20}\b(?:format|length)/i.test(line))
      return longLength;
  }
  return undefined;
}

/** Databases whose addresses a placeholder may imitate. */
const databaseScheme =
  /^(?:postgres(?:ql)?|mysql|mariadb|mongodb|redis|rediss|amqp|bolt|neo4j|clickhouse|sqlserver|mssql):\/\//i;

/** Ports of databases that a stand-in can be, by the scheme of their addresses. */
const databasePorts: Record<string, number> = {
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  mongodb: 27_017,
  redis: 6379,
};

/** An address of a database of the same kind that leads nowhere; undefined where the text is no such address. */
function likeDatabase(address: string): string | undefined {
  const scheme = databaseScheme.exec(address)?.[0].toLowerCase();
  // MongoDB's clients have the server prove that it knows the password.
  const user = scheme?.startsWith('mongodb') ? '' : 'placeholder:placeholder@';
  return scheme && `${scheme}${user}db.example.com/placeholder`;
}

/** Ports of the databases whose addresses stand among values. */
export function addressedPorts(values: readonly string[]): number[] {
  const ports = values.flatMap((value) => {
    const [, scheme = '', port] = /^(?:--?[\w-]+=)?(\w+):\/\/[^/\s]*?(?::(\d{1,5}))?(?:[/?]|$)/.exec(value) ?? [];
    const usual = databasePorts[scheme.toLowerCase()];
    return usual === undefined ? [] : [Number(port ?? usual)];
  });
  return [...new Set(ports)];
}

/** A placeholder of the same form as the example a message shows for a name. Only the form is taken, never the example. */
function likeExample(name: string, files: PlaceholderFiles, text: string): string | undefined {
  const escaped = name.replace(/\W/g, '\\$&');
  // `NAME=value`, `--name="value"`, `"NAME": "value"`.
  const shown = new RegExp(`(?<![\\w-])${escaped}(?:=|["']?: ?)["']?([^\\s"'\`<>,;]{2,300})`).exec(text)?.[1] ?? '';
  const database = likeDatabase(shown);
  if (database !== undefined) return database;
  if (/^https?:\/\//i.test(shown)) return 'https://placeholder.example.com';
  if (/[\\/][\w .-]*\.\w{2,10}$/.test(shown)) return files[fileKind(shown)];
  const prefix = /^((?:[A-Za-z]{2,8}[-_]){1,3})(?:\.{3}|…|x{3}|\*{3}|your)/.exec(shown)?.[1];
  if (prefix !== undefined) return `${prefix}${'0'.repeat(40)}`;
  const told = new RegExp(
    `(?<![\\w-])${escaped}\\b[^\\n.]{0,40}\\bpath (?:of|to)\\b([^\\n.]{0,40}\\b(?:file|json|key)\\b)`,
    'i',
  );
  const description = told.exec(text)?.[1];
  return description === undefined ? undefined : files[fileKind(description)];
}

/** A part that a reader is meant to replace: `<account>`, `${ID}`, `your-project`, `MY_TOKEN`. */
const blank = /<[^<>]{1,80}>|\$\{?\w{1,80}\}?|(?<![A-Za-z0-9])(?:your|my)[-_ ][\w-]{1,60}/i;
/** A path nobody has, in whatever words: `/absolute/path/to/vault`. */
const examplePath = /(?:[A-Z]:)?[\\/](?:[\w.-]{1,40}[\\/]){0,6}path[\\/]to(?:[\\/][\w .-]{1,60})*/i;

/**
 * Words of a command that an author shows, with what a reader is meant to replace filled in: addresses of databases, paths
 * to nowhere, blanks. What is left stands as it is.
 */
export function fillShown(words: readonly string[], files: PlaceholderFiles): string[] {
  return words.map((word, at) => {
    const [, flag, value = word] = /^(--?[\w-]+)=(.*)$/s.exec(word) ?? [];
    const before = words[at - 1];
    const name = flag ?? (before?.startsWith('-') ? before : value);
    const filled = fillValue(name, value, files);
    return flag === undefined ? filled : `${flag}=${filled}`;
  });
}

function fillValue(name: string, value: string, files: PlaceholderFiles): string {
  const database = likeDatabase(value);
  if (database !== undefined) return database;
  if (examplePath.test(value))
    return value.replace(examplePath, (path) => (/\.\w{2,5}$/.test(path) ? files[fileKind(path)] : files.directory));
  return blank.test(value) ? placeholderFor(name, files) : value;
}

/** Which placeholder file is of the kind that a path or description speaks of. */
export function fileKind(description: string): 'json' | 'text' {
  const extension = /\.(\w{2,10})$/.exec(description.trim())?.[1]?.toLowerCase();
  if (extension !== undefined) return extension === 'json' ? 'json' : 'text';
  return /json|credential|oauth|service.account|kube|key/i.test(description) ? 'json' : 'text';
}
