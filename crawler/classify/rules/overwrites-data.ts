import { defineRule } from '#crawler/classify/define-rule.ts';

/** Overwrites data. */
export const overwritesData = defineRule({
  id: 'overwrites-data',
  title: 'Overwrites data',
  explains: 'What is there now is replaced as a whole and lost.',
  advice: 'Hide it, or ask for approval; take a backup first.',
  capability: 'overwrite-data',
  actions: [
    { verbs: 'restore reset recover rewind', objects: ['backup', 'liveResource', 'query'] },
    {
      verbs: 'restore rollback roll+back',
      unless: ['file', 'message', 'mark', 'member', 'trash', 'draft', 'repository'],
    },
    { verbs: 'restore recover', scopes: ['backup'] },
    { verbs: 'revert discard undo', objects: ['file', 'backup'] },
    { verbs: 'force+push hard+reset overwrite+all checkout+force' },
    { verbs: 'replace overwrite', objects: ['everything'] },
    { verbs: 'migrate alter', objects: ['everything', 'query'] },
  ],
  phrases: [
    'replaces|overwrites the entire|whole|complete',
    'discard|discards all|any|local|uncommitted changes',
    'overwrites all|everything',
    'executing|executes|runs|applies ddl',
    'database? schema migrations|migration by',
    'restore working tree|directory',
    'replaces|overwrites all existing',
    'replace|replaces|replacing all data|rows|records|contents|documents in|of|with|from',
  ],
  matches: [
    ['restore_backup', 'Restores a backup over the current data.', { is: 'destructive' }],
    ['rollback_database', 'Rolls a database back.', { is: 'destructive' }],
    ['undo_edits', 'Discards all changes in the folder.', { is: 'destructive' }],
    ['load_table', 'Replaces all rows of a table by those of a file.', { is: 'destructive' }],
    ['set_watch_items', 'Changes a list. It replaces the entire list with what is given.', { is: 'destructive' }],
  ],
  misses: [
    ['list_backups', 'Lists backups.'],
    ['unarchive_note', 'Restores an archived note.'],
    ['rename_all', 'Replace all occurrences of a word in a text.', { why: 'words, not data' }],
    ['get_restore_status', 'Returns the state of a restore.'],
  ],
});
