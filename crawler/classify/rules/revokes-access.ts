import { defineRule } from '#crawler/classify/define-rule.ts';

/** Takes access away. */
export const revokesAccess = defineRule({
  id: 'revokes-access',
  title: 'Takes access away',
  explains: 'People or programs are locked out, and keys that are gone do not come back.',
  advice: 'Hide it, or ask for approval.',
  capability: 'revoke-access',
  actions: [
    {
      verbs: 'revoke deauthorize invalidate rescind unauthorize unshare+all logout+everywhere withdraw+access',
    },
    {
      verbs: 'reset rotate regenerate roll cycle renew+secret disable',
      objects: ['credential'],
      unless: ['interface'],
    },
    { verbs: 'expire', objects: ['checkout'] },
    { verbs: 'expire', unless: ['absent'] },
  ],
  phrases: ['revokes|revoking|revoke * access', 'primarily|mainly|only used to manually? expire|revoke|invalidate'],
  matches: [
    ['revoke_badge_token', 'Revokes a token.', { is: 'destructive' }],
    ['rotate_api_key', 'Rotates an API key.', { is: 'destructive', why: 'the old key stops working' }],
    ['reset_password', 'Resets the password of a user.', { is: 'destructive' }],
    ['sessions_invalidate', '', { is: 'destructive' }],
  ],
  misses: [
    ['list_revoked_keys', 'Lists revoked keys.'],
    ['rotate_image', 'Rotates an image.', { why: 'not a key' }],
    ['get_expired_links', 'Lists expired links.'],
  ],
});
