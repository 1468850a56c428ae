/** A record as AWS is told of it, in AWS's own words. */
export interface FakeUsageRecord {
  /** Seconds since 1970. */
  readonly Timestamp: number;
  readonly Dimension: string;
  readonly Quantity?: number;
  readonly CustomerAWSAccountId?: string;
  readonly LicenseArn?: string;
}

/** What AWS refuses a call for, by the name of its exception. */
export class FakeRefusal extends Error {
  readonly status: number;

  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** Who has bought something: by a license, or of older products by the product's code. */
export interface FakeAgreement {
  readonly product: string;
  readonly account: string;
  readonly license: string | undefined;
  /** Milliseconds since 1970. */
  readonly from: number;
  endedAt: number | undefined;
  isSuspended: boolean;
}

interface FakeMetered {
  readonly id: string;
  readonly product: string;
  readonly account: string;
  readonly license: string | undefined;
  readonly dimension: string;
  readonly hour: number;
  readonly units: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const GRACE_MS = 6 * HOUR_MS;
const RECORDS_MAX = 25;
const UNITS_MAX = 2_147_483_647;

/**
 * AWS Marketplace, as its documentation has it: of an hour, a dimension and a license the first quantity counts; the
 * same again is the same record, another one is refused as a duplicate. Records are taken for a day, those of a month
 * until six hours after its end, and those of a license for an hour after its end.
 */
export class FakeMarketplace {
  readonly products = new Map<string, readonly string[]>();
  readonly agreements: FakeAgreement[] = [];
  readonly metered = new Map<string, FakeMetered>();
  readonly tokens = new Map<string, FakeAgreement & { readonly expiresAt: number }>();
  readonly entitlements: {
    readonly agreement: FakeAgreement;
    readonly dimension: string;
    readonly value: number | boolean | string;
    readonly expiresAt: number;
  }[] = [];
  /** How many calls that come are throttled. */
  throttled = 0;
  /** How many records that come are not processed. */
  unprocessed = 0;
  /** Every call, with how many records it had. */
  readonly calls: { readonly product: string | undefined; readonly records: number }[] = [];
  readonly #now: () => number;
  #made = 0;

