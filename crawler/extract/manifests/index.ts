/** The files in which authors list tools, best evidence first. Hand-kept; a test holds that it equals the folder. */
import type { Manifest } from './manifest.ts';
import { mcpb } from './mcpb.ts';
import { serverCard } from './server-card.ts';
import { toolsJson } from './tools-json.ts';
import { toolsnaps } from './toolsnaps.ts';

export const manifests: readonly Manifest[] = [mcpb, serverCard, toolsJson, toolsnaps];
