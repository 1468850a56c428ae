import { createPublicKey, verify } from 'node:crypto';
import { sha256 } from '../kernel/digest.ts';

/** How a key signs, by its byte in C2SP signed-note: the text itself, or a cosignature with the time of it. */
const noteAlgorithms = { ed25519: 1, cosignature: 4 } as const;
type NoteAlgorithm = keyof typeof noteAlgorithms;

/** Whose signature one is: a name, which has no space and no plus, and an Ed25519 public key of 32 bytes. */
export interface NoteKey {
  readonly name: string;
  readonly algorithm: NoteAlgorithm;
  readonly publicKey: Uint8Array;
}

/** One line below a text: who signed, and the bytes after the key's id. */
export interface NoteSignature {
  readonly name: string;
  /** The first four bytes of a digest of the name and the key: a hint, and no proof. */
  readonly keyId: number;
  readonly bytes: Uint8Array;
}

/** A text that ends with a line feed, and who signed it: C2SP signed-note. */
export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const KEY_ID_BYTES = 4;
const KEY_BYTES = 32;
const NOTE_BYTES_MAX = 1_000_000;
const SIGNATURES_MAX = 100;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const NAME = /^[^\s+]+$/u;

/** The bytes of a text in standard base64; undefined for any other text, and for bits that nothing reads. */
export function bytesFromBase64(text: string): Buffer | undefined {
  if (!BASE64.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

export const isNoteName = (name: string): boolean => NAME.test(name);

const keyBytes = ({ algorithm, publicKey }: Omit<NoteKey, 'name'>): Buffer =>
  Buffer.concat([Uint8Array.of(noteAlgorithms[algorithm]), publicKey]);

/** The id of a key: the first four bytes of SHA-256 of its name, a line feed, its algorithm and its bytes. */
const keyIdOf = (key: NoteKey): number =>
  sha256(Buffer.concat([Buffer.from(`${key.name}\n`), keyBytes(key)])).readUInt32BE(0);

/** A verifier key as it is published: name, id, and bytes, by plus signs. */
export const verifierKeyText = (key: NoteKey): string =>
  [
    key.name,
    keyIdOf(key)
      .toString(16)
      .padStart(2 * KEY_ID_BYTES, '0'),
    keyBytes(key).toString('base64'),
  ].join('+');

/** The key of a verifier key's text; undefined where its id is not that of its bytes, or its algorithm is not known. */
export function verifierKeyFrom(text: string): NoteKey | undefined {
  const [name = '', , ...encoded] = text.split('+');
  const bytes = bytesFromBase64(encoded.join('+'));
  if (bytes?.length !== KEY_BYTES + 1) return undefined;
  for (const algorithm of ['ed25519', 'cosignature'] as const) {
    const key = { name, algorithm, publicKey: bytes.subarray(1) };
    if (noteAlgorithms[algorithm] === bytes[0] && verifierKeyText(key) === text && isNoteName(name))
      return key;
  }
  return undefined;
}

/** A note as it is published. */
export const noteText = ({ text, signatures }: SignedNote): string =>
  `${text}\n${signatures.map(signatureLine).join('')}`;

/** A signature as a line, with its line feed. */
export const signatureLine = ({ name, keyId, bytes }: NoteSignature): string => {
  const id = Buffer.alloc(KEY_ID_BYTES);
  id.writeUInt32BE(keyId);
  return `— ${name} ${Buffer.concat([id, bytes]).toString('base64')}\n`;
};

const SIGNATURE_LINE = /^— (?<name>[^\s+]+) (?<encoded>\S+)$/u;

/** The note that a text is; undefined for any other text. */
export function noteFrom(note: string): SignedNote | undefined {
  const at = note.lastIndexOf('\n\n');
  if (at < 0 || note.length > NOTE_BYTES_MAX || !note.endsWith('\n')) return undefined;
  const lines = note.slice(at + 2, -1).split('\n');
  if (lines.length > SIGNATURES_MAX || hasControls(note)) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const { name = '', encoded = '' } = SIGNATURE_LINE.exec(line)?.groups ?? {};
    const bytes = bytesFromBase64(encoded);
    if (name === '' || bytes === undefined || bytes.length <= KEY_ID_BYTES) return undefined;
    const keyId = bytes.readUInt32BE(0);
    signatures.push({ name, keyId, bytes: bytes.subarray(KEY_ID_BYTES) });
  }
  return { text: note.slice(0, at + 1), signatures };
}

const DELETE = 0x7f;
const SPACE = 0x20;

const hasControls = (note: string): boolean =>
  [...note].some((one) => {
    const code = one.codePointAt(0) ?? 0;
    return (code < SPACE && one !== '\n') || code === DELETE || one === '\uFFFD';
  });

const TIME_BYTES = 8;

/** What a cosignature signs: the text with the time of it, in whole seconds since 1970. C2SP tlog-cosignature. */
export const cosignedMessage = (text: string, seconds: bigint): string =>
  `cosignature/v1\ntime ${seconds}\n${text}`;

/** The line of an Ed25519 signature of the text. */
export const ed25519Line = (key: NoteKey, signature: Uint8Array): NoteSignature => ({
  ...{ name: key.name, keyId: keyIdOf(key), bytes: signature },
});

/** The line of a cosignature. */
export function cosignatureLine(
  key: NoteKey,
  seconds: bigint,
  signature: Uint8Array,
): NoteSignature {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(seconds);
  return { name: key.name, keyId: keyIdOf(key), bytes: Buffer.concat([time, signature]) };
}

/** What a public key of Ed25519 begins with, as DER of SubjectPublicKeyInfo (RFC 8410). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** The signature of a key below a note, if it holds; of a cosignature with its time. */
export function signatureBy(
  key: NoteKey,
  { text, signatures }: SignedNote,
): { readonly seconds?: bigint } | undefined {
  const keyId = keyIdOf(key);
  const publicKey = createPublicKey({
    key: Buffer.concat([SPKI_HEAD, key.publicKey]),
    ...{ format: 'der', type: 'spki' },
  });
  for (const line of signatures) {
    if (line.name !== key.name || line.keyId !== keyId) continue;
    const { message, signature, seconds } = signedBy(key, text, Buffer.from(line.bytes));
    if (!verify(null, Buffer.from(message), publicKey, signature)) return undefined;
    return seconds === undefined ? {} : { seconds };
  }
  return undefined;
}

function signedBy({ algorithm }: NoteKey, text: string, bytes: Buffer) {
  if (algorithm === 'ed25519' || bytes.length < TIME_BYTES)
    return { message: text, signature: bytes, seconds: undefined };
  const seconds = bytes.readBigUInt64BE(0);
  const signature = bytes.subarray(TIME_BYTES);
  return { message: cosignedMessage(text, seconds), signature, seconds };
}
