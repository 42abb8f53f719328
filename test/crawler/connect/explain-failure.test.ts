import { expect, test } from 'vitest';
import { AttemptFailure } from '#crawler/connect/attempt-failure.ts';
import { explainFailure, type FailureFacts } from '#crawler/connect/explain-failure.ts';

const explain = (text: string, facts: Partial<FailureFacts> = {}) =>
  explainFailure(new AttemptFailure('exited', 'It ended.', ''), {
    text,
    spec: { kind: 'npm', package: 'acme-mcp', args: [], env: [] },
    envNames: [],
    givenNames: [],
    args: [],
    ...facts,
  });

test('an error nobody caught is told by its message, not by the line that threw it', () => {
  const text = [
    '/opt/server/node_modules/acme-mcp/dist/index.js:214',
    '      throw new Error(',
    '      ^',
    '',
    'Error: No phone was found. Is the bridge installed?',
    '    at findPhone (/opt/server/node_modules/acme-mcp/dist/index.js:214:13)',
    '',
    'Node.js v24.21.0',
  ].join('\n');
  expect(explain(text).message).toBe(
    'It ended before it answered: Error: No phone was found. Is the bridge installed?',
  );
});

test.each([
  ['Error: Server does not support completions (required for completion/complete)', 'completions'],
  ['[acme] exception: Error: Server does not support logging (required for logging/setLevel)', 'logging'],
])('an SDK newer than a server was written for is no question of its credentials: %s', (text, what) => {
  const { outcome, message, todo } = explain(text, { envNames: ['ACME_API_KEY'] });
  expect(outcome).toBe('exited');
  expect(message).toContain(`Server does not support ${what}`);
  expect(message).not.toContain('ACME_API_KEY');
  expect(todo).toContain('older SDK');
});

test('what a server says of a real value stays a question of credentials', () => {
  const { outcome, message } = explain('Error: The server does not support anonymous users, set ACME_API_KEY', {
    envNames: ['ACME_API_KEY'],
  });
  expect(outcome).toBe('needs-credentials');
  expect(message).toContain('ACME_API_KEY');
});
