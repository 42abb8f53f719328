/** What is started from an npm package: the package's own program, or what it only stands before. Pure. */
import { parseNpmSpec } from '#crawler/discover/package-spec.ts';
import { looksSecret } from '#crawler/discover/secrets.ts';
import { bridgeOf } from './bridges.ts';
import { sayWord } from './say.ts';
import { type Around, noServer, notStarted, type RawCommand, started } from './starter.ts';

/** A package that npm would take from a repository, an address or this machine instead of the registry. */
const elsewhere =
  /^(?:git[+:@]|github:|gitlab:|bitbucket:|gist:|https?:|ssh:|file:|link:|npm:.*@|\.{0,2}[\\/]|~|[A-Za-z]:[\\/])/i;
const shorthand = /^[\w.-]+\/[\w.-]+(?:#.*)?$/;
/** Variables by which npm and those that do alike are told a registry. */
const registryVariable = /^(?:npm_config_(?:.*:)?registry|bun_config_registry|yarn_(?:npm_)?registry(?:_server)?)$/i;
/** Variables by which npm is told another package or command than its words name, or settings of its own. */
const otherVariable = /^npm_config_(?:package|call|userconfig|globalconfig|prefix|workspaces?)$/i;
/** The registry that packages are installed from here, and the addresses that mean it. */
const publicRegistry = /^https?:\/\/registry\.(?:npmjs\.org|yarnpkg\.com)\/?$/;

/** How a package is called for. */
export interface NpmCall {
  /** Packages named by an option, in order; empty where the first word names it. */
  packages: readonly string[];
  /** Words after the options. */
  rest: readonly string[];
  /** A registry of its own, as an option gives it. */
  registry?: string | undefined;
}

/** Reads a call of `npx` and those that do alike. */
export function readNpmCall({ packages, rest, registry }: NpmCall, around: Around, program: string): RawCommand {
  if (Object.keys(around.env).some((name) => otherVariable.test(name)))
    return notStarted(
      `${program} is given settings by variables of its environment, so what it starts is not certain.`,
      around,
    );
  const own = registry ?? Object.entries(around.env).find(([name]) => registryVariable.test(name))?.[1];
  if (own !== undefined && !publicRegistry.test(own))
    return notStarted('Its package is from a registry of its own, which is not asked here.', around);
  const [first, ...more] = rest;
  if (packages.length === 0 && first === undefined) return noServer(`${program} is started without a package.`, around);
  const wanted = packages.length === 0 ? (first as string) : choosePackage(packages, first);
  if (wanted === undefined)
    return notStarted(
      `${program} is given several packages, and which of them has the program is not certain.`,
      around,
    );
  if (elsewhere.test(wanted) || shorthand.test(wanted))
    return notStarted(
      'It is run straight from a repository, an address or a folder, not from a package registry.',
      around,
      {
        kind: 'repository',
        address: wanted,
      },
    );
  const alias = /^[^@]+@npm:(.+)$/.exec(wanted)?.[1];
  const text = alias ?? wanted;
  const spec = parseNpmSpec(text);
  const version = text.slice(text.indexOf('@', 1) < 0 ? text.length : text.indexOf('@', 1) + 1);
  if (/^(?:file:|link:|git|https?:|\.|\/)/.test(version))
    return notStarted('Its package is from a folder or address, not from a package registry.', around);
  if (!spec || looksSecret(spec.name))
    return notStarted('What stands where its package would is not the name of an npm package.', around);
  const bin = packages.length === 0 ? undefined : first;
  if (packages.length > 0 && bin === undefined)
    return notStarted(`${program} is given a package and no program of it.`, around);
  const bridge = bridgeOf('npm', spec.name);
  if (bridge !== undefined) return bridge(more, around, spec.name);
  if (bin !== undefined && !parseNpmSpec(bin))
    return notStarted('What is started is not a program of its package.', around);
  if (bin !== undefined && /^(?:node|npm|npx|sh|bash|cmd|python3?)$/.test(bin))
    return notStarted(`It starts ${bin} beside a package, and what that runs is not certain.`, around);
  return started(
    {
      kind: 'npm',
      ...spec,
      ...(bin !== undefined && bin !== spec.name && { bin }),
      args: more,
    },
    around,
  );
}

/** Of several packages the one whose name the program has in it; undefined where that does not tell. */
function choosePackage(packages: readonly string[], bin: string | undefined): string | undefined {
  const unique = [...new Set(packages)];
  if (unique.length === 1) return unique[0];
  const program = tokens(bin ?? '');
  const scored = unique.map((text) => {
    const name = parseNpmSpec(text)?.name ?? '';
    const own = tokens(name);
    const equal = name.split('/').at(-1) === bin ? 100 : 0;
    return { text, score: equal + own.filter((token) => !general.has(token) && program.includes(token)).length };
  });
  const best = Math.max(...scored.map(({ score }) => score));
  const winners = scored.filter(({ score }) => score === best);
  return best > 0 && winners.length === 1 ? winners[0]?.text : undefined;
}

const tokens = (name: string) =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
/** Words that every server's name has. */
const general = new Set(['mcp', 'server', 'cli', 'modelcontextprotocol', 'js', 'node']);

/** What is said of an option that no table has. */
export function unknownOption(program: string, option: string, around: Around): RawCommand {
  return notStarted(
    `${program} is given ${sayWord(option, 'an option')}, which is not known here: what follows may be its value, so nothing is started.`,
    around,
  );
}
