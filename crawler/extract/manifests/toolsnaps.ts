/** `__toolsnaps__/<tool>.snap`: definitions an author's tests keep, one tool in each file. */
import { findingsOf, listedDefinition, type Manifest, parseJson } from './manifest.ts';

export const toolsnaps: Manifest = {
  id: 'toolsnaps',
  title: 'tool snapshots',
  matches: (path) => path.endsWith('.snap') && path.includes('__toolsnaps__/'),
  read(path, text) {
    const tool = listedDefinition(parseJson(text));
    return tool === undefined ? [] : findingsOf(path, text, [tool]);
  },
};
