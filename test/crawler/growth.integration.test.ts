/**
 * Every step that a stranger's text goes through takes time in proportion to the text, whatever its shape: no
 * definition, manifest or message of a failed server can hold up the rest.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createClassifier } from '#crawler/classify/index.ts';
import { printable, table } from '#crawler/cli/text.ts';
import { AttemptFailure } from '#crawler/connect/attempt-failure.ts';
import { collectTools } from '#crawler/connect/clean-tools.ts';
import {
  complainsAboutArguments,
  demandedArguments,
  demandedFiles,
  mentionedVariables,
  missesPlaceholderFile,
  requiredTogether,
} from '#crawler/connect/demands.ts';
import { explainFailure, type FailureFacts } from '#crawler/connect/explain-failure.ts';
import { placeholderFor, requiredPrefix } from '#crawler/connect/placeholders.ts';
import { cleanItem } from '#crawler/discover/clean-item.ts';
import { splitPlainWords, splitShellWords } from '#crawler/discover/commands/shell.ts';
import { folderEvidence } from '#crawler/discover/github/repository.ts';
import { canonicalRemoteUrl, slugOf } from '#crawler/discover/identity.ts';
import { candidateFacts } from '#crawler/discover/index.ts';
import { readReadmeSnippet } from '#crawler/discover/manifests/client-config.ts';
import { readCommandLine } from '#crawler/discover/manifests/command-line.ts';
import { parseLooseJson } from '#crawler/discover/manifests/loose-json.ts';
import { parsePyproject } from '#crawler/discover/manifests/pyproject.ts';
import { redactUrl } from '#crawler/discover/manifests/redact.ts';
import { looksSecret } from '#crawler/discover/secrets.ts';
import { readServerFile } from '#crawler/discover/sources/file.ts';
import { canonicalRepositoryUrl } from '#crawler/identity/repository-url.ts';
import { formats } from '#crawler/policy/formats/index.ts';
import { policyOf, recommend } from '#crawler/policy/recommend.ts';
import { countTokens } from '#crawler/policy/tokens.ts';
import { hashDefinition } from '#crawler/snapshot.ts';
import { cleanLine } from '#crawler/text/clean.ts';
import type { JsonObject, ServerCandidate, ToolDefinition } from '#db/types.ts';
import { markFields } from '#site/src/lib/evidence.ts';
import { shorten } from '#site/src/lib/format.ts';
import { listParameters } from '#site/src/lib/parameters.ts';
import { encodeToolName } from '#site/src/lib/paths.ts';
import { reasoning } from '#site/src/lib/sentences.ts';
import { plainVerbatim } from '#site/src/lib/verbatim.ts';
import { element, renderXml } from '#site/src/lib/xml.ts';
import { growthOf, maxGrowth, nearMatches, type Shape, shapes } from '#test/support/growth.ts';

const root = join(import.meta.dirname, '../..');
const near = (...folders: string[]) => nearMatches(...folders.map((folder) => join(root, folder)));

/** Characters of the longer text, by what the text is: enough to tell, or what the step is given at most. */
const definitionChars = 48_000;
const nameChars = 4_000;
/** Twice what is kept of the output of a server that fails, see `stdio-transport.ts`. */
const messageChars = 8_000;
const manifestChars = 32_000;

const classify = createClassifier({ name: 'things', tools: ['get_thing', 'delete_thing'] });
const tool = (parts: Partial<ToolDefinition>): ToolDefinition => ({
  name: 'update_thing',
  description: 'Gets a thing.',
  inputSchema: { type: 'object' },
  ...parts,
});
const properties = (values: JsonObject): JsonObject => ({
  type: 'object',
  properties: values,
});
const pieces = (text: string, chars: number): string[] => text.match(new RegExp(`[^]{1,${chars}}`, 'g')) ?? [];
const candidate = (text: string): ServerCandidate => ({
  source: 'github',
  location: text,
  name: text,
  description: text,
  vendor: text,
  repository: { url: `https://github.com/a/${text}`, path: text },
  files: { 'README.md': text },
});
const facts: FailureFacts = {
  text: '',
  spec: { kind: 'npm', package: 'a', args: [], env: [] },
  envNames: [],
  givenNames: [],
  args: [],
};
const ends = (text: string) => explainFailure(new AttemptFailure('exited', 'It ended.', ''), { ...facts, text });
const waits = (text: string) =>
  explainFailure(new AttemptFailure('handshake-timeout', 'It waits.', ''), { ...facts, text });
/** What a step makes of a text does not matter here, a refusal neither. */
const attempt = (step: () => unknown): unknown => {
  try {
    return step();
  } catch (error) {
    return error;
  }
};
const names: ReadonlySet<string> = new Set();
const files = { json: '/j', text: '/t', directory: '/d' };

interface Steps {
  of: string;
  chars: number;
  near: Record<string, Shape>;
  steps: Record<string, (text: string) => unknown>;
}

