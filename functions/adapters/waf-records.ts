import {
  ListSettlementRecordsCommand,
  type SettlementRecord,
  type WAFV2Client,
} from '@aws-sdk/client-wafv2';
import type { MonetizedSource } from '../../core/gate/monetized/ports.ts';
import type { MonetizedRecord } from '../../core/gate/monetized/record.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';

/** As many as the firewall gives at once. */
const PAGE_SIZE = 100;
const PATH_MAX = 200;

/**
 * Records of AWS WAF, which has them of what stands before CloudFront. Those of test networks are left out by itself:
 * it answers real ones unless it is asked otherwise.
 */
export const wafRecords = (client: WAFV2Client): MonetizedSource => ({
  async records({ webAcl, from, to, after }) {
    const { Settlements = [], NextMarker } = await client.send(
      new ListSettlementRecordsCommand({
        Scope: 'CLOUDFRONT',
        Currency: 'USDC',
        TimeWindow: { StartTime: new Date(from), EndTime: new Date(to) },
        ...(webAcl === undefined ? {} : { Filters: [{ Name: 'WebACLArn', Values: [webAcl] }] }),
        SortBy: 'TIMESTAMP',
        SortOrder: 'ASC',
        Limit: PAGE_SIZE,
        NextMarker: after,
      }),
    );
    return { records: Settlements.map(recordIn), next: NextMarker };
  },
});

function recordIn(told: SettlementRecord): MonetizedRecord {
  const { Timestamp: at, Status: status, Amount: amount } = told;
  invariant(
    at !== undefined && status !== undefined && amount !== undefined,
    'a settlement record has its time, status and amount',
  );
  return {
    ...{ at: timestampOf(at.getTime()), status, amount },
    currency: told.Currency,
    network: told.Network,
    transaction: told.TransactionId,
    request: told.RequestId,
    address: told.PayerAddress,
    path: told.ContentPath?.slice(0, PATH_MAX),
  };
}
