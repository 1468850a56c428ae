import { matchRoute } from '../../core/contract/match.ts';
import { type Operation, refusalsOf } from '../../core/contract/operation.ts';
import { operations } from '../../core/contract/operations.ts';
import { problemMediaType } from '../../core/contract/problem.ts';
import { problem } from '../../core/contract/problem-shapes.ts';
import { type RejectionCode, rejectionStatus } from '../../core/contract/rejection-codes.ts';
import type { RouteKey } from '../../core/contract/route-key.ts';
import { routes } from '../../core/contract/routes.ts';
import { gatewayRefusal } from '../../core/contract/shapes.ts';

/** An answer as a caller gets it; names of headers in lower case. */
interface AnswerOnTheWire {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

type Json = Readonly<Record<string, unknown>>;
type Shape = typeof problem | Operation['answers'][number]['content'][string];

/** On every answer, or none of a function's business. */
const commonHeaders: ReadonlySet<string> = new Set([
  ...['content-type', 'content-encoding', 'content-length', 'transfer-encoding', 'date', 'vary'],
  ...['connection', 'keep-alive', 'cache-control', 'strict-transport-security'],
  ...['x-content-type-options', 'apigw-requestid', 'ratelimit', 'ratelimit-policy'],
]);

/** Fails with everything in the answer that the contract does not declare of its route. */
export function holdToContract(routeKey: RouteKey, answer: AnswerOnTheWire): void {
  const faults = contractFaults(routeKey, answer);
  if (faults.length === 0) return;
  const got = `${answer.status} ${answer.text.slice(0, 500)}`;
  throw new Error(`${routeKey} breaks the contract: ${faults.join('; ')}\n${got}`);
}

/** The same of what came over HTTP; what is no route of ours, as the test clock, is left alone. */
export function holdResponse(
  method: string,
  path: string,
  { status, headers }: Response,
  text: string,
): void {
  const matched = matchRoute(method, path.split('?')[0] ?? '');
  if (matched === undefined) return;
  holdToContract(matched.key, { status, headers: Object.fromEntries(headers), text });
}

/** What of an answer is not as the contract declares it; empty when all is. */
const contractFaults = (routeKey: RouteKey, answer: AnswerOnTheWire): readonly string[] =>
  answer.status < 400 || answer.status in operations[routeKey].answers
    ? faultsOfAnswer(operations[routeKey], answer)
    : faultsOfRefusal(routeKey, answer);

function faultsOfAnswer(operation: Operation, { status, headers, text }: AnswerOnTheWire) {
  const declared = operation.answers[status];
  if (declared === undefined) return [`status ${status} is not declared`];
  const undeclared = Object.keys(headers)
    .filter((name) => !commonHeaders.has(name) && declared.headers?.[name] === undefined)
    .map((name) => `header ${name} is not declared`);
  if (Object.keys(declared.content).length === 0) {
    return [...undeclared, ...(text === '' ? [] : ['a body is not declared'])];
  }
  const type = mediaTypeOf(headers);
  const shape = declared.content[type];
  if (shape === undefined) return [...undeclared, `media type ${type} is not declared`];
  return [...undeclared, ...shapeFaults(shape, type.endsWith('json') ? JSON.parse(text) : text)];
}

function faultsOfRefusal(routeKey: RouteKey, { status, headers, text }: AnswerOnTheWire) {
  const body = JSON.parse(text) as Json;
  if (mediaTypeOf(headers) !== problemMediaType) {
    const isGateways = [401, 403, 404, 413, 429, 500, 503].includes(status);
    const faults = shapeFaults(gatewayRefusal, body);
    return isGateways ? faults : [`status ${status} is not one of the gateway`, ...faults];
  }
  const code = body['code'] as RejectionCode;
  const route = routes.find(({ method, path }) => `${method} ${path}` === routeKey);
  const codes = route === undefined ? [] : refusalsOf(route, operations[routeKey]);
  return [
    ...(codes.includes(code) ? [] : [`code ${code} is not declared`]),
    ...(rejectionStatus[code] === status ? [] : [`status ${status} is not that of ${code}`]),
    ...Object.keys(headers)
      .filter(
        (name) =>
          !commonHeaders.has(name) && !(name === 'retry-after' && [429, 503].includes(status)),
      )
      .map((name) => `header ${name} is not declared`),
    ...shapeFaults(problem, body),
  ];
}

const mediaTypeOf = (headers: AnswerOnTheWire['headers']): string =>
  (headers['content-type'] ?? '').split(';')[0] ?? '';

/** A shape drops what it does not know: what is not there any more was not declared. */
function shapeFaults(shape: Shape, value: unknown): string[] {
  const result = shape.safeParse(value);
  if (result.success) return unknownMembers(value, result.data, '');
  return result.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`);
}

function unknownMembers(value: unknown, known: unknown, place: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    typeof known === 'object' && known !== null && Object.hasOwn(known, name)
      ? unknownMembers(member, (known as Json)[name], `${place}/${name}`)
      : [`${place}/${name} is not declared`],
  );
}
