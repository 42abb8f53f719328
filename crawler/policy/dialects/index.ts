/** Every dialect that a document can be evaluated in. A new one is one file and one line here. */
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { copilotCli } from './copilot-cli.ts';
import { gemini } from './gemini.ts';
import { intercept } from './intercept.ts';
import { opencode } from './opencode.ts';
import { policylayer } from './policylayer.ts';

/** Those of clients. */
export const clientDialects = [claudeCode, codex, gemini, copilotCli, opencode] as const;

export const dialects = [policylayer, intercept, ...clientDialects] as const;
