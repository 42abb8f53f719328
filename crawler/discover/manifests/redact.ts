/**
 * Takes what may be a secret or private out of command lines and addresses. Pure.
 *
 * Two measures: what people wrote for themselves (`own`) loses every value that is not known to be harmless; what authors
 * publish for others loses what looks like a secret.
 */
import {
  commandWords,
  freeOptions,
  numberOptions,
  optionWords,
  pathOption,
  settingOptions,
  settingParameters,
} from '#crawler/discover/harmless.ts';
import { parseUrl } from '#crawler/discover/identity.ts';
import { looksSecret } from '#crawler/discover/secrets.ts';

export { looksSecret };

/** What stands where a secret stood. */
export const placeholder = 'placeholder';
/** What stands where a private folder stood; in the sandbox an empty one. */
const emptyFolder = '.';

const secretName = /key|token|secret|passw|pwd|auth|credential|bearer|dsn|cookie|session|\bpat\b/i;
/** Names of what is nobody else's business besides. */
const privateName =
  /\bpass\b|\bcode\b|\bsig\b|signature|\botp\b|\bpin\b|connection|user|email|login|account|tenant|client-?id/i;
/** The whole text is a part that its reader is to fill in. */
const variable =
  /^(\$\{[^}]*\}|\$[A-Za-z_]\w*|%\w+%|<[^>]+>|\{\{?[^}]*\}?\}|\[[^\]]+\]|YOUR[-_ ].*|your[-_ ].*|xxx+|\.\.\.)$/;
/** A part in a longer text that only its user knows. */
// Bounded, so that a text of many beginnings without an end is not read anew from each.
const template =
  /\$\{[^}]{0,200}\}|\$\([^)]{0,200}\)|\{\{[^}]{0,200}\}\}|%[A-Za-z_]\w*%|\$[A-Za-z_]\w*|<[\w -]+>|\{[\w:.-]+\}/;
const pathVariable = /folder|dir|path|workspace|home|root|cwd|file/i;
const optionForm = /^(--?[A-Za-z][\w.:-]*)(?:=(.*))?$/s;

/** Whether a name promises a secret: `--api-key`, `GITHUB_TOKEN`, `Authorization`. */
export function namesSecret(name: string): boolean {
  return secretName.test(name);
}

/** Whether a name promises a secret or something else that is its user's own: `--user`, `tenant_id`. */
function namesPrivate(name: string): boolean {
  return secretName.test(name) || privateName.test(name.replaceAll('_', '-'));
}

/** Whether a text has parts that only its user knows: `${PROJECT}`, `<your-id>`, `{tenant}`. */
export function hasTemplate(text: string): boolean {
  return template.test(text);
}

/** A name of a server, variable or option as it may be kept; undefined where it looks like a secret or is no plain name. */
export function keepName(name: string): string | undefined {
  const cut = name.trim();
  return cut !== '' && cut.length <= 100 && !looksSecret(cut) ? cut : undefined;
}

/** Names of environment variables and headers that may be kept, each once, in order. */
export function keepNames(names: Iterable<string>): string[] {
  return [...new Set(names)].filter((name) => /^[A-Za-z_][\w.()-]{0,99}$/.test(name) && !looksSecret(name));
}

// Addresses

/** An address without what is its user's own. */
export interface RedactedAddress {
  /** What may be kept: scheme, host, the fixed part of the path, settings among the parameters. */
  url: string;
  /** Whether host or path lost a part, so that the rest leads nowhere; or has parts to fill in. */
  open: boolean;
}

/**
 * An address of somebody's own configuration. User, password, fragment and all parameters but settings are dropped; parts
 * of the path that are no plain words become placeholders.
 * @returns undefined where it is no address of a host
 */
export function redactAddress(text: string): RedactedAddress | undefined {
  // What is to be filled in may stand where no address allows it.
  let open = hasTemplate(text);
  const filled = text.trim().replace(new RegExp(template, 'g'), placeholder);
  const url = parseUrl(filled);
  if (!url || url.hostname === '' || !/^[a-z][a-z+.-]*:$/.test(url.protocol)) return undefined;
  const labels = url.hostname.split('.').map((label) => {
    if (/^\d+$/.test(label) || !looksSecret(label)) return label;
    open = true;
    return placeholder;
  });
  const segments = url.pathname.split('/');
  const kept = segments.map((segment, at) => {
    const before = segments[at - 1] ?? '';
    if (segment === '' || segment === placeholder) return segment;
    if (isPlainSegment(decode(segment)) && !(namesPrivate(before) || /^[su]$/.test(before))) return segment;
    open = true;
    return placeholder;
  });
  const settings = [...url.searchParams]
    .filter(([name, value]) => settingParameters.has(name.toLowerCase()) && isPlainList(value) && value !== placeholder)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const host = `${url.protocol}//${labels.join('.')}${url.port && `:${url.port}`}`;
  const path = kept.join('/');
  return {
    url: `${host}${path === '/' && settings.length === 0 && !text.trim().endsWith('/') ? '' : path}${settings.length > 0 ? `?${settings.join('&')}` : ''}`,
    open,
  };
}

