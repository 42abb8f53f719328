/** What the table of rules looks at: a tool's verdict and its arguments, sorted by what they are. */

import {
  type CapabilityId,
  capabilities as capabilityTable,
  type ModifierId,
} from '#crawler/classify/decide/tables.ts';
import { isAddress, isPath, kinds } from '#crawler/classify/read/parameters.ts';
import { pointerParts } from '#crawler/classify/read/pointer.ts';
import { isObject, type Parameter, parametersOf } from '#crawler/classify/read/schema.ts';
import { remembered } from '#crawler/classify/words/remembered.ts';
import type { Category, Classification, JsonObject, Risk, ToolDefinition, VerdictCategory } from '#db/types.ts';
import { pathOfPointer } from './argument-path.ts';
import { mainCapability } from './exposure.ts';
import { type ArgumentPath, eachItem } from './policy.ts';

/** One argument that a rule can test. */
export interface Argument {
  /** Undefined where the schema leads to it by a way that no path can name. */
  path: ArgumentPath | undefined;
  required: boolean;
  name: string;
  /** The schema's type of the value itself, of the items where it is a list. */
  type: string;
}

/** Which tool it is and what its call can do. */
export interface ToolFacts {
  name: string;
  /** Name and the first sentences, in lower case, for words that no capability has. At most 600 characters. */
  text(): string;
  /** The words of the name, as they open that text. */
  nameWords(): string;
  /** The name and the sentence behind it. */
  opener(): string;
  verdict: Classification;
  category: VerdictCategory;
  risk: Risk | null;
  /** Capabilities that the verdict rests on: those of its own category. */
  does(...ids: CapabilityId[]): boolean;
  /** The capability that the verdict rests on before all others. */
  main(): CapabilityId | undefined;
  /** Capabilities seen anywhere in the definition. */
  shows(...ids: CapabilityId[]): boolean;
  modified(...ids: ModifierId[]): boolean;
  urls(): Argument[];
  /** Paths of files on the machine the server runs on. */
  files(): Argument[];
  commands(): Argument[];
  /** Arguments of a command: a list of words beside it. */
  words(): Argument[];
  statements(): Argument[];
  /** Mail addresses. */
  mails(): Argument[];
  amounts(): Argument[];
  methods(): Argument[];
  /** True where the schema names an interpreter, an environment or other ways around a test of the command. */
  bypass(): boolean;
}

const urlName = /(^|[_-]|[a-z])(url|uri|href|webhook|link)s?$|^(url|uri|endpoint|website|webpage)s?([_-]|$)/i;
const notUrl = /(callback|redirect|avatar|image|icon|logo|photo|thumbnail|html|repo|repository|git|clone)/i;
const fileName =
  /(^|[_-])(file|files|path|paths|filename|filepath|filepaths|dir|directory|folder|cwd|workdir)$|(Path|Paths|File|Filename|Directory|Dir)$/i;
/** Paths within a document, a scene or a database: no file lies there. */
const withinDocument = /(^|[_-])(field|collection|node|instance|property|element)_?paths?$/i;
/** Siblings that make a path one inside a repository, bucket or service. */
const elsewhere =
  /^(owner|repo|repository|project|project_?id|branch|ref|sha|bucket|bucket_?name|site|site_?id|workspace_?id|drive_?id|share|org|organization|namespace|collection|database|vault|pod|pod_?name|container|file_?key|app_?id|account_?id|droplet_?id|repo_?id|repository_?id)$/i;
/** What a bare `path` leads to: on a disk, and not within an address or a document. */
const onDisk = /\b(files?|director(y|ies)|folders?|disk|local|filesystem|cwd|relative|absolute)\b/i;
const mailName =
  /(^|[_-])(to|cc|bcc|recipient|recipients|email|emails|mail|attendees|guests|invitees)([_-]|$)|(Email|Emails|Recipients)$/i;
/** Words by which a method is one of HTTP, and not one of the service's own. */
const httpMethod = /\b(GET|POST|HTTP|get\W{1,4}post)\b/;
const amountName =
  /(^|[_-])(amount|amounts|total|price|notional|quantity|qty|value|budget)([_-]|$)|(Amount|Price|Quantity|Budget)$/i;
