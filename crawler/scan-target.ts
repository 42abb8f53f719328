/** What `toolrisk scan` is pointed at. Pure. */
import { parseNpmSpec, parsePypiSpec } from '#crawler/discover/manifests/command-line.ts';
import { StopRun } from '#crawler/errors.ts';
import type { LaunchSpec } from '#db/types.ts';

/**
 * A launch from the words of the command line.
 * @param isCommand whether they stood behind `--`
 * @throws {StopRun} when they are no address, no package name and no command
 */
export function parseTarget(words: readonly string[], isCommand: boolean): LaunchSpec {
  const [first, ...rest] = words;
  if (first === undefined) throw new StopRun('Say what to scan: a URL, a package, or a command after --.');
  if (isCommand) return { kind: 'command', command: first, args: rest, env: [] };
  if (/^https?:\/\//i.test(first) && rest.length === 0) {
    return { kind: 'remote', url: first, transport: 'auto', headers: [] };
  }
  const pypi = first.startsWith('pypi:') ? parsePypiSpec(first.slice('pypi:'.length)) : undefined;
  if (pypi) return { kind: 'pypi', package: pypi.name, version: pypi.version, args: rest, env: [] };
  const npm = parseNpmSpec(first);
  if (npm) return { kind: 'npm', package: npm.name, version: npm.version, args: rest, env: [] };
  throw new StopRun(
    `"${first}" is neither a URL nor the name of an npm package (or pypi:<name>). To scan a command, put it after --: toolrisk scan -- ${words.join(' ')}`,
  );
}
