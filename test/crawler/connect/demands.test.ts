import { describe, expect, test } from 'vitest';
import {
  complainsAboutArguments,
  complainsAboutNetwork,
  demandedArguments,
  demandedFiles,
  mentionedVariables,
  missesPlaceholderFile,
  missingAddon,
  refusedPorts,
  refusesPlaceholder,
  requiredTogether,
  servesHttpInstead,
  waitsForLogin,
  wantedField,
  wantsListBelow,
  wantsLists,
  wasKeptGoing,
} from '#crawler/connect/demands.ts';
import {
  placeholderFor,
  requiredLength,
  requiredPrefix,
  requiredShape,
  textOfPattern,
} from '#crawler/connect/placeholders.ts';

const files = { json: '/p/credentials.json', text: '/p/placeholder.txt', directory: '/work' };

describe('variables', () => {
  test.each([
    ['Error: FOO_API_KEY environment variable is required', ['FOO_API_KEY']],
    ['Please set SLACK_BOT_TOKEN and SLACK_TEAM_ID environment variables', ['SLACK_BOT_TOKEN', 'SLACK_TEAM_ID']],
    ['LOG_STYLE is unset; missing ACME_TOKEN', ['ACME_TOKEN', 'LOG_STYLE']],
    ['Missing EMAIL_USER, ELASTIC_URL and SIGNAL_KEY', ['EMAIL_USER', 'ELASTIC_URL', 'SIGNAL_KEY']],
    ['getaddrinfo EAI_AGAIN; export ACME_KEY=<YOUR_KEY>', ['ACME_KEY']],
    ['code: ERR_MODULE_NOT_FOUND, NODE_ENV, ECONNREFUSED, HTTP_PROXY', []],
    ['you must export APIKEY before', ['APIKEY']],
    ['Reads ACME_HOST_KEY.\nACME_TOKEN is not set', ['ACME_TOKEN', 'ACME_HOST_KEY']],
    ['ACME_CACHE_KEY (optional)\nsee ACME_LOGIN_KEY', ['ACME_LOGIN_KEY', 'ACME_CACHE_KEY']],
    ['ACME_REGION_ID defaults to eu\nACME_MODE is required', ['ACME_MODE', 'ACME_REGION_ID']],
    ['tip: set DOTENV_KEY to read a vault', []],
    ['at Object.FOO_BAR(x)', []],
    ['error [FOLDER_NOT_FOUND]: set NOTES_FOLDER', ['NOTES_FOLDER']],
    ['code=AUTH_REQUIRED TOKEN_EXPIRED QUOTA_EXCEEDED CONFIG_INVALID', []],
    ['ACME_MODEL: not chosen\nACME_PROVIDER=none\nACME_TOKEN: none', ['ACME_TOKEN']],
    ['ACME_TRANSPORT is required', ['ACME_TRANSPORT']],
    ['ACME_FEATURE_IS_ENABLED is required', ['ACME_FEATURE_IS_ENABLED']],
  ])('%s', (text, names) => {
    expect(mentionedVariables(text, new Set())).toEqual(names);
  });
  test('known ones are left out', () => {
    expect(mentionedVariables('A_KEY or B_KEY', new Set(['A_KEY']))).toEqual(['B_KEY']);
  });
});

describe('variables that are all required', () => {
  test.each([
    ['Missing required environment variables: A_KEY, B_KEY', ['A_KEY', 'B_KEY']],
    ['Bad configuration\n - A_KEY: Required\n - B_HOST: required', ['A_KEY', 'B_HOST']],
    ['These are missing:\n  - A_KEY (from your account)\n  - B_KEY\nOptional:\n  - C_KEY', ['A_KEY', 'B_KEY']],
  ])('%s', (text, names) => {
    expect(requiredTogether(text, new Set())).toEqual(names);
  });
  test.each([
    'Either A_KEY or B_KEY is required',
    'Missing credentials: set one of A_KEY, B_KEY',
    'Variables:\n - A_KEY\n - B_KEY',
  ])('none of: %s', (text) => {
    expect(requiredTogether(text, new Set())).toEqual([]);
  });
});

