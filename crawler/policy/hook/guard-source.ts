/**
 * The program that a client runs before each call: plain JavaScript without dependencies, for Node 18 and later, with the
 * policy and the server's name written into it. It is text here because it leaves the project as a file; the tests run it.
 */

/** What stands in the program for the policy and for the server's name. */
export const placeholders = { policy: '__POLICY__', key: '__KEY__' } as const;

/** The program. */
export const guardSource = String.raw`#!/usr/bin/env node
// Looks at every call of one MCP server before it is made, and says whether it may: default, arguments, limits.
// Made by toolrisk. Needs Node 18 or later and nothing else. Keep it where no agent can write.
//   node FILE --settings claude|codex|copilot|gemini|cursor|vscode [PLACE]   prints what to put into the settings of the
//                                          client; PLACE is where this file will be, if it is to be moved
//   node FILE CLIENT < call.json            what the client runs
// Whatever goes wrong here refuses the call: a policy that cannot be read, a call that cannot, a count that cannot be kept.
import { mkdirSync, readFileSync, renameSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const policy = __POLICY__;
const key = __KEY__;
const self = fileURLToPath(import.meta.url);
const stateFile = process.env.TOOLRISK_GUARD_STATE || self + '.state.json';
const maxInputChars = 4_000_000;
const maxTestedChars = 20_000;

const under = (text) => text.replace(/[^A-Za-z0-9_-]/g, '_');
const dash = (text) => text.replace(/[^A-Za-z0-9_-]/g, '-');
const cut = (name) => (name.length > 63 ? name.slice(0, 30) + '...' + name.slice(-30) : name);
const geminiWhole = (tool) => {
  const whole = key + '_' + tool;
  return (whole.startsWith('mcp_') ? whole : 'mcp_' + whole).replace(/[^a-zA-Z0-9_\-.:]/g, '_');
};

// How each client names a tool, and how it is told. An answer of undefined leaves the call to the client's own rules.
const event = (name) => (permissionDecision, permissionDecisionReason) =>
  ({ hookSpecificOutput: { hookEventName: name, permissionDecision, permissionDecisionReason } });
const clients = {
  claude: {
    names: (tool) => ['mcp__' + under(key) + '__' + under(tool)],
    prefixes: ['mcp__' + under(key) + '__'],
    answer(decision, why, input) {
      const nobody = ['bypassPermissions', 'dontAsk'].includes(input.permission_mode);
      return event('PreToolUse')(decision === 'ask' && nobody ? 'deny' : decision, why);
    },
  },
  codex: {
    names: (tool) => ['mcp__' + under(key) + '__' + under(tool)],
    prefixes: ['mcp__' + under(key) + '__'],
    answer(decision, why, input) {
      if (decision === 'ask') decision = ['bypassPermissions', 'dontAsk'].includes(input.permission_mode) ? 'deny' : undefined;
      return decision === 'deny' ? event('PreToolUse')('deny', why) : undefined;
    },
  },
  copilot: {
    names: (tool) => [key + '-' + dash(tool), dash(key) + '-' + dash(tool), under(key) + '-' + dash(tool)],
    prefixes: [key + '-', dash(key) + '-', under(key) + '-'],
    // It knows no question from a hook, and flags of its own would answer it.
    answer: (decision, why) => ({ permissionDecision: decision === 'ask' ? 'deny' : decision, permissionDecisionReason: why }),
  },
  gemini: {
    names: (tool) => [cut(geminiWhole(tool))],
    prefixes: [geminiWhole('').slice(0, 30)],
    // A question from here would replace a refusal by its own rules, and YOLO mode would answer it.
    answer: (decision, why) => (decision === 'deny' ? { decision: 'deny', reason: why } : undefined),
  },
  cursor: {
    names: (tool) => [tool],
    // The call does not say which server it is for, so only tools that the policy names are looked at.
    prefixes: [],
    answer: (decision, why) => ({ permission: decision, user_message: why, agent_message: why }),
  },
  vscode: {
    names: (tool) => ['mcp_' + under(key) + '_' + under(tool), 'mcp__' + under(key) + '__' + under(tool)],
    prefixes: ['mcp_' + under(key) + '_', 'mcp__' + under(key) + '__'],
    answer: (decision, why) => event('PreToolUse')(decision, why),
  },
};

const ranks = ['allow', 'ask', 'deny', 'hide'];
const worse = (a, b) => (ranks.indexOf(b) > ranks.indexOf(a) ? b : a);
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

function valuesAt(path, args) {
  const found = { values: [], missing: 0, absent: !isObject(args) || !Object.hasOwn(args, path[0]) || args[path[0]] === null };
  const walk = (value, at) => {
    if (value === undefined || value === null) found.missing++;
    else if (at === path.length) found.values.push(value);
    else if (path[at] === '[]') Array.isArray(value) ? value.forEach((item) => walk(item, at + 1)) : found.missing++;
    else if (isObject(value) && Object.hasOwn(value, path[at])) walk(value[path[at]], at + 1);
    else found.missing++;
  };
  walk(args, 0);
  return found;
}

const sorted = (value) =>
  JSON.stringify(value, (_, inner) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner);

function matches(pattern, text) {
  if (text.length > maxTestedChars) throw new Error('An argument is too long to be looked at.');
  const blind = pattern.startsWith('(?i)');
  return new RegExp(blind ? pattern.slice(4) : pattern, blind ? 'i' : '').test(text);
}

function test(op, actual, value) {
  const same = (other) => sorted(other) === sorted(actual);
  const numbers = typeof actual === 'number' && typeof value === 'number';
  switch (op) {
    case 'eq': return same(value);
    case 'neq': return !same(value);
    case 'in': return value.some(same);
    case 'not_in': return !value.some(same);
    case 'lt': return numbers && actual < value;
    case 'lte': return numbers && actual <= value;
    case 'gt': return numbers && actual > value;
    case 'gte': return numbers && actual >= value;
    case 'regex': return typeof actual === 'string' && matches(value, actual);
    case 'contains':
      if (Array.isArray(actual)) return actual.some((item) => sorted(item) === sorted(value));
      return typeof actual === 'string' && typeof value === 'string' && actual.includes(value);
    default: throw new Error('The policy has a condition that is not known here: ' + op);
  }
}

function holds(condition, args) {
  const found = valuesAt(condition.path, args);
  if (condition.op === 'exists') return found.values.length > 0 === condition.value;
  if (condition.optional && found.absent) return true;
  const passes = (actual) => test(condition.op, actual, condition.value);
  if (condition.quantifier === 'any') return found.values.some(passes);
  return found.missing === 0 && found.values.every(passes);
}

function applies(guard, args) {
  const all = guard.conditions.every((condition) => holds(condition, args));
  return guard.kind === 'require' ? !all : all;
}

// What one rule makes of the arguments, before anything is counted.
function decide(rule, args) {
  let made = { decision: rule.decision, why: rule.reason || 'Refused by policy.' };
  for (const guard of rule.guards || []) {
    if (ranks.indexOf(guard.decision) > ranks.indexOf(made.decision) && applies(guard, args)) made = { decision: guard.decision, why: guard.message };
  }
  return made;
}

const waiter = new Int32Array(new SharedArrayBuffer(4));
function withLock(work) {
  const lock = stateFile + '.lock';
  for (let tries = 0; ; tries++) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST' || tries > 60) throw new Error('The file that counts calls cannot be locked.');
      try {
        if (Date.now() - statSync(lock).mtimeMs > 10_000) rmdirSync(lock);
      } catch {}
      Atomics.wait(waiter, 0, 0, 25);
    }
  }
  try {
    return work();
  } finally {
    rmdirSync(lock);
  }
}

function readCounts() {
  let text;
  try {
    text = readFileSync(stateFile, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
  const counts = JSON.parse(text);
  if (!isObject(counts)) throw new Error('The file that counts calls is broken.');
  return counts;
}

// Counts the call on every limit, or on none. Says which one is full.
function count(limits, args) {
  if (limits.length === 0) return undefined;
  return withLock(() => {
    const now = new Date().toISOString();
    const windowOf = { minute: now.slice(0, 16), hour: now.slice(0, 13), day: now.slice(0, 10) };
    const counts = readCounts();
    const kept = Object.create(null);
    for (const [name, value] of Object.entries(counts)) if (name.endsWith('@' + now.slice(0, 10)) || name.includes('@' + now.slice(0, 10) + 'T')) kept[name] = value;
    for (const limit of limits) {
      const name = limit.counter + '@' + limit.window + '@' + windowOf[limit.window];
      let step = 1;
      if (limit.amount) {
        const { values, missing } = valuesAt(limit.amount, args);
        if (missing > 0 || !values.every((value) => typeof value === 'number' && value >= 0)) return 'The amount must be a number of zero or more.';
        step = values.reduce((sum, value) => sum + value, 0);
      }
      kept[name] = (kept[name] || 0) + step;
      if (!(kept[name] <= limit.max)) return 'More than ' + limit.max + ' a ' + limit.window + '.';
    }
    writeFileSync(stateFile + '.new', JSON.stringify(kept));
    renameSync(stateFile + '.new', stateFile);
    return undefined;
  });
}

function look(client, input) {
  const name = input.tool_name ?? input.toolName;
  if (typeof name !== 'string') throw new Error('The client did not say which tool is called.');
  let args = input.tool_input ?? input.toolArgs ?? {};
  const mine = Object.keys(policy.tools).filter((tool) => client.names(tool).includes(name));
  if (mine.length === 0) {
    if (!client.prefixes.some((prefix) => name.startsWith(prefix))) return undefined;
    if (policy.default === null) return undefined;
    if (policy.default === 'allow') return { decision: 'allow', why: '' };
    return { decision: policy.default, why: 'Not listed in the policy.' };
  }
  if (typeof args === 'string') args = args.trim() === '' ? {} : JSON.parse(args);
  if (!isObject(args)) throw new Error('The arguments are no object.');
  let made = { decision: 'allow', why: '' };
  for (const tool of mine) {
    const own = decide(policy.tools[tool], args);
    if (worse(made.decision, own.decision) !== made.decision) made = own;
  }
  if (made.decision === 'deny' || made.decision === 'hide') return made;
  const full = count([...(policy.limits || []), ...mine.flatMap((tool) => policy.tools[tool].limits || [])], args);
  return full === undefined ? made : { decision: 'deny', why: full };
}

// Exit code 2 with words on standard error refuses the call in every client.
function refuse(why) {
  process.stderr.write('[toolrisk] ' + why + '\n');
  process.exit(2);
}

function settings(which, place) {
  const quoted = "'" + place.replaceAll("'", "'\\''") + "'";
  // Where the file or Node is missing, the shell itself refuses.
  const command = 'node ' + quoted + ' ' + which + ' || exit 2';
  const hook = { type: 'command', command, timeout: 10 };
  const shown = {
    claude: { hooks: { PreToolUse: [{ matcher: 'mcp__' + under(key) + '__.*', hooks: [hook] }] } },
    vscode: { hooks: { PreToolUse: [{ matcher: '.*', hooks: [hook] }] } },
    copilot: { version: 1, hooks: { preToolUse: [{ type: 'command', bash: command, timeoutSec: 10 }] } },
    gemini: { hooksConfig: { enabled: true }, hooks: { BeforeTool: [{ matcher: geminiWhole('').slice(0, 30).replace(/[.:]/g, '.') + '.*', hooks: [{ name: 'toolrisk', type: 'command', command, timeout: 10000 }] }] } },
    cursor: { version: 1, hooks: { beforeMCPExecution: [{ command, failClosed: true }] } },
  };
  if (which === 'codex') {
    return '[[hooks.PreToolUse]]\nmatcher = ' + JSON.stringify('mcp__' + under(key) + '__.*') + '\n\n[[hooks.PreToolUse.hooks]]\ntype = "command"\ncommand = ' + JSON.stringify(command) + '\ntimeout = 10\n';
  }
  return JSON.stringify(shown[which], null, 2) + '\n';
}

const [first, second, third] = process.argv.slice(2);
const wanted = first === '--settings' ? second : first;
if (!Object.hasOwn(clients, String(wanted))) refuse('Say for which client: ' + Object.keys(clients).join(', ') + '.');
if (first === '--settings') {
  process.stdout.write(settings(wanted, third || self));
} else {
  try {
    let text = '';
    for await (const chunk of process.stdin.setEncoding('utf8')) {
      text += chunk;
      if (text.length > maxInputChars) throw new Error('The call is too large to be looked at.');
    }
    const input = JSON.parse(text);
    const client = clients[wanted];
    const made = look(client, input);
    const decision = made && (made.decision === 'hide' ? 'deny' : made.decision);
    const answer = made && client.answer(decision, '[toolrisk] ' + made.why, input);
    if (answer !== undefined) process.stdout.write(JSON.stringify(answer) + '\n');
  } catch (error) {
    refuse('The call could not be looked at, so it is refused: ' + error.message);
  }
}
`;