  /** `now` in milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Somebody accepts an offer; answers the token with which the buyer is sent to the seller. */
  buy(
    product: string,
    account: string,
    { isOld = false } = {},
  ): { token: string; agreement: FakeAgreement } {
    this.#made += 1;
    const license = isOld
      ? undefined
      : `arn:aws:license-manager::294406891311:license:l-${String(this.#made).padStart(32, '0')}`;
    const agreement = {
      product,
      account,
      license,
      from: this.#now(),
      endedAt: undefined,
      isSuspended: false,
    };
    this.agreements.push(agreement);
    const token = `token-${this.#made}`;
    this.tokens.set(token, Object.assign(agreement, { expiresAt: this.#now() + 4 * HOUR_MS }));
    return { token, agreement };
  }

  batchMeterUsage(asked: {
    readonly ProductCode?: string;
    readonly UsageRecords: readonly FakeUsageRecord[];
  }) {
    const { ProductCode, UsageRecords } = asked;
    this.calls.push({ product: ProductCode, records: UsageRecords.length });
    if (this.throttled > 0) {
      this.throttled -= 1;
      throw new FakeRefusal('ThrottlingException', 'Rate exceeded');
    }
    if (UsageRecords.length > RECORDS_MAX) {
      throw new FakeRefusal(
        'ValidationException',
        `at most ${RECORDS_MAX} records, got ${UsageRecords.length}`,
      );
    }
    const found = UsageRecords.map((record) => this.#agreementOf(record, ProductCode));
    if (new Set(found.map(({ product }) => product)).size > 1) {
      throw new FakeRefusal('InvalidLicenseException', 'licenses of several products');
    }
    for (const [index, record] of UsageRecords.entries()) this.#check(record, found[index]);
    const Results: object[] = [];
    const UnprocessedRecords: FakeUsageRecord[] = [];
    for (const [index, record] of UsageRecords.entries()) {
      if (this.unprocessed > 0) {
        this.unprocessed -= 1;
        UnprocessedRecords.push(record);
      } else {
        Results.push({ UsageRecord: record, ...this.#result(record, found[index]) });
      }
    }
    return { Results, UnprocessedRecords };
  }

  resolveCustomer({ RegistrationToken }: { readonly RegistrationToken: string }) {
    const agreement = this.tokens.get(RegistrationToken);
    if (agreement === undefined) {
      throw new FakeRefusal('InvalidTokenException', 'Registration token is invalid.');
    }
    if (agreement.expiresAt <= this.#now()) {
      throw new FakeRefusal(
        'ExpiredTokenException',
        'The submitted registration token has expired.',
      );
    }
    const { product, account, license } = agreement;
    return {
      ProductCode: product,
      CustomerAWSAccountId: account,
      ...(license === undefined
        ? { CustomerIdentifier: `id-of-${account}` }
        : { LicenseArn: license }),
    };
  }

  getEntitlements({
    ProductCode,
    Filter = {},
    NextToken,
  }: {
    readonly ProductCode: string;
    readonly Filter?: Readonly<Record<string, readonly string[]>>;
    readonly NextToken?: string;
  }) {
    if (!this.products.has(ProductCode)) {
      throw new FakeRefusal('InvalidParameterException', `no product ${ProductCode}`);
    }
    const { CUSTOMER_AWS_ACCOUNT_ID: accounts, LICENSE_ARN: licenses } = Filter;
    const all = this.entitlements.filter(
      ({ agreement: { product, account, license } }) =>
        product === ProductCode &&
        (accounts === undefined || accounts.includes(account)) &&
        (licenses === undefined || licenses.includes(license ?? '')),
    );
    // Pages of two, so that whoever reads the first alone is found out.
    const first = Number(NextToken ?? 0);
    const next = first + 2 < all.length ? { NextToken: String(first + 2) } : {};
    return {
      Entitlements: all
        .slice(first, first + 2)
        .map(({ agreement, dimension, value, expiresAt }) => ({
          ProductCode,
          Dimension: dimension,
          CustomerAWSAccountId: agreement.account,
          LicenseArn: agreement.license,
          ExpirationDate: expiresAt / 1_000,
          Value: entitledTo(value),
        })),
      ...next,
    };
  }

  /** What AWS bills an agreement for. */
  unitsOf(agreement: FakeAgreement, dimension: string): number {
    return [...this.metered.values()]
      .filter((one) => one.license === agreement.license && one.account === agreement.account)
      .filter((one) => one.product === agreement.product && one.dimension === dimension)
      .reduce((sum, { units }) => sum + units, 0);
  }

  #agreementOf(
    { CustomerAWSAccountId, LicenseArn }: FakeUsageRecord,
    product: string | undefined,
  ): { readonly product: string; readonly agreement: FakeAgreement | undefined } {
    if (LicenseArn === undefined) {
      if (product === undefined || !this.products.has(product)) {
        throw new FakeRefusal('InvalidProductCodeException', 'The product code is not known.');
      }
      const own = this.agreements.filter((one) => one.product === product);
      const agreement = own.find(({ account }) => account === CustomerAWSAccountId);
      return { product, agreement };
    }
    if (product !== undefined) {
      throw new FakeRefusal(
        'InvalidProductCodeException',
        'Leave the product code out with a license.',
      );
    }
    const agreement = this.agreements.find(({ license }) => license === LicenseArn);
    if (agreement === undefined || agreement.account !== CustomerAWSAccountId) {
      throw new FakeRefusal(
        'InvalidLicenseException',
        'Ensure the LicenseArn is valid, matches the customer.',
      );
    }
    return { product: agreement.product, agreement };
  }

  /** What of one record the whole call is refused for. */
  #check(
    { Timestamp, Dimension, Quantity = 0 }: FakeUsageRecord,
    found: { readonly product: string } | undefined,
  ): void {
    const [at, now] = [Timestamp * 1_000, this.#now()];
    const then = new Date(at);
    const grace = Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1) + GRACE_MS;
    if (at > now || now >= at + DAY_MS || now >= grace) {
      throw new FakeRefusal(
        'TimestampOutOfBoundsException',
        'The timestamp is out of allowed range.',
      );
    }
    if (this.products.get(found?.product ?? '')?.includes(Dimension) !== true) {
      throw new FakeRefusal('InvalidUsageDimensionException', `no dimension ${Dimension}`);
    }
    if (!Number.isInteger(Quantity) || Quantity < 0 || Quantity > UNITS_MAX) {
      throw new FakeRefusal('ValidationException', `no quantity ${Quantity}`);
    }
  }

  #result(
    record: FakeUsageRecord,
    found: { readonly product: string; readonly agreement: FakeAgreement | undefined } | undefined,
  ): object {
    const agreement = found?.agreement;
    if (agreement === undefined || found === undefined || !this.#isSubscribed(agreement, record)) {
      return { Status: 'CustomerNotSubscribed' };
    }
    const { Dimension: dimension, Quantity: units = 0 } = record;
    const { account, license } = agreement;
    const hour = Math.floor((record.Timestamp * 1_000) / HOUR_MS) * HOUR_MS;
    const key = JSON.stringify([found.product, account, license, dimension, hour]);
    const known = this.metered.get(key);
    if (known !== undefined && known.units !== units) return { Status: 'DuplicateRecord' };
    const id = known?.id ?? `metered-${this.metered.size + 1}`;
    this.metered.set(key, { id, product: found.product, account, license, dimension, hour, units });
    return { Status: 'Success', MeteringRecordId: id };
  }

  #isSubscribed({ from, endedAt, isSuspended }: FakeAgreement, record: FakeUsageRecord): boolean {
    const isEarly = record.Timestamp * 1_000 < Math.floor(from / 1_000) * 1_000;
    return !isSuspended && !isEarly && (endedAt === undefined || this.#now() < endedAt + HOUR_MS);
  }
}

function entitledTo(value: number | boolean | string): object {
  if (typeof value === 'boolean') return { BooleanValue: value };
  if (typeof value === 'string') return { StringValue: value };
  return Number.isInteger(value) ? { IntegerValue: value } : { DoubleValue: value };
}
