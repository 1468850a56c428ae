import { bytesFromBase64 } from './note.ts';
import type { TreeHash } from './tree.ts';

/** What a log says of itself: C2SP tlog-checkpoint. */
export interface Checkpoint {
  /** Which log it is: unique, such as an address without a scheme. */
  readonly origin: string;
  /** How many entries there are. */
  readonly size: number;
  readonly root: TreeHash;
}

const ROOT_BYTES = 32;
const SIZE = /^(?:0|[1-9]\d{0,15})$/;

/** The text that is signed. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;

/** The checkpoint that a text says; lines after the third are others', and are not looked at. */
export function checkpointFrom(text: string): Checkpoint | undefined {
  const [origin = '', size = '', encoded = '', ...rest] = text.split('\n');
  const root = bytesFromBase64(encoded);
  if (origin === '' || rest.at(-1) !== '' || rest.slice(0, -1).includes('')) return undefined;
  const entries = SIZE.test(size) ? Number.parseInt(size, 10) : Number.NaN;
  if (!Number.isSafeInteger(entries) || root?.length !== ROOT_BYTES) return undefined;
  return { origin, size: entries, root };
}
