/** Clients whose configurations are read. One file each; a new one is a file and a line here. */
import type { Client } from '#crawler/discover/client.ts';
import { amp } from './amp.ts';
import { claudeCode } from './claude-code.ts';
import { claudeDesktop } from './claude-desktop.ts';
import { cline } from './cline.ts';
import { codex } from './codex.ts';
import { continueDev } from './continue.ts';
import { copilot } from './copilot.ts';
import { cursor } from './cursor.ts';
import { devcontainer } from './devcontainer.ts';
import { gemini } from './gemini.ts';
import { goose } from './goose.ts';
import { lmStudio } from './lm-studio.ts';
import { mcpb } from './mcpb.ts';
import { mcpproxy } from './mcpproxy.ts';
import { opencode } from './opencode.ts';
import { serverJson } from './server-json.ts';
import { vscode } from './vscode.ts';
import { windsurf } from './windsurf.ts';
import { zed } from './zed.ts';

/** Every client, in the order in which people are told of them. */
export const clients: readonly Client[] = [
  claudeDesktop,
  claudeCode,
  vscode,
  devcontainer,
  cursor,
  windsurf,
  codex,
  gemini,
  copilot,
  zed,
  cline,
  continueDev,
  opencode,
  goose,
  lmStudio,
  amp,
  mcpproxy,
  serverJson,
  mcpb,
];