/** A segment of a path that is a word, a version or a small number, not a key. */
function isPlainSegment(segment: string): boolean {
  if (segment.length > 60 || looksSecret(segment)) return false;
  if (/^(?:v?\d{1,4}(?:[.-]\d{1,4})*|@?[A-Za-z]{1,24}\d{0,3})$/.test(segment)) return true;
  return segment.split(/[-_.~:@]/).every((word) => /^(?:[A-Za-z]{0,24}\d{0,3}|\d{1,4}|[a-z]\d[a-z])$/.test(word));
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A URL that an author publishes, without user, password and secret parameters; other text unchanged. */
export function redactUrl(text: string): string {
  if (!/^[a-z][\w+.-]*:\/\//i.test(text)) return text;
  const url = parseUrl(text);
  if (!url) return text;
  let changed = false;
  for (const part of ['username', 'password'] as const) {
    if (url[part] !== '') {
      url[part] = placeholder;
      changed = true;
    }
  }
  for (const [name, value] of [...url.searchParams]) {
    if (namesSecret(name) || looksSecret(value)) {
      url.searchParams.set(name, placeholder);
      changed = true;
    }
  }
  return changed ? url.href : text;
}

// Arguments

/** One published value: variables and secrets become a placeholder, private paths (where `paths`) the working folder. */
function redactPublished(value: string, paths: boolean): string {
  if (variable.test(value)) return pathVariable.test(value) ? emptyFolder : placeholder;
  if (looksSecret(value) && !/[/\\]/.test(value)) return placeholder;
  if (paths && (isRooted(value) || /^\$\{[^}]{0,200}(folder|home|dir)[^}]{0,200}\}/i.test(value))) return emptyFolder;
  const url = redactUrl(value);
  return url.replace(/\$\{[^}]{0,200}\}/g, placeholder);
}

/**
 * Arguments that an author publishes (a README, a registry entry) without secrets: values of options with a secret's
 * name, values that look like secrets, credentials in addresses and variables (`${input:x}`, `<your-key>`) become
 * `placeholder`.
 * @param options.paths whether absolute paths become `.`, which in the sandbox is an empty folder
 */
export function redactArguments(args: readonly string[], options: { paths: boolean }): string[] {
  let secretNext = false;
  return args.map((arg) => {
    const wasSecret = secretNext;
    secretNext = false;
    const option = optionForm.exec(arg);
    if (option?.[1] !== undefined) {
      const secret = namesSecret(option[1]);
      if (option[2] === undefined) {
        secretNext = secret || option[1] === '-H' || option[1] === '--header';
        return arg;
      }
      return `${option[1]}=${secret ? placeholder : redactPublished(option[2], options.paths)}`;
    }
    const assignment = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(arg);
    if (assignment) return `${assignment[1]}=${placeholder}`;
    return wasSecret ? placeholder : redactPublished(arg, options.paths);
  });
}

/** How the arguments of somebody's own configuration are to be kept. */
export interface OwnArguments {
  /** Whether they belong to a program of this machine, which cannot be started without its paths. */
  local: boolean;
  /** So many of the first belong to the starter and were read by its grammar: interpreter options, the script. */
  understood?: number;
}

/**
 * Arguments of somebody's own configuration. Names of options stay; of the values only those known to be harmless:
 * words of command, settings of options known to be settings, plain paths where the program needs them. Paths become `.`
 * for packages. All else becomes `placeholder`.
 */
export function redactOwnArguments(args: readonly string[], { local, understood = 0 }: OwnArguments): string[] {
  let option = '';
  return args.map((arg, at) => {
    const before = option;
    option = '';
    if (arg === '--' || arg === '-' || arg === '') return arg;
    const form = optionForm.exec(arg);
    if (form?.[1] !== undefined) {
      const name = keepOption(form[1]);
      if (name !== form[1]) return name;
      if (form[2] === undefined) {
        option = name;
        return arg;
      }
      const known = at < understood && !freeOptions.has(name) && (isPlainPath(form[2]) || isPlainSpec(form[2]));
      return known ? arg : `${name}=${keepValue(name, form[2], local)}`;
    }
    if (arg.startsWith('-')) return placeholder;
    if (at < understood) return !freeOptions.has(before) && (isPlainPath(arg) || isPlainSpec(arg)) ? arg : placeholder;
    return keepValue(before, arg, local);
  });
}

