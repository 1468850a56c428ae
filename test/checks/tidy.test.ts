import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { rejectionStatus } from '../../core/contract/rejection-codes.ts';
import {
  askedMembers,
  glossaryOf,
  longCells,
  longFile,
  longSentences,
  type Source,
  unknownCodeNouns,
  unknownTypeWords,
  wideComments,
} from './tidy.ts';

const root = join(import.meta.dirname, '../..');
const codeFolders = ['bin', 'core', 'functions', 'lib', 'local', 'cli', 'start', 'sdk'] as const;

/** Files that are in version control, or will be. */
const paths = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));

const sourcesOf = (wanted: (path: string) => boolean): Source[] =>
  paths.filter(wanted).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const typescript = sourcesOf((path) => /[.]tsx?$/.test(path));
/** What is made from the contract is as long as that is, and has its words. */
const byHand = typescript.filter(({ path }) => !path.startsWith('sdk/src/contract/'));
const production = byHand.filter(({ path }) =>
  codeFolders.some((folder) => path.startsWith(`${folder}/`)),
);
const pages = sourcesOf((path) =>
  /^(?:README[.]md|docs\/.*[.]md|core\/[^/]+\/README[.]md|test\/simulation\/README[.]md)$/.test(
    path,
  ),
);
const glossary = glossaryOf(readFileSync(join(root, 'docs/glossary.md'), 'utf8'));
const page = (text: string): Source => ({ path: 'docs/page.md', text });
const code = (text: string): Source => ({ path: 'core/some.ts', text });
const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ');

describe('a file', () => {
  it('has 300 lines at most', () => {
    expect(byHand.flatMap(longFile)).toEqual([]);
  });

  it('of 301 lines is found', () => {
    expect(longFile(code('x\n'.repeat(300)))).toEqual([]);
    expect(longFile(code('x\n'.repeat(301)))).toEqual([
      'core/some.ts:301: 301 lines, 300 at most: split it by topic',
    ]);
  });
});

describe('a comment', () => {
  it('is 120 characters wide at most', () => {
    expect(typescript.flatMap(wideComments)).toEqual([]);
  });

  it.each(['// ', ' * ', '/** '])('that begins with “%s” and is wider is found', (start) => {
    const wide = `${start}${'x'.repeat(121 - start.length)}`;

    expect(wideComments(code(`const a = 1;\n${wide}`))).toEqual([
      'core/some.ts:2: a comment of 121 characters, 120 at most: wrap it',
    ]);
    expect(wideComments(code(wide.slice(0, 120)))).toEqual([]);
  });
});

describe('a sentence of a page', () => {
  it('has 35 words at most', () => {
    expect(pages.flatMap(longSentences)).toEqual([]);
  });

  it('of 36 words is found, over lines and in a list', () => {
    const long = words(36).replace(' ', '\n');

    expect(longSentences(page(`${words(35)}. ${words(35)}.`))).toEqual([]);
    expect(longSentences(page(`# Title\n\n${long}.`))).toEqual([
      expect.stringMatching(/^docs\/page[.]md:3: a sentence of 36 words, 35 at most: make two/),
    ]);
    expect(longSentences(page(`- short\n- ${long}`))).toHaveLength(1);
  });

  it('is not code, and a piece of code in it is one word', () => {
    expect(longSentences(page(`\`\`\`\n${words(50)}\n\`\`\``))).toEqual([]);
    expect(longSentences(page(`\`${words(50)}\` is a word.`))).toEqual([]);
  });
});

describe('a cell of a table', () => {
  it('has 200 characters at most', () => {
    expect(pages.flatMap(longCells)).toEqual([]);
  });

  it('of 201 is found', () => {
    expect(longCells(page(`| a | ${'x'.repeat(200)} |`))).toEqual([]);
    expect(longCells(page(`| a | ${'x'.repeat(201)} |`))).toEqual([
      'docs/page.md:1: a cell of 201 characters, 200 at most: say it below the table',
    ]);
  });
});

describe('a word', () => {
  it('of an exported type is in the glossary', () => {
    expect(production.flatMap(unknownTypeWords(glossary))).toEqual([]);
  });

  it('of an error code’s noun is in the glossary', () => {
    expect(unknownCodeNouns(glossary, Object.keys(rejectionStatus))).toEqual([]);
  });

  it('that the glossary lacks is found, in whatever form it has those it knows', () => {
    const small = glossaryOf(
      '| use | means |\n|---|---|\n| bill, policy | x |\n\n## Ordinary words\n\nlist.',
    );
    const unknown = unknownTypeWords(small);

    expect(
      unknown(code('export interface BilledPolicies {}\nexport type BillingList = 1;')),
    ).toEqual([]);
    expect(unknown(code('export type BillWidget = 1;'))).toEqual([
      'core/some.ts:1: BillWidget says “Widget”, which docs/glossary.md does not have: ' +
        'use its word, or add yours there first',
    ]);
    expect(unknownCodeNouns(small, ['bill.late', 'widget.broken'])).toHaveLength(1);
  });
});

describe('a document of the books', () => {
  it('is asked for its kind, never for a member', () => {
    expect(typescript.flatMap(askedMembers)).toEqual([]);
  });

  it('that is asked for one is found', () => {
    expect(askedMembers(code(["if ('number' in", 'document) return;'].join(' ')))).toHaveLength(1);
  });
});

describe('a folder of core', () => {
  const folders = new Set(
    paths.flatMap((path) => /^core\/(?<folder>[^/]+)\//.exec(path)?.groups?.['folder'] ?? []),
  );

  it.each([...folders])('%s says in a README what it owns', (folder) => {
    expect(paths).toContain(`core/${folder}/README.md`);
  });
});
