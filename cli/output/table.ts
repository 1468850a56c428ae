/** How a column is set: numbers to the right, so that their digits line up. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Rows under their titles, columns as wide as their widest cell. Control characters are shown as `\xhh`. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(printable));
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((row) => widthOf(row[index] ?? ''))),
  );
  const line = (texts: readonly string[]): string =>
    columns
      .map(({ align }, index) => {
        const text = texts[index] ?? '';
        const space = ' '.repeat((widths[index] ?? 0) - widthOf(text));
        return align === 'right' ? space + text : text + space;
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(columns.map(({ title }) => title)), rule, ...cells.map(line), ''].join('\n');
}

/** What comes from other people must not be able to move the cursor. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  );

/** In columns of a terminal, near enough: a wide character takes two. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (width, character) =>
      width +
      (/\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u.test(
        character,
      )
        ? 2
        : 1),
    0,
  );
