import type { IncomingMessage } from 'node:http';
import type { RuntimeClock } from '../clock.ts';
import { isForThisMachine, isFromForeignPage } from '../door.ts';
import type { Edge } from '../edge/edge.ts';
import type { Gate } from '../grants/gate.ts';
import type { Functions } from '../lambda/functions.ts';
import type { WebFunction } from '../lambda/web-function.ts';
import { answerClock, isClock } from './clock-api.ts';
import { forward } from './forward.ts';
import type { Gateway } from './gateway.ts';
import { answerInvocation, isInvocation } from './invoke-api.ts';
import { gatewayAnswer, type HttpAnswer, problemAnswer } from './response.ts';
import type { Answer } from './server.ts';

/** Everything that answers on the runtime's one port. */
export interface Answering {
  readonly origin: string;
  readonly clock: RuntimeClock;
  readonly functions: Functions;
  /** Without it nobody gets at what only this runtime has. */
  readonly keys: { readonly accessKeyId: string; readonly secret: string };
  /** Who of the functions may invoke which. */
  readonly gate: Gate;
  /** What is asked before the other two. */
  readonly edge: Edge | undefined;
  readonly api: Gateway | undefined;
  readonly webFunction: WebFunction | undefined;
}

/**
 * Answers requests to this machine: the clock and Lambda's Invoke API to no web page, all else as the stack does, whose
 * keys and CORS say who may ask.
 */
export const answers =
  ({ origin, clock, functions, keys, gate, edge, api, webFunction }: Answering): Answer =>
  async (request, response) => {
    const refusal = refusalOf(request, origin);
    if (refusal !== undefined) return refusal;
    if (isClock(request)) return answerClock(request, { clock, secret: keys.secret });
    if (isInvocation(request)) {
      const { accessKeyId } = keys;
      await answerInvocation(request, response, { functions, accessKeyId, gate });
      return undefined;
    }
    // As all that is answered has it: by the clock that functions see.
    response.setHeader('date', new Date(clock.now()).toUTCString());
    const page = await edge?.answer(request);
    if (page !== undefined) return page;
    if (api !== undefined) return api.answer(request);
    if (webFunction === undefined) return gatewayAnswer(404, 'Not Found');
    await webFunction.settled();
    await forward(webFunction.origin, request, response);
    return undefined;
  };

function refusalOf(request: IncomingMessage, origin: string): HttpAnswer | undefined {
  if (!isForThisMachine(request.headers)) return foreign(421, `send it to ${origin}`);
  const isLocalOnly = isClock(request) || isInvocation(request);
  if (!isLocalOnly || !isFromForeignPage(request.headers)) return undefined;
  return foreign(403, 'no web page may ask this');
}

const foreign = (status: number, detail: string): HttpAnswer =>
  problemAnswer({ status, title: 'Not answered here', code: 'local.foreign-request', detail });
