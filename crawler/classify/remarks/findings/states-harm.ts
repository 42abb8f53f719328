import { anyOf, defineFinding } from './define-finding.ts';

const takes = anyOf('steals?', 'harvests?', 'siphons?', 'exfiltrates?', 'loots?', 'dumps?', 'hijacks?', 'sniffs?');
const takenFrom = anyOf(
  'credentials?',
  'passwords?',
  '(?:password|ntlm|sam) hash(?:es)?',
  'lsass',
  'cookies',
  'session tokens?',
  'wallets?',
  'seed phrases?',
  'private keys?',
  'keystrokes',
);
const tools = anyOf('key ?loggers?', 'ransomware', 'backdoors?', 'rootkits?', 'reverse shells?', 'spyware', 'botnets?');
const sets = anyOf(
  'starts?',
  'runs?',
  'deploys?',
  'installs?',
  'opens?',
  'plants?',
  'injects?',
  'spawns?',
  'uses?',
  'creates?',
  'launch(?:es)?',
  'with',
);
/** Whoever speaks so looks for harm, or guards against it. */
const guards =
  /detect|prevent|protect|block|scan|analy|simulat|report|search|\blists?\b|\bgets?\b|find|check|identif|monitor|threat|risk|defen[cds]|against|rule|\bcve|classif|attempt|investigat|remov|train|quiz|\b(?:not|never|cannot|without|if|whether|example|e\.g)\b|don't/;

export const statesHarm = defineFinding({
  id: 'states-harm',
  title: 'Says that it does harm',
  explanation:
    'It says in plain words that it takes secrets, watches what is typed or opens a way in for others. Whoever means to test their own machines knows so.',
  phrases: [
    { says: new RegExp(`\\b${takes}(?:[ _-][a-z]+){0,4}?[ _-]${takenFrom}\\b`), unless: guards },
    { says: /\bexfiltrat(?:es?|ing)(?:_[a-z_]+)?\b/, unless: guards },
    { says: new RegExp(`\\b${sets}(?:[ _-][a-z]+){0,2}?[ _-]${tools}\\b`), unless: guards },
    { says: new RegExp(`\\b${tools}_(?:start|run|deploy|install|open)\\b`), unless: guards },
  ],
  matches: [
    'Dump credentials from the memory of a host.',
    'dump_credentials',
    'Steals the saved passwords of a browser.',
    'Harvests session tokens.',
    'Siphons private keys off a disk.',
    'Hijacks the cookies of a visitor.',
    'Loots wallets.',
    'Sniffs passwords on the network.',
    'Harvests seed phrases.',
    'Dumps LSASS.',
    'Dumps NTLM hashes.',
    'Exfiltrates a file to a drop point.',
    'Captures notes and exfiltrates them.',
    'Writes down everything typed with a keylogger; steals keystrokes.',
    'Starts the keylogger.',
    'Deploys ransomware.',
    'Opens a reverse shell on the target.',
    'Plants a backdoor.',
    'Injects a rootkit.',
    'Runs spyware.',
    'Creates a botnet.',
    'keylogger_start',
  ],
  misses: [
    'Detects attempts to exfiltrate data.',
    'Scans a folder for ransomware.',
    'Dumps a database to a file.',
    'Lists malware families that steal passwords.',
    'Does not dump credentials.',
    'Protects against tools that install a backdoor.',
  ],
});
