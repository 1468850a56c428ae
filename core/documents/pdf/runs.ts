import type { Face, Weight } from './face.ts';
import {
  FROM_LEFT,
  isJoiner,
  isRightToLeft,
  mirrored,
  type WrittenWord,
  wordsFromLeft,
} from './writing-order.ts';

/** Text that one font has all of. */
export interface Run {
  readonly face: Face;
  readonly text: string;
}

/** A text in the fonts it takes, from left to right. */
export interface Runs {
  readonly runs: readonly Run[];
  /** Whether a character was replaced because no font has it. */
  readonly hasReplaced: boolean;
  /** The text as it is read, where that is not from left to right. */
  readonly read?: string;
}

/** Stands for a character that no font here has. */
export const replacement = '\ufffd';

type FaceOf = (character: string, weight: Weight) => Face | undefined;

/** A text cut where the font has to change. */
export function runsOf(text: string, weight: Weight, faceOf: FaceOf): Runs {
  if (!isRightToLeft(text)) return runsInOrder(shownCharacters(text), weight, faceOf);
  const shown = shownCharacters(text, isJoiner);
  const base = text.startsWith(FROM_LEFT) ? 'ltr' : 'auto';
  const words = wordsFromLeft(shown, base).map((word) => runsOfWord(word, weight, faceOf));
  return {
    runs: words.flatMap(({ runs }) => runs),
    hasReplaced: words.some(({ hasReplaced }) => hasReplaced),
    read: shown,
  };
}

function runsInOrder(text: string, weight: Weight, faceOf: FaceOf): Runs {
  const runs: { face: Face; text: string }[] = [];
  let hasReplaced = false;
  for (const character of text) {
    const last = runs.at(-1);
    if (isJoiner(character) && last !== undefined) {
      last.text += character;
      continue;
    }
    const own = faceOf(character, weight);
    hasReplaced ||= own === undefined;
    const face = own ?? faceOf(replacement, weight);
    if (face !== undefined) append(runs, face, own === undefined ? replacement : character);
  }
  return { runs, hasReplaced };
}

/**
 * A word in its place. Fonts turn the letters of Arabic and Hebrew round themselves, and join them; what else stands in
 * such a word they do not, and digits of theirs would be turned that are read from left to right.
 */
function runsOfWord({ text, isReversed }: WrittenWord, weight: Weight, faceOf: FaceOf): Runs {
  const { runs, hasReplaced } = runsInOrder(text, weight, faceOf);
  if (!isReversed) {
    const single = runs.flatMap(({ face, text: own }) =>
      isRightToLeft(own) ? Array.from(own, (one) => ({ face, text: one })) : [{ face, text: own }],
    );
    return { runs: single, hasReplaced };
  }
  const turned = runs.map(({ face, text: own }) =>
    isRightToLeft(own) ? { face, text: own } : { face, text: mirrored(own) },
  );
  return { runs: turned.toReversed(), hasReplaced };
}

function append(runs: { face: Face; text: string }[], face: Face, character: string): void {
  const last = runs.at(-1);
  if (last?.face.path === face.path) last.text += character;
  else runs.push({ face, text: character });
}

/**
 * Composed, in one line, and without what is not seen (also what would turn the direction of writing) but for what is
 * `kept`.
 */
const shownCharacters = (
  text: string,
  kept: (character: string) => boolean = () => false,
): string =>
  text
    .normalize('NFC')
    .replace(/\p{White_Space}|\p{Cc}/gu, ' ')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, (one) => (kept(one) ? one : ''));
