import { ConnectionError, GatewayError, ProblemError } from '../../../sdk/src/read/errors.ts';
import type { FrameWords } from './frame.ts';

/** Whether an error says that nobody is known by what was sent. */
export const isUnknown = (error: unknown): boolean =>
  (error instanceof GatewayError && (error.status === 401 || error.status === 403)) ||
  (error instanceof ProblemError && error.code === 'token.refused');

/** What went wrong, for who asks with a token. What the server says of a refusal is in English. */
export function faultText(error: unknown, words: FrameWords): string {
  if (isUnknown(error)) return words.ended;
  if (error instanceof ConnectionError) return words.unreachable;
  if (error instanceof ProblemError && error.status < 500)
    return words.refused(error.problem.detail);
  return words.trouble;
}
