/** Lines for a shell: what they start, where it is one program. Nothing is expanded or run. Pure. */
import { type ParseEntry, parse } from 'shell-quote';
import { type Around, noServer, notStarted, type RawCommand } from './starter.ts';

const assignment = /^([A-Za-z_]\w*)=(.*)$/s;

/** Words of a shell's own that decide what is started in a way that is not followed. */
const scripted =
  /^(?:if|then|else|for|while|until|case|select|function|time|coproc|builtin|trap|read|wait|test|alias|\[|\[\[|\{|!)$/;
/** What `eval` may be given beforehand: the settings that a version manager or an agent prints. `$(` is read as `${}(`. */
const setsUp =
  /^(?:\$\{\}\(|`)\s*(?:[\w./~-]*\/)?(?:fnm|mise|rtx|asdf|direnv|rbenv|pyenv|nodenv|nvm|volta|brew|ssh-agent|conda|micromamba|opam|luarocks|keychain)\s[^;&|<>]*(?:\)|`)$/;

/** Variables stay as they are written. */
const tokens = (line: string): ParseEntry[] => {
  try {
    return parse(line.replace(/\\\r?\n/g, ' ').replace(/\r?\n/g, ' ; '), (name: string) => `\${${name}}`);
  } catch {
    return [{ op: ';' }];
  }
};

/** The words of a line that is one command; undefined where it is more than words (pipes, several commands). */
export function splitShellWords(line: string): string[] | undefined {
  const words: string[] = [];
  for (const token of tokens(line)) {
    if (typeof token === 'string') words.push(token);
    else if ('pattern' in token && token.op === 'glob') words.push(token.pattern);
    else return undefined;
  }
  return words;
}

/** Words of a line as `cmd` of Windows and configurations split them: blanks outside of double quotes. */
export function splitPlainWords(line: string): string[] {
  return [...line.matchAll(/((?:"[^"]*"|[^\s"])+)/g)].map(([word]) => word.replaceAll('"', ''));
}

/**
 * What a line starts: changes of folder and variables before it are followed, switching versions of a runtime and
 * `exec` are passed over.
 */
export function readShellLine(line: string, around: Around): RawCommand {
  const commands: string[][] = [[]];
  const all = tokens(line);
  for (let at = 0; at < all.length; at++) {
    const token = all[at] as ParseEntry;
    const current = commands.at(-1) as string[];
    if (typeof token === 'string') current.push(token);
    else if ('comment' in token) break;
    else if (token.op === 'glob' && 'pattern' in token) current.push(token.pattern);
    else if (token.op === '&&' || token.op === ';') commands.push([]);
    else if (token.op === '>' || token.op === '>>' || token.op === '>&') {
      // `2>/dev/null`: where output goes does not change what is started.
      if (/^[12]$/.test(current.at(-1) ?? '')) current.pop();
      at++;
    } else return notStarted('It is a script for a shell, which is not run here.', around);
  }
  const steps = commands.filter((words) => words.length > 0);
  const env = { ...around.env };
  let { cwd } = around;
  let environment: string | undefined;
  for (const [at, step] of steps.entries()) {
    const words = [...step];
    while (words[0] !== undefined && assignment.test(words[0])) {
      const [, name = '', value = ''] = assignment.exec(words.shift() as string) ?? [];
      env[name] = value;
    }
    if (words[0] === 'exec' || words[0] === 'command') words.shift();
    const [program, first = ''] = words;
    const isLast = at === steps.length - 1;
    if (program === undefined) continue;
    if (program === 'cd' && words.length === 2)
      cwd = cwd === undefined || /^(?:[/~]|\$\{|[A-Za-z]:)/.test(first) ? first : `${cwd}/${first}`;
    else if (program === 'export') {
      for (const word of words.slice(1)) {
        const [, name, value = ''] = assignment.exec(word) ?? [];
        if (name !== undefined) env[name] = value;
      }
    } else if (program === 'source' || program === '.') {
      environment = /^(.*\/bin)\/activate(?:\.\w+)?$/.exec(first)?.[1] ?? environment;
    } else if (scripted.test(program) || (program === 'eval' && !(setsUp.test(first) && !isLast))) {
      return notStarted('It is a script for a shell, which is not run here.', around);
    } else if (isLast) {
      const inEnvironment =
        environment !== undefined && !program.includes('/') ? [`${environment}/${program}`, ...words.slice(1)] : words;
      // `${name}` of an own environment is a program of it, not a starter's call.
      return around.read(inEnvironment, { env, ...(cwd !== undefined && { cwd }) });
    } else if (
      !/^(?:set|true|:|umask|ulimit|nvm|fnm|n|asdf|mise|eval|echo|sleep|mkdir|clear|chcp|unset)$/.test(program)
    ) {
      return notStarted('It is a script of several programs for a shell, which is not run here.', around);
    }
  }
  return noServer('It is a script for a shell that starts no program.', around);
}