describe('arguments', () => {
  test.each([
    [
      "error: required option '-t, --token <token>' not specified",
      [{ kind: 'option', flag: '--token', valueName: 'token' }],
    ],
    [
      'Error: Vault location is required. Please provide it as the first argument.',
      [{ kind: 'positional', valueNames: ['location'] }],
    ],
    ['Please pass your workspace id as an argument', [{ kind: 'positional', valueNames: ['workspace'] }]],
    ['The site is missing: it is the only positional argument.', [{ kind: 'positional', valueNames: ['site'] }]],
    ['Missing required argument: dsn', [{ kind: 'option', flag: '--dsn', valueName: 'dsn' }]],
    [
      '--organization-slug is required',
      [{ kind: 'option', flag: '--organization-slug', valueName: '--organization-slug' }],
    ],
    ['Usage: mcp-fs <allowed-directory> [additional...]', [{ kind: 'positional', valueNames: ['allowed-directory'] }]],
    ['Usage: x [options] <url>', [{ kind: 'positional', valueNames: ['url'] }]],
    [
      "Unknown command: undefined. Expected 'init' or 'run'.",
      [
        { kind: 'subcommand', name: 'run' },
        { kind: 'subcommand', name: 'init' },
      ],
    ],
    [
      'Required command line argument missing:\n  token\n    pass it as:\n     --token or -t command line argument',
      [{ kind: 'option', flag: '--token', valueName: '--token' }],
    ],
    [
      'Nothing to connect to. Either\n 1. look around: --demo (sample data)\n 2. command-line option: --dsn="your-dsn"',
      [
        { kind: 'option', flag: '--demo', valueName: undefined },
        { kind: 'option', flag: '--dsn', valueName: '--dsn' },
      ],
    ],
    [
      'acme.js <command>\n\nCommands:\n  acme.js http   Serve over HTTP\n  acme.js stdio  Serve over stdio\n\nNot enough arguments',
      [{ kind: 'subcommand', name: 'stdio' }],
    ],
    ['Invalid arguments.\nUsage: acme [stdio|http|warmup]', [{ kind: 'subcommand', name: 'stdio' }]],
    ...['listen|mcp [options]  Open for a client', 'open, mcp        Open for a client', 'mcp|open'].map(
      (line): [string, unknown[]] => [
        `Usage: acme [options] [command]\n\nCommands:\n  ${line}\n  login   Sign in`,
        [{ kind: 'subcommand', name: 'mcp' }],
      ],
    ),
    ['USAGE\n  acme start [--key value]\n\nCOMMANDS\n  start  Begin', [{ kind: 'subcommand', name: 'start' }]],
    [
      'Usage: acme <command>\n\nCommands:\n  login    Sign in\n  connect  Launch the MCP server',
      [{ kind: 'subcommand', name: 'connect' }],
    ],
    [
      'Error: no cluster in acmeconfig\nUsage:\n  acme [flags]\n\nFlags:\n' +
        '      --port string         Port. Only valid with --serve\n' +
        '      --acmeconfig string   File to read. Used if --port is set',
      [{ kind: 'option', flag: '--acmeconfig', valueName: '--acmeconfig' }],
    ],
    ['Usage:\n  acme [flags]\n\nFlags:\n      --port string   Port to serve on', []],
    ['The demo of --demonstration is over; see commands below', []],
    ['all is well', []],
  ])('%s', (text, demands) => {
    expect(demandedArguments(text, [])).toEqual(demands);
  });
  test('what was given is not demanded again', () => {
    expect(demandedArguments('--dsn is required', ['--dsn=x'])).toEqual([]);
  });
});

test.each([
  ['USAGE\n  acme start', true],
  ['Set --token or -t command line argument', true],
  ['The --tools arguments must be provided', true],
  ['Disk usage is high', false],
])('arguments are what is missing: %s', (text, expected) => {
  expect(complainsAboutArguments(text)).toBe(expected);
});

