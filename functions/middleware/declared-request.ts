import { badPath, type Operation } from '../../core/contract/operation.ts';
import { parsed, parsedPath, parsedQuery } from '../../core/kernel/parsed.ts';
import type { AnonymousRequest } from './http.ts';
import { idempotencyKeyOf } from './idempotency-key.ts';
import { jsonBody } from './request-body.ts';

/** As much of an operation as a request is read by. */
export type OperationRequest = Pick<
  Operation,
  | 'path'
  | 'pathProblem'
  | 'query'
  | 'patternQuery'
  | 'request'
  | 'bodyMax'
  | 'idempotencyKey'
  | 'readBy'
>;

/** A request as its operation declares it, parsed; as it came where the function reads it itself. @throws Rejection */
export function declaredRequest(request: AnonymousRequest<string>, declared: OperationRequest) {
  if (declared.readBy === 'function') return request;
  const { path, pathProblem = badPath, query, patternQuery, idempotencyKey } = declared;
  return {
    ...request,
    params: path === undefined ? request.params : parsedPath(path, request.params, pathProblem),
    query:
      query === undefined || patternQuery !== undefined
        ? request.query
        : parsedQuery(query, request.query),
    idempotencyKey:
      idempotencyKey === undefined ? undefined : idempotencyKeyOf(request, idempotencyKey),
    body: bodyOf(request, declared),
  };
}

function bodyOf(
  request: AnonymousRequest<string>,
  { request: content, bodyMax, readBy }: OperationRequest,
): unknown {
  const shape = content?.['application/json'];
  if (shape === undefined) return undefined;
  const body = jsonBody(request, bodyMax);
  return readBy === 'core' ? body : parsed(shape, body);
}
