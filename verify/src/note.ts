import {
  areSame,
  type Bytes,
  bytesFromBase64,
  hex,
  isSignedBy,
  joined,
  sha256,
  utf8,
} from './bytes.ts';
import type { Tree } from './tree.ts';

/** A log's key as it is published: C2SP signed-note, `name+id+base64`. */
export interface LogKey {
  readonly name: string;
  readonly publicKey: Bytes;
  /** The first four bytes of SHA-256 over name, line feed, algorithm and key. */
  readonly id: Bytes;
}

/** What a log says of itself: C2SP tlog-checkpoint. */
export interface Checkpoint extends Tree {
  readonly origin: string;
}

/** By what a key signs: the text itself, or a cosignature with the time of it. */
export const ED25519 = 1;
export const COSIGNATURE = 4;
const KEY_BYTES = 32;
const ID_BYTES = 4;
const NOTE_MAX = 1_000_000;
const SIGNATURES_MAX = 100;

/** The key of a text; undefined where it is of another algorithm, or its id is not that of its bytes. */
export async function keyFrom(text: string, algorithm = ED25519): Promise<LogKey | undefined> {
  const [name = '', id = '', ...rest] = text.trim().split('+');
  const bytes = bytesFromBase64(rest.join('+'));
  if (!/^[^\s+]+$/u.test(name) || bytes?.length !== KEY_BYTES + 1 || bytes[0] !== algorithm)
    return undefined;
  const own = (await sha256(joined(utf8(`${name}\n`), bytes))).slice(0, ID_BYTES);
  return hex(own) === id ? { name, publicKey: bytes.slice(1), id: own } : undefined;
}

interface SignatureLine {
  readonly name: string;
  readonly id: Bytes;
  readonly signature: Bytes;
}

/** A text that ends with a line feed, and who signed it: C2SP signed-note. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly SignatureLine[];
}

const LINE = /^— (?<name>[^\s+]+) (?<encoded>\S+)$/u;
const CONTROLS = /[\p{Cc}\ufffd]/u;

/** The note that a text is; undefined for any other text. */
export function noteFrom(note: string): Note | undefined {
  const at = note.lastIndexOf('\n\n');
  if (at < 0 || note.length > NOTE_MAX || !note.endsWith('\n')) return undefined;
  if (CONTROLS.test(note.replaceAll('\n', ''))) return undefined;
  const lines = note.slice(at + 2, -1).split('\n');
  if (lines.length > SIGNATURES_MAX) return undefined;
  const signatures = lines.map(signatureFrom);
  if (signatures.includes(undefined)) return undefined;
  return { text: note.slice(0, at + 1), signatures: signatures.filter((one) => one !== undefined) };
}

function signatureFrom(line: string): SignatureLine | undefined {
  const { name, encoded = '' } = LINE.exec(line)?.groups ?? {};
  const bytes = bytesFromBase64(encoded);
  if (name === undefined || bytes === undefined || bytes.length <= ID_BYTES) return undefined;
  return { name, id: bytes.slice(0, ID_BYTES), signature: bytes.slice(ID_BYTES) };
}

/** Whether the key signed the note. */
export async function isSigned({ text, signatures }: Note, key: LogKey): Promise<boolean> {
  const own = signatures.filter(({ name, id }) => name === key.name && areSame(id, key.id));
  const [only] = own;
  return (
    only !== undefined &&
    own.length === 1 &&
    (await isSignedBy(key.publicKey, utf8(text), only.signature))
  );
}

const TIME_BYTES = 8;

/** When a key cosigned the note, in seconds since 1970; undefined where it has not: C2SP tlog-cosignature. */
export async function cosignedAt(
  { text, signatures }: Note,
  key: LogKey,
): Promise<bigint | undefined> {
  for (const { name, id, signature } of signatures) {
    if (name !== key.name || !areSame(id, key.id) || signature.length <= TIME_BYTES) continue;
    const seconds = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
    const message = utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
    if (await isSignedBy(key.publicKey, message, signature.slice(TIME_BYTES))) return seconds;
  }
  return undefined;
}

const SIZE = /^(?:0|[1-9]\d{0,15})$/;

/** The checkpoint that a note's text says; undefined for any other text. */
export function checkpointFrom(text: string): Checkpoint | undefined {
  const [origin = '', size = '', encoded = '', ...rest] = text.split('\n');
  const root = bytesFromBase64(encoded);
  if (origin === '' || rest.at(-1) !== '' || rest.slice(0, -1).includes('')) return undefined;
  if (!SIZE.test(size) || !Number.isSafeInteger(Number(size)) || root?.length !== KEY_BYTES)
    return undefined;
  return { origin, size: Number(size), root };
}
