import { defineRule } from '#crawler/classify/define-rule.ts';
import { dropsOnFlag } from '#crawler/classify/inspect-flags.ts';

/** Deletes data. */
export const deletesData = defineRule({
  id: 'deletes-data',
  title: 'Deletes data',
  explains: 'What is deleted is gone, often at once and for everybody.',
  advice: 'Hide it, or ask for approval each time.',
  capability: 'delete-data',
  actions: [
    {
      verbs:
        'delete erase destroy drop wipe purge trash discard rm shred expunge deprovision decommission prune cull deregister unregister evict dispose nuke tombstone tear+down teardown annihilate obliterate forget delete+many garbage+collect scrub rmdir truncate remove+all bulk+delete mass+delete unpublish+permanently permanently+delete undefine unprovision burn+down empty+trash unset+secret throw+away vaporize delist exterminate demolish incinerate retract offboard discontinue',
    },
    { verbs: 'remove' },
    { verbs: 'del', only: 'name' },
    { verbs: 'terminate' },
    { verbs: 'clean+up cleanup clean' },
    { verbs: 'release', near: ['ware'] },
    { verbs: 'release', objects: ['liveResource'] },
    { verbs: 'empty flush clear', objects: ['trash'] },
    { verbs: 'put', scopes: ['trash'] },
    { verbs: 'move', scopes: ['trash'] },
  ],
  phrases: [
    'will|would be permanently|irreversibly|irrevocably deleted|erased|removed|lost|wiped|destroyed',
    'permanently|irreversibly|irrevocably delete|deletes|remove|removes|erase|erases|destroy|destroys|wipe|wipes',
    'all|any|existing|other * will|would be deleted|erased|removed|lost|wiped|destroyed',
    'cannot be recovered|undeleted',
    'is|are destructive',
    'destructive to|for existing|the|all|any|your',
    'drops|drop existing|current',
  ],
  inspect: dropsOnFlag,
  matches: [
    ['drop_table', 'Drops a table.', { is: 'destructive' }],
    ['r2_bucket_delete', '', { is: 'destructive', why: 'the verb stands last' }],
    ['bulkDeleteUsers', 'Removes user accounts.', { is: 'destructive' }],
    [
      'rename_table',
      'Renames a table.',
      {
        is: 'destructive',
        why: 'a switch that drops what is there',
        parameters: { dropExisting: { type: 'boolean', description: 'Drop the table of that name first' } },
      },
    ],
    ['load_dump', 'Imports a dump. This is destructive to existing rows.', { is: 'destructive' }],
  ],
  misses: [
    ['list_deleted_items', 'Lists items that were deleted.', { why: 'a filter' }],
    ['merge_rows', 'Merges rows without removing any.', { why: 'negation' }],
    ['restore_deleted_note', 'Restores a deleted note.'],
    ['get_removal_policy', 'Returns the removal policy.'],
    ['resumen', 'Cifras del mes.', { why: 'a Spanish article' }],
  ],
});
