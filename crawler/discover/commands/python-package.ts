/** What is started from a Python package. Pure. */
import { parsePypiSpec } from '#crawler/discover/package-spec.ts';
import { looksSecret } from '#crawler/discover/secrets.ts';
import { bridgeOf } from './bridges.ts';
import { type Around, noServer, notStarted, type RawCommand, started } from './starter.ts';

/** Where Python's public packages are from; another index may hold another package of the same name. */
const publicIndex = /^https?:\/\/(?:pypi\.org|pypi\.python\.org|files\.pythonhosted\.org)(?:\/(?:simple|pypi))?\/?$/;
const indexVariable =
  /^(?:UV_(?:DEFAULT_INDEX|INDEX|INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS)|PIP_(?:INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS))$/;
/** Variables that name files in which another index or another source of a package may stand. */
const otherVariable = /^(?:UV_(?:CONFIG_FILE|OVERRIDE|CONSTRAINT|BUILD_CONSTRAINT)|PIP_(?:CONFIG_FILE|CONSTRAINT))$/;
const elsewhere = /^(?:git\+|hg\+|https?:|ssh:|file:|\.{0,2}[\\/]|~|[A-Za-z]:[\\/]|\.$)/;

/** How a package is called for. */
export interface PypiCall {
  /** The package, where an option names it; else the first word does. */
  from?: string | undefined;
  /** Words after the options. */
  rest: readonly string[];
  /** Addresses of indexes given by options. */
  indexes: readonly string[];
}

/** Reads a call of `uvx`, `pipx run` and those that do alike. */
export function readPypiCall({ from, rest, indexes }: PypiCall, around: Around, program: string): RawCommand {
  const fromEnv = Object.entries(around.env).flatMap(([name, value]) => (indexVariable.test(name) ? [value] : []));
  if ([...indexes, ...fromEnv].some((index) => !publicIndex.test(index.replace(/^[\w-]+=(?=https?:)/, ''))))
    return notStarted('Its package is from an index of its own, which is not asked here.', around);
  if (Object.keys(around.env).some((name) => otherVariable.test(name)))
    return notStarted(
      `${program} is given a file of settings by its environment, so what it starts is not certain.`,
      around,
    );
  const [first, ...more] = rest;
  const wanted = from ?? first;
  if (wanted === undefined) return noServer(`${program} is started without a package.`, around);
  // `name @ git+https://…`, as requirements write it.
  const direct = /^[\w.-]+(?:\[[^\]]*\])?\s*@\s*((?:git\+|https?:|file:).*)$/s.exec(wanted)?.[1];
  const address = direct ?? (elsewhere.test(wanted) ? wanted : undefined);
  if (address !== undefined)
    return notStarted(
      'It is run straight from a repository, an address or a folder, not from a package index.',
      around,
      {
        kind: 'repository',
        address,
      },
    );
  const spec = parsePypiSpec(wanted);
  if (!spec || looksSecret(spec.name))
    return notStarted('What stands where its package would is not the name of a Python package.', around);
  const bin = from === undefined ? undefined : first;
  if (from !== undefined && bin === undefined)
    return notStarted(`${program} is given a package and no program of it.`, around);
  if (/^python(?:\d(?:\.\d+)?)?$/.test(bin ?? spec.name))
    return notStarted('It starts Python beside a package, and what that runs is not certain.', around);
  const bridge = bridgeOf(
    'pypi',
    bin === undefined || bin === 'mcp-proxy' || bin === 'mcpo' ? (bin ?? spec.name) : spec.name,
  );
  if (bridge !== undefined) return bridge(more, around, spec.name);
  if (bin !== undefined && !parsePypiSpec(bin))
    return notStarted('What is started is not a program of its package.', around);
  const plain = bin?.replace(/@(?:latest|[\d.]+)$/, '');
  return started(
    { kind: 'pypi', ...spec, ...(plain !== undefined && plain !== spec.name && { bin: plain }), args: more },
    around,
  );
}
