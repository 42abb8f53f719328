import { defineFinding, joinGroups } from '#crawler/classify/remarks/findings/define-finding.ts';
import { remembered } from '#crawler/classify/words/remembered.ts';
import { askedAbroad } from './abroad.ts';
import { belongingsAsked } from './belongings.ts';
import { conversationAsked } from './conversation.ts';
import { askedOfPerson } from './from-person.ts';
import { secretFilesAsked } from './secret-files.ts';
import { secretsAsked } from './secrets.ts';

/** Parameters that hold what a model has in mind; those of the first kind no service of another model takes. */
const innermost =
  /^(?:chain_?of_?thought|reasoning_?trace|tool_?call_?history|previous_?tool_?calls|hidden_?instructions|your_?(?:instructions|prompt))$/i;
const context =
  /^(?:(?:full_?)?system_?prompt|(?:full_?)?(?:conversation|chat|session|message)_?(?:history|log)|tools?_?list|available_?tools|model_?name|previous_?messages)$/i;
/** Wrapped in signs that keep a name from being shown or filled in by a person. */
const smuggled =
  /^_+(?:(?:full_?)?system_?prompt|(?:conversation|chat|message)_?history|chain_?of_?thought|previous_?(?:tool_?calls|messages)|user_?(?:prompts?|messages?)|hidden_?instructions|context_?window)_*$/i;

const isContext = remembered((name) => context.test(name));

export const asksForUnrelatedData = defineFinding({
  id: 'asks-for-unrelated-data',
  title: 'Asks for unrelated data',
  explanation:
    'The text wants files, keys, the conversation or its instructions handed over although the tool’s job does not need them.',
  ...joinGroups([secretFilesAsked, secretsAsked, conversationAsked, belongingsAsked, askedOfPerson, askedAbroad]),
  parameters: (names) =>
    names.find((name) => smuggled.test(name)) ??
    (names.some(isContext) ? names.find((name) => innermost.test(name)) : undefined),
});
