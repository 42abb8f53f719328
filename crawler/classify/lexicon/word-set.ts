/** The words of a list that is written as one text, separated by spaces. */
export const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** The words of a text, as a type. */
type WordOf<Words extends string> = Words extends `${infer First} ${infer Rest}` ? First | WordOf<Rest> : Words;

/** A list of one word for each word of a text. */
export const eachAlone = <const Words extends string>(words: Words): Record<WordOf<Words>, ReadonlySet<string>> => {
  const lists = {} as Record<WordOf<Words>, ReadonlySet<string>>;
  for (const word of words.split(' ') as WordOf<Words>[]) lists[word] = new Set([word]);
  return lists;
};
