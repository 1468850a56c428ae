import { inflateSync } from 'node:zlib';

/** An object of a PDF: what stands before its stream, and its stream without compression, a character a byte. */
export interface PdfObject {
  readonly dictionary: string;
  readonly stream: string;
}

/** What a dictionary refers to. */
export const reference = (dictionary: string, key: string): string =>
  new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary)?.[1] ?? '';

/** All objects of a file by their ids, also those that are packed into streams. */
export function objectsOf(pdf: Uint8Array): Map<string, PdfObject> {
  const file = Buffer.from(pdf).toString('latin1');
  const objects = new Map<string, PdfObject>();
  for (const [, id = '', body = ''] of file.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [dictionary = '', raw] = body.split(/\nstream\n/);
    const stream = raw?.replace(/\nendstream$/, '') ?? '';
    const isCompressed = dictionary.includes('/FlateDecode');
    objects.set(id, {
      dictionary,
      stream: isCompressed ? inflateSync(Buffer.from(stream, 'latin1')).toString('latin1') : stream,
    });
  }
  for (const { dictionary, stream } of [...objects.values()]) {
    if (dictionary.includes('/Type /ObjStm')) unpack(dictionary, stream, objects);
  }
  return objects;
}

function unpack(dictionary: string, stream: string, into: Map<string, PdfObject>): void {
  const first = Number(/\/First (\d+)/.exec(dictionary)?.[1]);
  const numbers = stream.slice(0, first).trim().split(' ').map(Number);
  for (let index = 0; index < numbers.length; index += 2) {
    const [from = 0, to] = [numbers[index + 1], numbers[index + 3]];
    const body = stream.slice(first + from, to === undefined ? undefined : first + to).trim();
    into.set(String(numbers[index]), { dictionary: body, stream: '' });
  }
}

/** Where the file's table says that each object is: `offset`, or `[stream, index]`; undefined where there is none. */
export function placesOf(pdf: Uint8Array): (number | readonly [number, number] | undefined)[] {
  const file = Buffer.from(pdf).toString('latin1');
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(file)?.[1]);
  const table = [...objectsOf(pdf.subarray(start)).values()][0];
  const rows = Buffer.from(table?.stream ?? '', 'latin1');
  const places: (number | readonly [number, number] | undefined)[] = [];
  let above: Buffer = Buffer.alloc(7);
  for (let at = 0; at < rows.length; at += 8) {
    const row: Buffer = Buffer.from(above.map((byte, index) => byte + (rows[at + 1 + index] ?? 0)));
    const [kind, place, index] = [row.readUInt8(0), row.readUInt32BE(1), row.readUInt16BE(5)];
    places.push(kind === 0 ? undefined : kind === 1 ? place : [place, index]);
    above = row;
  }
  return places;
}
