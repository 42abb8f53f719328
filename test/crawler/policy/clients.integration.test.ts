/**
 * Policies on the real programs: what may run runs, nothing else does. Installs 2 GB of programs on demand, so it runs only
 * where `TOOLRISK_CLIENTS` is set: `1` for all of them, else their ids with commas (`claude-code,codex`), and `engines` for
 * what needs no program started. Each program takes one to four minutes.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Counters, evaluate } from '#crawler/policy/evaluate.ts';
import { decideForClient, decideForGateway } from '#crawler/policy/formats/format.ts';
import { findFormat } from '#crawler/policy/formats/index.ts';
import { type Policy, toolPolicy } from '#crawler/policy/policy.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import type { Json, JsonObject } from '#db/types.ts';
import { judgeByGemini } from '#test/support/clients/gemini-engine.ts';
import { installClients } from '#test/support/clients/install.ts';
import { type ClientRun, type Program, programs, runClient } from '#test/support/clients/run-client.ts';
import { packToolLists, readToolLists, type ToolList } from '#test/support/clients/tool-lists.ts';
import { trickyTools } from '#test/support/clients/tricky-tools.ts';
import { classified, pushFiles, toolsByReason } from './tools.ts';

const chosen = process.env.TOOLRISK_CLIENTS;
const chooses = (id: string) => chosen === '1' || (chosen ?? '').split(',').includes(id);
const real = chosen ? readToolLists() : [];
const tricky: ToolList = { key: 'my_server', tools: classified(trickyTools) };

/** Tools whose decision in a client is to let them run unasked; where two have one name there, both must be. */
function mayRun(program: Program, policy: Policy, { key, tools }: ToolList): Set<string> {
  const names = tools.map(({ definition }) => definition.name);
  const decide = (name: string) => {
    const rule = toolPolicy(policy, name);
    return rule && decideForClient(rule);
  };
  const strict = new Set(names.filter((name) => decide(name) !== 'allow').map((name) => program.nameOf(key, name)));
  return new Set(names.filter((name) => !strict.has(program.nameOf(key, name))));
}

/** Honest calls and others, by tool; every other tool is called with nothing. */
const callsOf: Record<string, Json[]> = {
  fetch_page: [{ url: 'https://example.org/' }, { url: 'http://169.254.169.254/' }],
  execute_sql: [{ sql: 'select 1 from a' }, { sql: 'drop table a' }],
  manage_issue: [{ action: 'get' }, { action: 'delete' }],
  push_files: [
    { branch: 'b', files: [{ action: 'create', file_path: 'a' }] },
    { branch: 'b', action: 'create', files: [{ action: 'delete', file_path: 'a' }] },
  ],
  create_event: [{ title: 'x' }],
  add_recording: [{ url: 'https://example.org/a.mp4' }, { url: 'http://127.0.0.1/' }],
  send_payment: [{ amount: 5 }, { amount: 5_000 }],
  delete_database: [{ id: 'x' }],
  post_announcement: [{ message: '1' }, { message: '2' }, { message: '3' }],
  run_command: [{ command: 'ls' }],
};

const namesOf = ({ ran }: ClientRun) => [...new Set(ran.map(({ name }) => name))];

