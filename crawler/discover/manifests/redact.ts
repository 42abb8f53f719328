/** Takes what may be a secret or a private path out of arguments of configurations that people wrote for themselves. Pure. */
import { parseUrl } from '#crawler/discover/identity.ts';

/** What stands where a secret stood. */
export const placeholder = 'placeholder';

const secretName = /key|token|secret|passw|pwd|auth|credential|bearer|dsn|cookie|session|\bpat\b/i;
/** Prefixes by which well-known services mark their secrets. */
const secretPrefix =
  /^(sk|pk|rk|pat|ghp|gho|ghs|ghu|github_pat|glpat|xox[abpr]|shpat|hf|npm|pypi|AKIA|ASIA|AIza|eyJ|ntn|lin_api|sbp|dop_v1|SG\.|r8|tvly|fc|key|secret)[-_.A-Za-z0-9]/;
const variable =
  /^(\$\{[^}]*\}|\$[A-Z_]\w*|%\w+%|<[^>]+>|\{\{?[^}]*\}?\}|\[[^\]]+\]|YOUR[-_ ].*|your[-_ ].*|xxx+|\.\.\.)$/;
const pathVariable = /folder|dir|path|workspace|home|root|cwd|file/i;

/** Whether a name promises a secret: `--api-key`, `GITHUB_TOKEN`, `Authorization`. */
export function namesSecret(name: string): boolean {
  return secretName.test(name);
}

/** Whether a value looks like a secret by itself: a known prefix, or at least 20 characters of mixed letters and digits. */
export function looksSecret(value: string): boolean {
  if (secretPrefix.test(value) && value.length >= 16) return true;
  return (
    value.length >= 20 &&
    /^[A-Za-z0-9_\-+=]+$/.test(value) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !/^[a-z]+(-[a-z0-9]+)+$/.test(value)
  );
}

/** A URL without user, password and secret parameters; other text unchanged. */
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

/** One value: variables and secrets become a placeholder, private paths (where `paths`) the working folder `.`. */
function redactValue(value: string, paths: boolean): string {
  if (variable.test(value)) return pathVariable.test(value) ? '.' : placeholder;
  if (looksSecret(value)) return placeholder;
  if (paths && (/^(\/|~|[A-Za-z]:[\\/])/.test(value) || /^\$\{[^}]*(folder|home|dir)[^}]*\}/i.test(value))) return '.';
  const url = redactUrl(value);
  return url.replace(/\$\{[^}]*\}/g, placeholder);
}

/**
 * Arguments without secrets: values of options with a secret's name, values that look like secrets, credentials in
 * addresses and variables (`${input:x}`, `<your-key>`) become `placeholder`.
 * @param options.paths whether absolute paths become `.`, which in the sandbox is an empty folder
 */
export function redactArguments(args: readonly string[], options: { paths: boolean }): string[] {
  let secretNext = false;
  return args.map((arg) => {
    const wasSecret = secretNext;
    secretNext = false;
    const option = /^(--?[\w.-]+)(?:=(.*))?$/s.exec(arg);
    if (option?.[1] !== undefined) {
      const secret = namesSecret(option[1]);
      if (option[2] === undefined) {
        secretNext = secret || option[1] === '-H' || option[1] === '--header';
        return arg;
      }
      return `${option[1]}=${secret ? placeholder : redactValue(option[2], options.paths)}`;
    }
    const assignment = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(arg);
    if (assignment) return `${assignment[1]}=${placeholder}`;
    return wasSecret ? placeholder : redactValue(arg, options.paths);
  });
}
