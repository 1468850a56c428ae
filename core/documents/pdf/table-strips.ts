import { ascent, edge, type Sheet, type Strip, styles } from './sheet.ts';

/** The heading of a table. */
export function headingStrip(sheet: Sheet, text: string): Strip {
  const tag = sheet.tag('H2');
  return {
    height: 22,
    keepsWithNext: true,
    draw(top) {
      const baseline = top + ascent(styles.name);
      sheet.as(tag, () => sheet.pen.write(text, { x: edge.left, baseline }, styles.name));
    },
  };
}

/** What stands where a table would have no row. */
export function emptyStrip(sheet: Sheet, text: string): Strip {
  const tag = sheet.tag('P');
  return {
    height: 16,
    draw(top) {
      const baseline = top + ascent(styles.quiet);
      sheet.as(tag, () => sheet.pen.write(text, { x: edge.left, baseline }, styles.quiet));
    },
  };
}

/** Whose page this is, on all but the first. */
export const asideStrip = (sheet: Sheet, text: string): Strip => ({
  height: 24,
  draw(top) {
    const [shown = ''] = sheet.pen.wrapped(text, edge.right - edge.left, styles.quiet);
    sheet.as('Pagination', () =>
      sheet.pen.write(shown, { x: edge.left, baseline: top + 2 }, styles.quiet),
    );
  },
});
