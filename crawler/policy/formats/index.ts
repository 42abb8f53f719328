/** Every policy format, the default first. A new one is one file in this folder and one line here. */
import { agentcore } from './agentcore.ts';
import { agentgateway } from './agentgateway.ts';
import { claudeCode } from './claude-code.ts';
import { cline } from './cline.ts';
import { codex } from './codex.ts';
import { copilotAgent } from './copilot-agent.ts';
import { copilotCli } from './copilot-cli.ts';
import { cursor } from './cursor.ts';
import { cursorIde } from './cursor-ide.ts';
import { docker } from './docker.ts';
import { envoy } from './envoy.ts';
import type { PolicyFormat } from './format.ts';
import { gemini } from './gemini.ts';
import { goose } from './goose.ts';
import { hook } from './hook.ts';
import { intercept } from './intercept.ts';
import { litellm } from './litellm.ts';
import { managedSettings } from './managed-settings.ts';
import { opencode } from './opencode.ts';
import { policylayer } from './policylayer.ts';
import { toolhive } from './toolhive.ts';
import { vscode } from './vscode.ts';
import { zed } from './zed.ts';

export type { PolicyFormat, WriteOptions } from './format.ts';
export { policyFilename } from './format.ts';

export const formats: readonly [PolicyFormat, ...PolicyFormat[]] = [
  policylayer,
  hook,
  claudeCode,
  codex,
  gemini,
  copilotCli,
  copilotAgent,
  opencode,
  cursor,
  cursorIde,
  vscode,
  cline,
  zed,
  goose,
  managedSettings,
  intercept,
  litellm,
  toolhive,
  agentgateway,
  agentcore,
  envoy,
  docker,
];

/** The format with this id, or undefined. */
export function findFormat(id: string): PolicyFormat | undefined {
  return formats.find((format) => format.id === id);
}
