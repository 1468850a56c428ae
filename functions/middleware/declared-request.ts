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
  | 'repeatedQuery'
  | 'request'
  | 'bodyMax'
  | 'idempotencyKey'
  | 'readBy'
>;

/** A request as its operation declares it, parsed; as it came where the function reads it itself. @throws Rejection */
export function declaredRequest(request: AnonymousRequest<string>, declared: OperationRequest) {
  if (declared.readBy === 'function') return request;
  const { path, pathProblem = badPath, idempotencyKey } = declared;
  return {
    ...request,
    params: path === undefined ? request.params : parsedPath(path, request.params, pathProblem),
    query: queryOf(request, declared),
    idempotencyKey:
      idempotencyKey === undefined ? undefined : idempotencyKeyOf(request, idempotencyKey),
    body: bodyOf(request, declared),
  };
}

function queryOf(
  { query: sent, queryLists }: AnonymousRequest<string>,
  { query, patternQuery, repeatedQuery }: OperationRequest,
): unknown {
  if (repeatedQuery !== undefined) return queryLists;
  return query === undefined || patternQuery !== undefined ? sent : parsedQuery(query, sent);
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
