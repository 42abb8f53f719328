/** What `--explain` tells who wants to mend a verdict. */
import { expect, test } from 'vitest';
import { explain } from '#crawler/classify/explain.ts';
import { explanationText } from '#crawler/cli/explain.ts';

const first = (name: string, description?: string) => explain({ name, description, inputSchema: {} }).candidates[0];

test('a candidate names the conditions of the clause that made it, of its objects those that were met', () => {
  expect(first('replace_volume')).toMatchObject({ rule: 'overwrites-data', conditions: ['objects everything'] });
  expect(first('turn_on_vm')).toMatchObject({ verb: 'turn+on', conditions: ['objects machine'] });
  expect(first('send_sketch_to_llm')).toMatchObject({ conditions: ['scopes model', 'unless agent'] });
  expect(first('replace_sketch')).toMatchObject({ rule: 'changes-data', conditions: [] });
  expect(first('sketches', 'Nothing but sketches.')).toBeUndefined();
});

test('they stand behind the file that says so', () => {
  expect(explanationText(explain({ name: 'replace_volume', inputSchema: {} }))).toContain(
    'replace: crawler/classify/rules/overwrites-data.ts, the clause with objects everything (weight 8)\n',
  );
  expect(explanationText(explain({ name: 'replace_sketch', inputSchema: {} }))).toContain(
    'replace: crawler/classify/rules/changes-data.ts\n',
  );
});
