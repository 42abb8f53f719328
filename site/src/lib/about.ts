/** What pages are about, as objects of schema.org. Pure; texts are gated here and escaped where they are written. */
import type { Server } from '#db/queries/servers.ts';
import type { Snapshot } from '#db/queries/snapshots.ts';
import { shorten } from './format.ts';
import { safeUrl, serverPath, toolPath } from './paths.ts';
import { stripMarkup } from './summary.ts';
import { plainVerbatim } from './verbatim.ts';

type About = Readonly<Record<string, unknown>>;

const said = (text: string | null | undefined, maxChars: number) =>
  shorten(plainVerbatim(stripMarkup(text ?? '')), maxChars) || undefined;

/** The site, and how it is searched. */
export const aboutSite = (siteUrl: string): About => ({
  '@type': 'WebSite',
  name: 'toolrisk',
  url: `${siteUrl}/`,
  potentialAction: {
    '@type': 'SearchAction',
    target: `${siteUrl}/search?q={search_term_string}`,
    'query-input': 'required name=search_term_string',
  },
});

/** A server: a program that somebody publishes. */
export const aboutServer = (server: Server, snapshot: Snapshot | undefined, siteUrl: string): About => ({
  '@type': 'SoftwareApplication',
  name: said(server.name, 200),
  description: said(server.description, 300),
  url: siteUrl + serverPath(server.slug),
  applicationCategory: 'DeveloperApplication',
  softwareVersion: said(snapshot?.packageVersion, 60),
  author: server.vendor ? { '@type': 'Organization', name: said(server.vendor, 120) } : undefined,
  sameAs: safeUrl(server.repositoryUrl),
});

/** A tool, and the server it is a part of. */
export const aboutTool = (server: Server, tool: string, description: string | undefined, siteUrl: string): About => ({
  '@type': 'WebAPI',
  name: shorten(plainVerbatim(tool), 200) || '(empty name)',
  description: said(description, 300),
  url: siteUrl + toolPath(server.slug, tool),
  isPartOf: {
    '@type': 'SoftwareApplication',
    name: said(server.name, 200),
    url: siteUrl + serverPath(server.slug),
  },
});
