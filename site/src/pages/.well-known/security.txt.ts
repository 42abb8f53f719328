import type { APIRoute } from 'astro';

/** How long what it says can be relied on, days (RFC 9116 recommends less than a year). */
const validDays = 180;
const dayMs = 86_400_000;

/** Where faults of this site are reported (RFC 9116), as whoever runs it says; 404 where they say nothing. */
export const GET: APIRoute = ({ locals: { siteUrl, contacts } }) => {
  if (!contacts.security) return new Response('Whoever runs this site has named no contact.\n', { status: 404 });
  const expires = new Date((Math.floor(Date.now() / dayMs) + validDays) * dayMs);
  const lines = [
    `Contact: ${contacts.security}`,
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: en',
    `Canonical: ${siteUrl}/.well-known/security.txt`,
    '',
  ];
  return new Response(lines.join('\n'), { headers: { 'content-type': 'text/plain; charset=utf-8' } });
};
