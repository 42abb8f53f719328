/** Looks at everything a crawl needs and says what to do about what is missing. */
import { mkdir, statfs } from 'node:fs/promises';
import { Octokit } from 'octokit';
import { findOnPath } from '#crawler/connect/host-paths.ts';
import { checkSandbox, findUv } from '#crawler/connect/index.ts';
import { openDb } from '#db/client.ts';
import { DatabaseUnusable } from '#db/faults.ts';
import { DatabaseInUse } from '#db/lock.ts';

/** One thing that was looked at. */
export interface Check {
  name: string;
  /** `warn`: it works, with less. */
  state: 'ok' | 'warn' | 'fail';
  detail: string;
  /** What to do; empty when ok. */
  todo: string;
}

/** What to look at. */
export interface DoctorOptions {
  databaseUrl: string;
  githubToken?: string;
  githubUrl?: string;
  /** Folder whose disk holds packages and scratch. */
  folder: string;
}

/** Free disk below which installs may fail, bytes: the cache's 2 GB at least and the largest server's 1.4 GB. */
const leastFreeBytes = 4e9;
/** Oldest Node that runs this code. */
const leastNode = [22, 18] as const;
/** How long GitHub may take to answer, milliseconds. */
const githubTimeoutMs = 5_000;

/** Every check, side by side, in a fixed order. Never throws: what breaks is a failed check. */
export async function examine(options: DoctorOptions): Promise<Check[]> {
  return (
    await Promise.all([checkNode(), sandbox(), python(), database(options), github(options), disk(options)])
  ).flat();
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  return {
    name: 'runtime',
    state: ok ? 'ok' : 'fail',
    detail: `Node ${process.versions.node} on ${process.platform}`,
    todo: ok ? '' : 'Run through npm (npm start, npm run toolrisk), which uses the pinned Node.',
  };
}

/** The sandbox, and a line for each of its promises. */
async function sandbox(): Promise<Check[]> {
  const check = await checkSandbox();
  const items = check.isolation.map(
    ({ title, holds, required, detail }): Check => ({
      name: `  ${title}`,
      state: holds ? 'ok' : required ? 'fail' : 'warn',
      detail,
      todo: '',
    }),
  );
  const whole: Check = check.ok
    ? { name: 'sandbox', state: 'ok', detail: 'bubblewrap works, with all of:', todo: '' }
    : { name: 'sandbox', state: 'fail', detail: check.reason, todo: check.todo };
  return [whole, ...items];
}

/** Where Python programs are looked for, as a shell would. */
function python(): Check {
  const uv = findUv();
  const python3 = findOnPath('python3', process.cwd());
  const detail = [
    uv === undefined ? 'no uv: Python packages are not started, only read' : `uv at ${uv}`,
    python3 === undefined ? 'no python3: local Python servers are not started' : `python3 at ${python3}`,
  ].join('; ');
  const todo = [
    ...(uv === undefined ? ['Install uv: https://docs.astral.sh/uv'] : []),
    ...(python3 === undefined ? ['Install Python: sudo apt-get install -y python3'] : []),
  ].join('. ');
  return { name: 'python', state: todo === '' ? 'ok' : 'warn', detail, todo };
}

async function database({ databaseUrl }: DoctorOptions): Promise<Check> {
  try {
    await using opened = await openDb(databaseUrl);
    const what = opened.embedded ? `embedded, ${databaseUrl}` : `PostgreSQL at ${new URL(databaseUrl).host}`;
    return { name: 'database', state: 'ok', detail: what, todo: '' };
  } catch (error) {
    const told = error instanceof DatabaseUnusable || error instanceof DatabaseInUse;
    const todo = told ? '' : 'Check the address (--db or DATABASE_URL) and that the server runs.';
    return { name: 'database', state: 'fail', detail: messageOf(error), todo };
  }
}

async function github({ githubToken, githubUrl }: DoctorOptions): Promise<Check> {
  const name = 'github';
  try {
    const octokit = new Octokit({
      auth: githubToken,
      baseUrl: githubUrl,
      throttle: { enabled: false },
      retry: { enabled: false },
    });
    const { data } = await octokit.rest.rateLimit.get({ request: { signal: AbortSignal.timeout(githubTimeoutMs) } });
    const { remaining, limit } = data.resources.core;
    const detail = `${githubToken ? 'with a token' : 'without a token'}, ${remaining} of ${limit} requests left this hour`;
    if (githubToken) return { name, state: 'ok', detail, todo: '' };
    return { name, state: 'warn', detail, todo: 'Set GITHUB_TOKEN for 5,000 requests an hour and code search.' };
  } catch (error) {
    const todo = 'Without it the other sources still work. Check the network, GITHUB_TOKEN and GITHUB_API_URL.';
    return { name, state: 'warn', detail: `not reachable: ${messageOf(error)}`, todo };
  }
}

async function disk({ folder }: DoctorOptions): Promise<Check> {
  const made = await mkdir(folder, { recursive: true }).then(
    () => undefined,
    (error: Error) => error,
  );
  if (made)
    return {
      name: 'disk',
      state: 'fail',
      detail: made.message,
      todo: 'Start toolrisk in a folder that can be written.',
    };
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const enough = free >= leastFreeBytes;
  return {
    name: 'disk',
    state: enough ? 'ok' : 'warn',
    detail: `${(free / 1e9).toFixed(1)} GB free`,
    todo: enough
      ? ''
      : 'Free some: packages take a tenth of it, at least 2 GB (--cache), and one server up to 1.4 GB while it installs.',
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
