import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { OtlpSignal } from '../contract/otlp/shapes.ts';
import type { JsonValue } from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import { numberOf } from './any-value.ts';

/** How a field is written, and how OTLP's JSON has it. */
type Scalar =
  | 'text'
  | 'hex'
  | 'base64'
  | 'fixed64'
  | 'sfixed64'
  | 'int64'
  | 'uint32'
  | 'double'
  | 'bool';

interface Field {
  readonly name: string;
  readonly of: Scalar | (() => Message);
  readonly repeated?: true;
}

/** The fields of a message that are read, by their numbers; others are passed over. */
type Message = Readonly<Record<number, Field>>;

/** Deeper, and with more messages in it, than anything that counts usage is. */
const DEPTH_MAX = 24;
const MESSAGES_MAX = 500_000;

/**
 * A request of an exporter, in the form that it has as JSON, as far as anything here reads it. 64-bit numbers keep
 * every digit.
 * @throws Rejection `otlp.malformed`, `request.nested-too-deep`, `request.too-large`
 */
export function requestFromProtobuf(signal: OtlpSignal, bytes: Uint8Array): JsonValue {
  let left = MESSAGES_MAX;
  const read = (content: Uint8Array, message: Message, depth: number): JsonValue => {
    if (depth > DEPTH_MAX) {
      const detail = `nest values at most ${DEPTH_MAX} deep in a request`;
      throw new Rejection('request.nested-too-deep', detail);
    }
    left -= 1;
    if (left < 0) {
      const detail = `split the request into several: it has more than ${MESSAGES_MAX} messages`;
      throw new Rejection('request.too-large', detail);
    }
    return objectFrom(content, message, (nested, of) => read(nested, of, depth + 1));
  };
  try {
    return read(bytes, requests[signal], 0);
  } catch (error) {
    if (error instanceof Rejection) throw error;
    throw malformed(error);
  }
}

/** What the reader of another's library throws is what is wrong with the bytes. */
function malformed(error: unknown): Rejection {
  const why = error instanceof Error ? error.message.slice(0, 100) : 'unreadable';
  const detail = `send the message of OTLP that the path is for, whole and as Protocol Buffers: ${why}`;
  return new Rejection('otlp.malformed', detail);
}

function objectFrom(
  content: Uint8Array,
  message: Message,
  nested: (content: Uint8Array, message: Message) => JsonValue,
): JsonValue {
  const reader = new BinaryReader(content);
  const members: Record<string, JsonValue> = {};
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    const field = message[number];
    if (field === undefined) {
      reader.skip(wireType, number);
      continue;
    }
    const { name, repeated } = field;
    const value = valueFrom(reader, { number, wireType, field }, nested);
    const before = members[name];
    if (repeated !== true) members[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else members[name] = [value];
  }
  return members;
}

function valueFrom(
  reader: BinaryReader,
  {
    number,
    wireType,
    field,
  }: { readonly number: number; readonly wireType: WireType; readonly field: Field },
  nested: (content: Uint8Array, message: Message) => JsonValue,
): JsonValue {
  const { name, of } = field;
  const isMessage = typeof of === 'function';
  const expected = isMessage ? WireType.LengthDelimited : wireTypeOf[of];
  if (wireType !== expected) {
    throw new Error(`field ${number} is ${name}, not of wire type ${wireType}`);
  }
  return isMessage ? nested(reader.bytes(), of()) : scalarFrom(reader, of);
}

const wireTypeOf: Readonly<Record<Scalar, WireType>> = {
  text: WireType.LengthDelimited,
  hex: WireType.LengthDelimited,
  base64: WireType.LengthDelimited,
  fixed64: WireType.Bit64,
  sfixed64: WireType.Bit64,
  double: WireType.Bit64,
  int64: WireType.Varint,
  uint32: WireType.Varint,
  bool: WireType.Varint,
};

