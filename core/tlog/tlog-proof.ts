import { bytesFromBase64 } from './note.ts';
import type { TreeHash } from './tree.ts';

/** That an entry is in a log, to be kept and handed on: C2SP tlog-proof. */
export interface TlogProof {
  /** What the entry opens to, or whatever else goes with it. */
  readonly extra?: Uint8Array;
  readonly index: number;
  readonly hashes: readonly TreeHash[];
  /** The signed note of the checkpoint, as it was published. */
  readonly checkpoint: string;
}

const HEAD = 'c2sp.org/tlog-proof@v1';
const HASH_BYTES = 32;
const HASHES_MAX = 63;
const INDEX = /^index (?<index>0|[1-9]\d{0,15})$/;

/** A proof as a text. */
export const tlogProofText = ({ extra, index, hashes, checkpoint }: TlogProof): string =>
  [
    HEAD,
    ...(extra === undefined ? [] : [`extra ${Buffer.from(extra).toString('base64')}`]),
    `index ${index}`,
    ...hashes.map((hash) => Buffer.from(hash).toString('base64')),
    '',
    checkpoint,
  ].join('\n');

/** The proof that a text is; undefined for any other text. */
export function tlogProofFrom(text: string): TlogProof | undefined {
  const at = text.indexOf('\n\n');
  const [head, ...lines] = text.slice(0, Math.max(0, at)).split('\n');
  if (head !== HEAD) return undefined;
  const extra = lines[0]?.startsWith('extra ') === true ? lines.shift() : undefined;
  const index = INDEX.exec(lines.shift() ?? '')?.groups?.['index'];
  const extraBytes = bytesFromBase64(extra?.slice('extra '.length) ?? '');
  const hashes = lines.flatMap((line) => bytesFromBase64(line) ?? []);
  const isWhole =
    hashes.length === lines.length && hashes.every((one) => one.length === HASH_BYTES);
  if (index === undefined || extraBytes === undefined || !isWhole || lines.length > HASHES_MAX)
    return undefined;
  return {
    ...(extra !== undefined && { extra: extraBytes }),
    ...{ index: Number.parseInt(index, 10), hashes, checkpoint: text.slice(at + 2) },
  };
}