/** The name of an option. One letter with its value behind it (`-phunter2`) keeps the letter. */
function keepOption(option: string): string {
  const name = option.replace(/^--?/, '');
  if (option.startsWith('--'))
    return /^[A-Za-z][\w.:-]{0,60}$/.test(name) && !looksSecret(name) ? option : `--${placeholder}`;
  const known =
    name.length <= 4 ||
    settingOptions.has(name) ||
    commandWords.has(name) ||
    name.split('-').every((word) => optionWords.has(word));
  return known && /^[A-Za-z][a-z-]*$/.test(name) ? option : `${option.slice(0, 2)}${placeholder}`;
}

function keepValue(option: string, value: string, local: boolean): string {
  const name = option.replace(/^--?/, '').toLowerCase().replaceAll('_', '-');
  if (variable.test(value)) return pathVariable.test(value) ? emptyFolder : placeholder;
  const assignment = /^([A-Za-z_][\w.-]{0,60})=(.*)$/s.exec(value);
  if (assignment) {
    // `--env NAME=value`, `NAME=value`, `project=x`: as an option of that name.
    return looksSecret(assignment[1] as string)
      ? placeholder
      : `${assignment[1]}=${keepValue(assignment[1] as string, assignment[2] as string, local)}`;
  }
  if (isCommandWord(value)) return value;
  // Too short to keep anything secret.
  if (/^\d{1,3}$/.test(value)) return value;
  if (name !== '' && namesPrivate(name)) return placeholder;
  if (numberOptions.has(name) && /^\d{1,7}$/.test(value)) return value;
  if (settingOptions.has(name) && isPlainList(value)) return value;
  if (/^[a-z][a-z+.-]*:\/\//i.test(value)) return redactAddress(value)?.url ?? placeholder;
  if (isRooted(value) || value === emptyFolder || value === '..' || (local && isRelativeFile(value))) {
    return local && isPlainPath(value) ? value : emptyFolder;
  }
  return pathOption.test(name) ? emptyFolder : placeholder;
}

/** `serve`, `experimental:mcp`, `tools,resources`. */
function isCommandWord(value: string): boolean {
  const lower = value.toLowerCase();
  return commandWords.has(lower) || (value === lower && lower.split(/[:,_/-]/).every((word) => commandWords.has(word)));
}

/** Words or small numbers, in a list by commas: `docs,account`, `0.0.0.0`, `1280x720`, `us-east-1`. */
function isPlainList(value: string): boolean {
  if (value.length > 200) return false;
  return value
    .split(',')
    .every(
      (item) =>
        /^(?:[a-z]+(?:[-_.:/ ][a-z]+){0,4}(?:-\d{1,2})?|\d{1,5}(?:[.x]\d{1,5}){0,3})$/.test(item) && !looksSecret(item),
    );
}

/** An absolute path, or one that says it is a path. */
function isRooted(value: string): boolean {
  return /^(?:\/|~(?:\/|$)|[A-Za-z]:[\\/]|\\\\|\.{1,2}[\\/])/.test(value);
}

/** `dist/index.js`, `server.py`: a file by its ending. */
function isRelativeFile(value: string): boolean {
  return /^[\w@.-]+(?:[\\/][\w@. -]+)*\.(?:[cm]?[jt]sx?|py|sh|rb|php|jar|exe|json|ya?ml|toml|wasm|dll|env)$/i.test(
    value,
  );
}

/** A path none of whose parts looks like a secret. */
export function isPlainPath(path: string): boolean {
  const shape = /^(?:~|[A-Za-z]:|\\\\|\.{1,2})?[\\/\w@. +()$-]*$/;
  return path.length <= 1000 && shape.test(path) && path.split(/[\\/]/).every((part) => !looksSecret(part));
}

/** A package with extras and version, a module: `mcp[cli]>=1.2`, `my_server.main`. */
function isPlainSpec(text: string): boolean {
  return /^@?[\w.-]+(?:\/[\w.-]+)?(?:\[[\w,-]+\])?(?:(?:@|[<>]|[=<>~!]=)[\w.*-]+)?$/.test(text) && !looksSecret(text);
}
