import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** What a message of OTLP is written of here: fields by their numbers, as their kinds have them. */
export type Written =
  | readonly [number, 'text', string]
  | readonly [number, 'bytes', string]
  | readonly [number, 'fixed64', bigint]
  | readonly [number, 'sfixed64', bigint]
  | readonly [number, 'int64', bigint]
  | readonly [number, 'uint32', number]
  | readonly [number, 'double', number]
  | readonly [number, 'bool', boolean]
  | readonly [number, 'message', readonly Written[]];

/** Protocol Buffers, written from these fields; bytes are given in hexadecimal digits. */
export function protobufOf(fields: readonly Written[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [number, kind, value] of fields) {
    writer.tag(number, wireTypeOf[kind]);
    switch (kind) {
      case 'text':
        writer.string(value);
        break;
      case 'bytes':
        writer.bytes(Buffer.from(value, 'hex'));
        break;
      case 'message':
        writer.bytes(protobufOf(value));
        break;
      case 'uint32':
        writer.uint32(value);
        break;
      case 'double':
        writer.double(value);
        break;
      case 'bool':
        writer.bool(value);
        break;
      case 'fixed64':
        writer.fixed64(value);
        break;
      case 'sfixed64':
        writer.sfixed64(value);
        break;
      case 'int64':
        writer.int64(value);
        break;
    }
  }
  return writer.finish();
}

const wireTypeOf = {
  text: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
  message: WireType.LengthDelimited,
  uint32: WireType.Varint,
  int64: WireType.Varint,
  bool: WireType.Varint,
  double: WireType.Bit64,
  fixed64: WireType.Bit64,
  sfixed64: WireType.Bit64,
} as const satisfies Readonly<Record<Written[1], WireType>>;

/** An attribute, in a field of that number. */
export const attributeIn = (number: number, key: string, value: Written): Written => [
  number,
  'message',
  [
    [1, 'text', key],
    [2, 'message', [value]],
  ],
];
