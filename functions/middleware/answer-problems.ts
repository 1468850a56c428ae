import type { MiddlewareObj } from '@middy/core';
import { problemMediaType, problemTitle, problemType } from '../../core/contract/problem.ts';
import type { Problem } from '../../core/contract/problem-shapes.ts';
import { rejectionStatus } from '../../core/contract/rejection-codes.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { GatewayEvent } from './gateway-event.ts';
import type { HttpAnswer } from './http.ts';
import { logError } from './log.ts';

const RETRY_AFTER_SECONDS = 2;

/** A Rejection becomes its problem document; anything else is ours: logged in full, answered with 500 and no more. */
export const answerProblems = (): MiddlewareObj<GatewayEvent, HttpAnswer> => ({
  onError: (request) => {
    const { error, event } = request;
    const { requestId } = event.requestContext;
    if (error instanceof Rejection) {
      request.response = problemAnswer(error, requestId);
      return;
    }
    logError('a request failed', error, { requestId, routeKey: event.routeKey });
    request.response = problemAnswer(unexpected(), requestId);
  },
});

/** A rejection as its HTTP answer. */
export function problemAnswer(rejection: Rejection, requestId: string): HttpAnswer {
  const { code, message: detail, param, extensions } = rejection;
  const status = rejectionStatus[code];
  const problem: Problem = {
    type: problemType(code),
    title: problemTitle(code),
    status,
    code,
    detail,
    ...(param === undefined ? {} : { param }),
    requestId,
  };
  return {
    statusCode: status,
    headers: {
      'content-type': problemMediaType,
      ...(status === 503 || status === 429 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {}),
    },
    body: JSON.stringify({ ...problem, ...extensions }),
  };
}

const unexpected = (): Rejection =>
  new Rejection(
    'request.failed',
    'the request failed on our side; send it again, and quote the requestId if it keeps failing',
  );
