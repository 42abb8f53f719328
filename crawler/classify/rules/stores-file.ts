import { defineRule } from '#crawler/classify/define-rule.ts';
import { savesToPath } from '#crawler/classify/rules/inspect/files.ts';

/** Stores a file. */
export const storesFile = defineRule({
  id: 'stores-file',
  title: 'Stores a file',
  explains: 'A file appears or changes on disk or in a store.',
  advice: 'Limit how often it may be called, and keep the path inside one folder.',
  capability: 'store-file',
  actions: [
    {
      verbs:
        'upload zip unzip unpack compress decompress extract+archive touch mkdir makedirs cp save+as upload+file write+file save+to',
      unless: ['interface'],
    },
    { verbs: 'write save store put', objects: ['file'] },
    { verbs: 'download flush', scopes: ['file'] },
    { verbs: 'append', objects: ['file'] },
    { verbs: 'convert', scopes: ['file'] },
    { verbs: 'pack package', objects: ['file', 'code', 'repository'] },
  ],
  phrases: [
    'save|saves|saved|write|writes|written to|into|on|in a? the? local? disk|file|directory|folder|filesystem',
    'images|files|file|image|attachment|content will be saved',
    'saved|stored|downloaded locally',
    'saves|save it|them|the|a result|file|output|image|images to|as',
  ],
  inspect: savesToPath,
  matches: [
    ['pack_folder', 'Package a folder into one file.', { is: 'write' }],
    [
      'make_export',
      'Exports the settings to a file on the router.',
      { is: 'write', why: 'the file stays on a machine' },
    ],
    ['write_file', 'Writes text to a file.', { is: 'write' }],
    ['upload_attachment', 'Uploads an attachment.', { is: 'write' }],
    [
      'download_assets',
      'Downloads assets and saves them to a local folder.',
      { is: 'write', parameters: { outputPath: { type: 'string', description: 'Folder to save to' } } },
    ],
    [
      'list_captures',
      'Lists requests seen so far.',
      {
        is: 'write',
        why: 'a reader with an output file',
        parameters: {
          filename: { type: 'string', description: 'File to save the result to. If omitted, the result is returned.' },
        },
      },
    ],
    [
      'get_ledger',
      'Returns a ledger.',
      { is: 'write', why: 'where it is put down', parameters: { save_to: { type: 'string' } } },
    ],
    ['save_file', 'Saves a file and overwrites an existing one without asking.', { is: 'write' }],
  ],
  misses: [
    ['read_file', 'Reads a file.', { parameters: { path: { type: 'string' } } }],
    ['list_uploads', 'Lists uploads.'],
    ['get_export', 'Returns the state of an export.'],
    [
      'get_chart',
      'Returns a chart.',
      { why: 'how it looks, not where it goes', parameters: { output_file_format: { type: 'string' } } },
    ],
    [
      'read_chart',
      'Reads a chart.',
      {
        why: 'it is read from there',
        parameters: { output_file: { type: 'string', description: 'The existing file that an earlier call wrote' } },
      },
    ],
  ],
});