const bypassName = /^(shell|interpreter|env|environment|executable|entrypoint|stdin|sudo|user)$/i;

/** What the name of an argument says, as bits; looked up once per distinct name. */
const named = { url: 1, file: 2, elsewhere: 4, mail: 8, amount: 16, bypass: 32 } as const;
const readArgumentName = remembered(
  (name): number =>
    (urlName.test(name) && !notUrl.test(name) ? named.url : 0) |
    (fileName.test(name) && !withinDocument.test(name) ? named.file : 0) |
    (elsewhere.test(name) ? named.elsewhere : 0) |
    (mailName.test(name) && !/subject|body|name|id$/i.test(name) ? named.mail : 0) |
    (amountName.test(name) ? named.amount : 0) |
    (bypassName.test(name) ? named.bypass : 0),
);
const isNamed = ({ name }: Parameter, bit: number): boolean => (readArgumentName(name) & bit) !== 0;

/** Made when it is asked for first. */
const lazily = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** Gathers the facts, each when a rule asks for it: most tools are judged by few of them. Never throws, whatever the schema. */
export function readFacts(tool: ToolDefinition, verdict: Classification, parameters?: readonly Parameter[]): ToolFacts {
  const all = lazily(() => (parameters ?? parametersOf(tool)).slice(0, 400));
  const top = lazily(() => all().filter((parameter) => parameter.depth === 0));
  const texts = lazily(() => top().filter(isText));
  const strings = lazily(() => all().filter((parameter) => isText(parameter) && !hasChoices(parameter)));
  const held = verdict.capabilities.map((found) => found.capability);
  const pick = (from: readonly Parameter[], test: (parameter: Parameter) => boolean): Argument[] =>
    from.filter(test).map((parameter) => toArgument(parameter, tool));
  const own = held.filter((id) => categoryOf(id) === verdict.category);
  const text = lazily(() => textOf(tool));
  const urls = lazily(() => pick(strings(), isUrl));
  const files = lazily(() =>
    top().some((p) => isNamed(p, named.elsewhere)) ? [] : pick(strings(), (p) => isFile(p, tool)),
  );
  const mails = lazily(() => (speaksOfMail(tool, strings()) ? pick(strings(), (p) => isNamed(p, named.mail)) : []));
  const amounts = lazily(() =>
    pick(all(), (p) => (p.type === 'number' || p.type === 'integer') && isNamed(p, named.amount)),
  );
  const commands = lazily(() => pick(texts(), (p) => (p.kinds & (kinds.code | kinds.maybeCode)) !== 0 && !isList(p)));
  const words = lazily(() => pick(texts(), (p) => isList(p) && /^(args|argv|arguments|params)$/i.test(p.name)));
  const statements = lazily(() =>
    pick(
      texts(),
      (p) => !isList(p) && ((p.kinds & kinds.query) !== 0 || /^(query|q|sql|statement|soql)$/i.test(p.name)),
    ),
  );
  const methods = lazily(() => pick(top(), (p) => isMethod(p, tool)));
  return {
    name: tool.name,
    text,
    nameWords: lazily(() => text().slice(0, text().indexOf('. '))),
    opener: lazily(() => text().split('. ', 2).join('. ')),
    verdict,
    category: verdict.category,
    risk: verdict.risk,
    main: () => mainCapability(verdict),
    does: (...ids) => ids.some((id) => own.includes(id)),
    shows: (...ids) => ids.some((id) => held.includes(id)),
    modified: (...ids) => verdict.modifiers.some((applied) => ids.some((id) => id === applied.modifier)),
    urls,
    files,
    commands,
    words,
    statements,
    mails,
    amounts,
    methods,
    bypass: () => top().some((p) => isNamed(p, named.bypass)),
  };
}

/** Name and the first sentences, in lower case. */
const textOf = ({ name, description }: ToolDefinition): string =>
  `${name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[_.\-/]+/g, ' ')}. ${description ?? ''}`
    .replace(/\s{2,}|[^\S ]/g, ' ')
    .slice(0, 600)
    .toLowerCase();

