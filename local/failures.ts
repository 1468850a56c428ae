import type { InvocationResult } from './lambda/function-worker.ts';
import { isObject, type Json, parseJson } from './template/json.ts';

/** What a function failed at, for a person. */
export interface FunctionFailure {
  /** Of the function's construct (`Documents/StoreDocuments`). */
  readonly path: string;
  /** In one line, as the function said it. */
  readonly reason: string;
  /** Messages of a queue that it failed on; absent where something else had called it. */
  readonly messages?: number;
  /** In how many seconds it is tried again; absent: it is not. */
  readonly retrySeconds?: number;
}

export type OnFailure = (failure: FunctionFailure) => void;

/** Why an invocation failed, or part of it: what it threw, or else the first that it said on standard error. */
export function reasonOf({ failure, payload, complaint }: InvocationResult): string {
  const thrown = failure === undefined ? undefined : thrownIn(parseJson(payload));
  return thrown ?? complaint ?? 'it did not say why';
}

function thrownIn(document: Json): string | undefined {
  if (!isObject(document)) return undefined;
  const { errorType, errorMessage } = document;
  return `${String(errorType ?? 'Error')}: ${String(errorMessage ?? '')}`.replaceAll(/\s+/g, ' ');
}
