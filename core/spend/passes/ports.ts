import type { PassBody } from '../../contract/passes/shapes.ts';
import type { PutOutcome } from '../../kernel/log.ts';

/** A pass that is offered, as it was sent, under its key. */
export interface PassRecord {
  readonly key: string;
  /** How many times it was put. */
  readonly revision: number;
  readonly body: Omit<PassBody, 'revision'>;
}

/** Where passes are kept that are offered. A put is conditional on the revision before it (none for revision 1). */
export interface Passes {
  /** Strongly consistent. */
  get(tenant: string, key: string): Promise<PassRecord | undefined>;
  put(tenant: string, record: PassRecord): Promise<PutOutcome>;
  /** Records with a key past `after`, by key; `more` when there may be others. */
  list(
    tenant: string,
    page: { readonly after: string; readonly limit: number },
  ): Promise<{ readonly records: readonly PassRecord[]; readonly more: boolean }>;
}
