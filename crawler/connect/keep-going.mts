/**
 * Loaded into a server's own process, before the server, when it ended itself in every start: many check a setting or a
 * program of the machine, end where it is not to their liking, and would list their tools a line later. Its exits return,
 * and what it does not catch is printed. Runs inside the sandbox and imports nothing of toolrisk.
 */
const say = (what: unknown): void => {
  process.stderr.write(`[toolrisk keeps it going after ${what instanceof Error ? what.stack : what}]\n`);
};
const stay = (code?: unknown): void => say(`exit ${code ?? process.exitCode ?? 0}`);
Object.assign(process, { exit: stay, reallyExit: stay, abort: () => say('abort') });
process.on('uncaughtException', say);
process.on('unhandledRejection', say);
