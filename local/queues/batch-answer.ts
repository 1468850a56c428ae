import { isObject, type Json, parseJson } from '../template/json.ts';

/** What became of a batch: which messages are done. `problem` says why none is, when the answer was malformed. */
export interface BatchOutcome<Message> {
  readonly done: readonly Message[];
  readonly problem?: string;
}

/**
 * Reads a function's answer with ReportBatchItemFailures, as Lambda does: no list, or an empty one, means that all is
 * done; a malformed answer, or an id that is in no message, means that nothing is.
 */
export function batchOutcome<Message extends { readonly messageId: string }>(
  answer: string,
  batch: readonly Message[],
): BatchOutcome<Message> {
  const parsed = parseJson(answer);
  if (parsed === null || parsed === '') return { done: batch };
  if (!isObject(parsed)) return nothing('the answer is no object');
  const failures = parsed['batchItemFailures'] ?? [];
  if (!Array.isArray(failures)) return nothing('batchItemFailures is no list');
  const known = new Set(batch.map(({ messageId }) => messageId));
  const failed = new Set<string>();
  for (const failure of failures as readonly Json[]) {
    const id = isObject(failure) ? failure['itemIdentifier'] : undefined;
    if (typeof id !== 'string' || !known.has(id)) {
      return nothing(`itemIdentifier ${JSON.stringify(id)} is no message of the batch`);
    }
    failed.add(id);
  }
  return { done: batch.filter(({ messageId }) => !failed.has(messageId)) };
}

const nothing = (problem: string): BatchOutcome<never> => ({ done: [], problem });
