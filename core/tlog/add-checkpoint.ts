import { bytesFromBase64 } from './note.ts';
import type { TreeHash } from './tree.ts';

/** What a witness is asked to cosign: C2SP tlog-witness. */
export interface CheckpointRequest {
  /** How many entries the checkpoint has that the witness cosigned last; none where it has not. */
  readonly old: number;
  /** That the log grew from there to the checkpoint: RFC 6962, 2.1.2. */
  readonly hashes: readonly TreeHash[];
  /** The signed note of the checkpoint. */
  readonly note: string;
}

const OLD = /^old (?<size>0|[1-9]\d{0,15})$/;
const HASH_BYTES = 32;
const HASHES_MAX = 63;

/** As it is posted. */
export const addCheckpointText = ({ old, hashes, note }: CheckpointRequest): string =>
  [`old ${old}`, ...hashes.map((hash) => Buffer.from(hash).toString('base64')), '', note].join(
    '\n',
  );

/** What a text asks a witness for; undefined for any other text. */
export function addCheckpointFrom(text: string): CheckpointRequest | undefined {
  const at = text.indexOf('\n\n');
  const [first = '', ...lines] = text.slice(0, Math.max(0, at)).split('\n');
  const size = OLD.exec(first)?.groups?.['size'];
  const hashes = lines.flatMap((line) => bytesFromBase64(line) ?? []);
  const isWhole =
    hashes.length === lines.length && hashes.every((one) => one.length === HASH_BYTES);
  const old = Number.parseInt(size ?? '', 10);
  if (!Number.isSafeInteger(old) || !isWhole || lines.length > HASHES_MAX) return undefined;
  return { old, hashes, note: text.slice(at + 2) };
}
