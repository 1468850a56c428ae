import {
  type Entitlement as AwsEntitlement,
  type EntitlementValue,
  GetEntitlementsCommand,
  type MarketplaceEntitlementServiceClient,
} from '@aws-sdk/client-marketplace-entitlement-service';
import {
  BatchMeterUsageCommand,
  type BatchMeterUsageCommandOutput,
  type MarketplaceMeteringClient,
  ResolveCustomerCommand,
  type UsageRecord,
} from '@aws-sdk/client-marketplace-metering';
import { invariant } from '../../core/kernel/invariant.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type {
  BatchOutcome,
  Entitlement,
  LicensePlace,
  Marketplace,
  MeteredAnswer,
  MeteredUnits,
} from '../../core/marketplace/ports.ts';

/** By which AWS says that nothing of a call was taken, as something in it is not as it must be. */
const invalid: ReadonlySet<string> = new Set([
  ...['InvalidLicenseException', 'InvalidProductCodeException', 'InvalidUsageDimensionException'],
  ...['InvalidCustomerIdentifierException', 'InvalidUsageAllocationsException'],
  ...['InvalidTagException', 'ValidationException'],
]);
/** A contract of one buyer has some. */
const PAGES_MAX = 20;

/** Clients for where AWS is, or, beside a local stack, where it is played. */
export interface MarketplaceClients {
  metering(url: string | undefined): MarketplaceMeteringClient;
  entitlement(url: string | undefined): MarketplaceEntitlementServiceClient;
}

/** AWS Marketplace, asked by the SDK. */
export const awsMarketplace = (clients: MarketplaceClients): Marketplace => ({
  async meter({ product, url, metered }) {
    const records = metered.map(recordOf);
    const isOld = metered.some(({ license }) => license === undefined);
    try {
      const answered = await clients.metering(url).send(
        new BatchMeterUsageCommand({
          // With a license, AWS bills twice for what is told by the code as well.
          ...(isOld ? { ProductCode: product } : {}),
          UsageRecords: records,
        }),
      );
      return { kind: 'answered', answers: records.map((record) => answerFor(record, answered)) };
    } catch (error) {
      return outcomeOf(error);
    }
  },

  async resolve({ token, url }) {
    try {
      const command = new ResolveCustomerCommand({ RegistrationToken: token });
      const resolved = await clients.metering(url).send(command);
      const { ProductCode: product, CustomerAWSAccountId: account, LicenseArn: license } = resolved;
      if (product === undefined || account === undefined) {
        return { kind: 'unknown', detail: 'AWS has not said who buys what' };
      }
      return { kind: 'resolved', buyer: { product, account, license } };
    } catch (error) {
      return refusedOrUnknown(error);
    }
  },

  async entitlements({ url, ...place }) {
    const client = clients.entitlement(url);
    const entitlements: Entitlement[] = [];
    let next: string | undefined;
    try {
      for (let page = 0; page < PAGES_MAX; page += 1) {
        const answer = await client.send(entitlementsAfter(place, next));
        entitlements.push(...(answer.Entitlements ?? []).map(entitlementOf));
        next = answer.NextToken;
        if (next === undefined) break;
      }
      return { kind: 'listed', entitlements };
    } catch (error) {
      return refusedOrUnknown(error);
    }
  },
});

const entitlementsAfter = (
  { product, account, license }: LicensePlace,
  next: string | undefined,
): GetEntitlementsCommand =>
  new GetEntitlementsCommand({
    ProductCode: product,
    Filter:
      license === undefined ? { CUSTOMER_AWS_ACCOUNT_ID: [account] } : { LICENSE_ARN: [license] },
    NextToken: next,
  });

const entitlementOf = ({ Dimension, Value, ExpirationDate }: AwsEntitlement): Entitlement => ({
  dimension: Dimension ?? '',
  value: entitledTo(Value),
  expiresAt: ExpirationDate === undefined ? undefined : timestampOf(ExpirationDate.getTime()),
});

function recordOf({ account, license, dimension, units, at }: MeteredUnits): UsageRecord {
  invariant(units <= 2_147_483_647n, 'AWS counts units by 31 bits');
  return {
    CustomerAWSAccountId: account,
    ...(license === undefined ? {} : { LicenseArn: license }),
    Dimension: dimension,
    // A count of at most 31 bits, as just looked at.
    Quantity: Number(units),
    Timestamp: new Date(Math.floor(at / 1_000) * 1_000),
  };
}

/** AWS repeats each record beside what it says of it. */
const isSame = (a: UsageRecord, b: UsageRecord | undefined): boolean =>
  b !== undefined &&
  a.CustomerAWSAccountId === b.CustomerAWSAccountId &&
  a.LicenseArn === b.LicenseArn &&
  a.Dimension === b.Dimension &&
  a.Timestamp?.getTime() === b.Timestamp?.getTime();

function answerFor(
  record: UsageRecord,
  { Results = [], UnprocessedRecords = [] }: BatchMeterUsageCommandOutput,
): MeteredAnswer {
  const result = Results.find((one) => isSame(record, one.UsageRecord));
  switch (result?.Status) {
    case 'Success':
      return { kind: 'accepted', record: result.MeteringRecordId };
    case 'CustomerNotSubscribed':
      return { kind: 'not-subscribed' };
    case 'DuplicateRecord':
      return { kind: 'duplicate' };
    case undefined:
      return UnprocessedRecords.some((one) => isSame(record, one))
        ? { kind: 'unprocessed' }
        : { kind: 'unknown', detail: 'AWS has said nothing of it' };
  }
}

/** What AWS did not answer, or answered by an error of its own, it may have taken. */
function outcomeOf(error: unknown): Exclude<BatchOutcome, { kind: 'answered' }> {
  const detail = textOf(error);
  const { name, status } = factsOf(error);
  if (status === undefined || status >= 500) return { kind: 'unknown', detail };
  if (name === 'TimestampOutOfBoundsException') {
    return { kind: 'refused', because: 'out-of-bounds', detail };
  }
  return { kind: 'refused', because: invalid.has(name) ? 'invalid' : 'caller', detail };
}

function refusedOrUnknown(error: unknown): { kind: 'refused' | 'unknown'; detail: string } {
  const { name, status } = factsOf(error);
  const isRefused =
    status !== undefined && status >= 400 && status < 500 && name !== 'ThrottlingException';
  return { kind: isRefused ? 'refused' : 'unknown', detail: textOf(error) };
}

/** Only what AWS has answered has a status; all else is no answer. */
function factsOf(error: unknown): { readonly name: string; readonly status: number | undefined } {
  if (!(error instanceof Error)) throw error;
  const { $metadata: metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return { name: error.name, status: metadata?.httpStatusCode };
}

const DETAIL_MAX = 300;
const textOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, DETAIL_MAX);

function entitledTo(value: EntitlementValue | undefined): string {
  const { IntegerValue, DoubleValue, BooleanValue, StringValue } = value ?? {};
  return String(IntegerValue ?? DoubleValue ?? BooleanValue ?? StringValue ?? '');
}
