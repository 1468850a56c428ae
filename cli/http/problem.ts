import { Failure } from '../failure.ts';
import { printable } from '../output/table.ts';
import { isJsonObject, type JsonObject, textAt } from './json.ts';

/** An answer that is not 2xx. */
export class AnswerFailure extends Failure {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The service said no, in a problem document (RFC 9457). */
export class ProblemFailure extends AnswerFailure {
  readonly code: string;
  /** The whole document, with members of its own kind. */
  readonly problem: JsonObject;

  constructor(status: number, code: string, problem: JsonObject) {
    super(status, readable(problem));
    this.code = code;
    this.problem = problem;
  }
}

/** The failure of an answer that is a problem document, or undefined when it is not one. */
export function problemFrom(status: number, body: unknown): ProblemFailure | undefined {
  const code = textAt(body, 'code');
  if (!isJsonObject(body) || code === undefined) return undefined;
  return new ProblemFailure(status, code, body);
}

function readable(problem: JsonObject): string {
  const detail = textAt(problem, 'detail') ?? textAt(problem, 'title') ?? 'no detail was given';
  const param = textAt(problem, 'param') ?? '';
  const requestId = textAt(problem, 'requestId');
  const facts = [
    textAt(problem, 'code'),
    // Most details begin with the place.
    ...(param === '' || detail.startsWith(`${param}:`) ? [] : [`at ${param}`]),
    ...(requestId === undefined ? [] : [`request ${requestId}`]),
  ];
  return printable(`${detail} (${facts.join(', ')})`);
}
