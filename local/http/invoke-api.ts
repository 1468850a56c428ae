import type { IncomingMessage, ServerResponse } from 'node:http';
import { accessKeyIn } from '../door.ts';
import type { Gate } from '../grants/gate.ts';
import { payloadBytesMax } from '../lambda/function-pool.ts';
import type { InvocationResult } from '../lambda/function-worker.ts';
import type { Functions } from '../lambda/functions.ts';
import { readBody } from './read-body.ts';

const path = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?|$)/;

/** True for requests that Lambda's Invoke API would get. */
export const isInvocation = (request: IncomingMessage): boolean =>
  request.method === 'POST' && path.test(request.url ?? '');

/** Who is invoked, and who may do that. */
interface Invoking {
  readonly functions: Functions;
  /** Who signs with this one may invoke all. */
  readonly accessKeyId: string;
  readonly gate: Gate;
}

/** Answers one call of Lambda's Invoke API, as the AWS SDK makes it. */
export async function answerInvocation(
  request: IncomingMessage,
  response: ServerResponse,
  { functions, accessKeyId, gate }: Invoking,
): Promise<void> {
  const key = accessKeyIn(request.headers);
  if (key !== accessKeyId && !gate.knows(key)) {
    request.resume();
    const message = 'take the access key that the local stack gives out (local.json, environment)';
    refuse(response, 403, 'UnrecognizedClientException', message);
    return;
  }
  const name = decodeURIComponent(path.exec(request.url ?? '')?.[1] ?? '');
  const pool = functions.find(name);
  if (pool === undefined) {
    refuse(response, 404, 'ResourceNotFoundException', `Function not found: ${name}`);
    return;
  }
  const refusal = gate.refusal(key, [
    { action: 'lambda:InvokeFunction', resource: pool.definition.arn },
  ]);
  if (refusal !== undefined) {
    request.resume();
    refuse(response, 403, 'AccessDeniedException', refusal);
    return;
  }
  const body = await readBody(request, payloadBytesMax);
  if (body === undefined) {
    const message = `Request must be smaller than ${payloadBytesMax} bytes for the InvokeFunction operation`;
    refuse(response, 413, 'RequestTooLargeException', message);
    return;
  }
  const payload = body.byteLength === 0 ? '{}' : body.toString();
  if (!isJson(payload)) {
    refuse(response, 400, 'InvalidRequestContentException', 'the payload must be JSON');
    return;
  }
  const type = request.headers['x-amz-invocation-type'];
  if (type === 'DryRun') {
    response.writeHead(204).end();
  } else if (type === 'Event') {
    functions.invokeLater(pool, payload);
    response.writeHead(202).end();
  } else {
    writeResult(response, await pool.invoke(payload));
  }
}

function writeResult(response: ServerResponse, result: InvocationResult): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'x-amzn-requestid': result.requestId,
    'x-amz-executed-version': '$LATEST',
    ...(result.failure === undefined ? {} : { 'x-amz-function-error': 'Unhandled' }),
  });
  response.end(result.payload);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function refuse(response: ServerResponse, status: number, type: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
  response.end(JSON.stringify({ Type: 'User', Message: message }));
}
