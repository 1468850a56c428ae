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
  /** Which option of the command it is said of already. */
  readonly option: string | undefined;

  constructor(status: number, code: string, problem: JsonObject, option?: string) {
    super(status, readable(problem, option));
    this.code = code;
    this.problem = problem;
    this.option = option;
  }

  /** Which part of the request it is about, such as `/amount`; empty where that is not said. */
  get param(): string {
    return textAt(this.problem, 'param') ?? '';
  }

  /** The same, said of the option of a command that the part of the request comes from. */
  ofOption(option: string): ProblemFailure {
    return new ProblemFailure(this.status, this.code, this.problem, option);
  }
}

/** The failure of an answer that is a problem document, or undefined when it is not one. */
export function problemFrom(status: number, body: unknown): ProblemFailure | undefined {
  const code = textAt(body, 'code');
  if (!isJsonObject(body) || code === undefined) return undefined;
  return new ProblemFailure(status, code, body);
}

function readable(problem: JsonObject, option: string | undefined): string {
  const detail = textAt(problem, 'detail') ?? textAt(problem, 'title') ?? 'no detail was given';
  const requestId = textAt(problem, 'requestId');
  const facts = [
    textAt(problem, 'code'),
    ...placeOf(problem, detail, option),
    ...(requestId === undefined ? [] : [`request ${requestId}`]),
  ];
  return printable(`${detail} (${facts.join(', ')})`);
}

/** Most details begin with the place. */
function placeOf(problem: JsonObject, detail: string, option: string | undefined): string[] {
  if (option !== undefined) return [`option ${option}`];
  const param = textAt(problem, 'param') ?? '';
  return param === '' || detail.startsWith(`${param}:`) ? [] : [`at ${param}`];
}
