import { defineFinding, joinGroups } from '#crawler/classify/remarks/findings/define-finding.ts';
import { instructsAbroad } from './abroad.ts';
import { runsCommands } from './commands.ts';
import { actsWithoutConsent } from './consent.ts';
import { obeysResults } from './obeys-results.ts';
import { overridesInstructions } from './overrides.ts';
import { speaksToModel } from './speaks-to-model.ts';
import { standingOrders } from './standing-orders.ts';

export const instructsModel = defineFinding({
  id: 'instructs-model',
  title: 'Gives the model orders',
  explanation:
    'The text tells the model to disregard what it was told, to take another role, to act on every later answer, or not to ask before it acts.',
  ...joinGroups([
    overridesInstructions,
    standingOrders,
    actsWithoutConsent,
    obeysResults,
    speaksToModel,
    runsCommands,
    instructsAbroad,
  ]),
});
