import { describe, expect, test } from 'vitest';
import { listPath, readListRequest } from '#site/src/lib/list-request.ts';
import { readSearch, wordsOf } from '#site/src/lib/search-query.ts';
import { markWords, stripMarkup } from '#site/src/lib/summary.ts';

describe('what was typed', () => {
  test.each([
    ['npx -y @acme/files-mcp@1.2.0 /data', 'npm:@acme/files-mcp', '@acme/files-mcp'],
    ['npx --package=files-mcp files', 'npm:files-mcp', 'files-mcp'],
    ['bunx files-mcp', 'npm:files-mcp', 'files-mcp'],
    ['pnpm dlx files-mcp@latest', 'npm:files-mcp', 'files-mcp'],
    ['npm exec -- files-mcp', 'npm:files-mcp', 'files-mcp'],
    ['uvx Files_MCP==2.0', 'pypi:files-mcp', 'pypi:files-mcp'],
    ['uvx --from files.mcp files', 'pypi:files-mcp', 'pypi:files-mcp'],
    ['pipx run files-mcp[extra]', 'pypi:files-mcp', 'pypi:files-mcp'],
    ['docker run -i --rm ghcr.io/acme/files:latest', 'oci:ghcr.io/acme/files', undefined],
    ['FILES_KEY=x npx -y files-mcp', 'npm:files-mcp', 'files-mcp'],
    ['cmd /c npx files-mcp', 'npm:files-mcp', 'files-mcp'],
    ['agent mcp add files -- uvx files-mcp --root .', 'pypi:files-mcp', 'pypi:files-mcp'],
    ['"command": "npx", "args": ["-y", "@acme/files-mcp@1.2.0", "/data"]', 'npm:@acme/files-mcp', '@acme/files-mcp'],
    ['@acme/files-mcp', 'npm:@acme/files-mcp', '@acme/files-mcp'],
    ['https://www.npmjs.com/package/@acme/files-mcp', 'npm:@acme/files-mcp', '@acme/files-mcp'],
    ['https://pypi.org/project/files-mcp/', 'pypi:files-mcp', 'pypi:files-mcp'],
    ['https://mcp.acme.example/mcp', 'url:https://mcp.acme.example/mcp', 'https://mcp.acme.example/mcp'],
  ])('%s', (typed, identity, command) => {
    const read = readSearch(typed);
    expect(read.identities).toContain(identity);
    expect(read.command).toBe(command);
  });

  test.each(['docker containers', 'npm packages', 'how to use npx safely', 'run bun tests', 'npx'])(
    '%s starts nothing',
    (typed) => {
      const { words, command, precise } = readSearch(typed);
      expect([words, command, precise]).toEqual([typed.split(' '), undefined, undefined]);
    },
  );

  test.each([
    ['picture', ['screenshot', 'image'], ['shell']],
    ['pictures', ['screenshot'], ['database']],
    ['undoing', ['revert', 'reset'], ['delete']],
    ['copied', ['clone'], ['delete']],
    ['directories', ['folder'], ['file']],
  ])('%s may be called otherwise', (word, like, unlike) => {
    const found = readSearch(word).alike?.get(word);
    expect(found).toEqual(expect.arrayContaining(like));
    for (const other of unlike) expect(found).not.toContain(other);
  });
  test.each(['obsidian', 'constructor', 'the', 'pict'])('%s is called nothing else', (word) =>
    expect(readSearch(word).alike?.get(word)).toEqual([]),
  );

  test.each([
    'https://github.com/Acme/Files-MCP',
    'github.com/acme/files-mcp',
    'acme/files-mcp',
    'git@github.com:acme/files-mcp.git',
    'git+https://github.com/acme/files-mcp.git#main',
    'https://github.com/acme/files-mcp/tree/main/packages/server',
  ])('%s is a repository', (typed) =>
    expect(readSearch(typed).repositories).toEqual(['https://github.com/acme/files-mcp']),
  );

  test.each([
    ['deleteUser', ['delete', 'user']],
    ['Send  E-mail!', ['send', 'e', 'mail']],
    ['删除 文件', ['删除', '文件']],
    ['%_\\\'"', []],
    ['x'.repeat(500), ['x'.repeat(40)]],
  ])('words of %s', (typed, words) => {
    expect(wordsOf(typed)).toEqual(words);
    expect(readSearch(typed).words).toEqual(words);
  });

  test.each(['npx', 'docker run --', 'https://', 'npx -y', '@', '@a/', '/', 'git@x', 'constructor x', '\u0000'])(
    'no words are too odd: %s',
    (typed) => expect(() => readSearch(typed)).not.toThrow(),
  );
});

describe('addresses of lists', () => {
  test('read and written again they are the same', () => {
    const path =
      '/tools?q=send+mail&category=write&capability=sends-message&signal=accepts-url&annotation=readOnlyHint&sort=tokens&after=12';
    expect(listPath('tool', readListRequest('tool', new URL(path, 'http://x').searchParams, 50))).toBe(path);
  });
  test('what nobody offered is left out, and there is an end to it', () => {
    const asked = readListRequest(
      'tool',
      new URLSearchParams(
        `outcome=listed&sort=evil&after=-1&before=1e99&${'risk=a&risk=b&'.repeat(50)}${Array.from({ length: 30 }, (_, n) => `signal=s${n}`).join('&')}`,
      ),
      50,
    );
    expect(asked).toMatchObject({ sort: 'risk', after: undefined, before: undefined });
    expect(asked.facets).toHaveLength(8);
    expect(asked.facets.some((facet) => facet.startsWith('outcome'))).toBe(false);
  });
});

describe('descriptions as a line', () => {
  test.each([
    ['# Title\n\n- **Bold** and `code`\n- [a link](https://x.example)', 'Title: Bold and code a link'],
    [
      'Sends it.\n\n## When to use ##\nAfter dark\n# Why?\nQuiet\n# End',
      'Sends it. When to use: After dark Why? Quiet End',
    ],
    ['<b onclick="x">Deletes</b> a_file_name and 2 * 3', 'Deletes a_file_name and 2 * 3'],
    ['```json\n{"a": 1}\n```', '{"a": 1}'],
    ['![shot](x.png) Takes *one* _picture_.', 'shot Takes one picture.'],
  ])('%s', (text, line) => expect(stripMarkup(text)).toBe(line));

  test('words that begin as those searched for are marked', () => {
    expect(
      markWords('Deletes undeleted, deletion.', ['delete'])
        .filter((part) => part.marked)
        .map((part) => part.text),
    ).toEqual(['Deletes', 'deletion']);
    expect(markWords('Sends the mail away.', ['mail']).map((part) => part.text)).toEqual([
      'Sends the ',
      'mail',
      ' away.',
    ]);
    expect(markWords('Sends mail', []).map((part) => part.text)).toEqual(['Sends mail']);
    expect(
      markWords('Sends mail', ['mail'])
        .map((part) => part.text)
        .join(''),
    ).toBe('Sends mail');
  });
});
