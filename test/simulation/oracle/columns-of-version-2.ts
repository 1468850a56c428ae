import type { Json, SentEvent } from '../traffic.ts';

/** The columns of a block of version 2, unpacked. Written from `docs/block-format.md`, and slow. */
export class ColumnsOfVersion2 {
  readonly #bytes: Buffer;
  readonly #count: number;
  #at = 0;

  constructor(bytes: Buffer, count: number) {
    this.#bytes = bytes;
    this.#count = count;
  }

  *events(tenant: string): Generator<SentEvent> {
    const [sources, types] = [this.#texts(this.#count), this.#texts(this.#count)];
    const subjects = this.#texts(this.#count);
    const steps = this.#numbers(this.#count);
    const ids = this.#grouped((rows) => this.#texts(rows));
    const datas = this.#grouped((rows) => this.#dataOfShape(rows));
    if (this.#at !== this.#bytes.length) throw new Error('something follows the columns');
    let time = 0n;
    for (let row = 0; row < this.#count; row += 1) {
      const step = BigInt(steps[row] ?? 0);
      time += step % 2n === 0n ? step / 2n : -(step + 1n) / 2n;
      const text = datas[row];
      yield {
        tenant,
        source: sources[row] ?? '',
        id: ids[row] ?? '',
        type: types[row] ?? '',
        subject: subjects[row] ?? '',
        time: Number(time),
        data: text === undefined ? undefined : (JSON.parse(text) as { [field: string]: Json }),
      };
    }
  }

  #take(length: number): Buffer {
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    if (taken.length !== length) throw new Error('the columns end before they should');
    this.#at += length;
    return taken;
  }

  #count7(): number {
    const byte = this.#take(1).readUInt8();
    return byte < 128 ? byte : byte - 128 + 128 * this.#count7();
  }

  #list(): string[] {
    return JSON.parse(this.#take(this.#count7()).toString()) as string[];
  }

  /** Row by row, what stands plane by plane. */
  #planes(rows: number, width: number): Buffer[] {
    const planes = this.#take(rows * width);
    return Array.from({ length: rows }, (_, row) =>
      Buffer.from(Array.from({ length: width }, (__, plane) => planes[plane * rows + row] ?? 0)),
    );
  }

  #numbers(rows: number): number[] {
    const width = this.#take(1).readUInt8();
    return this.#planes(rows, width).map((bytes) =>
      bytes.reduceRight((number, byte) => number * 256 + byte, 0),
    );
  }

  #texts(rows: number): string[] {
    switch (this.#take(1).readUInt8()) {
      case 0: {
        const distinct = this.#list();
        return this.#numbers(rows).map((number) => distinct[number] ?? '');
      }
      case 1:
        return this.#list();
      case 2:
        return this.#numbers(rows).map(String);
      case 3:
        return this.#planes(rows, 16).map((bytes) =>
          bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
        );
      case 4:
        return this.#planes(rows, this.#count7()).map((bytes) => bytes.toString('hex'));
      case 5:
        return this.#planes(rows, this.#count7()).map((bytes) => bytes.toString('ascii'));
      default:
        throw new Error('a column of texts of no form that there is');
    }
  }

  #dataOfShape(rows: number): (string | undefined)[] {
    const around = this.#list();
    if (around.length === 0) return Array.from({ length: rows }, () => undefined);
    const columns = around.slice(1).map(() => this.#texts(rows));
    return Array.from({ length: rows }, (_, row) =>
      around.map((text, at) => text + (columns[at]?.[row] ?? '')).join(''),
    );
  }

  #grouped<Row>(readGroup: (rows: number) => Row[]): Row[] {
    const groups = Array.from({ length: this.#count7() }, () => [] as number[]);
    for (const [row, group] of this.#numbers(this.#count).entries()) groups[group]?.push(row);
    const inOrder: Row[] = [];
    for (const rows of groups) {
      for (const [index, value] of readGroup(rows.length).entries()) {
        inOrder[rows[index] ?? -1] = value;
      }
    }
    return inOrder;
  }
}
