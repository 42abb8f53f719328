/** Where in what a server says beside its tools a text stands, in words. */

import { pointerParts } from '#crawler/classify/read/pointer.ts';
import type { ServerWords } from '#crawler/classify/remarks/server-words.ts';
import { shorten } from './format.ts';

/** `its instructions`, `the prompt “daily”`; the name is the server's and must be shown as a stranger's text. */
export function wordsPlace(words: ServerWords, pointer: string): string {
  const [part, index] = pointerParts(pointer);
  if (part === 'instructions') return 'its instructions';
  const one = part === 'prompts' ? words.prompts?.[Number(index)] : words.resources?.[Number(index)];
  return `the ${part === 'prompts' ? 'prompt' : 'resource'} “${shorten(one?.name ?? String(index), 80)}”`;
}
