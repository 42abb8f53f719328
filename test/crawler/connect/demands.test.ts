import { describe, expect, test } from 'vitest';
import {
  complainsAboutNetwork,
  demandedArguments,
  mentionedVariables,
  missingAddon,
  servesHttpInstead,
} from '#crawler/connect/demands.ts';
import { placeholderFor, requiredPrefix } from '#crawler/connect/placeholders.ts';

const files = { json: '/p/credentials.json', text: '/p/placeholder.txt', directory: '/work' };

describe('variables', () => {
  test.each([
    ['Error: FOO_API_KEY environment variable is required', ['FOO_API_KEY']],
    ['Please set SLACK_BOT_TOKEN and SLACK_TEAM_ID environment variables', ['SLACK_BOT_TOKEN', 'SLACK_TEAM_ID']],
    ['LOG_STYLE is unset; missing ACME_TOKEN', ['ACME_TOKEN', 'LOG_STYLE']],
    ['code: ERR_MODULE_NOT_FOUND, NODE_ENV, ECONNREFUSED, HTTP_PROXY', []],
    ['you must export APIKEY before', ['APIKEY']],
    ['at Object.FOO_BAR(x)', []],
  ])('%s', (text, names) => {
    expect(mentionedVariables(text, new Set())).toEqual(names);
  });
  test('known ones are left out', () => {
    expect(mentionedVariables('A_KEY or B_KEY', new Set(['A_KEY']))).toEqual(['B_KEY']);
  });
});

describe('arguments', () => {
  test.each([
    [
      "error: required option '-t, --token <token>' not specified",
      [{ kind: 'option', flag: '--token', valueName: 'token' }],
    ],
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
    ['all is well', []],
  ])('%s', (text, demands) => {
    expect(demandedArguments(text, [])).toEqual(demands);
  });
  test('what was given is not demanded again', () => {
    expect(demandedArguments('--dsn is required', ['--dsn=x'])).toEqual([]);
  });
});

test.each([
  ['ACME_API_KEY', 'placeholder'],
  ['ACME_URL', 'https://placeholder.example.com'],
  ['ACME_PORT', '8443'],
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

test('signs', () => {
  expect(complainsAboutNetwork('Error: getaddrinfo EAI_AGAIN api.acme.com')).toBe(true);
  expect(servesHttpInstead('HTTP server listening on port 8443')).toBe(true);
  expect(servesHttpInstead('Acme MCP Server running on stdio')).toBe(false);
  expect(
    missingAddon("Error: Cannot find module '../build/Release/x.node'\n at node_modules/canvas/lib/index.js"),
  ).toBe('canvas');
});