describe.skipIf(!chosen)('on the real programs', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await installClients(process.env.TOOLRISK_CLIENTS_FOLDER);
  }, 600_000);

  const asked = programs.filter(({ id }) => chooses(id));
  describe.each(asked.map((program) => [program.id, program] as const))('%s', (id, program) => {
    describe.each([tricky, ...packToolLists(real)].map((list) => [list.key, list] as const))(
      '%s',
      (serverKey, list) => {
        const { policy } = recommendServer(list.tools);
        const text = findFormat(id)!.write(policy, { serverKey });
        const may = mayRun(program, policy, list);
        // Gemini CLI refuses a call that does not fit the parameters, before any policy sees it.
        const tools = list.tools.map(({ definition }) => ({ ...definition, inputSchema: { type: 'object' } }));

        it('runs what is allowed, and nothing else', { timeout: 600_000 }, async () => {
          // opencode ends at the first call that would have to be asked for: those come last.
          const last = new Set(
            tools.filter(({ name }) => !may.has(name)).map(({ name }) => program.nameOf(serverKey, name)),
          );
          const rank = (shown: string) => Number(last.has(shown));
          const run = await runClient(program, { folder, serverKey, tools, policy: text, rank });
          const ran = namesOf(run);
          expect(
            ran.filter((name) => !may.has(name)),
            run.output,
          ).toEqual([]);
          // A program may leave a tool out altogether, for its name; what it shows and may run must run.
          const shown = new Set(run.listed);
          const runnable = [...may].filter(
            (name) => program.shows(shown, serverKey, name) && !program.renames?.(serverKey, name),
          );
          // Of two tools that it gives one name only one can be called.
          const called = new Set(ran.map((name) => program.nameOf(serverKey, name)));
          expect(
            runnable.filter((name) => !called.has(program.nameOf(serverKey, name))),
            run.output,
          ).toEqual([]);
          expect(runnable.length, run.output).toBeGreaterThan(may.size / 2);
        });

        it('with its most permissive flag, runs nothing that is denied or hidden', { timeout: 600_000 }, async () => {
          const run = await runClient(program, { folder, serverKey, tools, policy: text, permissive: true });
          const ran = namesOf(run);
          const denied = tools
            .map(({ name }) => name)
            .filter((name) => {
              const rule = toolPolicy(policy, name);
              return rule && decideForClient(rule) === 'deny';
            });
          expect(
            ran.filter((name) => denied.includes(name)),
            run.output,
          ).toEqual([]);
          expect(ran.length, run.output).toBeGreaterThan(0);
          // The others say of themselves that such a flag turns asking into running.
          if (program.asksWhateverItsFlags)
            expect(
              ran.filter((name) => !may.has(name)),
              run.output,
            ).toEqual([]);
        });
      },
    );
  });

  describe.each(asked.filter(({ hook }) => hook).map((program) => [program.id, program] as const))(
    'the hook alone in %s, with its most permissive flag',
    (_, program) => {
      const serverKey = 'my_server';
      const tools = [...Object.values(toolsByReason), pushFiles];
      const { policy } = recommendServer(classified(tools));
      // By the day, so that no minute ends in between.
      const few = { counter: 'few', window: 'day' as const, max: 2, scope: 'grant' as const };
      policy.tools.post_announcement = { decision: 'allow', limits: [few] };

      it('runs what may run, as often as it may, and nothing else', { timeout: 300_000 }, async () => {
        const run = await runClient(program, {
          folder,
          serverKey,
          tools,
          policy: program.hook!.noRules,
          permissive: true,
          hook: findFormat('hook')!.write(policy, { serverKey }),
          argumentsOf: (shown) => {
            const name = tools.map((tool) => tool.name).find((each) => shown.endsWith(each));
            return (name !== undefined && callsOf[name]) || [{}];
          },
        });
        const decide = ({ name, args }: { name: string; args: Json }, counters?: Counters) =>
          evaluate(policy, { tool: name, args: args as JsonObject }, counters).decision;
        const passes = program.hook!.leavesAsking ? ['allow', 'ask'] : ['allow'];
        expect(
          run.ran.filter((call) => !passes.includes(decide(call))),
          run.output,
        ).toEqual([]);
        expect(run.ran.filter(({ name }) => name === 'post_announcement').length, run.output).toBe(2);
        const ran = new Set(run.ran.map(({ name, args }) => `${name} ${JSON.stringify(args)}`));
        const counters: Counters = new Map();
        const missing = tools
          .flatMap(({ name }) => (callsOf[name] ?? [{}]).map((args) => ({ name, args })))
          .filter(
            (call) => decide(call, counters) === 'allow' && !ran.has(`${call.name} ${JSON.stringify(call.args)}`),
          );
        expect(missing, run.output).toEqual([]);
      });
    },
  );

  describe.skipIf(!chooses('engines'))('engines', () => {
    it('Gemini CLI decides as the policy does, for every server and mode', { timeout: 300_000 }, async () => {
      const core = join(folder, 'node_modules/@google/gemini-cli-core/dist/src');
      const wrong: string[] = [];
      for (const list of [tricky, ...real]) wrong.push(...(await judgeByGemini(core, list)));
      expect(wrong).toEqual([]);
    });

    it('Cedar decides as the policy does', () => {
      const cedar = createRequire(join(folder, 'package.json'))('@cedar-policy/cedar-wasm/nodejs');
      for (const { key, tools } of [tricky, ...real]) {
        const { policy } = recommendServer(tools);
        const { policies } = JSON.parse(findFormat('toolhive')!.write(policy, { serverKey: key })).cedar;
        const statements = findFormat('agentcore')!.write(policy, { serverKey: key });
        for (const text of [policies.join('\n'), statements]) {
          expect(cedar.checkParsePolicySet({ staticPolicies: text }).type, key).toBe('success');
        }
        for (const { name } of tools.map(({ definition }) => definition)) {
          const answer = cedar.isAuthorized({
            principal: { type: 'Client', id: 'c' },
            action: { type: 'Action', id: 'call_tool' },
            resource: { type: 'Tool', id: name.toWellFormed() },
            context: {},
            policies: { staticPolicies: policies.join('\n') },
            entities: [],
          });
          const rule = toolPolicy(policy, name);
          if (rule?.decision !== 'allow') expect(answer.response.decision, name).toBe('deny');
          else if (!rule.guards && !rule.limits) expect(answer.response.decision, name).toBe('allow');
        }
      }
    });

    it('CEL decides as the policy does', async () => {
      const { evaluate: runCel } = await import(join(folder, 'node_modules/@marcbachmann/cel-js/lib/index.js'));
      const { parse } = await import('yaml');
      for (const { key, tools } of [tricky, ...real]) {
        const { policy } = recommendServer(tools);
        const { rules } = parse(findFormat('agentgateway')!.write(policy, { serverKey: key })).policies
          .mcpAuthorization;
        const passes = (name: string, target = key) =>
          rules.some((rule: string) => runCel(rule, { mcp: { tool: { name, target } } }) === true);
        for (const { name } of tools.map(({ definition }) => definition)) {
          const rule = toolPolicy(policy, name);
          expect(passes(name), `${key} ${name}`).toBe(rule !== undefined && decideForGateway(rule) === 'allow');
          expect(passes(name, 'another'), `${key} ${name}`).toBe(false);
        }
        expect(passes('a_tool_nobody_knew')).toBe(false);
      }
    });
  });
});
