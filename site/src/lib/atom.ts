/** Changes as an Atom feed (RFC 4287). */
import { createHash } from 'node:crypto';
import type { Change } from './changes-api.ts';
import { shorten } from './format.ts';
import { plainVerbatim } from './verbatim.ts';
import { xmlRoot } from './xml.ts';

/** Entries a feed holds; readers keep what they have seen. */
export const feedLength = 100;

/** Longest name of a server in a title, characters. */
const maxNameChars = 80;

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
export function atomFeed({ title, self, page, since }: FeedFacts, changes: readonly Change[]) {
  const feed = xmlRoot('http://www.w3.org/2005/Atom', 'feed');
  feed.ele('id').txt(self);
  feed.ele('title').txt(plainVerbatim(title));
  feed.ele('updated').txt(changes[0]?.at ?? since.toISOString());
  feed.ele('author').ele('name').txt('toolrisk');
  feed.ele('link', { rel: 'self', type: 'application/atom+xml', href: self });
  feed.ele('link', { rel: 'alternate', type: 'text/html', href: page });
  for (const change of changes) {
    const entry = feed.ele('entry');
    const name = shorten(plainVerbatim(change.server.name), maxNameChars);
    entry.ele('id').txt(entryId(change));
    entry.ele('title').txt(`${name}: ${shorten(change.sentence, 300)}`);
    entry.ele('published').txt(change.at);
    entry.ele('updated').txt(change.at);
    entry.ele('link', { rel: 'alternate', type: 'text/html', href: change.tool?.url ?? change.server.url });
    entry.ele('category', { term: change.kind });
    entry.ele('content').txt(`${change.sentence}.`);
  }
  return feed;
}

/** The same for ever, wherever the site is reached: a UUID (version 8, RFC 9562) of what makes this change this one. */
function entryId({ id, at, kind, server }: Change): string {
  const hash = createHash('sha256').update([id, at, kind, server.slug].join('\n')).digest('hex');
  return `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
