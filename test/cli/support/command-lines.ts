/** A command line as it stands in a page, and whether it is to be run as it is. */
export interface WrittenLine {
  readonly line: string;
  /** Of a block of code; else it is named in a sentence or a title, which may leave out options. */
  readonly isWhole: boolean;
}

const call =
  /(?:^|(?<=[\s(|&;]))(?:npm run (?:--silent )?farthing --|npx farthing|farthing)(?= (?!-- )[\w-])/;

/** All that a page writes of the command line, without the program's own name. */
export function commandLinesOf(page: string): WrittenLine[] {
  const found: WrittenLine[] = [];
  let isCode = false;
  for (const text of page.replaceAll('\\\n', ' ').split('\n')) {
    const isFence = /^\s*```/.test(text);
    if (isFence) isCode = !isCode;
    const isBlock = isCode || /^ {4}/.test(text);
    const texts = isBlock ? [text] : [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
    for (const one of texts) {
      const at = call.exec(one);
      if (at === null || isFence || /^\s*(?:#|error:)/.test(one)) continue;
      found.push({ line: one.slice(at.index + at[0].length).trim(), isWhole: isBlock });
    }
  }
  return found;
}

/** The words of a command line, up to where a shell would do something else; a placeholder is a word. */
export function wordsOf(line: string): string[] {
  const words: string[] = [];
  const word = /'([^']*)'|"([^"]*)"|<[^>]*>|\[[^\]]*\]|[^\s'"]+/g;
  for (const [text, single, double] of line.matchAll(word)) {
    if (/^(?:[|>&;#)]|2>)/.test(text)) break;
    // “And so on”, but for the value of an option that is left to the reader.
    if (text === '…' && words.at(-1)?.startsWith('--') !== true) continue;
    words.push(
      single ??
        double ??
        text
          .replace('<shell>', 'bash')
          .replace('<time>', '2026-11-30')
          .replace(/(?<=.)[)…]+$/, ''),
    );
  }
  return words;
}
