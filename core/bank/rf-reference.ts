const FORM = /^RF\d{2}[A-Z0-9]{1,21}$/;

/**
 * What a reference of a creditor (ISO 11649) is made of, without its `RF` and check digits; undefined for any other
 * reference, and for one whose check digits do not fit: a digit of it was mistyped.
 */
export function rfContent(reference: string): string | undefined {
  const compact = reference.replaceAll(/\s/g, '').toUpperCase();
  if (!FORM.test(compact)) return undefined;
  const content = compact.slice(PREFIX_LENGTH);
  return remainderOf(`${content}${compact.slice(0, PREFIX_LENGTH)}`) === 1 ? content : undefined;
}

const PREFIX_LENGTH = 4;

/** Of ISO 7064: letters are numbers from 10 on. */
function remainderOf(text: string): number {
  let remainder = 0;
  for (const character of text) {
    for (const digit of Number.parseInt(character, 36).toString()) {
      remainder = (remainder * 10 + Number.parseInt(digit, 10)) % 97;
    }
  }
  return remainder;
}

/** References of creditors that stand in a text, whose check digits fit. */
export const rfReferencesIn = (text: string): string[] =>
  (text.toUpperCase().match(/\bRF\d{2}(?: ?[A-Z0-9]{1,4}){1,6}\b/g) ?? []).flatMap(
    (found) => longestIn(found.split(' ')) ?? [],
  );

/** Words that come behind a reference are no part of it. */
function longestIn(words: readonly string[]): string | undefined {
  const starts = words.map((_, index) => words.slice(0, words.length - index).join(''));
  return starts.map(rfContent).find((content) => content !== undefined);
}
