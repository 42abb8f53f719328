/** Names and versions of packages as command lines write them. Pure. */

/** Names the npm registry accepts; a path, an address or an option is none. */
const npmName = /^(?:@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*$/i;
/** Names that mean something else on disk. */
const reservedNames = new Set(['node_modules', 'favicon.ico']);
/** Longest name, as the registry has it, characters. */
const maxNpmNameChars = 214;
const pypiName = /^[a-z0-9]([\w.-]*[a-z0-9])?$/i;
/** Versions, ranges and tags: without `/` and `:`, and not like a file, so that they can lead nowhere but to the registry. */
const npmVersion = /^(?![.-])[\w.^~<>=|*+, -]{0,200}(?<!\.tgz|\.tar|\.tar\.gz)$/i;
const pypiVersion = /^\d+(\.\w+)+$/;

/** Whether a text is a name that can be asked of an npm registry and be a folder of `node_modules`. */
export function isNpmName(name: string): boolean {
  return name.length <= maxNpmNameChars && npmName.test(name) && !reservedNames.has(name.toLowerCase());
}

/** Whether a text is a version, range or tag: nothing that leads out of the registry, and no option. */
export function isNpmVersion(wanted: string): boolean {
  return npmVersion.test(wanted);
}

/**
 * Splits `@scope/name@1.2.3` into name and version, range or tag; `latest` is no wish at all. Undefined where it is no npm
 * package name, or what stands for the version is an address, a folder or a file.
 */
export function parseNpmSpec(text: string): { name: string; version?: string } | undefined {
  const at = text.indexOf('@', 1);
  const name = at < 0 ? text : text.slice(0, at);
  const version =
    at < 0
      ? ''
      : text
          .slice(at + 1)
          .trim()
          .replace(/^v(?=\d)/, '');
  if (!isNpmName(name) || !isNpmVersion(version)) return undefined;
  return version === '' || version === 'latest' ? { name } : { name, version };
}

/**
 * Splits `name[extra]==1.2.3` and `name@1.2.3` into name and, where it is exact, version; of other demands on the version
 * nothing is kept. Undefined where it is no name, or what stands for the version is an address or a file.
 */
export function parsePypiSpec(text: string): { name: string; version?: string } | undefined {
  const parts = /^([\w.-]+)(?:\[[\w., -]*\])?\s*(?:(?:===?|@)\s*v?([\w.+!*-]+)|[<>~!=][\w.<>~!=,*+ -]*)?$/.exec(
    text.trim(),
  );
  if (!parts?.[1] || !pypiName.test(parts[1])) return undefined;
  const version = parts[2];
  return version && pypiVersion.test(version) ? { name: parts[1], version } : { name: parts[1] };
}
