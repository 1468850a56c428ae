import type { ProblemMembers } from '../contract/problem-shapes.ts';
import type { RejectionCode } from '../contract/rejection-codes.ts';

/** The caller is wrong: answered with a problem document, never retried by us. */
export class Rejection extends Error {
  override readonly name = 'Rejection';
  readonly code: RejectionCode;
  /** JSON Pointer to what was wrong in the request, or the name of a query parameter. */
  readonly param: string | undefined;
  /** Further members for the problem document. */
  readonly extensions: ProblemMembers;

  constructor(
    code: RejectionCode,
    detail: string,
    place: {
      readonly param?: string;
      readonly extensions?: ProblemMembers;
    } = {},
  ) {
    super(detail);
    this.code = code;
    this.param = place.param;
    this.extensions = place.extensions ?? {};
  }
}
