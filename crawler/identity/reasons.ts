/** What is asked about who a server is, and every answer there is: data for the server's page and the methodology. */

/** How far an answer goes. */
export const identityStates = ['confirmed', 'claimed', 'contradicted', 'absent', 'unknown'] as const;
export type IdentityState = (typeof identityStates)[number];

/** What is asked. */
export const identityQuestions = [
  {
    id: 'package-to-repository',
    title: 'Package to repository',
    asks: 'Does the package say where its source is?',
  },
  {
    id: 'repository-to-package',
    title: 'Repository to package',
    asks: 'Does that repository say it is the source of this package?',
  },
  { id: 'owner', title: 'Same owner', asks: 'Do package and repository belong to the same people?' },
  { id: 'registry', title: 'Official registry', asks: 'Do package and official MCP registry name each other?' },
  { id: 'address', title: 'Address', asks: 'Does a remote server answer under a domain of its owner?' },
  { id: 'name', title: 'Name', asks: 'Is the name made to be mistaken for a better known one?' },
] as const;
export type IdentityQuestion = (typeof identityQuestions)[number]['id'];

/** One answer: what it answers, how far it goes, and the sentence for it. */
export interface IdentityReason {
  question: IdentityQuestion;
  state: IdentityState;
  sentence: string;
}

/** Every answer. */
export const identityReasons = {
  attested: {
    question: 'package-to-repository',
    state: 'confirmed',
    sentence:
      'The package registry holds a build attestation that ties this version to its repository. This is the strongest link there is.',
  },
  'attested-elsewhere': {
    question: 'package-to-repository',
    state: 'contradicted',
    sentence: 'The build attestation names another repository, of another owner, than the package does.',
  },
  'both-ways': {
    question: 'package-to-repository',
    state: 'confirmed',
    sentence: 'The package names the repository, and the repository names the package.',
  },
  'repository-named': {
    question: 'package-to-repository',
    state: 'claimed',
    sentence: 'The package names a repository. Anyone can name any repository, so this alone proves nothing.',
  },
  'other-repository-named': {
    question: 'package-to-repository',
    state: 'claimed',
    sentence:
      'The package names another repository than the one that publishes it. Often one is a copy or an earlier place of the other.',
  },
  'repository-by-page': {
    question: 'package-to-repository',
    state: 'claimed',
    sentence: 'The package names no repository, but its homepage or issue tracker is in one.',
  },
  'repository-named-in-source': {
    question: 'package-to-repository',
    state: 'claimed',
    sentence:
      'The manifest in its source names a repository for the package. What was published under its name has not been read.',
  },
  'no-repository-named': {
    question: 'package-to-repository',
    state: 'absent',
    sentence: 'The package does not say where its source is.',
  },
  'package-not-read': {
    question: 'package-to-repository',
    state: 'unknown',
    sentence: 'What the package says of itself has not been read.',
  },
  'names-package': {
    question: 'repository-to-package',
    state: 'confirmed',
    sentence: 'A manifest in the repository names this package.',
  },
  'names-other-package': {
    question: 'repository-to-package',
    state: 'contradicted',
    sentence:
      'The repository that the package names is the source of another package, and nothing ties the two owners.',
  },
  'names-other-package-of-owner': {
    question: 'repository-to-package',
    state: 'absent',
    sentence:
      'The repository names another package. This one is deprecated or of the same owner, so it was probably renamed.',
  },
  'names-no-package': {
    question: 'repository-to-package',
    state: 'absent',
    sentence: 'What was read of the repository does not name this package.',
  },
  'repository-not-read': {
    question: 'repository-to-package',
    state: 'unknown',
    sentence: 'The repository has not been read.',
  },
  'owner-attested': {
    question: 'owner',
    state: 'confirmed',
    sentence: 'A workflow of the repository built and published this version.',
  },
  'owner-registry': {
    question: 'owner',
    state: 'confirmed',
    sentence:
      'Its name in the official MCP registry belongs to the owner of the repository, and the package carries that name. The registry checks who may use a name.',
  },
  'owner-publishes': {
    question: 'owner',
    state: 'claimed',
    sentence:
      'An account called like the owner of the repository may publish the package. The same name on two sites need not be the same person.',
  },
  'owner-scope': {
    question: 'owner',
    state: 'claimed',
    sentence:
      'The scope of the package is called like the owner of the repository. The same name on two sites need not be the same people.',
  },
  'owner-not-shown': {
    question: 'owner',
    state: 'absent',
    sentence: 'Nothing shows that package and repository have the same owner. Names on both sides often differ.',
  },
  'registry-agrees': {
    question: 'registry',
    state: 'confirmed',
    sentence: 'The entry in the official MCP registry and the package name each other.',
  },
  'registry-contradicts': {
    question: 'registry',
    state: 'contradicted',
    sentence:
      'The entry in the official MCP registry names this package, but package and entry name different owners and different repositories.',
  },
  'registry-name-claimed': {
    question: 'registry',
    state: 'claimed',
    sentence:
      'The package carries a name in the official MCP registry. No entry of that name that names the package has been read.',
  },
  'registry-names-package': {
    question: 'registry',
    state: 'claimed',
    sentence:
      'The official MCP registry names this package, but what was read of the package does not carry that name.',
  },
  'registry-entry': {
    question: 'registry',
    state: 'claimed',
    sentence:
      'The official MCP registry has an entry for it. The registry checks who may use a name, not what the server does.',
  },
  'address-of-registry-name': {
    question: 'address',
    state: 'confirmed',
    sentence:
      'It answers under the domain that its name in the official MCP registry belongs to. The registry checks who owns the domain.',
  },
  'address-of-homepage': {
    question: 'address',
    state: 'claimed',
    sentence: 'It answers under the domain of the homepage that the package or entry names.',
  },
  'address-elsewhere': {
    question: 'address',
    state: 'absent',
    sentence:
      'Nothing shows that the domain it answers under belongs to its owner. Many servers run at a hosting provider.',
  },
  'imitates-letters': {
    question: 'name',
    state: 'contradicted',
    sentence: 'The name is written with letters that look like those of a better known one.',
  },
  'imitates-typo': {
    question: 'name',
    state: 'contradicted',
    sentence: 'The name is one slip of the pen away from a better known one, of another owner.',
  },
  'imitates-separators': {
    question: 'name',
    state: 'contradicted',
    sentence: 'The name differs from a better known one only in hyphens, dots or underscores.',
  },
  'imitates-scope': {
    question: 'name',
    state: 'contradicted',
    sentence: 'The name is the scope and the name of a better known package, written as one word.',
  },
  'imitates-official': {
    question: 'name',
    state: 'contradicted',
    sentence: 'The name is that of a better known package with a claim of being official, and the owners differ.',
  },
  'name-own': {
    question: 'name',
    state: 'confirmed',
    sentence: 'The name is not made to be mistaken for that of a better known server.',
  },
} as const satisfies Record<string, IdentityReason>;
export type IdentityReasonId = keyof typeof identityReasons;

/** The answer of an id as stored; undefined for one this version does not know. */
export const identityReasonOf = (id: string): IdentityReason | undefined =>
  Object.hasOwn(identityReasons, id) ? identityReasons[id as IdentityReasonId] : undefined;