const groups: Steps[] = [
  {
    of: 'a definition as it arrives and is judged',
    chars: definitionChars,
    near: near('crawler/classify/**/*.ts'),
    steps: {
      'cleaned and hashed': (text) => {
        const collected = collectTools({ maxToolBytes: 1_000_000, maxDepth: 64 });
        collected.add({
          name: text,
          title: text,
          description: text,
          inputSchema: properties({ [text]: { enum: [text] } }),
        });
        return collected.tools().map(hashDefinition);
      },
      'judged, as description': (text) => classify(tool({ description: text })),
      'judged, as name': (text) => classify(tool({ name: text })),
      'judged, as description of a parameter': (text) =>
        classify(tool({ inputSchema: properties({ a: { type: 'string', description: text } }) })),
      'judged, as name of a parameter': (text) =>
        classify(tool({ inputSchema: properties({ [text]: { type: 'string' } }) })),
      'judged, as values of a parameter': (text) =>
        classify(tool({ inputSchema: properties({ action: { type: 'string', enum: pieces(text, 12) } }) })),
      'judged, as many parameters': (text) =>
        classify(
          tool({
            inputSchema: properties(Object.fromEntries(pieces(text, 12).map((name) => [name, { type: 'string' }]))),
          }),
        ),
      'judged, as results, annotations and metadata': (text) =>
        classify(
          tool({
            outputSchema: properties({ a: { description: text } }),
            annotations: { title: text },
            _meta: { a: text },
          }),
        ),
      'judged, as names of the other tools': (text) =>
        createClassifier({ name: text, description: text, tools: pieces(text, 60) })(tool({})),
    },
  },
  {
    of: 'a definition as it is counted, shown and written',
    chars: definitionChars,
    near: near('crawler/{text,policy,cli}/*.ts', 'site/src/lib/*.ts'),
    steps: {
      'tokens counted': (text) => countTokens(tool({ description: text })),
      'shown on a terminal': (text) => table([[printable(text, 60), printable(text, 200)]], 120),
      'shown on a page': (text) => [plainVerbatim(text), shorten(text, 300), encodeToolName(text)],
      'shown with its marks': (text) =>
        markFields(tool({ description: text }), [{ rule: 'a', pointer: '/description', quote: 'a', start: 1, end: 2 }]),
      'shown with its parameters': (text) =>
        listParameters(tool({ inputSchema: properties({ [text]: { description: text, enum: [text] } }) })),
      'spoken of': (text) => {
        const definition = tool({ name: text, description: text });
        const verdict = classify(definition);
        return reasoning(definition, verdict, recommend(definition, verdict));
      },
      'written in a feed': (text) => renderXml(element('a', { b: text }, text)),
      ...Object.fromEntries(
        formats.map((format) => [
          `written for ${format.title}`,
          (text: string) => format.write(policyOf(text, { decision: 'hide' }), { serverKey: text, tool: text }),
        ]),
      ),
    },
  },
  {
    of: 'what a source says of a server',
    chars: manifestChars,
    near: near('crawler/discover/**/*.ts', 'crawler/identity/*.ts'),
    steps: {
      README: (text) => readReadmeSnippet(`# MCP\n\n\`\`\`json\n${text}`),
      'README, unfenced': (text) => readReadmeSnippet(text),
      'JSON with comments': (text) => parseLooseJson(text),
      'JSON with comments, inside': (text) => parseLooseJson(`{"a": "${text}`),
      'pyproject.toml': (text) => parsePyproject(`[project]\nname = "a"\ndescription = "${text}`),
      'pyproject.toml, as it is': (text) => parsePyproject(text),
      'other manifests': (text) => folderEvidence({ 'go.mod': text, 'Cargo.toml': text, 'requirements.txt': text }),
      'a client configuration': (text) =>
        attempt(() => readServerFile('a.json', `{"mcpServers":{"a":{"command":"${text}`)),
      'a plain list': (text) => attempt(() => readServerFile('a.txt', text)),
      'item of a source': (text) => cleanItem({ kind: 'server', candidate: candidate(text) }),
      'facts of identity': (text) => candidateFacts(candidate(text)),
    },
  },
  {
    of: 'a name or an address',
    chars: nameChars,
    near: near('crawler/discover/*.ts', 'crawler/discover/{commands,manifests}/*.ts', 'crawler/identity/*.ts'),
    steps: {
      slug: (text) => slugOf({ source: 'file', location: 'a', name: text }),
      'address of a remote': (text) => canonicalRemoteUrl(`https://a.example/${text}`),
      'address of a repository': (text) => [canonicalRepositoryUrl(text), canonicalRepositoryUrl(`git@a:${text}`)],
      'one line': (text) => cleanLine(text),
      'shell line': (text) => [splitShellWords(text), splitPlainWords(text)],
      'command with its arguments': (text) => readCommandLine('npx', ['-y', text, ...pieces(text, 40)]),
      'address with secrets': (text) => redactUrl(`https://a.example/${text}?${text}`),
      'word that may be a secret': (text) => looksSecret(text),
    },
  },
  {
    of: 'what a server prints that fails',
    chars: messageChars,
    near: near('crawler/connect/{demands,explain-failure,placeholders}.ts'),
    steps: {
      ended: ends,
      'never answered': waits,
      'wanted arguments': (text) => [complainsAboutArguments(text), demandedArguments(text, [])],
      'wanted variables': (text) => [mentionedVariables(text, names), requiredTogether(text, names)],
      'wanted files': (text) => [missesPlaceholderFile(text), demandedFiles(text, { home: '/h', work: '/w' })],
      'form of a value': (text) => [placeholderFor('A_KEY', files, undefined, text), requiredPrefix('A_KEY', text)],
    },
  },
];

describe.each(groups)('$of', ({ steps, chars, near }) => {
  it.each(Object.entries(steps))('%s', { timeout: 120_000 }, (_, step) => {
    const slow = Object.entries({ ...shapes, ...near })
      .map(([name, shape]) => ({ name, growth: growthOf(step, shape, chars) }))
      .filter(({ growth }) => growth > maxGrowth);
    expect(slow).toEqual([]);
  });
});

it('tells a step that is quadratic from one that is linear', () => {
  const quadratic = (text: string) => /x+y/.test(text);
  const linear = (text: string) => text.toUpperCase().split('').toSorted().length;
  expect(growthOf(quadratic, (chars) => 'x'.repeat(chars), 12_000)).toBeGreaterThan(maxGrowth);
  expect(growthOf(linear, (chars) => 'x'.repeat(chars), 1_000_000)).toBeLessThan(maxGrowth);
});
