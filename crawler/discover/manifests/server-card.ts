/**
 * Server cards: what a remote server publishes of itself before anybody connects. Today's have the shape of a `server.json`
 * with remotes, earlier ones name the server and its endpoint, and some list their tools, which are then declared. Pure.
 */
import { z } from 'zod';
import { canonicalRemoteUrl } from '#crawler/discover/identity.ts';
import type { DiscoveryItem, Json, ServerCandidate, SourceId, ToolDefinition } from '#db/types.ts';
import { declaredTools } from './declared-tools.ts';
import { launchOfServerJson, packageRefOf, preferredPackage, readServerJson, repositoryOf } from './server-json.ts';

const text = z.string().optional().catch(undefined);
const earlierSchema = z.object({
  serverInfo: z.object({ name: text, title: text, version: text }),
  description: text,
  transport: z.object({ type: text, endpoint: text, url: text }).optional().catch(undefined),
});
const toolsSchema = z.object({ tools: z.array(z.unknown()) });

/**
 * A card as an item.
 * @param location where in the source
 * @param address where the card lies, for an endpoint that is given without a host; default the location
 */
export function readServerCard(card: Json, source: SourceId, location: string, address = location): DiscoveryItem {
  const skipped = (reason: string): DiscoveryItem => ({ kind: 'skipped', source, location, reason });
  const listed = toolsSchema.safeParse(card);
  const tools = listed.success ? declaredTools(listed.data.tools) : [];
  const candidate = currentCard(card, address) ?? earlierCard(card, address);
  if (!candidate) return skipped('It is no server card.');
  if (candidate.launch?.kind === 'not-launchable' && candidate.package === undefined && tools.length === 0)
    return skipped('It names no address at which the server is reached.');
  return { kind: 'server', candidate: { source, location, ...shown(address), ...candidate, ...withTools(tools) } };
}

const shown = (address: string) => (/^https?:\/\//.test(address) ? { locationUrl: address } : {});
const withTools = (tools: ToolDefinition[]) => (tools.length > 0 ? { tools } : {});

type Described = Omit<ServerCandidate, 'source' | 'location'>;

function currentCard(card: Json, address: string): Described | undefined {
  const server = readServerJson(card);
  if (!server || (server.remotes.length === 0 && server.packages.length === 0)) return undefined;
  const ref = preferredPackage(server);
  const repository = repositoryOf(server);
  const launch = launchOfServerJson(server, { pinned: true });
  return {
    name: server.title ?? server.name,
    ...(server.description !== undefined && { description: server.description.slice(0, 1000) }),
    ...vendorOf(address),
    ...(repository && { repository, repositoryIsClaimed: true }),
    ...(ref && { package: packageRefOf(ref) }),
    ...(launch.kind === 'remote' && { remoteUrl: launch.url }),
    launch,
  };
}

function earlierCard(card: Json, address: string): Described | undefined {
  const parsed = earlierSchema.safeParse(card);
  if (!parsed.success) return undefined;
  const { serverInfo, description, transport } = parsed.data;
  const endpoint = transport?.endpoint ?? transport?.url;
  const url = endpoint === undefined ? null : URL.parse(endpoint, /^https?:\/\//.test(address) ? address : undefined);
  const remoteUrl = url === null ? undefined : canonicalRemoteUrl(url.href);
  const name = serverInfo.title ?? serverInfo.name;
  if (name === undefined) return undefined;
  return {
    name,
    ...(description !== undefined && { description: description.slice(0, 1000) }),
    ...vendorOf(address),
    ...(remoteUrl !== undefined && { remoteUrl }),
    launch:
      remoteUrl === undefined
        ? {
            kind: 'not-launchable',
            outcome: 'not-launchable',
            reason: 'Its server card names no address at which it is reached.',
            todo: 'Scan it by its address: toolrisk scan <url>.',
          }
        : {
            kind: 'remote',
            url: remoteUrl,
            transport:
              transport?.type === 'sse' ? 'sse' : transport?.type === 'streamable-http' ? 'streamable-http' : 'auto',
            headers: [],
          },
  };
}

/** Who publishes a card: the domain it lies on. */
function vendorOf(address: string): { vendor?: string } {
  const host = URL.parse(address)?.hostname;
  return host ? { vendor: host } : {};
}
