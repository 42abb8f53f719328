/** Changes as an Atom feed (RFC 4287). */
import { createHash } from 'node:crypto';
import type { Change } from './changes-api.ts';
import { shorten } from './format.ts';
import { plainVerbatim } from './verbatim.ts';
import { element, type XmlElement } from './xml.ts';

/** Entries a feed holds; readers keep what they have seen. */
export const feedLength = 100;

/** Longest name of a server, and sentence, in a title, characters. */
const maxNameChars = 80;
const maxSentenceChars = 300;

/** What a feed says of itself. */
export interface FeedFacts {
  title: string;
  /** Address of the feed and of the page it belongs to. */
  self: string;
  page: string;
  /** When there is no entry: since when there has been nothing. */
  since: Date;
}

/** The feed of these changes, newest first. */
export function atomFeed({ title, self, page, since }: FeedFacts, changes: readonly Change[]): XmlElement {
  return element(
    'feed',
    { xmlns: 'http://www.w3.org/2005/Atom' },
    element('id', {}, self),
    element('title', {}, plainVerbatim(title)),
    element('updated', {}, changes[0]?.at ?? since.toISOString()),
    element('author', {}, element('name', {}, 'toolrisk')),
    element('link', { rel: 'self', type: 'application/atom+xml', href: self }),
    element('link', { rel: 'alternate', type: 'text/html', href: page }),
    ...changes.map(atomEntry),
  );
}

function atomEntry(change: Change): XmlElement {
  const { at, kind, server, tool, sentence } = change;
  const name = shorten(plainVerbatim(server.name), maxNameChars);
  return element(
    'entry',
    {},
    element('id', {}, entryId(change)),
    element('title', {}, `${name}: ${shorten(sentence, maxSentenceChars)}`),
    element('published', {}, at),
    element('updated', {}, at),
    element('link', { rel: 'alternate', type: 'text/html', href: tool?.url ?? server.url }),
    element('category', { term: kind }),
    element('content', { type: 'text' }, `${sentence}.`),
  );
}

/** The same for ever, wherever the site is reached: a UUID (version 8, RFC 9562) of what makes this change this one. */
function entryId({ id, at, kind, server }: Change): string {
  const hash = createHash('sha256').update([id, at, kind, server.slug].join('\n')).digest('hex');
  return `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
