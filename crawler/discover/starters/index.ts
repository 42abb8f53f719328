/** Programs whose command lines start something else, or that run a language. One file each; a new one is a file and a line here. */
import type { Starter } from '#crawler/discover/commands/starter.ts';
import { bun } from './bun.ts';
import { cmd } from './cmd.ts';
import { deno } from './deno.ts';
import { docker } from './docker.ts';
import { env } from './env.ts';
import { node } from './node.ts';
import { npm } from './npm.ts';
import { npx } from './npx.ts';
import { pipx } from './pipx.ts';
import { pnpm } from './pnpm.ts';
import { powershell } from './powershell.ts';
import { python } from './python.ts';
import { shell } from './shell.ts';
import { uv } from './uv.ts';
import { wrappers } from './wrappers.ts';
import { wsl } from './wsl.ts';
import { yarn } from './yarn.ts';

/** Every starter. No program is of two. */
export const starters: readonly Starter[] = [
  npx,
  npm,
  pnpm,
  yarn,
  bun,
  uv,
  pipx,
  docker,
  node,
  deno,
  python,
  env,
  shell,
  cmd,
  powershell,
  wsl,
  wrappers,
];

/** By the program's name, lower case, without folder and `.exe`. */
export const starterOf: ReadonlyMap<string, Starter> = new Map(
  starters.flatMap((starter) => starter.programs.map((program) => [program, starter] as const)),
);