describe('files in folders of its own', () => {
  const own = { home: '/scratch/home', work: '/scratch/work' };
  test.each([
    ["ENOENT: no such file or directory, open '/scratch/home/.acme/login.json'", ['/scratch/home/.acme/login.json']],
    [
      'Keys missing. Please put acme.keys.json in the current directory or /scratch/home/.acme.',
      ['/scratch/home/.acme/acme.keys.json', '/scratch/work/acme.keys.json'],
    ],
    ['Config not found at ~/.config/acme/settings.toml', ['/scratch/home/.config/acme/settings.toml']],
    ['could not read "/scratch/work/a/../.env"', ['/scratch/work/.env']],
    ['No settings found at /scratch/home/.acme/acme.toml', ['/scratch/home/.acme/acme.toml']],
    ['Keys not found at: ./acme/keys.json', ['/scratch/work/acme/keys.json']],
    ["ENOENT: no such file or directory, open 'acme.json'", ['/scratch/work/acme.json']],
  ])('%s', (text, files) => {
    expect(demandedFiles(text, own)).toEqual(files);
  });
  test.each([
    "ENOENT: no such file or directory, open '/etc/acme/login.json'",
    "ENOENT: no such file or directory, open '/scratch/home/../../etc/login.json'",
    'not found: ~/../../root/.ssh/id.key',
    'not found: /scratch/home-of-another/login.json',
    'Please put ../../../opt/server/acme.json in the current directory',
    'Tokens are kept in /scratch/home/.acme/tokens.json',
    "Cannot find module '/scratch/work/main.js': not found",
    'please place a file in /scratch/home',
    'not found: /scratch/home/$(touch x).json',
    "ENOENT: no such file or directory, open '../../etc/acme.json'",
    'not found: .././../acme.json',
  ])('none for: %s', (text) => {
    expect(demandedFiles(text, own)).toEqual([]);
  });
  test('a file below another is left out, and there is an end', () => {
    expect(demandedFiles('missing: ~/a.json ~/a.json/b.json', own)).toEqual(['/scratch/home/a.json']);
    const many = Array.from({ length: 50 }, (_, index) => `~/${index}.json`).join(' ');
    expect(demandedFiles(`missing: ${many}`, own)).toHaveLength(4);
  });
});

test.each([
  ["ENOENT: no such file or directory, open '/scratch/work/placeholder'", true],
  ['failed to read settings: open placeholder: no such file or directory', true],
  ['Organisation placeholder is unknown', false],
  ["ENOENT: no such file or directory, open '/scratch/work/placeholder-notes'", false],
])('a placeholder was taken for a file: %s', (text, expected) => {
  expect(missesPlaceholderFile(text)).toBe(expected);
});

test.each([
  ['ACME_LOGIN', 'export ACME_LOGIN="/path/to/acme.keys.json"', '/p/credentials.json'],
  ['ACME_LOGIN', 'Set ACME_LOGIN to the path of your credentials file', '/p/credentials.json'],
  ['ACME_LOGIN', 'ACME_LOGIN=./certificate.pem', '/p/placeholder.txt'],
  [
    'ACME_STORE',
    'ACME_STORE=mysql://root:secret@localhost/shop',
    'mysql://placeholder:placeholder@db.example.com/placeholder',
  ],
  ['--store', 'acme --store=postgres://me@host/x', 'postgres://placeholder:placeholder@db.example.com/placeholder'],
  ['ACME_BASE', '"ACME_BASE": "https://eu.acme.test"', 'https://placeholder.example.com'],
  ['ACME_LOGIN', 'export ACME_LOGIN=acme-pat-xxxxxxxx', `acme-pat-${'0'.repeat(40)}`],
  ['ACME_LOGIN', 'export ACME_LOGIN=your-login-here', 'placeholder'],
  ['ACME_LOGIN', 'export OTHER_ACME_LOGIN=/path/to/keys.json', 'placeholder'],
  ['ACME_LOGIN', 'ACME_LOGIN=file:///etc/passwd', 'placeholder'],
])('the example of %s in %s', (name, text, value) => {
  expect(placeholderFor(name, files, undefined, text)).toBe(value);
});

