import { defineRule } from '#crawler/classify/define-rule.ts';
import { dropsOnFlag } from '#crawler/classify/rules/inspect/flags.ts';

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
        'delete erase destroy drop wipe purge trash discard rm shred expunge deprovision decommission prune cull deregister unregister evict dispose nuke tombstone tear+down teardown annihilate obliterate forget garbage+collect scrub rmdir truncate remove+all bulk+delete unpublish+permanently permanently+delete undefine unprovision burn+down empty+trash throw+away vaporize delist exterminate demolish incinerate retract offboard discontinue',
    },
    { verbs: 'remove' },
    { verbs: 'unset', objects: ['credential'] },
    { verbs: 'del', only: 'name' },
    { verbs: 'terminate' },
    { verbs: 'clean+up cleanup clean', unless: ['gamepiece', 'appliance'] },
    { verbs: 'release', near: ['ware'] },
    { verbs: 'release', objects: ['liveResource'] },
    { verbs: 'empty flush clear', objects: ['trash'] },
    { verbs: 'put', scopes: ['trash'] },
    { verbs: 'move', scopes: ['trash'] },
  ],
  phrases: [
    'will|would be permanently|irreversibly|irrevocably deleted|erased|removed|lost|wiped|destroyed',
    'permanently|irreversibly|irrevocably delete|deletes|remove|removes|erase|erases|destroy|destroys|wipe|wipes',
    'it|this|tool deletes|erases|wipes|purges|destroys *? *? *? permanently|irreversibly|irrevocably|forever',
    'all|any|existing|other * will|would be deleted|erased|removed|lost|wiped|destroyed',
    'cannot be recovered|undeleted',
    'is|are destructive',
    'destructive to|for existing|the|all|any|your',
    'drops|drop existing|current',
    'crud',
    "cannot|can't be undone|reversed|reverted",
    'is|are|an|and irreversible',
    'irreversibly',
    'cease|ceases|ceasing to exist',
    'make|makes|making * *? *? *? *? disappear|vanish',
    'unlink|unlinks * *? from disk',
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
    [
      'trim_log_book',
      'Trims a log book.',
      {
        is: 'destructive',
        parameters: { keep: { type: 'integer', description: 'So many are kept; everything older is deleted' } },
        why: 'a number beyond which all goes',
      },
    ],
    [
      'get_parcel',
      '',
      { is: 'destructive', parameters: { parcel_id: { type: 'string', description: 'Parcel to delete' } } },
    ],
    ['find_member', 'Finds a member and also erases the entry.', { is: 'destructive', why: 'the second of two verbs' }],
    ['show_slip', 'Shows a slip. Viewing it destroys it.', { is: 'destructive', why: 'the call is the subject' }],
    ['take_slip', 'Gets the next slip of the tray. It is removed from the tray afterwards.', { is: 'destructive' }],
    [
      'see_slip',
      'If you want to keep the slip do not call this, since it erases the slip permanently.',
      { is: 'destructive', why: 'a reason not to call it' },
    ],
    ['show_page', 'Shows a slip.\n\nExample: deletes the slip.', { is: 'destructive', why: 'no example but an act' }],
    ['load_dump', 'Imports a dump. This is destructive to existing rows.', { is: 'destructive' }],
    [
      'edit_lines',
      'Edits a text.',
      { is: 'destructive', why: 'a number of what goes', parameters: { delete_count: { type: 'integer' } } },
    ],
    [
      'edit_team',
      'Edits a team.',
      {
        is: 'destructive',
        why: 'a list of what goes',
        parameters: { remove_members: { type: 'array', description: 'People to delete' } },
      },
    ],
    [
      'shift_rows',
      'Moves rows.',
      {
        is: 'destructive',
        why: 'a switch says it',
        parameters: { tidy: { type: 'boolean', description: 'If true, deletes the old rows' } },
      },
    ],
  ],
  misses: [
    ['remove_background', 'Removes the background of a picture.', { why: 'the picture stays' }],
    ['clean_bot', 'Cleans a bot.', { why: 'nothing is lost' }],
    ['list_deleted_items', 'Lists items that were deleted.', { why: 'a filter' }],
    ['merge_rows', 'Merges rows without removing any.', { why: 'negation' }],
    ['restore_deleted_note', 'Restores a deleted note.'],
    ['get_removal_policy', 'Returns the removal policy.'],
    ['resumen', 'Cifras del mes.', { why: 'a Spanish article' }],
    [
      'load_rows',
      'Loads rows.',
      { why: 'parts of an answer are dropped', parameters: { drop_duplicates: { type: 'boolean' } } },
    ],
    [
      'set_guest',
      'Changes a guest.',
      {
        why: 'a right to delete, used later',
        parameters: {
          permissions: {
            type: 'object',
            properties: { delete_items: { type: 'boolean', description: 'Delete items' } },
          },
        },
      },
    ],
    [
      'get_parcel',
      '',
      {
        why: 'copied from the tool beside it',
        parameters: { parcel_id: { type: 'string', description: 'Parcel to delete' } },
        server: { name: 'Parcels', tools: ['get_parcel', 'delete_parcel'] },
      },
    ],
    [
      'list_audit_events',
      'Lists events.',
      { why: 'what happened', parameters: { action: { type: 'string', enum: ['list', 'delete'] } } },
    ],
    [
      'get_moves',
      'Returns moves.',
      {
        why: 'a filter',
        parameters: { action: { type: 'string', enum: ['get', 'delete'], description: 'Only moves of this kind' } },
      },
    ],
  ],
});
