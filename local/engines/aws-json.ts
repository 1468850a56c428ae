import { Agent, type IncomingMessage, request } from 'node:http';
import { type Json, type JsonObject, objectAt, parseJson } from '../template/json.ts';

/** A call of the AWS JSON protocol, which DynamoDB and SQS speak. */
interface AwsJsonCall {
  /** `DynamoDB_20120810.CreateTable`, `AmazonSQS.ReceiveMessage`. */
  readonly target: string;
  readonly body: Json;
  readonly signal?: AbortSignal;
}

/** A client of one engine. Rejects with an `AwsError` when the engine refuses. */
export interface AwsJsonClient {
  call(call: AwsJsonCall): Promise<JsonObject>;
  close(): void;
}

/** What the engine answered instead of a result. `code` is the last part of the error's type. */
export class AwsError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
  }
}

/** As whom an engine is asked. */
export interface EngineCaller {
  readonly region: string;
  readonly accessKeyId: string;
}

/** The engines want a signature to be there, and look at nothing in it but the region and the key's id. */
export const signatureOf = ({ region, accessKeyId }: EngineCaller): string =>
  `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20000101/${region}/local/aws4_request, SignedHeaders=host, Signature=local`;

/** A client that keeps its connections open; every call is one request, there are no retries. */
export function awsJsonClient(origin: string, caller: EngineCaller): AwsJsonClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(origin);
  const authorization = signatureOf(caller);
  return {
    call: ({ target, body, signal }) => {
      const payload = Buffer.from(JSON.stringify(body));
      return new Promise((resolve, reject) => {
        const outgoing = request(
          {
            agent,
            hostname,
            port,
            method: 'POST',
            path: '/',
            headers: {
              'content-type': 'application/x-amz-json-1.0',
              'content-length': payload.byteLength,
              'x-amz-target': target,
              'x-amz-date': '20000101T000000Z',
              authorization,
            },
            ...(signal === undefined ? {} : { signal }),
          },
          (response) => {
            resultOf(response, target).then(resolve, reject);
          },
        );
        outgoing.on('error', reject);
        outgoing.end(payload);
      });
    },
    close: () => {
      agent.destroy();
    },
  };
}

async function resultOf(response: IncomingMessage, target: string): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const result = objectAt(text === '' ? {} : parseJson(text), target);
  if (response.statusCode === 200) return result;
  const type = typeof result['__type'] === 'string' ? result['__type'] : 'Unknown';
  const message = result['message'] ?? result['Message'] ?? `status ${response.statusCode ?? 0}`;
  throw new AwsError(type.split('#').at(-1) ?? type, `${target}: ${String(message)} (${type})`);
}
