/** MCPB (earlier DXT) bundle: `manifest.json` with `tools`, or with full definitions in the Windows static responses. */
import { asObject, findingsOf, listedDefinition, type Manifest, parseJson } from './manifest.ts';

export const mcpb: Manifest = {
  id: 'mcpb',
  title: 'MCPB manifest',
  matches: (path) => path === 'manifest.json' || path.endsWith('/manifest.json'),
  read(path, text) {
    const manifest = asObject(parseJson(text));
    // Browser extensions and web apps have a manifest.json too.
    if (manifest === undefined || asObject(manifest.server) === undefined) return [];
    if (manifest.manifest_version === undefined && manifest.dxt_version === undefined) return [];
    const windows = asObject(asObject(manifest._meta)?.['com.microsoft.windows']);
    const answer = asObject(asObject(windows?.static_responses)?.['tools/list']);
    const full = Array.isArray(answer?.tools) ? answer.tools : [];
    const short = Array.isArray(manifest.tools) ? manifest.tools : [];
    const findings = findingsOf(path, text, [...full, ...short].map(listedDefinition));
    if (manifest.tools_generated === true) {
      findings.push({ kind: 'left-out', file: path, line: 1, reason: 'more tools are made when the server runs' });
    }
    return findings;
  },
};
