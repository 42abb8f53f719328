/** What a list holds after its declaration: items pushed without condition are added, removals make it uncertain. */
import { fieldOf, isSame, kindOf, methodCalls, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import { type Env, unknown, type Value } from '#crawler/extract/values.ts';
import { evaluate } from './evaluate.ts';
import type { JsFile, JsProgram } from './program.ts';
import { type Binding, lookUp } from './scopes.ts';

const adding = ['push', 'unshift'];
const removing = ['splice', 'pop', 'shift', 'fill', 'copyWithin'];

/** The list with what its file does to it afterwards. */
export function mutatedItems(
  program: JsProgram,
  file: JsFile,
  binding: Binding & { kind: 'variable' },
  list: Value & { kind: 'list' },
  env: Env,
): Value {
  const name = binding.name.text();
  const touched = [...adding, ...removing].some((method) => file.text.includes(`${name}.${method}(`));
  const emptied = file.text.includes(`${name}.length =`) || file.text.includes(`${name}.length=`);
  if (!touched && !emptied) return list;
  if (emptied) return unknown;
  const home = parentOf(parentOf(binding.declarator) ?? binding.declarator);
  const items = [...list.items];
  let open = list.open;
  for (const call of methodCalls(file.root, [...adding, ...removing])) {
    const callee = fieldOf(call, 'function');
    const object = callee === undefined ? undefined : fieldOf(callee, 'object');
    if (callee === undefined || object === undefined || object.text() !== name) continue;
    const meant = lookUp(file, object, name);
    if (meant === undefined || !isSame(meant.name, binding.name)) continue;
    const method = fieldOf(callee, 'property')?.text() ?? '';
    if (removing.includes(method)) return unknown;
    const statement = parentOf(call);
    const block = statement === undefined ? undefined : parentOf(statement);
    const inHome =
      statement !== undefined &&
      kindOf(statement) === 'expression_statement' &&
      block !== undefined &&
      home !== undefined &&
      (isSame(block, home) || (kindOf(home) === 'export_statement' && isSame(block, parentOf(home) ?? home)));
    if (!inHome) {
      open = true;
      continue;
    }
    const args = fieldOf(call, 'arguments');
    for (const argument of args === undefined ? [] : partsOf(args)) {
      if (kindOf(argument) !== 'spread_element') {
        items.push(evaluate(program, file, argument, env));
        continue;
      }
      const inner = partsOf(argument)[0];
      const spread = inner === undefined ? unknown : evaluate(program, file, inner, env);
      if (spread.kind === 'list') {
        items.push(...spread.items);
        open ||= spread.open;
      } else open = true;
    }
  }
  return { ...list, items, open };
}
