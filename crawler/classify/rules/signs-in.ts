import { defineRule } from '#crawler/classify/define-rule.ts';

/** Starts a sign-in. */
export const signsIn = defineRule({
  id: 'signs-in',
  title: 'Starts a sign-in',
  explains: 'A sign-in opens a session; it shows a link or checks a token.',
  advice: 'Allow it; complete the sign-in yourself.',
  capability: 'sign-in',
  actions: [
    { verbs: 'login log+in sign+in signin authenticate connect+account' },
    { verbs: 'authorize authorise', unless: ['money', 'access', 'commitment'] },
    { verbs: 'whoami' },
    { verbs: 'verify', objects: ['credential'] },
  ],
  nouns: 'login whoami auth signin authentication',
  matches: [
    ['login', 'Returns a link to sign in with.', { is: 'read' }],
    ['authenticate', 'Checks the token.', { is: 'read' }],
    ['whoami', '', { is: 'read' }],
  ],
  misses: [
    ['create_login', 'Creates a login for a new user.'],
    ['authorize_payment', 'Authorises a payment on a card.'],
    ['delete_login', 'Deletes a login.'],
  ],
});
