/** MCP bundles: `manifest.json` of an `.mcpb` (formerly `.dxt`). Pure. */
import { z } from 'zod';
import type { InputDeclaration } from '#db/types.ts';
import { parseLooseJson } from './loose-json.ts';
import { namesSecret } from './redact.ts';

const text = z.string().optional().catch(undefined);
const schema = z.object({
  name: z.string().min(1),
  display_name: text,
  description: text,
  version: text,
  author: z.object({ name: text }).optional().catch(undefined),
  server: z.object({
    type: z.string(),
    entry_point: text,
    mcp_config: z
      .object({
        command: text,
        args: z.array(z.string()).optional().catch(undefined),
        env: z.record(z.string(), z.unknown()).optional().catch(undefined),
      })
      .optional()
      .catch(undefined),
  }),
  user_config: z
    .record(
      z.string(),
      z.object({
        type: text,
        description: text,
        required: z.boolean().optional().catch(undefined),
        sensitive: z.boolean().optional().catch(undefined),
      }),
    )
    .optional()
    .catch(undefined),
});

/** A bundle manifest as far as it is used. */
export type BundleManifest = z.output<typeof schema>;

/** Reads the text of a `manifest.json`; undefined where it is another kind of manifest. */
export function parseBundleManifest(text: string): BundleManifest | undefined {
  const parsed = parseLooseJson(text);
  return 'value' in parsed ? readBundleManifest(parsed.value) : undefined;
}

/** Reads a parsed `manifest.json`; undefined where it is another kind of manifest. */
export function readBundleManifest(value: unknown): BundleManifest | undefined {
  const checked = schema.safeParse(value);
  return checked.success ? checked.data : undefined;
}

/** The environment variables a bundle sets, with what its user is asked for. */
export function bundleInputs(manifest: BundleManifest): InputDeclaration[] {
  return Object.entries(manifest.server.mcp_config?.env ?? {}).map(([name, value]) => {
    const key = typeof value === 'string' ? /\$\{user_config\.([\w.-]+)\}/.exec(value)?.[1] : undefined;
    const asked =
      key !== undefined && manifest.user_config && Object.hasOwn(manifest.user_config, key)
        ? manifest.user_config[key]
        : undefined;
    return {
      name,
      required: asked?.required ?? false,
      secret: asked?.sensitive ?? namesSecret(name),
      ...(key === undefined &&
        typeof value === 'string' &&
        !namesSecret(name) &&
        !value.includes('${') && { default: value }),
      ...(asked?.description !== undefined && { description: asked.description }),
    };
  });
}
