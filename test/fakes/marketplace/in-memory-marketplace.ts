import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { BatchOutcome, Marketplace, MeteredAnswer } from '../../../core/marketplace/ports.ts';
import { type FakeMarketplace, FakeRefusal, type FakeUsageRecord } from './fake-marketplace.ts';

/** The stand-in for AWS Marketplace, asked without a network between. */
export const inMemoryMarketplace = (fake: FakeMarketplace): Marketplace => ({
  async meter({ product, metered }) {
    const records = metered.map(
      ({ account, license, dimension, units, at }): FakeUsageRecord => ({
        Timestamp: Math.floor(at / 1_000),
        Dimension: dimension,
        Quantity: Number(units),
        CustomerAWSAccountId: account,
        ...(license === undefined ? {} : { LicenseArn: license }),
      }),
    );
    const isOld = metered.some(({ license }) => license === undefined);
    try {
      const { Results, UnprocessedRecords } = fake.batchMeterUsage({
        ...(isOld ? { ProductCode: product } : {}),
        UsageRecords: records,
      });
      const answers = records.map((record): MeteredAnswer => {
        if (UnprocessedRecords.includes(record)) return { kind: 'unprocessed' };
        const result = (Results as Answered[]).find(({ UsageRecord }) => UsageRecord === record);
        return answerOf(result);
      });
      return { kind: 'answered', answers };
    } catch (error) {
      return refusalOf(error);
    }
  },

  async resolve({ token }) {
    try {
      const resolved = fake.resolveCustomer({ RegistrationToken: token });
      const { ProductCode: product, CustomerAWSAccountId: account } = resolved;
      const license = 'LicenseArn' in resolved ? resolved.LicenseArn : undefined;
      return { kind: 'resolved', buyer: { product, account, license } };
    } catch (error) {
      if (!(error instanceof FakeRefusal)) throw error;
      return { kind: 'refused', detail: `${error.name}: ${error.message}` };
    }
  },

  async entitlements({ product, account, license }) {
    const all = fake.entitlements.filter(
      ({ agreement }) =>
        agreement.product === product &&
        (license === undefined ? agreement.account === account : agreement.license === license),
    );
    const entitlements = all.map(({ dimension, value, expiresAt }) => ({
      ...{ dimension, value: String(value), expiresAt: timestampOf(expiresAt) },
    }));
    return { kind: 'listed', entitlements };
  },
});

interface Answered {
  readonly UsageRecord: FakeUsageRecord;
  readonly Status: 'Success' | 'DuplicateRecord' | 'CustomerNotSubscribed';
  readonly MeteringRecordId: string | undefined;
}

function answerOf(result: Answered | undefined): MeteredAnswer {
  switch (result?.Status) {
    case 'Success':
      return { kind: 'accepted', record: result.MeteringRecordId };
    case 'DuplicateRecord':
      return { kind: 'duplicate' };
    case 'CustomerNotSubscribed':
      return { kind: 'not-subscribed' };
    case undefined:
      return { kind: 'unknown', detail: 'it was left out' };
  }
}

function refusalOf(error: unknown): BatchOutcome {
  if (!(error instanceof FakeRefusal)) throw error;
  const detail = `${error.name}: ${error.message}`;
  switch (error.name) {
    case 'TimestampOutOfBoundsException':
      return { kind: 'refused', because: 'out-of-bounds', detail };
    case 'ThrottlingException':
      return { kind: 'refused', because: 'caller', detail };
    default:
      return { kind: 'refused', because: 'invalid', detail };
  }
}
