/** What a server offers a model beside its tools: prompts and resources. Hostile text, cleaned and bounded. */
import { cleanLine, cleanText, cutText } from '#crawler/text/clean.ts';
import type { PromptDefinition, ResourceDefinition } from '#db/types.ts';

/** Kept of one kind; the most seen is some dozens, and a model is shown fewer. */
const maxItems = 500;
/** Pages of one list. */
const maxPages = 20;
const maxNameChars = 256;
const maxDescriptionChars = 4_000;
const maxUriChars = 1_000;
const maxArguments = 50;

/** Asks one page of a list; gives the raw result. */
export type AskPage = (method: string, cursor: string | undefined) => Promise<Record<string, unknown>>;

/** What was found beside the tools. A list that was offered and not given is absent, one that is not offered empty. */
export interface Beside {
  prompts?: PromptDefinition[];
  resources?: ResourceDefinition[];
  notes: string[];
}

/**
 * Lists prompts and resources as far as the server says it has them. Never throws for the server's fault: tools are not
 * lost for it.
 * @param capabilities as the server sent them in its handshake
 */
export async function listBeside(capabilities: unknown, ask: AskPage): Promise<Beside> {
  const offers = (key: string) => isRecord(capabilities) && isRecord(capabilities[key]);
  const notes: string[] = [];
  const all = async (method: string, key: string, what: string): Promise<unknown[] | undefined> => {
    const items: unknown[] = [];
    let cursor: string | undefined;
    try {
      for (let page = 1; page <= maxPages; page++) {
        const result = await ask(method, cursor);
        const found = result[key];
        if (!Array.isArray(found)) break;
        items.push(...found.slice(0, maxItems + 1 - items.length));
        const next = result.nextCursor;
        if (typeof next !== 'string' || next === cursor || items.length > maxItems) break;
        cursor = next;
      }
    } catch {
      notes.push(`Says that it has ${what}, and did not list them.`);
      return undefined;
    }
    if (items.length > maxItems) notes.push(`Offers more than ${maxItems} ${what}; the first were kept.`);
    return items.slice(0, maxItems);
  };
  const prompts = offers('prompts') ? await all('prompts/list', 'prompts', 'prompts') : [];
  const resources = offers('resources') ? await all('resources/list', 'resources', 'resources') : [];
  // Many servers have resources and no templates, and refuse the question: that is no oddity.
  const templates =
    !offers('resources') || resources === undefined
      ? []
      : await all('resources/templates/list', 'resourceTemplates', 'templates');
  return {
    ...(prompts && { prompts: unique(prompts.flatMap(cleanPrompt), ({ name }) => name) }),
    ...(resources && {
      resources: unique([...resources, ...(templates ?? [])].flatMap(cleanResource), ({ uri }) => uri),
    }),
    notes: notes.filter((note) => !note.includes('templates')),
  };
}

function cleanPrompt(raw: unknown): PromptDefinition[] {
  if (!isRecord(raw)) return [];
  const name = line(raw.name, maxNameChars);
  if (name === undefined) return [];
  const given = Array.isArray(raw.arguments) ? raw.arguments.slice(0, maxArguments) : [];
  const args = given.flatMap((argument) => {
    const called = isRecord(argument) ? line(argument.name, maxNameChars) : undefined;
    if (called === undefined) return [];
    const { description, required } = argument as Record<string, unknown>;
    return [{ name: called, ...text('description', description), ...(required === true && { required }) }];
  });
  return [
    {
      name,
      ...text('title', raw.title),
      ...text('description', raw.description),
      ...(args.length > 0 && { arguments: args }),
    },
  ];
}

function cleanResource(raw: unknown): ResourceDefinition[] {
  if (!isRecord(raw)) return [];
  const uri = line(raw.uri ?? raw.uriTemplate, maxUriChars);
  if (uri === undefined) return [];
  const mimeType = line(raw.mimeType, maxNameChars);
  return [
    {
      uri,
      name: line(raw.name, maxNameChars) ?? uri,
      ...text('title', raw.title),
      ...text('description', raw.description),
      ...(mimeType !== undefined && { mimeType }),
      ...(raw.uri === undefined && { template: true }),
    },
  ];
}

function line(value: unknown, maxChars: number): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? cutText(cleanLine(value), maxChars) : undefined;
}

function text<K extends string>(key: K, value: unknown): { [key in K]?: string } {
  if (typeof value !== 'string' || value === '') return {};
  return { [key]: cutText(cleanText(value), maxDescriptionChars) } as { [key in K]: string };
}

function unique<T>(items: readonly T[], key: (item: T) => string): T[] {
  const first = new Map<string, T>();
  for (const item of items) if (!first.has(key(item))) first.set(key(item), item);
  return [...first.values()];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
