/**
 * Addresses of pages. A tool may have any name, and browsers and servers both rewrite paths: `..` is resolved, `%2F`
 * and `%25` are decoded a different number of times by different software. So a name is written with letters, digits,
 * `_`, `-` and `.`, and every other character as `~hex~`; nothing in it is left to be decoded.
 */
import type { Risk, VerdictCategory } from '#db/types.ts';

/** A tool name as one segment of a path. */
export function encodeToolName(name: string): string {
  if (name === '') return '~~';
  const escaped = /^\.+$/.test(name) ? /./g : /[^\p{L}\p{N}_.-]/gu;
  return name.replace(escaped, (character) => `~${hexOf(character)}~`);
}

/** The name a path segment stands for. Also takes a name that was only percent-encoded, as people write it by hand. */
export function decodeToolName(segment: string): string {
  if (segment === '~~') return '';
  return segment.replace(/~([0-9a-f]{1,6})~/g, (whole, hex: string) => {
    const point = Number.parseInt(hex, 16);
    const stored = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    return stored ? String.fromCodePoint(point) : whole;
  });
}

const hexOf = (character: string) => character.codePointAt(0)!.toString(16);

export const serverPath = (slug: string) => `/servers/${encodeURIComponent(slug)}`;

export const toolPath = (slug: string, tool: string) =>
  `${serverPath(slug)}/tools/${encodeURIComponent(encodeToolName(tool))}`;

export const serverPolicyPath = (slug: string, query?: Record<string, string | readonly string[] | undefined>) =>
  withQuery(`${serverPath(slug)}/policy.json`, query ?? {});

export const toolPolicyPath = (slug: string, tool: string, query?: Record<string, string | undefined>) =>
  withQuery(`${toolPath(slug, tool)}/policy.json`, query ?? {});

/** Where a visitor asks for a server to be visited again. */
export const refreshPath = (slug: string) => `${serverPath(slug)}/refresh`;
export const serverChangesPath = (slug: string) => `${serverPath(slug)}/changes.atom`;

/** The same page as Markdown. A tool may be named so that `.md` behind its name were another tool's page. */
export const serverMarkdownPath = (slug: string) => `${serverPath(slug)}.md`;
/** The same page as JSON, with the definitions as the server wrote them and the age of its list. */
export const serverJsonPath = (slug: string) => `${serverPath(slug)}.json`;
/** How the verdict on a tool came about. */
export const whyPath = (slug: string, tool: string) => `${toolPath(slug, tool)}/why`;
export const toolMarkdownPath = (slug: string, tool: string) => `${toolPath(slug, tool)}/tool.md`;

/** The picture beside links to a page: `path` is that of a server or a tool. */
export const cardPath = (path: string) => `${path}/card.png`;

export const attackPath = (id: string) => `/attacks/${id}`;

export const capabilityPath = (id: string) => `/capabilities/${id}`;

/** An entry of a published taxonomy, by its publisher's id, which has nothing in it that a path would write otherwise. */
export const taxonomyPath = (id: string) => `/taxonomy/${id}`;

/** A vendor may be named by anything, as a tool may. */
export const vendorPath = (vendor: string) => `/vendors/${encodeURIComponent(encodeToolName(vendorKey(vendor)))}`;

/** A vendor as the cards of lists hold it: in lower case, 60 characters. */
export const vendorKey = (vendor: string) =>
  [
    ...vendor
      .replaceAll('\0', '')
      .toWellFormed()
      .replace(/^ +| +$/g, '')
      .toLowerCase(),
  ]
    .slice(0, 60)
    .join('');

export const toolsPath = (filter: { category?: VerdictCategory; risk?: Risk; after?: string }) =>
  withQuery('/tools', filter);

/** A path with those parameters that are there; a list is written as one parameter for each of its values. */
export function withQuery(
  path: string,
  parameters: Record<string, string | number | readonly string[] | undefined>,
): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    for (const one of typeof value === 'object' ? value : [value]) query.append(key, String(one));
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

/** A link a person may follow: only http and https, so that no listing can plant a script. */
export function safeUrl(url: string | null | undefined): string | undefined {
  if (!url) return undefined;
  try {
    const { protocol, href } = new URL(url);
    return protocol === 'https:' || protocol === 'http:' ? href : undefined;
  } catch {
    return undefined;
  }
}
