import { invariant } from '../../../kernel/invariant.ts';
import { storedJsonFrom, textsIn } from '../../../kernel/stored.ts';

/** Bytes that grow: whole numbers of any length, texts with their length, runs of bytes. */
export class BlockWriter {
  #bytes = Buffer.allocUnsafe(16 * 1024);
  #size = 0;

  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }

  byte(value: number): void {
    this.run(1)[0] = value;
  }

  /** A whole number, 0 to 2^53 - 1, in as many bytes of seven bits as it needs, the lowest first. */
  count(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  /** A list of texts, as JSON: whatever a string can hold comes back. */
  list(texts: readonly string[]): void {
    const json = Buffer.from(JSON.stringify(texts));
    this.count(json.length);
    this.run(json.length).set(json);
  }

  /** The next `length` bytes, to be filled in at once. */
  run(length: number): Uint8Array {
    const end = this.#size + length;
    if (end > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(end, this.#bytes.length * 2));
      larger.set(this.written);
      this.#bytes = larger;
    }
    const run = this.#bytes.subarray(this.#size, end);
    this.#size = end;
    return run;
  }
}

/** Reads what a `BlockWriter` wrote. Throws `InvariantViolation` past its end. */
export class BlockReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  byte(): number {
    return this.run(1).readUInt8(0);
  }

  count(): number {
    let [value, unit] = [0, 1];
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * unit;
      invariant(value <= Number.MAX_SAFE_INTEGER, 'a number in columns is below 2^53');
      if (byte < 0x80) return value;
      unit *= 0x80;
    }
  }

  list(): readonly string[] {
    const text = this.run(this.count()).toString();
    return textsIn(storedJsonFrom(text, 'a list of texts'), 'a list of texts');
  }

  run(length: number): Buffer {
    const end = this.#at + length;
    invariant(end <= this.#bytes.length, 'columns of events end where they say');
    const run = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return run;
  }
}
