/** What several steps ask of an act that a name or a text says. */
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import type { Observation } from '#crawler/classify/read/reading.ts';
import { meets, nothing } from '#crawler/classify/words/senses.ts';
import { strengths } from './numbers.ts';

const plainReaders = verbsThat('reader');

/** A name of a verb alone: `restore`. */
export const isBare = ({ object }: Observation): boolean => object !== undefined && meets(object, nothing);

/** The text opens with a verb that only ever reads. */
export const opensReading = (main: Observation | undefined): boolean =>
  main?.opens === true && main.strength >= strengths.opening && plainReaders.has(main.verb);

/** By a verb that is hardly ever a noun. */
export const isPlain = (o: Observation): boolean => o.strength >= strengths.plain;
