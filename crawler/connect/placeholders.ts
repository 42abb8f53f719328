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
  { name: /_(JSON)$/, value: () => placeholderJson },
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
  { name: /(^|_)(ACCOUNT_SID)$/, value: () => `AC${'0'.repeat(32)}` },
  { name: /(^|_)(TIMEOUT|TIMEOUT_MS|LIMIT|MAX|COUNT|SIZE|SECONDS)$/, value: () => '30' },
  { name: /(^|_)(ENABLED?|DEBUG|READ_?ONLY|VERBOSE|SECURE|SSL|TLS)$/, value: () => 'true' },
  { name: /(^|_)(TOOLS|TOOLSETS|TOOL_GROUPS)$/, value: () => 'all' },
];

/** Content of the JSON file and of JSON variables: the fields that readers of credentials and of cluster configurations look for. */
export const placeholderJson = JSON.stringify({
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
});

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
    /(?:start(?:s|ing)?|begin(?:s|ning)?|prefixed)\s+(?:with|by)(?:\s+either)?\s*[:\s]*["'`]?([A-Za-z][A-Za-z0-9]{0,14}(?:[-_.][A-Za-z0-9]{1,10})*[-_.])/i.exec(
      near,
    );
  // `Expected sk_* (secret key)`.
  return match?.[1] ?? /expected\s+["'`]?([A-Za-z]\w{0,14}[-_])(?:\*|\.\.\.|…|x{3,})/i.exec(near)?.[1];
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

/** A placeholder of the same form as the example a message shows for a name. Only the form is taken, never the example. */
function likeExample(name: string, files: PlaceholderFiles, text: string): string | undefined {
  const escaped = name.replace(/\W/g, '\\$&');
  // `NAME=value`, `--name="value"`, `"NAME": "value"`.
  const shown = new RegExp(`(?<![\\w-])${escaped}(?:=|["']?: ?)["']?([^\\s"'\`<>,;]{2,300})`).exec(text)?.[1] ?? '';
  const scheme = databaseScheme.exec(shown)?.[0].toLowerCase();
  if (scheme !== undefined) return `${scheme}placeholder:placeholder@db.example.com/placeholder`;
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

/** Which placeholder file is of the kind that a path or description speaks of. */
export function fileKind(description: string): 'json' | 'text' {
  const extension = /\.(\w{2,10})$/.exec(description.trim())?.[1]?.toLowerCase();
  if (extension !== undefined) return extension === 'json' ? 'json' : 'text';
  return /json|credential|oauth|service.account|kube|key/i.test(description) ? 'json' : 'text';
}
