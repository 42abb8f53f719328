/**
 * From what was found about a server to how it is started. Pure: reads texts, starts nothing.
 * Everything it reads is a stranger's: it yields data (a package name, words for an argument list), never a shell line.
 */
import { packageIdentity } from '#crawler/discover/identity.ts';
import { readReadmeSnippet } from '#crawler/discover/manifests/client-config.ts';
import { harmlessValue } from '#crawler/discover/manifests/inputs.ts';
import { type BundleManifest, bundleInputs, parseBundleManifest } from '#crawler/discover/manifests/mcpb.ts';
import {
  binNames,
  chooseBin,
  isPublished,
  mcpEvidence,
  type PackageJson,
  parsePackageJson,
} from '#crawler/discover/manifests/package-json.ts';
import { type PythonProject, parsePyproject, pythonMcpEvidence } from '#crawler/discover/manifests/pyproject.ts';
import { launchOfServerJson, parseServerJson } from '#crawler/discover/manifests/server-json.ts';
import { parseNpmSpec, parsePypiSpec } from '#crawler/discover/package-spec.ts';
import type { InputDeclaration, LaunchSpec, NotLaunchable, Outcome, ServerCandidate } from '#db/types.ts';
import { scanLine } from './scan-words.ts';

/** The language of a server that no package manager installs, by the manifest its source found. */
function languageOf(files: Record<string, string>): string | undefined {
  if (files['go.mod'] !== undefined) return 'Go';
  if (files['Cargo.toml'] !== undefined) return 'Rust';
  const isPython = files['requirements.txt'] !== undefined && files['pyproject.toml'] === undefined;
  return isPython && files['package.json'] === undefined ? 'Python' : undefined;
}

type Plan = LaunchSpec | NotLaunchable;

/**
 * Decides how a candidate is started, best evidence first: what its source says, `server.json`, the package it is
 * published as, an MCP bundle, a client configuration in the README, its remote address.
 * @returns why nothing can be started, and what to do about it, where nothing can
 */
export function planLaunch(candidate: ServerCandidate): LaunchSpec | NotLaunchable {
  if (candidate.launch) return candidate.launch;
  const files = candidate.files ?? {};
  const readme = files['README.md'] ?? '';
  const plans: Plan[] = [];

  const serverJson = parseServerJson(files['server.json'] ?? '');
  if (serverJson) plans.push(launchOfServerJson(serverJson, { pinned: candidate.pinned ?? false }));

  const manifest = parsePackageJson(files['package.json'] ?? '');
  if (manifest && (mcpEvidence(manifest) || candidate.package?.name === manifest.name))
    plans.push(planNpm(manifest, readme));

  const project = parsePyproject(files['pyproject.toml'] ?? '');
  if (project && pythonMcpEvidence(project)) plans.push(planPypi(project, readme));

  const bundle = parseBundleManifest(files['manifest.json'] ?? '');
  if (bundle) plans.push(planBundle(bundle, manifest));

  const language = languageOf(files);
  if (language !== undefined) {
    plans.push(
      cannot(
        'unsupported-runtime',
        `It is a ${language} program that is not published as a package, and it is not built here.`,
        'Build it yourself and scan it: toolrisk scan -- <command>.',
      ),
    );
  }
  if (!plans.some(startable)) {
    // Only for a server that no manifest describes: a monorepo's README shows its neighbours as well.
    if (!serverJson && !manifest && !project) plans.push(...planReadme(readme));
    plans.push(...planNamed(candidate));
  }
  return (
    plans.find(startable) ??
    plans[0] ??
    cannot(
      'not-launchable',
      'Nothing found with it says how to start it: no server.json, no package with a program, no configuration in its README.',
      'Run it yourself and scan it: toolrisk scan -- <command>.',
    )
  );
}

const startable = (plan: Plan): boolean => plan.kind !== 'not-launchable';

function cannot(outcome: Outcome, reason: string, todo: string): NotLaunchable {
  return { kind: 'not-launchable', outcome, reason, todo };
}

function planNpm(manifest: PackageJson, readme: string): Plan {
  const name = manifest.name ?? '';
  if (manifest.private) {
    return cannot(
      'not-launchable',
      `Its package.json${name && ` (${name})`} is marked private: it is not published to npm.`,
      'Clone and build it, then scan it: toolrisk scan -- node <file>.',
    );
  }
  if (!isPublished(manifest)) {
    return cannot(
      'not-launchable',
      'Its package.json has no name that npm accepts.',
      'Clone and build it, then scan it: toolrisk scan -- node <file>.',
    );
  }
  if (binNames(manifest).length === 0) {
    return cannot(
      'not-launchable',
      `The package ${name} installs no program: its package.json has no "bin".`,
      'Its author can add "bin" to package.json; or scan it by its command: toolrisk scan -- <command>.',
    );
  }
  const bin = chooseBin(manifest);
  return { kind: 'npm', package: name, ...(bin !== undefined && { bin }), ...fromReadme(readme, 'npm', name) };
}

