/** What a source found, cleaned once where it arrives: everything further on may store and compare it. Pure. */
import { cleanJson, cleanLine, cleanText, cutText } from '#crawler/text/clean.ts';
import type { DiscoveryItem, Json, ServerCandidate } from '#db/types.ts';

/** Longest name, address or folder that is taken for one, characters. Package names end at 214, addresses that work at 2,000. */
const maxKeyChars = 800;
/** Kept of texts that are only shown. */
const maxNameChars = 200;
const maxTextChars = 1_000;
/** Deepest nesting of a launch; arguments and variables are lists of plain records. */
const maxDepth = 8;

/**
 * The item in characters every database holds and at lengths every index takes; the texts of files stay as they are,
 * for their readers clean what they take from them, and tools are cleaned where they are read. A server whose name, address or folder is too long to be one is
 * left out, since cut it would be another's.
 */
export function cleanItem(item: DiscoveryItem): DiscoveryItem {
  if (item.kind === 'notice') return { ...item, message: cutText(cleanText(item.message), maxTextChars) };
  if (item.kind === 'skipped') {
    const { source, location, reason } = item;
    return {
      kind: 'skipped',
      source,
      location: cutText(cleanLine(location), maxKeyChars),
      reason: cutText(cleanLine(reason), maxTextChars),
    };
  }
  const { files, tools, ...facts } = item.candidate;
  const clean = cleanJson(facts as unknown as Json, maxDepth).value as unknown as Omit<
    ServerCandidate,
    'files' | 'tools'
  >;
  const tooLong = overlongKey(clean);
  if (tooLong !== undefined) {
    const location = cutText(cleanLine(clean.location), maxKeyChars);
    return { kind: 'skipped', source: clean.source, location, reason: `Its ${tooLong} is too long to be one.` };
  }
  return {
    kind: 'server',
    candidate: {
      ...clean,
      location: cleanLine(clean.location),
      name: cutText(cleanLine(clean.name), maxNameChars) || 'unnamed',
      ...(clean.description !== undefined && { description: cutText(clean.description, maxTextChars) }),
      ...(clean.vendor !== undefined && { vendor: cutText(cleanLine(clean.vendor), maxNameChars) }),
      ...(files && { files }),
      ...(tools && { tools }),
    },
  };
}

function overlongKey({
  location,
  locationUrl,
  repository,
  package: ref,
  remoteUrl,
  launch,
}: ServerCandidate): string | undefined {
  const keys: [what: string, text: string | undefined][] = [
    ['place in its source', location],
    ['address', locationUrl],
    ['repository', repository && `${repository.url}${repository.path}`],
    ['package', ref && `${ref.name}${ref.version ?? ''}`],
    ['address', remoteUrl],
    ['address', launch?.kind === 'remote' ? launch.url : undefined],
    ['package', launch?.kind === 'npm' || launch?.kind === 'pypi' ? launch.package : undefined],
    ['command', launch?.kind === 'command' ? [launch.cwd, launch.command, ...launch.args].join(' ') : undefined],
  ];
  return keys.find(([, text]) => text !== undefined && text.length > maxKeyChars)?.[0];
}
