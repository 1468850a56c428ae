import { areSame, type Bytes, joined, sha256, textFrom, utf8 } from './bytes.ts';

/** Who says that a digest was there, and of what: the message that the operations before made of the digest. */
export type Attestation =
  | { readonly kind: 'bitcoin'; readonly height: number; readonly root: Bytes }
  | { readonly kind: 'pending'; readonly calendar: string }
  | { readonly kind: 'other' };

/** A file of OpenTimestamps, read: of which digest it is, and all that attest it. */
export interface OpenTimestamps {
  /** SHA-256. */
  readonly digest: Bytes;
  readonly attestations: readonly Attestation[];
}

/** What is wrong with such a file. */
export class BadTimestamps extends Error {}

const MAGIC = joined(
  ...[
    Uint8Array.of(0),
    utf8('OpenTimestamps'),
    Uint8Array.of(0, 0),
    utf8('Proof'),
    Uint8Array.of(0),
  ],
  Uint8Array.of(0xbf, 0x89, 0xe2, 0xe8, 0x84, 0xe8, 0x92, 0x94),
);
const VERSION = 1;
const DIGEST_BYTES = 32;
const MESSAGE_MAX = 4096;
const PAYLOAD_MAX = 8192;
const DEPTH_MAX = 256;

const codes = { sha256: 0x08, append: 0xf0, prepend: 0xf1, attestation: 0x00, fork: 0xff } as const;
/** Operations that are known to be, and are not made here: what comes after them says nothing. */
const others: ReadonlySet<number> = new Set([0x02, 0x03, 0x67, 0xf2, 0xf3]);

const BITCOIN = Uint8Array.of(0x05, 0x88, 0x96, 0x0d, 0x73, 0xd7, 0x19, 0x01);
const PENDING = Uint8Array.of(0x83, 0xdf, 0xe3, 0x0d, 0x2e, 0xf9, 0x0c, 0x8e);

export const isOpenTimestamps = (bytes: Uint8Array): boolean =>
  areSame(bytes.slice(0, MAGIC.length), MAGIC);

/** @throws BadTimestamps */
export async function openTimestampsFrom(bytes: Uint8Array): Promise<OpenTimestamps> {
  if (!isOpenTimestamps(bytes)) throw new BadTimestamps('it is no file of OpenTimestamps');
  const reader = new Reader(bytes.slice(MAGIC.length));
  if (reader.number() !== VERSION) throw new BadTimestamps('it is of another version than 1');
  if (reader.byte() !== codes.sha256) throw new BadTimestamps('its digest is no SHA-256');
  const digest = reader.bytes(DIGEST_BYTES);
  const attestations: Attestation[] = [];
  await readBranches(reader, { message: digest, depth: 0, attestations });
  if (!reader.isAtEnd()) throw new BadTimestamps('it goes on after its end');
  return { digest, attestations };
}

/** What the operations so far have come to; undefined after one that is not made here. */
interface Place {
  readonly message: Bytes | undefined;
  readonly depth: number;
  readonly attestations: Attestation[];
}

async function readBranches(reader: Reader, place: Place): Promise<void> {
  if (place.depth > DEPTH_MAX) throw new BadTimestamps('it has too many operations in a row');
  let code = reader.byte();
  for (; code === codes.fork; code = reader.byte()) await readBranch(reader, place, reader.byte());
  await readBranch(reader, place, code);
}

async function readBranch(reader: Reader, place: Place, code: number): Promise<void> {
  if (code === codes.attestation) {
    place.attestations.push(attestationIn(reader, place.message));
    return;
  }
  const message = await made(reader, code, place.message);
  if ((message?.length ?? 0) > MESSAGE_MAX) throw new BadTimestamps('it makes too long a message');
  await readBranches(reader, { ...place, message, depth: place.depth + 1 });
}

async function made(
  reader: Reader,
  code: number,
  message: Bytes | undefined,
): Promise<Bytes | undefined> {
  if (code === codes.sha256) return message === undefined ? undefined : sha256(message);
  if (code === codes.append || code === codes.prepend) {
    const piece = reader.bytes(reader.length(MESSAGE_MAX));
    if (message === undefined) return undefined;
    return code === codes.append ? joined(message, piece) : joined(piece, message);
  }
  if (others.has(code)) return undefined;
  throw new BadTimestamps(`it has an operation that nobody knows: ${code}`);
}

function attestationIn(reader: Reader, message: Bytes | undefined): Attestation {
  const tag = reader.bytes(BITCOIN.length);
  const payload = new Reader(reader.bytes(reader.length(PAYLOAD_MAX)));
  if (areSame(tag, BITCOIN) && message?.length === DIGEST_BYTES)
    return { kind: 'bitcoin', height: payload.number(), root: message };
  if (!areSame(tag, PENDING)) return { kind: 'other' };
  const calendar = textFrom(payload.bytes(payload.length(PAYLOAD_MAX))) ?? '';
  return { kind: 'pending', calendar: calendar.replace(/[^\x21-\x7e]/g, '?') };
}

/** Bytes from the first on. @throws BadTimestamps where there are no more */
class Reader {
  readonly #all: Uint8Array;
  #at = 0;

  constructor(all: Uint8Array) {
    this.#all = all;
  }

  isAtEnd(): boolean {
    return this.#at === this.#all.length;
  }

  bytes(length: number): Bytes {
    if (this.#at + length > this.#all.length) throw new BadTimestamps('it is cut off');
    this.#at += length;
    return new Uint8Array(this.#all.slice(this.#at - length, this.#at));
  }

  byte(): number {
    return this.bytes(1)[0] ?? 0;
  }

  /** Seven bits a byte, the lowest first. */
  number(): number {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = this.byte();
      value += (byte % 128) * scale;
      scale *= 128;
      if (value > Number.MAX_SAFE_INTEGER || scale > 2 ** 56)
        throw new BadTimestamps('it has a number that is too large');
      if (byte < 128) return value;
    }
  }

  length(most: number): number {
    const length = this.number();
    if (length > most) throw new BadTimestamps('it has a piece that is too long');
    return length;
  }
}
