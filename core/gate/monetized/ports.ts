import type { PutOutcome } from '../../kernel/log.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { MonetizedRecord } from './record.ts';
import type { MonetizedProgress, MonetizedTally } from './tally.ts';

/** Where records are asked for. */
interface RecordsAsked {
  /** Of one web ACL alone; undefined: of all of the account. */
  readonly webAcl: string | undefined;
  readonly from: Timestamp;
  readonly to: Timestamp;
  /** What the page before ended with. */
  readonly after: string | undefined;
}

/** A firewall that asks money for requests, and has the records of it for 90 days. */
export interface MonetizedSource {
  /** Records of these instants, the oldest first, page by page. */
  records(asked: RecordsAsked): Promise<{
    readonly records: readonly MonetizedRecord[];
    /** Undefined where there are no more. */
    readonly next: string | undefined;
  }>;
}

/** What is known of records, and what came by them. */
export interface MonetizedStore {
  progress(tenant: string, webAcl: string | undefined): Promise<MonetizedProgress | undefined>;
  /** Over the revision before it; over none where it is 1. */
  putProgress(
    tenant: string,
    webAcl: string | undefined,
    progress: MonetizedProgress,
  ): Promise<PutOutcome>;
  /** A record that was counted, by its id. */
  counted(tenant: string, id: string): Promise<MonetizedRecord | undefined>;
  /** Only where there is none. */
  putCounted(tenant: string, id: string, record: MonetizedRecord): Promise<PutOutcome>;
  /** Keeps a record that a person is to look at, under its id. */
  park(tenant: string, id: string, record: MonetizedRecord): Promise<void>;
  tally(tenant: string, address: string): Promise<MonetizedTally | undefined>;
  /** As `putProgress`. */
  putTally(tenant: string, tally: MonetizedTally): Promise<PutOutcome>;
  /** By their addresses, past `after`; strongly consistent. */
  tallies(
    tenant: string,
    page: { readonly after: string | undefined; readonly limit: number },
  ): Promise<readonly MonetizedTally[]>;
}
