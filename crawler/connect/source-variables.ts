import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readStart } from './read-start.ts';

/** How much of a package's own source is searched: files, and bytes of each. Bundles of several MB exist. */
const maxFiles = 60;
const maxFileBytes = 3_000_000;
/** Variables whose name says that a value is a credential, an address or something of an account. */
const wanted =
  /(?:_|^)(?:API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PAT|ACCESS_TOKEN|API_URL|BASE_URL|HOST|SITE|DOMAIN|URL|DSN|CONNECTION_STRING|USER|USERNAME|EMAIL|(?:CLOUD|ACCOUNT|ORG|TENANT|SHOP|STORE|BUCKET|DB|DATABASE|PROJECT|TEAM|SPACE|CLUSTER|INSTANCE)_NAME|[A-Z]+_ID)$/;
const foreign =
  /^(?:npm_|NPM_|NODE_|AWS_LAMBDA|CI$|GITHUB_ACTIONS|DEBUG|DOTENV_|OTEL_|HTTPS?_PROXY|ALL_PROXY|PYTHON|VSCODE_|JEST_|VITEST_|TEST_|SENTRY_DSN$)/;

/**
 * Names of credential variables that a package's own source reads, most often mentioned first, at most six. For servers
 * that end without saying what they miss. Nothing is run.
 */
export async function findSourceVariables(packageFolder: string): Promise<string[]> {
  const counts = new Map<string, number>();
  let files = 0;
  const visit = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((left, right) => left.name.localeCompare(right.name))) {
      if (files >= maxFiles) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !['node_modules', '__pycache__'].includes(entry.name) && depth < 4)
        await visit(path, depth + 1);
      if (!entry.isFile() || !/\.(?:[cm]?js|py)$/.test(entry.name)) continue;
      files += 1;
      const text = await readStart(path, maxFileBytes).catch(() => '');
      for (const [, dotted, quoted] of text.matchAll(
        /\b(?:env\.([A-Z][A-Z0-9_]{3,60})\b|(?:env(?:iron)?\[|environ\.get\(|getenv\()\s*["']([A-Z][A-Z0-9_]{3,60})["'])/g,
      )) {
        const name = dotted ?? quoted;
        if (name && wanted.test(name) && !foreign.test(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
  };
  await visit(packageFolder, 0);
  return [...counts]
    .sort((left, right) => right[1] - left[1])
    .slice(0, 6)
    .map(([name]) => name);
}
