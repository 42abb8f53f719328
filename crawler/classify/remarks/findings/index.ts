/** The kinds of findings, in the order pages show them. A test proves that this list equals the folder. */

import { asksForUnrelatedData } from './asks-for-unrelated-data/index.ts';
import { concealsFromUser } from './conceals-from-user.ts';
import { encodedPayload } from './encoded-payload.ts';
import { falseAuthority } from './false-authority.ts';
import { hiddenCharacters } from './hidden-characters.ts';
import { hidesMarkup } from './hides-markup.ts';
import { instructsModel } from './instructs-model/index.ts';
import { lookAlikeLetters } from './look-alike-letters.ts';
import { shadowsTools } from './shadows-tools.ts';
import { steersOtherTools } from './steers-other-tools.ts';

/** Every kind, worst told apart by nothing but its meaning: any of them is reason to hide a tool until somebody has read it. */
export const findingKinds = [
  hiddenCharacters,
  lookAlikeLetters,
  instructsModel,
  concealsFromUser,
  asksForUnrelatedData,
  shadowsTools,
  steersOtherTools,
  falseAuthority,
  hidesMarkup,
  encodedPayload,
] as const;

/** Id of a kind of finding. */
export type FindingId = (typeof findingKinds)[number]['id'];