test.each([
  ['ACME_API_KEY', 'placeholder'],
  ['ACME_URL', 'https://placeholder.example.com'],
  ['ACME_PORT', '8443'],
  ['ACME_SECURE', 'true'],
  ['ACME_PHONE_NUMBER', '+12025550100'],
  ['--tools', 'all'],
  ['--tools-file', '/p/placeholder.txt'],
  ['USER_EMAIL', 'placeholder@example.com'],
  ['AWS_REGION', 'us-east-1'],
  ['DATABASE_URL', 'postgresql://placeholder:placeholder@db.example.com:5432/placeholder'],
  ['GOOGLE_APPLICATION_CREDENTIALS', '/p/credentials.json'],
  ['--allowed-directory', '/work'],
])('the placeholder of %s', (name, value) => {
  expect(placeholderFor(name, files)).toBe(value);
});

test('a published default is used, a template is not', () => {
  expect(placeholderFor('ACME_URL', files, 'https://api.acme.com')).toBe('https://api.acme.com');
  expect(placeholderFor('ACME_KEY', files, '<your key>')).toBe('placeholder');
  expect(placeholderFor('ACME_KEY', files, '$' + '{KEY}')).toBe('placeholder');
});

test.each([
  ['ACME_KEY must start with "sk_"', 'sk_'],
  ['ACME_KEY should begin with xoxb-', 'xoxb-'],
  ['Expected sk_* (secret key)', 'sk_'],
  ['ACME_KEY is missing', undefined],
])('a prefix is read off: %s', (text, prefix) => {
  expect(requiredPrefix('ACME_KEY', text)).toBe(prefix);
});

test.each([
  ['ACME_KEY: must be at least 32 characters', 32],
  ['ACME_KEY is too short', 40],
  ['Invalid Acme API key format', 40],
  ['OTHER_KEY: fine\nACME_KEY: at least 24 characters', 24],
  ['ACME_KEY: missing\nOTHER_KEY: at least 24 characters', undefined],
  ['Invalid Acme API key format\n\nUsage: ACME_KEY=<key>', 40],
  ['Invalid date format', undefined],
])('a length is read off: %s', (text, length) => {
  expect(requiredLength('ACME_KEY', text)).toBe(length);
});

test.each([
  ['Authorize this app by visiting this url: https://login.acme.test/oauth', true],
  ['Opening https://login.acme.test/ in the browser to sign in', true],
  ['Please visit https://acme.test/docs', false],
  ['Logged in as placeholder', false],
])('somebody has to log in: %s', (text, expected) => {
  expect(waitsForLogin(text)).toBe(expected);
});

test('signs', () => {
  expect(complainsAboutNetwork('Error: getaddrinfo EAI_AGAIN api.acme.com')).toBe(true);
  expect(complainsAboutNetwork('dial tcp: lookup api.acme.com: no such host')).toBe(true);
  expect(servesHttpInstead('HTTP server listening on port 8443')).toBe(true);
  expect(servesHttpInstead('Acme MCP Server running on stdio')).toBe(false);
  expect(
    missingAddon("Error: Cannot find module '../build/Release/x.node'\n at node_modules/canvas/lib/index.js"),
  ).toBe('canvas');
  expect(missingAddon("Cannot find module './build/Release/tree'\n- /opt/server/node_modules/tree/index.js")).toBe(
    'tree',
  );
  expect(missingAddon("Cannot find module './build/tree'\n- /opt/server/node_modules/tree/index.js")).toBe(undefined);
  expect(wantsListBelow("TypeError: Cannot read properties of undefined (reading 'map')")).toBe(true);
  expect(wantsListBelow("TypeError: Cannot read properties of undefined (reading 'name')")).toBe(false);
  expect(refusesPlaceholder('Expected a key, actual "placeholder"')).toBe(true);
  expect(refusesPlaceholder('Signed in as "placeholder"')).toBe(false);
  expect(wasKeptGoing('[toolrisk keeps it going after exit 1]')).toBe(true);
});

