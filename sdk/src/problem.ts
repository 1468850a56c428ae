import type { Problem } from './contract/index.ts';
import { membersOf } from './json.ts';

/** The problem document that an answer is. Undefined for what a proxy says: that may have a code, too, but not ours. */
export function problemFrom(status: number, body: unknown): Problem | undefined {
  const { type, code, detail, requestId, status: said } = membersOf(body);
  const isText = [code, detail, requestId].every((text) => typeof text === 'string');
  const isOurs = isText && type === `urn:farthing:problem:${String(code)}` && said === status;
  return isOurs ? (body as Problem) : undefined;
}
