/** As much of what a payer wrote as is looked at and told: a payment between banks carries 140 characters. */
const bounds = { texts: 40, length: 2_000 } as const;

/** Texts without those that are empty, and no more of them than is looked at. */
export function boundedTexts(texts: readonly string[]): string[] {
  let left: number = bounds.length;
  return texts
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .slice(0, bounds.texts)
    .flatMap((text) => {
      const kept = text.slice(0, left).toWellFormed();
      left -= kept.length;
      return kept === '' ? [] : [kept];
    });
}
