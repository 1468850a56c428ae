import type { MiddlewareObj } from '@middy/core';
import type { GatewayEvent } from './gateway-event.ts';
import type { HttpAnswer } from './http.ts';

/** For an interface that serves data to programs: nothing is kept, sniffed or framed. */
const headers = {
  'cache-control': 'no-store',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;

/** The answer with the headers; one that it has itself wins. */
export const secured = (answer: HttpAnswer): HttpAnswer => ({
  ...answer,
  headers: { ...headers, ...answer.headers },
});

/** Adds the headers to every answer, also to problems; a header the function set itself wins. */
export const secureHeaders = (): MiddlewareObj<GatewayEvent, HttpAnswer> => {
  const add = (request: { response: HttpAnswer | null | undefined }): void => {
    const { response } = request;
    if (response === null || response === undefined) return;
    request.response = secured(response);
  };
  return { after: add, onError: add };
};