function planPypi(project: PythonProject, readme: string): Plan {
  const { name, scripts } = project;
  if (project.private) {
    return cannot(
      'not-launchable',
      `Its pyproject.toml (${name}) is marked private: it is not published.`,
      'Clone it, run uv sync in it, then scan it: toolrisk scan -- uv run <program>.',
    );
  }
  if (scripts.length === 0) {
    return cannot(
      'not-launchable',
      `The Python package ${name} installs no program.`,
      'Its author can add [project.scripts] to pyproject.toml.',
    );
  }
  const bin = scripts.includes(name) ? {} : { bin: scripts[0] };
  return { kind: 'pypi', package: name, ...bin, ...fromReadme(readme, 'pypi', name) };
}

/** Arguments and variables that the README's own configuration of this very package shows. */
function fromReadme(readme: string, kind: 'npm' | 'pypi', name: string): { args: string[]; env: InputDeclaration[] } {
  const identity = packageIdentity({ registry: kind, name });
  const shown = readReadmeSnippet(
    readme,
    ({ launch }) => launch?.kind === kind && packageIdentity({ registry: kind, name: launch.package }) === identity,
  );
  return shown?.launch?.kind === kind ? { args: shown.launch.args, env: shown.launch.env } : { args: [], env: [] };
}

function planBundle(bundle: BundleManifest, manifest: PackageJson | undefined): Plan {
  const { type, entry_point: entryPoint, mcp_config: config } = bundle.server;
  if (type === 'binary') {
    return cannot(
      'unsupported-runtime',
      'It is an MCP bundle with a compiled program, which is not started here.',
      'Run it yourself and scan it: toolrisk scan -- <program>.',
    );
  }
  // A bundle holds its code; a repository's manifest.json only describes it. The package beside it, if published, is the same code.
  if (type === 'node' && manifest && isPublished(manifest) && binNames(manifest).length > 0) {
    const bin = chooseBin(manifest);
    const args = (config?.args ?? [])
      .filter((arg) => !arg.includes('__dirname') && arg !== entryPoint)
      .map((arg) => (/\$\{[^}]{0,200}\}/.test(arg) ? harmlessValue(arg) : arg));
    return {
      kind: 'npm',
      package: manifest.name as string,
      ...(bin !== undefined && { bin }),
      args,
      env: bundleInputs(bundle),
    };
  }
  return cannot(
    'not-launchable',
    `It is an MCP bundle (${type}) whose code is not published as a package.`,
    'Unpack the bundle and scan it: toolrisk scan -- <command>.',
  );
}

function planReadme(readme: string): Plan[] {
  const shown = readReadmeSnippet(readme);
  if (!shown) return [];
  if (shown.launch && shown.launch.kind !== 'command') return [shown.launch];
  if (shown.package?.registry === 'oci') return [container(shown.package.name)];
  return [
    cannot(
      'not-launchable',
      `Its README starts it by ${shown.launch?.kind === 'command' ? shown.launch.command : 'a command'} from a local copy.`,
      'Clone and build it, then scan it: toolrisk scan -- <command>.',
    ),
  ];
}

const container = (image: string) =>
  cannot(
    'unsupported-runtime',
    `It is published as a container image (${image}), and containers are not started here.`,
    `If you trust it, start it with your own rights: ${scanLine({ kind: 'command', command: 'docker', args: ['run', '-i', '--rm', image], env: [] }, { noSandbox: true })}`,
  );

/** What the source names without saying how it is started. */
function planNamed({ package: ref, remoteUrl }: ServerCandidate): Plan[] {
  if (ref?.registry === 'npm' || ref?.registry === 'pypi') {
    const spec = ref.registry === 'npm' ? parseNpmSpec(ref.name) : parsePypiSpec(ref.name);
    if (spec?.name !== ref.name)
      return [
        cannot('not-launchable', `${JSON.stringify(ref.name)} is not the name of a package.`, 'Correct the name.'),
      ];
    return [{ kind: ref.registry, package: ref.name, ...(ref.version && { version: ref.version }), args: [], env: [] }];
  }
  if (remoteUrl) return [{ kind: 'remote', url: remoteUrl, transport: 'auto', headers: [] }];
  if (ref?.registry === 'oci') return [container(ref.name)];
  if (ref)
    return [
      cannot(
        'unsupported-runtime',
        'It is published as an MCP bundle, which is not started here.',
        'Unpack the bundle and scan it: toolrisk scan -- <command>.',
      ),
    ];
  return [];
}
