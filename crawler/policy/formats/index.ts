/** Every policy format, the default first. A new one is one file in this folder and one line here. */
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { cursor } from './cursor.ts';
import type { PolicyFormat } from './format.ts';
import { gemini } from './gemini.ts';
import { intercept } from './intercept.ts';
import { policylayer } from './policylayer.ts';

export type { PolicyFormat, PolicySubject } from './format.ts';
export { policyFilename } from './format.ts';

export const formats: readonly [PolicyFormat, ...PolicyFormat[]] = [
  policylayer,
  intercept,
  claudeCode,
  codex,
  gemini,
  cursor,
];

/** The format with this id, or undefined. */
export function findFormat(id: string): PolicyFormat | undefined {
  return formats.find((format) => format.id === id);
}
