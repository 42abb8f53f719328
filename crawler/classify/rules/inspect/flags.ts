/** Switches that turn a harmless call into a destructive one. */
import {
  deletedCount,
  deletesBeyond,
  deletionList,
  droppedParts,
  grants,
  removalList,
  sendsIt,
  switchLead,
  toDelete,
} from '#crawler/classify/lexicon/patterns.ts';
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import { kinds } from '#crawler/classify/read/parameters.ts';
import { atParameter, type Sighting, type ToolReading } from '#crawler/classify/read/reading.ts';
import { remembered } from '#crawler/classify/words/remembered.ts';

/** What a switch, a number or, where the tool itself says nothing, any parameter says is deleted. */
const saysDeletion = (reading: ToolReading): Sighting[] | undefined => {
  let out: Sighting[] | undefined;
  for (const parameter of reading.parameters) {
    if (parameter.depth > 1) continue;
    const { type, description, name } = parameter;
    const says =
      (type === 'boolean' && opensWithLoss(description)) ||
      ((type === 'integer' || type === 'number') && (deletedCount.test(name) || namesWhatGoes(description))) ||
      (type === 'array' && removalList.test(name) && toDelete.test(description.slice(0, 400))) ||
      (reading.description === '' && toDelete.test(description.slice(0, 400)));
    if (!says || grants.test(parameter.pointer)) continue;
    out ??= [];
    out.push(atParameter(parameter, 0.7));
  }
  return out;
};

const destroyers = verbsThat('destroyer');

const opensWithLoss = remembered((description): boolean => {
  const first = /^[a-z]+/i.exec(description.slice(0, 200).replace(switchLead, ''))?.[0].toLowerCase() ?? '';
  return destroyers.has(first) || destroyers.has(first.replace(/s$/, ''));
});

/** The description says that whatever lies beyond the number is deleted. */
const namesWhatGoes = remembered((description) => deletesBeyond.test(description.slice(0, 400)));

const opensWithSending = remembered((description) => sendsIt.test(description.slice(0, 200).replace(switchLead, '')));

/** Switches by which a tool that shows something sends it: `confirm: Send it to every subscriber`. */
export const sendsOnFlag = (reading: ToolReading): Sighting[] | undefined => {
  const found = reading.parameters.filter(
    ({ depth, type, description, pointer }) =>
      depth === 0 && type === 'boolean' && opensWithSending(description) && !grants.test(pointer),
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