const shapeFiles = { json: '/p/c.json', text: '/p/t.txt', directory: '/work' };
test.each([
  ['ACME_SITE must be a valid URL', 'https://placeholder.example.com'],
  ['Error: ACME_SITE is not a valid email address', 'placeholder@example.com'],
  ['invalid UUID given as ACME_SITE', '00000000-0000-4000-8000-000000000000'],
  [
    '[{ "validation": "email",\n "code": "invalid_string",\n "message": "Invalid email",\n "path": ["ACME_SITE"] }]',
    'placeholder@example.com',
  ],
  ['ACME_SITE must be a number', '30'],
  ['ACME_SITE must be an existing directory', '/work'],
  ['OTHER must be a valid URL', undefined],
  ['See https://example.com for ACME_SITE', undefined],
] as const)('the shape a message asks for: %s', (text, shape) => {
  expect(requiredShape('ACME_SITE', shapeFiles, text)).toBe(shape);
});

describe('a text of the pattern that a message asks for', () => {
  test.each([
    ['Expected a string matching the pattern ^acme_[a-f0-9]{32}$, actual "placeholder"', `acme_${'a'.repeat(32)}`],
    ['ACME_ACCOUNT must match /^\\d{12}$/', '0'.repeat(12)],
    ['does not match the regex ^[A-Z]{2,3}-[0-9]+\\.x$', 'AA-00000000.x'],
    ['must match pattern ^[a-z0-9-]+$', 'aaaaaaaa'],
  ])('%s', (text, value) => {
    expect(textOfPattern(text)).toBe(value);
    expect(value).toMatch(new RegExp(/\^.*\$/.exec(text)![0]));
  });
  test.each(['must match ^(?:a|b)$', 'matches ^.*$', 'costs ^5$', 'pattern: ^[^a]+$'])('none: %s', (text) => {
    expect(textOfPattern(text)).toBeUndefined();
  });
  test('it is the value of a variable that stands on that line, or of one that no line names', () => {
    expect(placeholderFor('ACME_KEY', files, undefined, 'ACME_KEY must match ^ak-[0-9]{3}$')).toBe('ak-000');
    expect(placeholderFor('ACME_KEY', files, undefined, 'Expected a string matching ^ak-[0-9]{3}$')).toBe('ak-000');
    expect(placeholderFor('ACME_KEY', files, undefined, 'ACME_KEY is set\nB_KEY must match ^ak-[0-9]{3}$')).not.toBe(
      'ak-000',
    );
  });
});

test('a value of the wrong JSON is replaced by one that can be read', () => {
  expect(() =>
    JSON.parse(requiredShape('ACME_CONFIG', shapeFiles, 'ACME_CONFIG must be valid JSON') ?? ''),
  ).not.toThrow();
});

describe('ports that were refused', () => {
  test.each([
    ['Error: connect ECONNREFUSED 127.0.0.1:9200', [9200]],
    ['connect ECONNREFUSED ::1:7687', [7687]],
    ['Could not connect to http://localhost:8080/api. Is it running?', [8080]],
    ["HTTPConnectionPool(host='localhost', port=8123): Max retries exceeded: Connection refused", [8123]],
    ["[Errno 111] Connect call failed ('127.0.0.1', 6333): connection refused", [6333]],
  ])('%s', (text, ports) => {
    expect(refusedPorts(text)).toEqual(ports);
  });
  test.each([
    'Listening on localhost:3000',
    'at connect (/srv/index.js:12:34)',
    'Connection refused at 12:30:59',
    'connect ECONNREFUSED 127.0.0.1:99999',
  ])('none: %s', (text) => {
    expect(refusedPorts(text)).toEqual([]);
  });
});

test.each([
  ['TypeError: page.items is not iterable', 'items'],
  ['TypeError: (intermediate value).rows.filter is not a function', 'rows'],
  ['TypeError: response.data.map is not a function', undefined],
  ['TypeError: rows.filter is not a function', undefined],
  ['TypeError: page.__proto__.map is not a function', undefined],
])('a list is wanted as a field: %s: %s', (text, field) => {
  expect(wantedField(text)).toBe(field);
});

test.each([
  ['TypeError: data.map is not a function', true],
  ['TypeError: response.data is not iterable', true],
  ['TypeError: client.close is not a function', false],
  ['The file is not a list', false],
  ['Invalid response from the API', true],
])('lists are wanted: %s: %s', (text, wanted) => {
  expect(wantsLists(text)).toBe(wanted);
});
