import { splitPlainWords } from '#crawler/discover/commands/shell.ts';
import { noServer, notStarted, type Starter } from '#crawler/discover/commands/starter.ts';

/** `powershell -Command "line"` of Windows; names of options may be cut short. */
export const powershell: Starter = {
  id: 'powershell',
  programs: ['powershell', 'pwsh'],
  read(words, around) {
    for (let at = 0; at < words.length; at++) {
      const word = (words[at] as string).toLowerCase();
      if (/^-c(?:o(?:m(?:m(?:a(?:n(?:d)?)?)?)?)?)?$/.test(word)) {
        const rest = words.slice(at + 1);
        const line = rest.length === 1 ? splitPlainWords(rest[0] as string) : rest;
        const plain = line[0] === '&' ? line.slice(1) : line;
        if (plain.length === 0 || plain.some((part) => /[;|{}()$]|^[<>&]/.test(part)))
          return notStarted('It is a script for a shell, which is not run here.', around);
        return around.read(plain.map((part) => part.replace(/^'(.*)'$/s, '$1')));
      }
      if (/^-(?:executionpolicy|ep|ex|windowstyle|w|inputformat|outputformat|version|workingdirectory|wd)$/.test(word))
        at++;
      else if (!/^-(?:noprofile|nop|nologo|nol|noninteractive|noni|login|l|mta|sta|noexit)$/.test(word))
        return notStarted('It is a script for a shell, which is not run here.', around);
    }
    return noServer('The command is a shell of Windows that is given nothing to run.', around);
  },
  examples: {
    'powershell -NoProfile -ExecutionPolicy Bypass -Command "npx -y a-mcp"': 'npm a-mcp',
    'pwsh -c npx -y a-mcp --x': 'npm a-mcp --x',
    'powershell -Command "$env:A = 1; npx a-mcp"': 'nothing',
    'powershell -File x.ps1': 'nothing',
  },
};
