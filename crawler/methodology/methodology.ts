/** How verdicts come about, as data for the methodology page and `docs/methodology.md`: nothing in it is written twice. */

import { capabilities, findings, modifiers, riskTable, signals } from '#crawler/classify/decide/tables.ts';
import { rules } from '#crawler/classify/rules/index.ts';
import { ruleset } from '#crawler/classify/ruleset.ts';
import { identityQuestions, identityReasons } from '#crawler/identity/reasons.ts';
import { trustBounds, trustFormula } from '#crawler/identity/trust.ts';
import { type Category, categories, type Risk } from '#db/types.ts';
import { type BlindRow, blindRecord } from './blind-record.ts';
import { type Measured, measured } from './measured.ts';

/** One category with its meaning and base risk. */
export interface CategoryEntry {
  category: Category;
  risk: Risk;
  meaning: string;
}

const meanings: Record<Category, string> = {
  read: 'Returns, searches, computes, checks, converts, captures or waits. Nothing lasting changes outside the conversation. Asking an outside service for an answer is reading; so is listing or previewing money.',
  write:
    'Creates or changes something in a way that can be undone: adds, edits, moves, archives, links, uploads, configures, comments. Sending a message and saving a file are writing. Taking one thing off a list it can be put back on is writing, not deleting.',
  execute:
    'Runs code, commands or free-form queries the caller writes; starts, stops, restarts, triggers or cancels a process, job, build, workflow, agent or deployment; drives a browser, app or device as a person would.',
  destructive:
    'Deletes, or clears, resets, overwrites, revokes or uninstalls for good; cancels an order, booking or subscription; restores old data over current data.',
  financial:
    'Moves money, or commits somebody to pay or be paid, or changes what will be charged: payments, refunds, payouts, transfers, trades, purchases, paid subscriptions, issued invoices, payment links. Reading money data is reading.',
};

/** Everything the methodology page says, as data. */
export interface Methodology {
  ruleset: string;
  /** In order of severity, mildest first. The most severe that applies to the worst reachable branch wins. */
  categories: CategoryEntry[];
  riskTable: typeof riskTable;
  capabilities: typeof capabilities;
  modifiers: typeof modifiers;
  signals: typeof signals;
  findings: typeof findings;
  trust: { formula: typeof trustFormula; bounds: typeof trustBounds };
  identity: { questions: typeof identityQuestions; reasons: typeof identityReasons; principles: readonly string[] };
  rules: Array<{ id: string; title: string; explains: string; advice: string; capability: string; category: Category }>;
  /** First measurements on sets that were unseen when the rules were fixed, oldest first. */
  blindRecord: readonly BlindRow[];
  measured: Measured;
  principles: readonly string[];
  limits: readonly string[];
}

const principles = [
  'A verdict is worked out from the definition alone: name, title, description, parameters, annotations, and what the server and its other tools are called. No model is asked, and the same definition always gives the same verdict.',
  'Every verdict quotes the words it rests on, with their place in the definition. What cannot be quoted is not claimed.',
  'The worst branch one call can reach counts: a method parameter that may be “delete” makes the tool destructive, and the branches are listed so that a rule can stop that one.',
  'Verbs count where they act: not as nouns (“list charges”), not as filters (“deleted items”), not when negated (“without removing”), not inside advice, conditions or sentences about other tools.',
  'Annotations are what a server says about itself. They may make a verdict worse where the words say nothing; they never make it milder by themselves. Where they call a tool milder than it is, the page says so and gives the corrected value; where they call it worse, or say nothing, that is advice.',
  'A text that speaks to the model makes no verdict milder: where one is found, the definition is judged without it as well, and the worse verdict counts.',
  'Where the definition says too little, the tool is unassessed: it has no risk, and its policy is to deny.',
  'Category is what a call can do, risk is how bad the worst one is, confidence is how sure the category is. They are kept apart.',
] as const;

const limits = [
  'A definition can lie or leave out what the code does. Nothing is executed to find out.',
  'Free-form queries are judged by what the definition says is enforced; a claim of “read-only” is believed and marked.',
  'Descriptions are read in English; a table of common verbs covers Spanish, German, French, Portuguese, Chinese and Japanese.',
  'Only the first 1,600 characters of a description decide what the tool does; all of it is searched for suspicious text, up to 50,000 characters.',
  'Borders between categories are sometimes open. Generated pictures and documents count as written when they are kept, charts and texts that are only returned as read.',
  'Figures on tools that were at hand while the rules were written flatter; what to expect of a tool nobody has seen yet is in the blind record.',
] as const;

const identityPrinciples = [
  'What the package, the package registry, the repository and the official MCP registry say is kept apart, each with the place it stands in, and shown with its words.',
  'A package can name any repository, so its word alone is a claim. It is confirmed where the repository names the package too, or where the registry holds a build attestation for this very file. Signatures of attestations are checked by the registry when a version is published, not again here.',
  'A mismatch is a finding: two sides contradict each other and nothing ties their owners. A repository that was renamed or moved, a package that was renamed, and owners with several names are none. What has not been read contradicts nothing.',
  'A look-alike is a finding: a name nobody would choose by chance beside a better known one (of the starter list, or with 1,000 stars and more and identified itself), of another owner. Another server for the same product, called after it, is none. An owner counts as the same only where that is confirmed.',
  'A server counts as identified where package and repository are tied to each other by an attestation, by naming each other, or by an entry in the official registry under the repository owner’s name that the package carries too. It counts as not identified where something contradicts, or where nothing names a source. Everything between counts neither way.',
] as const;

/** The methodology as it stands. */
export const methodology = (): Methodology => ({
  ruleset,
  categories: categories.map((category) => ({ category, risk: riskTable[category], meaning: meanings[category] })),
  riskTable,
  capabilities,
  modifiers,
  signals,
  findings,
  trust: { formula: trustFormula, bounds: trustBounds },
  identity: { questions: identityQuestions, reasons: identityReasons, principles: identityPrinciples },
  rules: rules.map((rule) => ({
    id: rule.id,
    title: rule.title,
    explains: rule.explains,
    advice: rule.advice,
    capability: rule.capability,
    category: capabilities[rule.capability].category,
  })),
  blindRecord,
  measured,
  principles,
  limits,
});
