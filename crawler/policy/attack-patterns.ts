/** Ways in which the access a tool gives has been, or can be, abused: data with a defence each, and which tools invite them. */
import type { CapabilityId, FindingId, ModifierId, SignalId } from '#crawler/classify/decide/tables.ts';
import type { Category, Classification } from '#db/types.ts';
import { mainCapability } from './exposure.ts';

/** A tool invites a pattern when any one of these is in its verdict. */
export interface AttackTrigger {
  categories?: readonly Category[];
  capabilities?: readonly CapabilityId[];
  modifiers?: readonly ModifierId[];
  signals?: readonly SignalId[];
  findings?: readonly FindingId[];
  /** One of these signals must be there besides: the argument that the pattern goes through. */
  needs?: readonly SignalId[];
  /** True where a contradicted annotation is enough. */
  contradictions?: true;
}

export interface AttackPattern {
  /** Also its address on the site. */
  id: string;
  title: string;
  /** One sentence for lists. */
  summary: string;
  /** How it happens, step by step, in plain words. */
  explanation: readonly string[];
  /** What stops it, strongest first. */
  defence: readonly string[];
  invitedBy: AttackTrigger;
}

/** Every pattern, gravest first. */
export const attackPatterns: readonly AttackPattern[] = [
  {
    id: 'injected-deletion',
    title: 'Deletion by injected instruction',
    summary: 'Text the agent reads tells it to delete, and the tool obeys.',
    explanation: [
      'The agent reads something a stranger wrote: an issue, a mail, a web page, a row of data. In it stands an order, such as “clean up all old records first”.',
      'To the model that text looks like any other part of its task. It calls the tool with valid arguments, and the server has no way to tell this call from one you meant.',
      'What is lost is lost at the first call; a limit per minute only decides how much.',
    ],
    defence: [
      'Hide the tool from sessions that do not need it: what the agent cannot see it cannot be talked into.',
      'Where it is needed, ask a person before each call and show the arguments.',
      'Give the server a credential that cannot delete, and keep backups it cannot reach.',
    ],
    invitedBy: { categories: ['destructive'] },
  },
  {
    id: 'payment-fraud',
    title: 'Payment fraud',
    summary: 'The agent is led to pay, refund or trade for somebody else.',
    explanation: [
      'An invoice, a support ticket or a product page carries the account, the amount, and a reason to hurry.',
      'The agent has the authority to pay and no instinct for fraud. A refund to a changed account looks like good service.',
      'Money that has moved is rarely given back, and small amounts under a limit add up.',
    ],
    defence: [
      'Deny by default and let a person approve each payment, with payee and amount in view.',
      'Put a ceiling on the amount argument and allow known payees only.',
      'Use a payment account for agents with a balance you can afford to lose.',
    ],
    invitedBy: { categories: ['financial'] },
  },
  {
    id: 'command-injection',
    title: 'Command and code injection',
    summary: 'The argument is a program, and somebody else wrote it.',
    explanation: [
      'The tool runs what it is given: a shell line, a script, a query. Whoever shapes the argument shapes the program.',
      'Injected text needs no exploit here. It asks for a command, and the tool is built to run commands.',
      'Even a tool that takes “only a name” is open to this when the server pastes it into a shell or a query.',
    ],
    defence: [
      'Run the server in a sandbox without network, without your home folder, and with nothing in it you would miss.',
      'Allow a fixed list of commands or statements by argument, not a list of forbidden ones.',
      'Use a database role that can only read where reading is all that is wanted.',
    ],
    invitedBy: { capabilities: ['run-code', 'run-query', 'call-api'], modifiers: ['arbitrary-code'] },
  },
  {
    id: 'secret-theft',
    title: 'Secret theft',
    summary: 'A secret enters the model’s context and leaves by another tool.',
    explanation: [
      'A tool returns a key, a token or a password, or takes one as an argument. From then on it is text in the context window.',
      'Every later tool call can carry it away: in a search term, a URL, a commit message, a comment.',
      'The call that returned it was a read, harmless by itself, so nothing looked wrong.',
    ],
    defence: [
      'Keep tools that return secrets out of sessions that read text from strangers or can send anything out.',
      'Hand the secret to the program that needs it by reference, never through the model.',
      'Issue short-lived, narrow credentials and rotate whatever has been in a transcript.',
    ],
    invitedBy: { modifiers: ['returns-secrets', 'creates-credentials'], signals: ['returns-secrets'] },
  },
  {
    id: 'privilege-escalation',
    title: 'Privilege escalation',
    summary: 'One call gives someone, or the agent itself, more rights than you gave.',
    explanation: [
      'The tool changes roles, members, sharing or policies. The agent’s own limits are often stored in the very system it administers.',
      'An injected instruction needs a single call: add this collaborator, share with anyone, grant admin.',
      'Later abuse then happens under a legitimate account, outside the agent’s session and its log.',
    ],
    defence: [
      'Hide access tools outside sessions that exist for administration.',
      'Ask a person before each call, and alert on every grant by other means than the agent.',
      'Give the server a credential that may not change access.',
    ],
    invitedBy: { capabilities: ['change-access', 'revoke-access'], modifiers: ['changes-access'] },
  },
  {
    id: 'data-exfiltration',
    title: 'Exfiltration through an outward tool',
    summary: 'One tool reads what is private, another one carries it out.',
    explanation: [
      'Three things together are enough: private data in reach, text from a stranger in the context, and any way to send something out.',
      'The stranger’s text asks for the private data to be put into a message, a post, a web address or a public record.',
      'Each call is ordinary by itself; the harm lies in the pair.',
    ],
    defence: [
      'Do not give one session all three. Split reading of private data from sending.',
      'Allow known recipients and domains only, by rule on the argument.',
      'Limit calls a minute, so that a leak is a trickle and is noticed.',
    ],
    invitedBy: { capabilities: ['send-message', 'publish', 'call-api'], modifiers: ['reaches-people', 'makes-public'] },
  },
  {
    id: 'server-side-request-forgery',
    title: 'Requests to internal addresses',
    summary: 'A URL argument makes the server call what only the server can reach.',
    explanation: [
      'The tool fetches or posts to an address the caller names, and the request comes from the server’s network, not from yours.',
      'Metadata services, admin consoles and databases on internal addresses answer it, and the answer comes back as a tool result.',
      'The same argument also carries data out, as part of the address.',
    ],
    defence: [
      'Run the server where internal addresses cannot be reached.',
      'Allow https and a list of domains by rule on the argument, checked after redirects.',
      'Deny addresses that resolve to private, loopback or link-local ranges.',
    ],
    invitedBy: {
      capabilities: [
        'read-data',
        'ask-service',
        'call-api',
        'drive-interface',
        'start-process',
        'view-screen',
        'compute-answer',
      ],
      needs: ['accepts-url'],
    },
  },
  {
    id: 'path-traversal',
    title: 'Path traversal',
    summary: 'A path argument leads out of the folder it was meant for.',
    explanation: [
      'A path such as ../../.ssh/config, an absolute path or a symbolic link points outside the working folder.',
      'Reading one gives away keys and settings. Writing one plants a file that something else runs later.',
      'Checks on the text of a path miss encodings and links; only the resolved path counts.',
    ],
    defence: [
      'Start the server in a sandbox that can see one folder and nothing else.',
      'Deny path arguments that are absolute or contain “..”.',
      'Never let it write to places from which programs are started.',
    ],
    invitedBy: {
      capabilities: [
        'read-data',
        'store-file',
        'create-data',
        'change-data',
        'delete-data',
        'overwrite-data',
        'arrange-data',
      ],
      needs: ['accepts-path', 'writes-output-file'],
    },
  },
  {
    id: 'interface-hijack',
    title: 'Hijacked browser or device',
    summary: 'A page the agent looks at decides what the agent clicks next.',
    explanation: [
      'The tool acts in a browser, app or device that is signed in as you. Every page it opens can address the agent.',
      'Clicking and typing are general abilities: the same tool that searches can also confirm, send or buy.',
      'Step by step nothing is forbidden, and no single call shows the aim.',
    ],
    defence: [
      'Use a profile without accounts and without saved passwords.',
      'Allow a list of sites, and ask a person before anything is submitted.',
      'Limit calls a minute and keep a recording.',
    ],
    invitedBy: { capabilities: ['drive-interface'] },
  },
  {
    id: 'message-abuse',
    title: 'Messages in your name',
    summary: 'The agent writes to others with your name and your reputation.',
    explanation: [
      'Injected text asks for a message, and it arrives from an address people trust.',
      'It can carry a harmful link, a false statement, or further injected text for the recipient’s own agent.',
      'Sent is sent: a correction comes after it has been read.',
    ],
    defence: [
      'Let the agent draft and a person send.',
      'Allow known recipients only, and limit calls a minute.',
      'Mark what an agent has written.',
    ],
    invitedBy: { capabilities: ['send-message', 'publish'], modifiers: ['reaches-people', 'makes-public'] },
  },
  {
    id: 'runaway-loop',
    title: 'Runaway loop',
    summary: 'The agent repeats a call until something breaks or costs.',
    explanation: [
      'A failed call is tried again, a list is worked through twice, two agents answer each other. No attacker is needed.',
      'Each call adds a record, starts a job or spends money; a thousand of them are an outage or an invoice.',
      'The model does not feel the cost, and a long session has nobody watching.',
    ],
    defence: [
      'Limit calls a minute in front of the tool, where the agent cannot argue.',
      'Set quotas at the service itself, and alerts below them.',
      'Prefer calls that can be repeated without a second effect.',
    ],
    invitedBy: { categories: ['write', 'execute'] },
  },
  {
    id: 'data-poisoning',
    title: 'Poisoned records',
    summary: 'A false record written today misleads people and agents tomorrow.',
    explanation: [
      'The agent is led to write something wrong: a contact, a setting, a note, an event that never happened.',
      'Others act on it later, and other agents read it as fact, or as an instruction.',
      'It is reversible only once somebody notices.',
    ],
    defence: [
      'Limit calls a minute, so that there is less to undo.',
      'Write as a separate user, so that everything an agent wrote can be found.',
      'Keep a history that can be turned back.',
    ],
    invitedBy: { capabilities: ['create-data', 'change-data', 'arrange-data', 'configure'] },
  },
  {
    id: 'indirect-injection',
    title: 'Instructions in what is read',
    summary: 'The result of a read is text, and text can give orders.',
    explanation: [
      'The tool returns content that others can write. The model cannot reliably tell content from instruction.',
      'The read itself harms nothing. The harm is done by the other tools of the same session.',
      'That is why a session is as dangerous as its most dangerous tool, once a stranger’s text is in it.',
    ],
    defence: [
      'Look at the whole session: allow this read beside tools you would let a stranger call.',
      'Hide destructive and outward tools in sessions that read from strangers.',
      'Treat results as data in your client, and show what they were.',
    ],
    invitedBy: { categories: ['read'] },
  },
  {
    id: 'tool-poisoning',
    title: 'Poisoned tool definition',
    summary: 'The description itself gives the model orders.',
    explanation: [
      'A definition is put into the context of every session, before any call. A person rarely reads it; the model always does.',
      'Orders can stand in it openly, between markup, or in characters that are not displayed.',
      'The tool never has to be called: the order concerns the other tools.',
    ],
    defence: [
      'Do not connect a server whose definitions address the model instead of describing the tool.',
      'Pin the definitions you have read and refuse others.',
      'Report it: an honest server has no use for hidden text.',
    ],
    invitedBy: {
      findings: [
        'hidden-characters',
        'look-alike-letters',
        'instructs-model',
        'conceals-from-user',
        'asks-for-unrelated-data',
        'false-authority',
        'hides-markup',
        'encoded-payload',
      ],
    },
  },
  {
    id: 'tool-shadowing',
    title: 'Shadowing of another server’s tools',
    summary: 'One server’s text changes how the agent uses another server.',
    explanation: [
      'All definitions share one context. A description here can say how a tool over there is to be used: with a copy to this address, or not at all.',
      'A tool with the same name as a trusted one can also simply take its calls.',
      'The trusted server is untouched and its log looks normal.',
    ],
    defence: [
      'Do not connect servers that speak of tools they do not own.',
      'Keep names of different servers apart by a prefix in the client.',
      'Deny the unknown tool by default.',
    ],
    invitedBy: { findings: ['shadows-tools', 'steers-other-tools'] },
  },
  {
    id: 'false-annotation',
    title: 'False annotation',
    summary: 'The server calls a tool harmless, and the client stops asking.',
    explanation: [
      'Annotations such as readOnlyHint are statements of the server about itself. Some clients skip the confirmation for tools that call themselves read-only.',
      'A careless or dishonest annotation is then all it takes for a write or a deletion to run without a question.',
    ],
    defence: [
      'Decide by what the definition says, not by what it claims to be.',
      'Correct the annotation, or tell the author: the corrected values stand on the page of the tool.',
    ],
    invitedBy: { contradictions: true },
  },
  {
    id: 'rug-pull',
    title: 'Change after approval',
    summary: 'The tool you approved is not the tool you call.',
    explanation: [
      'A server sends its list of tools anew whenever it likes. A name you approved can get another description, another parameter, another effect.',
      'Packages installed without a version do the same with every start.',
      'An approval by name covers whatever stands behind the name today.',
    ],
    defence: [
      'Pin the version, and compare definitions at each start.',
      'Deny by default, so that new tools wait for a decision.',
      'Follow the changes listed on the page of the server.',
    ],
    invitedBy: { categories: ['execute', 'destructive', 'financial'] },
  },
];

