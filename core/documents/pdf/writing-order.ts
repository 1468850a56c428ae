import bidi from 'bidi-js';

/** Its types say that it exports a member; it exports the function itself. */
const { getEmbeddingLevels, getMirroredCharacter } = (bidi as unknown as typeof bidi.default)();

/** Whether some of a text is written from right to left, in a script that there is a font for. */
export const isRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text);

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;

/** Before a text that is read from the left, whatever it begins with: a list of names. It is not drawn. */
export const FROM_LEFT = '\u200e';

/** A word, or what stands between two, of one direction. */
export interface WrittenWord {
  readonly text: string;
  readonly isReversed: boolean;
}

interface Stretch {
  text: string;
  readonly level: number;
}

/**
 * The words of a text from left to right as they stand on the page (UAX #9). Without `base`, the first letter says from
 * which side the whole is read.
 */
export function wordsFromLeft(text: string, base: 'ltr' | 'auto' = 'auto'): WrittenWord[] {
  const stretches = reordered(stretchesOf(text, base));
  return stretches.flatMap(({ text: own, level }) => {
    const isReversed = level % 2 === 1;
    const words = (own.match(/\s+|\S+/gu) ?? []).map((word) => ({ text: word, isReversed }));
    return isReversed ? words.toReversed() : words;
  });
}

/** Neighbours of one level; a joiner is of the letter before it. */
function stretchesOf(text: string, base: 'ltr' | 'auto'): Stretch[] {
  const { levels } = getEmbeddingLevels(text, base);
  const stretches: Stretch[] = [];
  let at = 0;
  for (const character of text) {
    const last = stretches.at(-1);
    const level = isJoiner(character) && last !== undefined ? last.level : (levels[at] ?? 0);
    if (last?.level === level) last.text += character;
    else stretches.push({ text: character, level });
    at += character.length;
  }
  return stretches;
}

/** Rule L2: from the highest level down, whatever is at least as high is turned round. */
function reordered(stretches: readonly Stretch[]): Stretch[] {
  let order = [...stretches];
  for (let level = Math.max(0, ...order.map((one) => one.level)); level > 0; level -= 1) {
    const turned: Stretch[] = [];
    let high: Stretch[] = [];
    for (const one of order) {
      if (one.level >= level) {
        high.unshift(one);
        continue;
      }
      turned.push(...high, one);
      high = [];
    }
    order = [...turned, ...high];
  }
  return order;
}

/** What says that letters join, or do not: it is not seen, and Arabic is wrong without it. */
export const isJoiner = (character: string): boolean =>
  character === '\u200c' || character === '\u200d';

/** Signs between words that are read from right to left, as they stand: in reverse, brackets turned round. */
export const mirrored = (text: string): string =>
  Array.from(text, (character) => getMirroredCharacter(character) ?? character)
    .toReversed()
    .join('');
