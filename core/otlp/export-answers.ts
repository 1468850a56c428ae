import { BinaryWriter } from '@bufbuild/protobuf/wire';
import type { OtlpExported, OtlpSignal } from '../contract/otlp/shapes.ts';
import type { OtlpOutcome } from './take-export.ts';

const rejectedOf = {
  spans: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
} as const satisfies Readonly<Record<OtlpSignal, string>>;

/** What became of an export, as OTLP's JSON has it: 64-bit numbers as text. */
export const exportedJson = (
  signal: OtlpSignal,
  { rejected, message }: OtlpOutcome,
): OtlpExported =>
  message === undefined
    ? {}
    : { partialSuccess: { [rejectedOf[signal]]: String(rejected), errorMessage: message } };

/** The same as Protocol Buffers, of whichever signal. */
export function exportedProtobuf({ rejected, message }: OtlpOutcome): Uint8Array {
  const writer = new BinaryWriter();
  if (message === undefined) return writer.finish();
  writer.tag(1, LENGTH_DELIMITED).fork();
  writer.tag(1, VARINT).int64(rejected).tag(2, LENGTH_DELIMITED).string(message);
  return writer.join().finish();
}

/** Why an export is refused as a whole: a `google.rpc.Status` with a message and, as OTLP allows, no code. */
export const statusProtobuf = (message: string): Uint8Array =>
  new BinaryWriter().tag(2, LENGTH_DELIMITED).string(message).finish();

const VARINT = 0;
const LENGTH_DELIMITED = 2;
