/** What linters do not see: a rule takes a file and answers its faults, as `file:line: what is wrong: what to do`. */

/** A file of ours, with its path from the root of the repository. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

type Rule = (source: Source) => readonly string[];

const linesMax = 300;
const commentWidthMax = 120;
const sentenceWordsMax = 35;
const cellCharactersMax = 200;

const linesOf = (text: string): string[] => text.split('\n');

/** @returns the file, when it is too long to be read at a sitting. */
export const longFile: Rule = ({ path, text }) => {
  const lines = linesOf(text.trimEnd()).length;
  return lines <= linesMax
    ? []
    : [`${path}:${linesMax + 1}: ${lines} lines, ${linesMax} at most: split it by topic`];
};

const isComment = (line: string): boolean => /^\s*(?:\/\/|\/\*|\*(?:[ /]|$))/.test(line);

/** Comments that are wider than code may be; the formatter wraps code only. */
export const wideComments: Rule = ({ path, text }) =>
  linesOf(text).flatMap((line, index) =>
    isComment(line) && line.length > commentWidthMax
      ? [
          `${path}:${index + 1}: a comment of ${line.length} characters, ${commentWidthMax} at most: wrap it`,
        ]
      : [],
  );

/** Asking a document for a member is asking for its kind without saying so: a further kind would be overlooked. */
export const askedMembers: Rule = ({ path, text }) =>
  linesOf(text).flatMap((line, index) =>
    /'[^']+'\s+in\s+document\b/.test(line) && !isComment(line)
      ? [`${path}:${index + 1}: asks for a member of a document: ask its \`kind\`, exhaustively`]
      : [],
  );

/** Text of a page without its code blocks, line for line. */
function proseLines(text: string): string[] {
  let isCode = false;
  return linesOf(text).map((line) => {
    const isFence = /^\s*```/.test(line);
    if (isFence) isCode = !isCode;
    return isFence || isCode ? '' : line;
  });
}

const isRow = (line: string): boolean => line.trimStart().startsWith('|');

/** Cells of tables that nobody reads in a column. */
export const longCells: Rule = ({ path, text }) =>
  proseLines(text).flatMap((line, index) =>
    isRow(line)
      ? line
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim().length)
          .filter((length) => length > cellCharactersMax)
          .map(
            (length) =>
              `${path}:${index + 1}: a cell of ${length} characters, ${cellCharactersMax} at most: say it below the table`,
          )
      : [],
  );

interface Paragraph {
  readonly line: number;
  readonly text: string;
}

const itemMark = /^\s*(?:[-*]|\d+\.)\s+/;

/** Paragraphs, and items of lists, of a page. */
function paragraphsOf(text: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let open: { line: number; texts: string[] } | undefined;
  const close = (): void => {
    if (open !== undefined) paragraphs.push({ line: open.line, text: open.texts.join(' ') });
    open = undefined;
  };
  for (const [index, line] of proseLines(text).entries()) {
    if (line.trim() === '' || isRow(line) || line.startsWith('#') || itemMark.test(line)) close();
    if (line.trim() === '' || isRow(line) || line.startsWith('#')) continue;
    open ??= { line: index + 1, texts: [] };
    open.texts.push(line.replace(itemMark, '').trim());
  }
  close();
  return paragraphs;
}

/** A link counts as its words, and code as one. */
const read = (text: string): string =>
  text.replaceAll(/`[^`]+`/g, 'code').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');

const sentencesOf = (text: string): string[] => read(text).split(/(?<=[.!?][)*_”"]*)\s+/);

const wordsOf = (sentence: string): string[] =>
  sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));

/** Sentences that have to be read twice. */
export const longSentences: Rule = ({ path, text }) =>
  paragraphsOf(text).flatMap(({ line, text: paragraph }) =>
    sentencesOf(paragraph)
      .map(wordsOf)
      .filter((words) => words.length > sentenceWordsMax)
      .map(
        (words) =>
          `${path}:${line}: a sentence of ${words.length} words, ${sentenceWordsMax} at most: ` +
          `make two of it: “${words.slice(0, 8).join(' ')} …”`,
      ),
  );

/** So that `billed`, `bills` and `billing` are known where `bill` is. */
function stemOf(word: string): string {
  const stem = word
    .toLowerCase()
    .replace(/ie[sd]$/, 'y')
    .replace(/(?<=..)(?:ings?|ed|s)$/, '')
    .replace(/(?:e|ed)$/, '');
  return stem.replace(/([bdgmnprt])\1$/, '$1');
}

/** The words that a glossary has: the first column of its table, and its list of ordinary words. */
export function glossaryOf(page: string): ReadonlySet<string> {
  const [table = '', ordinary = ''] = page.split('## Ordinary words');
  const terms = linesOf(table)
    .filter(isRow)
    .map((row) => row.split('|')[1] ?? '');
  return new Set(
    [...terms, ordinary].flatMap((text) => text.match(/[A-Za-z0-9]+/g) ?? []).map(stemOf),
  );
}

const exportedType = /^export (?:abstract )?(?:interface|type|class|enum) (?<name>\w+)/;

const unknownWords = (glossary: ReadonlySet<string>, words: readonly string[]): string[] =>
  words.filter((word) => !glossary.has(stemOf(word)));

const notInGlossary = (name: string, words: readonly string[]): string =>
  `${name} says ${words.map((word) => `“${word}”`).join(', ')}, which docs/glossary.md does not have: ` +
  'use its word, or add yours there first';

/** Exported types that are named with a word of their own. */
export const unknownTypeWords =
  (glossary: ReadonlySet<string>): Rule =>
  ({ path, text }) =>
    linesOf(text).flatMap((line, index) => {
      const name = exportedType.exec(line)?.groups?.['name'] ?? '';
      const words = name.match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]*/g) ?? [];
      const unknown = unknownWords(glossary, words);
      return unknown.length === 0 ? [] : [`${path}:${index + 1}: ${notInGlossary(name, unknown)}`];
    });

/** Error codes, `noun.problem`, about a noun of their own. */
export const unknownCodeNouns = (
  glossary: ReadonlySet<string>,
  codes: readonly string[],
): string[] =>
  codes.flatMap((code) => {
    const unknown = unknownWords(glossary, code.split('.')[0]?.split('-') ?? []);
    return unknown.length === 0 ? [] : [`error code ${notInGlossary(code, unknown)}`];
  });
