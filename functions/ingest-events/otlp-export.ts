import type { OtlpSignal } from '../../core/contract/otlp/shapes.ts';
import { type JsonValue, parseJson } from '../../core/kernel/json.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { exportedJson, exportedProtobuf, statusProtobuf } from '../../core/otlp/export-answers.ts';
import { requestFromProtobuf } from '../../core/otlp/protobuf.ts';
import { recordsFrom } from '../../core/otlp/records.ts';
import { type OtlpPorts, takeExport } from '../../core/otlp/take-export.ts';
import { problemAnswer } from '../middleware/answer-problems.ts';
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../middleware/http.ts';
import { bodyBytes, bodyText, mediaTypeOf, wrongMediaType } from '../middleware/request-body.ts';

const BODY_BYTES_MAX = 4 * 1024 * 1024;
const JSON_DEPTH_MAX = 64;

const JSON_TYPE = 'application/json';
const PROTOBUF = 'application/x-protobuf';
const protobufTypes: readonly string[] = [PROTOBUF, 'application/protobuf'];

/** Answers OpenTelemetry's exporters, in the encoding in which they have sent. */
export const otlpExport =
  (ports: OtlpPorts, signal: OtlpSignal) =>
  async (request: HttpRequest): Promise<HttpAnswer> => {
    const { essence } = mediaTypeOf(request);
    if (essence === JSON_TYPE) {
      const sent = parseJson(bodyText(request, BODY_BYTES_MAX), JSON_DEPTH_MAX);
      return jsonAnswer(200, exportedJson(signal, await taken(ports, request, { signal, sent })));
    }
    if (!protobufTypes.includes(essence)) throw wrongMediaType(essence, [PROTOBUF, JSON_TYPE]);
    try {
      const sent = requestFromProtobuf(signal, sentBytes(request));
      const outcome = await taken(ports, request, { signal, sent });
      return protobufAnswer({ statusCode: 200, headers: {} }, exportedProtobuf(outcome));
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      // As OTLP has it: exporters and collectors write what it says into their logs.
      const { statusCode, headers } = problemAnswer(error, request.requestId, undefined);
      const status = statusProtobuf(`${error.message} (${error.code})`);
      return protobufAnswer({ statusCode, headers }, status);
    }
  };

/** A message of Protocol Buffers with nothing in it has no bytes. */
const sentBytes = (request: HttpRequest): Uint8Array =>
  request.body === undefined ? new Uint8Array() : bodyBytes(request, BODY_BYTES_MAX);

const taken = (
  ports: OtlpPorts,
  { caller }: HttpRequest,
  { signal, sent }: { readonly signal: OtlpSignal; readonly sent: JsonValue },
) => takeExport(ports, caller.tenant, { signal, records: recordsFrom(signal, sent) });

const protobufAnswer = (
  { statusCode, headers }: Pick<HttpAnswer, 'statusCode' | 'headers'>,
  message: Uint8Array,
): HttpAnswer => ({
  statusCode,
  headers: { ...headers, 'content-type': PROTOBUF },
  body: Buffer.from(message).toString('base64'),
  isBase64Encoded: true,
});