const isUrl = (p: Parameter): boolean =>
  (isNamed(p, named.url) && isAddress(p)) || (/^ur[il]$/.test(String(p.schema.format ?? '')) && !notUrl.test(p.name));

const isFile = (p: Parameter, { name, description }: ToolDefinition): boolean =>
  isNamed(p, named.file) &&
  isPath(p) &&
  (p.kinds & kinds.url) === 0 &&
  (!/^paths?$/i.test(p.name) || onDisk.test(`${p.description} ${name} ${description ?? ''}`.slice(0, 1_000)));

const speaksOfMail = ({ name }: ToolDefinition, strings: readonly Parameter[]): boolean =>
  strings.some((p) => /e-?mail/i.test(`${p.name} ${p.description}`)) || /mail/i.test(name);

const isMethod = (p: Parameter, { description }: ToolDefinition): boolean =>
  (p.kinds & kinds.httpMethod) !== 0 &&
  /method|verb/i.test(p.name) &&
  httpMethod.test(`${JSON.stringify(p.schema.enum ?? '').slice(0, 500)} ${p.description} ${description ?? ''}`);

const categoryOf = (id: string): Category | undefined =>
  Object.hasOwn(capabilityTable, id) ? capabilityTable[id as CapabilityId].category : undefined;

/** The schema of what is given where it is given: `string or null` is a string. */
function schemaOf({ schema, type }: Parameter): JsonObject {
  const shapes = shapesOf(schema);
  return shapes.length === 1 ? shapes[0]! : { ...schema, type };
}

const isList = (parameter: Parameter): boolean => schemaOf(parameter).type === 'array';

/** A string, a list of strings, or something whose type is not said. */
function isText(parameter: Parameter): boolean {
  const { type, items, properties, $ref } = schemaOf(parameter);
  if (type === 'string') return true;
  if (type !== 'array') return (type ?? '') === '' && properties === undefined && $ref === undefined;
  return (
    isObject(items) &&
    (items.type === 'string' || items.type === undefined) &&
    items.properties === undefined &&
    items.$ref === undefined
  );
}

const hasChoices = ({ schema }: Parameter): boolean => schema.enum !== undefined || schema.const !== undefined;

/** The alternatives of a schema that are not null. */
function shapesOf({ anyOf, oneOf }: JsonObject): JsonObject[] {
  const list = [anyOf, oneOf].flatMap((each) => (Array.isArray(each) ? each : []));
  return list.filter((each): each is JsonObject => isObject(each) && each.type !== 'null');
}

/** A value of parts: a list or an object. */
const isCompound = ({ type, items, properties }: JsonObject): boolean =>
  type === 'array' || type === 'object' || items !== undefined || properties !== undefined;

/**
 * The value may come in another shape as well: `image` is a path, an object with one, or a list of either. A rule for one
 * shape would stop honest calls of the others, and one for none of them would let each pass.
 */
function hasOtherShapes({ pointer, schema }: Parameter, { inputSchema }: ToolDefinition): boolean {
  const own = shapesOf(schema);
  if (own.length > 1 && own.some(isCompound)) return true;
  let at: unknown = inputSchema;
  let inside = false;
  const [, ...steps] = pointerParts(pointer);
  for (const [index, step] of steps.entries()) {
    if (!isObject(at) && !Array.isArray(at)) return false;
    if (inside && (step === 'anyOf' || step === 'oneOf') && isObject(at) && index + 2 < steps.length)
      if (shapesOf(at).length > 1) return true;
    inside ||= step === 'properties';
    at = (at as JsonObject)[step];
  }
  return false;
}

function toArgument(parameter: Parameter, tool: ToolDefinition): Argument {
  const path = hasOtherShapes(parameter, tool) ? undefined : pathOfPointer(parameter.pointer);
  const list = isList(parameter);
  return {
    path: path && list ? [...path, eachItem] : path,
    required: parameter.required,
    name: parameter.name,
    type: list ? 'string' : parameter.type,
  };
}
