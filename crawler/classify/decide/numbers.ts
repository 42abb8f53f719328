/**
 * The numbers decisions are made with. Confidences are shares of right verdicts: the first fit is by hand on the development
 * set (319 tools), so that of verdicts with at least 0.9 no fewer than 98 % are right; `npm run eval` prints how it holds.
 */

/** How sure a verdict is, 0..1, by what it rests on. */
export const confidences = {
  /** Name and text say the same, the name by a plain verb. */
  bothPlainly: 0.97,
  /** Name and text say the same act with the same verb, or the name by a verb that may be a noun. */
  bothSay: 0.95,
  bothFaintly: 0.94,
  /** A plain verb in the name, and no text that says anything. */
  nameAlone: 0.9,
  nameAloneFaint: 0.7,
  /** A plain opening verb in the text, and a name that says nothing. */
  textAlone: 0.88,
  textAloneFaint: 0.75,
  /** A name with a verb that is a noun as often. */
  nounLikeName: 0.5,
  /** A noun names information: in a name without text, with text, against a weak verb. */
  nounAlone: 0.6,
  nounWithText: 0.72,
  nounOverVerb: 0.66,
  /** The name is worse than the text. */
  nameWorse: 0.82,
  nameWorseFaint: 0.65,
  /** The text is worse than the name, in its first verb or further on. */
  textWorse: 0.78,
  textWorseLater: 0.7,
  /** The same verb in both, of which one knows its object better. */
  sameVerb: 0.8,
  /** The text tells what a vague name does. */
  vagueName: 0.75,
  nounLikeNameRead: 0.72,
  /** `unban`: the text takes back what the verb without `un` makes. */
  takesBack: 0.85,
  readerKept: 0.7,
  /** The verb changes only what the call hands over, or nothing that outlives the call. */
  workedOut: 0.75,
  noProgram: 0.75,
  /** Modes of one tool. */
  modesAreAll: 0.86,
  modeEnum: 0.88,
  modeInWords: 0.75,
  /** Phrases, parameters, annotations, later sentences. */
  phrase: 0.7,
  parameterAlone: 0.6,
  parameterWorse: 0.75,
  declared: 0.5,
  managed: 0.72,
  laterWorse: 0.62,
  /** At most, for a mild verdict on a tool of which something says plainly that it destroys or pays. */
  doubted: 0.88,
  /** Stated limits. */
  limitAlone: 0.85,
  limitAgrees: 0.97,
  limitHolds: 0.88,
} as const;

/** How plainly something is said, 0..1, as `Observation.strength` has it: where one kind of speaking ends and the next begins. */
export const strengths = {
  /** A verb at the front of a sentence, or nearly. */
  opening: 0.9,
  /** A verb that is hardly ever a noun. */
  plain: 0.8,
  /** A reader's verb whose object is known. */
  plainWithObject: 0.7,
  /** Below, a name's verb is a noun more likely than not. */
  nounLike: 0.5,
  /** A verb in a name, where the text opens with a plain reader. */
  againstReader: 0.85,
  /** Predicates of later sentences that say something of this tool. */
  later: 0.5,
  laterWorse: 0.55,
  /** Below, a name's verb is a noun and nothing else. */
  noun: 0.1,
  /** Anything in a later sentence. */
  faint: 0.2,
  /** A noun ends the name. */
  endsName: 0.7,
} as const;

/** Specificities of senses (see `compile`): with an object of a known class, and with any condition at all. */
export const specificities = { object: 8, domain: 4 } as const;
