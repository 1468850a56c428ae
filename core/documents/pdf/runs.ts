import type { Face, Weight } from './face.ts';

/** Text that one font has all of. */
export interface Run {
  readonly face: Face;
  readonly text: string;
}

/** A text in the fonts it takes. */
export interface Runs {
  readonly runs: readonly Run[];
  /** Whether a character was replaced because no font has it. */
  readonly hasReplaced: boolean;
}

/** Stands for a character that no font here has. */
export const replacement = '\ufffd';

/** A text cut where the font has to change. */
export function runsOf(
  text: string,
  weight: Weight,
  faceOf: (character: string, weight: Weight) => Face | undefined,
): Runs {
  const runs: { face: Face; text: string }[] = [];
  let hasReplaced = false;
  for (const character of shownCharacters(text)) {
    const own = faceOf(character, weight);
    hasReplaced ||= own === undefined;
    const face = own ?? faceOf(replacement, weight);
    if (face !== undefined) append(runs, face, own === undefined ? replacement : character);
  }
  return { runs, hasReplaced };
}

function append(runs: { face: Face; text: string }[], face: Face, character: string): void {
  const last = runs.at(-1);
  if (last?.face.path === face.path) last.text += character;
  else runs.push({ face, text: character });
}

/** Composed, without what is not seen (also what would turn the direction of writing), and in one line. */
const shownCharacters = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{White_Space}|\p{Cc}/gu, ' ')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '');
