/** XML as a tree of elements, so that no text of a server can leave its place. */
import { createHash } from 'node:crypto';

/** An element with what is in it, in order. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly (XmlElement | string)[];
}

/** An element. Names are the program's own; values of attributes and texts may be anybody's. */
export const element = (
  name: string,
  attributes: XmlElement['attributes'] = {},
  ...children: XmlElement['children']
): XmlElement => ({ name, attributes, children });

/** The document with this root. Every reserved character is a reference; characters that XML does not have become U+FFFD. */
export function renderXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${render(root)}\n`;
}

function render(node: XmlElement | string): string {
  if (typeof node === 'string') return escapeText(node);
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escapeText(value)}"`);
  return `<${node.name}${attributes.join('')}>${node.children.map(render).join('')}</${node.name}>`;
}

// White space is referenced too, or a reader would turn it into a space in attributes, and \r into \n anywhere.
const escapeText = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\uFFFD')
    .replace(/[<>&'"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Answers with the document, or with 304 where the reader has it already. */
export function sendXml(request: Request, root: XmlElement, contentType: string): Response {
  const body = renderXml(root);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 20)}"`;
  const headers = { etag, 'cache-control': 'no-cache' };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, 'content-type': `${contentType}; charset=utf-8` } });
}
