/** Switches that turn a harmless call into a destructive one. */

import { strengths } from '#crawler/classify/decide/numbers.ts';
import { deletionList, droppedParts, grants, removalList } from '#crawler/classify/lexicon/patterns.ts';
import { kinds, says } from '#crawler/classify/read/parameters.ts';
import { atParameter, type Sighting, type ToolReading } from '#crawler/classify/read/reading.ts';

/**
 * `get_campaign` with `campaign_id: ID of the campaign to delete`, beside `delete_campaign`: the text was copied from that
 * tool, which says so in its own name.
 */
const isCopied = ({ name, nameWords, nameFrom, server, tool }: ToolReading): boolean => {
  const first = nameWords[nameFrom];
  if (first === undefined || name[0] === undefined || name[0].strength < strengths.plainWithObject) return false;
  const rest = tool.name.slice(first.end);
  return rest !== '' && server.names.has(`${tool.name.slice(0, first.start)}delete${rest}`);
};

/** What a switch, a number or, where the tool itself says nothing, any parameter says is deleted. */
const saysDeletion = (reading: ToolReading): Sighting[] | undefined => {
  const any = says.destroys | says.isDeleted | says.deletesBeyond;
  if ((reading.says & any) === 0 && (reading.kinds & kinds.deletes) === 0) return undefined;
  let out: Sighting[] | undefined;
  for (const parameter of reading.parameters) {
    if (parameter.depth > 1) continue;
    const { type, name } = parameter;
    const told = parameter.says;
    const isSaid =
      (type === 'boolean' && (told & says.destroys) !== 0) ||
      ((type === 'integer' || type === 'number') &&
        ((parameter.kinds & kinds.deletes) !== 0 || (told & says.deletesBeyond) !== 0)) ||
      ((told & says.isDeleted) !== 0 &&
        ((type === 'array' && removalList.test(name)) || (reading.description === '' && !isCopied(reading))));
    if (!isSaid || grants.test(parameter.pointer)) continue;
    out ??= [];
    out.push(atParameter(parameter, 0.7));
  }
  return out;
};

/** Switches by which a tool that shows something sends it: `confirm: Send it to every subscriber`. */
export const sendsOnFlag = (reading: ToolReading): Sighting[] | undefined => {
  if ((reading.says & says.sends) === 0) return undefined;
  const found = reading.parameters.filter(
    (p) => p.depth === 0 && p.type === 'boolean' && (p.says & says.sends) !== 0 && !grants.test(p.pointer),
  );
  return found.length === 0 ? undefined : found.map((parameter) => atParameter(parameter, 0.7));
};

/** Boolean parameters named after dropping or wiping something, and lists of what is to be deleted. */
export const dropsOnFlag = (reading: ToolReading): Sighting[] | undefined => {
  let out: Sighting[] | undefined = saysDeletion(reading);
  if ((reading.kinds & kinds.drop) === 0) return out;
  for (const parameter of reading.parameters) {
    if ((parameter.kinds & kinds.drop) === 0 || parameter.depth > 1 || grants.test(parameter.pointer)) continue;
    const asked =
      parameter.type === 'boolean'
        ? /[a-z][_-]?[A-Z]|[_-]/.test(parameter.name)
        : parameter.type === 'array' && deletionList.test(parameter.name);
    if (!asked) continue;
    if (droppedParts.test(parameter.name)) continue;
    out ??= [];
    out.push(atParameter(parameter, 0.7));
  }
  return out;
};
