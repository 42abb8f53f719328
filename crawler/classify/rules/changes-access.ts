import { defineRule } from '#crawler/classify/define-rule.ts';

/** Changes access. */
export const changesAccess = defineRule({
  id: 'changes-access',
  title: 'Changes access',
  explains: 'Whoever gets a right or a key can use it long after this conversation.',
  advice: 'Ask for approval; list who may be given what.',
  capability: 'change-access',
  actions: [
    { verbs: 'grant permit whitelist allowlist delegate+access impersonate elevate authorize+user', unless: ['money'] },
    { verbs: 'add set update change create assign modify edit enable replace', objects: ['access'] },
    { verbs: 'give issue', objects: ['access', 'credential'] },
    { verbs: 'generate produce', objects: ['pass'], unless: ['prose'] },
    { verbs: 'exchange redeem', near: ['credential'], outside: ['crypto', 'trading'] },
    { verbs: 'exchange redeem', scopes: ['credential'], outside: ['crypto', 'trading'] },
    { verbs: 'share' },
    { verbs: 'allow deny' },
    { verbs: 'approve accept', objects: ['access'] },
  ],
  matches: [
    ['grant_role', 'Grants a role to a user.', { is: 'write' }],
    ['share_document', 'Shares a document with another user.', { is: 'write' }],
    ['get_album_link', 'Creates a public link to an album.', { is: 'write', why: 'whoever has it may look' }],
    ['get_album_invite', 'Creates an invite link to an album.', { is: 'write', why: 'the same by another name' }],
    ['get_album_share', 'Creates a share link to an album.', { is: 'write', why: 'and another' }],
    ['get_shared_album', 'Creates a shared link to an album.', { is: 'write', why: 'and another' }],
    ['get_album_sharing', 'Creates a sharing link to an album.', { is: 'write', why: 'and another' }],
    ['set_permissions', 'Sets who may edit a folder.', { is: 'write' }],
  ],
  misses: [
    ['list_permissions', 'Lists permissions.'],
    ['list_public_links', 'Lists the public links of an album.'],
    ['get_grants', 'Lists grants.'],
    ['revoke_role', 'Revokes a role from a user.'],
  ],
});
