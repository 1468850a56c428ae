/** What a worker is started with. */
export interface WorkerSettings {
  /** The module with the handler, and the name it exports it by. */
  readonly file: string;
  readonly exported: string;
  /** See RuntimeClock.shared. */
  readonly clock: SharedArrayBuffer;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  /** Whether stacks name sources, by the maps beside modules. */
  readonly namesSources: boolean;
}

/** One invocation. `payload` is JSON. */
export interface ToWorker {
  readonly requestId: string;
  readonly payload: string;
  readonly timeoutMs: number;
}

/** What a worker answers. `payload` is JSON; of an error it is Lambda's error document. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly payload: string }
  | {
      readonly kind: 'done';
      readonly failed: boolean;
      readonly payload: string;
      /** The first that the function said on standard error, if anything. */
      readonly complaint: string | undefined;
    };

/** What Lambda says of an error that a handler threw. */
export interface ErrorDocument {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** The error document of anything that was thrown. */
export function errorDocument(error: unknown): ErrorDocument {
  // Errors of another realm are no instances of this one's Error, but look like one.
  if (typeof error === 'object' && error !== null && 'message' in error) {
    const { name, message, stack } = error as { name?: unknown; message: unknown; stack?: unknown };
    return {
      errorType: typeof name === 'string' ? name : 'Error',
      errorMessage: String(message),
      trace: typeof stack === 'string' ? stack.split('\n') : [],
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}
