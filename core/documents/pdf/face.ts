import type { Font } from 'fontkit';
import type { Layouts } from './layouts.ts';

export type Weight = 'regular' | 'semibold';

/** One font file. */
export interface Face {
  readonly path: string;
  readonly font: Font;
  readonly layouts: Layouts;
  /** Whether it is drawn heavier than it is, because its family is here in one weight only. */
  readonly isThickened: boolean;
}