/** The pattern with this id, or undefined. */
export function findAttackPattern(id: string): AttackPattern | undefined {
  return attackPatterns.find((pattern) => pattern.id === id);
}

/** Patterns named on the page of a tool; a longer list is read by nobody. */
const maxPatterns = 3;

/**
 * The patterns a tool invites, strongest first, three at most. Pure.
 * What its own text does comes before what its calls can do. Where nothing could be assessed, none of the latter is named:
 * what is not known is said elsewhere, not guessed here.
 */
export function attackPatternsFor(classification: Classification): AttackPattern[] {
  const invited = attackPatterns.filter(({ invitedBy }) => isInvited(invitedBy, classification));
  const byText = (pattern: AttackPattern) => Number(pattern.invitedBy.findings === undefined);
  return invited.toSorted((a, b) => byText(a) - byText(b)).slice(0, maxPatterns);
}

/** Whether a tool with this verdict invites what the trigger stands for. */
export function isInvited(trigger: AttackTrigger, verdict: Classification): boolean {
  const has = (wanted: readonly string[] | undefined, present: readonly string[]) =>
    wanted?.some((id) => present.includes(id)) ?? false;
  const signals = verdict.signals.map((found) => found.signal);
  const main = mainCapability(verdict);
  return (
    (has(trigger.categories, [verdict.category]) ||
      has(trigger.capabilities, main ? [main] : []) ||
      has(
        trigger.modifiers,
        verdict.modifiers.map((applied) => applied.modifier),
      ) ||
      has(trigger.signals, signals) ||
      has(
        trigger.findings,
        verdict.findings.map((found) => found.finding),
      ) ||
      (trigger.contradictions === true && verdict.contradictions.length > 0)) &&
    (trigger.needs === undefined || has(trigger.needs, signals))
  );
}