function scalarFrom(reader: BinaryReader, kind: Scalar): JsonValue {
  switch (kind) {
    case 'text':
      return reader.string(true);
    case 'hex':
      return Buffer.from(reader.bytes()).toString('hex');
    case 'base64':
      return Buffer.from(reader.bytes()).toString('base64');
    case 'fixed64':
      return numberOf(BigInt(reader.fixed64()));
    case 'sfixed64':
      return numberOf(BigInt(reader.sfixed64()));
    case 'int64':
      return numberOf(BigInt(reader.int64()));
    case 'uint32':
      return reader.uint32();
    case 'bool':
      return reader.bool();
    case 'double': {
      const double = reader.double();
      return Number.isFinite(double) ? numberOf(String(double)) : String(double);
    }
  }
}

const anyValue: Message = {
  1: { name: 'stringValue', of: 'text' },
  2: { name: 'boolValue', of: 'bool' },
  3: { name: 'intValue', of: 'int64' },
  4: { name: 'doubleValue', of: 'double' },
  5: {
    name: 'arrayValue',
    of: () => ({ 1: { name: 'values', of: () => anyValue, repeated: true } }),
  },
  6: { name: 'kvlistValue', of: () => ({ 1: keyValues('values') }) },
  7: { name: 'bytesValue', of: 'base64' },
};

const keyValue: Message = {
  1: { name: 'key', of: 'text' },
  2: { name: 'value', of: () => anyValue },
};

const keyValues = (name: string): Field => ({ name, of: () => keyValue, repeated: true });
const attributes = keyValues('attributes');
const list = (name: string, message: Message): Field => ({
  name,
  of: () => message,
  repeated: true,
});

const resource: Field = { name: 'resource', of: () => ({ 1: attributes }) };
const scope: Field = {
  name: 'scope',
  of: () => ({
    1: { name: 'name', of: 'text' },
    2: { name: 'version', of: 'text' },
    3: attributes,
  }),
};

const span: Message = {
  1: { name: 'traceId', of: 'hex' },
  2: { name: 'spanId', of: 'hex' },
  5: { name: 'name', of: 'text' },
  7: { name: 'startTimeUnixNano', of: 'fixed64' },
  8: { name: 'endTimeUnixNano', of: 'fixed64' },
  9: attributes,
};

/** All that tells one from another: where it has no id, it is known by what it says. */
const logRecord: Message = {
  1: { name: 'timeUnixNano', of: 'fixed64' },
  2: { name: 'severityNumber', of: 'uint32' },
  3: { name: 'severityText', of: 'text' },
  5: { name: 'body', of: () => anyValue },
  6: attributes,
  9: { name: 'traceId', of: 'hex' },
  10: { name: 'spanId', of: 'hex' },
  11: { name: 'observedTimeUnixNano', of: 'fixed64' },
  12: { name: 'eventName', of: 'text' },
};

const numberPoint: Message = {
  2: { name: 'startTimeUnixNano', of: 'fixed64' },
  3: { name: 'timeUnixNano', of: 'fixed64' },
  4: { name: 'asDouble', of: 'double' },
  6: { name: 'asInt', of: 'sfixed64' },
  7: attributes,
  8: { name: 'flags', of: 'uint32' },
};

/** As much of points that are not counted as says which mapping they would be for. */
const others = (name: string, attributesAt: number): Field => ({
  name,
  of: () => ({ 1: list('dataPoints', { [attributesAt]: attributes }) }),
});

const metric: Message = {
  1: { name: 'name', of: 'text' },
  3: { name: 'unit', of: 'text' },
  5: others('gauge', 7),
  7: {
    name: 'sum',
    of: () => ({
      1: list('dataPoints', numberPoint),
      2: { name: 'aggregationTemporality', of: 'uint32' },
      3: { name: 'isMonotonic', of: 'bool' },
    }),
  },
  9: others('histogram', 9),
  10: others('exponentialHistogram', 1),
  11: others('summary', 7),
};

const requests: Readonly<Record<OtlpSignal, Message>> = {
  spans: {
    1: list('resourceSpans', {
      1: resource,
      2: list('scopeSpans', { 1: scope, 2: list('spans', span) }),
    }),
  },
  logs: {
    1: list('resourceLogs', {
      1: resource,
      2: list('scopeLogs', { 1: scope, 2: list('logRecords', logRecord) }),
    }),
  },
  metrics: {
    1: list('resourceMetrics', {
      1: resource,
      2: list('scopeMetrics', { 1: scope, 2: list('metrics', metric) }),
    }),
  },
};
