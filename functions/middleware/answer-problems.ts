import type { MiddlewareObj } from '@middy/core';
import {
  type ErrorReader,
  errorMembers,
  errorReaderOf,
} from '../../core/contract/others-errors.ts';
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
    const reader = errorReaderOf(event.rawPath, event.headers);
    if (error instanceof Rejection) {
      request.response = problemAnswer(error, requestId, reader);
      return;
    }
    logError('a request failed', error, { requestId, routeKey: event.routeKey });
    request.response = problemAnswer(unexpected(), requestId, reader);
  },
});

/** A rejection as its HTTP answer; for a reader of its own where the request's SDK is one. */
export function problemAnswer(
  rejection: Rejection,
  requestId: string,
  reader: ErrorReader | undefined,
): HttpAnswer {
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
      ...(status === 503 || status === 429
        ? { 'retry-after': String(extensions.retryAfter ?? RETRY_AFTER_SECONDS) }
        : {}),
    },
    body: JSON.stringify({
      ...problem,
      ...extensions,
      ...(reader === undefined ? {} : errorMembers({ ...problem, ...extensions }, reader)),
    }),
  };
}

/** What whoever asked is told of a fault of ours. */
export const unexpected = (): Rejection =>
  new Rejection(
    'request.failed',
    'the request failed on our side; send it again, and quote the requestId if it keeps failing',
  );
